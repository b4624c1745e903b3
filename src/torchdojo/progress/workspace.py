"""The working folder: the learner's own files, one a lesson, with every earlier version kept."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from torchdojo.progress.atomic import written

if TYPE_CHECKING:
    from torchdojo.catalog import Lesson

HISTORY = ".torchdojo-history"

# versions kept one by one; of older ones the last of each day stays
RECENT = 200


class WorkspaceError(Exception):
    """A file of the working folder cannot be read or written; says which, why and what to do."""


class EditedOutside(WorkspaceError):
    """The file was changed by another program since it was read; nothing was written."""

    def __init__(self, path: Path, text: str, stamp: str) -> None:
        super().__init__(
            f"{path}: changed by another program since you opened it. Nothing was overwritten: choose the text to keep."
        )
        self.text = text
        """What the file holds now."""
        self.stamp = stamp
        """Its stamp: save with it to overwrite knowingly (the text stays in the history)."""


@dataclass(frozen=True)
class Version:
    """An earlier text of a lesson's file."""

    when: datetime
    path: Path


class Workspace:
    """The learner's files under one folder. What the learner wrote is never lost: every save keeps what was there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def path(self, lesson: Lesson) -> Path:
        """Where the learner's file of a lesson is, whether or not it exists yet."""
        return self.folder / f"{lesson.id}.py"

    def text(self, lesson: Lesson) -> str:
        """The learner's text; the starter is written first if there is none."""
        self.begin(lesson)
        return self._read(self.path(lesson))

    def begin(self, lesson: Lesson) -> bool:
        """True if the file was missing and has been made from the starter."""
        path = self.path(lesson)
        if path.exists():
            return False
        from torchdojo.starter import punch

        with self._alone(path):
            if path.exists():
                return False
            written(path, punch(lesson).text.encode())
        return True

    def stamp(self, lesson: Lesson) -> str:
        """What tells this state of the file from any other; give it to `save` to be warned of an outside edit."""
        self.begin(lesson)
        return _stamp(self.path(lesson).read_bytes())

    def save(self, lesson: Lesson, text: str, *, stamp: str | None = None) -> str:
        """The new stamp. Writes whole or not at all; the version before goes into the history.

        With `stamp`, the one of the text that was edited, a file changed meanwhile raises EditedOutside.
        """
        path, content = self.path(lesson), _bytes(text)
        with self._alone(path):
            there = path.read_bytes() if path.exists() else None
            if there is not None and there != content:
                if stamp not in (None, _stamp(there)):
                    raise EditedOutside(path, self._read(path), _stamp(there))
                self._keep(lesson, there)
            if there != content:
                written(path, content)
        return _stamp(content)

    def reset(self, lesson: Lesson) -> str:
        """The starter, written anew; what was there goes into the history."""
        from torchdojo.starter import punch

        starter = punch(lesson).text
        self.save(lesson, starter)
        return starter

    def history(self, lesson: Lesson) -> tuple[Version, ...]:
        """The earlier versions, newest first."""
        versions = [Version(_moment(path), path) for path in self._shelf(lesson).glob("*.py")]
        return tuple(sorted(versions, key=lambda version: version.path.name, reverse=True))

    def _shelf(self, lesson: Lesson) -> Path:
        return self.folder / HISTORY / lesson.id

    def _keep(self, lesson: Lesson, content: bytes) -> None:
        versions = self.history(lesson)
        if versions and versions[0].path.read_bytes() == content:
            return
        moment = datetime.now(UTC)
        if versions:
            # a clock that was set back must not put a new version behind older ones, where it would be cleared away
            moment = max(moment, versions[0].when + timedelta(microseconds=1))
        written(self._shelf(lesson) / moment.strftime(_NAME), content)
        for version in _superfluous(versions):
            version.path.unlink(missing_ok=True)

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode()
        except UnicodeDecodeError as fault:
            raise WorkspaceError(
                f"{path}: byte {fault.start} is not UTF-8. "
                f"Save the file as UTF-8 in your editor (earlier versions are in {HISTORY})."
            ) from None
        except OSError as fault:
            raise WorkspaceError(f"{path}: cannot be read ({fault.strerror}). Check its permissions.") from fault

    @contextmanager
    def _alone(self, path: Path) -> Iterator[None]:
        """Keeps other threads and processes out while a file is replaced, and explains what the disk refuses."""
        with self._lock:
            try:
                shelf = self.folder / HISTORY
                shelf.mkdir(parents=True, exist_ok=True)
                with (shelf / "lock").open("a") as lock:
                    _wait_for(lock.fileno())
                    yield
            except OSError as fault:
                raise WorkspaceError(
                    f"{path}: cannot be written ({fault.strerror or fault}). What was there is unchanged. "
                    "Free some space or choose another working folder with --work or $TORCHDOJO_WORK."
                ) from fault


_NAME = "%Y%m%d-%H%M%S-%f.py"


def _stamp(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bytes(text: str) -> bytes:
    # half a surrogate pair, which a browser can send, is no text that a file could hold
    return text.encode("utf-8", "replace")


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)


def _superfluous(newest_first: tuple[Version, ...]) -> Iterator[Version]:
    """Old versions that are not the last of their day."""
    day = newest_first[RECENT - 1].when.date() if len(newest_first) >= RECENT else None
    for version in newest_first[RECENT:]:
        if version.when.date() == day:
            yield version
        day = version.when.date()


def _wait_for(descriptor: int) -> None:
    """Returns when no other process holds the lock; it goes with the process that held it."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
