"""Filling classes: methods among methods, super(), private names, properties."""

from __future__ import annotations

import pytest

from torchdojo.starter import FOREIGN_LINES, punch, splice

REFERENCE = '''
class Base:
    def __init__(self, start=1):
        self.start = start

    def value(self):
        return self.start

class Counter(Base):
    """A counter."""

    STEP = 2

    def __init__(self, start=5, step=STEP):
        super().__init__(start)
        self.__step = step
        self.seen = []

    @property
    def total(self):
        """The total."""
        return self.value() + self.__step

    @total.setter
    def total(self, new):
        self.start = new - self.__step

    def value(self):
        self.seen.append(1)
        return super().value() * 10

    def _again(self):
        return self.value()

    class Inner:
        def deep(self):
            return "deep"

    @staticmethod
    def still(x):
        return x + 1

class Loud(Counter):
    def value(self):
        return -super().value()
'''


@pytest.fixture
def lesson(make_lesson):
    """Methods of one class are the exercises."""
    return make_lesson(REFERENCE, ["Counter.__init__", "Counter.total", "Counter.value", "Counter.still", "Counter.Inner.deep"])


def test_super_and_private_names_work_on_both_sides(lesson, run) -> None:
    """The learner's methods and the reference's live in one class."""
    starter = punch(lesson).text
    solved = starter.replace(
        "def value(self):\n        raise NotImplementedError",
        "def value(self):\n        return super().value() * 100 + self.__step",
    )

    submission = splice(lesson, "Counter.value", solved)
    counter = run(submission)["Counter"]()

    assert submission.attempted
    assert counter.value() == 502
    assert counter.total == 504
    counter.total = 12
    assert counter.start == 10
    assert run(submission)["Loud"]().value() == -502


def test_every_method_of_the_starter_is_not_attempted(lesson) -> None:
    """A starter holds no answer."""
    for exercise in lesson.exercises:
        assert not splice(lesson, exercise, punch(lesson).text).attempted
        assert splice(lesson, exercise, lesson.reference).attempted


def test_a_class_with_nothing_but_the_method_is_completed(lesson, run) -> None:
    """Constructor, constants, properties and inner classes come from the reference."""
    text = "class Counter(Base):\n    '''Mine.'''\n    def value(self):\n        return self.start, self.__step\n"
    names = run(splice(lesson, "Counter.value", text))
    counter = names["Counter"](7)

    assert counter.value() == (7, 2)
    assert names["Counter"].__doc__ == "Mine."
    assert names["Counter"].Inner().deep() == "deep"
    assert names["Counter"].still(1) == 2
    counter.total = 12
    assert counter.start == 10


def test_a_missing_class_is_added_without_the_answer(lesson, run) -> None:
    """If the learner has no such class, the reference's stands there with a hole in it."""
    submission = splice(lesson, "Counter.value", "x = 1\n")

    assert not submission.attempted
    with pytest.raises(NotImplementedError):
        run(submission)["Counter"]().value()


def test_a_missing_method_is_not_attempted(lesson, run) -> None:
    """If the class is there without the method, what it inherits is no answer."""
    submission = splice(lesson, "Counter.value", "class Counter(Base):\n    x = 1\n")

    assert not submission.attempted
    assert "value" not in vars(run(submission)["Counter"])


def test_a_method_of_a_base_of_ones_own_is_attempted(lesson, run) -> None:
    """Learners may share code between classes."""
    text = "class Mine:\n    def value(self): return 42\nclass Counter(Mine, Base):\n    pass\n"
    submission = splice(lesson, "Counter.value", text)

    assert submission.attempted
    assert run(submission)["Counter"]().value() == 42
    assert not splice(lesson, "Counter.value", text.replace("return 42", "...")).attempted
    assert not splice(lesson, "Counter.value", "class Counter(Counter): pass").attempted


def test_a_method_bound_in_another_way_is_attempted(lesson, run) -> None:
    """An assignment in the class or below it is an answer too."""
    inside = "def mine(self): return 1\nclass Counter(Base):\n    value = mine\n"
    below = punch(lesson).text + "\ndef mine(self): return 1\nCounter.value = mine\n"

    for text in (inside, below):
        submission = splice(lesson, "Counter.value", text)
        assert submission.attempted
        assert run(submission)["Counter"]().value() == 1
    assert splice(lesson, "Counter.value", "Counter = type('Counter', (), {})").attempted


