"""The x-ray: a submission followed line by line, inside the sandbox and after a failure only."""

from __future__ import annotations

from torchdojo.observe.xray.follow import TASK, perform

__all__ = ["TASK", "perform"]
