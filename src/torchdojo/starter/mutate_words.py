"""Words for what stands in a reference, of those a learner can know: the signature, the state, and torch's own names."""

from __future__ import annotations

import ast

from torchdojo.starter.sites import Site, last_word

# functions that nearly every way to solve a task uses; of others only the reference may know
WELL_KNOWN = (
    "mean",
    "sum",
    "std",
    "var",
    "sqrt",
    "exp",
    "log",
    "norm",
    "softmax",
    "cumsum",
    "cross_entropy",
    "model",
)


def named(node: ast.AST, site: Site) -> str:
    """What a learner may call this expression, in backticks; empty if only the reference has a name for it."""
    if isinstance(node, ast.Name):
        return f"`{node.id}`" if node.id in site.parameters else ""
    if isinstance(node, ast.Attribute):
        inside = isinstance(node.value, ast.Name) and node.value.id in ("self", "ctx")
        return f"`{node.attr}`" if inside and not node.attr.startswith("_") else ""
    if isinstance(node, ast.Subscript):
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return f"`{key.value}`"
        return named(node.value, site)
    if isinstance(node, ast.Call):
        word = last_word(node.func)
        return f"the result of `{word}`" if word in WELL_KNOWN else ""
    return ""


def among(node: ast.AST, site: Site) -> str:
    """The first things inside an expression that a learner knows by name, joined by 'and'."""
    found = []
    for part in ast.walk(node):
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript):
            words = named(part, site)
            if words and words not in found:
                found.append(words)
    return " and ".join(found[:2])


def opening(words: str) -> str:
    """The words with a capital letter, as a sentence begins."""
    return words[:1].upper() + words[1:]


ONLY = "Of a {} only {} is left."
REMAINDER = "The remainder is not taken."
POWER = "A power is missing: something is taken as it is."
PRODUCT = "The matrix product with {x} is missing."
CONDITION = "One of two conditions on the entries is missing."
# without an operand: what is said of a right one, of a left one, and of one that has no name; {x} is what was dropped
DROPPED: dict[type[ast.operator], tuple[str, str, str]] = {
    ast.Add: ("{x} is not added.", "{x} is not added.", "A term is not added."),
    ast.Sub: ("{x} is not subtracted.", ONLY.format("difference", "what should be subtracted"), "A term is not subtracted."),
    ast.Mult: ("{x} is missing as a factor.", "{x} is missing as a factor.", "A factor is missing."),
    ast.Div: ("The division by {x} is missing.", ONLY.format("division", "the divisor"), "A division is missing."),
    ast.FloorDiv: ("The division by {x} is missing.", ONLY.format("division", "the divisor"), "A division is missing."),
    ast.Mod: (REMAINDER, ONLY.format("remainder", "the divisor"), REMAINDER),
    ast.Pow: (POWER, ONLY.format("power", "the exponent"), POWER),
    ast.MatMult: (PRODUCT, PRODUCT, "A matrix product is missing."),
    ast.BitAnd: (CONDITION, CONDITION, CONDITION),
    ast.BitOr: (CONDITION, CONDITION, CONDITION),
}
EXCHANGED: dict[type[ast.operator], str] = {
    ast.Sub: "A difference is the wrong way round: the two sides of a minus are exchanged.",
    ast.Div: "A division is upside down.",
    ast.FloorDiv: "A division is upside down.",
    ast.Mod: "The two sides of a remainder are exchanged.",
    ast.Pow: "Base and exponent are exchanged.",
    ast.MatMult: "The two factors of a matrix product are exchanged.",
}


def dropped(node: ast.BinOp, part: ast.expr, site: Site) -> str:
    """What is wrong when one operand is left out."""
    right, left, nameless = DROPPED.get(type(node.op), ("A part of an expression is missing.",) * 3)
    words = right if part is node.right else left
    known = "a constant" if isinstance(part, ast.Constant) else named(part, site)
    if not known and (inside := among(part, site)):
        known = f"something made of {inside}"
    return opening(words.format(x=known)) if known or "{x}" not in words else nameless


def number(site: Site, how: str) -> str:
    """What is wrong with a number: by what it is used for."""
    parent, node = site.parent, site.node
    how = "0, which it should not be" if how == "0" else how
    if isinstance(parent, ast.BinOp):
        return f"{_operand(parent, node)} is {how}."
    if isinstance(parent, ast.Compare):
        return f"Something is compared with a number that is {how}."
    if isinstance(parent, ast.keyword) and parent.arg:
        return f"`{parent.arg}` is {how}."
    if isinstance(parent, ast.Call) and (word := last_word(parent.func)) and not word.startswith("_"):
        return f"A number given to `{word}` is {how}."
    if isinstance(parent, ast.Assign | ast.AnnAssign):
        return f"A value is set to a number that is {how}."
    return f"A number is {how}."


def _operand(parent: ast.BinOp, node: ast.AST) -> str:
    if isinstance(parent.op, ast.Pow):
        return "An exponent" if node is parent.right else "The base of a power"
    if isinstance(parent.op, ast.Mult):
        return "A constant factor"
    if isinstance(parent.op, ast.Div | ast.FloorDiv | ast.Mod):
        return "A constant divisor" if node is parent.right else "A constant that is divided"
    if isinstance(parent.op, ast.Sub) and node is parent.right:
        return "A constant that is subtracted"
    return "A constant in a sum or difference"


def default(site: Site, how: str) -> str:
    """What is wrong with a default, with the name of its parameter."""
    arguments = site.parent
    how = "0, which it should not be" if how == "0" else how
    if isinstance(arguments, ast.arguments) and site.index is not None:
        positional = [*arguments.posonlyargs, *arguments.args][-len(arguments.defaults) :] if arguments.defaults else []
        names = arguments.kwonlyargs if site.field == "kw_defaults" else positional
        if site.index < len(names):
            return f"The default of `{names[site.index].arg}` is {how}."
    return f"A default in the signature is {how}."


def condition(site: Site, says: str) -> str:
    """The sentence, with what the condition depends on if the learner knows it by name."""
    inside = among(site.node, site)
    return f"{says.removesuffix('.')}: look at what depends on {inside}." if inside else says
