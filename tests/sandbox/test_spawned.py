"""Workers for systems that cannot fork a warm process: the same results, honestly without walls."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from torchdojo import sandbox


@pytest.fixture(scope="module", autouse=True)
def _no_workers_left():
    yield
    from torchdojo.sandbox import pool

    pool.stop()


@pytest.fixture(autouse=True)
def _spawned(monkeypatch):
    monkeypatch.setenv("TORCHDOJO_SANDBOX", "spawned")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("send(b'one'); print('said'); send(b'two')", ("ended", (b"one", b"two"), "said\n", "")),
        ("import os; os._exit(3)", ("crashed", (), "", "left with exit code 3")),
        ("import sys; sys.exit(4)", ("crashed", (), "", "left with exit code 4")),
        ("send(b'x')\nwhile True: pass", ("timeout", (b"x",), "", "stopped after 2 seconds")),
        ("import os, time; os.write(1, b'x' * 70000); time.sleep(9)", "printed more than 65536 bytes and was cut off"),
        ("while True: send(bytes(1 << 24))", "sent more than 67108864 bytes of observations and was cut off"),
    ],
)
def test_a_job_ends_in_the_same_words(attempt, source, expected):
    """A front need not know how the worker was started."""
    run = attempt(source, seconds=2)
    if isinstance(expected, str):
        assert (run.status, run.detail) == ("crashed", expected)
    else:
        assert (run.status, run.frames, run.printed, run.detail) == expected
    assert run.walls == "none"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep a limit on memory")
def test_memory_is_limited_where_the_system_can(attempt):
    """On Linux it is the same limit."""
    assert attempt("x = bytearray(1 << 30)", memory=64 << 20).status == "memory"


def test_walls_are_called_none(attempt):
    """Said plainly, with what to do."""
    walls = sandbox.walls()

    assert walls.kind == "none"
    assert any("Linux" in wall.why for wall in walls.details if not wall.held)


def test_workers_wait_warm_and_can_be_stopped(attempt):
    """Two of them, so that a check need not wait for another's warming up."""
    sandbox.ensure()

    assert sandbox.daemon_status()["spares"] == 2
    assert sandbox.stop_daemon()
    assert sandbox.daemon_status() is None


def test_a_worker_that_cannot_start_shows_what_it_said(attempt, monkeypatch):
    """What went wrong is in the message."""
    sandbox.stop_daemon()
    monkeypatch.setenv("TORCHDOJO_PERFORMER", "/no/such/module.py:perform")
    with pytest.raises(sandbox.SandboxError, match="no/such/module"):
        sandbox.run(b"")
    sandbox.stop_daemon()


@pytest.mark.skipif(sys.platform == "win32", reason="there a process keeps the number of a parent that ended")
def test_a_worker_ends_with_its_program():
    """Even in the middle of an endless loop."""
    program = (
        "import os\nfrom torchdojo import sandbox\n"
        "def leave(frame):\n    print(frame.decode(), flush=True)\n    os._exit(0)\n"
        "sandbox.run(b'import os; send(str(os.getpid()).encode())\\nwhile True: pass', on_frame=leave)"
    )
    pid = int(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)
    deadline = time.monotonic() + 20
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not _lives(pid)


def _lives(pid):
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(found.strip()) and not found.startswith("Z")
