"""Finds the zygote of this user, or starts it; borrows a worker from it."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.sandbox.errors import Lost, SandboxError
from torchdojo.sandbox.settings import START_SECONDS, environment, wanted

IDLE_SECONDS = 600.0
ANSWER_SECONDS = 30.0
FAREWELL_SECONDS = 10.0
LONGEST_ANSWER = 1 << 16
LEAST_SPACE = 1 << 20
LONGEST_ADDRESS = 100
"""Unix socket addresses end at 108 bytes on Linux, 104 on macOS."""
_FIRST_START = "Warming up PyTorch for the first check (about 5 seconds; the next ones start at once)."
OnWait = Callable[[str], None]


@dataclass(frozen=True)
class Borrowed:
    """A worker of one's own: descriptors that the borrower closes. Closing the control connection ends the worker."""

    control: socket.socket
    frames: socket.socket
    printed: int
    process: int
    walls: str


@functools.cache
def _sources() -> str:
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    files = [*package.glob("sandbox/**/*.py"), *package.glob("observe/**/*.py"), package / "author.py"]
    for path in sorted(files):
        if path.exists():
            digest.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def runtime() -> Path:
    """The folder of sockets, locks and logs: this user's only."""
    if given := os.environ.get("TORCHDOJO_RUNTIME"):
        folder = Path(given).absolute()
    elif given := os.environ.get("XDG_RUNTIME_DIR"):
        folder = Path(given, "torchdojo")
    else:
        folder = Path.home() / ".cache" / "torchdojo" / "run"
    if len(str(folder)) > LONGEST_ADDRESS - 30:
        short = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
        folder = Path(tempfile.gettempdir(), f"torchdojo-{os.geteuid()}-{short}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if found.st_uid != os.geteuid():
            raise SandboxError(
                f"{folder} belongs to user {found.st_uid}, not to you. Set TORCHDOJO_RUNTIME to a folder of your own."
            )
        if found.st_mode & 0o777 != 0o700:
            folder.chmod(0o700)
    except OSError as fault:
        raise SandboxError(_unusable(folder, fault)) from None
    return folder


def _unusable(folder: Path, fault: OSError) -> str:
    return (
        f"{folder}: the sandbox cannot be kept there ({fault.strerror or fault}). "
        "Free some space or make the folder writable, or set TORCHDOJO_RUNTIME to another folder."
    )


def address() -> Path:
    """Where the zygote for this Python, these sources and these settings listens."""
    settings = json.dumps([sys.executable, sys.prefix, sys.version, wanted()], sort_keys=True)
    name = hashlib.sha256(settings.encode()).hexdigest()[:8]
    return runtime() / f"z-{name}-{_sources()[:8]}.sock"


def ensure(on_wait: OnWait | None = None) -> None:
    """Nothing; a zygote runs afterwards. Where it had to be started, `on_wait` was told first."""
    _connect(on_wait).close()


def _connect(on_wait: OnWait | None = None) -> socket.socket:
    where = address()
    with contextlib.suppress(OSError):
        return _dial(where)
    try:
        with _start_lock(where, on_wait) as lock:
            # somebody else may have started it while we waited for the lock
            with contextlib.suppress(OSError):
                return _dial(where)
            if on_wait is not None:
                on_wait(_FIRST_START)
            if not _start(where, lock) and not _start(where, lock):
                raise SandboxError(f"The sandbox could not be started. {_see_log(where)}")
            _retire_older(where)
    except OSError as fault:
        raise SandboxError(_unusable(where.parent, fault)) from None
    try:
        return _dial(where)
    except OSError as refused:
        raise SandboxError(f"The sandbox was started but does not listen: {refused}. {_see_log(where)}") from None


def _retire_older(newest: Path) -> None:
    # after an update the zygote of the old sources would only hold memory; what it is doing it may finish
    for other in newest.parent.glob(f"{newest.name.rpartition('-')[0]}-*.sock"):
        if other != newest:
            with contextlib.suppress(OSError, SandboxError), _dial(other) as peer:
                peer.send(b'{"op": "retire"}')


def _dial(where: Path) -> socket.socket:
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        peer.settimeout(ANSWER_SECONDS)
        peer.connect(str(where))
        if _peer(peer)[1] != os.geteuid():
            raise SandboxError(f"{where} is served by another user. Set TORCHDOJO_RUNTIME to a folder of your own.")
    except BaseException:
        peer.close()
        raise
    return peer


def _peer(peer: socket.socket) -> tuple[int, int]:
    pid, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return pid, user


@contextmanager
def _start_lock(where: Path, on_wait: OnWait | None) -> Iterator[int]:
    """A lock that the zygote inherits: it is free again when both have let go of it, or died."""
    descriptor = os.open(where.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is not None:
                on_wait(_FIRST_START)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _start(where: Path, lock: int) -> bool:
    """Whether it listens now. SandboxError if it said why not; False if it died without a word: who was killed may try again."""
    reading, writing = os.pipe()
    cache = _cache(where.parent)
    order = {
        **wanted(),
        "address": str(where),
        "runtime": str(where.parent),
        "idle": float(os.environ.get("TORCHDOJO_IDLE", IDLE_SECONDS)),
        "ready": writing,
        "lock": lock,
    }
    # -P and -s with a clean environment are what -I is, except that PYTHONHASHSEED is heard
    command = [sys.executable, "-P", "-s", "-m", "torchdojo.sandbox.launch", json.dumps(order)]
    try:
        with open(where.with_suffix(".log"), "wb") as log:
            outer = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(cache),
                cwd="/",
                pass_fds=(writing, lock),
                start_new_session=True,
            )
        os.close(writing)
        writing = -1
        outer.wait()
        if not select.select([reading], [], [], START_SECONDS)[0]:
            raise SandboxError(f"The sandbox did not start within {START_SECONDS:.0f} seconds. {_see_log(where)}")
        if os.read(reading, 16) == b"ready":
            return True
        if where.with_suffix(".log").stat().st_size:
            raise SandboxError(f"The sandbox could not be started. {_see_log(where)}")
        return False
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)


