"""Mistakes and alternatives stand in the exercise's place, in a module that still works."""

from __future__ import annotations

import marshal

import pytest

from torchdojo.catalog import LessonError
from torchdojo.starter import FOREIGN_LINES, variant

REFERENCE = """
import math
RATE = 0.5
def scaled(x):
    return RATE * x
def depth(tree):
    return 1 + max(map(depth, tree)) if tree else 0
class Base:
    def __init__(self, start):
        self.__start = start
    def value(self):
        return self.__start
    @staticmethod
    def still(x):
        return x
    @classmethod
    def made(cls, x):
        return cls(x)
    @property
    def double(self):
        return 2 * self.value()
    @double.setter
    def double(self, new):
        self.__start = new / 2
class Derived(Base):
    def __init__(self, start):
        super().__init__(start)
        self.name = "derived"
    def value(self):
        return scaled(super().value())
def twice(x):
    return scaled(scaled(x))
"""
EXERCISES = [
    "RATE", "scaled", "depth", "Base", "Derived.__init__", "Derived.value", "twice",
]  # fmt: skip
MISTAKES = '''
"""Mistakes."""
from __future__ import annotations

from fractions import Fraction

def helper(x):
    return scaled(x) + Fraction(1, 2)

def scaled__doubled(x: Unknown) -> Unknown:
    """You took it twice."""
    return 2 * scaled(x)

def scaled__with_helper(x):
    """A half too much."""
    return helper(x)

def scaled__local(x, scaled=3):
    """A name of its own."""
    return scaled * x

def depth__off(tree):
    """Every level counts double."""
    return 2 + max(map(depth, tree)) if tree else 0

class Base__late(Base):
    """It answers too late."""
    def value(self):
        return super().value() + 1

def Derived__value__plain(self):
    """Not scaled."""
    return super().value()

def Derived____init____nameless(self, start):
    """It has no name."""
    super().__init__(start)
    self.name = None

RATE__large = 2
"""Too large."""
'''


@pytest.fixture
def lesson(make_lesson):
    """A lesson with a mistake of every kind."""
    return make_lesson(REFERENCE, EXERCISES, mistakes=MISTAKES)


def test_the_reference_is_a_variant_too(lesson, run) -> None:
    """Without a fault the module is the reference as it is."""
    submission = variant(lesson, "scaled", "reference")

    assert (submission.name, submission.text) == ("reference", lesson.reference)
    assert run(submission)["twice"](8) == 2.0


def test_a_mistake_takes_the_place_of_the_function(lesson, run) -> None:
    """Whoever calls the exercise by its name gets the mistake, which still reaches the reference by that name."""
    submission = variant(lesson, lesson.exercise("scaled"), "mistake", "doubled")
    names = run(submission)

    assert (submission.name, submission.says) == ("mistake:doubled", "You took it twice.")
    assert names["scaled"](8) == 8.0
    assert names["twice"](8) == 8.0
    assert names["Derived"](8).value() == 8.0


def test_a_variant_carries_the_name_of_the_exercise(lesson, run) -> None:
    """Neither a repr nor a traceback tells what is being tried."""
    scaled = run(variant(lesson, "scaled", "mistake", "doubled"))["scaled"]
    base = run(variant(lesson, "Base", "mistake", "late"))["Base"]
    value = run(variant(lesson, "Derived.value", "mistake", "plain"))["Derived"].value

    assert (scaled.__name__, scaled.__qualname__) == ("scaled", "scaled")
    assert (base.__name__, base.__qualname__) == ("Base", "Base")
    assert (value.__name__, value.__qualname__) == ("value", "Derived.value")


def test_the_whole_file_is_there(lesson, run) -> None:
    """Helpers and imports of mistakes.py serve its mistakes; its __future__ imports hold."""
    names = run(variant(lesson, "scaled", "mistake", "with_helper"))

    assert names["scaled"](8) == 4.5
    assert run(variant(lesson, "scaled", "mistake", "doubled"))["scaled"].__annotations__["x"] == "Unknown"


def test_a_parameter_with_the_name_of_the_exercise_is_a_parameter(lesson, run) -> None:
    """Only the global name means the reference."""
    assert run(variant(lesson, "scaled", "mistake", "local"))["scaled"](2) == 6


def test_a_recursive_mistake_calls_itself(lesson, run) -> None:
    """Where the reference calls itself, the name inside the mistake means the mistake."""
    assert run(variant(lesson, "depth", "mistake", "off"))["depth"]([[[]]]) == 4


def test_a_class_is_replaced_for_those_who_use_it_later(lesson, run) -> None:
    """A class may be built on the reference's; what was built on that before still works."""
    names = run(variant(lesson, "Base", "mistake", "late"))

    assert names["Base"](1).value() == 2
    assert names["Derived"](8).value() == 4.0


def test_methods_written_outside_know_their_class(lesson, run) -> None:
    """super() without arguments works in Class__method__fault."""
    assert run(variant(lesson, "Derived.value", "mistake", "plain"))["Derived"](8).value() == 8
    nameless = run(variant(lesson, "Derived.__init__", "mistake", "nameless"))["Derived"](8)
    assert (nameless.name, nameless.value()) == (None, 4.0)


