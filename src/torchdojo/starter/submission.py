"""What this room makes: starters and submissions."""

from __future__ import annotations

from dataclasses import dataclass

# line numbers from here on belong to code that was put around the learner's own
FOREIGN_LINES = 1_000_000


@dataclass(frozen=True)
class Hole:
    """Where an exercise stands in a starter."""

    exercise: str
    line: int
    """The first line of the definition, decorators included."""
    end_line: int


@dataclass(frozen=True)
class Starter:
    """A lesson's reference with its holes: what the learner begins with."""

    text: str
    holes: tuple[Hole, ...]
    """In file order."""


@dataclass(frozen=True)
class SyntaxFault:
    """Why a text is no Python."""

    line: int
    """Counted from 1; 0 if the fault is nowhere in particular."""
    column: int
    """Counted from 1; 0 if unknown."""
    message: str
    """In plain words, without a full stop."""
    text: str
    """The line itself."""


@dataclass(frozen=True)
class Submission:
    """A whole program in which one exercise is somebody's and the rest is the reference's."""

    lesson: str
    exercise: str
    name: str
    """'submission', 'reference', 'mistake:FAULT', 'alternative:FAULT' or 'mutant:LINE:OPERATOR:DETAIL'."""
    text: str
    """The text whose lines the code's line numbers mean."""
    code: bytes
    """The compiled module, marshalled; empty if there is a fault."""
    filename: str
    attempted: bool = True
    fault: SyntaxFault | None = None
    says: str = ""
    """Of a mistake or alternative its docstring, of a mutant one sentence on what is wrong."""
    line: int = 0
    """Of a mistake or alternative its line in its file, of a mutant the changed line of reference.py."""