def _cache(runtime: Path) -> Path:
    """Where the zygote's libraries keep what is slow to make, such as the list of fonts."""
    places = [runtime / "cache"]
    if "TORCHDOJO_RUNTIME" not in os.environ:
        # a runtime folder is often emptied when the user logs out
        places.insert(0, Path.home() / ".cache" / "torchdojo" / "libraries")
    for place in places:
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            if os.access(place, os.W_OK):
                return place
    return runtime


def _see_log(where: Path) -> str:
    log = where.with_suffix(".log")
    with contextlib.suppress(OSError):
        if last := log.read_text(errors="replace").strip().splitlines()[-12:]:
            return f"Its log, {log}, ends:\n" + "\n".join(last)
    with contextlib.suppress(OSError):
        if shutil.disk_usage(where.parent).free < LEAST_SPACE:
            return f"The disk of {where.parent} is full. Free some space, or set TORCHDOJO_RUNTIME to a folder on another disk."
    return f"Its log is {log}."


def borrow(memory: int, on_wait: OnWait | None = None) -> Borrowed:
    """A worker that may use so much memory; Lost when the zygote died or hangs."""
    control = _connect(on_wait)
    try:
        control.send(json.dumps({"op": "worker", "memory": memory}).encode())
        message, descriptors = _receive_worker(control)
    except OSError as gone:
        see_off(control)
        raise Lost(str(gone)) from None
    if not message:
        see_off(control)
        raise Lost("it closed the connection")
    answer = json.loads(message)
    if "error" in answer:
        control.close()
        raise SandboxError(f"No worker could be prepared: {answer['error']}. {_see_log(address())}")
    frames, printed, process = descriptors
    return Borrowed(control, socket.socket(fileno=frames), printed, process, answer["walls"])


def _receive_worker(control: socket.socket) -> tuple[bytes, list[int]]:
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, LONGEST_ANSWER, 3)
            return message, descriptors
        except TimeoutError:
            # there may be a queue; a zygote that hangs answers nobody
            if daemon_status() is None:
                raise


def see_off(control: socket.socket) -> None:
    """End the zygote behind this connection, which does not answer, and wait until it is gone: until then it takes calls."""
    pid, _ = _peer(control)
    control.close()
    try:
        process = os.pidfd_open(pid)
    except OSError:
        return
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        # a process that is dying has no command any more; one with another command got the number later
        if str(address()).encode() in command:
            signal.pidfd_send_signal(process, signal.SIGKILL)
            command = b""
        if not command:
            _wait_for_end(process)
    except OSError:
        # it went while we looked
        return
    finally:
        os.close(process)


def _wait_for_end(process: int) -> bool:
    # a pidfd can be read when its process has ended
    return bool(select.select([process], [], [], FAREWELL_SECONDS)[0])


def ask(what: str) -> dict[str, Any]:
    """The running zygote's answer; it is started when needed."""
    for _ in range(2):
        peer = _connect()
        try:
            peer.send(json.dumps({"op": what}).encode())
            answer: dict[str, Any] = json.loads(peer.recv(LONGEST_ANSWER))
        except (OSError, ValueError):
            see_off(peer)
        else:
            peer.close()
            return answer
    raise SandboxError(f"The sandbox does not answer. Run `torchdojo doctor`. {_see_log(address())}")


def daemon_status() -> dict[str, Any] | None:
    """What the zygote is doing, with its process number; None when none runs."""
    try:
        peer = _dial(address())
    except OSError:
        return None
    with peer:
        try:
            peer.send(b'{"op": "status"}')
            return {"pid": _peer(peer)[0], **json.loads(peer.recv(LONGEST_ANSWER))}
        except (OSError, ValueError):
            return None


def stop_daemon() -> bool:
    """Whether there was a zygote to stop. It and all its workers are gone afterwards."""
    try:
        peer = _dial(address())
    except OSError:
        return False
    process = None
    with contextlib.suppress(OSError):
        process = os.pidfd_open(_peer(peer)[0])
    with peer, contextlib.suppress(OSError):
        peer.settimeout(FAREWELL_SECONDS)
        peer.send(b'{"op": "stop"}')
        peer.recv(LONGEST_ANSWER)
    if process is not None:
        if not _wait_for_end(process):
            signal.pidfd_send_signal(process, signal.SIGKILL)
            _wait_for_end(process)
        os.close(process)
    return True
