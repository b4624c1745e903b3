"""What a computation costs, counted and never timed: the same on every run. One cost a file, one meter a pass."""

from __future__ import annotations

from torchdojo.observe.meters.flops import Flops
from torchdojo.observe.meters.live import Largest, Peak
from torchdojo.observe.meters.meter import Meter, measure
from torchdojo.observe.meters.operations import Operations
from torchdojo.observe.meters.saved import Saved
from torchdojo.observe.meters.used import Used, plain

__all__ = ["METERS", "Flops", "Largest", "Meter", "Operations", "Peak", "Saved", "Used", "measure", "plain"]

METERS: dict[str, type[Meter]] = {
    "operations": Operations,
    "flops": Flops,
    "peak": Peak,
    "largest": Largest,
    "saved": Saved,
}