def test_another_method_set_from_below_is_undone(lesson, run) -> None:
    """What is not judged is the reference's, wherever the learner put it."""
    text = lesson.reference + "\nCounter.value = None\nCounter.still = None\n"

    assert run(splice(lesson, "Counter.still", text))["Counter"]().value() == 50


def test_a_getter_is_not_the_setter(lesson, run) -> None:
    """A property's exercise is its getter; setters are left alone."""
    text = lesson.reference.replace("return self.value() + self.__step", "return 'mine'").replace("new - self", "new + self")
    names = run(splice(lesson, "Counter.total", text))
    counter = names["Counter"]()
    counter.total = 1

    assert (counter.total, counter.start) == ("mine", 3)
    counter = run(splice(lesson, "Counter.value", text))["Counter"]()
    assert counter.total == 52


def test_a_setter_can_be_an_exercise(make_lesson, run) -> None:
    """Class__p__setter in judge.py means the setter alone."""
    lesson = make_lesson(REFERENCE, ["Counter.total@setter"])
    starter = punch(lesson).text

    assert starter.count("raise NotImplementedError") == 1
    assert not splice(lesson, "Counter.total@setter", starter).attempted
    submission = splice(lesson, "Counter.total@setter", starter.replace("raise NotImplementedError", "self.start = new"))
    counter = run(submission)["Counter"]()
    counter.total = 3
    assert (submission.attempted, counter.total) == (True, 32)


def test_inner_classes_have_exercises_too(lesson, run) -> None:
    """Names may have several dots."""
    text = punch(lesson).text.replace(
        "def deep(self):\n            raise NotImplementedError", "def deep(self):\n            return 'mine'"
    )
    submission = splice(lesson, "Counter.Inner.deep", text)

    assert submission.attempted
    assert run(submission)["Counter"].Inner().deep() == "mine"
    missing = splice(lesson, "Counter.Inner.deep", "class Counter(Base): pass\n")
    assert not missing.attempted
    with pytest.raises(NotImplementedError):
        run(missing)["Counter"].Inner().deep()


def test_a_whole_class_is_the_learners(make_lesson, run) -> None:
    """Nothing is added to a class that is itself the exercise."""
    lesson = make_lesson(REFERENCE, ["Counter", "Loud"])
    names = run(splice(lesson, "Counter", "class Counter:\n    def value(self): return 3\n    class Inner: x = 1\n"))

    assert set(vars(names["Counter"])) & {"total", "still", "_again", "STEP"} == set()
    assert not hasattr(names["Counter"].Inner, "deep")
    assert names["Loud"]().value() == -3


def test_a_class_of_holes_is_not_attempted(make_lesson) -> None:
    """One method written is a beginning; fields alone are not."""
    lesson = make_lesson(REFERENCE, ["Counter", "Loud"])
    starter = punch(lesson).text

    assert not splice(lesson, "Counter", starter).attempted
    assert not splice(lesson, "Counter", "class Counter:\n    x: int\n    def f(self):\n        '''Doc.'''\n").attempted
    assert splice(lesson, "Counter", "class Counter:\n    x: int = 3\n").attempted
    assert splice(lesson, "Counter", "class Counter:\n    def f(self): ...\n    def g(self): return 1\n").attempted
    assert splice(lesson, "Counter", "from collections import Counter").attempted


def test_inserted_methods_have_foreign_lines(lesson, run) -> None:
    """The learner is never shown a line of the reference as their own."""
    counter = run(splice(lesson, "Counter.value", lesson.reference))["Counter"]

    assert counter.__init__.__code__.co_firstlineno > FOREIGN_LINES
    assert counter.value.__code__.co_firstlineno < 100


def test_closures_and_decorators_of_the_learner_work(make_lesson, run) -> None:
    """Functions that make functions are spliced like any other."""
    lesson = make_lesson("def f(n):\n    return lambda x: x + n\ndef g(x):\n    return f(1)(x)\n", ["f", "g"])
    text = """
import functools
def logged(function):
    @functools.wraps(function)
    def inner(*args):
        inner.calls += 1
        return function(*args)
    inner.calls = 0
    return inner
@logged
def f(n):
    total = n
    def add(x):
        nonlocal total
        total += x
        return total
    return add
"""
    names = run(splice(lesson, "f", text))

    assert names["g"](2) == 3
    assert names["f"].calls == 1
