"""One zygote for each user and each state of the sources, whatever happens to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from torchdojo import sandbox
from torchdojo.sandbox import daemon, talk


@pytest.fixture
def alone(monkeypatch):
    """A folder of this test's own, so that no other zygote is disturbed."""
    with tempfile.TemporaryDirectory(prefix="dojo-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("TORCHDOJO_RUNTIME", folder)
        yield Path(folder)
        sandbox.stop_daemon()


def zygote() -> int:
    """The process number of the running zygote."""
    status = sandbox.daemon_status()
    assert status is not None
    return status["pid"]


def gone(pid: int) -> bool:
    """Whether the process ends within some seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_the_first_start_says_so_and_later_ones_do_not(alone):
    """A front can tell the learner why the first check takes seconds."""
    said = []
    sandbox.ensure(said.append)
    first = zygote()
    sandbox.ensure(said.append)

    assert len(said) == 1
    assert "5 seconds" in said[0]
    assert zygote() == first


def test_a_zygote_killed_between_jobs_is_started_again(alone):
    """Nobody needs to know."""
    sandbox.ensure()
    first = zygote()
    os.kill(first, signal.SIGKILL)
    run = sandbox.run(b"send(b'fine')")

    assert run.frames == (b"fine",)
    assert zygote() != first


def test_a_zygote_killed_during_a_job_costs_one_more_try(alone):
    """The job runs again in a new one; frames that were already passed on are not passed on twice."""
    sandbox.ensure()
    first = zygote()
    seen = []

    def kill_once(frame):
        seen.append(frame)
        if len(seen) == 1:
            os.kill(first, signal.SIGKILL)

    job = b"send(b'1')\nimport time; time.sleep(0.5)\nsend(b'2')"
    run = sandbox.run(job, on_frame=kill_once)

    assert run.status == "ended"
    assert seen == [b"1", b"2"] == list(run.frames)


def test_a_zygote_that_dies_every_time_is_an_error_with_a_remedy(alone):
    """Two tries, then the truth."""

    def kill_always(frame):
        status = sandbox.daemon_status()
        if status is not None:
            os.kill(status["pid"], signal.SIGKILL)

    job = b"import time\nfor _ in range(90): send(b'x'); time.sleep(0.1)"
    with pytest.raises(sandbox.SandboxError, match=r"lost twice.*doctor"):
        sandbox.run(job, on_frame=kill_always)


def test_a_zygote_that_hangs_is_ended_and_replaced(alone, monkeypatch):
    """It accepts connections but says nothing."""
    monkeypatch.setattr(daemon, "ANSWER_SECONDS", 0.5)
    sandbox.ensure()
    first = zygote()
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(daemon, "see_off", _with_patience(daemon.see_off, monkeypatch))
    run = sandbox.run(b"send(b'fine')")

    assert run.frames == (b"fine",)
    assert gone(first)


def _with_patience(see_off, monkeypatch):
    def end(control):
        see_off(control)
        monkeypatch.setattr(daemon, "ANSWER_SECONDS", 30)

    return end


def test_a_socket_that_nobody_serves_is_replaced(alone):
    """What a crash of the machine leaves behind."""
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as stale:
        stale.bind(str(daemon.address()))

    assert sandbox.run(b"send(b'fine')").frames == (b"fine",)


def test_several_programs_that_start_at_once_share_one_zygote(alone):
    """The lock lets one start it; the others wait."""
    program = "from torchdojo import sandbox; sandbox.ensure(); print(sandbox.daemon_status()['pid'])"
    starts = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(4)]
    pids = {start.communicate()[0] for start in starts}

    assert len(pids) == 1
    assert len(list(alone.glob("z-*.sock"))) == 1


def test_nobody_else_can_open_the_folder_or_the_socket(alone):
    """The folder is closed, even if it was open before."""
    alone.chmod(0o755)
    sandbox.ensure()

    assert alone.stat().st_mode & 0o777 == 0o700
    assert daemon.address().stat().st_mode & 0o777 == 0o600


def test_a_folder_of_somebody_else_is_refused(monkeypatch):
    """Whoever owns the folder could put a socket of theirs there."""
    if os.geteuid() == 0:
        pytest.skip("root owns what it likes")
    monkeypatch.setenv("TORCHDOJO_RUNTIME", "/usr")
    with pytest.raises(sandbox.SandboxError, match="TORCHDOJO_RUNTIME"):
        sandbox.ensure()


def test_a_zygote_that_is_not_used_leaves(alone, monkeypatch):
    """Some hundred megabytes are not kept for nothing."""
    monkeypatch.setenv("TORCHDOJO_IDLE", "0.3")
    sandbox.ensure()
    status = sandbox.daemon_status()

    assert status is None or gone(status["pid"])
    assert not daemon.address().exists()


def test_a_zygote_whose_socket_was_taken_away_leaves(alone, monkeypatch):
    """Nobody could find it any more."""
    monkeypatch.setenv("TORCHDOJO_IDLE", "5")
    sandbox.ensure()
    first = zygote()
    daemon.address().unlink()

    assert gone(first)


def test_a_newer_zygote_retires_the_older(alone, monkeypatch):
    """After an update the old sources' one does not stay for ten minutes."""
    sandbox.ensure()
    first = zygote()
    monkeypatch.setattr(daemon, "_sources", lambda: "ffffffffffff")
    told = []
    real = daemon._dial

    def dial(where):
        told.append(where)
        return real(where)

    monkeypatch.setattr(daemon, "_dial", dial)
    sandbox.ensure()
    second = zygote()
    sandbox.stop_daemon()

    assert first != second
    assert len({str(where) for where in told}) == 2


def test_a_start_that_fails_shows_the_log(alone, monkeypatch):
    """What went wrong is in the message, not only in a file."""
    monkeypatch.setenv("TORCHDOJO_PERFORMER", "/no/such/module.py:perform")
    with pytest.raises(sandbox.SandboxError, match=r"could not be started(.|\n)*no/such/module"):
        sandbox.ensure()


def test_a_worker_ends_with_the_program_that_asked_for_it(alone):
    """A closed terminal leaves no endless loop behind."""
    program = "from torchdojo import sandbox; sandbox.run(b'print(1)\\nwhile True: pass', limits=sandbox.Limits(seconds=600))"
    sandbox.ensure()
    client = subprocess.Popen([sys.executable, "-c", program])
    _until(lambda: sandbox.daemon_status()["jobs"] == 1)
    client.kill()
    client.wait()
    _until(lambda: sandbox.daemon_status()["jobs"] == 0)

    assert sandbox.daemon_status()["jobs"] == 0


def _until(condition):
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_all_workers_end_with_the_zygote(alone):
    """Also one that ignores every signal."""
    sandbox.ensure()
    first = zygote()
    seen = threading.Event()
    job = b"import signal\nsignal.signal(15, signal.SIG_IGN)\nsend(b'x')\nwhile True: pass"
    worker = daemon.borrow(1 << 20)
    limits = sandbox.Limits(seconds=20)
    thread = threading.Thread(target=_until_lost, args=(worker, job, limits, seen))
    thread.start()
    seen.wait(20)
    sandbox.stop_daemon()
    thread.join()

    assert gone(first)
    assert not _processes_of(alone)


def _until_lost(worker, job, limits, seen):
    with contextlib.suppress(daemon.Lost):
        talk.run_in(worker, job, limits=limits, on_frame=lambda _: seen.set())


def _processes_of(folder):
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if str(folder) in line]


