"""Filling: one exercise is the learner's, every other hole is the reference's, and the program works."""

from __future__ import annotations

import marshal
import traceback
import warnings

import pytest

from torchdojo.catalog import LessonError
from torchdojo.starter import FOREIGN_LINES, punch, splice

REFERENCE = '''
"""Two functions, a helper and a constant."""
from __future__ import annotations

import math
from os.path import join as put_together

RATE = 0.5

def _shrink(x):
    return x * RATE

def half(x: Number) -> Number:
    """Half of it."""
    return _shrink(x)

def root_of_half(x):
    """Root of half of it."""
    return math.sqrt(half(x))

def path(first, second=RATE):
    return put_together(str(first), str(second))

class Number:
    """A number."""
'''


@pytest.fixture
def lesson(make_lesson):
    """Three exercises that call each other."""
    return make_lesson(REFERENCE, ["half", "root_of_half", "path"])


def test_other_holes_are_filled(lesson, run) -> None:
    """A solved exercise works among unsolved ones."""
    text = punch(lesson).text.replace('"""Half of it."""\n    raise NotImplementedError', "return x / 2.0")

    submission = splice(lesson, "half", text)

    assert submission.attempted
    assert run(submission)["root_of_half"](8) == 2.0
    assert run(submission)["path"](1) == "1/0.5"


def test_other_solutions_of_the_learner_are_not_used(lesson, run) -> None:
    """Each exercise is judged alone: a mistake in another does not spoil it."""
    text = lesson.reference.replace("return _shrink(x)", "return 7").replace("math.sqrt(half(x))", "half(x)")

    assert run(splice(lesson, "half", text))["root_of_half"](8) == 7**0.5
    assert run(splice(lesson, "root_of_half", text))["root_of_half"](8) == 4.0


def test_helpers_of_the_learner_are_used(lesson, run) -> None:
    """What is no exercise is the learner's to change and to add to."""
    text = lesson.reference.replace("return x * RATE", "return third(x)") + "\ndef third(x):\n    return x / 3\n"

    assert run(splice(lesson, "half", text))["half"](9) == 3.0
    assert run(splice(lesson, "root_of_half", text))["half"](9) == 3.0


@pytest.mark.parametrize("text", ["", "# nothing\n", '"""A docstring."""\n', "x = 1\n", "from __future__ import annotations\n"])
def test_a_file_without_the_exercise_is_completed_but_not_attempted(lesson, run, text) -> None:
    """The answer itself is never taken from the reference."""
    submission = splice(lesson, "half", text)

    assert not submission.attempted
    with pytest.raises(NotImplementedError):
        run(submission)["half"](1)


def test_a_file_with_nothing_but_the_exercise_is_enough(lesson, run) -> None:
    """Imports, constants, helpers and other exercises come from the reference, each before what needs it at once."""
    names = run(splice(lesson, "half", "def half(y: Number, pi=math.pi):\n    return _shrink(y)\n"))

    assert names["half"](8) == 4.0
    assert names["root_of_half"](8) == 2.0
    assert names["path"](3) == "3/0.5"
    assert names["Number"].__doc__ == "A number."


def test_annotations_stay_unevaluated_as_in_the_reference(lesson, run) -> None:
    """The reference's __future__ imports hold also where the learner deleted them."""
    text = lesson.reference.replace("from __future__ import annotations\n", "")

    assert run(splice(lesson, "half", text))["root_of_half"].__annotations__ == {}
    assert run(splice(lesson, "root_of_half", text))["half"].__annotations__ == {"x": "Number", "return": "Number"}


def test_our_own_future_imports_do_not_leak(make_lesson, run) -> None:
    """Annotations of a file without __future__ imports are evaluated."""
    lesson = make_lesson("def f(x: int): return x\n")

    assert run(splice(lesson, "f", "def f(x: int): return 1"))["f"].__annotations__ == {"x": int}


def test_deleted_imports_come_back(lesson, run) -> None:
    """The reference's code finds what it imports although the learner's file imports nothing."""
    text = lesson.reference.replace("import math\n", "").replace("from os.path import join as put_together\n", "")

    names = run(splice(lesson, "half", text))

    assert names["root_of_half"](8) == 2.0
    assert names["path"](1) == "1/0.5"


@pytest.mark.parametrize(
    "own",
    [
        "math = 'mine'",
        "import cmath as math",
        "from cmath import sqrt as math",
        "def math(): pass",
        "class math: pass",
        "for math in range(3): pass",
        "import math\nmath = 3",
        "try:\n    import nothing\nexcept ImportError as problem:\n    math = None",
        "with __import__('contextlib').nullcontext(5) as math: pass",
        "math, cmath = 1, 2",
    ],
)
def test_names_of_the_learner_are_not_overridden(lesson, run, own) -> None:
    """The learner's `math` stays what it is for the learner, the reference's code still reads the real one."""
    text = f"{own}\ndef half(x):\n    return x / 2, math\n"
    names = run(splice(lesson, "half", text))
    plain: dict[str, object] = {}
    exec(own, plain)

    mine = names["half"](2)[1]
    assert (type(mine), getattr(mine, "__name__", mine)) == (
        type(plain["math"]),
        getattr(plain["math"], "__name__", plain["math"]),
    )
    names["half"] = lambda x: x / 2
    assert names["root_of_half"](8) == 2.0