def test_constants_have_mistakes_too(lesson, run) -> None:
    """The string below a constant is what the learner is told."""
    submission = variant(lesson, "RATE", "mistake", "large")

    assert submission.says == "Too large."
    assert run(submission)["scaled"](3) == 6


@pytest.mark.parametrize(
    ("exercise", "code", "use", "expected"),
    [
        ("Base.still", "def Base__still__x(x): return x + 1", "Base.still(1)", 2),
        ("Base.still", "@staticmethod\ndef Base__still__x(x): return x + 1", "Base.still(1)", 2),
        ("Base.made", "def Base__made__x(cls, y): return cls, y", "Derived.made(1) == (Derived, 1)", True),
        ("Base.double", "def Base__double__x(self): return 3 * self.value()", "Derived(8).double", 12.0),
        ("Base.double", "@property\ndef Base__double__x(self): return 3", "Derived(8).double", 3),
        ("Base.value", "def Base__value__x(self): return self.__start + 1", "Base(8).value()", 9),
        ("Base.value", "def Base__value__x(self): return Base.value(self) + 1", "Base(8).value()", 9),
        ("Base.value", "def Base__value__x(self): return [__class__ for _ in [1]]", "Base(8).value()[0] is Base", True),
        ("Base.still", "def Base__still__x(x): return Base.still(x) + 1", "Base.still(1)", 2),
        ("Base.made", "def Base__made__x(cls, x): return Base.made(cls, x), 1", "Derived.made(1)[0].name", "derived"),
        ("scaled", "scaled__x = abs\n'''Doc.'''", "twice(-3)", 3),
        ("scaled", "import functools\n@functools.cache\ndef scaled__x(x): return x", "twice(-3)", -3),
        ("scaled", "class scaled__x:\n    'Doc.'\n    def __new__(cls, y): return y", "twice(-3)", -3),
        ("scaled", "if True:\n    def scaled__x(x):\n        'Doc.'\n        return x", "twice(-3)", -3),
    ],
)
def test_a_variant_is_used_as_the_reference_is(make_lesson, run, exercise, code, use, expected) -> None:
    """Static methods, class methods and properties need no decorator in mistakes.py, but may have one."""
    if not code.startswith(("class", "if")):
        code = code.replace("): return", "):\n    'Doc.'\n    return")
    lesson = make_lesson(REFERENCE, [exercise], alternatives=code)

    assert eval(use, run(variant(lesson, exercise, "alternative", "x"))) == expected


def test_a_mistake_of_a_setter_leaves_the_getter(make_lesson, run) -> None:
    """Class__p__setter__fault replaces the setter alone."""
    code = "def Base__double__setter__x(self, new):\n    'Doc.'\n    self.__start = new\n"
    names = run(variant(make_lesson(REFERENCE, ["Base.double@setter"], mistakes=code), "Base.double@setter", "mistake", "x"))
    base = names["Base"](1)
    base.double = 4

    assert base.double == 8


def test_variants_have_foreign_lines(lesson, run) -> None:
    """The reference keeps its lines, what is appended does not pretend to have any."""
    names = run(variant(lesson, "scaled", "mistake", "doubled"))

    assert names["scaled"].__code__.co_firstlineno > FOREIGN_LINES
    assert names["twice"].__code__.co_firstlineno < 100


def test_an_unknown_fault_is_a_lesson_error(lesson) -> None:
    """The message lists what there is."""
    with pytest.raises(LessonError, match=r"'scaled' has no mistake 'doubld'. There: .* Did you mean 'doubled'\?"):
        variant(lesson, "scaled", "mistake", "doubld")
    with pytest.raises(LessonError, match=r"alternatives.py: 'scaled' has no alternative 'x'. There: none."):
        variant(lesson, "scaled", "alternative", "x")


def test_a_file_that_does_not_compile_is_a_lesson_error(make_lesson) -> None:
    """Also what only the compiler finds is told with the file's name."""
    lesson = make_lesson(REFERENCE, ["scaled"], mistakes="def scaled__x(x):\n    'Doc.'\n    nonlocal y\n")

    with pytest.raises(LessonError, match=r"mistakes.py: Python cannot compile the file: .*nonlocal"):
        variant(lesson, "scaled", "mistake", "x")


@pytest.mark.parametrize("id", ["numbers/outer_sum", "numbers/descent", "layers/row_norm"])
def test_every_variant_of_the_toy_course_runs(tiny, id) -> None:
    """Each module has the exercise under its own name."""
    lesson = tiny[id]
    for exercise in lesson.exercises:
        assert len(lesson.mistakes_of(exercise.name)) >= 2
        for kind, found in (
            ("mistake", lesson.mistakes_of(exercise.name)),
            ("alternative", lesson.alternatives_of(exercise.name)),
        ):
            for each in found:
                names: dict[str, object] = {"__name__": "submission"}
                exec(marshal.loads(variant(lesson, exercise, kind, each.fault).code), names)
                assert exercise.name.split(".")[0] in names
