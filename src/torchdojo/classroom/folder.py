"""Grading a folder: what is known already is not judged again, what is new is appended as it comes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from torchdojo.catalog import Lesson, LessonError
from torchdojo.classroom import pool
from torchdojo.classroom.handed_in import HandedIn, names, read
from torchdojo.classroom.pool import Order, Outcome
from torchdojo.classroom.results import Results
from torchdojo.classroom.row import FAULT, JUDGED, UNREADABLE, Row
from torchdojo.judge import fresh_seed
from torchdojo.sandbox import SandboxError

Fate = tuple[str, str, Mapping[str, Any] | None]
"""Status, note and report of a row."""


class Judges(Protocol):
    """Who judges many submissions: `pool.judged` on this machine, or a cluster."""

    def __call__(self, order: Order, submissions: Iterable[HandedIn], *, processes: int) -> Generator[Outcome, None, None]: ...


@dataclass(frozen=True)
class Batch:
    """One folder to be judged: what is to be judged and how."""

    folder: Path
    order: Order
    results: Results
    left: tuple[str, ...]
    """Files that have no row yet, in order."""
    keys: dict[str, str] = field(default_factory=dict)
    """The key of every file that has one, by its name."""

    def rows(self) -> Iterator[Row]:
        """The row of every file that has one, in the order of their names."""
        for name in sorted(self.keys):
            row = self.results.row(name, self.keys[name], faults=True)
            if row is not None:
                yield row


def cores() -> int:
    """How many processes can run here at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin(lesson: Lesson, folder: Path, results: Results, *, exercises: Sequence[str] | None, seed: int | None) -> Batch:
    """The batch, with nothing judged yet. Without a seed, that of the run before goes on, so that all get the same inputs."""
    chosen = tuple(one.name for one in lesson.exercises if exercises is None or one.name in exercises)
    order = Order(str(lesson.folder.parent.parent), lesson.id, lesson.content_hash, chosen, 0)
    known_seed = _seed_before(order, results) if seed is None else seed
    order = replace(order, seed=fresh_seed() if known_seed is None else known_seed)
    keys, left = {}, []
    for name in names(folder):
        key = _key(order, read(folder, name).digest)
        if results.row(name, key) is None:
            left.append(name)
        else:
            keys[name] = key
    return Batch(folder, order, results, tuple(left), keys)


def _seed_before(order: Order, results: Results) -> int | None:
    """The seed of the newest row that was judged in this way."""
    found = None
    for row in results.rows():
        if row.way == _way(replace(order, seed=row.seed)):
            found = row.seed
    return found


def _way(order: Order) -> str:
    """A short name for how an order judges. The place of the course is no part of it: a results file can be taken along."""
    words = json.dumps([order.lesson, order.content, order.exercises, order.seed])
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _key(order: Order, digest: str) -> str:
    """The same for the same bytes judged in the same way."""
    return f"{_way(order)}-{digest}"


def grade_folder(batch: Batch, on_row: Callable[[Row], None], *, processes: int, judges: Judges = pool.judged) -> None:
    """Nothing; every file that was left has its row in the results afterwards. `on_row` is told of each.

    LessonError and SandboxError stop the run: they concern every submission.
    """
    later: list[HandedIn] = []
    with contextlib.closing(judges(batch.order, _fresh(batch, later), processes=processes)) as outcomes:
        for outcome in outcomes:
            on_row(_kept(batch, outcome.handed_in, _fate(outcome)))
    for handed_in in later:
        on_row(_kept(batch, handed_in, _fate_of_unjudged(batch, handed_in)))


def _fresh(batch: Batch, later: list[HandedIn]) -> Iterator[HandedIn]:
    """What must be judged, read one by one; what need not be, or cannot, is put aside."""
    seen: set[str] = set()
    for name in batch.left:
        handed_in = read(batch.folder, name)
        key = _key(batch.order, handed_in.digest)
        if handed_in.text is None or key in seen or batch.results.twin(key) is not None:
            later.append(replace(handed_in, text=None))
        else:
            seen.add(key)
            yield handed_in


def _fate(outcome: Outcome) -> Fate:
    if outcome.kind == pool.LESSON:
        raise LessonError(outcome.said)
    if outcome.kind == pool.SANDBOX:
        raise SandboxError(outcome.said)
    if outcome.kind == pool.FAULT:
        return FAULT, f"torchdojo failed here, twice: {outcome.said}", None
    return JUDGED, "", outcome.said


def _fate_of_unjudged(batch: Batch, handed_in: HandedIn) -> Fate:
    if handed_in.note:
        return UNREADABLE, handed_in.note, None
    twin = batch.results.twin(_key(batch.order, handed_in.digest))
    if twin is None:
        return FAULT, "torchdojo failed on another file with the same content.", None
    return twin.status, twin.note, twin.report


def _kept(batch: Batch, handed_in: HandedIn, fate: Fate) -> Row:
    """The row, which is on the disk now."""
    row = Row(_key(batch.order, handed_in.digest), handed_in.name, fate[0], batch.order.seed, *fate[1:])
    batch.results.add(row)
    batch.keys[row.file] = row.key
    return row
