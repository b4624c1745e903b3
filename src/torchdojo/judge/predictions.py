"""What a snippet really gives, found by running it, and whether that is what was predicted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.catalog.definitions import docstring
from torchdojo.catalog.questions import Number
from torchdojo.judge.trial import PATIENCE, SECONDS, program
from torchdojo.judge.verdict import FAILED, PASSED, ProbeFinding, Verdict
from torchdojo.observe import Observation, read
from torchdojo.observe.job import predictions_job
from torchdojo.observe.observation import Array, Raised, Thing
from torchdojo.sandbox import Limits, run
from torchdojo.starter import variant
from torchdojo.starter.prediction import Answer, Misspelt, Prediction
from torchdojo.starter.snippet import question_of, snippet

PROBE = "prediction"
# a person types four digits; the last of them may be rounded either way
DIGITS = 4
ZERO = 1e-6
NO_ERROR = ("none", "no error", "no")


def outcomes(
    lesson: Lesson, exercise: Exercise, numbers: Sequence[Mapping[str, Number]], *, mistakes: Sequence[str] = ()
) -> dict[str, list[Observation]]:
    """What the snippet gives with each set of numbers: by 'reference', and by 'mistake:FAULT' for those who think so."""
    key = tuple(tuple(each.items()) for each in numbers)
    return _outcomes(lesson.content_hash, exercise.name, key, tuple(mistakes), lesson)


@lru_cache(maxsize=256)
def _outcomes(
    _content: str, name: str, numbers: tuple[tuple[tuple[str, Number], ...], ...], mistakes: tuple[str, ...], lesson: Lesson
) -> dict[str, list[Observation]]:
    exercise = lesson.exercise(name)
    variants = [variant(lesson, exercise, "reference"), *(variant(lesson, exercise, "mistake", fault) for fault in mistakes)]
    asks = question_of(exercise).asks
    job = predictions_job(name, asks, [program(each) for each in variants], numbers=[dict(each) for each in numbers])
    done = run(job, limits=Limits(seconds=SECONDS * PATIENCE))
    if done.status != "ended":
        raise LessonError(f"{lesson.id}: the snippet {name} ended as '{done.status}' ({done.detail}): {done.printed[-400:]}")
    seen: dict[str, list[Observation]] = {each.name: [] for each in variants}
    for frame in done.frames:
        observation = read(frame)
        seen[observation.variant].append(observation)
    return seen


def same(answer: Answer, seen: Observation) -> bool:
    """True if the answer says what was seen, to the precision a person types."""
    return miss(answer, seen) == ""


def miss(answer: Answer, seen: Observation) -> str:
    """In what way an answer is not what was seen, without giving it away; empty if it is right."""
    if seen.status == "raised":
        return _error_missed(answer, seen.value)
    if isinstance(answer, str) and _is_error(answer):
        return "no error is raised"
    return _value_missed(answer, seen.value)


def _is_error(answer: str) -> bool:
    return answer.lower() == "error" or answer.endswith(("Error", "Exception", "Warning", "Iteration"))


def _error_missed(answer: Answer, error: object) -> str:
    assert isinstance(error, Raised)
    if not isinstance(answer, str) or not _is_error(answer):
        return "an error is raised"
    return "" if answer.lower() == "error" or answer in error.classes else "an error is raised, but another one"


def _value_missed(answer: Answer, value: object) -> str:
    if value is None:
        calm = answer is None or (isinstance(answer, str) and answer.lower() in NO_ERROR)
        return "" if calm else "no error is raised"
    if isinstance(value, Thing):
        return _dtype_missed(answer, value.text)
    if isinstance(value, Array):
        return _array_missed(answer, value)
    if isinstance(value, tuple):
        return _sequence_missed(answer, value)
    return _number_missed(answer, value)


def _dtype_missed(answer: Answer, dtype: str) -> str:
    truth = dtype.removeprefix("torch.")
    if not isinstance(answer, str):
        return "the answer is a dtype, such as torch.int64"
    given = SHORT.get(answer.removeprefix("torch."), answer.removeprefix("torch."))
    if given == truth:
        return ""
    family = given.rstrip("0123456789") == truth.rstrip("0123456789")
    return "the family of the dtype is right, its size is not" if family else "it is another kind of dtype"


SHORT = {
    "half": "float16",
    "float": "float32",
    "double": "float64",
    "short": "int16",
    "int": "int32",
    "long": "int64",
    "chalf": "complex32",
    "cfloat": "complex64",
    "cdouble": "complex128",
}


def _sequence_missed(answer: Answer, truth: tuple[object, ...]) -> str:
    if not isinstance(answer, tuple):
        return (
            "the answer is a tuple" if truth and len(truth) != 1 else "the answer is a tuple, with one comma or none: (4,) or ()"
        )
    if len(answer) != len(truth):
        return f"it has {'more' if len(truth) > len(answer) else 'fewer'} entries than you say"
    wrong = [index for index, (ours, theirs) in enumerate(zip(truth, answer, strict=True)) if _value_missed(theirs, ours)]
    if not wrong:
        return ""
    if sorted(map(str, answer)) == sorted(map(str, truth)):
        return "these are the right entries in another order"
    return _count(len(truth) - len(wrong), len(truth))


def _array_missed(answer: Answer, truth: Array) -> str:
    if truth.values is None:
        raise LessonError("a tensor on a device without data cannot be predicted; ask for its shape")
    flat: list[Answer] = []
    shape = _flatten(answer, flat)
    if shape is None:
        return "your lists have entries of different lengths"
    if shape != truth.shape:
        if len(shape) != len(truth.shape):
            return f"it has {'more' if len(truth.shape) > len(shape) else 'fewer'} axes than your answer"
        return "it has another shape than your answer"
    wrong = [
        index
        for index, (ours, given) in enumerate(zip(truth.values.ravel().tolist(), flat, strict=True))
        if _number_missed(given, ours)
    ]
    if len(wrong) == 1 == len(flat):
        return _number_missed(flat[0], truth.values.ravel().tolist()[0])
    return _count(len(flat) - len(wrong), len(flat)) if wrong else ""


def _flatten(answer: Answer, into: list[Answer]) -> tuple[int, ...] | None:
    """The shape of nested tuples, whose entries are added to `into`; None if they are ragged."""
    if not isinstance(answer, tuple):
        into.append(answer)
        return ()
    shapes = {_flatten(item, into) for item in answer}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(answer), *(shapes.pop() or () if shapes else ()))


def _count(right: int, every: int) -> str:
    return f"{right} of {every} entries {'is' if right == 1 else 'are'} right" if right else "no entry is right"


def _number_missed(answer: Answer, truth: object) -> str:
    if isinstance(truth, bool) or isinstance(answer, bool):
        if not isinstance(truth, bool):
            return "the answer is no True or False"
        return (
            "" if answer is truth else "it is the other way round" if isinstance(answer, bool) else "the answer is True or False"
        )
    if isinstance(truth, str):
        return "" if answer == truth else "it is another text"
    if not isinstance(answer, int | float) or not isinstance(truth, int | float):
        return "the answer is a single number" if isinstance(truth, int | float) else "this cannot be typed as an answer"
    if close(float(answer), truth) if isinstance(truth, float) else answer == truth:
        return ""
    if math.isnan(truth) or math.isinf(truth):
        return "it is no finite number"
    if answer == -truth:
        return "the sign is wrong"
    return "your number is too small" if answer < truth else "your number is too large"


def close(answer: float, truth: float) -> bool:
    """True if two numbers agree to the four digits a person types."""
    if math.isnan(truth) or math.isinf(truth) or math.isnan(answer) or math.isinf(answer):
        return answer == truth or (math.isnan(truth) and math.isnan(answer))
    if abs(truth) < ZERO:
        return abs(answer) < ZERO
    unit = 10.0 ** (math.floor(math.log10(abs(truth))) - DIGITS + 1)
    # a typed 1.235 is not exactly 1.235 in binary
    return abs(answer - truth) <= unit * 1.0001


def as_answer(seen: Observation) -> Answer:
    """What was seen, as somebody would have answered."""
    return _typed(seen.value)


def _typed(value: object) -> Answer:
    if isinstance(value, Raised):
        return value.classes[0]
    if isinstance(value, Thing):
        return value.text.removeprefix("torch.")
    if isinstance(value, Array):
        return _typed(_nested(value.values.tolist())) if value.values is not None else None
    if isinstance(value, tuple):
        return tuple(_typed(item) for item in value)
    return value if isinstance(value, int | float | str | bool) else None


def told(seen: Observation) -> str:
    """What was seen, as a learner would type it."""
    return _words(seen.value)


def _words(value: object) -> str:
    if isinstance(value, Raised):
        return value.classes[0]
    if isinstance(value, Thing):
        return value.text if value.text.startswith("torch.") else f"torch.{value.text}"
    if isinstance(value, Array):
        return _words(_nested(value.values.tolist())) if value.values is not None else "?"
    if isinstance(value, tuple):
        inner = [_words(item) for item in value]
        return f"({inner[0]},)" if len(inner) == 1 else f"({', '.join(inner)})"
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}" if "e" in f"{value:.{DIGITS}g}" or "." in f"{value:.{DIGITS}g}" else f"{value:.1f}"
    return "no error" if value is None else repr(value)


def _nested(value: object) -> object:
    return tuple(_nested(item) for item in value) if isinstance(value, list) else value


def asked(lesson: Lesson, exercise: Exercise, numbers: Mapping[str, Number]) -> str:
    """The question in one sentence, numbers included."""
    given = ", ".join(f"{name}={value!r}" for name, value in numbers.items())
    return f"With {given}: {snippet(lesson, exercise, numbers).asks}"


def judge_prediction(lesson: Lesson, exercise: Exercise, prediction: Prediction, *, seconds: float = 0.0) -> Verdict:
    """The verdict on a prediction: right, or in what way it is not."""
    (seen,) = outcomes(lesson, exercise, [prediction.numbers])["reference"]
    fact = miss(prediction.answer, seen)
    status = FAILED if fact else PASSED
    says = asked(lesson, exercise, prediction.numbers)
    message = f"You say {prediction.written}: {fact}." if fact else f"{prediction.written} is right. {_why(lesson, exercise)}"
    finding = ProbeFinding(PROBE, says, status, message)
    line = prediction.line if fact else None
    return Verdict(lesson.id, exercise.name, exercise.kind, status, 0, message, (finding,), line, seconds)


def _why(lesson: Lesson, exercise: Exercise) -> str:
    """The docstring of the snippet's function: no secret any more."""
    return " ".join(docstring(lesson.definitions[exercise.name].node).split())


def snippet_itself(exercise: Exercise) -> Verdict:
    """The verdict on the reference's own file: whoever has it has all answers, here as in every other exercise."""
    message = "This is the reference itself."
    finding = ProbeFinding(PROBE, "What the reference holds is right.", PASSED, message)
    return Verdict(exercise.lesson, exercise.name, exercise.kind, PASSED, 0, message, (finding,))


def misspelt(exercise: Exercise, fault: Misspelt) -> Verdict:
    """The verdict on a prediction that cannot be read."""
    line = fault.line or None
    status = fault.status
    probes = (
        () if status == "not_attempted" else (ProbeFinding(PROBE, "A prediction is read, never run.", status, fault.message),)
    )
    return Verdict(exercise.lesson, exercise.name, exercise.kind, status, 0, fault.message, probes, line)
