"""The x-ray of a failure: what each of the learner's lines did in the first failing probe. It is shown, never used to judge."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Variable:
    """What a variable was after a visit of its line."""

    visit: int
    role: str
    """'variable' (new or changed here), 'argument', 'used' (read by a line that raised), 'returns' or 'yields'."""
    name: str
    kind: str
    """'tensor', 'ndarray', 'number', 'str', 'list', 'tuple', 'dict', 'set', 'frozenset' or 'object'."""
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    device: str = ""
    requires_grad: bool = False
    low: float | None = None
    """The smallest finite entry."""
    high: float | None = None
    nan: int = 0
    infinite: int = 0
    text: str = ""
    """The value itself if it is small, else nothing or a few words."""


@dataclass(frozen=True)
class Event:
    """Something that happened in a line."""

    visit: int
    count: int
    """How often, first in that visit."""
    kind: str
    """'broadcast', 'copy', 'alias', 'in_place', 'nan', 'infinite', 'operands' or 'raised'."""
    text: str


@dataclass(frozen=True)
class SeenLine:
    """One statement of the learner's."""

    line: int
    text: str
    """Its lines as they stand in the file; of a compound statement the head."""
    visits: int
    variables: tuple[Variable, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class XRay:
    """One run, line by line in the order of the text."""

    probe: str
    lines: tuple[SeenLine, ...]
    cut: int = 0
    """How many lines were left out."""
    stopped: bool = False
    """True if the run was ended because it took too long."""

    def as_json(self) -> dict[str, Any]:
        """The object under the key `xray` of `torchdojo grade --json`."""
        return {"probe": self.probe, "stopped": self.stopped, "cut": self.cut, "lines": [asdict(line) for line in self.lines]}
