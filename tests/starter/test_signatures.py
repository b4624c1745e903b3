"""Shapes and types are read from the reference without running it."""

from __future__ import annotations

import ast
import json

import pytest

from torchdojo.starter import signatures
from torchdojo.starter.signatures import read_annotation


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ('Float[Tensor, "rows width"]', {"tensor": "Float", "shape": "rows width"}),
        ('Float[torch.Tensor, " a"]', {"tensor": "Float", "shape": "a"}),
        ('jaxtyping.Int64[torch.Tensor, "*batch  n"]', {"tensor": "Int64", "shape": "*batch n"}),
        ('Float[Tensor, ""]', {"tensor": "Float", "shape": ""}),
        ('Float[Tensor, " a"] | None', {"tensor": "Float", "shape": "a", "optional": True}),
        ('None | Bool[Tensor, "..."]', {"tensor": "Bool", "shape": "...", "optional": True}),
        ('Optional[UInt8[Tensor, "a a+1"]]', {"tensor": "UInt8", "shape": "a a+1", "optional": True}),
        ("'Float[Tensor, \" a\"]'", {"tensor": "Float", "shape": "a"}),
        ("int", {"plain": "int"}),
        ("float | None", {"plain": "float", "optional": True}),
        ("bool", {"plain": "bool"}),
        ("Tensor", {"plain": "Tensor"}),
        ("Float", {"plain": "Float"}),
        ("Floating[Tensor, 'a']", {"plain": "Floating[Tensor, 'a']"}),
        ("list[Float[Tensor, ' n']]", {"plain": "list[Float[Tensor, ' n']]"}),
        ("'not python ('", {"plain": "not python ("}),
    ],
)
def test_annotations_are_tensors_plain_or_none(annotation, expected) -> None:
    """Shapes come without needless spaces, None is marked."""
    assert read_annotation(ast.parse(annotation, mode="eval").body) == expected


def test_no_annotation_is_none() -> None:
    """A parameter without annotation says nothing."""
    assert read_annotation(None) is None


REFERENCE = """
from dataclasses import dataclass
def f(a: Float[Tensor, " n"], /, b, c: int = 3, *more, d, e=1, **rest) -> Bool[Tensor, " n"]: ...
def _private(x): ...
class Net(Module):
    def __init__(self, width: int, bias: bool = True) -> None: ...
    def forward(self, x: Float[Tensor, "*batch width"]): ...
    @staticmethod
    def still(x: float): ...
    @classmethod
    def made(cls, x): ...
    def _hidden(self, x): ...
    class Inner:
        def deep(self, x): ...
class Small(Net):
    pass
@dataclass(frozen=True)
class Options:
    rate: float
    steps: int = 3
class Bare: ...
RATE = 3
"""


def test_every_public_name_is_there(make_lesson) -> None:
    """Functions, classes (their constructors) and methods; self and cls are left out."""
    found = signatures(make_lesson(REFERENCE))
    names = {name: [parameter["name"] for parameter in each["parameters"]] for name, each in found.items()}

    assert names == {
        "f": ["a", "b", "c", "more", "d", "e", "rest"],
        "Net": ["width", "bias"],
        "Net.__init__": ["width", "bias"],
        "Net.forward": ["x"],
        "Net.still": ["x"],
        "Net.made": ["x"],
        "Net.Inner": [],
        "Net.Inner.deep": ["x"],
        "Small": ["width", "bias"],
        "Options": ["rate", "steps"],
        "Bare": [],
    }
    assert json.loads(json.dumps(found)) == found


def test_parameters_have_kinds_and_defaults(make_lesson) -> None:
    """Enough to call the function without looking at it."""
    found = signatures(make_lesson(REFERENCE))["f"]

    assert [(each["kind"], each["default"]) for each in found["parameters"]] == [
        ("positional_only", False),
        ("positional_or_keyword", False),
        ("positional_or_keyword", True),
        ("*", False),
        ("keyword_only", False),
        ("keyword_only", True),
        ("**", False),
    ]
    assert found["returns"] == {"tensor": "Bool", "shape": "n"}
    assert found["parameters"][0]["annotation"] == {"tensor": "Float", "shape": "n"}
