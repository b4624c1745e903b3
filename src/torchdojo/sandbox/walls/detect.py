"""Which walls hold: a process that is closed in tries to get out, and what happened is the answer."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from torchdojo.sandbox.walls import kernel, limits
from torchdojo.sandbox.walls.jail import Jail, enclose
from torchdojo.sandbox.walls.namespaces import fork_as_first
from torchdojo.sandbox.walls.wall import Wall


@dataclass(frozen=True)
class Bait:
    """Things outside that a jail must not reach."""

    secret: str
    unix: str
    port: int
    process: int


class Refused(Exception):
    """This kind of jail cannot be built here; str() says which step was refused."""


@contextmanager
def bait(folder: str) -> Iterator[Bait]:
    """Things to reach for: a file, a unix socket, a TCP port, a process."""
    with ExitStack() as stack:
        inside = stack.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix="bait-"))
        secret = Path(inside, "secret")
        secret.write_text("secret")
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(f"{inside}/s")
        unix.listen()
        try:
            tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = tcp.getsockname()[1]
        except OSError:
            port = 9
        process = os.fork()
        if process == 0:
            time.sleep(60)
            os._exit(0)
        stack.callback(os.waitpid, process, 0)
        stack.callback(os.kill, process, signal.SIGKILL)
        yield Bait(str(secret), f"{inside}/s", port, process)


def prove(jail: Jail, folder: str) -> tuple[Wall, ...]:
    """What each wall of such a jail is worth on this machine; Refused when it cannot be built."""
    with bait(folder) as reach, tempfile.TemporaryDirectory(dir=folder, prefix="trial-") as scratch:
        reading, writing = os.pipe()
        pid = fork_as_first() if jail.kind == "full" else os.fork()
        if pid == 0:
            os.close(reading)
            _try_in_child(jail, reach, writing, scratch=scratch)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(pid, 0)
    if not answer.startswith(b"["):
        raise Refused(answer.decode(errors="replace") or "the trial process died")
    return tuple(Wall(**each) for each in json.loads(answer))


def _try_in_child(jail: Jail, reach: Bait, answer: int, *, scratch: str) -> None:
    try:
        os.setsid()
        enclose(jail, scratch)
        if not os.access(os.__file__, os.R_OK):
            raise OSError(errno.EACCES, "the jail cannot read Python's own files")
        found = [_attempt(name, attempt) for name, attempt in _attempts(jail, reach).items()]
        os.write(answer, json.dumps([asdict(wall) for wall in found]).encode())
    except BaseException as refused:
        os.write(answer, str(refused).encode()[:2000] or repr(refused).encode())
    finally:
        os._exit(0)


def _attempt(name: str, attempt: Callable[[], str]) -> Wall:
    """A wall holds when the attempt to pass it ended in an error."""
    try:
        return Wall(name, False, attempt())
    except (OSError, MemoryError) as stopped:
        return Wall(name, True, str(stopped) or type(stopped).__name__)


def _attempts(jail: Jail, reach: Bait) -> dict[str, Callable[[], str]]:
    watched = jail.kind != "none" and sys.platform == "linux"
    return {
        "files": lambda: _open(reach.secret),
        "course": lambda: _open(*(os.path.join(path, "__init__.py") for path in jail.view.hidden)),
        "read-only": lambda: _change(os.path.dirname(os.__file__)),
        "network": lambda: _connect(reach.port),
        "unix sockets": lambda: _connect_unix(reach.unix),
        "signals": lambda: _signal(reach.process),
        "processes": lambda: _look_around(reach.process),
        "kernel calls": _use_kernel,
        "memory": _take_memory,
        "process count": lambda: _fork_often(watched),
        "left-behind processes": lambda: _leave(jail.kind == "full"),
    }


def _open(*paths: str) -> str:
    refused = OSError(errno.ENOENT, "nothing to open")
    for path in paths:
        try:
            with open(path, "rb"):
                return f"{path} can be read"
        except OSError as stopped:
            refused = stopped
    raise OSError(refused.errno, os.strerror(refused.errno or 0))


def _change(folder: str) -> str:
    path = os.path.join(folder, f".torchdojo-trial-{os.getpid()}")
    with open(path, "wb"):
        os.unlink(path)
    return f"files in {folder} can be changed"


def _connect(port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as peer:
        peer.settimeout(2)
        peer.connect(("127.0.0.1", port))
    return "a port of this machine can be reached"


def _connect_unix(path: str) -> str:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(path)
    return "unix sockets of this user can be reached by their path"


def _signal(pid: int) -> str:
    os.kill(pid, 0)
    return "other processes of this user can be signalled"


def _look_around(pid: int) -> str:
    with open(f"/proc/{pid}/status", "rb"):
        return "other processes can be seen"


def _use_kernel() -> str:
    kernel.unshare(kernel.NEWUTS)
    return "calls that learner code never needs are open"


def _take_memory() -> str:
    limits.allow_memory(0, 32 << 20)
    bytearray(256 << 20)
    return "memory is not limited"


def _fork_often(watched: bool) -> str:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    if not 0 < hard <= limits.MOST_TASKS:
        return _count_watched(watched)
    children = []
    try:
        resource.setrlimit(resource.RLIMIT_NPROC, (3, hard))
        for _ in range(4):
            pid = os.fork()
            if pid == 0:
                time.sleep(30)
                os._exit(0)
            children.append(pid)
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (hard, hard))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return _count_watched(watched)


def _count_watched(watched: bool) -> str:
    if watched:
        raise OSError(errno.EAGAIN, "counted by the daemon, which ends the job")
    return "processes are not limited"


def _leave(all_die_with_first: bool) -> str:
    if all_die_with_first:
        raise OSError(errno.ESRCH, "all processes of the jail end with its first")
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
        except OSError:
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise OSError(errno.EPERM, "a process cannot leave its group")
    return "a process can outlive the job"
