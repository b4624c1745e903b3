"""How much memory a computation takes beyond what was there before: at the worst moment, and in its largest part."""

from __future__ import annotations

from torchdojo.observe.meters.storages import Storages


class Peak(Storages):
    """Remembers the moment at which most bytes were live."""

    _most = 0

    @property
    def count(self) -> int:
        """Bytes live at the peak, beyond what was there at the start; what a kernel takes inside itself is not seen."""
        return self._most

    def grown(self) -> None:
        """Nothing; a new peak is remembered, with the lines whose tensors were live."""
        if self.live > self._most:
            self._most = self.live
            self.lines = +self.by_line()


class Largest(Storages):
    """Remembers the largest storage."""

    _most = 0

    @property
    def count(self) -> int:
        """Bytes of the largest storage that was made."""
        return self._most

    def grown(self) -> None:
        """Nothing; a larger storage than all before is remembered, with its line."""
        key, size = max(self._sizes.items(), key=lambda pair: pair[1])
        if size > self._most:
            self._most = size
            line = self._makers[key]
            self.lines.clear()
            if line is not None:
                self.lines[line] = size
