"""Judges many submissions at once, on this machine: a few processes that each judge one submission after the other.

Processes and not threads: what a stranger hands in is parsed and compiled by the process that judges, and one that Python itself
cannot survive must cost that submission its verdict, not the run. What runs the submissions is the sandbox, which all share.
A cluster can take the place of `judged`: it gets an order, yields an outcome for each submission in any order, keeps nothing.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from torchdojo.classroom.handed_in import HandedIn

# a judge that says nothing for so long hangs: jobs end by themselves after seconds
LONGEST_SILENCE = 1800.0
TRIES = 2
REPORT, FAULT, LESSON, SANDBOX = "report", "fault", "lesson", "sandbox"


@dataclass(frozen=True)
class Order:
    """How every submission of a run is judged."""

    course: str
    lesson: str
    content: str
    """The lesson's content hash: one that is edited meanwhile would be unfair."""
    exercises: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What came of one submission."""

    handed_in: HandedIn
    kind: str
    """'report', or what stood in the way: 'fault' (of torchdojo, with this submission), 'lesson' or 'sandbox' (with all)."""
    said: Any
    """The report as `torchdojo grade --json` prints it, or words."""


def judged(order: Order, submissions: Iterable[HandedIn], *, processes: int) -> Generator[Outcome, None, None]:
    """An outcome for each submission, as soon as it is known. Submissions are taken one by one, when a process is free."""
    judges = [Judge(order) for _ in range(processes)]
    waiting, taking = iter(submissions), threading.Lock()
    outcomes: queue.Queue[Outcome | BaseException | None] = queue.Queue()
    threads = [threading.Thread(target=_work, args=(judge, waiting, taking, outcomes), daemon=True) for judge in judges]
    try:
        for thread in threads:
            thread.start()
        for _ in threads:
            while (outcome := outcomes.get()) is not None:
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
    finally:
        for judge in judges:
            judge.leave()
        for thread in threads:
            thread.join()


def _work(
    judge: Judge,
    waiting: Iterator[HandedIn],
    taking: threading.Lock,
    outcomes: queue.Queue[Outcome | BaseException | None],
) -> None:
    try:
        while not judge.left:
            with taking:
                handed_in = next(waiting, None)
            if handed_in is None:
                break
            outcomes.put(judge.judged(handed_in))
    except BaseException as fault:
        outcomes.put(fault)
    outcomes.put(None)


class Judge:
    """A process that judges, started when it is first needed and again when it died."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self.left = False

    def judged(self, handed_in: HandedIn) -> Outcome:
        """What came of it; what took the process with it is tried once more."""
        question = json.dumps({"name": handed_in.name, "text": handed_in.text}).encode() + b"\n"
        kind, said = FAULT, "the process that judged it ended"
        for _ in range(TRIES):
            with contextlib.suppress(OSError, ValueError):
                kind, said = json.loads(self._asked(question))
                if kind in (REPORT, LESSON):
                    break
            self._end()
        return Outcome(handed_in, kind, said)

    def _asked(self, question: bytes) -> bytes:
        """The answer; empty if the process ended before it gave one."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        patience = threading.Timer(LONGEST_SILENCE, process.kill)
        patience.start()
        try:
            process.stdin.write(question)
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            patience.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._starting:
            if self.left:
                raise OSError("the run is over")
            if self._process is None:
                # -P: where the command was given there may lie a file that somebody handed in as numpy.py
                command = [sys.executable, "-P", "-m", "torchdojo.classroom.judging", json.dumps(asdict(self._order))]
                # a session of its own: Ctrl+C is for the command, which then ends this
                self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
            return self._process

    def _end(self) -> None:
        with self._starting:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def leave(self) -> None:
        """End the process at once, whatever it does, and start no other."""
        self.left = True
        self._end()