def test_stopping_twice_is_no_error(alone):
    """The second time there is nothing to stop."""
    sandbox.ensure()

    assert sandbox.stop_daemon()
    assert not sandbox.stop_daemon()
    assert sandbox.daemon_status() is None


def test_a_wish_for_stronger_walls_than_there_are_is_refused(monkeypatch):
    """The setting can only lower them."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "fulll")
    with pytest.raises(sandbox.SandboxError, match="full, partial or none"):
        sandbox.ensure()


def test_a_long_folder_name_is_replaced_by_a_short_one(monkeypatch, tmp_path):
    """The system cuts socket addresses at about a hundred bytes."""
    monkeypatch.setenv("TORCHDOJO_RUNTIME", str(tmp_path / ("x" * 120)))
    where = daemon.address()

    assert len(str(where)) < 100
    where.parent.rmdir()


def test_the_clients_side_never_loads_torch():
    """The command line answers at once, and no process that knows the answers runs learner code."""
    program = (
        "import sys, torchdojo.sandbox.daemon, torchdojo.sandbox.talk, torchdojo.sandbox.pool; print('torch' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert answer == "False\n"


def test_a_machine_that_refuses_user_namespaces_gets_partial_walls(alone):
    """Many containers and some desktops do; checks still run, and the reason is told."""
    if not shutil.which("unshare"):
        pytest.skip("needs the unshare program to make such a machine")
    refuse = "echo 0 > /proc/sys/user/max_user_namespaces"
    program = (
        "from torchdojo import sandbox; print(sandbox.run(b'print(1)').walls);"
        "print([wall.why for wall in sandbox.walls().details if wall.name == 'namespaces']); sandbox.stop_daemon()"
    )
    # there this user is root of a namespace in which there can be no other
    command = ["unshare", "--user", "--map-root-user", "sh", "-c", f'{refuse} && exec {sys.executable} -c "$0"', program]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if ran.returncode and "unshare" in ran.stderr:
        pytest.skip(f"this machine is such a machine already: {ran.stderr}")
    kind, why = ran.stdout.splitlines()

    assert kind == "partial"
    assert "unshare" in why
