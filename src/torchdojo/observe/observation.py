"""The trusted side of an observation: nodes of a frame become plain values, checked one by one. No torch here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from torchdojo.observe.frame import FrameError, unpack

DEEPEST = 24
# the writer of a frame keeps these; a forged frame must
LONGEST_MESSAGE, LONGEST_PRINTED, MOST_NAMES, MOST_LINES = 2000, 8_100, 1000, 20

# how each torch dtype is stored, and the numpy dtype its values are widened to
STORED: dict[str, tuple[str, str]] = {
    "float64": ("<f8", "f8"),
    "float32": ("<f4", "f8"),
    "float16": ("<f2", "f8"),
    "bfloat16": ("<u2", "f8"),
    "float8_e4m3fn": ("|u1", "f8"),
    "float8_e5m2": ("|u1", "f8"),
    "float8_e4m3fnuz": ("|u1", "f8"),
    "float8_e5m2fnuz": ("|u1", "f8"),
    "float8_e8m0fnu": ("|u1", "f8"),
    "complex128": ("<c16", "c16"),
    "complex64": ("<c8", "c16"),
    "complex32": ("<f2", "c16"),
    "int64": ("<i8", "i8"),
    "int32": ("<i4", "i8"),
    "int16": ("<i2", "i8"),
    "int8": ("|i1", "i8"),
    "uint8": ("|u1", "i8"),
    "uint16": ("<u2", "i8"),
    "uint32": ("<u4", "i8"),
    "uint64": ("<u8", "u8"),
    "bool": ("|u1", "?"),
}


@dataclass(frozen=True)
class Array:
    """A tensor (or NumPy array) as it was seen."""

    kind: str
    """'tensor' or 'ndarray'."""
    dtype: str
    """torch's name without the prefix, e.g. 'bfloat16'."""
    shape: tuple[int, ...]
    values: np.ndarray[Any, Any] | None
    """Widened to the largest type of its family; None on a device that holds no data (meta)."""
    layout: str = "strided"
    extra: tuple[tuple[str, str], ...] = ()
    """Further facts that must agree, e.g. the scale of a quantised tensor."""


@dataclass(frozen=True)
class Raised:
    """An exception that was observed as a value."""

    classes: tuple[str, ...]
    """Names of the exception's class and its bases, nearest first."""
    message: str


@dataclass(frozen=True)
class Thing:
    """Something of which only a name is known: a dtype, a device, or an object of a class we do not compare."""

    kind: str
    text: str


@dataclass(frozen=True)
class Gradients:
    """Gradients by the name of what they belong to; None where none arrived."""

    of: tuple[tuple[str, Array | None], ...]


@dataclass(frozen=True)
class Trace:
    """Where an exception came from, seen from the learner's file."""

    classes: tuple[str, ...]
    message: str
    lines: tuple[int, ...]
    """Line numbers in the learner's file, outermost first."""
    below: bool
    """True if it was raised deeper than the learner's last line."""


@dataclass(frozen=True)
class Observation:
    """What one probe saw of one variant of a lesson."""

    variant: str
    probe: str
    """Empty for what happened while the module itself was loaded."""
    status: str
    """'returned' or 'raised'."""
    value: object = None
    mutated: tuple[str, ...] = ()
    """Names of drawn tensors whose values were changed."""
    trace: Trace | None = None
    printed: str = ""
    jittered: bool = False
    """True if the inputs had been moved by one rounding error."""
    drawn: str = ""
    """The coarsest float dtype among what was drawn; empty if none was."""
    magnitude: float = 1.0
    """The usual size of what was drawn."""
    seed: int = 0
    seconds: float = 0.0
    """CPU time of the probe."""
    staged: dict[str, Any] = field(default_factory=dict)
    """What the reference's run hands to the others: states and targets of gradients."""
    inputs: tuple[tuple[str, Array], ...] = ()
    """Of the reference's run: what was drawn, by name; large tensors without their values."""
    sizes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Of the reference's run: the sizes of the dimensions that annotations name."""
    kept: object = None
    """Of the reference's run on hidden data: the targets, which no submission is told."""


