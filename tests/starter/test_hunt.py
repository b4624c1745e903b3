"""Hunts: the starter holds the bug."""

from __future__ import annotations

import ast
import textwrap

import pytest

from torchdojo.catalog import LessonError
from torchdojo.starter import punch, splice

REFERENCE = '''
from math import sqrt
SCALE = 2.0
class Net:
    @staticmethod
    def step(x: float, rate: float = 0.1) -> float:
        """One step.

        It is scaled.
        """
        # scaled by the constant
        return x - rate * SCALE  # right
        # and no more
'''
MISTAKES = '''
import os

def helper(x):
    return x

def Net__step__unscaled(x, rate=0.1):
    """The scale is forgotten."""
    # here is the bug
    text = """first
      second # no comment
    third"""
    if x:  # also here
        x = (x
  - rate)
    # and here

    return x, text

def Net__step__other(x, rate=0.2):
    """Another default."""
    return x

def Net__step__renamed(y, rate=0.1):
    """Another name."""
    return y

def Net__step__with_helper(x, rate=0.1):
    """It needs a helper."""
    return helper(x)

def Net__step__own_name(x, rate=0.1):
    """It calls itself by its name here."""
    return Net__step__own_name(x - 1) if x > 0 else x

def Net__step__local_name(x, rate=0.1):
    """A local name that mistakes.py has too."""
    os = x + sqrt(rate)
    return os

def Net__step__one_line(x, rate=0.1): "One line."; y = x; return y

def Net__step__empty(x, rate=0.1):
    """Nothing."""

if True:
    def Net__step__inner(x, rate=0.1):
        """Inside a block."""
        return x
'''


def hunted(make_lesson, fault: str) -> str:
    """The starter's text behind the docstring."""
    lesson = make_lesson(REFERENCE, ["Net.step"], mistakes=MISTAKES, hunt=fault)
    return punch(lesson).text.partition('It is scaled.\n        """\n')[2]


def test_the_bug_stands_under_the_references_first_line(make_lesson) -> None:
    """Name, decorators, signature and docstring are the reference's; the body is the mistake's without its comments."""
    lesson = make_lesson(REFERENCE, ["Net.step"], mistakes=MISTAKES, hunt="unscaled")
    head = REFERENCE.partition("        # scaled by")[0]
    body = '''
        text = """first
      second # no comment
    third"""
        if x:
            x = (x
  - rate)

        return x, text
    '''

    assert punch(lesson).text == head + body.strip("\n").rstrip(" ")


def test_the_bug_behaves_as_the_mistake(make_lesson) -> None:
    """Strings over several lines keep their values when the body is moved."""
    lesson = make_lesson(REFERENCE, ["Net.step"], mistakes=MISTAKES, hunt="unscaled")
    starter, mistakes = {}, {}
    exec(punch(lesson).text, starter)
    exec(lesson.mistakes, mistakes)

    assert starter["Net"].step(1.0, 0.5) == mistakes["Net__step__unscaled"](1.0, 0.5)


def test_a_body_of_one_line(make_lesson) -> None:
    """Also a mistake of one line gets a body of its own lines."""
    assert hunted(make_lesson, "one_line") == "        y = x; return y\n"


def test_a_local_name_is_no_foreign_name(make_lesson) -> None:
    """What the body binds itself it may use, whatever else mistakes.py calls so."""
    assert "os = x + sqrt(rate)" in hunted(make_lesson, "local_name")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unscald", "starts from 'unscald', but mistakes.py has no Net__step__unscald. .* Did you mean 'unscaled'?"),
        ("other", "its parameters or defaults are not those of 'Net.step'"),
        ("renamed", "its parameters or defaults are not those of 'Net.step'"),
        ("with_helper", "uses 'helper', which only mistakes.py has. Use only names of reference.py"),
        ("own_name", r"uses 'Net__step__own_name', which only .* \(its own name there is 'Net.step'\)"),
        ("empty", "has no body beside its docstring"),
        ("inner", "stands inside another block. Move it to the top level"),
    ],
)
def test_a_bug_that_cannot_stand_in_the_reference_is_refused(make_lesson, fault, words) -> None:
    """The author is told what keeps the mistake from being hunted."""
    with pytest.raises(LessonError, match=words):
        hunted(make_lesson, fault)


