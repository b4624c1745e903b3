"""One conversation with a worker of the zygote, from the job to the end, whatever the worker does."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import time

from torchdojo.sandbox import daemon, wire
from torchdojo.sandbox.daemon import Borrowed
from torchdojo.sandbox.errors import Lost
from torchdojo.sandbox.outcome import Limits, OnFrame, Run, Status, explain

_AFTERMATH_SECONDS = 10.0
_PIECE = 1 << 16


def run_in(worker: Borrowed, job: bytes, *, limits: Limits, on_frame: OnFrame) -> Run:
    """What came of the job in this worker, which is used up then. Lost when the zygote died under it."""
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
            # it may live on without its connection: the zygote says when it is dead, or its time runs out
            self._selector.unregister(self._worker.frames)
            self._outgoing = self._outgoing[:0]
            return
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
        except OSError:
            message = b""
        if not message:
            daemon.see_off(self._worker.control)
            raise Lost("it died during a job")
        answer = json.loads(message)
        return explain(os.waitstatus_to_exitcode(answer["status"]), answer["why"], walls=self._worker.walls)

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
