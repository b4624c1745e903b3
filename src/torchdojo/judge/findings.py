"""From what was seen to a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from torchdojo.catalog import Exercise, LessonError
from torchdojo.catalog.bars import Bar
from torchdojo.judge import verdict as v
from torchdojo.judge.compare import Terms, compare
from torchdojo.judge.expected import Expected
from torchdojo.judge.scores import scored
from torchdojo.judge.verdict import Difference, ProbeFinding, Trouble, Verdict
from torchdojo.observe import FrameError, Observation, read
from torchdojo.observe.observation import Raised
from torchdojo.sandbox import Run

# exceptions that mean the memory budget was used up, whatever class torch gives them
OUT_OF_MEMORY = ("can't allocate memory", "DefaultCPUAllocator", "bad_alloc")


def terms(exercise: Exercise, expected: Observation) -> Terms:
    """What counts as equal for this exercise on this probe."""
    factor = exercise.options.get("tolerance", 1.0)
    if not isinstance(factor, (int, float)):
        raise LessonError(f"{exercise.lesson}/judge.py: tolerance of {exercise.name} is {factor!r}, expected a number")
    return Terms(expected.drawn, expected.magnitude, float(factor), exercise.options.get("dtype", True) is True)


def differences(exercise: Exercise, expected: Expected, probe: str, seen: Observation) -> list[Difference]:
    """Every way in which one observation is not the reference's."""
    ours = expected.observations[probe]
    moved = expected.moved.get(probe)
    found: list[Difference] = []
    bar = _bar(exercise, probe, ours)
    if bar is not None and seen.status == "returned":
        found += scored(bar, ours, seen)[1]
        found += _mutations(ours.mutated, seen.mutated)
    elif ours.status == seen.status == "returned":
        beside = moved.value if moved is not None and moved.status == "returned" else None
        found += compare(ours.value, seen.value, beside, terms(exercise, ours))
        found += _mutations(ours.mutated, seen.mutated)
    elif ours.status == "raised":
        found += compare(ours.value, seen.value, None, Terms())
    else:
        found.append(_raised_instead(seen))
    return found


def _bar(exercise: Exercise, probe: str, ours: Observation) -> Bar | None:
    """The bar of a probe on hidden data; None also where the targets are not known: then predictions are compared."""
    bars = [each.bar for each in exercise.probes if each.name == probe]
    return bars[0] if bars and ours.kept is not None else None


def _raised_instead(seen: Observation) -> Difference:
    error = seen.value
    assert isinstance(error, Raised)
    return Difference("result", f"{error.classes[0]}: {error.message}", "a result", f"raises {error.classes[0]}")


def _mutations(ours: Sequence[str], theirs: Sequence[str]) -> list[Difference]:
    changed = [
        Difference(f"input {n}", "was changed in place; it must be left as it is", "unchanged", "changed")
        for n in theirs
        if n not in ours
    ]
    kept = [
        Difference(f"input {n}", "was left as it is; it must be changed in place", "changed", "unchanged")
        for n in ours
        if n not in theirs
    ]
    return changed + kept


def observations(frames: Sequence[bytes]) -> tuple[dict[str, Observation], Observation | None]:
    """Observations by probe, and the failure to load the module if there was one. Raises FrameError."""
    seen: dict[str, Observation] = {}
    loading = None
    for frame in frames:
        observation = read(frame)
        if observation.probe in seen:
            raise FrameError(f"{observation.probe} was answered twice")
        if observation.probe:
            seen[observation.probe] = observation
        elif observation.status == "raised":
            loading = observation
    return seen, loading


@dataclass(frozen=True)
class Seen:
    """What a run saw, decoded once for whoever looks at it."""

    observations: Mapping[str, Observation]
    """By probe."""
    loading: Observation | None = None
    """The failure to load the module, if there was one."""
    fault: str = ""
    """Why the frames cannot be read; then nothing else is known."""


def seen_in(frames: Sequence[bytes]) -> Seen:
    """What these frames say; never an exception."""
    try:
        return Seen(*observations(frames))
    except FrameError as error:
        return Seen({}, fault=str(error))


def judge(exercise: Exercise, run: Run, expected: Expected, *, text: str, seen: Seen | None = None) -> Verdict:
    """The verdict on what a submission did, beside what the reference did for the same seed. `seen` spares the decoding."""
    found = seen or seen_in(run.frames)
    strange = sorted({one.seed for one in found.observations.values()} - {expected.seed})
    if found.fault or strange:
        message = f"What came out of the sandbox is no observation: {found.fault or f'made for the seed {strange[0]}'}"
        return _verdict(exercise, expected, v.CRASHED, message, [], run)
    lines = text.splitlines()
    if found.loading is not None:
        return _not_loaded(exercise, expected, found.loading, lines, run)
    findings = []
    ended = False
    for probe in exercise.probes:
        if probe.name in found.observations:
            finding = _finding(exercise, expected, found.observations[probe.name], probe.says, lines)
        else:
            status = "not_run" if ended or run.status == "ended" else run.status
            finding = ProbeFinding(probe.name, probe.says, status, stopped(run) if not ended else "not reached")
            ended = True
        findings.append(finding)
    return _conclude(exercise, expected, findings, run)


