"""What is known about a failed submission: the one thing every part of this room looks at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from torchdojo.catalog import Exercise, Lesson
from torchdojo.judge import Expected, Seen, Verdict, differences
from torchdojo.observe import Observation
from torchdojo.observe.observation import Raised

UNFINISHED = ("passed", "not_run")


@dataclass(frozen=True)
class Evidence:
    """A submission that failed, what it did, and what the reference did for the same seed."""

    lesson: Lesson
    exercise: Exercise
    known: Expected
    seen: Seen
    verdict: Verdict
    text: str
    """The learner's file."""
    filename: str = "submission.py"

    @cached_property
    def failing(self) -> tuple[str, ...]:
        """The probes that failed, in the order they are written."""
        return tuple(finding.name for finding in self.verdict.probes if finding.status not in UNFINISHED)

    @cached_property
    def returned(self) -> tuple[str, ...]:
        """The failing probes in which the submission gave back something wrong, not an exception alone."""
        return tuple(
            finding.name
            for finding in self.verdict.probes
            if finding.status == "failed" and any(not one.got.startswith("raises ") for one in finding.differences)
        )

    @property
    def complete(self) -> bool:
        """True if every probe was run to its end, or to an exception."""
        return set(self.seen.observations) == set(self.known.observations)

    def alike(self, did: Mapping[str, Observation], probes: Collection[str]) -> bool:
        """True if a variant did in these probes what the submission did."""
        if not set(probes) <= set(did):
            return False
        other = Expected(self.known.seed, did, self.known.moved)
        seen = self.seen.observations
        return all(not differences(self.exercise, other, probe, seen[probe]) for probe in probes)

    def same_errors(self, did: Mapping[str, Observation]) -> bool:
        """True unless an exception is all there is to go by, and it is another one but for its class."""
        if self.returned:
            return True
        return all(_words(did[name].value) == _words(self.seen.observations[name].value) for name in self.failing)


def _words(value: object) -> str:
    return value.message if isinstance(value, Raised) else ""