def test_imports_written_another_way_are_the_same(make_lesson, run) -> None:
    """`import a.b as c` and `from a import b as c` mean one thing; nothing is imported twice."""
    lesson = make_lesson("import os.path as p\ndef f(): return 1\ndef g(): return p.sep\n", ["f", "g"])

    names = run(splice(lesson, "f", "from os import path as p\ndef f(): return 2\n"))

    assert names["g"]() == "/"
    assert not [name for name in names if name.startswith("_torchdojo")]


def test_a_star_import_does_not_reach_the_reference(make_lesson, run) -> None:
    """After `from numpy import *` or the like, `sum` and `sqrt` of the reference are still its own."""
    lesson = make_lesson("from cmath import sqrt\ndef f(): return 1\ndef g(x): return sum([sqrt(x)])\n", ["f", "g"])

    names = run(splice(lesson, "f", "from math import *\ndef sum(x): return 'mine'\ndef f(): return sqrt(4.0)\n"))

    assert names["f"]() == 2.0
    assert isinstance(names["f"](), float)
    assert names["g"](-4.0) == 2j


def test_builtins_of_the_learner_do_not_reach_the_reference(make_lesson, run) -> None:
    """Whoever writes their own `max` does not break the other exercises, in whatever scope these use the name."""
    reference = """
    LIMIT = max(1, 2)
    def f(x): return x
    def plain(x): return max(x)
    def default(x, y=max(3, 4)): return y
    def inside(x): return [max(row) for row in x], (lambda: max(x[0]))()
    def local(x):
        max = min
        return max(x)
    def parameter(max): return max
    def walrus(x): return [max := 3, max]
    def comprehension(x): return [max for max in x]
    def declared(x):
        global max
        return max(x)
    class Box:
        max = 3
        least = max
        def most(self, x): return max(x)
    """
    lesson = make_lesson(
        reference, ["f", "plain", "default", "inside", "local", "parameter", "walrus", "comprehension", "declared", "Box"]
    )

    names = run(splice(lesson, "f", "def max(*x): return 'mine'\ndef f(x): return max(x)\n"))

    assert names["f"]([1]) == "mine"
    assert names["LIMIT"] == 2
    assert names["plain"]([1, 2]) == 2
    assert names["default"](0) == 4
    assert names["inside"]([[1, 2]]) == ([2], 2)
    assert names["local"]([1, 2]) == 1
    assert names["parameter"](5) == 5
    assert names["walrus"](5) == [3, 3]
    assert names["comprehension"]([1, 2]) == [1, 2]
    assert names["declared"]([1, 2]) == 2
    assert (names["Box"].least, names["Box"]().most([1, 2])) == (3, 2)


def test_submodules_that_were_imported_stay_imported(make_lesson, run) -> None:
    """`import xml.dom.minidom` loads more than the name `xml` says."""
    lesson = make_lesson("import xml.dom.minidom\ndef f(): return 1\ndef g(): return xml.dom.minidom.Node\n", ["f", "g"])

    names = run(splice(lesson, "f", "import xml\ndef f(): return 2\n"))

    assert names["g"]().__name__ == "Node"


def test_arguments_may_be_renamed(lesson, run) -> None:
    """The whole definition of another hole is replaced, so its own argument names do not matter."""
    text = lesson.reference.replace("def half(x: Number)", "def half(number)").replace("return _shrink(x)", "return number / 2")

    assert run(splice(lesson, "half", text))["half"](number=8) == 4.0
    assert run(splice(lesson, "root_of_half", text))["half"](x=8) == 4.0


def test_definitions_may_be_reordered(lesson, run) -> None:
    """What is needed at once, as a default or a base, is there in time."""
    text = """
import math
def path(a): pass
def root_of_half(y):
    return math.sqrt(half(y)) + 1
def half(x): pass
def _shrink(x): return x * RATE
RATE = 0.25
"""
    names = run(splice(lesson, "root_of_half", text))

    assert names["path"](1) == "1/0.25"
    assert names["root_of_half"](16) == 3.0


