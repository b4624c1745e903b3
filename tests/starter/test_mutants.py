"""Mutants: every small slip, each once, with a stable name and a sentence for the learner."""

from __future__ import annotations

import ast
import marshal
import re

import pytest

from torchdojo.catalog import definitions
from torchdojo.starter import mutants
from torchdojo.starter.mutants import _changed, _code
from torchdojo.starter.program import code_of
from torchdojo.starter.transplant import Transplant, _find


def changed(code: str) -> dict[str, str]:
    """The sentence of every mutant of a function `f(x, y)` by its code."""
    tree = ast.parse(code)
    node = definitions(tree)[0].node
    return {ast.unparse(node): change.says for _, change in _changed(node)}


def bodies(expression: str) -> set[str]:
    """What the mutants of `return expression` compute."""
    found = changed(f"def f(x, y):\n    z = {expression}\n    g(z)")
    head = "def f(x, y):\n    z = "
    return {code[len(head) :].removesuffix("\n    g(z)") for code in found if code.startswith(head) and code.endswith("g(z)")}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("x + y", {"x - y", "x", "y", "-(x + y)"}),
        ("x - y", {"x + y", "x", "y", "y - x", "-(x - y)"}),
        ("x * y", {"x / y", "x + y", "x", "y", "-(x * y)"}),
        ("x @ y", {"x * y", "x", "y", "y @ x", "-(x @ y)"}),
        ("x / 3", {"x * 3", "x // 3", "x", "3", "3 / x", "x / 4", "x / 2", "x / 0", "x / -3", "-(x / 3)"}),
        ("-x", {"x"}),
        ("not x", {"x"}),
        ("~x", {"x"}),
        ("x < y", {"x <= y", "x > y"}),
        ("x == y", {"x != y"}),
        ("x is None", {"x is not None"}),
        ("x in y", {"x not in y"}),
        ("x and y", {"x or y", "x", "y"}),
        ("2", {"3", "1", "0", "-2"}),
        ("1", {"2", "0", "-1"}),
        ("-1", {"0", "-2", "1"}),
        ("0.5", {"1.5", "-0.5", "0.0", "1.0"}),
        ("True", {"False"}),
        ("None", set()),
        ("'word'", set()),
        ("f'{x + 1}'", set()),
        ("x.T", {"x", "-x.T"}),
        (
            "x if y else 3",
            {"x if True else 3", "x if False else 3", "x if y else 4", "x if y else 2", "x if y else 0", "x if y else -3"},
        ),
        ("x[1]", {"x[2]", "x[0]", "x[-1]", "-x[1]"}),
        ("x[1:]", {"x[2:]", "x[0:]", "x[-1:]", "x[:]", "x", "-x[1:]"}),
        ("x[:y]", {"x[:y + 1]", "x[:y - 1]", "x[:]", "x", "-x[:y]"}),
        ("x[:, None]", {"x", "x[None, :]", "-x[:, None]"}),
        ("x.mean()", {"x.sum()", "x", "-x.mean()"}),
        ("x.exp()", {"x.log()", "x", "-x.exp()"}),
        ("x.sum(1)", {"x.mean(1)", "x.prod(1)", "x.sum()", "x", "1", "x.sum(2)", "x.sum(0)", "x.sum(-1)", "-x.sum(1)"}),
        ("torch.sqrt(x)", {"torch.rsqrt(x)", "torch.sqrt()", "x", "torch.sqrt(-x)", "-torch.sqrt(x)"}),
        (
            "x.amax(dim=-1, keepdim=True)",
            {
                *("x.amin(dim=-1, keepdim=True)", "x.amax(keepdim=True)", "x", "x.amax(dim=0, keepdim=True)"),
                *("x.amax(dim=-2, keepdim=True)", "x.amax(dim=1, keepdim=True)", "x.amax(dim=-1, keepdim=False)"),
                "-x.amax(dim=-1, keepdim=True)",
            },
        ),
        (
            "x.std(correction=0)",
            {"x.var(correction=0)", "x.std()", "x", "x.std(correction=1)", "x.std(correction=-1)", "-x.std(correction=0)"},
        ),
        (
            "g(x, y)",
            {"g(y, x)", "g(x)", "g(y)", "x", "g(-x, y)", "g(x, -y)", "-g(x, y)"},
        ),
        ("g(*x)", {"g()", "-g(*x)"}),
        (
            "g(x, reduction='mean')",
            {"g(reduction='mean')", "g(x)", "x", "g(-x, reduction='mean')", "g(x, reduction='sum')", "-g(x, reduction='mean')"},
        ),
        ("float('-inf')", {"float('inf')", "float()", "'-inf'", "-float('-inf')"}),
        (
            "g('ij->ji', x)",
            {
                "g(x, 'ij->ji')",
                "g(x)",
                "g('ij->ji')",
                "'ij->ji'",
                "g('', x)",
                "g('ij->ij', x)",
                "g('ij->ji', -x)",
                "-g('ij->ji', x)",
            },
        ),
        (
            "x.sum((0, 1))",
            {
                *("x.mean((0, 1))", "x.prod((0, 1))", "x.sum()", "x", "(0, 1)", "x.sum((1,))", "x.sum((0,))", "x.sum((1, 0))"),
                *("x.sum((1, 1))", "x.sum((-1, 1))", "x.sum((0, 2))", "x.sum((0, 0))", "x.sum((0, -1))", "-x.sum((0, 1))"),
            },
        ),
        ("[x for x in y if x]", {"[x for x in y if True]", "[x for x in y if False]"}),
        (
            "lambda a: a + 1",
            {"lambda a: a - 1", "lambda a: a", "lambda a: 1", "lambda a: a + 2", "lambda a: a + 0", "lambda a: a + -1"},
        ),
    ],
)
def test_expressions_are_changed_in_one_place(expression, expected) -> None:
    """Operators, operands, numbers, words, axes, arguments, calls: each small slip, and nothing twice."""
    assert bodies(expression) == expected


