"""judge.py, mistakes.py and alternatives.py are read, not run."""

from __future__ import annotations

import pytest

from torchdojo.catalog import LessonError, Probe, scan

REFERENCE = """
from typing import overload
RATE = 0.5
def _hidden(): pass
class Net:
    WIDTH = 3
    def __init__(self): pass
    def forward(self): pass
    @property
    def p(self): pass
    @p.setter
    def p(self, x): pass
    class Inner:
        def deep(self): pass
@overload
def f(x: int): ...
def f(x): pass
if True:
    def inside(): pass
async def later(): pass
def doubled(): pass
def doubled(): pass
"""
PROBE = '@{0}.probe\ndef probe_of_{0}(lesson, draw):\n    """Says {0}."""\n'


@pytest.fixture
def read(make_course):
    """A function that gives the lesson with this judge file, mistakes and alternatives."""

    def make(judge, mistakes="", alternatives=""):
        files = {"reference.py": REFERENCE, "judge.py": judge, "mistakes.py": mistakes, "alternatives.py": alternatives}
        return scan(make_course({"tensors/a": files})).lesson("tensors/a")

    return make


def declared(*names, maker="Fill(minutes=5)"):
    """A judge file that declares these exercises."""
    lines = [f"{name} = {maker}\n" + PROBE.format(name) for name in names]
    return "from torchdojo.author import Fill, Hunt\n" + "".join(lines)


def test_exercises_stand_in_the_order_of_the_reference(read) -> None:
    """Whatever the order in judge.py; names are resolved to dotted ones."""
    lesson = read(
        declared("later", "inside", "f", "Net__Inner__deep", "Net__p__setter", "Net__p", "Net____init__", "Net__WIDTH", "RATE")
    )

    names = [exercise.name for exercise in lesson.exercises]
    assert names == ["RATE", "Net.WIDTH", "Net.__init__", "Net.p", "Net.p@setter", "Net.Inner.deep", "f", "inside", "later"]
    assert lesson.exercise("Net.__init__").python_name == "Net____init__"
    assert lesson.exercise("Net.p@setter").python_name == "Net__p__setter"


def test_an_exercise_holds_what_is_written(read) -> None:
    """Kind, minutes, probes, bug, excuses and every other option, with their lines."""
    judge = '''
import torch
from torchdojo.author import Fill, Hunt
f = Fill(
    minutes=7,
    seconds=2.5,
    dtype=False,
    without=["softmax"],
    tolerance=-1,
    excused={"mutant:1:a:b": "the same"},
)
inside = Hunt("off_by_one", minutes=3)

@f.probe
@torch.no_grad()
def first(lesson, draw):
    """One sentence
    over two lines."""

@f.probe
@inside.probe
def both(lesson, draw):
    """Both."""
'''
    f, inside = read(judge).exercises

    assert (f.kind, f.minutes, f.bug, f.line) == ("fill", 7, None, 4)
    assert f.excused == {"mutant:1:a:b": "the same"}
    assert f.options == {"seconds": 2.5, "dtype": False, "without": ["softmax"], "tolerance": -1}
    assert f.probes == (Probe("first", "One sentence over two lines.", 16), Probe("both", "Both.", 22))
    assert (inside.kind, inside.minutes, inside.bug) == ("hunt", 3, "off_by_one")
    assert [probe.name for probe in inside.probes] == ["both"]
    assert len({f, inside}) == 2


