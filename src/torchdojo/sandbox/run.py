"""Runs a job in a worker of its own and watches over it: time, output, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from torchdojo.sandbox import daemon, wire
from torchdojo.sandbox.daemon import Borrowed, Lost, SandboxError

Status = Literal["ended", "timeout", "memory", "crashed"]
OnFrame = Callable[[bytes], None]
OUT_OF_MEMORY = 77
_AFTERMATH_SECONDS = 10.0
_PIECE = 1 << 16


@dataclass(frozen=True)
class Limits:
    """What a job may use."""

    seconds: float = 10.0
    """By the clock on the wall, from the moment the worker has the job."""
    memory: int = 1 << 30
    """Bytes beyond what the warm worker has already."""
    output: int = 64 << 20
    """Bytes of all frames together."""
    printed: int = 64 << 10
    """Bytes on standard output and error together."""


@dataclass(frozen=True)
class Run:
    """What came of a job."""

    status: Status
    frames: tuple[bytes, ...]
    printed: str
    seconds: float
    detail: str
    """How it ended, in words, unless it simply ended."""
    walls: str


def run(job: bytes, *, limits: Limits = Limits(), on_frame: OnFrame | None = None) -> Run:
    """What came of the job; whatever the job does is no exception of ours. Safe to call from several threads."""
    delivered = _Once(on_frame)
    why = ""
    for _ in range(2):
        try:
            return _run_in(daemon.borrow(limits.memory), job, limits=limits, on_frame=delivered)
        except Lost as lost:
            why = str(lost)
            delivered.rewind()
    raise SandboxError(f"The sandbox was lost twice during one job ({why}). Run `torchdojo doctor`.")


class _Once:
    """Passes frames on; those of a second try only from where the first stopped."""

    def __init__(self, on_frame: OnFrame | None) -> None:
        self._on_frame, self._passed, self._at = on_frame, 0, 0

    def __call__(self, frame: bytes) -> None:
        self._at += 1
        if self._on_frame is not None and self._at > self._passed:
            self._passed = self._at
            self._on_frame(frame)

    def rewind(self) -> None:
        self._at = 0


def _run_in(worker: Borrowed, job: bytes, *, limits: Limits, on_frame: OnFrame) -> Run:
    started = time.monotonic()
    talk = _Talk(worker, job, limits=limits, on_frame=on_frame)
    try:
        status, detail = talk.until_end(started + limits.seconds)
        seconds = time.monotonic() - started
        printed = talk.printed.decode(errors="replace")
        return Run(status, tuple(talk.frames), printed, seconds, detail, worker.walls)
    finally:
        talk.close()


class _Over(Exception):
    """The conversation is over; the arguments are status and detail."""


class _Talk:
    """One conversation with a worker: the job goes out, frames and printed text come in, all bounded."""

    def __init__(self, worker: Borrowed, job: bytes, *, limits: Limits, on_frame: OnFrame) -> None:
        self.frames: list[bytes] = []
        self.printed = bytearray()
        self._worker, self._limits, self._on_frame = worker, limits, on_frame
        self._outgoing = memoryview(wire.HEADER.pack(len(job)) + job)
        self._incoming = wire.Incoming(limits.output)
        self._selector = selectors.DefaultSelector()
        worker.frames.setblocking(False)
        worker.control.setblocking(False)
        os.set_blocking(worker.printed, False)
        self._selector.register(worker.frames, selectors.EVENT_READ | selectors.EVENT_WRITE)
        self._selector.register(worker.printed, selectors.EVENT_READ)
        self._selector.register(worker.control, selectors.EVENT_READ)

    def until_end(self, deadline: float) -> tuple[Status, str]:
        """How it ended. Lost when the zygote died under it."""
        try:
            while True:
                left = deadline - time.monotonic()
                events = self._selector.select(left) if left > 0 else []
                if not events:
                    self._kill()
                    raise _Over("timeout", f"stopped after {self._limits.seconds:g} seconds")
                for key, mask in events:
                    self._turn(key.fileobj, mask)
        except _Over as over:
            self._read_printed(enforce=False)
            status, detail = over.args
            return status, detail

    def _turn(self, source: object, mask: int) -> None:
        if source is self._worker.control:
            self._drain_frames()
            raise _Over(*self._cause_of_death())
        if source == self._worker.printed:
            self._read_printed(enforce=True)
            return
        if mask & selectors.EVENT_READ:
            self._read_frames()
        if mask & selectors.EVENT_WRITE and self._outgoing:
            self._write_job()

    def _write_job(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            # where the worker is gone, reading finds out why
            self._outgoing = self._outgoing[self._worker.frames.send(self._outgoing[: 1 << 20]) :]
        if not self._outgoing:
            self._selector.modify(self._worker.frames, selectors.EVENT_READ)

    def _read_frames(self) -> None:
        try:
            frame = self._incoming.read(self._worker.frames)
        except BlockingIOError:
            return
        except (EOFError, OSError):
            raise _Over(*self._cause_of_death()) from None
        if frame is not None:
            self.frames.append(frame)
            self._on_frame(frame)
        if self._incoming.ended:
            raise _Over("ended", "")
        if self._incoming.flooded:
            self._kill()
            raise _Over("crashed", f"sent more than {self._limits.output} bytes of observations and was cut off")

    def _drain_frames(self) -> None:
        # the worker is dead, but what it said before may still be on the way
        with contextlib.suppress(BlockingIOError, EOFError, OSError):
            while not (self._incoming.ended or self._incoming.flooded):
                frame = self._incoming.read(self._worker.frames)
                if frame is not None:
                    self.frames.append(frame)
                    self._on_frame(frame)
        if self._incoming.ended:
            raise _Over("ended", "")

    def _read_printed(self, *, enforce: bool) -> None:
        try:
            piece = os.read(self._worker.printed, _PIECE)
        except BlockingIOError:
            return
        if not piece:
            # all standard streams were closed: not forbidden
            if enforce:
                self._selector.unregister(self._worker.printed)
            return
        room = self._limits.printed - len(self.printed)
        self.printed += piece[:room]
        if enforce and len(piece) > room:
            self._kill()
            raise _Over("crashed", f"printed more than {self._limits.printed} bytes and was cut off")

    def _cause_of_death(self) -> tuple[Status, str]:
        """What the zygote, the worker's parent, says about its end."""
        self._worker.control.settimeout(_AFTERMATH_SECONDS)
        try:
            message = self._worker.control.recv(daemon.LONGEST_ANSWER)
        except TimeoutError:
            daemon.end_hung(self._worker.control)
            raise Lost("it did not answer") from None
        except OSError:
            message = b""
        if not message:
            raise Lost("it died during a job")
        answer = json.loads(message)
        return explain(answer["status"], answer["why"], walls=self._worker.walls)

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._worker.process, signal.SIGKILL)

    def close(self) -> None:
        """Let go of the worker; the zygote ends it when it is not dead yet."""
        self._selector.close()
        self._worker.control.close()
        self._worker.frames.close()
        os.close(self._worker.printed)
        os.close(self._worker.process)


def explain(status: int, why: str, *, walls: str) -> tuple[Status, str]:
    """Status and words for the way a worker's process ended."""
    if why == "memory":
        return "memory", "its processes together used more memory than allowed"
    if why == "processes":
        return "crashed", "started too many processes or threads"
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in set(signal.Signals) else "unknown"
        if number == signal.SIGKILL and walls == "full":
            # inside its walls a worker cannot send itself this signal
            return "memory", "killed by the system, which does this when memory runs out"
        return "crashed", f"killed by signal {number} ({name})"
    code = os.waitstatus_to_exitcode(status)
    if code == OUT_OF_MEMORY:
        return "memory", "ran out of the memory allowed"
    return "crashed", f"left with exit code {code}"
