"""The attempts, hints and peeks of one learner, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from torchdojo.progress import schema
from torchdojo.progress.attempt import Attempt
from torchdojo.progress.places import data_folder

if TYPE_CHECKING:
    from torchdojo.judge.verdict import Verdict

T = TypeVar("T")

# seconds one process waits for another that writes; a write takes milliseconds
PATIENCE = 10.0


class StoreError(Exception):
    """The attempts cannot be read or written; says which file, why and what to do."""


class AdviceLike(Protocol):
    """What is stored of an advice (the room that makes it stands beside this one)."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...


class GradedLike(Protocol):
    """A verdict with its advice."""

    @property
    def verdict(self) -> Verdict: ...
    @property
    def advice(self) -> Sequence[AdviceLike]: ...


class ReportLike(Protocol):
    """What a grading gives (made above this room)."""

    @property
    def exercises(self) -> Sequence[GradedLike]: ...


class Store:
    """The learner's record. Safe to use from several threads and several processes."""

    def __init__(self, path: Path | None = None, *, patience: float = PATIENCE) -> None:
        self.path = path if path is not None else data_folder() / "progress.sqlite3"
        self._patience = patience
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def record(self, report: ReportLike, text: str) -> None:
        """Stores every exercise that was attempted, all of them or none."""
        # the judge loads numpy, which those who only read need not wait for
        from torchdojo.judge.verdict import NOT_ATTEMPTED

        attempted = [graded for graded in report.exercises if graded.verdict.status != NOT_ATTEMPTED]
        if not attempted:
            return
        # half a surrogate pair, which a browser can send, is no text that a file could hold
        source = text.encode("utf-8", "replace")
        digest = hashlib.sha256(source).hexdigest()
        moment = time.time()
        rows = [
            (moment, v.lesson, v.exercise, v.kind, v.status, v.seed, digest, _as_text(graded))
            for graded in attempted
            for v in (graded.verdict,)
        ]

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR IGNORE INTO source VALUES (?, ?)", (digest, source.decode()))
            connection.executemany(
                "INSERT INTO attempt (moment, lesson, exercise, kind, status, seed, source, verdict)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

        self._write(write)

    def attempts(self, lesson: str | None = None, exercise: str | None = None) -> list[Attempt]:
        """The attempts, oldest first; of one lesson or exercise if named."""
        query = (
            "SELECT id, moment, lesson, exercise, kind, status, seed, text, verdict FROM attempt JOIN source ON source = hash"
            " WHERE (?1 IS NULL OR lesson = ?1) AND (?2 IS NULL OR exercise = ?2) ORDER BY id"
        )
        rows = self._read(lambda connection: connection.execute(query, (lesson, exercise)).fetchall())
        return [_attempt(*row) for row in rows]

    def states(self) -> dict[tuple[str, str], str]:
        """'passed' or 'tried' for every (lesson, exercise) that was ever attempted; once passed, it stays passed."""
        query = "SELECT lesson, exercise, max(status = 'passed') FROM attempt GROUP BY lesson, exercise"
        rows = self._read(lambda connection: connection.execute(query).fetchall())
        return {(lesson, exercise): "passed" if passed else "tried" for lesson, exercise, passed in rows}

    def hints(self, lesson: str, exercise: str) -> int:
        """How many hints were taken."""
        query = "SELECT taken FROM hint WHERE lesson = ? AND exercise = ?"
        row = self._read(lambda connection: connection.execute(query, (lesson, exercise)).fetchone())
        return int(row[0]) if row else 0

    def take_hint(self, lesson: str, exercise: str) -> int:
        """How many hints are taken now that one more is."""
        query = "INSERT INTO hint VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET taken = taken + 1 RETURNING taken"
        return int(self._write(lambda connection: connection.execute(query, (lesson, exercise)).fetchone())[0])

    def peek(self, lesson: str, exercise: str) -> None:
        """Remembers that the solution was looked at before a pass; the first time counts."""
        row = (lesson, exercise, time.time())
        self._write(lambda connection: connection.execute("INSERT OR IGNORE INTO peek VALUES (?, ?, ?)", row))

    def peeked(self, lesson: str, exercise: str) -> datetime | None:
        """When the solution was first looked at before a pass, if it was."""
        query = "SELECT moment FROM peek WHERE lesson = ? AND exercise = ?"
        row = self._read(lambda connection: connection.execute(query, (lesson, exercise)).fetchone())
        return datetime.fromtimestamp(row[0], UTC) if row else None

    def close(self) -> None:
        """Lets go of the file; the next call opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock, self._explained():
            return query(self._opened())

    def _write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock, self._explained():
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = change(connection)
                connection.execute("COMMIT")
            except BaseException:
                # after a full disk SQLite has already rolled back by itself
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = schema.version_of(connection)
        if version > schema.VERSION:
            raise StoreError(
                f"{self.path}: written by a newer torchdojo (schema {version}, this one knows up to {schema.VERSION}). "
                "Update torchdojo, or set $TORCHDOJO_DATA to another folder."
            )
        # where write-ahead logging is impossible (some network disks) SQLite keeps its older journal, which is as safe
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        schema.migrate(connection)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            raise StoreError(f"{self.path}: {_explanation(fault)}") from fault


def _attempt(number: int, moment: float, *fields: Any) -> Attempt:
    """The attempt a row stands for."""
    lesson, exercise, kind, status, seed, source, verdict = fields
    when = datetime.fromtimestamp(moment, UTC)
    return Attempt(number, when, lesson, exercise, kind, status, seed, source, json.loads(verdict))


def _explanation(fault: Exception) -> str:
    """The fact and the remedy, in words."""
    said = str(fault)
    if "locked" in said or "busy" in said:
        return "another process has been writing to it and did not finish. Close other torchdojo windows and try again."
    if "full" in said or "No space" in said:
        return "the disk is full, nothing was changed. Free some space, or set $TORCHDOJO_DATA to a folder on another disk."
    if "readonly" in said or "unable to open" in said or isinstance(fault, OSError):
        return f"cannot be written ({said}). Make its folder writable, or set $TORCHDOJO_DATA to a folder that is."
    if "not a database" in said or "malformed" in said:
        return f"is damaged or no record of torchdojo ({said}). Move it aside; a new one is made on the next start."
    return f"{said}. Set $TORCHDOJO_DATA to another folder if this stays."


def _as_text(graded: GradedLike) -> str:
    """The verdict as JSON, its advice included."""
    plain: dict[str, Any] = asdict(graded.verdict)
    plain["advice"] = [{"kind": advice.kind, "name": advice.name, "text": advice.text} for advice in graded.advice]
    return json.dumps(plain, default=str)
