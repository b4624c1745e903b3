"""What became of one file that was handed in: the one noun of this room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JUDGED = "judged"
UNREADABLE = "unreadable"
FAULT = "fault"
# what every line begins with: tells our files from any other
BEGINNING = b'{"key": "'


@dataclass(frozen=True)
class Row:
    """One file and its verdicts."""

    key: str
    """The same for the same bytes, judged by the same lesson on the same exercises and seed."""
    file: str
    status: str
    """'judged'; 'unreadable': it cannot be judged; 'fault': torchdojo failed, so it is tried again next time."""
    seed: int
    note: str = ""
    """Why it was not judged."""
    report: Mapping[str, Any] | None = None
    """As `torchdojo grade --json` prints it, if it was judged."""

    @property
    def way(self) -> str:
        """The part of the key that says how it was judged."""
        return self.key.partition("-")[0]

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each exercise, by name, in the order of the lesson."""
        return {one["name"]: one["status"] for one in (self.report or {}).get("exercises", ())}

    @property
    def passed(self) -> bool:
        """True if it was judged and every exercise passed."""
        return self.status == JUDGED and all(status == "passed" for status in self.statuses.values())

    def line(self) -> bytes:
        """The row as one line of a results file."""
        return json.dumps(vars(self)).encode() + b"\n"


def from_line(line: bytes) -> Row | None:
    """The row; None if the line holds none."""
    try:
        return Row(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
