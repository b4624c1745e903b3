"""Rules about predictions: the snippet can be asked about, and its wrong ideas lead to wrong answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from torchdojo.catalog import Exercise, Lesson
from torchdojo.check.behaviour import EXACT, FIRST_SEED
from torchdojo.check.finding import Finding
from torchdojo.judge.compare import compare
from torchdojo.judge.predictions import as_answer, outcomes, same, told
from torchdojo.observe import Observation
from torchdojo.observe.observation import Thing
from torchdojo.starter import SyntaxFault, punch
from torchdojo.starter.prediction import Misspelt, read_prediction
from torchdojo.starter.snippet import numbers_for, question_of, snippet

LONGEST_ANSWER = 60
# where few answers are possible, a wrong idea is often right by chance
MOSTLY = {"shape": 0.5, "value": 0.5, "dtype": 0.25, "alias": 0.25, "error": 0.25}
APART = 0.25


def prediction(lesson: Lesson, exercise: Exercise, seeds: int) -> Iterator[Finding]:
    """What the exercise does not hold of the contract of predictions."""
    yield from _starter(lesson, exercise)
    numbers = [numbers_for(exercise, seed) for seed in range(FIRST_SEED, FIRST_SEED + seeds)]
    for each in numbers:
        snippet(lesson, exercise, each)
    faults = [mistake.fault for mistake in lesson.mistakes_of(exercise.name)]
    # every snippet twice, so that a result that depends on anything else is seen
    seen = outcomes(lesson, exercise, [*numbers, *numbers], mistakes=faults)
    truth, repeated = seen["reference"][: len(numbers)], seen["reference"][len(numbers) :]
    yield from _snippet(lesson, exercise, truth, repeated)
    yield from _mistakes(lesson, exercise)
    yield from _ideas(lesson, exercise, truth, {fault: seen[f"mistake:{fault}"][: len(numbers)] for fault in faults})


def _starter(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    given = read_prediction(exercise, punch(lesson).text)
    if isinstance(given, SyntaxFault):
        yield Finding(f"{lesson.id}/reference.py: {exercise.name}", "starter", f"the starter is not Python: {given.message}")
    elif not isinstance(given, Misspelt) or given.status != "not_attempted":
        yield Finding(f"{lesson.id}/reference.py: {exercise.name}", "starter", "the starter counts as attempted.")


def _snippet(
    lesson: Lesson, exercise: Exercise, truth: Sequence[Observation], repeated: Sequence[Observation]
) -> Iterator[Finding]:
    place = f"{lesson.id}/reference.py: {exercise.name}"
    for first, second in zip(truth, repeated, strict=True):
        if first.status != second.status or list(compare(first.value, second.value, None, EXACT)):
            text = f"two runs with the same numbers differ ({told(first)}, then {told(second)}). Leave out what is random."
            yield Finding(place, "reference", text)
            return
    for seen in truth:
        if len(told(seen)) > LONGEST_ANSWER or (isinstance(seen.value, Thing) and seen.value.kind == "object"):
            yield Finding(place, "reference", f"nobody can type {told(seen):.80}. Ask for something smaller.")
            return
    if len({told(seen) for seen in truth}) == 1:
        text = f"it gives {told(truth[0])} whatever the numbers are. Let the answer depend on them."
        yield Finding(f"{lesson.id}/judge.py: {exercise.name}", "reference", text)


def _mistakes(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    place = f"{lesson.id}/mistakes.py: {exercise.name}"
    known = lesson.mistakes_of(exercise.name)
    if len(known) < 2:
        yield Finding(place, "mistake", f"{len(known)} wrong ideas, expected at least 2 that people really have.")
    for mistake in known:
        if len(mistake.says.split()) < 5:
            yield Finding(place, "mistake", f"{mistake.fault} says {mistake.says!r}: tell the learner in a sentence.")


def _ideas(
    lesson: Lesson, exercise: Exercise, truth: Sequence[Observation], ideas: dict[str, list[Observation]]
) -> Iterator[Finding]:
    """Every wrong idea leads to wrong answers, and not to those of another one."""
    place = f"{lesson.id}/mistakes.py: {exercise.name}"
    wanted = MOSTLY[question_of(exercise).asks]
    for fault, answers in ideas.items():
        share = _apart(answers, truth)
        if share < wanted:
            yield Finding(place, "mistake", f"{fault} is right in {1 - share:.0%} of the draws; at most {1 - wanted:.0%} may be.")
    for (one, first), (other, second) in combinations(ideas.items(), 2):
        if _apart(first, second) < APART:
            yield Finding(
                place, "mistake", f"{one} and {other} nearly always give the same answer. Keep one, or change the numbers."
            )


def _apart(answers: Sequence[Observation], others: Sequence[Observation]) -> float:
    """The share of the draws in which they differ."""
    differ = [not same(as_answer(answer), other) for answer, other in zip(answers, others, strict=True)]
    return sum(differ) / len(differ)
