"""What a lesson's text is made of: the one noun of this room is the Page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prose:
    """Paragraphs, lists, tables and formulas."""

    html: str
    text: str
    """The markdown it was made from, for fronts that draw no HTML."""
    line: int


@dataclass(frozen=True)
class Heading:
    """The title of a section."""

    level: int
    id: str
    html: str
    text: str
    line: int


@dataclass(frozen=True)
class Cell:
    """Code of the lesson that is run, and whose output is shown."""

    number: int
    """Counted from 0 in the order of the text."""
    source: str
    html: str
    tags: tuple[str, ...]
    line: int

    @property
    def folded(self) -> bool:
        """True if the code is folded away and only its output is seen at first."""
        return "hide-input" in self.tags

    @property
    def raises(self) -> bool:
        """True if an exception is the point of this cell."""
        return "raises-exception" in self.tags


@dataclass(frozen=True)
class Shown:
    """A definition of the reference; `definition` renders it for what a learner has passed."""

    name: str
    line: int


@dataclass(frozen=True)
class Place:
    """Where an exercise stands in the text: its task in words and its ladder of hints."""

    exercise: str
    html: str
    text: str
    hints: tuple[str, ...]
    hints_text: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Figure:
    """A drawing of the lesson, ready to stand inside the page."""

    svg: str
    alt: str
    caption: str
    id: str
    file: str
    line: int


@dataclass(frozen=True)
class Aside:
    """A remark beside the text."""

    kind: str
    """'note', 'tip' or 'warning'."""
    title: str
    html: str
    text: str
    line: int


Block = Prose | Heading | Cell | Shown | Place | Figure | Aside


@dataclass(frozen=True)
class Page:
    """The text of one lesson, block by block."""

    lesson: str
    blocks: tuple[Block, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells in the order in which they run."""
        return tuple(block for block in self.blocks if isinstance(block, Cell))

    @property
    def places(self) -> dict[str, Place]:
        """Where each exercise stands, by its name."""
        return {block.exercise: block for block in self.blocks if isinstance(block, Place)}

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The titles of the sections."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))
