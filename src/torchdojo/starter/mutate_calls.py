"""Changes of calls, of what is picked out of tensors, and of results."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchdojo.starter.sites import Change, Site, last_word, number

PAIRS = (
    ("mean", "sum"),
    ("sum", "prod"),
    ("max", "min"),
    ("amax", "amin"),
    ("argmax", "argmin"),
    ("maximum", "minimum"),
    ("clamp_min", "clamp_max"),
    ("cummax", "cummin"),
    ("var", "std"),
    ("exp", "log"),
    ("sqrt", "rsqrt"),
    ("sin", "cos"),
    ("sinh", "cosh"),
    ("floor", "ceil"),
    ("round", "floor"),
    ("any", "all"),
    ("tril", "triu"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("new_zeros", "new_ones"),
    ("zeros_", "ones_"),
    ("softmax", "log_softmax"),
    ("sigmoid", "tanh"),
    ("relu", "abs"),
    ("rand", "randn"),
    ("rand_like", "randn_like"),
    ("uniform_", "normal_"),
    ("add_", "sub_"),
    ("mul_", "div_"),
    ("eq", "ne"),
    ("logical_and", "logical_or"),
    ("bitwise_and", "bitwise_or"),
    ("square", "abs"),
    ("cumsum", "cumprod"),
    ("argsort", "sort"),
    ("hstack", "vstack"),
    ("repeat", "repeat_interleave"),
)
# a learner may well write these as signs
OPERATIONS = {"add_": "an addition", "sub_": "a subtraction", "mul_": "a multiplication", "div_": "a division"}
TRANSPOSES = ("T", "mT", "H", "mH")


def _instead() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in PAIRS:
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


INSTEAD = _instead()
INSTEAD["rsqrt"] = (*INSTEAD["rsqrt"], "reciprocal")


def calls(site: Site) -> Iterator[Change]:
    """Every change of a call, an attribute, a subscript or a returned value in this place."""
    node = site.node
    if isinstance(node, ast.Call):
        yield from _function(node)
        yield from _arguments(node)
        yield from _dropped(node)
        if last_word(node.func) == "range":
            yield from _range(node)
    elif isinstance(node, ast.Attribute) and node.attr in TRANSPOSES and isinstance(node.ctx, ast.Load):
        yield Change("call", f"{node.attr} dropped", "Something should be transposed.", node.value)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield from _subscript(node)
    elif isinstance(node, ast.Slice):
        yield from _slice(node)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        yield from _axes(site, node)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from _result(node.value)


# --- calls


def _function(node: ast.Call) -> Iterator[Change]:
    old = last_word(node.func)
    for new in INSTEAD.get(old, ()):
        says = f"You took {article(new)} where {article(old)} is needed."
        if (old, new) == ("rsqrt", "reciprocal"):
            says = "A root is missing: something is divided by, but its root should be."
        yield Change("function", f"{old} to {new}", says, ast.Call(_renamed(node.func, new), node.args, node.keywords))


def article(word: str) -> str:
    """'the mean' for what is a noun, '`zeros`' for other names."""
    if word in OPERATIONS:
        return OPERATIONS[word]
    nouns = ("mean", "sum", "max", "min", "softmax", "sigmoid", "tanh", "var", "std", "exp", "log", "sin", "cos")
    return f"the {word}" if word in nouns else f"`{word}`"


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _arguments(node: ast.Call) -> Iterator[Change]:
    word = last_word(node.func) or "a call"
    whose = "a call" if word.startswith("_") or word == "a call" else f"`{word}`"
    for index in range(len(node.args)):
        rest = [*node.args[:index], *node.args[index + 1 :]]
        says = f"An argument of {whose} is missing."
        yield Change("argument", f"{index + 1} of {word} dropped", says, ast.Call(node.func, rest, node.keywords))
    for index in range(len(node.args) - 1):
        one, other = node.args[index : index + 2]
        args = [*node.args[:index], other, one, *node.args[index + 2 :]]
        says = f"Two arguments of {whose} are exchanged."
        yield Change(
            "argument", f"{index + 1} and {index + 2} of {word} exchanged", says, ast.Call(node.func, args, node.keywords)
        )
    for index, keyword in enumerate(node.keywords):
        # a flag that is dropped is a flag that is turned, which is another change already
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool):
            continue
        keywords = [*node.keywords[:index], *node.keywords[index + 1 :]]
        name = keyword.arg or "**"
        yield Change(
            "keyword",
            f"{name} of {word} dropped",
            f"`{name}` is not given to {whose}.",
            ast.Call(node.func, node.args, keywords),
        )


def _dropped(node: ast.Call) -> Iterator[Change]:
    """What the call was made on, instead of its result."""
    word = last_word(node.func)
    if word in ("super", "range", "len"):
        return
    says = _absent(word)
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield Change("call", f"{word or 'call'} dropped", says, node.args[0])
    if isinstance(node.func, ast.Attribute):
        receiver = node.func.value
        # `torch.sqrt(x)` is a call of a function: what stands before the dot is no value
        if not (isinstance(receiver, ast.Name) and receiver.id in ("torch", "nn", "F", "functional", "math", "np", "init")):
            yield Change("call", f".{word} dropped", says, receiver)


def _absent(word: str) -> str:
    """A sentence that names what is missing, unless only the reference has a name for it."""
    if word in OPERATIONS:
        return f"{OPERATIONS[word].capitalize()} is missing."
    return "A step is missing." if not word or word.startswith("_") else f"`{word}` is missing."


def _range(node: ast.Call) -> Iterator[Change]:
    for index, old in enumerate(node.args):
        if number(old) is not None:
            continue
        for sign, kind in (("+", ast.Add()), ("-", ast.Sub())):
            args = [*node.args[:index], ast.BinOp(old, kind, ast.Constant(1)), *node.args[index + 1 :]]
            new = ast.Call(node.func, args, node.keywords)
            yield Change("bound", f"range {index + 1} {sign} 1", "A loop runs one round too many or too few.", new)


# --- parts of tensors


def _subscript(node: ast.Subscript) -> Iterator[Change]:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if any(isinstance(part, ast.Constant) and part.value is None for part in parts):
        yield Change("index", "new axis dropped", "A new axis is missing.", node.value)
    elif any(isinstance(part, ast.Slice) for part in parts):
        yield Change("index", "slice dropped", "A slice is missing: everything is taken.", node.value)
    for index in range(len(parts) - 1):
        swapped: list[ast.expr] = [*parts[:index], parts[index + 1], parts[index], *parts[index + 2 :]]
        new = ast.Subscript(node.value, ast.Tuple(swapped, ast.Load()), ast.Load())
        yield Change("index", f"{index + 1} and {index + 2} exchanged", "Two indices stand in each other's place.", new)


def _slice(node: ast.Slice) -> Iterator[Change]:
    says = "A slice begins or ends at another place than it should."
    for name in ("lower", "upper", "step"):
        old: ast.expr | None = getattr(node, name)
        if old is None:
            continue
        yield Change("bound", f"{name} dropped", says, _moved(node, name, None))
        if number(old) is None:
            for sign, kind in (("+", ast.Add()), ("-", ast.Sub())):
                yield Change("bound", f"{name} {sign} 1", says, _moved(node, name, ast.BinOp(old, kind, ast.Constant(1))))


def _moved(node: ast.Slice, name: str, bound: ast.expr | None) -> ast.Slice:
    new = ast.Slice(node.lower, node.upper, node.step)
    setattr(new, name, bound)
    return new


def _axes(site: Site, node: ast.Tuple) -> Iterator[Change]:
    """Of a tuple of axes or sizes: one entry less, or two exchanged."""
    if isinstance(site.parent, ast.Subscript) or not isinstance(site.parent, ast.keyword | ast.Call | ast.Return | ast.Assign):
        return
    for index in range(len(node.elts)):
        rest = [*node.elts[:index], *node.elts[index + 1 :]]
        if rest and not isinstance(site.parent, ast.Return | ast.Assign):
            yield Change(
                "element", f"{index + 1} dropped", "One of several axes or sizes is missing.", ast.Tuple(rest, ast.Load())
            )
    for index in range(len(node.elts) - 1):
        swapped = [*node.elts[:index], node.elts[index + 1], node.elts[index], *node.elts[index + 2 :]]
        says = _exchanged(site)
        yield Change("element", f"{index + 1} and {index + 2} exchanged", says, ast.Tuple(swapped, ast.Load()))


def _exchanged(site: Site) -> str:
    if isinstance(site.parent, ast.Return):
        return "Two results stand in each other's place."
    if isinstance(site.parent, ast.Assign):
        return "Two values that are set together stand in each other's place."
    call = next((part for part in reversed(site.trail) if isinstance(part, ast.Call)), None)
    word = last_word(call.func) if call is not None else ""
    return f"Two values given to `{word}` stand in each other's place." if word else "Two of several values are exchanged."


# --- results


def _result(value: ast.expr) -> Iterator[Change]:
    """The returned value negated, transposed or cut off from its history."""
    if isinstance(value, ast.Tuple):
        for index, part in enumerate(value.elts):
            if _may_be_tensor(part):
                for detail, says, new in _spoilt(part, f"Result {index + 1}"):
                    parts = [*value.elts[:index], new, *value.elts[index + 1 :]]
                    yield Change("result", f"{index + 1} {detail}", says, ast.Return(ast.Tuple(parts, ast.Load())))
    elif _may_be_tensor(value):
        for detail, says, new in _spoilt(value, "The result"):
            yield Change("result", detail, says, ast.Return(new))


def _may_be_tensor(value: ast.expr) -> bool:
    return not isinstance(
        value, ast.Constant | ast.Compare | ast.BoolOp | ast.Dict | ast.List | ast.Set | ast.JoinedStr | ast.Tuple
    )


def _spoilt(value: ast.expr, what: str) -> Iterator[tuple[str, str, ast.expr]]:
    yield "negated", f"{what} has the wrong sign.", ast.UnaryOp(ast.USub(), value)
    yield "transposed", f"{what} is transposed.", ast.Attribute(value, "mT", ast.Load())
    detached = ast.Call(ast.Attribute(value, "detach", ast.Load()), [], [])
    yield "detached", f"{what} is cut off from its history, so no gradient flows back.", detached
