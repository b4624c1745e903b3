"""Whether a learner has begun an exercise."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from torchdojo.catalog import Definition, Exercise
from torchdojo.catalog.definitions import FunctionNode
from torchdojo.starter.names import bound_names


def is_attempted(tree: ast.Module, found: Sequence[Definition], exercise: Exercise, *, given: ast.stmt) -> bool:
    """True if the module, which has these definitions, defines the exercise otherwise than the starter, with more than a hole."""
    name = exercise.name
    if name in _set_from_outside(tree):
        return True
    nodes = [definition.node for definition in found if definition.name == name]
    if nodes:
        # the last one is the one that counts when the module runs
        return not is_hole(nodes[-1]) and not same_code(nodes[-1], given)
    owner, _, member = name.rpartition(".")
    if not owner:
        return name in bound_names(tree.body)
    if "@" in member:
        return False
    classes = {definition.name: definition.node for definition in found if definition.kind == "class"}
    if owner not in classes:
        # a class that is made in some other way may have anything
        return owner in bound_names(tree.body)
    return _inherits(classes, owner, member, seen=set())


def is_hole(node: ast.stmt) -> bool:
    """True if a definition holds nothing that could be an answer."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is None or _is_ellipsis(node.value)
    if isinstance(node, FunctionNode | ast.ClassDef):
        return all(_is_empty(statement) for statement in node.body)
    return False


def _is_empty(node: ast.stmt) -> bool:
    """True for docstrings, `pass`, `...`, `raise NotImplementedError`, and methods that hold nothing else."""
    if isinstance(node, FunctionNode):
        return is_hole(node)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        return _is_not_implemented(node.exc)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.AnnAssign) and is_hole(node))


def _is_not_implemented(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    return isinstance(node, ast.Name) and node.id == "NotImplementedError"


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _set_from_outside(tree: ast.Module) -> set[str]:
    """The dotted names that module-level statements set on classes: `LayerNorm.forward = mine`."""
    return {
        dotted
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if (dotted := dotted_name(target)) and "." in dotted
    }


def dotted_name(node: ast.expr) -> str:
    """'LayerNorm.forward' for that expression; empty for any other."""
    words = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(words)]) if isinstance(node, ast.Name) else ""


def _inherits(classes: Mapping[str, ast.stmt], owner: str, member: str, *, seen: set[str]) -> bool:
    """True if the class, or one that it is built on in this file, binds the member."""
    node = classes.get(owner)
    if owner in seen or not isinstance(node, ast.ClassDef):
        return False
    seen.add(owner)
    if member in bound_names(node.body):
        return not all(is_hole(part) for part in node.body if getattr(part, "name", "") == member)
    return any(_inherits(classes, dotted_name(base), member, seen=seen) for base in node.bases)


def same_code(first: ast.AST, second: ast.AST) -> bool:
    """True if two pieces of code differ in layout and comments at most."""
    waiting: list[tuple[object, object]] = [(first, second)]
    while waiting:
        one, other = waiting.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, ast.AST) and isinstance(other, ast.AST):
            waiting.extend((getattr(one, field, None), getattr(other, field, None)) for field in one._fields)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            waiting.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True
