"""Whether what is right is also cheap enough: counts against the reference's own, never a clock."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from torchdojo.catalog import Exercise, Lesson
from torchdojo.catalog.costs import Cost
from torchdojo.judge import verdict as v
from torchdojo.judge.counts import Count, Key, count_in, count_run, keys, pass_name, trusted_counts
from torchdojo.judge.findings import seen_in, stopped, troubled
from torchdojo.judge.verdict import ProbeFinding, Reading, Verdict
from torchdojo.starter import Submission

BYTES = ("peak", "largest", "saved")
# a few single numbers that are kept as tensors of 8 bytes are no waste; operations have no such slack
SLACK = 64
NAMES = {
    "operations": "operations",
    "flops": "floating-point operations",
    "peak": "bytes in use at the worst moment",
    "largest": "bytes of the largest tensor",
    "saved": "bytes kept for the backward pass",
}


def weigh(lesson: Lesson, exercise: Exercise, submission: Submission, verdict: Verdict, *, text: str) -> Verdict:
    """The verdict on results that are right, after their cost was metered."""
    theirs = trusted_counts(lesson, exercise, "reference", seed=verdict.seed)
    run = count_run(lesson, exercise, submission, verdict.seed)
    found = seen_in(run.frames)
    counted: dict[Key, Count] = {}
    bad: dict[str, ProbeFinding] = {}
    for key in keys(exercise):
        cost = next(cost for cost in exercise.costs if cost.name == key[0])
        seen = found.observations.get(pass_name(key)) or found.loading
        count = count_in(seen) if seen is not None else None
        if count is not None:
            counted[key] = count
        elif seen is not None and seen.status == "raised":
            bad.setdefault(key[0], troubled(seen, cost.name, cost.says, text.splitlines()))
        else:
            status = v.CRASHED if run.status == "ended" else run.status
            words = f"With size {key[2]}, under the meters: {stopped(run)}"
            bad.setdefault(key[0], ProbeFinding(cost.name, cost.says, status, words))
    seconds = verdict.seconds + run.seconds
    if bad:
        first = next(iter(bad.values()))
        status, probes = first.status, (*verdict.probes, *bad.values())
        return replace(verdict, status=status, message=first.message, probes=probes, line=_line(first), seconds=seconds)
    readings = tuple(reading for cost in exercise.costs for reading in read_meters(cost, counted, theirs))
    return _concluded(exercise, replace(verdict, readings=readings, seconds=seconds))


def _line(finding: ProbeFinding) -> int | None:
    return finding.trouble.lines[-1][0] if finding.trouble is not None and finding.trouble.lines else None


def read_meters(cost: Cost, yours: Mapping[Key, Count], reference: Mapping[Key, Count]) -> list[Reading]:
    """What each meter of a cost function showed, beside the reference."""
    readings = []
    for meter in cost.meters:
        mine, theirs = ([count[cost.name, meter, size].count for size in cost.sizes] for count in (yours, reference))
        at_most = None
        if meter in cost.at_most:
            # a ratio such as 1.1 is not exact in binary: 110.00000000000001 must stay 110
            at_most = math.floor(cost.at_most[meter] * theirs[-1] + 1e-6) + (SLACK if meter in BYTES else 0)
        lines = sorted(yours[cost.name, meter, cost.sizes[-1]].lines.items(), key=lambda pair: (-pair[1], pair[0]))
        reading = Reading(
            cost=cost.name,
            says=cost.says,
            meter=meter,
            sizes=cost.sizes,
            yours=tuple(mine),
            reference=tuple(theirs),
            at_most=at_most,
            may_grow=cost.grows.get(meter),
            growth=growth(cost.sizes, mine),
            reference_growth=growth(cost.sizes, theirs),
            lines=tuple(lines),
        )
        readings.append(reading)
    return readings


def growth(sizes: Sequence[int], counts: Sequence[int]) -> float:
    """The exponent over the last two sizes: 0 if the count stays, 1 if it doubles with the size, 2 if it goes with the square."""
    (small, large), (before, after) = sizes[-2:], counts[-2:]
    # nothing at all counts as one, so that something from nothing is growth and not infinite
    return round(math.log(max(after, 1) / max(before, 1)) / math.log(large / small), 3)


def _concluded(exercise: Exercise, verdict: Verdict) -> Verdict:
    findings = [_finding(cost, [one for one in verdict.readings if one.cost == cost.name]) for cost in exercise.costs]
    probes = (*verdict.probes, *findings)
    if not verdict.dear:
        message = verdict.message.rstrip(".") + ", at no more than the cost allowed."
        return replace(verdict, probes=probes, message=message)
    first = next(one for one in verdict.readings if one.broken)
    message = f"The results are right, but they cost too much. {said(first)}"
    line = first.lines[0][0] if first.lines else None
    return replace(verdict, status=v.FAILED, probes=probes, message=message, line=line)


def _finding(cost: Cost, readings: Sequence[Reading]) -> ProbeFinding:
    broken = [reading for reading in readings if reading.broken]
    if broken:
        return ProbeFinding(cost.name, cost.says, "failed", " ".join(said(reading) for reading in broken))
    words = "; ".join(f"{reading.yours[-1]:,} {NAMES[reading.meter]}" for reading in readings)
    return ProbeFinding(cost.name, cost.says, "passed", words)


def said(reading: Reading) -> str:
    """What a broken bar says: what was counted, what the reference needs, the bar, and where it comes from."""
    what, size = NAMES[reading.meter], reading.sizes[-1]
    if reading.grows_too_fast:
        yours, theirs, sizes = _listed(reading.yours), _listed(reading.reference), _listed(reading.sizes)
        words = f"Your {what} grow with the size: {yours} for the sizes {sizes}. The reference needs {theirs}."
    else:
        words = f"Yours: {reading.yours[-1]:,} {what} at size {size}. The reference needs {reading.reference[-1]:,}."
    if reading.at_most is not None:
        words += f" The bar at size {size} is {reading.at_most:,}."
    if reading.lines:
        line, share = reading.lines[0]
        words += f" Line {line} accounts for {share:,} of yours."
    return words


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(f"{number:,}" for number in numbers) if max(numbers) < 1000 else "; ".join(f"{n:,}" for n in numbers)
