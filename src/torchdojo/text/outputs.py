"""What the cells of a lesson give when they run: in the sandbox once, then from disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from torchdojo.catalog import Lesson, LessonError
from torchdojo.catalog.places import cache_folder
from torchdojo.observe.frame import FrameError, unpack
from torchdojo.observe.job import cells_job
from torchdojo.text.figures import picture
from torchdojo.text.page import Cell, Page
from torchdojo.text.parse import page, place_of

# a lesson's cells may take 30 s on two cores; a slow machine gets four times that
SECONDS = 120.0

# raised when what is kept on disk changes its shape
FORM = 2


@dataclass(frozen=True)
class CellError:
    """The exception a cell ended with."""

    kind: str
    message: str
    line: int | None


@dataclass(frozen=True)
class CellOutput:
    """What one cell showed."""

    number: int
    printed: str
    value: str
    pictures: tuple[str, ...]
    """SVG, ready to stand in a page."""
    error: CellError | None
    seconds: float
    """CPU time it took when it was run."""

    @property
    def empty(self) -> bool:
        """True if there is nothing to show."""
        return not (self.printed or self.value or self.pictures or self.error)


def outputs(lesson: Lesson) -> tuple[CellOutput, ...]:
    """What each cell shows, in order; run in the sandbox unless the same text was run before.

    LessonError if a cell fails that should not, or does not fail that should.
    """
    text = page(lesson)
    place = _place(lesson)
    kept = _kept(place, text)
    if kept is None:
        kept = _frames(lesson, text)
        _keep(place, kept)
    return tuple(_output(lesson, frame) for frame in kept)


def kept_outputs(lesson: Lesson) -> tuple[CellOutput, ...] | None:
    """What each cell shows, if it is already known; nothing is run."""
    kept = _kept(_place(lesson), page(lesson))
    return None if kept is None else tuple(_output(lesson, frame) for frame in kept)


def _frames(lesson: Lesson, text: Page) -> list[dict[str, Any]]:
    # loaded only when cells really run; mostly they are read from disk
    from torchdojo.sandbox import Limits, run

    job = cells_job(lesson.reference, [{"source": cell.source, "tags": list(cell.tags)} for cell in text.cells])
    ran = run(job, limits=Limits(seconds=SECONDS))
    frames: list[dict[str, Any]] = []
    for cell, raw in zip(text.cells, ran.frames, strict=False):
        try:
            frame, _ = unpack(raw)
        except FrameError as error:
            raise _fault(lesson, cell, f"sent something unreadable ({error})") from None
        _expect(lesson, cell, frame)
        frames.append(frame)
    if len(frames) < len(text.cells):
        cell = text.cells[len(frames)]
        raise _fault(lesson, cell, f"did not end ({ran.status}: {ran.detail or 'no more to say'})")
    return frames


def _expect(lesson: Lesson, cell: Cell, frame: Mapping[str, Any]) -> None:
    error = frame.get("error")
    if error and not cell.raises:
        raise _fault(lesson, cell, f"raised {error['kind']}: {error['message']}")
    if cell.raises and not error:
        raise _fault(lesson, cell, "was to raise an exception and did not")


def _fault(lesson: Lesson, cell: Cell, fact: str) -> LessonError:
    return LessonError(place_of(lesson, cell.line), f"cell {cell.number + 1} {fact}.", "Correct the cell or the reference.")


def _output(lesson: Lesson, frame: Mapping[str, Any]) -> CellOutput:
    number, error = int(frame["cell"]), frame["error"]
    prefix = f"cell-{number}"
    pictures = [picture(svg, f"{prefix}-picture-{at}") for at, svg in enumerate(frame["pictures"])]
    trouble = CellError(error["kind"], error["message"], error["line"]) if error else None
    return CellOutput(number, frame["printed"], frame["value"], tuple(pictures), trouble, float(frame["seconds"]))


def _place(lesson: Lesson) -> Path:
    key = hashlib.sha256(f"{FORM} {lesson.content_hash} {version('torch')}".encode()).hexdigest()[:32]
    return cache_folder() / "outputs" / f"{lesson.id.replace('/', '--')}-{key}.json"


def _kept(place: Path, text: Page) -> list[dict[str, Any]] | None:
    if not text.cells:
        return []
    try:
        frames = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(frames, list) and len(frames) == len(text.cells)
    return frames if whole and all(_known(frame) for frame in frames) else None


def _known(frame: object) -> bool:
    return isinstance(frame, dict) and {"cell", "printed", "value", "pictures", "error", "seconds"} <= frame.keys()


def _keep(place: Path, frames: Sequence[Mapping[str, Any]]) -> None:
    """Writes whole or not at all; a disk that refuses only costs the next reader some seconds."""
    fresh = place.with_suffix(f".{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(frames), encoding="utf-8")
        fresh.replace(place)
    except OSError:
        fresh.unlink(missing_ok=True)
