"""What is kept of each line: how often it ran, what its first and last visits left behind, and what happened in it."""

from __future__ import annotations

from typing import Any

from torchdojo.observe.xray.statements import Statements

MOST_LINES = 150
MOST_VARIABLES = 24
MOST_EVENTS = 8
LONGEST_EVENT = 300
FIRST_VISITS, LAST_VISITS = 1, 2


class LineNotes:
    """One line, that is one statement."""

    def __init__(self) -> None:
        self.visits = 0
        self.kept: dict[int, dict[tuple[str, str], dict[str, Any]]] = {}
        self.events: dict[tuple[str, str], list[int]] = {}
        """(kind, text) to the first visit and how often."""

    def variable(self, role: str, name: str, told: dict[str, Any]) -> None:
        """Nothing; notes what a variable is after the present visit. Of all visits the first and the last two are kept."""
        if self.visits not in self.kept:
            middle = sorted(self.kept)[FIRST_VISITS : len(self.kept) - LAST_VISITS + 1]
            for visit in middle:
                del self.kept[visit]
        there = self.kept.setdefault(self.visits, {})
        if len(there) < MOST_VARIABLES or (role, name) in there:
            there[role, name] = told

    def event(self, kind: str, text: str) -> None:
        """Nothing; notes something that happened in the present visit; what happens again is counted."""
        known = self.events.get((kind, text))
        if known is not None:
            known[1] += 1
        elif len(self.events) < MOST_EVENTS or kind == "raised":
            self.events[kind, text] = [self.visits, 1]

    @property
    def weight(self) -> int:
        """How much there is to tell; where the program ended weighs most."""
        if any(kind == "raised" for kind, _ in self.events):
            return 3
        return 2 if self.events else 1 if self.kept else 0

    def as_json(self) -> dict[str, Any]:
        """The line as part of a frame's header."""
        return {
            "visits": self.visits,
            "variables": [
                {"visit": visit, "role": role, "name": name} | told
                for visit in sorted(self.kept)
                for (role, name), told in self.kept[visit].items()
            ],
            "events": [
                {"visit": visit, "count": count, "kind": kind, "text": text[:LONGEST_EVENT]}
                for (kind, text), (visit, count) in self.events.items()
            ],
        }


class Notes:
    """All lines of one run."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self.lines: dict[int, LineNotes] = {}

    def at(self, line: int) -> LineNotes:
        """What is known of the statement that begins at this line."""
        return self.lines.setdefault(line, LineNotes())

    def as_json(self, *, eventful: bool = False) -> dict[str, Any]:
        """The lines in the order of the text, as part of a frame's header; of very many, those with the most to tell.

        With `eventful`, only lines that have anything to tell.
        """
        told = [line for line, notes in self.lines.items() if notes.weight or not eventful]
        heaviest = sorted(told, key=lambda line: (-self.lines[line].weight, line))
        chosen = sorted(heaviest[:MOST_LINES])
        return {
            "cut": len(told) - len(chosen),
            "lines": [{"line": line, "last": self.statements.last(line)} | self.lines[line].as_json() for line in chosen],
        }
