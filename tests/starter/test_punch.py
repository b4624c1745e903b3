"""Holes: only the body goes, and all of it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from torchdojo.catalog import LessonError
from torchdojo.starter import FOREIGN_LINES, punch
from torchdojo.starter.punch import punch_text

PROPERTY = (
    "class C:\n    @property\n    def p(self):\n        return 1\n\n    @p.setter\n    def p(self, x):\n        self.x = x\n"
)
INNER = "class A:\n    class B:\n        def f(self):\n            return 1\n    def f(self):\n        return 2\n"
CASES = {
    "a plain function": (
        "f",
        "def f(x):\n    return x + 1\n\n\nA = 1\n",
        "def f(x):\n    raise NotImplementedError\n\n\nA = 1\n",
    ),
    "docstring and decorators stay": (
        "f",
        '@first\n@second(1, "#")\ndef f(x: int = 3) -> int:\n    """What comes back."""\n    return x\n',
        '@first\n@second(1, "#")\ndef f(x: int = 3) -> int:\n    """What comes back."""\n    raise NotImplementedError\n',
    ),
    "comments before the first and after the last statement go": (
        "f",
        "def f(x):\n    # the answer is x + 1\n    return x + 1  # really\n    # or 1 + x\n\n    # or x - -1\n"
        "\n\n# about g\ndef g(): ...\n",
        "def f(x):\n    raise NotImplementedError\n\n\n# about g\ndef g(): ...\n",
    ),
    "a comment that clings to the body goes": (
        "f",
        "def f(x):\n    return x + 1\n# since 1 is one\n\n\ndef g(): ...\n",
        "def f(x):\n    raise NotImplementedError\n\n\ndef g(): ...\n",
    ),
    "a comment that clings to what follows stays": (
        "f",
        "def f(x):\n    return x + 1\n# now g\ndef g(): ...\n",
        "def f(x):\n    raise NotImplementedError\n# now g\ndef g(): ...\n",
    ),
    "a comment that clings to the end of the file goes": (
        "f",
        "def f(x):\n    return x + 1\n# since 1 is one",
        "def f(x):\n    raise NotImplementedError",
    ),
    "comments around the docstring go": (
        "f",
        'def f(x):  # add one\n    # add one\n    """Doc."""  # add one\n    # add one\n    return x + 1\n',
        'def f(x):\n    """Doc."""\n    raise NotImplementedError\n',
    ),
    "a comment inside the signature stays": (
        "f",
        "def f(\n    x,  # rows: any\n    y=(1, 2),\n):\n    return x\n",
        "def f(\n    x,  # rows: any\n    y=(1, 2),\n):\n    raise NotImplementedError\n",
    ),
    "a colon in the signature is not its end": (
        "f",
        "def f(x=lambda a: a, *y: 'a:b', z={1: 2}[1:]) -> dict[1:2]: return x\n",
        "def f(x=lambda a: a, *y: 'a:b', z={1: 2}[1:]) -> dict[1:2]:\n    raise NotImplementedError\n",
    ),
    "a comment with a colon before the body": (
        "f",
        "def f(\n    x,\n) -> int:  # note: this\n    # and: that\n    return x\n",
        "def f(\n    x,\n) -> int:\n    raise NotImplementedError\n",
    ),
    "an async function": ("f", "async def f(x):\n    await x\n", "async def f(x):\n    raise NotImplementedError\n"),
    "functions and classes inside go with the body": (
        "f",
        "def f(x):\n    class A:\n        def g(self):\n            return 1\n\n    def h():\n        return 2\n"
        "\n    return A, h\nB = 1\n",
        "def f(x):\n    raise NotImplementedError\nB = 1\n",
    ),
    "a body that begins with a decorated function": (
        "f",
        "def f(x):\n    @x(a[1:2])\n    def g():\n        return 1\n    return g\n",
        "def f(x):\n    raise NotImplementedError\n",
    ),
    "one line": ("f", "def f(x): return x; y = 2\nB = 1\n", "def f(x):\n    raise NotImplementedError\nB = 1\n"),
    "one line with a docstring": (
        "f",
        "def f(x): 'Doc.'; return x  # done\n",
        "def f(x):\n    'Doc.'\n    raise NotImplementedError\n",
    ),
    "nothing but a docstring": ("f", 'def f(x):\n    """Doc."""\n', 'def f(x):\n    """Doc."""\n    raise NotImplementedError\n'),
    "a docstring in brackets over several lines": (
        "f",
        'def f(x):\n    ("""Doc.\n  more:\n    """)\n    return 1\n',
        'def f(x):\n    ("""Doc.\n  more:\n    """)\n    raise NotImplementedError\n',
    ),
    "strings with brackets and hashes": (
        "f",
        'def f(x=") # :"):\n    return """\n) # not a comment\ndef g():\n"""\n\n\nB = 1\n',
        'def f(x=") # :"):\n    raise NotImplementedError\n\n\nB = 1\n',
    ),
    "tabs": (
        "C.f",
        "class C:\n\tdef f(x):\n\t\treturn x\n\t\t# x\n\tA = 1\n",
        "class C:\n\tdef f(x):\n\t\traise NotImplementedError\n\tA = 1\n",
    ),
    "tabs in one line": ("C.f", "class C:\n\tdef f(x): return x\n", "class C:\n\tdef f(x):\n\t\traise NotImplementedError\n"),
    "CRLF": (
        "f",
        'def f(x):\r\n    """Doc."""\r\n    return x  # x\r\n    # x\r\n\r\nA = 1\r\n',
        'def f(x):\r\n    """Doc."""\r\n    raise NotImplementedError\r\n\r\nA = 1\r\n',
    ),
    "CR": ("f", "def f(x):\r    return x\rA = 1\r", "def f(x):\r    raise NotImplementedError\rA = 1\r"),
    "letters of several bytes": (
        "f",
        'Ü = "ä"; ß = "∑"\ndef f(größe="é#)", Ω=("ψ")): "Größe ∑."; return größe  # ∑\nÄ = 1\n',
        'Ü = "ä"; ß = "∑"\ndef f(größe="é#)", Ω=("ψ")):\n    "Größe ∑."\n    raise NotImplementedError\nÄ = 1\n',
    ),
    "no newline at the end": ("f", "def f(x):\n    return x", "def f(x):\n    raise NotImplementedError"),
    "a byte order mark": ("f", "\ufeffdef f(x):\n    return x\n", "def f(x):\n    raise NotImplementedError\n"),
    "form feeds": (
        "f",
        "A = 1\n\x0c\ndef f(x):\n    y = '\x0c\x0b'\n    return x\n\x0cB = 2\n",
        "A = 1\n\x0c\ndef f(x):\n    raise NotImplementedError\n\x0cB = 2\n",
    ),
    "line separators that Python does not count": (
        "f",
        "A = '\u2028 \x85'\ndef f(x):\n    return '\u2029'\nB = 1\n",
        "A = '\u2028 \x85'\ndef f(x):\n    raise NotImplementedError\nB = 1\n",
    ),
    "the getter of a property": (
        "C.p",
        PROPERTY,
        PROPERTY.replace("return 1", "raise NotImplementedError"),
    ),
    "the setter of a property": (
        "C.p@setter",
        PROPERTY,
        PROPERTY.replace("self.x = x", "raise NotImplementedError"),
    ),
    "overloads are not the definition": (
        "f",
        "@overload\ndef f(x: int): ...\n@typing.overload\ndef f(x: str): ...\ndef f(x):\n    return x\n",
        "@overload\ndef f(x: int): ...\n@typing.overload\ndef f(x: str): ...\ndef f(x):\n    raise NotImplementedError\n",
    ),
    "inside an if": (
        "f",
        "if A:\n    def f(x):\n        return x\n        # deeper\n    # about B\n    B = 1\nelse:\n    C = 2\n",
        "if A:\n    def f(x):\n        raise NotImplementedError\n    # about B\n    B = 1\nelse:\n    C = 2\n",
    ),
    "inside try and with": (
        "f",
        "try:\n    with a:\n        def f(x):\n            return x\nexcept E:\n    pass\n",
        "try:\n    with a:\n        def f(x):\n            raise NotImplementedError\nexcept E:\n    pass\n",
    ),
    "a class inside a class": (
        "A.B.f",
        INNER,
        INNER.replace("return 1", "raise NotImplementedError"),
    ),
    "a constant": ("RATE", "RATE = 0.1  # a tenth\nB = RATE\n", "RATE = ...\nB = RATE\n"),
    "a constant in brackets": (
        "LR",
        "LR = (0.1 * # a ) tenth = 1\n    3)\n# next\nB = 1\n",
        "LR = ...\n# next\nB = 1\n",
    ),
    "a constant with an annotation": ("LR", "LR: Final[float] = (0.1)\n", "LR: Final[float] = ...\n"),
    "a constant with another behind it": ("A", "A = 1; B = 2\n", "A = ...; B = 2\n"),
    "a constant at the end": ("A", "A = [\n  1,\n]  # one", "A = ..."),
    "a return type that is a comparison": (
        "f",
        "def f(a=(1), /, b = 2, *, c: int=3, **d) -> (a == b):\n    return a\n",
        "def f(a=(1), /, b = 2, *, c: int=3, **d) -> (a == b):\n    raise NotImplementedError\n",
    ),
    "a backslash in the signature": (
        "f",
        "def f(x) \\\n        -> int: \\\n    return x\n",
        "def f(x) \\\n        -> int:\n    raise NotImplementedError\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_only_the_body_goes(case: str) -> None:
    """Signature, decorators, docstring and everything around stay byte for byte; body and its comments go."""
    name, text, expected = CASES[case]

    assert punch_text(text, [name]) == expected
    ast.parse(expected.removeprefix("\ufeff"))


def test_several_holes_at_once() -> None:
    """Holes do not disturb each other."""
    text = "def f():\n    return 1\nA = 2\ndef g():\n    return 3\n"

    punched = punch_text(text, ["g", "f", "A"])

    assert punched == "def f():\n    raise NotImplementedError\nA = ...\ndef g():\n    raise NotImplementedError\n"


def test_a_class_keeps_what_its_caller_must_know() -> None:
    """Of a class, docstring, fields and public methods stay; private methods, constants and bodies are the answer."""
    text = '''
    @wrapped
    class Net(Base, metaclass=Meta):  # the answer: 42
        """A net."""

        # the answer
        width: int
        _secret = 42
        nets = {}
        helper: int = 42

        def __init__(self, width: int = 3) -> None:
            """A net of this width."""
            self.width = width
            # the answer

        @property
        def size(self): return self.width

        @overload
        def forward(self, x: int) -> int: ...

        def _hidden(self):
            return 42

        async def forward(self, x):
            return x

        # the answer

    # about the rest
    B = 1
    '''
    expected = '''
    @wrapped
    class Net(Base, metaclass=Meta):
        """A net."""
        width: int
        helper: int = 42

        def __init__(self, width: int = 3) -> None:
            """A net of this width."""
            raise NotImplementedError

        @property
        def size(self):
            raise NotImplementedError

        @overload
        def forward(self, x: int) -> int: ...

        async def forward(self, x):
            raise NotImplementedError

    # about the rest
    B = 1
    '''
    assert punch_text(textwrap.dedent(text), ["Net"]) == textwrap.dedent(expected)


def test_values_of_fields_go_unless_a_decorator_reads_them() -> None:
    """A plain class keeps names and types of its fields; those of a dataclass are its constructor's signature."""
    assert punch_text("class A:\n    x: int = 3\n    y = 4\n", ["A"]) == "class A:\n    x: int\n"


def test_a_class_keeps_what_its_signatures_need() -> None:
    """Defaults and decorators are evaluated when the class is made, so what they read stays."""
    text = """
class Net:
    BASE = 3
    STEP = BASE + 1
    OTHER = 5
    def _logged(function):
        return function
    @_logged
    def f(self, step=STEP):
        return step * self.OTHER
"""
    punched = punch_text(text, ["Net"])

    exec(punched, {})
    assert "OTHER" not in punched
    assert "BASE = 3\n    STEP = BASE + 1\n" in punched
    assert "return step" not in punched


def test_a_class_without_members_stays_a_class() -> None:
    """The starter can always be imported, so a class hole raises nothing by itself."""
    assert punch_text("class E(Exception):\n    _code = 3\n", ["E"]) == "class E(Exception):\n    ...\n"
    assert punch_text('class E(Exception): "Doc."\n', ["E"]) == 'class E(Exception):\n    "Doc."\n    ...\n'


def test_holes_are_found_again(tiny) -> None:
    """A front can jump to each hole: its lines in the starter are known."""
    starter = punch(tiny["layers/row_norm"])

    found = {hole.exercise: starter.text.split("\n")[hole.line - 1].strip() for hole in starter.holes}

    assert found == {
        "RowNorm": "class RowNorm(nn.Module):",
        "Gate.forward": 'def forward(self, rows: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:',
    }


@pytest.mark.parametrize("id", ["numbers/outer_sum", "numbers/descent", "layers/row_norm"])
def test_a_starter_can_be_run(tiny, id) -> None:
    """A learner may import the starter before anything is written."""
    exec(compile(punch(tiny[id]).text, "starter", "exec"), {"__name__": "starter"})


def test_a_starter_whose_layout_defeats_us_is_a_lesson_error(make_lesson) -> None:
    """If a definition's name is taken twice, the lesson is at fault and says so."""
    lesson = make_lesson("def f(x):\n    return x\n\ndef f(y):\n    return y\n")

    with pytest.raises(LessonError, match=r"fits 2 definitions of reference.py"):
        punch(lesson)


def test_foreign_lines_lie_beyond_every_file() -> None:
    """No file a learner may hand in has as many lines as the mark of foreign code."""
    assert FOREIGN_LINES > 300_000
