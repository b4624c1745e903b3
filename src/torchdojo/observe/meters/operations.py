"""How many operations torch starts: what a Python loop costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torchdojo.observe.meters.meter import Meter

# they say how numbers are to be read, as views do, without being marked as views
READINGS = frozenset({"aten::_unsafe_view", "aten::lift_fresh", "aten::lift", "prim::device"})


class Operations(Meter):
    """Counts the operations that compute or copy something. Views are free: they move no number."""

    @property
    def count(self) -> int:
        """Operations that were run."""
        return self.names.total()

    def seen(self, operation: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        """What the operation returned; it counts once, however much it works."""
        if not getattr(operation, "is_view", False) and operation.name().split(".")[0] not in READINGS:
            self.share(operation, 1)
        return operation(*arguments, **keywords)
