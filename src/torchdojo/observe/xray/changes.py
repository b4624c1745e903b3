"""Which variables of a frame are new or changed since the last line."""

from __future__ import annotations

import contextlib
import types
from collections.abc import Iterator
from types import FrameType
from typing import Any

import numpy as np
from torch import Tensor, nn

from torchdojo.observe.xray.describe import is_tensor, is_told

LOOKED_AT = 8
MOST_NAMES = 200
_version = Tensor._version.__get__  # type: ignore[attr-defined]
# what every module has, and no learner gave it
_OF_EVERY_MODULE = frozenset(vars(nn.Module()))


class Storages:
    """Counts how often each memory was written to: the version of a tensor does not tell of writes through `.data`."""

    def __init__(self) -> None:
        self._writes: dict[int, int] = {}

    def written(self, tensor: object) -> None:
        """Nothing; notes that the tensor's memory was written to."""
        key = memory(tensor)
        if key:
            self._writes[key] = self._writes.get(key, 0) + 1

    def count(self, tensor: object) -> int:
        """How often the tensor's memory was written to."""
        return self._writes.get(memory(tensor), 0)


def memory(value: object) -> int:
    """What tells a tensor's memory from every other while it lives; 0 if it has none."""
    if is_tensor(value):
        with contextlib.suppress(Exception):
            storage = Tensor.untyped_storage(value)  # type: ignore[arg-type]
            return storage._cdata if storage.data_ptr() else 0
    return 0


def variables(frame: FrameType, owner: str) -> Iterator[tuple[str, Any]]:
    """The frame's variables that are worth telling, then the attributes of the object a method belongs to."""
    known = list(frame.f_locals.items())[:MOST_NAMES]
    for name, value in known:
        if not name.startswith((".", "__")) and name != owner and is_told(value):
            yield name, value
    if owner:
        yield from _attributes(owner, frame.f_locals.get(owner))


def _attributes(owner: str, value: object) -> Iterator[tuple[str, Any]]:
    with contextlib.suppress(Exception):
        inside = _inside(value)
        groups = [inside]
        if issubclass(type(value), nn.Module):
            groups += [inside.get("_parameters", {}), inside.get("_buffers", {}), inside.get("_modules", {})]
        for group in groups:
            for name, item in list(group.items())[:MOST_NAMES]:
                if type(name) is str and not name.startswith("__") and name not in _OF_EVERY_MODULE and is_told(item):
                    yield f"{owner}.{name}", item


def _inside(value: object) -> dict[str, Any]:
    """The attributes of an object, found without its own help."""
    for cls in type(value).__mro__:
        slot = vars(cls).get("__dict__")
        if type(slot) is types.GetSetDescriptorType:
            return dict(slot.__get__(value))
    return {}


class Token:
    """What a value was when it was last looked at: compares equal as long as nothing about it has changed."""

    __slots__ = ("_facts", "_value")

    def __init__(self, value: object, storages: Storages) -> None:
        # the value is kept, so that its identity is not given to another meanwhile
        self._value = value
        self._facts = _facts(value, storages, 2)

    def is_current(self, value: object, storages: Storages) -> bool:
        """True if the value is the same one and unchanged."""
        same = value is self._value or type(value) in (int, float, str, bool)
        return same and self._facts == _facts(value, storages, 2)

    def holds(self, value: object) -> bool:
        """True if it is the same object, changed or not."""
        return value is self._value


def _facts(value: Any, storages: Storages, depth: int) -> Any:
    if is_tensor(value):
        return id(value), _version_of(value), storages.count(value), tuple(Tensor.size(value))
    if type(value) in (int, str, bool):
        return value
    if type(value) is float:
        return value.hex()
    if type(value) in (list, tuple, dict) and depth:
        items = list(value.values() if type(value) is dict else value)
        shown = items[:LOOKED_AT] + items[LOOKED_AT:][-1:]
        return len(items), tuple(_facts(item, storages, depth - 1) for item in shown)
    if type(value) is np.ndarray and value.nbytes <= 1024:
        return id(value), value.tobytes()
    return id(value)


def _version_of(tensor: Any) -> int:
    try:
        return int(_version(tensor))
    except RuntimeError:  # tensors of inference mode do not count
        return 0
