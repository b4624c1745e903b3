"""Holes in code that was not written for us: torch's own layers and optimizers."""

from __future__ import annotations

import ast
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from torchdojo.catalog import Definition, definitions
from torchdojo.starter.punch import hole
from torchdojo.starter.source import Source

TORCH = Path(importlib.util.find_spec("torch").origin).parent


@pytest.mark.parametrize("room", ["nn", "optim"])
def test_every_function_can_be_a_hole(room: str) -> None:
    """It parses; signature, docstring and decorators are unchanged; nothing else of the file is touched."""
    count = 0
    for path in sorted((TORCH / room).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        functions = once([each for each in definitions(tree) if each.kind in ("function", "method")])
        source = Source(text)
        punched = ast.parse(source.edited([hole(source, each) for each in functions]))
        after = {each.name: each for each in once(definitions(punched))}
        for each in functions:
            node = after[each.name].node
            assert ast.unparse(node.body[-1]) == "raise NotImplementedError"
            assert len(node.body) == 1 + (ast.get_docstring(each.node) is not None)
            assert shell(node) == shell(each.node)
        names = {each.name for each in functions}
        assert without(tree, names) == without(punched, names)
        count += len(functions)
    assert count > 100


def once(found: list[Definition]) -> list[Definition]:
    """The definitions whose names occur once."""
    names = Counter(each.name for each in found)
    return [each for each in found if names[each.name] == 1]


def shell(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[object, ...]:
    """All of a function but its body."""
    returns = ast.dump(node.returns) if node.returns else None
    decorators = [ast.dump(decorator) for decorator in node.decorator_list]
    return type(node), node.name, ast.dump(node.args), returns, decorators, ast.get_docstring(node, clean=False)


def without(tree: ast.Module, names: set[str]) -> str:
    """The module without these definitions."""
    for each in definitions(tree):
        if each.name in names:
            each.block[next(i for i, node in enumerate(each.block) if node is each.node)] = ast.Pass()
    return ast.dump(tree)
