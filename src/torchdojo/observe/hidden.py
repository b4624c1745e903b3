"""Data whose targets a submission must not see: drawn beside the reference, staged to the submission without them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

import torch

from torchdojo.observe.frame import pack, unpack
from torchdojo.observe.values import Writer

# what is staged travels in the header of a job, which has its own limit
MOST_BYTES = 2_500_000


class HiddenError(Exception):
    """Hidden data cannot be made or sent: a fault of the lesson."""


def hidden_seed(secret: str, probe: str, seed: int) -> int:
    """The seed of hidden data: nobody can compute it from the job's seed without the secret, which no submission gets."""
    if not secret:
        raise HiddenError(f"{probe}: hidden data are drawn in trusted jobs only, and this one has no secret")
    digest = hmac.new(secret.encode(), f"{probe}/{seed}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "little")


def staged(given: object) -> str:
    """What a submission is given, as text for the header of its job."""
    writer = Writer()
    frame = pack({"node": writer.node(given)}, writer.blobs)
    if len(frame) > MOST_BYTES:
        raise HiddenError(f"the given part of hidden data has {len(frame):,} bytes, at most {MOST_BYTES:,} can be sent")
    return base64.b64encode(frame).decode()


def unstaged(text: str) -> Any:
    """The given part, as torch knows it."""
    header, blobs = unpack(base64.b64decode(text))
    return _value(header["node"], blobs)


def _value(node: Any, blobs: Sequence[memoryview]) -> Any:
    if node is None or isinstance(node, bool | str):
        return node
    kind, content = node["t"], node.get("v")
    if kind == "int":
        return int(content)
    if kind == "float":
        return float.fromhex(content)
    if kind == "sequence":
        return tuple(_value(item, blobs) for item in content)
    if kind == "mapping":
        return {_value(key, blobs): _value(item, blobs) for key, item in content}
    if kind == "array":
        dtype = getattr(torch, node["dtype"])
        data = bytearray(blobs[node["data"]])
        flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
        return flat.reshape(node["shape"])
    raise HiddenError(f"a {node.get('kind', kind)} cannot be given to a submission: give tensors, numbers, text, lists and dicts")
