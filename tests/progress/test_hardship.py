"""The record when processes are killed, run at once, or the disk is full."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

WRITER = """
import sys
from pathlib import Path
from types import SimpleNamespace
from torchdojo.judge.verdict import Verdict
from torchdojo.progress import Store

store, name, count = Store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(count):
    pair = [Verdict("toys/scaling", each, "fill", "failed", number, "x" * 5000) for each in (name, f"{name}_twin")]
    store.record(SimpleNamespace(exercises=[SimpleNamespace(verdict=one, advice=()) for one in pair]), f"text {number}" * 500)
    print(number, flush=True)
"""
KILLS = 20
ENOUGH = "1000000"


def writer(path: Path, name: str, count: str) -> subprocess.Popen[str]:
    """A process that records pairs of attempts and says each one that is recorded."""
    command = [sys.executable, "-c", WRITER, str(path), name, count]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_nothing_that_was_recorded_is_lost_when_the_process_is_killed(store):
    """Killed 20 times in the middle of writing: every attempt that was said to be recorded is there, always with its twin."""
    promised = {}
    for round_ in range(KILLS):
        with writer(store.path, f"round{round_}", ENOUGH) as process:
            said = [process.stdout.readline() for _ in range(1 + round_ % 5)]
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read().splitlines(keepends=True)
        whole = [line for line in said + rest if line.endswith("\n")]
        promised[f"round{round_}"] = len(whole)

    for name, count in promised.items():
        kept, twins = store.attempts("toys/scaling", name), store.attempts("toys/scaling", f"{name}_twin")
        assert len(kept) >= count > 0
        assert [one.seed for one in kept] == [one.seed for one in twins] == list(range(len(kept)))
        assert all(one.source == f"text {one.seed}" * 500 for one in kept)


def test_two_processes_record_at_once(store):
    """A browser and a terminal may both be open: each waits for the other, nothing is lost."""
    with writer(store.path, "browser", "40") as first, writer(store.path, "terminal", "40") as second:
        errors = [process.communicate()[1] for process in (first, second)]

    assert errors == ["", ""]
    assert len(store.attempts(exercise="browser")) == len(store.attempts(exercise="terminal")) == 40


def limited(script: str, *arguments: str, bytes_: int) -> str:
    """What a process prints that may write no file larger than this: the disk is full for it."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments], capture_output=True, text=True, preexec_fn=limit
    )
    return done.stdout + done.stderr


@pytest.mark.filterwarnings("ignore:.*preexec_fn.*:DeprecationWarning")
def test_a_full_disk_is_said_and_nothing_is_torn(store, report):
    """What was recorded before stays, and later writes work again."""
    store.record(report(scaled="passed"), "text")
    store.close()
    said = limited(WRITER, str(store.path), "late", "1000", bytes_=200_000)

    assert "StoreError" in said and str(store.path) in said and "TORCHDOJO_DATA" in said
    assert store.states()["toys/scaling", "scaled"] == "passed"
    store.record(report(centred="passed"), "text")
    assert store.states()["toys/scaling", "centred"] == "passed"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_folder_without_permission_is_said():
    """A read-only folder is named, with the way to choose another."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        # what is needed is loaded while it still may be read
        loading = "import os; from pathlib import Path; from torchdojo.progress import Store"
        script = f"{loading}; os.setuid(65534); Store(Path({folder!r}) / 'p.sqlite3').states()"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert "StoreError" in done.stderr and "cannot be written" in done.stderr and "TORCHDOJO_DATA" in done.stderr
