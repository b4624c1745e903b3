"""Which imports of the reference a learner's file has lost or replaced."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torchdojo.starter.names import bound_names, used_names

PREFIX = "_torchdojo_"


@dataclass(frozen=True)
class Aliases:
    """Private names under which the reference's code finds what the learner's file calls otherwise."""

    names: Mapping[str, str]
    imports: tuple[str, ...]


def conflicts(tree: ast.Module, reference: ast.Module) -> Aliases:
    """Names the reference imports, or takes from Python itself, that mean something else in the learner's file.

    The learner's names stay theirs; only the code taken from the reference reads the private ones.
    """
    mine, starred = _origins(tree)
    bound = bound_names(tree.body)
    theirs, _ = _origins(reference)
    names, imports = {}, []
    for name in sorted(used_names(reference)):
        origin = theirs.get(name, {f"builtins.{name}"} if hasattr(builtins, name) else set())
        if len(origin) != 1 or name in bound_names(reference.body) - theirs.keys():
            continue
        same = mine.get(name) == origin and not _bound_otherwise(tree, name)
        if starred or (name in bound and not same):
            names[name] = PREFIX + name
            imports.append(_import_line(next(iter(origin)), PREFIX + name))
    return Aliases(names, tuple(imports))


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


def _origins(tree: ast.Module) -> tuple[dict[str, set[str]], bool]:
    """Where each imported name comes from, and whether anything is imported by `*`."""
    found: dict[str, set[str]] = {}
    starred = False
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                origin = alias.name if alias.asname else alias.name.split(".")[0]
                found.setdefault(alias.asname or origin, set()).add(origin)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            source = "." * node.level + (node.module or "")
            for alias in node.names:
                starred = starred or alias.name == "*"
                found.setdefault(alias.asname or alias.name, set()).add(f"{source}.{alias.name}")
    return found, starred


def _bound_otherwise(tree: ast.Module, name: str) -> bool:
    """True if something besides top-level imports gives the name a value."""
    others = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    return name in bound_names(others)


def _import_line(origin: str, alias: str) -> str:
    source, _, name = origin.rpartition(".")
    return f"from {source} import {name} as {alias}" if source else f"import {name} as {alias}"
