"""Which storages came into the world while a meter looked, and which of them are still there."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves

from torchdojo.observe.meters.meter import Meter

# their arguments are not yet known to anybody: torch.tensor makes them out of sight
BIRTHS = frozenset({"aten::lift_fresh", "aten::lift"})


class Storages(Meter):
    """Follows every storage from the operation that makes it until nobody holds it any more."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.live = 0
        self._sizes: dict[int, int] = {}
        self._makers: dict[int, int | None] = {}
        self._watchers: dict[int, weakref.ref[Any]] = {}
        self._by_line: Counter[int] = Counter()

    def grown(self) -> None:
        """Nothing; called whenever a storage was made or became larger."""

    def seen(self, operation: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        """What the operation returned."""
        if operation.name().split(".")[0] not in BIRTHS:
            for storage in storages((arguments, keywords)):
                if storage._cdata not in self._sizes:
                    # it was there before: it costs nothing, but its address may be used again
                    self._watch(storage, counted=False)
        result = operation(*arguments, **keywords)
        before = self.live
        for storage in storages(result):
            if storage._cdata not in self._sizes:
                self._watch(storage, counted=True)
            elif storage._cdata in self._makers:
                self._resize(storage._cdata, storage.nbytes())
        if self.live > before:
            self.grown()
        return result

    def made(self, storage: Any) -> bool:
        """True if the storage was made inside this meter."""
        return storage._cdata in self._makers

    def held(self, result: object) -> int:
        """Bytes that are live and do not belong to the result; their lines are kept."""
        for storage in {one._cdata: one for one in storages(result)}.values():
            if self.made(storage):
                self._resize(storage._cdata, 0)
        self.lines = +Counter(self._by_line)
        return self.live

    def by_line(self) -> Counter[int]:
        """Live bytes by the learner's line that made them."""
        return Counter(self._by_line)

    def _watch(self, storage: Any, *, counted: bool) -> None:
        key = storage._cdata
        self._sizes[key] = 0
        self._watchers[key] = weakref.ref(storage, lambda _: self._gone(key))
        if counted:
            self._makers[key] = self.line()
            self._resize(key, storage.nbytes())

    def _resize(self, key: int, size: int) -> None:
        change = size - self._sizes[key]
        self._sizes[key] = size
        self.live += change
        line = self._makers[key]
        if line is not None:
            self._by_line[line] += change

    def _gone(self, key: int) -> None:
        if key in self._makers:
            self._resize(key, 0)
            del self._makers[key]
        del self._sizes[key], self._watchers[key]


def storages(value: object) -> Iterator[Any]:
    """The storages of all tensors in a value, those without memory left out."""
    for leaf in tree_leaves(value):
        if not isinstance(leaf, Tensor) or leaf.layout != torch.strided or leaf.device.type == "meta":
            continue
        yield leaf.untyped_storage()
