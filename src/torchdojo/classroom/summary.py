"""What a folder's rows say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from torchdojo.classroom.row import JUDGED, Row

ADVICE = 3


@dataclass
class Tally:
    """One exercise in all files."""

    statuses: Counter[str] = field(default_factory=Counter)
    advice: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind and name."""

    @property
    def frequent(self) -> list[tuple[str, int]]:
        """The advice that was given most often, by name, and how often."""
        return [(name, count) for (_, name), count in self.advice.most_common(ADVICE)]


@dataclass
class Summary:
    """All files of a folder."""

    files: int = 0
    passed: int = 0
    """Files in which every exercise passed."""
    exercises: dict[str, Tally] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    """Files that were not judged, and why."""

    @property
    def all_passed(self) -> bool:
        """True if there is no file that did not pass."""
        return self.passed == self.files


def summary(rows: Iterable[Row]) -> Summary:
    """The numbers; the rows are not kept."""
    found = Summary()
    for row in rows:
        found.files += 1
        found.passed += row.passed
        if row.status != JUDGED or row.report is None:
            found.others.append((row.file, row.note))
            continue
        for exercise in row.report["exercises"]:
            tally = found.exercises.setdefault(exercise["name"], Tally())
            tally.statuses[exercise["status"]] += 1
            tally.advice.update({(one["kind"], one["name"]) for one in exercise["advice"]})
    return found
