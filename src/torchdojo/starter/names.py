"""Which names a piece of code binds and uses, and how to rename the global ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from torchdojo.catalog.definitions import COMPOUND, inner_blocks

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def bound_names(block: Iterable[ast.stmt]) -> set[str]:
    """The names that running these statements binds in their own scope; := inside expressions is not looked for."""
    found: set[str] = set()
    waiting = list(block)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        else:
            for target in _targets(node):
                found.update(part.id for part in ast.walk(target) if isinstance(part, ast.Name))
            if isinstance(node, COMPOUND):
                found.update(_captured(node))
                for inner in inner_blocks(node):
                    waiting.extend(inner)
    return found


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    """What a statement assigns to, if that is not an attribute or an entry of something else."""
    targets: list[ast.expr | None] = []
    if isinstance(node, ast.Assign):
        targets += node.targets
    elif isinstance(node, ast.AnnAssign):
        targets.append(node.target if node.value else None)
    elif isinstance(node, ast.AugAssign | ast.For | ast.AsyncFor):
        targets.append(node.target)
    elif isinstance(node, ast.With | ast.AsyncWith):
        targets += [item.optional_vars for item in node.items]
    elif type(node).__name__ == "TypeAlias":
        # `type Pair = ...`, which Python knows from 3.12 on
        targets.append(getattr(node, "name", None))
    return (target for target in targets if isinstance(target, ast.Name | ast.Tuple | ast.List | ast.Starred))


def _captured(node: ast.stmt) -> Iterator[str]:
    """The names that `except ... as` and the patterns of `match` bind."""
    if isinstance(node, ast.Try | ast.TryStar):
        yield from (handler.name for handler in node.handlers if handler.name)
    elif isinstance(node, ast.Match):
        for case in node.cases:
            for part in ast.walk(case.pattern):
                name = getattr(part, "name", None) or getattr(part, "rest", None)
                if isinstance(name, str):
                    yield name


def local_names(body: Iterable[ast.AST]) -> set[str]:
    """The names that a function's body makes its own, := included."""
    nodes = list(body)
    walrus = {part.target.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.NamedExpr)}
    return bound_names(node for node in nodes if isinstance(node, ast.stmt)) | walrus


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
        own = local_names(body)
        # a class body hides names from itself, not from its methods
        for part in body:
            rename_globals(part, names if isinstance(part, Scope) else _without(names, own))
    else:
        outside = [*getattr(node, "decorator_list", []), node.args]
        outside += [returns] if (returns := getattr(node, "returns", None)) else []
        globals_ = {name for part in ast.walk(node) if isinstance(part, ast.Global) for name in part.names}
        own = (local_names(body) | {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}) - globals_
        for part in body:
            rename_globals(part, _without(names, own))
    for part in outside:
        rename_globals(part, names)


def _without(names: Mapping[str, str], own: set[str]) -> Mapping[str, str]:
    return {name: other for name, other in names.items() if name not in own}
