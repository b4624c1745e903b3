"""The zygote is killed at every stage of a check: the learner gets a verdict, and so does the next check."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from torchdojo import sandbox
from torchdojo.grade import grade
from torchdojo.judge import trial
from torchdojo.sandbox import daemon

SLOW = """
import time
def outer_sum(column, row):
    time.sleep(0.3)
    if row.numel() == 0:
        raise ValueError("nothing")
    return column[:, None] + row
"""
WRONG = "def outer_sum(column, row):\n    return column[:, None] * row\n"


def statuses(lesson, text: str) -> list[str]:
    """The verdicts of a check on one exercise."""
    report = grade(lesson, text, exercises=["centred"] if text == lesson.reference else ["outer_sum"])
    return [graded.verdict.status for graded in report.exercises]


@pytest.fixture
def right(lesson) -> str:
    """What passes."""
    return lesson.reference


def kill() -> int:
    """The process number of the zygote, which is no more."""
    status = sandbox.daemon_status()
    assert status is not None
    os.kill(status["pid"], signal.SIGKILL)
    return status["pid"]


def test_killed_before_it_is_asked(runtime, lesson, right):
    """A new one is started."""
    kill()

    assert statuses(lesson, right) == ["passed"]


@pytest.mark.parametrize("stage", ["the reference", "the submission"])
def test_killed_before_each_job_of_a_check(runtime, lesson, monkeypatch, stage):
    """Between the jobs of one check."""
    deadly = ["the reference", "the submission"].index(stage)
    real, jobs = trial.run, itertools.count()

    def run(*arguments, **options):
        if next(jobs) == deadly:
            sandbox.ensure()
            kill()
        return real(*arguments, **options)

    monkeypatch.setattr(trial, "run", run)

    assert statuses(lesson, WRONG) == ["failed"]
    assert next(jobs) > deadly


@pytest.mark.parametrize("stage", ["a job", "a refill"])
def test_killed_while_it_works(runtime, lesson, right, until, stage):
    """In the middle of a submission, and while new workers warm up beside it."""
    sandbox.ensure()
    until(lambda: sandbox.daemon_status()["spares"])
    busy = {"a job": "jobs", "a refill": "preparing"}[stage]
    killed: list[int] = []

    def watch() -> None:
        until(lambda: (sandbox.daemon_status() or {}).get(busy))
        killed.append(kill())

    watching = threading.Thread(target=watch)
    watching.start()
    found = statuses(lesson, SLOW)
    watching.join()

    assert killed
    assert found == statuses(lesson, SLOW)
    assert statuses(lesson, right) == ["passed"]


def _launching(runtime: Path) -> list[int]:
    """Processes of a sandbox that is being started in this folder."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = command.read_bytes()
            found += [int(command.parent.name)] if b"sandbox.launch" in words and str(runtime).encode() in words else []
    return found


@pytest.mark.parametrize("kills", [1, 2])
def test_killed_while_it_starts(runtime, lesson, right, until, monkeypatch, kills):
    """Once: a second start follows by itself. Twice: it is said, and the next check works."""
    sandbox.stop_daemon()
    real, starts = daemon._start, itertools.count()

    def start(where, lock):
        if next(starts) >= kills:
            return real(where, lock)
        over = threading.Event()
        killing = threading.Thread(target=_kill_what_starts, args=(runtime, over))
        killing.start()
        try:
            return real(where, lock)
        finally:
            over.set()
            killing.join()

    monkeypatch.setattr(daemon, "_start", start)
    if kills == 2:
        with pytest.raises(sandbox.SandboxError, match=r"could not be started. .*log"):
            statuses(lesson, right)

    assert statuses(lesson, right) == ["passed"]
    assert next(starts) == kills + 1


def _kill_what_starts(runtime: Path, over: threading.Event) -> None:
    while not over.wait(0.01):
        for process in _launching(runtime):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def test_its_output_goes_nowhere(runtime, lesson, right, monkeypatch):
    """What it prints into a log that is gone must not end it."""
    reading, writing = os.pipe()
    os.close(reading)
    real = subprocess.Popen

    def into_the_void(*arguments, **options):
        return real(*arguments, **{**options, "stdout": writing, "stderr": writing})

    sandbox.stop_daemon()
    monkeypatch.setattr(daemon.subprocess, "Popen", into_the_void)
    sandbox.ensure()
    os.close(writing)

    assert statuses(lesson, right) == ["passed"]
    assert statuses(lesson, WRONG) == ["failed"]


def test_its_folder_is_deleted(runtime, lesson, right):
    """Some programs clean up what they do not know."""
    sandbox.ensure()
    shutil.rmtree(runtime)

    assert statuses(lesson, right) == ["passed"]


def test_its_folder_is_deleted_during_a_job(runtime, lesson, until):
    """Who has a worker keeps it."""
    sandbox.ensure()
    removing = threading.Thread(
        target=lambda: (until(lambda: (sandbox.daemon_status() or {}).get("jobs")), shutil.rmtree(runtime, ignore_errors=True))
    )
    removing.start()
    found = statuses(lesson, SLOW)
    removing.join()

    assert found == statuses(lesson, SLOW)


def test_its_socket_is_stale(runtime, lesson, right):
    """As a machine that lost its power leaves it."""
    sandbox.stop_daemon()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as stale:
        stale.bind(str(daemon.address()))

    assert statuses(lesson, right) == ["passed"]


def test_something_else_lies_where_its_socket_belongs(runtime, lesson, right):
    """A file is replaced."""
    sandbox.stop_daemon()
    daemon.address().write_text("no socket")

    assert statuses(lesson, right) == ["passed"]


def test_killed_again_and_again_under_many_checks(runtime, lesson, until):
    """Four learners check while the zygote dies three times: each check ends with the right verdict or with words."""
    sandbox.ensure()
    over = threading.Event()
    found: list[str] = []

    def learn(text: str, status: str) -> None:
        for _ in range(4):
            try:
                found.append("right" if statuses(lesson, text) == [status] else "wrong")
            except sandbox.SandboxError as fault:
                found.append("said" if "doctor" in str(fault) or "log" in str(fault) else str(fault))
            except Exception as fault:
                found.append(f"{type(fault).__name__}: {fault}")

    learners = [threading.Thread(target=learn, args=one) for one in [(SLOW, "passed"), (WRONG, "failed")] * 2]
    for learner in learners:
        learner.start()
    for _ in range(3):
        until(lambda: (sandbox.daemon_status() or {}).get("jobs") or not any(one.is_alive() for one in learners))
        status = sandbox.daemon_status()
        if status is not None:
            os.kill(status["pid"], signal.SIGKILL)
        over.wait(0.5)
    for learner in learners:
        learner.join()

    assert len(found) == 16
    assert set(found) <= {"right", "said"}, found
    assert found.count("right") >= 8
