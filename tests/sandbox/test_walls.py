"""What learner code cannot reach, tried from the inside."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest

import torchdojo
from torchdojo import sandbox
from torchdojo.catalog import course_folder
from torchdojo.sandbox.settings import environment, wanted

HOME = Path.home()
PACKAGE = Path(torchdojo.__file__).parent
CHECKOUT = PACKAGE.parent.parent


@pytest.fixture(params=["full_walls", "partial_walls"])
def walled(request, attempt):
    """An attempt behind each kind of walls."""
    request.getfixturevalue(request.param)
    return attempt


@pytest.fixture
def full(full_walls, attempt):
    """An attempt behind full walls."""
    return attempt


def test_walls_say_what_they_are_and_what_they_met(full_walls):
    """Established by trying: each wall names the error that stopped the attempt."""
    walls = sandbox.walls()

    assert walls.kind == "full"
    assert {wall.name for wall in walls.details} >= {"files", "course", "network", "signals", "kernel calls", "memory"}
    assert all(wall.held and wall.why for wall in walls.details)


def test_partial_walls_say_what_they_cannot_hold(partial_walls):
    """No wall without a user namespace keeps a job from sockets that have a path."""
    held = {wall.name: wall.held for wall in sandbox.walls().details}

    assert held["files"] and held["network"] and held["kernel calls"] and held["left-behind processes"]
    assert not held["namespaces"]


def test_no_walls_are_called_none(monkeypatch):
    """Nobody is told that something holds when nothing does."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "none")
    walls = sandbox.walls()

    assert walls.kind == "none"
    assert not any(wall.held for wall in walls.details if wall.name in ("files", "course", "network"))


@pytest.mark.parametrize(
    "path",
    [
        PACKAGE / "__init__.py",
        PACKAGE / "judge" / "verdict.py",
        CHECKOUT / "course" / "course.toml",
        CHECKOUT / "pyproject.toml",
        CHECKOUT / ".git" / "HEAD",
        Path(__file__),
        HOME / ".bashrc",
        Path("/root"),
        Path("/etc/shadow"),
        Path("/etc/ssh"),
        Path("/var/lib"),
        Path("/run"),
    ],
    ids=str,
)
def test_files_outside_cannot_be_read(walled, path):
    """The lesson's answers, the judge, keys, history: all out of reach."""
    if str(path) == "/root":
        # a Python of root's own lies below it: then the folder is there, with nothing but the way to it
        look = "assert set(os.listdir('/root')) <= {'.pyenv', '.local'}; raise OSError"
    else:
        look = f"os.listdir({str(path)!r}) if os.path.isdir({str(path)!r}) else open({str(path)!r}, 'rb').read()"
    run = walled(f"import os\ntry:\n    {look}\nexcept OSError:\n    send(b'refused')\nelse:\n    send(b'read')")

    assert run.frames == (b"refused",), run.printed


def test_the_course_is_hidden_wherever_it_lies(full, monkeypatch, tmp_path):
    """Also when somebody keeps it inside the Python installation."""
    course = Path(os.__file__).parent / "json"
    monkeypatch.setenv("TORCHDOJO_COURSE", str(course))
    run = full(f"import os; tell(os.listdir({str(course)!r}))")
    sandbox.stop_daemon()

    assert run.frames == (b"[]",)


@pytest.mark.parametrize("kind", ["full", "partial"])
def test_attempts_and_expected_observations_are_hidden_wherever_they_lie(attempt, monkeypatch, kind):
    """Also where a Python of one's own shares its folder with the user's data."""
    monkeypatch.setenv("TORCHDOJO_WALLS", kind)
    folder = Path(os.__file__).parent / "json"
    monkeypatch.setenv("TORCHDOJO_DATA", str(folder))
    run = attempt(f"try:\n    send(open('{folder}/__init__.py', 'rb').read(9))\nexcept OSError:\n    send(b'refused')")
    sandbox.stop_daemon()

    assert run.frames == (b"refused",)


def test_a_course_in_its_usual_place_is_hidden_too():
    """A checkout may lie below a folder of the system."""
    assert str(course_folder()) in wanted()["hidden"]


def test_python_and_its_packages_cannot_be_changed(walled):
    """One job must not poison the next."""
    run = walled(
        f"""
        import os
        for folder in ({str(Path(os.__file__).parent)!r}, {str(Path(pytest.__file__).parent)!r}, '/usr/lib', '/etc', '/', '/dev'):
            try:
                open(folder + '/planted', 'w')
            except OSError:
                continue
            send(folder.encode())
        """
    )

    assert (run.status, run.frames) == ("ended", ())


def test_the_environment_holds_nothing_of_the_user(walled, monkeypatch):
    """Keys live in environments."""
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    run = walled("import os; tell(sorted(os.environ)); tell(os.environ['HOME'] == os.getcwd())")
    names, at_home = (eval(frame) for frame in run.frames)

    assert at_home
    assert set(names) <= {*environment(Path()), "TMPDIR", "XDG_CACHE_HOME", "LC_CTYPE"}


def test_no_descriptor_is_inherited_beyond_the_four(walled):
    """Nothing, printed text twice, frames."""
    run = walled("import os; tell(sorted(int(name) for name in os.listdir('/proc/self/fd')))")

    # the fifth is the listing's own
    assert run.frames == (b"[0, 1, 2, 3, 4]",)


def test_other_processes_cannot_be_seen(full):
    """Process 1 is the worker; there is nobody else."""
    run = full("import os; tell([name for name in os.listdir('/proc') if name.isdigit()]); tell(os.getpid())")

    assert run.frames == (b"['1']", b"1")