def test_what_is_needed_at_once_comes_first(make_lesson, run) -> None:
    """Missing definitions stand behind what they need at once, be it the learner's or the reference's."""
    reference = """
    def make(): return [SEED]
    SEED = 3
    TABLE = make()
    def wrap(f): return lambda: f() + TABLE
    class Base: pass
    class Derived(Base):
        size = len(TABLE)
    @wrap
    def f(): return [1]
    @wrap
    def g(): return [2]
    """
    lesson = make_lesson(reference, ["f", "g", "Derived"])

    names = run(splice(lesson, "f", "def other(): return 1\nSEED = 4\ndef f(): return TABLE\n"))
    assert names["f"]() == [4]
    assert names["g"]() == [2, 4]
    assert names["Derived"].size == 1

    names = run(splice(lesson, "f", "def f(): return TABLE\ndef make():\n    return [late]\nlate = 5\n"))
    assert names["g"]() == [2, 5]


def test_other_holes_bound_in_other_ways_are_still_the_references(lesson, run) -> None:
    """A lambda, an import or a pair of values for another exercise is replaced or put behind."""
    solved = "def half(x):\n    return x / 2\n"
    for other in (
        "root_of_half = lambda x: 1\n",
        "from math import sqrt as root_of_half\n",
        "root_of_half, y = 1, 2\n",
        "if True:\n    def root_of_half(x): return 1\nelse:\n    def root_of_half(x): return 2\n",
        "try:\n    from math import sqrt as root_of_half\nexcept ImportError: pass\n",
        "for root_of_half in range(3): pass\n",
        "def root_of_half(x): return 1\nroot_of_half = print\n",
        "class root_of_half: pass\n",
    ):
        assert run(splice(lesson, "half", other + solved))["root_of_half"](8) == 2.0, other
        assert run(splice(lesson, "half", solved + other))["root_of_half"](8) == 2.0, other


def test_constants_are_filled(make_lesson, run) -> None:
    """A constant hole is a hole like any other."""
    lesson = make_lesson("A = (1 +\n  1)\nB: int = A + 1\ndef f(): return A + B\n", ["A", "B", "f"])
    starter = punch(lesson).text

    assert starter == "A = ...\nB: int = ...\ndef f():\n    raise NotImplementedError\n"
    assert not splice(lesson, "A", starter).attempted
    assert run(splice(lesson, "A", starter.replace("A = ...", "A = 10")))["f"]() == 21
    assert run(splice(lesson, "f", starter.replace("raise NotImplementedError", "return B")))["f"]() == 3


def test_lines_of_the_learner_are_exact_in_tracebacks(lesson, run) -> None:
    """Inserted code has line numbers beyond every file."""
    text = lesson.reference.replace("return _shrink(x)", "raise ValueError(x)")
    line = text.split("\n").index("    raise ValueError(x)") + 1

    with pytest.raises(ValueError, match="8") as caught:
        run(splice(lesson, "half", text, filename="mine.py"))["root_of_half"](8)

    frames = [frame for frame in traceback.extract_tb(caught.value.__traceback__) if frame.filename == "mine.py"]
    assert [frame.name for frame in frames] == ["root_of_half", "half"]
    assert frames[0].lineno > FOREIGN_LINES
    assert frames[1].lineno == line


def test_a_byte_order_mark_and_old_line_ends_are_no_fault(lesson, run) -> None:
    """Files of other editors are read as they are."""
    text = "\ufeff" + lesson.reference.replace("\n", "\r\n")

    assert run(splice(lesson, "half", text))["half"](8) == 4.0
    assert splice(lesson, "half", text).text == text
    assert run(splice(lesson, "half", lesson.reference.replace("\n", "\r")))["half"](8) == 4.0


def test_the_code_can_be_marshalled_and_nothing_of_the_reference_is_changed(lesson) -> None:
    """Many submissions in a row do not influence each other."""
    first = splice(lesson, "half", punch(lesson).text)
    for name in ("root_of_half", "path", "half"):
        splice(lesson, name, "import cmath as math\nmax = 3\n" + punch(lesson).text)

    assert splice(lesson, "half", punch(lesson).text).code == first.code
    assert marshal.loads(first.code).co_filename == "submission.py"


def test_a_guarded_main_block_does_not_run(lesson, run) -> None:
    """What learners write to try things out stays quiet."""
    run(splice(lesson, "half", lesson.reference + '\nif __name__ == "__main__":\n    raise SystemExit\n'))


def test_warnings_of_the_compiler_neither_leak_nor_fail(lesson) -> None:
    """An invalid escape or `is` with a number is the learner's to find out."""
    text = lesson.reference.replace("return _shrink(x)", 'return _shrink(x) if x is 3 else "\\d"')

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert splice(lesson, "half", text).fault is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert splice(lesson, "half", text).fault is None
    assert seen == []


def test_an_unknown_exercise_is_a_lesson_error(lesson) -> None:
    """Asking for what is not there is our caller's fault, not the learner's."""
    with pytest.raises(LessonError, match=r"there is no exercise 'hlaf'.*Did you mean 'half'"):
        splice(lesson, "hlaf", "")
