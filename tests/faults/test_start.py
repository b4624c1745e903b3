"""`torchdojo start` is interrupted at any moment, or given twice at once."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from torchdojo import sandbox

TINY = Path(__file__).parents[1] / "tinycourse"
# `python -m torchdojo` less the time in which Python itself starts and cannot be asked to be quiet
PROGRAM = "from torchdojo.__main__ import main; print('begun', flush=True); main()"


@pytest.fixture
def begin(runtime, tmp_path, monkeypatch):
    """Starts the course in a process of its own."""
    monkeypatch.setenv("TORCHDOJO_COURSE", str(TINY))
    monkeypatch.setenv("TORCHDOJO_DATA", str(tmp_path / "data"))

    @contextlib.contextmanager
    def started():
        arguments = ["start", "--no-browser", "--work", str(tmp_path / "work")]
        command = [sys.executable, "-c", PROGRAM, *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with process:
            try:
                assert process.stdout.readline() == "begun\n"
                yield process
            except BaseException:
                process.kill()
                raise

    return started


def address(process: subprocess.Popen[str]) -> str:
    """What it printed."""
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found is not None
    return found.group()


def test_interrupted_at_every_tenth_of_a_second(begin):
    """It ends at once, with words or without, never with a traceback; and the course can be started afterwards."""
    for tenth in range(1, 21):
        with begin() as process:
            try:
                process.wait(tenth / 10)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert process.returncode in (0, 130), (tenth, said)
        assert "Traceback" not in said and "Exception" not in said, (tenth, said)

    with begin() as process:
        assert urllib.request.urlopen(address(process), timeout=60).status == 200
        process.send_signal(signal.SIGINT)


def test_two_starts_at_once_serve_both_and_share_a_sandbox(begin):
    """Each has an address of its own; one zygote serves both."""
    sandbox.stop_daemon()
    folder = Path(os.environ["TORCHDOJO_RUNTIME"])
    before = set(folder.glob("z-*.sock"))
    with begin() as first, begin() as second:
        there = {address(first), address(second)}
        assert len(there) == 2
        for each in there:
            assert urllib.request.urlopen(each, timeout=60).status == 200
        sandbox.ensure()
        assert len(set(folder.glob("z-*.sock")) - before) == 1
        for process in (first, second):
            process.send_signal(signal.SIGINT)


def test_a_start_that_is_killed_leaves_nothing_in_the_way(begin):
    """Not its port, not its record."""
    with begin() as killed:
        where = address(killed)
        killed.kill()
    with begin() as again:
        assert address(again) == where
        again.send_signal(signal.SIGINT)