def test_statements_are_removed_and_loosened() -> None:
    """Each statement may be forgotten, each condition forced, each loop cut short, each context left out."""
    found = changed(
        '''
def f(x, y=None, *, z=None, n: int = 3) -> "int":
    """Doc."""
    if x is None:
        raise ValueError(f"x is {x + 1}: 3" + "4")
    with no_grad():
        for i in range(n):
            x += y[i]
    while x:
        x = warn("message", 1)
    import os
    assert x, "message"
    return x
'''.strip()
    )
    codes = "\n\n".join(found)
    lines = {line.strip() for line in codes.split("\n")}

    assert {"if True:", "if False:", "while False:", "x -= y[i]", "x = y[i]", "x += y[i - 1]"} & lines == {
        *("if True:", "if False:", "while False:", "x -= y[i]", "x = y[i]")
    }
    assert "while True:" not in lines
    assert codes.count("break") == 2
    assert "for i in range(n + 1):" in lines
    assert "def f(x, y, *, z=None, n: int=3) -> 'int':" in lines
    assert "def f(x, y=None, *, z, n: int=3) -> 'int':" in lines
    assert "def f(x, y=None, *, z=None, n: int=4) -> 'int':" in lines
    assert "def f(x, y=None, *, z=None, n: int=0) -> 'int':" in lines
    assert {"return -x", "return x.mT", "return x.detach()"} <= lines
    unchanged = ['"""Doc."""', "raise ValueError(f'x is {x + 1}: 3' + '4')", "import os", "assert x, 'message'"]
    for line in unchanged:
        missing = [code for code in found if line not in code]
        assert len(missing) <= 2, line
    assert not any('"message"' not in code and "''" in code for code in found)


def test_results_of_several_values_are_changed_one_by_one() -> None:
    """A tuple's entries are negated, transposed and detached each, and exchanged."""
    found = changed("def f(x, y):\n    return x, y")
    results = {code.partition("return ")[2] for code in found}

    assert {"(-x, y)", "(x, y.mT)", "(x.detach(), y)", "(y, x)"} <= results


def test_what_a_learner_is_told() -> None:
    """Sentences in the learner's words, without the line."""
    told = changed("def f(x, eps):\n    return x.mean(dim=-1, keepdim=True) + eps")

    assert told["def f(x, eps):\n    return x.sum(dim=-1, keepdim=True) + eps"] == "You took the sum where the mean is needed."
    assert told["def f(x, eps):\n    return x.mean(dim=-1, keepdim=True)"] == "`eps` is not added."
    assert told["def f(x, eps):\n    return x.mean(dim=-1, keepdim=False) + eps"] == "The reduced axis is not kept."
    assert (
        told["def f(x, eps):\n    return x.mean(dim=0, keepdim=True) + eps"]
        == "`mean` works along another axis than the one that is meant."
    )


