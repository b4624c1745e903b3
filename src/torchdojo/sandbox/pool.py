"""Spawned workers, kept warm by this very process: for systems on which a warm process cannot be forked and jailed."""

from __future__ import annotations

import atexit
import contextlib
import hmac
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torchdojo.sandbox import wire
from torchdojo.sandbox.errors import SandboxError
from torchdojo.sandbox.outcome import Limits, OnFrame, Run, Status, explain
from torchdojo.sandbox.settings import START_SECONDS, environment, wanted
from torchdojo.sandbox.walls.wall import Wall, Walls

SPARES = 2
_AFTERMATH_SECONDS = 10.0
_KIND = "none"
_NO_WALL = "this system offers no wall without privileges: check only code you trust, or work on Linux (on Windows: in WSL2)"


@dataclass
class Spawned:
    """A process that warms up, or is warm and waits for a job."""

    process: subprocess.Popen[bytes]
    door: socket.socket
    token: str
    scratch: str
    printed: bytearray = field(default_factory=bytearray)
    most_printed: int = 64 << 10
    flooded: bool = False
    listener: threading.Thread | None = None

    def listen(self) -> None:
        """Collects what it prints, until the end or until it is too much."""
        pipe = self.process.stdout
        assert pipe is not None
        while piece := os.read(pipe.fileno(), 1 << 16):
            room = self.most_printed - len(self.printed)
            self.printed += piece[:room]
            if len(piece) > room:
                self.flooded = True
                self.end()
                break
        pipe.close()

    def call(self) -> socket.socket:
        """The connection to it, once it is warm; SandboxError when it dies before."""
        deadline = time.monotonic() + START_SECONDS
        self.door.settimeout(0.2)
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(TimeoutError):
                frames, _ = self.door.accept()
                frames.settimeout(10)
                with contextlib.suppress(OSError, EOFError):
                    # any program on this machine may call here; only ours knows the token
                    told = wire.receive_at_most(frames, len(self.token))
                    if hmac.compare_digest(told, self.token.encode()):
                        return frames
                frames.close()
        self.bury()
        said = self.printed.decode(errors="replace").strip()
        raise SandboxError(f"A worker could not be started. Run `torchdojo doctor`. It said:\n{said or '(nothing)'}")

    def end(self) -> None:
        """Kill it and, where the system can tell, what it started."""
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(self.process.pid)], capture_output=True, check=False)
            return
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def bury(self) -> int:
        """Its exit code, when it and everything it had are gone."""
        self.end()
        code = self.process.wait()
        if self.listener is not None:
            # what it printed last may still be in the pipe
            self.listener.join(1)
        self.door.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return code


_lock = threading.Lock()
_spares: list[Spawned] = []


def _spawn() -> Spawned:
    door = socket.create_server(("127.0.0.1", 0), backlog=4)
    token = secrets.token_hex(32)
    scratch = tempfile.mkdtemp(prefix="torchdojo-")
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "torchdojo.sandbox.spawned"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(Path(scratch)),
        start_new_session=True,
    )
    orders = {"port": door.getsockname()[1], "token": token, "scratch": scratch, "performer": wanted()["performer"]}
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin as pipe:
        pipe.write(json.dumps(orders).encode() + b"\n")
    spawned = Spawned(process, door, token, scratch)
    spawned.listener = threading.Thread(target=spawned.listen, daemon=True)
    spawned.listener.start()
    return spawned


def _refill() -> None:
    with _lock:
        while len(_spares) < SPARES:
            _spares.append(_spawn())


def take() -> tuple[Spawned, socket.socket]:
    """A worker of one's own, warm, and the connection to it."""
    with _lock:
        spawned = _spares.pop(0) if _spares else _spawn()
    frames = spawned.call()
    spawned.printed.clear()
    return spawned, frames


def ensure(on_wait: Callable[[str], None] | None) -> None:
    """Nothing; workers are being prepared afterwards."""
    if on_wait is not None and not _spares:
        on_wait("Warming up PyTorch for the first checks (about 5 seconds each on this system).")
    _refill()


def run_in(worker: tuple[Spawned, socket.socket], job: bytes, *, limits: Limits, on_frame: OnFrame) -> Run:
    """What came of the job in this worker, which is used up then."""
    spawned, connection = worker
    spawned.most_printed = limits.printed
    frames: list[bytes] = []
    started = time.monotonic()
    status: Status
    try:
        connection.settimeout(limits.seconds)
        with contextlib.suppress(TimeoutError):
            wire.send(connection, json.dumps({"memory": limits.memory}).encode())
            wire.send(connection, job)
        status, detail = _listen(connection, limits, frames, started=started, on_frame=on_frame)
    except (EOFError, OSError):
        with contextlib.suppress(subprocess.TimeoutExpired):
            spawned.process.wait(_AFTERMATH_SECONDS)
        status, detail = explain(spawned.bury(), "", walls=_KIND)
    finally:
        seconds = time.monotonic() - started
        connection.close()
        spawned.bury()
        # not beside the job: on few cores it would make the job slower
        _refill()
    if spawned.flooded:
        status, detail = "crashed", f"printed more than {limits.printed} bytes and was cut off"
    return Run(status, tuple(frames), spawned.printed.decode(errors="replace"), seconds, detail, _KIND)


def _listen(
    connection: socket.socket, limits: Limits, frames: list[bytes], *, started: float, on_frame: OnFrame
) -> tuple[Status, str]:
    incoming = wire.Incoming(limits.output)
    while not incoming.ended:
        left = started + limits.seconds - time.monotonic()
        try:
            connection.settimeout(max(left, 0.0))
            frame = incoming.read(connection)
        except (TimeoutError, BlockingIOError):
            return "timeout", f"stopped after {limits.seconds:g} seconds"
        if incoming.flooded:
            return "crashed", f"sent more than {limits.output} bytes of observations and was cut off"
        if frame is not None:
            frames.append(frame)
            on_frame(frame)
    return "ended", ""


def walls() -> Walls:
    """That there are none here, said plainly."""
    time_limit = Wall("time", True, "a job is ended by the clock")
    names = ("files", "course", "read-only", "network", "unix sockets", "signals", "processes", "kernel calls", "memory")
    return Walls(_KIND, (time_limit, *(Wall(name, False, _NO_WALL) for name in names)))


def status() -> dict[str, Any] | None:
    """How many workers wait; None when there are none."""
    with _lock:
        return {"pid": os.getpid(), "walls": _KIND, "spares": len(_spares)} if _spares else None


def stop() -> bool:
    """Whether any worker waited; none does afterwards."""
    with _lock:
        stopped = [spawned.bury() for spawned in _spares]
        _spares.clear()
    return bool(stopped)


atexit.register(stop)
