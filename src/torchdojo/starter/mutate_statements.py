"""Changes of statements, conditions and defaults."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from torchdojo.starter import mutate_words as words
from torchdojo.starter.mutate_values import BINARY, SIGNS
from torchdojo.starter.sites import Change, Site, last_word

BLOCKS: dict[type[ast.stmt], str] = {
    ast.For: "A loop is missing.",
    ast.While: "A loop is missing.",
    ast.If: "A case that needs its own way never gets it.",
    ast.With: "A whole block is missing.",
    ast.Try: "A whole block is missing.",
    ast.Break: "A loop goes on where it should end.",
    ast.Continue: "A round of a loop that should be passed over is not.",
    ast.Assert: "A condition that should be checked is not.",
    ast.Delete: "Something that should be removed is kept.",
}


def statements(site: Site) -> Iterator[Change]:
    """Every change of a statement, a condition or a default in this place."""
    node = site.node
    if isinstance(node, ast.stmt):
        yield from _removed(node, site)
        yield from _loosened(node)
    if isinstance(node, ast.AugAssign):
        yield from _updates(node)
    if isinstance(node, ast.expr) and _is_condition(site):
        yield from _forced(site)
    if isinstance(node, ast.arguments):
        yield from _defaults(node)


def _removed(node: ast.stmt, site: Site) -> Iterator[Change]:
    if not isinstance(node, ast.Pass):
        what, says = _statement(node, site)
        yield Change("statement", f"{what} removed", says, ast.Pass())


def _statement(node: ast.stmt, site: Site) -> tuple[str, str]:
    """A short name of a statement, and what is wrong without it."""
    if isinstance(node, ast.AugAssign):
        whose = words.named(node.target, site) or "a value"
        return "update", f"{words.opening(whose)} should be updated, but stays as it is."
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        whose = words.named(target, site) or "a value"
        return "assignment", f"{words.opening(whose)} is never set anew: it is missing, or keeps what it was before."
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        word = last_word(node.value.func) or "call"
        says = (
            "A step is missing."
            if word.startswith("_") and not word.endswith("__")
            else f"`{word}` is never called where it is needed."
        )
        return word, says
    if isinstance(node, ast.Raise):
        return "raise", "An error that should be raised is not."
    if isinstance(node, ast.Return):
        return "return", "Nothing is returned where a value is needed."
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name, "A step is missing." if node.name.startswith("_") else f"`{node.name}` is missing."
    return type(node).__name__.lower(), BLOCKS.get(type(node), "A step is missing.")


def _loosened(node: ast.stmt) -> Iterator[Change]:
    """A `with` without its context, a loop that ends after one round."""
    if isinstance(node, ast.With | ast.AsyncWith):
        word = last_word(node.items[0].context_expr) or last_word(getattr(node.items[0].context_expr, "func", node))
        yield Change(
            "context",
            f"{word or 'with'} dropped",
            f"The block is not run under `{word}`.",
            ast.If(ast.Constant(True), node.body, []),
        )
    elif isinstance(node, ast.For):
        body = [*node.body, ast.Break()]
        new = ast.For(node.target, node.iter, body, node.orelse, None)
        yield Change("loop", "stopped after one round", "A loop stops after its first round.", new)
    elif isinstance(node, ast.While):
        new_while = ast.While(node.test, [*node.body, ast.Break()], node.orelse)
        yield Change("loop", "stopped after one round", "A loop stops after its first round.", new_while)


def _updates(node: ast.AugAssign) -> Iterator[Change]:
    old, word = SIGNS[type(node.op)]
    for kind in BINARY[type(node.op)]:
        new, instead = SIGNS[kind]
        says = f"You {instead} where you should {word}."
        yield Change("update", f"{old}= to {new}=", says, ast.AugAssign(node.target, kind(), node.value))
    says = "You overwrite a value that should be built up."
    yield Change("update", f"{old}= to =", says, ast.Assign([node.target], node.value))


def _is_condition(site: Site) -> bool:
    if isinstance(site.parent, ast.comprehension):
        return site.field == "ifs"
    return site.field == "test" and isinstance(site.parent, ast.If | ast.IfExp | ast.While)


def _forced(site: Site) -> Iterator[Change]:
    if isinstance(site.node, ast.Constant):
        return
    if not isinstance(site.parent, ast.While):
        # a loop that never ends says nothing that a limit of time does not
        yield Change(
            "condition", "always true", words.condition(site, "What is meant for one case is done always."), ast.Constant(True)
        )
    never = words.condition(site, "A case that needs its own way never gets it.")
    yield Change("condition", "always false", never, ast.Constant(False))


def _defaults(node: ast.arguments) -> Iterator[Change]:
    """Defaults dropped that are None: the argument may no longer be left out."""
    if node.defaults and _is_none(node.defaults[0]):
        # only the first may go: an argument without default cannot follow one with
        parameter = [*node.posonlyargs, *node.args][-len(node.defaults)]
        new = copy.copy(node)
        new.defaults = node.defaults[1:]
        yield _undefaulted(parameter, new)
    for index, default in enumerate(node.kw_defaults):
        if default is not None and _is_none(default):
            new = copy.copy(node)
            new.kw_defaults = [*node.kw_defaults[:index], None, *node.kw_defaults[index + 1 :]]
            yield _undefaulted(node.kwonlyargs[index], new)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _undefaulted(parameter: ast.arg, new: ast.arguments) -> Change:
    return Change("default", f"{parameter.arg} dropped", f"`{parameter.arg}` cannot be left out any more.", new)
