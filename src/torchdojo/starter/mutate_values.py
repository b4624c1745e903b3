"""Changes of numbers, words, operators and comparisons."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchdojo.starter import mutate_words as words
from torchdojo.starter.sites import Change, Site, last_word, literal, number

AXIS_WORDS = ("dim", "axis", "dims", "axes", "dim0", "dim1", "start_dim", "end_dim")
# calls whose bare whole numbers are axes
AXIS_CALLS = frozenset(
    [
        *("sum", "mean", "std", "var", "prod", "amax", "amin", "max", "min", "argmax", "argmin", "softmax", "log_softmax"),
        *("logsumexp", "cumsum", "cumprod", "unsqueeze", "squeeze", "transpose", "permute", "movedim", "flip", "roll"),
        *("gather", "scatter", "scatter_add", "index_select", "index_add", "cat", "stack", "chunk", "split", "unbind"),
        *("any", "all", "norm", "sort", "argsort", "topk", "median", "flatten", "narrow", "select", "diagonal", "size"),
    ]
)
WORDS = {
    "mean": "sum",
    "sum": "mean",
    "none": "mean",
    "inf": "-inf",
    "-inf": "inf",
    "fan_in": "fan_out",
    "fan_out": "fan_in",
    "nearest": "bilinear",
    "bilinear": "nearest",
    "same": "valid",
    "valid": "same",
    "zeros": "reflect",
    "reflect": "zeros",
}
BINARY: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
SIGNS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "add"),
    ast.Sub: ("-", "subtract"),
    ast.Mult: ("*", "multiply"),
    ast.Div: ("/", "divide"),
    ast.FloorDiv: ("//", "divide and round down"),
    ast.Mod: ("%", "take the remainder"),
    ast.Pow: ("**", "take a power"),
    ast.MatMult: ("@", "multiply matrices"),
    ast.BitAnd: ("&", "ask for both (&)"),
    ast.BitOr: ("|", "ask for either (|)"),
    ast.BitXor: ("^", "ask for exactly one (^)"),
    ast.LShift: ("<<", "shift left"),
    ast.RShift: (">>", "shift right"),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPARED = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
BORDERS = ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE})


def values(site: Site) -> Iterator[Change]:
    """Every change of a number, word, operator or comparison in this place."""
    node = site.node
    if number(node) is not None and not isinstance(site.parent, ast.UnaryOp):
        yield from _numbers(site)
    elif isinstance(node, ast.Constant):
        yield from _words(site, node)
    elif isinstance(node, ast.BinOp):
        yield from _operators(site, node)
    elif isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.BoolOp):
        yield from _booleans(node)
    elif isinstance(node, ast.UnaryOp):
        yield from _signs(node)
    if _may_be_negated(site):
        whose = words.named(node, site) or "A value on the way"
        yield Change("minus", "added", f"{words.opening(whose)} has the wrong sign.", ast.UnaryOp(ast.USub(), node))  # type: ignore[arg-type]


# --- numbers and words


def _numbers(site: Site) -> Iterator[Change]:
    old = number(site.node)
    assert old is not None
    role = _role(site)
    new = {old + 1: "one too large", old - 1: "one too small", type(old)(0): "0", -old: "of the wrong sign"}
    if isinstance(old, float):
        new[old * 2] = "twice what it should be"
    elif role == "axis":
        new[-1] = "another"
    for value, how in new.items():
        if value != old:
            yield Change(role, f"{old} to {value}", _says_number(site, role, how), literal(value))


def _role(site: Site) -> str:
    """What a number stands for: 'axis', 'bound' of a slice, 'index', 'default', or just 'number'."""
    for node in reversed(site.trail):
        if isinstance(node, ast.keyword):
            return "axis" if node.arg in AXIS_WORDS else "number"
        if isinstance(node, ast.Call):
            return "axis" if last_word(node.func) in AXIS_CALLS else "number"
        if isinstance(node, ast.Slice):
            return "bound"
        if isinstance(node, ast.Subscript):
            return "index" if site.field == "slice" or isinstance(site.parent, ast.Tuple) else "number"
        if isinstance(node, ast.arguments):
            return "default"
        if not isinstance(node, ast.Tuple | ast.List | ast.UnaryOp):
            return "number"
    return "number"


def _says_number(site: Site, role: str, how: str) -> str:
    if role == "axis":
        call = next((part for part in reversed(site.trail) if isinstance(part, ast.Call)), None)
        word = last_word(call.func) if call is not None else ""
        return f"{f'`{word}` works' if word else 'You work'} along another axis than the one that is meant."
    if role == "bound":
        return "A slice begins or ends at another place than it should."
    if role == "index":
        return "An index picks another entry than it should."
    keyword = site.parent
    if isinstance(keyword, ast.keyword) and keyword.arg in ("correction", "unbiased", "ddof"):
        return "The variance divides by another count than it should: n and n - 1 are mixed up."
    if role == "default":
        return words.default(site, how)
    return words.number(site, how)


def _words(site: Site, node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield _flag(site, value)
    elif isinstance(value, str) and _is_argument(site):
        new = WORDS.get(value, "")
        if new != value:
            says = (
                "The sign of the infinity is wrong." if "inf" in (value, new) else f"The word '{new}' is not the one needed here."
            )
            yield Change(
                "word", f"{value} to {new or 'nothing'}", says if new else "A word given to a call is wrong.", ast.Constant(new)
            )
        yield from _subscripts(value)


def _subscripts(value: str) -> Iterator[Change]:
    """Of an einsum formula: the axes of the result in the opposite order."""
    inputs, arrow, result = value.partition("->")
    if arrow and result.strip() != result.strip()[::-1]:
        new = f"{inputs}->{result.strip()[::-1]}"
        yield Change("word", f"{value} to {new}", "The axes of the result are in another order.", ast.Constant(new))


def _flag(site: Site, value: bool) -> Change:
    name = site.parent.arg if isinstance(site.parent, ast.keyword) else None
    says = f"`{name}` is set the wrong way round." if name else "A True or False is the wrong way round."
    if name == "keepdim":
        says = "The reduced axis is not kept." if value else "The reduced axis is kept where it should go."
    if name == "unbiased":
        says = "The variance divides by another count than it should: n and n - 1 are mixed up."
    return Change("flag", f"{name or 'value'} to {not value}", says, ast.Constant(not value))


def _is_argument(site: Site) -> bool:
    return isinstance(site.parent, ast.keyword) or (isinstance(site.parent, ast.Call) and site.field == "args")


# --- operators


def _operators(site: Site, node: ast.BinOp) -> Iterator[Change]:
    old, word = SIGNS[type(node.op)]
    for kind in BINARY[type(node.op)]:
        new, instead = SIGNS[kind]
        yield Change(
            "operator", f"{old} to {new}", f"You {instead} where you should {word}.", ast.BinOp(node.left, kind(), node.right)
        )
    for dropped, kept, side in ((node.right, node.left, "right"), (node.left, node.right, "left")):
        yield Change("operand", f"{side} of {old} dropped", words.dropped(node, dropped, site), kept)
    if not isinstance(node.op, ast.Add | ast.Mult):
        says = words.EXCHANGED.get(type(node.op), "The two sides of an operation are exchanged.")
        yield Change("operand", f"sides of {old} exchanged", says, ast.BinOp(node.right, node.op, node.left))


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    for index, old in enumerate(node.ops):
        for kind in COMPARISONS[type(old)]:
            ops = [*node.ops[:index], kind(), *node.ops[index + 1 :]]
            border = {type(old), kind} in BORDERS
            says = "A comparison treats the border itself the other way." if border else "A comparison asks for the opposite."
            detail = f"{COMPARED[type(old)]} to {COMPARED[kind]}"
            yield Change("comparison", detail, says, ast.Compare(node.left, ops, node.comparators))


def _booleans(node: ast.BoolOp) -> Iterator[Change]:
    is_and = isinstance(node.op, ast.And)
    says = (
        "Either condition is enough for you where both are needed."
        if is_and
        else "You ask for both conditions where either is enough."
    )
    detail, other = ("and to or", ast.Or()) if is_and else ("or to and", ast.And())
    yield Change("boolean", detail, says, ast.BoolOp(other, node.values))
    for index in range(len(node.values)):
        rest = [*node.values[:index], *node.values[index + 1 :]]
        new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield Change("boolean", f"part {index + 1} dropped", "A condition is missing.", new)


def _signs(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.USub) and number(node) is None:
        yield Change("minus", "dropped", "A sign is wrong: a minus is missing.", node.operand)
    elif isinstance(node.op, ast.Not | ast.Invert):
        sign = "not" if isinstance(node.op, ast.Not) else "~"
        yield Change("not", f"{sign} dropped", "A condition or mask is the wrong way round.", node.operand)


def _may_be_negated(site: Site) -> bool:
    """True for what is assigned or handed to a call, if it may be a number or tensor."""
    if not isinstance(site.node, ast.Name | ast.Attribute | ast.Call | ast.BinOp | ast.Subscript):
        return False
    if isinstance(site.parent, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return site.field == "value"
    return isinstance(site.parent, ast.Call) and site.field == "args" and last_word(site.parent.func) != "super"