def test_the_memory_of_other_processes_cannot_be_read(walled):
    """Neither the judge's nor the zygote's."""
    run = walled(
        f"""
        import os
        for pid in ({os.getpid()}, {os.getppid()}, os.getppid()):
            for name in ('mem', 'maps', 'environ', 'cmdline', 'fd'):
                path = f'/proc/{{pid}}/{{name}}'
                try:
                    os.listdir(path) if name == 'fd' else open(path, 'rb').read(1)
                except OSError:
                    continue
                send(path.encode())
        """
    )

    assert (run.status, run.frames) == ("ended", ())


def test_nobody_outside_can_be_signalled(walled):
    """Not by number, not all at once."""
    run = walled(
        f"""
        import os, signal
        for pid in ({os.getpid()}, os.getppid(), -1):
            try:
                os.kill(pid, 0 if pid > 0 else signal.SIGCONT)
            except OSError:
                continue
            send(str(pid).encode())
        """
    )

    # -1 is everybody the sender may signal: without an own process namespace that is its own domain
    assert set(run.frames) <= {b"-1", b"0"}
    assert sandbox.daemon_status() is not None


def test_a_signal_to_everybody_ends_only_the_job(walled):
    """The zygote and the spares go on."""
    before = sandbox.daemon_status()["pid"]
    walled("import os, signal; os.kill(-1, signal.SIGKILL)", seconds=1)

    assert sandbox.daemon_status()["pid"] == before
    assert walled("send(b'next')").frames == (b"next",)


def test_there_is_no_network(walled):
    """Not this machine's ports, not another machine, not by name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        run = walled(
            f"""
            import socket
            for address in (('127.0.0.1', {port}), ('192.0.2.1', 80), ('localhost', {port})):
                try:
                    socket.create_connection(address, timeout=1)
                except OSError:
                    continue
                send(repr(address).encode())
            for family in (socket.AF_PACKET, socket.AF_VSOCK, socket.AF_ALG):
                try:
                    socket.socket(family, socket.SOCK_RAW if family == socket.AF_PACKET else socket.SOCK_STREAM)
                except OSError:
                    continue
                send(str(family).encode())
            """
        )

    assert (run.status, run.frames) == ("ended", ())


def test_a_job_can_talk_to_itself_over_the_loopback(full):
    """Distributed training on one machine needs it."""
    run = full(
        """
        import socket
        server = socket.create_server(('127.0.0.1', 0))
        caller = socket.create_connection(server.getsockname())
        server.accept()[0].send(b'hello')
        send(caller.recv(5))
        """
    )

    assert run.frames == (b"hello",)


def test_sockets_of_other_programs_cannot_be_reached_by_path(full):
    """Containers' and databases' sockets give away the whole machine."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/s")
        os.chmod(folder, 0o777)
        os.chmod(f"{folder}/s", 0o777)
        server.listen()
        run = full(
            f"""
            import socket
            try:
                socket.socket(socket.AF_UNIX).connect('{folder}/s')
            except OSError:
                send(b'refused')
            """
        )

    assert run.frames == (b"refused",)


def test_abstract_sockets_of_other_programs_cannot_be_reached(walled):
    """They have no path that could be hidden."""
    name = f"\\0torchdojo-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0torchdojo-test-{os.getpid()}")
        server.listen()
        run = walled(
            f"""
            import socket
            try:
                socket.socket(socket.AF_UNIX).connect('{name}')
            except OSError:
                send(b'refused')
            """
        )

    assert run.frames == (b"refused",)


@pytest.mark.parametrize(
    "call",
    [
        "unshare(0x10000000)",
        "unshare(0x00020000)",
        "mount(b'none', b'/scratch', b'tmpfs', 0, None)",
        "ptrace(0, 0, 0, 0)",
        "chroot(b'.')",
        "setns(0, 0)",
        "personality(0x0040000)",
        "syscall(56, 0x10000000 | 17, 0, 0, 0, 0)",
        "syscall(319, b'x', 0)",
        "setuid(0)",
        "sethostname(b'x', 1)",
    ],
)
def test_calls_that_learner_code_never_needs_are_refused(full, call):
    """The way out of a jail leads through the kernel."""
    run = full(f"import ctypes, os; tell(ctypes.CDLL(None, use_errno=True).{call})")

    assert run.frames == (b"-1",)


def test_a_worker_owns_nothing_and_can_gain_nothing(full):
    """No capability, no new privileges, a user that is not root."""
    run = full("import os; tell([os.getuid(), os.geteuid()]); send(open('/proc/self/status', 'rb').read())")
    status = dict(line.split(":\t", 1) for line in run.frames[1].decode().splitlines() if ":\t" in line)

    assert run.frames[0] == b"[1000, 1000]"
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_nobody_keeps_a_capability_or_can_become_another(walled):
    """Root, who runs the course in many containers, could else lift the limits again."""
    run = walled("import ctypes; tell(ctypes.CDLL(None).setuid(4242)); send(open('/proc/self/status', 'rb').read())")
    status = dict(line.split(":\t", 1) for line in run.frames[1].decode().splitlines() if ":\t" in line)

    assert run.frames[0] == b"-1"
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}


def test_programs_of_the_system_still_run(walled):
    """Lessons on tools start processes."""
    run = walled("import subprocess; send(subprocess.run(['sh', '-c', 'echo hello'], capture_output=True).stdout)")

    assert run.frames == (b"hello\n",), run.printed


def test_other_processes_of_python_work(walled):
    """Data loaders and process groups are lessons of this course."""
    run = walled(
        """
        import multiprocessing
        context = multiprocessing.get_context('fork')
        queue = context.Queue()
        worker = context.Process(target=lambda: queue.put('from the child'))
        worker.start()
        tell(queue.get(timeout=5))
        worker.join()
        """,
        seconds=10,
    )

    assert run.frames == (b"'from the child'",), run.printed