def read(data: bytes) -> Observation:
    """The observation in a frame. Raises FrameError for anything malformed; never another exception."""
    header, blobs = unpack(data)
    try:
        return _observation(header, Blobs(blobs))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise FrameError(f"the frame is not an observation: {type(error).__name__}: {error!s:.200}") from None


class Blobs:
    """The bytes of a frame, each handed out once: a small frame must not become many large arrays."""

    def __init__(self, blobs: Sequence[memoryview]) -> None:
        self._left = dict(enumerate(blobs))

    def take(self, index: int) -> memoryview:
        """These bytes; KeyError if somebody has them already."""
        return self._left.pop(index)


def _observation(header: dict[str, Any], blobs: Blobs) -> Observation:
    trace = header.get("trace")
    status = {"returned": "returned", "raised": "raised"}[header["status"]]
    value = _value(header.get("value"), blobs, DEEPEST)
    if status == "raised" and not isinstance(value, Raised):
        raise TypeError("an exception without an exception")
    return Observation(
        variant=_text(header["variant"]),
        probe=_text(header["probe"]),
        status=status,
        value=value,
        mutated=tuple(_text(name, LONGEST_MESSAGE) for name in header.get("mutated", [])[:MOST_NAMES]),
        trace=_trace(trace) if trace is not None else None,
        printed=_text(header.get("printed", ""), LONGEST_PRINTED),
        jittered=header.get("jittered") is True,
        drawn=_text(header.get("drawn", "")),
        magnitude=float.fromhex(_text(header.get("magnitude", "0x1p+0"))),
        seed=_whole(header["seed"]),
        seconds=float(header.get("seconds", 0.0)),
        staged=dict(header.get("staged", {})),
        inputs=tuple((_text(name), _array(node, blobs)) for name, node in header.get("inputs", []) if node["t"] == "array"),
        sizes=tuple((_text(name), tuple(map(_whole, sizes))) for name, sizes in header.get("sizes", {}).items()),
        kept=_value(header.get("kept"), blobs, DEEPEST),
    )


def _trace(node: dict[str, Any]) -> Trace:
    lines = node["lines"][-MOST_LINES:]
    if not all(type(line) is int for line in lines):
        raise TypeError("a line number is no integer")
    return Trace(_classes(node["classes"]), _text(node["message"], LONGEST_MESSAGE), tuple(lines), node["below"] is True)


def _classes(node: Any) -> tuple[str, ...]:
    names = tuple(_text(name, LONGEST_MESSAGE) for name in node[:MOST_NAMES])
    if not names:
        raise ValueError("an exception of no class")
    return names


def _whole(node: object) -> int:
    if type(node) is not int:
        raise TypeError(f"expected a whole number, found {type(node).__name__}")
    return node


def _text(node: object, most: int | None = None) -> str:
    """The text, cut; half a surrogate pair, which JSON can spell, could neither be printed nor stored."""
    if not isinstance(node, str):
        raise TypeError(f"expected text, found {type(node).__name__}")
    node = node[:most]
    return node if node.isascii() else node.encode("utf-8", "replace").decode()


def _value(node: Any, blobs: Blobs, depth: int) -> object:
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, str):
        return _text(node)
    if depth == 0:
        raise ValueError("nested too deeply")
    kind, content = node["t"], node.get("v")
    if kind in _NUMBERS:
        return _NUMBERS[kind](content)
    if kind == "sequence":
        return tuple(_value(item, blobs, depth - 1) for item in content)
    if kind == "mapping":
        return {_key(key, blobs, depth - 1): _value(item, blobs, depth - 1) for key, item in content}
    if kind == "array":
        return _array(node, blobs)
    if kind == "gradients":
        return Gradients(tuple((_text(name), _gradient(item, blobs)) for name, item in content))
    return _named(kind, node)


