"""The sandbox side of an observation: whatever a probe returned becomes nodes of a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from torchdojo.observe.observation import DEEPEST, STORED

LONGEST_TEXT = 20_000
MOST_ITEMS = 20_000


class Writer:
    """Turns values into nodes and collects their bytes."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []

    def node(self, value: object, depth: int = DEEPEST) -> Any:
        """A JSON-able description of `value`; unknown objects are described by their class name only."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return value[:LONGEST_TEXT]
        number = _number(value)
        if number is not None:
            return number
        if isinstance(value, (torch.Tensor, np.ndarray)):
            return self.array(value)
        if depth > 1 and isinstance(value, (dict, list, tuple, set, frozenset)):
            return self._container(value, depth - 1)
        return _thing(value)

    def array(self, value: torch.Tensor | np.ndarray[Any, Any]) -> Any:
        """The node of a tensor or NumPy array, whatever its dtype and layout."""
        if isinstance(value, np.ndarray):
            if value.dtype.kind not in "fiubc":
                return {"t": "thing", "kind": "ndarray", "v": str(value.dtype)}
            return {**self._dense(torch.from_numpy(np.array(value))), "kind": "ndarray"}
        # a learner's tensor subclass must not be able to answer in place of torch
        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
            return self._tensor(value.detach())

    def _tensor(self, tensor: torch.Tensor) -> Any:
        layout = str(tensor.layout).removeprefix("torch.")
        if tensor.is_nested:
            return {"t": "sequence", "v": [self._dense(part) for part in tensor.unbind()]}
        if tensor.is_quantized:
            extra = [["quantisation", str(tensor.qscheme())], ["integers", str(tensor.dtype)]]
            return {**self._dense(tensor.dequantize()), "extra": extra}
        if layout == "_mkldnn":
            return self._dense(tensor.to_dense())
        if layout != "strided":
            return {**self._dense(tensor.to_dense()), "layout": layout}
        return self._dense(tensor)

    def _dense(self, tensor: torch.Tensor) -> Any:
        dtype = str(tensor.dtype).removeprefix("torch.")
        if dtype not in STORED:
            return {"t": "thing", "kind": "tensor", "v": dtype}
        node: dict[str, Any] = {
            "t": "array",
            "kind": "tensor",
            "dtype": dtype,
            "shape": list(tensor.shape),
            "layout": "strided",
            "data": None,
        }
        if tensor.device.type == "meta":
            return node
        flat = tensor.cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
        node["data"] = len(self.blobs)
        self.blobs.append(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")
        return node

    def _container(self, value: Any, depth: int) -> Any:
        if len(value) > MOST_ITEMS:
            return {"t": "thing", "kind": type(value).__name__, "v": f"{len(value)} items"}
        if isinstance(value, dict):
            return {"t": "mapping", "v": [[self.node(key, depth), self.node(item, depth)] for key, item in value.items()]}
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=repr)
        return {"t": "sequence", "v": [self.node(item, depth) for item in value]}


def _number(value: object) -> Any:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return {"t": "int", "v": str(int(value)) if int(value).bit_length() < 12_000 else "9" * 4001}
    if isinstance(value, (float, np.floating)):
        return {"t": "float", "v": float(value).hex()}
    if isinstance(value, (complex, np.complexfloating)):
        return {"t": "complex", "v": [float(value.real).hex(), float(value.imag).hex()]}
    return None


_NAMED: dict[type, tuple[str, Callable[[Any], str]]] = {
    torch.dtype: ("dtype", str),
    torch.device: ("device", str),
    torch.layout: ("layout", str),
    type: ("class", lambda value: value.__qualname__),
}


def _thing(value: object) -> Any:
    for known, (kind, words) in _NAMED.items():
        if isinstance(value, known):
            return {"t": "thing", "kind": kind, "v": words(value)}
    return {"t": "thing", "kind": "object", "v": type(value).__name__}


def raised(error: BaseException) -> Any:
    """The node of an exception observed as a value."""
    return {"t": "raised", "v": classes(error), "message": message(error)}


def classes(error: BaseException) -> list[str]:
    """Names of the error's class and its bases, nearest first, down to Exception."""
    return [cls.__name__ for cls in type(error).__mro__ if cls is not object]


def message(error: BaseException) -> str:
    """The error's own words, cut to a readable length."""
    try:
        return str(error)[:2000]
    except Exception:  # a learner's exception may fail to print itself
        return ""