def test_a_class_can_be_hunted(make_lesson) -> None:
    """The whole faulty class stands under the reference's first line and docstring."""
    reference = 'class A(list):\n    """An A."""\n    def f(self):\n        # right\n        return 1\n\nB = 2\n'
    mistakes = 'class A__wrong(list):\n    """Wrong."""\n    # the bug\n    x = 3\n\n    def f(self):\n        return self.x\n'
    lesson = make_lesson(reference, ["A"], mistakes=mistakes, hunt="wrong")

    expected = 'class A(list):\n    """An A."""\n    x = 3\n\n    def f(self):\n        return self.x\n\nB = 2\n'
    assert punch(lesson).text == expected


def test_a_class_with_other_bases_cannot_be_hunted(make_lesson) -> None:
    """A mistake that is built on the reference's class is not whole by itself."""
    mistakes = 'class A__wrong(A):\n    """Wrong."""\n    x = 3\n'
    lesson = make_lesson("class A(list):\n    x = 1\n", ["A"], mistakes=mistakes, hunt="wrong")

    with pytest.raises(LessonError, match=r"its bases are not those of 'A'. Write the whole class"):
        punch(lesson)


def test_a_constant_can_be_hunted(make_lesson) -> None:
    """The wrong value stands where the right one was."""
    mistakes = 'A__wrong = (3 +\n  4)  # seven\n"""Too much."""\n'
    lesson = make_lesson("A: int = 1  # one\nB = 2\n", ["A"], mistakes=mistakes, hunt="wrong")

    assert punch(lesson).text == "A: int = (3 +\n  4)\nB = 2\n"


@pytest.mark.parametrize(
    ("reference", "mistakes"),
    [
        ("def f(x):\n    return x\n", "class f__wrong:\n    '''W.'''\n"),
        ("async def f(x):\n    return x\n", "def f__wrong(x):\n    'W.'\n    return 2\n"),
    ],
)
def test_a_bug_of_another_kind_cannot_be_hunted(make_lesson, reference, mistakes) -> None:
    """A class cannot stand in for a function."""
    with pytest.raises(LessonError, match=r"not the same kind of thing|parameters or defaults are not those"):
        punch(make_lesson(reference, ["f"], mistakes=mistakes, hunt="wrong"))


def test_a_hunt_as_it_was_given_is_not_attempted(tiny) -> None:
    """Layout and comments do not count; any change of the code does."""
    lesson = tiny["numbers/descent"]
    text = punch(lesson).text

    assert not splice(lesson, "descend", text).attempted
    assert not splice(lesson, "descend", text.replace("    return place.", "    # hm\n    return (place).")).attempted
    assert splice(lesson, "descend", text.replace("RATE * place.grad", "RATE * place.grad * 1")).attempted
    assert not splice(lesson, "descend", "").attempted


def test_the_starter_of_a_hunt_is_the_mistake_and_not_the_reference(tiny, run) -> None:
    """What is handed out is wrong in the way mistakes.py says."""
    torch = pytest.importorskip("torch")
    lesson = tiny["numbers/descent"]
    names = run(splice(lesson, "descend", punch(lesson).text))

    assert names["RATE"] == 0.2
    torch.testing.assert_close(names["descend"](torch.ones(1), 1), torch.tensor([0.8]))
    assert names["descend"](torch.ones(1), 3) != pytest.approx(0.8**3)


def test_a_hunt_parses(tiny) -> None:
    """The starter with the bug is Python."""
    ast.parse(textwrap.dedent(punch(tiny["numbers/descent"]).text))