def _named(kind: str, node: dict[str, Any]) -> object:
    if kind == "raised":
        return Raised(_classes(node["v"]), _text(node["message"], LONGEST_MESSAGE))
    if kind == "thing":
        return Thing(_text(node["kind"]), _text(node["v"]))
    raise ValueError(f"unknown node {kind!r:.40}")


def _integer(content: str) -> object:
    return int(_text(content)) if len(content) <= 4000 else Thing("int", "an integer of over 4000 digits")


_NUMBERS: dict[str, Callable[[Any], object]] = {
    "float": lambda content: float.fromhex(_text(content)),
    "int": _integer,
    "complex": lambda content: complex(float.fromhex(content[0]), float.fromhex(content[1])),
}


def _key(node: Any, blobs: Blobs, depth: int) -> object:
    key = _value(node, blobs, depth)
    return key if isinstance(key, (str, int, float, bool, tuple, Thing, type(None))) else repr(key)


def _gradient(node: Any, blobs: Blobs) -> Array | None:
    return None if node is None else _array(node, blobs)


def _array(node: dict[str, Any], blobs: Blobs) -> Array:
    dtype, shape = _text(node["dtype"]), tuple(node["shape"])
    if not all(type(size) is int and size >= 0 for size in shape) or len(shape) > 64:
        raise ValueError(f"{shape!r:.80} is no shape")
    extra = tuple((_text(name), _text(fact)) for name, fact in node.get("extra", []))
    values = None if node["data"] is None else _numbers(dtype, shape, blobs.take(node["data"]))
    return Array({"tensor": "tensor", "ndarray": "ndarray"}[node["kind"]], dtype, shape, values, _text(node["layout"]), extra)


def _numbers(dtype: str, shape: tuple[int, ...], blob: memoryview) -> np.ndarray[Any, Any]:
    stored, wide = STORED[dtype]
    raw = np.frombuffer(blob, dtype=stored)
    if dtype == "complex32":
        pairs = raw.astype("f8").reshape(-1, 2)
        raw = pairs[:, 0] + 1j * pairs[:, 1]
    if raw.size != math.prod(shape):
        raise ValueError(f"{raw.size} numbers for the shape {shape}")
    return _widen(dtype, raw).astype(wide).reshape(shape)


def _widen(dtype: str, raw: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if dtype == "bfloat16":
        return (raw.astype("<u4") << 16).view("<f4")
    if dtype.startswith("float8"):
        table: np.ndarray[Any, Any] = _FLOAT8[dtype]
        raw = table[raw]
    return raw


def _float8_table(exponent_bits: int, bias: int, *, finite: bool, unsigned_zero: bool) -> np.ndarray[Any, Any]:
    """The 256 values of an 8-bit float with a sign, by its code."""
    mantissa_bits = 7 - exponent_bits
    table = np.empty(256)
    for code in range(256):
        sign = -1.0 if code & 0x80 else 1.0
        exponent, mantissa = (code & 0x7F) >> mantissa_bits, code & ((1 << mantissa_bits) - 1)
        fraction = mantissa / (1 << mantissa_bits)
        value = sign * (math.ldexp(1 + fraction, exponent - bias) if exponent else math.ldexp(fraction, 1 - bias))
        top = exponent == (1 << exponent_bits) - 1
        if unsigned_zero:
            value = math.nan if code == 0x80 else value
        elif finite:
            value = math.nan if (code & 0x7F) == 0x7F else value
        elif top:
            value = math.nan if mantissa else sign * math.inf
        table[code] = value
    return table


_FLOAT8 = {
    "float8_e4m3fn": _float8_table(4, 7, finite=True, unsigned_zero=False),
    "float8_e5m2": _float8_table(5, 15, finite=False, unsigned_zero=False),
    "float8_e4m3fnuz": _float8_table(4, 8, finite=True, unsigned_zero=True),
    "float8_e5m2fnuz": _float8_table(5, 16, finite=True, unsigned_zero=True),
    "float8_e8m0fnu": np.array([math.ldexp(1.0, code - 127) if code < 255 else math.nan for code in range(256)]),
}