@pytest.mark.parametrize(
    ("judge", "line", "words"),
    [
        (declared("ff"), 2, "exercise 'ff' names no function, class or constant of reference.py. Defined there: RATE, "),
        (declared("Net__forwrd"), 2, "Did you mean 'Net__forward'? Rename the exercise or add the definition."),
        (
            declared("doubled"),
            2,
            "exercise 'doubled' fits 2 definitions of reference.py: doubled, doubled. Define the name once.",
        ),
        (declared("f", maker="Quiz(minutes=5)"), 2, "'Quiz' is no kind of exercise. Kinds: Fill, Hunt"),
        (declared("f", maker="Fil(minutes=5)"), 2, "Did you mean 'Fill'?"),
        ("from torchdojo.author import Quiz\nf = Quiz()\n", 2, "'Quiz' is no kind of exercise"),
        (
            declared("f", maker="Fill(minutes=FIVE)"),
            2,
            "minutes is the expression `FIVE`, not a literal. Judge files are read, not run",
        ),
        (declared("f", maker="Fill(minutes=5, **more)"), 2, "** is used in an exercise. Judge files are read"),
        (declared("f", maker="Fill()"), 2, "minutes of 'f' is None, not a whole number above 0. Write: f = Fill(minutes=5)."),
        (declared("f", maker="Fill(minutes=0.5)"), 2, "minutes of 'f' is 0.5, not a whole number above 0"),
        (declared("f", maker="Fill(5)"), 2, "Fill for 'f' has an argument without a name. Fill takes keywords only."),
        (declared("f", maker="Hunt(minutes=5)"), 2, "Hunt for 'f' does not name its bug. Write: f = Hunt("),
        (declared("f", maker="Hunt(3, minutes=5)"), 2, "Hunt for 'f' does not name its bug"),
        (declared("f", maker="Fill(minutes=5, excused=['a'])"), 2, "excused of 'f' is no mapping of mutant names to reasons"),
        (
            declared("f", maker="Fill(minutes=5, excused={'a': ' '})"),
            2,
            "excused of 'f' is no mapping of mutant names to reasons",
        ),
        (declared("f") + "f = Fill(minutes=5)\n", 6, "exercise 'f' is declared twice. The first is in line 2."),
        ("from torchdojo.author import Fill\nf = g = Fill(minutes=5)\n", 2, "Fill(...) is not given to one plain name"),
        (
            "from torchdojo.author import Fill\nf = Fill(minutes=5)\n",
            2,
            "exercise 'f' has no probe, so nothing could fail. Add one: @f.probe",
        ),
        (declared("f") + PROBE.format("g"), 7, "probe 'probe_of_g' belongs to no exercise: there is no 'g'. Exercises there: f."),
        (declared("f") + PROBE.format("f"), 7, "f has two probes named 'probe_of_f'. Rename one of them."),
        (
            declared("f") + "@f.probe\ndef a(lesson, draw): pass\n",
            7,
            "probe 'a' has no docstring. Say in one sentence what is tried.",
        ),
        (declared("f") + "@f.prob\ndef a(lesson, draw):\n    'A.'\n", 6, "@f.prob is no probe. Write: @f.probe."),
        (declared("f") + "@f.probe()\ndef a(lesson, draw):\n    'A.'\n", 6, "@f.probe() is no probe. Write: @f.probe."),
        (declared("f") + "if 1:\n    @f.probe\n    def a(lesson, draw):\n        'A.'\n", 8, "probe 'a' is not at the top level"),
        (declared("Net", "Net__forward"), 6, "exercise 'Net.forward' lies inside exercise 'Net'. Make either the class or its"),
        ("x = (\n", 1, "Python cannot read the file: '(' was never closed. Correct this line."),
    ],
)
def test_a_faulty_judge_file_says_what_to_do(read, judge, line, words) -> None:
    """File, line, what was found, what was expected, remedy."""
    with pytest.raises(LessonError) as caught:
        _ = read(judge).exercises

    assert str(caught.value).startswith(f"course/tensors/a/judge.py:{line}: ")
    assert words in str(caught.value)


def test_other_things_in_a_judge_file_are_left_alone(read) -> None:
    """Constants, helpers, classes and calls of other things are the author's own."""
    judge = (
        declared("f")
        + "import torch\nSIZES = tuple([1, 2])\nPoint = torch.Size([1])\n"
        + "class Box(dict): pass\n@torch.no_grad()\ndef helper(): pass\n"
    )

    assert [exercise.name for exercise in read(judge).exercises] == ["f"]