@pytest.mark.parametrize("id", ["numbers/outer_sum", "numbers/descent", "layers/row_norm"])
def test_mutants_are_named_once_and_explained(tiny, id) -> None:
    """Names are unique and can be written into judge.py; each has a sentence and a line of the reference."""
    for exercise in tiny[id].exercises:
        found = mutants(tiny[id], exercise)
        names = [mutant.name for mutant in found]
        assert len(set(names)) == len(names) >= 5
        for mutant in found:
            assert re.fullmatch(r"mutant:\d+:[a-z]+:[^:\n]+( #\d+)?", mutant.name)
            assert re.fullmatch(r"[A-Z`].*\.", mutant.says)
            assert mutant.exercise == exercise.name
            assert 0 < mutant.line <= tiny[id].reference.count("\n")
            marshal.loads(mutant.code)


def test_names_do_not_depend_on_what_stands_above(make_lesson, tmp_path) -> None:
    """An excuse in judge.py survives an edit elsewhere in the file."""
    code = "def f(x):\n    return x + 1\n"
    lesson = make_lesson(code)
    names = [mutant.name for mutant in mutants(lesson, "f")]
    (lesson.folder / "reference.py").write_text("import math\n\nRATE = 3\n\n@decorated\n" + code)
    again = type(lesson)(lesson.id, lesson.title, (), lesson.level, 5, (), lesson.folder)

    assert [mutant.name for mutant in mutants(again, "f")] == names
    assert names[0].startswith("mutant:2:")


def test_a_class_mutates_its_methods_and_nothing_else(make_lesson) -> None:
    """Of a class, every method's body and defaults; not its bases, decorators, annotations or docstrings."""
    code = '''
    @dataclass(order=True)
    class Net(Base, flag=True):
        """Doc 1."""
        width: Size[1] = 5
        def __init__(self, width=2):
            super().__init__(width)
        @cached(3)
        def forward(self, x: Size[4]) -> Size[6]:
            """Doc 7."""
            return x
    '''
    lesson = make_lesson(code, ["Net"])
    found = mutants(lesson, "Net")
    lines = {mutant.line for mutant in found}

    assert lines == {5, 6, 7, 9, 11}
    assert {mutant.name for mutant in found if mutant.line == 5} == {
        "mutant:3:statement:assignment removed",
        *(f"mutant:3:number:5 to {value}" for value in (6, 4, 0, -5)),
    }


def test_a_transplanted_mutant_is_the_module_compiled_whole(tiny, make_lesson) -> None:
    """Compiling only the definition is a short cut, not another program."""
    odd = make_lesson(
        """
        from __future__ import annotations
        def outer(x, y=1):
            def inner(z):
                return x + z * y
            return [inner(a) for a in x if a > 1]
        class A(list):
            def m(self, __x=1):
                self.__y = super().__len__() + __x
                return lambda: (self.__y, __class__)
        RATE = 3
        """,
        ["outer", "A.m", "RATE"],
    )
    for lesson in (odd, *tiny.values()):
        for exercise in lesson.exercises:
            tree = lesson.parsed("reference.py")
            node = next(each.node for each in definitions(tree) if each.name == exercise.name)
            transplant = Transplant(tree, exercise.name, "x.py")
            count = 0
            for _ in _changed(node):
                code = _code(transplant, tree, "x.py")
                if code is not None:
                    count += 1
                    # only the definition itself: from 3.13 on a class also lists the attributes its methods set
                    path = exercise.name.split(".")
                    assert _find(code, path) == _find(code_of(tree, "x.py"), path)
            assert count > 3


def test_the_reference_itself_is_not_changed(tiny) -> None:
    """After all mutants were made, the tree is as it was."""
    tree = tiny["layers/row_norm"].parsed("reference.py")
    before = ast.dump(tree)
    for found in definitions(tree):
        for _ in _changed(found.node):
            pass

    assert ast.dump(tree) == before
