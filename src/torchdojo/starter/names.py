"""Which names a piece of code binds and uses, and how to rename the global ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def bound_names(block: Iterable[ast.AST]) -> set[str]:
    """The names that running these statements binds in their own scope."""
    return {name for node in block for name in _bound(node)}


def _bound(root: ast.AST) -> Iterator[str]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            waiting.extend(node.decorator_list)
            continue
        if isinstance(node, ast.Lambda):
            continue
        yield from _bound_here(node)
        waiting.extend(_children(node))


def _children(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that bind names in the same scope."""
    if isinstance(node, Comprehension):
        # only := reaches out of a comprehension
        return [part for part in ast.walk(node) if isinstance(part, ast.NamedExpr)]
    return list(ast.iter_child_nodes(node))


def _bound_here(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def used_names(node: ast.AST) -> set[str]:
    """Every name that is read anywhere inside."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}


def immediate_names(node: ast.AST) -> set[str]:
    """The names read while the statement itself runs: not those inside functions, which are read when they are called."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            found.add(part.id)
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*part.decorator_list, part.args, *([part.returns] if part.returns else [])]
        elif isinstance(part, ast.Lambda):
            waiting.append(part.args)
        else:
            waiting.extend(ast.iter_child_nodes(part))
    return found


def rename_globals(node: ast.AST, names: Mapping[str, str]) -> None:
    """Nothing; where the code reads a global of these names, it reads the other name from now on."""
    if not names:
        return
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            node.id = names.get(node.id, node.id)
        return
    if isinstance(node, Scope):
        _rename_scope(node, names)
        return
    if isinstance(node, Comprehension):
        own = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        names = {name: other for name, other in names.items() if name not in own}
    for child in ast.iter_child_nodes(node):
        rename_globals(child, names)


def _rename_scope(node: Scope, names: Mapping[str, str]) -> None:
    """The header is read outside, the body inside, where parameters and local names hide the globals."""
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    if isinstance(node, ast.ClassDef):
        outside: list[ast.AST] = [*node.decorator_list, *node.bases, *node.keywords]
        own = bound_names(body)
        # a class body hides names from itself, not from its methods
        for part in body:
            rename_globals(part, names if isinstance(part, Scope) else _without(names, own))
    else:
        outside = [*getattr(node, "decorator_list", []), node.args]
        outside += [returns] if (returns := getattr(node, "returns", None)) else []
        globals_ = {name for part in ast.walk(node) if isinstance(part, ast.Global) for name in part.names}
        own = (bound_names(body) | {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}) - globals_
        for part in body:
            rename_globals(part, _without(names, own))
    for part in outside:
        rename_globals(part, names)


def _without(names: Mapping[str, str], own: set[str]) -> Mapping[str, str]:
    return {name: other for name, other in names.items() if name not in own}