def test_judge_files_are_not_run(read) -> None:
    """Reading the exercises of an untested lesson can do no harm."""
    assert read("raise SystemExit\n" + declared("f")).exercises[0].name == "f"


def test_an_unknown_exercise_is_guessed(read) -> None:
    """The message lists the exercises and proposes the nearest."""
    with pytest.raises(
        LessonError, match=r"tensors/a: there is no exercise 'Net.forwad'\. Exercises there: .*Did you mean 'Net.forward'\?"
    ):
        read(declared("f", "Net__forward")).exercise("Net.forwad")


MISTAKES = '''
import math
SIZES__ = 3
def helper(x): return x
def _private__helper(): pass
def f__wrong(x):
    """Wrong
    in two lines."""
class Net__forward__odd:
    """Odd."""
RATE__half: float = 0.25
"""  Half. """
if True:
    async def f__inside(x):
        """Inside."""
def Net____init____nothing(self):
    """Nothing."""
'''


def test_variants_are_found_by_name(read) -> None:
    """EXERCISE__fault, with the docstring as what is said; helpers are no variants."""
    lesson = read(declared("f", "Net__forward", "Net____init__", "RATE"), MISTAKES.replace("SIZES__ = 3\n", ""))

    assert [(each.fault, each.says, each.name, each.line) for each in lesson.mistakes_of("f")] == [
        ("wrong", "Wrong\nin two lines.", "f__wrong", 5),
        ("inside", "Inside.", "f__inside", 13),
    ]
    assert [each.fault for each in lesson.mistakes_of("Net.forward")] == ["odd"]
    assert [each.fault for each in lesson.mistakes_of("Net.__init__")] == ["nothing"]
    assert [(each.fault, each.says) for each in lesson.mistakes_of("RATE")] == [("half", "Half.")]
    assert lesson.alternatives_of("f") == ()


def test_the_longest_name_wins(read) -> None:
    """Net__forward__odd is a mistake of Net.forward if that is an exercise, else one of Net."""
    mistakes = 'def Net__forward__odd(self):\n    """Odd."""\n'

    assert read(declared("Net__forward"), mistakes).mistakes_of("Net.forward")[0].fault == "odd"


def test_a_class_takes_what_no_method_takes(read) -> None:
    """If only the class is an exercise, the rest of the name is the fault."""
    mistakes = 'def Net__forward__odd(self):\n    """Odd."""\n'

    assert read(declared("Net"), mistakes).mistakes_of("Net")[0].fault == "forward__odd"


@pytest.mark.parametrize(
    ("mistakes", "words"),
    [
        (
            'def ff__wrong(x):\n    """W."""\n',
            "mistakes.py:1: 'ff__wrong' belongs to no exercise. Names are EXERCISE__fault; exercises: f.",
        ),
        ('def f__(x):\n    """W."""\n', "mistakes.py:1: 'f__' belongs to no exercise"),
        ("def f__wrong(x): pass\n", "mistakes.py:1: 'f__wrong' has no docstring. Tell the learner in plain words what it does."),
        (
            'def f__a(x):\n    """W."""\ndef f__a(x):\n    """W."""\n',
            "mistakes.py:3: 'f__a' is defined twice. Rename one of them.",
        ),
        ("def f__a(x:\n", "mistakes.py:1: Python cannot read the file: '(' was never closed"),
    ],
)
def test_a_faulty_mistake_says_what_to_do(read, mistakes, words) -> None:
    """Whoever slips in a name or forgets the advice is told."""
    with pytest.raises(LessonError) as caught:
        read(declared("f"), mistakes).mistakes_of("f")

    assert words in str(caught.value)


def test_an_alternative_without_docstring_says_what_is_missing(read) -> None:
    """Its docstring says when to prefer it."""
    with pytest.raises(LessonError, match=r"alternatives.py:1: 'f__b' has no docstring\. Say when to prefer it\."):
        read(declared("f"), "", "def f__b(x): pass\n").alternatives_of("f")
