"""Short descriptions of values. Nothing of the learner's is asked to describe itself, and nothing is changed by looking."""

from __future__ import annotations

import contextlib
import math
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

LONGEST_TEXT = 120
MOST_SPELLED = 6
MOST_COUNTED = 4_000_000
SHOWN_ITEMS = 3
# what a name stands for in every program; telling about it would only be noise
UNTOLD = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
    types.GenericAlias,
)
_size: Callable[[Any], Any] = Tensor.size
# read through torch's own class: a subclass may have attributes of these names
_dtype, _device, _layout, _wants_grad = (getattr(Tensor, name).__get__ for name in ("dtype", "device", "layout", "requires_grad"))


class unseen:
    """Within it, no mode, no tensor subclass and no graph of the program notices what torch does."""

    def __enter__(self) -> None:
        self._guards = (torch._C.DisableTorchFunction(), torch._C._DisableTorchDispatch())
        for guard in self._guards:
            guard.__enter__()
        self._graph = torch.is_grad_enabled()
        torch._C._set_grad_enabled(False)

    def __exit__(self, *_: object) -> None:
        torch._C._set_grad_enabled(self._graph)
        for guard in reversed(self._guards):
            guard.__exit__(None, None, None)


def is_tensor(value: object) -> bool:
    """True for a tensor, whatever its class says about itself."""
    return issubclass(type(value), Tensor)


def is_told(value: object) -> bool:
    """True if the value is worth a line."""
    return not issubclass(type(value), UNTOLD)


def plain(value: Tensor) -> Tensor:
    """The same memory as a tensor without history and without a class of its own. To be called while unseen."""
    return Tensor.detach(value)


def describe(value: object) -> dict[str, Any]:
    """What can be said about a value: its kind, and of a tensor shape, dtype, device, gradient flag and range."""
    if is_tensor(value):
        with unseen():
            return _tensor(value)
    if type(value) is np.ndarray:
        return _array(value)
    return {"kind": _kind(value), "text": brief(value)}


def _kind(value: object) -> str:
    if value is None or type(value) in (bool, int, float, complex) or isinstance(value, np.generic):
        return "number"
    if type(value) in (list, tuple, dict, set, frozenset, str):
        return type(value).__name__
    return "object"


def _tensor(value: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": "tensor",
        "shape": list(_size(value)),
        "dtype": str(_dtype(value)).removeprefix("torch."),
        "device": str(_device(value)),
        "grad": bool(_wants_grad(value)),
    }
    layout = str(_layout(value)).removeprefix("torch.")
    if layout != "strided":
        return told | {"text": f"layout {layout}"}
    # tensors without data (meta, inside vmap, fake ones) have no range
    with contextlib.suppress(Exception):
        tensor = plain(value)
        if tensor.device.type != "meta" and 0 < tensor.numel() <= MOST_COUNTED:
            told |= _range(tensor)
    return told


def _range(tensor: Tensor) -> dict[str, Any]:
    told: dict[str, Any] = {}
    tensor = tensor.dequantize() if tensor.is_quantized else tensor
    if tensor.dtype is torch.bool:
        told["text"] = f"{int(tensor.sum())} of {tensor.numel()} true"
    elif tensor.is_complex():
        told |= _counts(torch.view_as_real(tensor.resolve_conj().to(torch.complex128)))
    elif tensor.is_floating_point():
        # the coarse types lack some of what is asked here
        wide = tensor if tensor.dtype in (torch.float32, torch.float64) else tensor.float()
        told |= _ends(wide)
    else:
        low, high = torch.aminmax(tensor.to(torch.int64))
        told |= {"low": float(low).hex(), "high": float(high).hex()}
    if tensor.numel() <= MOST_SPELLED:
        told["text"] = _spelled(tensor.tolist())[:LONGEST_TEXT]
    return told


def _ends(tensor: Tensor) -> dict[str, Any]:
    low, high = (float(end) for end in torch.aminmax(tensor))
    told: dict[str, Any] = {}
    if not (math.isfinite(low) and math.isfinite(high)):
        told |= _counts(tensor)
        finite = tensor[torch.isfinite(tensor)]
        if not finite.numel():
            return told
        low, high = (float(end) for end in torch.aminmax(finite))
    return told | {"low": low.hex(), "high": high.hex()}


def _counts(tensor: Tensor) -> dict[str, int]:
    return {"nan": int(torch.isnan(tensor).sum()), "infinite": int(torch.isinf(tensor).sum())}


def _array(value: np.ndarray[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": "ndarray", "shape": list(value.shape), "dtype": str(value.dtype)[:40]}
    if value.dtype.kind in "fiub" and 0 < value.size <= MOST_COUNTED:
        with contextlib.suppress(Exception), unseen():
            told |= _range(torch.from_numpy(np.array(value)))
    return told


def _spelled(values: Any) -> str:
    if isinstance(values, list):
        return "[" + ", ".join(_spelled(item) for item in values) + "]"
    return brief(values)


def brief(value: object, depth: int = 1) -> str:
    """A few words for a value; objects of unknown classes by the name of their class."""
    if is_tensor(value):
        with unseen():
            return f"{tuple(_size(value))} {str(_dtype(value)).removeprefix('torch.')}"
    for kinds, words in _WORDS:
        if type(value) in kinds:
            return words(value)[:LONGEST_TEXT]
    if type(value) in (list, tuple, dict, set, frozenset, torch.Size):
        return _items(value, depth)[:LONGEST_TEXT]
    if isinstance(value, np.generic):
        return brief(value.item()) if not isinstance(value.item(), np.generic) else "number"
    return str(type(value).__name__)[:LONGEST_TEXT]


def _items(value: Any, depth: int) -> str:
    count = len(value)
    if depth == 0 and count:
        return f"{type(value).__name__} of {count}"
    if isinstance(value, dict):
        parts = [f"{brief(key, 0)}: {brief(item, depth - 1)}" for key, item in list(value.items())[:SHOWN_ITEMS]]
        left, right = "{", "}"
    else:
        room = 8 if type(value) is torch.Size else SHOWN_ITEMS
        parts = [brief(item, depth - 1) for item in list(value)[:room]]
        left, right = "[]" if type(value) is list else "{}" if type(value) in (set, frozenset) else "()"
    if len(parts) < count:
        parts.append(f"... {count} in all")
    return left + ", ".join(parts) + ("," if left == "(" and count == 1 else "") + right


def _integer(value: Any) -> str:
    return str(value) if value.bit_length() < 200 else f"an integer of {value.bit_length()} bits"


_WORDS: tuple[tuple[tuple[Any, ...], Callable[[Any], str]], ...] = (
    ((type(None), bool, range, slice, type(...)), str),
    ((int,), _integer),
    ((float,), lambda value: f"{value:.4g}"),
    ((complex,), lambda value: f"{value:.4g}"),
    ((str,), lambda value: repr(value[:LONGEST_TEXT])),
    ((bytes,), lambda value: f"{len(value)} bytes"),
    ((torch.dtype, torch.device, torch.layout), lambda value: str(value).removeprefix("torch.")),
)
