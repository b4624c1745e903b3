"""The results file: a line a row, appended and synced one by one, so that a killed run can go on where it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from torchdojo.classroom.row import BEGINNING, FAULT, Row, from_line


class ResultsError(Exception):
    """The results cannot be kept in this file; str() says why and what to do."""


class Results:
    """The rows of a file, of this run and of those before it. One process at a time may have it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # never created in passing: a folder that is not there is a slip of the pen
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as fault:
            raise self._unwritable(fault) from fault
        self._end = 0
        self.damaged = 0
        """Lines that hold no row."""
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        self._faults: dict[tuple[str, str], tuple[int, int]] = {}
        self._by_key: dict[str, tuple[int, int]] = {}
        try:
            self._lock()
            self._load()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Results:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def row(self, file: str, key: str, *, faults: bool = False) -> Row | None:
        """The row of this file with this key; one that torchdojo failed on, and that is tried again, only with `faults`."""
        found = self._places.get((file, key))
        return self._at(self._faults.get((file, key)) if faults and found is None else found)

    def twin(self, key: str) -> Row | None:
        """A row of any file with this key: the same bytes, judged in the same way."""
        return self._at(self._by_key.get(key))

    def rows(self) -> Iterator[Row]:
        """All rows, oldest first."""
        for place in sorted(set(self._places.values())):
            row = self._at(place)
            if row is not None:
                yield row

    def add(self, row: Row) -> None:
        """Nothing; the row is on the disk when this returns. ResultsError if it is not; then nothing was changed."""
        line = row.line()
        try:
            try:
                _write(self._file, line, at=self._end)
                os.fsync(self._file)
            except BaseException:
                os.ftruncate(self._file, self._end)
                raise
        except OSError as fault:
            raise self._unwritable(fault) from fault
        self._remember(row, len(line))

    def _remember(self, row: Row, length: int) -> None:
        place = self._end, length
        self._end += length
        if row.status == FAULT:
            self._faults[row.file, row.key] = place
        else:
            self._places[row.file, row.key] = place
            self._by_key.setdefault(row.key, place)

    def _at(self, place: tuple[int, int] | None) -> Row | None:
        if place is None:
            return None
        at, length = place
        os.lseek(self._file, at, os.SEEK_SET)
        return from_line(os.read(self._file, length))

    def _load(self) -> None:
        with open(self._file, "rb", closefd=False) as lines:
            for number, line in enumerate(lines):
                if number == 0 and not (line.startswith(BEGINNING) or BEGINNING.startswith(line)):
                    raise ResultsError(
                        f"{self.path}: is no results file of torchdojo and is left alone. Name another with --out."
                    )
                if not line.endswith(b"\n"):
                    # the run before was killed while it wrote this line
                    os.ftruncate(self._file, self._end)
                    return
                row = from_line(line)
                if row is None:
                    self.damaged += 1
                    self._end += len(line)
                else:
                    self._remember(row, len(line))

    def _lock(self) -> None:
        if os.name != "posix":
            return
        import fcntl

        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ResultsError(
                f"{self.path}: another torchdojo is writing to it. Wait until it is done, or name another file with --out."
            ) from None

    def _unwritable(self, fault: OSError) -> ResultsError:
        return ResultsError(
            f"{self.path}: cannot be written ({fault.strerror or fault}). Every row before is kept. "
            "Free some space or make its folder writable, or name another file with --out."
        )


def _write(file: int, line: bytes, *, at: int) -> None:
    os.lseek(file, at, os.SEEK_SET)
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(file, rest) :]
