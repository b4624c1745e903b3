"""Rules about cost: meters repeat, the reference keeps its own bars, the starter does not, and no bar is there for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from torchdojo.catalog import Exercise, Lesson
from torchdojo.check.finding import Finding
from torchdojo.judge import Expected
from torchdojo.judge.costs import read_meters
from torchdojo.judge.counts import Count, Key, count_in, count_run, pass_name, trusted_counts
from torchdojo.judge.findings import seen_in
from torchdojo.judge.forbidden import forbidden, uses
from torchdojo.judge.verdict import Reading
from torchdojo.starter import variant

# CPU seconds that metering the reference and the starter may take, once everything is warm
MOST_SECONDS = 3.0


def costs(lesson: Lesson, exercise: Exercise, known: Sequence[Expected]) -> Iterator[Finding]:
    """What a speed exercise does not hold, and the costs of its alternatives as a note."""
    if not exercise.costs:
        return
    seed = known[0].seed
    place = f"{lesson.id}/judge.py: {exercise.name}"
    reference = trusted_counts(lesson, exercise, "reference", seed=seed)
    again = count_run(lesson, exercise, variant(lesson, exercise, "reference", ""), seed)
    yield from (Finding(place, "cost", text) for text in _repeats(reference, again.frames))
    others = {
        each.fault: trusted_counts(lesson, exercise, "alternative", each.fault, seed=seed)
        for each in lesson.alternatives_of(exercise.name)
    }
    seconds = sum(count.seconds for counts in (reference, others[str(exercise.slow)]) for count in counts.values())
    if seconds > MOST_SECONDS:
        text = f"metering the reference and the starter takes {seconds:.1f} s of CPU, at most {MOST_SECONDS:g} s are allowed."
        yield Finding(place, "cost", f"{text} Use smaller sizes.")
    yield from (Finding(place, "cost", text) for text in _bars(exercise, reference, others))
    yield Finding(place, "cost", _table(exercise, reference, others), "note")


def _repeats(reference: Mapping[Key, Count], frames: Sequence[bytes]) -> Iterator[str]:
    seen = seen_in(frames).observations
    for key, count in reference.items():
        twice = count_in(seen[pass_name(key)]) if pass_name(key) in seen else None
        if twice is None or twice.count != count.count:
            found = "nothing" if twice is None else f"{twice.count:,}"
            yield f"{key[0]}: {key[1]} at size {key[2]} is {count.count:,}, then {found}. Draw everything random from `draw`."


def _bars(exercise: Exercise, reference: Mapping[Key, Count], others: Mapping[str, Mapping[Key, Count]]) -> Iterator[str]:
    readings = {name: _readings(exercise, counts, reference) for name, counts in others.items()}
    for reading in _readings(exercise, reference, reference):
        if reading.broken:
            what = f"the {reading.meter} of the reference grow with the exponent {reading.growth}"
            yield f"{reading.cost}: {what}, over its own bar of {reading.may_grow}. Raise the bar or repair the reference."
    if not any(reading.broken for reading in readings[str(exercise.slow)]):
        yield f"the starter ({exercise.slow}) keeps every bar, so there is nothing to do. Lower a bar or raise the sizes."
    for index, reading in enumerate(_readings(exercise, reference, reference)):
        for bar, is_broken in (("bar", "too_many"), ("bar of growth", "grows_too_fast")):
            given = reading.at_most if bar == "bar" else reading.may_grow
            if given is not None and not any(getattr(each[index], is_broken) for each in readings.values()):
                text = f"{reading.cost}: no alternative breaks the {bar} of {reading.meter}"
                yield f"{text}, so nobody knows what it is for. Drop it, or add the alternative that it keeps out."


def _readings(exercise: Exercise, counts: Mapping[Key, Count], reference: Mapping[Key, Count]) -> list[Reading]:
    return [reading for cost in exercise.costs for reading in read_meters(cost, counts, reference)]


def _table(exercise: Exercise, reference: Mapping[Key, Count], others: Mapping[str, Mapping[Key, Count]]) -> str:
    """The costs at the largest size, one line for each way."""
    lines = ["costs at the largest size (growth over the last two sizes):"]
    for name, counts in {"the reference": reference, **others}.items():
        shown = [
            f"{one.cost} {one.meter} {one.yours[-1]:,} ({one.growth:.1f}){' over the bar' if one.broken else ''}"
            for one in _readings(exercise, counts, reference)
        ]
        lines.append(f"- {name}{', the starter' if name == exercise.slow else ''}: {'; '.join(shown)}")
    return "\n".join(lines)


def without(lesson: Lesson, exercise: Exercise, known: Sequence[Expected]) -> Iterator[Finding]:
    """The reference keeps to what it forbids, and somebody does not."""
    names = forbidden(exercise)
    if not names:
        return
    place = f"{lesson.id}/judge.py: {exercise.name}"
    own = uses(lesson, exercise, variant(lesson, exercise, "reference", ""), known[0])
    for name, line in sorted({(name, line) for _, name, line in own if line is not None}):
        yield Finding(place, "without", f"the reference itself uses {name} (line {line}), which it forbids.")
    others = [variant(lesson, exercise, "alternative", each.fault) for each in lesson.alternatives_of(exercise.name)]
    if not any(line is not None for each in others for *_, line in uses(lesson, exercise, each, known[0])):
        text = f"no alternative uses {', '.join(names)}: is it spelled as torch spells it? Add torch's own as an alternative."
        yield Finding(place, "without", text)
