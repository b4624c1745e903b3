"""Faults of a lesson, in words its author can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LessonError(Exception):
    """A fault of a lesson: where it is, what was found, what to do."""

    def __init__(self, place: str, fact: str = "", remedy: str = "") -> None:
        super().__init__(place, fact, remedy)
        self.place = place
        self.fact = fact
        self.remedy = remedy

    def __str__(self) -> str:
        message = f"{self.place}: {self.fact}" if self.fact else self.place
        return f"{message} {self.remedy}" if self.remedy else message


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence naming the nearest known word, or nothing if none is near."""
    by_letters = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), list(by_letters), n=1, cutoff=0.6)
    return f"Did you mean '{by_letters[near[0]]}'?" if near else ""


def sentence(*parts: str) -> str:
    """The parts that are not empty, joined by spaces."""
    return " ".join(part for part in parts if part)
