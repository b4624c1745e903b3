"""How many bytes a forward pass keeps for its backward pass."""

from __future__ import annotations

from torchdojo.observe.meters.storages import Storages


class Saved(Storages):
    """Counts what is still alive when the call has returned.

    That is what the graph keeps, however it is kept: saved by an operation, by `save_for_backward`, as an attribute of `ctx`, in
    a closure. Hooks on saved tensors would miss the last two. Inputs and parameters were there before, and the result belongs to
    the caller: both would be held without any graph, so neither counts. A storage counts once, whole, whatever its views show.
    """

    _kept = 0

    @property
    def count(self) -> int:
        """Bytes kept, beside the inputs and the result."""
        return self._kept

    def end(self, result: object) -> None:
        """Nothing; counts what is left."""
        self._kept = self.held(result)
