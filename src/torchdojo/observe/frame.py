"""The frame: a JSON header and raw bytes. What comes out of a sandbox is believed only after it was checked here."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any

PREFIX = struct.Struct("<II")
LARGEST_HEADER = 4 << 20
LARGEST_BODY = 64 << 20
ALIGNMENT = 64


class FrameError(Exception):
    """Bytes that are no frame of ours."""


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """One frame: sizes, header with the place of each blob, then the blobs, each on a 64-byte boundary."""
    places = []
    body = bytearray()
    for blob in blobs:
        body.extend(bytes(-len(body) % ALIGNMENT))
        places.append([len(body), len(blob)])
        body.extend(blob)
    head = json.dumps({**header, "blobs": places}, allow_nan=False, separators=(",", ":")).encode()
    return PREFIX.pack(len(head), len(body)) + head + bytes(body)


def unpack(data: bytes) -> tuple[dict[str, Any], list[memoryview]]:
    """The header and the blobs of one frame.

    Raises FrameError for anything that `pack` cannot have made; never another exception.
    """
    if len(data) < PREFIX.size:
        raise FrameError(f"{len(data)} bytes are too few for a frame")
    head, body = PREFIX.unpack_from(data)
    if head > LARGEST_HEADER or body > LARGEST_BODY:
        raise FrameError(f"a frame of {head} + {body} bytes is over the limit")
    if PREFIX.size + head + body != len(data):
        raise FrameError(f"the frame says {head} + {body} bytes, {len(data) - PREFIX.size} came")
    try:
        header = json.loads(data[PREFIX.size : PREFIX.size + head])
    except (ValueError, RecursionError) as error:
        raise FrameError(f"the header is no JSON: {type(error).__name__}") from None
    if not isinstance(header, dict):
        raise FrameError("the header is no JSON object")
    return header, _blobs(header.pop("blobs", None), memoryview(data)[PREFIX.size + head :])


def _blobs(places: object, body: memoryview) -> list[memoryview]:
    if not isinstance(places, list):
        raise FrameError("the header does not say where the blobs are")
    blobs = []
    end = 0
    for place in places:
        if not (isinstance(place, list) and len(place) == 2 and all(type(number) is int for number in place)):
            raise FrameError(f"{place!r:.80} is no place of a blob")
        start, length = place
        if start < 0 or length < 0 or start + length > len(body):
            raise FrameError(f"a blob at {start} of {length} bytes lies outside the body of {len(body)}")
        if start < end:
            raise FrameError(f"a blob at {start} begins before the end of another at {end}")
        end = start + length
        blobs.append(body[start : start + length])
    return blobs
