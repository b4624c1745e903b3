"""Reads the shapes and types of a reference's parameters, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from torchdojo.catalog import Definition, Lesson
from torchdojo.catalog.definitions import FunctionNode

# jaxtyping's kinds, with or without a number of bits: Float, Float32, BFloat16, Int, UInt8, Bool ...
TENSOR = re.compile(r"(B?Float|Complex|U?Int)\d*(e\d+m\d+\w*)?|Inexact|Integer|Bool|Num|Real|Shaped|Key")


def signatures(lesson: Lesson) -> dict[str, Any]:
    """The parameters of every public function, class and method of the reference, by dotted name.

    A class stands for its constructor; `self` and `cls` are left out.
    """
    return _signatures(lesson, lesson.reference)


@lru_cache(maxsize=32)
def _signatures(lesson: Lesson, text: str) -> dict[str, Any]:
    # the text is an argument so that a file that was edited is read again
    found = lesson.definitions
    return {
        name: signature
        for name, definition in found.items()
        if _is_public(name) and (signature := _signature(definition, found)) is not None
    }


def _is_public(name: str) -> bool:
    return not any(word.startswith("_") and not word.endswith("__") for word in name.split("."))


def _signature(definition: Definition, found: Mapping[str, Definition]) -> dict[str, Any] | None:
    node = definition.node
    if isinstance(node, FunctionNode):
        return _of_function(node, drop_first=definition.kind == "method" and not _is_static(node))
    if isinstance(node, ast.ClassDef):
        return _of_class(definition.name, found, seen=set())
    return None


def _of_class(name: str, found: Mapping[str, Definition], *, seen: set[str]) -> dict[str, Any]:
    """The constructor's parameters: its own, those of a dataclass's fields, or those of the first base that has any."""
    node = found[name].node
    constructor = found.get(f"{name}.__init__")
    if constructor and isinstance(constructor.node, FunctionNode):
        return _of_function(constructor.node, drop_first=True)
    assert isinstance(node, ast.ClassDef)
    if any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
        return {"parameters": [_field(field) for field in node.body if isinstance(field, ast.AnnAssign)], "returns": None}
    seen.add(name)
    for base in node.bases:
        word = ast.unparse(base)
        if word in found and word not in seen and found[word].kind == "class":
            return _of_class(word, found, seen=seen)
    return {"parameters": [], "returns": None}


def _field(node: ast.AnnAssign) -> dict[str, Any]:
    return {
        "name": ast.unparse(node.target),
        "kind": "positional_or_keyword",
        "default": node.value is not None,
        "annotation": read_annotation(node.annotation),
    }


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, *, drop_first: bool) -> dict[str, Any]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    parameters = []
    for index, arg in enumerate(positional):
        kind = "positional_only" if index < len(arguments.posonlyargs) else "positional_or_keyword"
        parameters.append(_parameter(arg, kind, default=index >= required))
    if drop_first:
        parameters = parameters[1:]
    if arguments.vararg:
        parameters.append(_parameter(arguments.vararg, "*", default=False))
    for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append(_parameter(arg, "keyword_only", default=default is not None))
    if arguments.kwarg:
        parameters.append(_parameter(arguments.kwarg, "**", default=False))
    return {"parameters": parameters, "returns": read_annotation(node.returns)}


def _parameter(arg: ast.arg, kind: str, *, default: bool) -> dict[str, Any]:
    return {"name": arg.arg, "kind": kind, "default": default, "annotation": read_annotation(arg.annotation)}


def _is_static(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in node.decorator_list)


def read_annotation(node: ast.expr | None) -> dict[str, Any] | None:
    """{"tensor", "shape"} for a jaxtyping annotation, {"plain"} for any other, None for none.

    `| None` and Optional add {"optional": True}.
    """
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return read_annotation(ast.parse(node.value.strip(), mode="eval").body)
        except SyntaxError:
            return {"plain": node.value}
    inner = _without_none(node)
    if inner is not None:
        return {**(read_annotation(inner) or {}), "optional": True}
    return _tensor(node) or {"plain": ast.unparse(node)}


def _without_none(node: ast.expr) -> ast.expr | None:
    """What may be None, if the annotation says so."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, ast.Constant) and one.value is None:
                return other
    if isinstance(node, ast.Subscript) and _last_word(node.value) == "Optional":
        return node.slice
    return None


def _tensor(node: ast.expr) -> dict[str, Any] | None:
    """The kind and shape in `Float[Tensor, "rows width"]`, however qualified."""
    if not isinstance(node, ast.Subscript) or not TENSOR.fullmatch(_last_word(node.value)):
        return None
    inner = node.slice
    if not isinstance(inner, ast.Tuple) or len(inner.elts) != 2:
        return None
    shape = inner.elts[1]
    if not isinstance(shape, ast.Constant) or not isinstance(shape.value, str):
        return None
    return {"tensor": _last_word(node.value), "shape": " ".join(shape.value.split())}


def _last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
