"""Whatever a learner deletes or moves, the rest is completed to the same program."""

from __future__ import annotations

import ast
import marshal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchdojo.catalog import Lesson
from torchdojo.starter import splice

REFERENCE = '''
"""A module in which many things are needed at once."""
from __future__ import annotations
import math
import os.path
from functools import wraps as keeps, partial
try:
    from nowhere import thing
except ImportError:
    thing = 7
SEED = 3
FIRST, SECOND = 1, SEED
def logged(function):
    @keeps(function)
    def inner(*args):
        return function(*args) + COUNT
    return inner
COUNT = 1
def make(size=SEED): return [math.sqrt(size + SECOND)]
TABLE = make()
if TABLE:
    def chosen(x): return x + len(TABLE)
else:
    def unchosen(x): return x
class Base:
    SIZE = len(TABLE)
    def value(self, by=SEED): return self.SIZE * by
class Derived(Base):
    @logged
    def value(self, by=FIRST): return super().value(by) + thing
@logged
def f(x): return x * SEED
@logged
def g(x, bound=Derived().value()): return f(x) + bound + chosen(x)
half = partial(lambda by, x: x / by, 2)
for step in range(3):
    total = step + SEED
'''
EXERCISES = ["SEED", "logged", "TABLE", "Base", "Derived.value", "f", "g", "half"]
USES = ["f(2)", "g(3)", "half(8)", "Derived().value(5)", "Base().value()", "TABLE", "total", "chosen(4)", "SEED", "thing"]
LINES = [ast.unparse(node) for node in ast.parse(REFERENCE).body]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory) -> Lesson:
    """The module with a dozen exercises."""
    folder: Path = tmp_path_factory.mktemp("toy")
    (folder / "reference.py").write_text(REFERENCE)
    judge = [f"{name.replace('.', '__')} = Fill(minutes=1)" for name in EXERCISES]
    probes = [f"@{name.replace('.', '__')}.probe\ndef p{i}(lesson, draw):\n    'Doc.'" for i, name in enumerate(EXERCISES)]
    (folder / "judge.py").write_text("\n".join(["from torchdojo.author import Fill", *judge, *probes]))
    return Lesson("toys/toy", "Toy", (), "beginner", 5, (), folder)


def results(code: Any) -> list[object]:
    """What the module's members compute."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(code, names)
    return [eval(use, names) for use in USES]


@settings(max_examples=100, deadline=None)
@given(exercise=st.sampled_from(EXERCISES), gone=st.sets(st.integers(0, len(LINES) - 1)))
def test_whatever_is_deleted_comes_back(lesson, exercise, gone) -> None:
    """Any subset of the reference that holds the exercise is completed to the reference."""
    owner = exercise.split(".")[0]
    kept = [line for i, line in enumerate(LINES) if i not in gone or owner in (line.split("=")[0].strip(), *names_of(line))]
    submission = splice(lesson, exercise, "\n".join(kept))

    assert submission.attempted
    assert results(marshal.loads(submission.code)) == results(REFERENCE)


@settings(max_examples=100, deadline=None)
@given(exercise=st.sampled_from(EXERCISES), swaps=st.lists(st.integers(2, len(LINES) - 2), max_size=12))
def test_whatever_is_moved_still_works(lesson, exercise, swaps) -> None:
    """If the learner's order works as it is, it works with the other holes filled."""
    lines = list(LINES)
    expected = results(REFERENCE)
    for i in swaps:
        moved = [*lines[:i], lines[i + 1], lines[i], *lines[i + 2 :]]
        try:
            expected = results("\n".join(moved))
        except NameError:
            continue
        lines = moved
    text = "\n".join(lines)

    assert results(marshal.loads(splice(lesson, exercise, text).code)) == expected


def names_of(line: str) -> list[str]:
    """The name of a function or class."""
    node = ast.parse(line).body[0]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
