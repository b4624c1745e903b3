"""Which imports of the reference a learner's file has lost or replaced."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping

from torchdojo.starter.names import bound_names

PREFIX = "_torchdojo_"


def conflicts(
    tree: ast.Module, bound: Iterable[str], *, imports: Mapping[str, str], reads: Iterable[str], own: Iterable[str]
) -> dict[str, str]:
    """Where the reference's code finds names that mean something else in the learner's file: name to origin.

    These are names that the reference imports, or takes from Python itself; `own` are those that it defines,
    `bound` all names of the learner's module.
    """
    mine = imported_names(tree)
    starred, bound = _has_star(tree), set(bound)
    found = {}
    for name in sorted(set(reads) - (set(own) - imports.keys())):
        origin = imports.get(name) or (f"builtins.{name}" if hasattr(builtins, name) else "")
        if origin and (starred or (name in bound and mine.get(name) != origin)):
            found[name] = origin
    return found


def import_line(origin: str, alias: str) -> str:
    """The statement that gives a name to what an origin ('torch.nn.functional.relu') stands for."""
    source, _, name = origin.rpartition(".")
    return f"from {source} import {name} as {alias}" if source else f"import {name} as {alias}"


def lost_modules(tree: ast.Module, reference: ast.Module) -> list[str]:
    """Imports of submodules (`import torch.utils.checkpoint`) that the learner's file has lost though it knows the package."""
    mine = set(_dotted_imports(tree))
    return [f"import {name} as {PREFIX}{name.replace('.', '_')}" for name in _dotted_imports(reference) if name not in mine]


def _dotted_imports(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if "." in alias.name and not alias.asname)


def future_names(tree: ast.Module) -> set[str]:
    """What the file imports from __future__ at its top."""
    names: set[str] = set()
    for index, node in enumerate(tree.body):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            names |= {alias.name for alias in node.names}
        elif index or not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            break
    return names


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Where each name comes from that is imported at the top level, from one place only, and not bound otherwise."""
    found: dict[str, set[str]] = {}
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        for alias in node.names:
            if isinstance(node, ast.Import):
                origin = alias.name if alias.asname else alias.name.split(".")[0]
            else:
                origin = f"{'.' * node.level}{node.module or ''}.{alias.name}"
            found.setdefault(alias.asname or alias.name.split(".")[0], set()).add(origin)
    otherwise = bound_names(node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)) if found else set()
    return {name: next(iter(origins)) for name, origins in found.items() if len(origins) == 1 and name not in otherwise}


def _has_star(tree: ast.Module) -> bool:
    return any(alias.name == "*" for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names)
