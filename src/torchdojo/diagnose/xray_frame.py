"""Reads the x-ray's frame. It comes out of a sandbox: every part is checked, what does not fit makes the whole worthless."""

from __future__ import annotations

import math
from typing import Any

from torchdojo.diagnose.xray import Event, SeenLine, Variable, XRay
from torchdojo.observe import FrameError, unpack
from torchdojo.starter.program import LINES

MOST_LINES = 200
MOST_ENTRIES = 100
MOST_DIMENSIONS = 64
LONGEST_NAME = 80
LONGEST_TEXT = 400
LONGEST_STATEMENT = 12
LARGEST = 10**15
ROLES = ("variable", "argument", "used", "returns", "yields")
KINDS = ("tensor", "ndarray", "number", "str", "list", "tuple", "dict", "set", "frozenset", "object")
EVENTS = ("broadcast", "copy", "alias", "in_place", "nan", "infinite", "operands", "raised")


def read(data: bytes, probe: str, text: str) -> XRay | None:
    """The x-ray in a frame; None for any other frame and for anything malformed. The lines' words come from `text`."""
    try:
        header, _ = unpack(data)
        if not isinstance(header.get("xray"), dict):
            return None
        return _xray(header["xray"], probe, LINES.split(text))
    except (FrameError, KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        return None


def _xray(node: dict[str, Any], probe: str, text: list[str]) -> XRay:
    nodes = _list(node["lines"], MOST_LINES)
    lines = sorted((_line(each, text) for each in nodes), key=lambda line: line.line)
    return XRay(probe, tuple(lines), _whole(node["cut"]), node["stopped"] is True)


def _line(node: dict[str, Any], text: list[str]) -> SeenLine:
    first, last = _whole(node["line"]), _whole(node["last"])
    if not 1 <= first <= last <= len(text):
        raise ValueError(f"the file has no lines {first} to {last}")
    words = text[first - 1 : min(last, first - 1 + LONGEST_STATEMENT)]
    return SeenLine(
        first,
        "\n".join(line[:LONGEST_TEXT] for line in words),
        _whole(node["visits"]),
        tuple(_variable(each) for each in _list(node["variables"], MOST_ENTRIES)),
        tuple(_event(each) for each in _list(node["events"], MOST_ENTRIES)),
    )


def _variable(node: dict[str, Any]) -> Variable:
    shape = node.get("shape")
    return Variable(
        visit=_whole(node["visit"]),
        role=_one_of(ROLES, node["role"]),
        name=_text(node["name"], LONGEST_NAME),
        kind=_one_of(KINDS, node["kind"]),
        shape=None if shape is None else tuple(_whole(size) for size in _list(shape, MOST_DIMENSIONS)),
        dtype=_text(node.get("dtype", ""), LONGEST_NAME),
        device=_text(node.get("device", ""), LONGEST_NAME),
        requires_grad=node.get("grad") is True,
        low=_number(node.get("low")),
        high=_number(node.get("high")),
        nan=_whole(node.get("nan", 0)),
        infinite=_whole(node.get("infinite", 0)),
        text=_text(node.get("text", ""), LONGEST_TEXT),
    )


def _event(node: dict[str, Any]) -> Event:
    kind = _one_of(EVENTS, node["kind"])
    return Event(_whole(node["visit"]), _whole(node["count"]), kind, _text(node["text"], LONGEST_TEXT))


def _list(node: object, most: int) -> list[Any]:
    if not isinstance(node, list) or len(node) > most:
        raise ValueError(f"expected a list of at most {most} entries")
    return node


def _whole(node: object) -> int:
    if type(node) is not int or not 0 <= node <= LARGEST:
        raise ValueError("expected a whole number that is not negative")
    return node


def _text(node: object, longest: int) -> str:
    if not isinstance(node, str):
        raise TypeError(f"expected text, found {type(node).__name__}")
    # half a surrogate pair can be sent, but not shown
    return node[:longest].encode("utf-8", "replace").decode()


def _number(node: object) -> float | None:
    if node is None:
        return None
    number = float.fromhex(_text(node, LONGEST_NAME))
    if not math.isfinite(number):
        raise ValueError("a range has finite ends")
    return number


def _one_of(known: tuple[str, ...], node: object) -> str:
    if node not in known:
        raise ValueError("an unknown word")
    return str(node)
