"""What the judge found: the one noun of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PASSED = "passed"
FAILED = "failed"
NOT_ATTEMPTED = "not_attempted"
TIMEOUT = "timeout"
MEMORY = "memory"
CRASHED = "crashed"
SYNTAX_ERROR = "syntax_error"
FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Difference:
    """One observation that is not what the reference gave."""

    where: str
    """In the learner's words: 'result', 'gradient of query', 'output[0]', 'the input x after the call'."""
    fact: str
    """One sentence without advice: '41 of 60 entries differ; worst at [1, 2, 3]'."""
    expected: str
    """Short text of what was expected, at the worst place."""
    got: str
    """Short text of what came instead."""
    allowed: str = ""
    """How far apart they may be and why; empty for exact comparisons."""
    expected_values: object = None
    """Nested lists of numbers, for small arrays only (at most 64 entries); None otherwise."""
    got_values: object = None
    """As `expected_values`, of the submission."""


@dataclass(frozen=True)
class Trouble:
    """An exception of the submission, cut to the learner's own lines."""

    kind: str
    """The class of the exception, e.g. 'RuntimeError'."""
    message: str
    lines: tuple[tuple[int, str], ...]
    """(line number in the learner's file, text of that line), outermost first; empty if raised outside it."""
    below: bool
    """True if it was raised deeper than the learner's last line (inside torch, say)."""


@dataclass(frozen=True)
class ProbeFinding:
    """What one probe says about the submission."""

    name: str
    says: str
    """The probe's sentence: what was tried."""
    status: str
    """'passed', 'failed', 'timeout', 'memory', 'crashed' or 'not_run'."""
    message: str
    differences: tuple[Difference, ...] = ()
    trouble: Trouble | None = None
    printed: str = ""


@dataclass(frozen=True)
class Reading:
    """What one meter showed at each size, beside the reference."""

    cost: str
    """The cost function's name."""
    says: str
    """The cost function's sentence: what becomes larger."""
    meter: str
    """'operations', 'flops', 'peak', 'largest' or 'saved'."""
    sizes: tuple[int, ...]
    yours: tuple[int, ...]
    reference: tuple[int, ...]
    at_most: int | None
    """The bar at the largest size, if there is one."""
    may_grow: float | None
    """The largest exponent allowed over the last two sizes, if there is a bar."""
    growth: float
    """The exponent with which yours grew over the last two sizes."""
    reference_growth: float
    lines: tuple[tuple[int, int], ...] = ()
    """(line in the learner's file, its share at the largest size), largest share first."""

    @property
    def too_many(self) -> bool:
        """True if the count at the largest size is over its bar."""
        return self.at_most is not None and self.yours[-1] > self.at_most

    @property
    def grows_too_fast(self) -> bool:
        """True if the count grows faster than its bar."""
        return self.may_grow is not None and self.growth > self.may_grow

    @property
    def broken(self) -> bool:
        """True if a bar is broken."""
        return self.too_many or self.grows_too_fast

    def as_json(self) -> dict[str, Any]:
        """The object of the command contract."""
        return {
            "sizes": self.sizes,
            "yours": self.yours,
            "reference": self.reference,
            "at_most": self.at_most,
            "growth": {"yours": self.growth, "reference": self.reference_growth, "at_most": self.may_grow},
        }


@dataclass(frozen=True)
class Verdict:
    """The finding on one exercise of one submission."""

    lesson: str
    exercise: str
    kind: str
    status: str
    """One of the statuses above."""
    seed: int
    message: str
    """One sentence for a headline."""
    probes: tuple[ProbeFinding, ...] = ()
    line: int | None = None
    """The learner's line the message is about, if there is one."""
    seconds: float = 0.0
    readings: tuple[Reading, ...] = ()
    """Of a speed exercise whose results are right: what the meters showed."""

    @property
    def dear(self) -> bool:
        """True if the results are right and a cost is too high."""
        return any(reading.broken for reading in self.readings)

    @property
    def passed(self) -> bool:
        """True if every probe passed."""
        return self.status == PASSED
