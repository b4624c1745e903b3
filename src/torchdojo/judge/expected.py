"""What the reference did for a seed: computed ahead, kept on disk by content, used once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import secrets
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.catalog.places import cache_folder
from torchdojo.observe import FrameError, Observation, read
from torchdojo.observe.observation import Raised

# what a reference can only raise if the lesson itself is broken
LESSON_FAULTS = ("DrawError", "HiddenError", "MissingName", "StateMismatch")
LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class Expected:
    """The reference's observations for one seed, and the same with every input moved by one rounding error."""

    seed: int
    observations: Mapping[str, Observation]
    moved: Mapping[str, Observation]
    mistakes: dict[str, Mapping[str, Observation]] = field(default_factory=dict, compare=False, repr=False)
    """What known mistakes did for the same seed, by their fault, as far as that was asked for already."""

    @property
    def staged(self) -> dict[str, Any]:
        """What the submission's run must be told: the layout of states and the targets of gradients, by probe."""
        return {name: seen.staged for name, seen in self.observations.items() if seen.staged}


def fresh_seed() -> int:
    """A seed nobody can foresee, short enough to be typed."""
    return secrets.randbelow(10**9)


def expected(exercise: Exercise, seed: int, frames: Sequence[bytes]) -> Expected:
    """The reference's observations in these frames. Raises LessonError if the reference does not run through its probes."""
    plain: dict[str, Observation] = {}
    moved: dict[str, Observation] = {}
    place = f"{exercise.lesson}/judge.py: {exercise.name}"
    try:
        seen = [read(frame) for frame in frames]
    except FrameError as error:
        raise LessonError(f"{place}: the reference's observations cannot be read: {error}") from None
    for observation in seen:
        _refuse_faults(place, observation)
        if not observation.probe:
            continue
        (moved if observation.jittered else plain)[observation.probe] = observation
    missing = [probe.name for probe in exercise.probes if probe.name not in plain]
    if missing:
        raise LessonError(f"{place}: the reference gave no observation in {', '.join(missing)}. Run `torchdojo author check`.")
    return Expected(seed, plain, moved)


def _refuse_faults(place: str, seen: Observation) -> None:
    error = seen.value
    if seen.status != "raised" or not isinstance(error, Raised):
        return
    trace = seen.trace
    if not seen.probe or error.classes[0] in LESSON_FAULTS:
        where = seen.probe or "while reference.py was loaded"
        raise LessonError(f"{place}, {where}: {error.classes[0]}: {error.message}")
    if trace is not None and not trace.lines and error.classes[0] not in ("NotImplementedError",) and trace.below:
        raise LessonError(f"{place}, {seen.probe}: the probe itself raises {error.classes[0]}: {error.message}")


class Shelf:
    """Observations of the reference that were made ahead, for seeds nobody has seen yet."""

    def __init__(self, lesson: Lesson, exercise: Exercise, *, folder: Path | None = None) -> None:
        top = folder or cache_folder()
        self._folder = top / "expected" / f"{lesson.content_hash[:16]}-{_machine()}" / exercise.python_name

    def take(self) -> tuple[int, list[bytes]] | None:
        """A seed and its frames, from now on nobody else's; None if the shelf is empty."""
        for path in self._ready():
            claimed = path.with_suffix(f".taken-{os.getpid()}-{secrets.token_hex(4)}")
            try:
                path.rename(claimed)
                data = claimed.read_bytes()
                claimed.unlink()
            except OSError:
                continue
            frames = list(_split(data))
            if frames:
                return int(path.stem), frames
        return None

    def count(self) -> int:
        """How many seeds are ready."""
        return sum(1 for _ in self._ready())

    def put(self, seed: int, frames: Sequence[bytes]) -> None:
        """Nothing; the frames are kept for whoever takes them. A full or read-only disk only costs the time of the next check."""
        target = self._folder / f"{seed}.ready"
        part = target.with_suffix(f".part-{os.getpid()}-{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(b"".join(LENGTH.pack(len(frame)) + frame for frame in frames))
            part.rename(target)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _ready(self) -> Iterator[Path]:
        try:
            yield from sorted(self._folder.glob("*.ready"))
        except OSError:
            return


def _split(data: bytes) -> Iterator[bytes]:
    """The frames in a file of ours; what was cut short is left out."""
    start = 0
    while start + LENGTH.size <= len(data):
        (length,) = LENGTH.unpack_from(data, start)
        start += LENGTH.size
        if start + length > len(data):
            return
        yield data[start : start + length]
        start += length


@cache
def _machine() -> str:
    """What else an observation depends on: our own sources that make it, torch, and Python."""
    digest = hashlib.sha256(platform.python_version().encode() + platform.machine().encode())
    digest.update(version("torch").encode())
    room = Path(__file__).parent.parent
    for path in sorted([*room.glob("observe/*.py"), *room.glob("starter/*.py"), room / "author.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