def _conclude(exercise: Exercise, expected: Expected, findings: list[ProbeFinding], run: Run) -> Verdict:
    if run.status != "ended":
        return _verdict(exercise, expected, run.status, stopped(run), findings, run)
    failing = [finding for finding in findings if finding.status != "passed"]
    if not failing:
        count = len(findings)
        message = f"All {count} probes see what the reference gives." if count > 1 else "The probe sees what the reference gives."
        return _verdict(exercise, expected, v.PASSED, message, findings, run)
    worst = next((f.status for f in failing if f.status in (v.MEMORY, v.CRASHED)), v.FAILED)
    first = failing[0]
    return _verdict(exercise, expected, worst, first.message, findings, run)


def _verdict(
    exercise: Exercise, expected: Expected, status: str, message: str, findings: Sequence[ProbeFinding], run: Run
) -> Verdict:
    troubled = next((f.trouble for f in findings if f.trouble is not None and f.status != "passed"), None)
    line = troubled.lines[-1][0] if troubled is not None and troubled.lines else None
    return Verdict(
        exercise.lesson, exercise.name, exercise.kind, status, expected.seed, message, tuple(findings), line, run.seconds
    )


def _not_loaded(exercise: Exercise, expected: Expected, loading: Observation, lines: list[str], run: Run) -> Verdict:
    finding = troubled(loading, "loading the file", "The file is executed from top to bottom.", lines)
    return _verdict(exercise, expected, finding.status, f"The file cannot be loaded: {finding.message}", [finding], run)


def _finding(exercise: Exercise, expected: Expected, seen: Observation, says: str, lines: list[str]) -> ProbeFinding:
    if seen.probe not in expected.observations:
        return ProbeFinding(seen.probe, says, "failed", "the reference gave no observation here")
    found = differences(exercise, expected, seen.probe, seen)
    if not found:
        ours = expected.observations[seen.probe]
        bar = _bar(exercise, seen.probe, ours)
        message = scored(bar, ours, seen)[0] if bar is not None else "as the reference"
        return ProbeFinding(seen.probe, says, "passed", message, printed=seen.printed)
    if seen.status == "raised":
        return replace(troubled(seen, seen.probe, says, lines), differences=tuple(found))
    first = found[0]
    return ProbeFinding(seen.probe, says, "failed", f"{first.where}: {first.fact}", tuple(found), None, seen.printed)


def troubled(seen: Observation, name: str, says: str, lines: Sequence[str]) -> ProbeFinding:
    """The finding on an exception of the submission."""
    trouble = _trouble(seen, lines)
    return ProbeFinding(name, says, _status(seen), _words(trouble), (), trouble, seen.printed)


def _status(seen: Observation) -> str:
    assert isinstance(seen.value, Raised)
    if "SystemExit" in seen.value.classes or "KeyboardInterrupt" in seen.value.classes:
        return v.CRASHED
    if "MemoryError" in seen.value.classes or any(mark in seen.value.message for mark in OUT_OF_MEMORY):
        return v.MEMORY
    return v.FAILED


def _trouble(seen: Observation, lines: Sequence[str]) -> Trouble:
    trace = seen.trace
    if trace is None:
        return Trouble("Exception", "", (), below=False)
    placed = tuple((line, lines[line - 1].strip()) for line in trace.lines if 1 <= line <= len(lines))
    return Trouble(trace.classes[0] if trace.classes else "Exception", trace.message, placed, trace.below)


# exceptions of ours, whose message is written for the learner
OURS = ("FolderTrouble", "MissingName", "RanksTrouble", "ServiceTrouble", "StateMismatch")


def _words(trouble: Trouble) -> str:
    if trouble.kind in OURS:
        return trouble.message
    if trouble.kind == "SystemExit":
        return "the code leaves Python (exit) instead of returning"
    what = f"{trouble.kind}: {trouble.message}" if trouble.message else trouble.kind
    if trouble.lines:
        return f"{what} (line {trouble.lines[-1][0]}: {trouble.lines[-1][1]})"
    return f"{what} (raised while the probe used what the code returned)"


def stopped(run: Run) -> str:
    """Why a run ended before its work was done, in the learner's words."""
    if run.status == v.TIMEOUT:
        return f"No answer within {run.seconds:.0f} s, so the run was ended. Is there a loop that never ends?"
    if run.status == v.MEMORY:
        return "The memory budget was used up, so the run was ended."
    return f"The process ended before its work was done: {run.detail or 'no reason known'}."


def passes(exercise: Exercise, known: Expected, seen: Mapping[str, Observation]) -> bool:
    """True if every probe saw what is known, and nothing else was seen."""
    if set(seen) != set(known.observations):
        return False
    return all(not differences(exercise, known, probe, observation) for probe, observation in seen.items())


def same_behaviour(exercise: Exercise, known: Expected, one: Mapping[str, Observation], other: Mapping[str, Observation]) -> bool:
    """True if two variants cannot be told apart by the exercise's probes."""
    return passes(exercise, Expected(known.seed, one, known.moved), other)
