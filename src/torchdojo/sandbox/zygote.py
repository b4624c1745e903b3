"""The zygote: a warm process per user that forks jailed workers and hands them to whoever of that user asks."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import struct
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

from torchdojo.sandbox import spare, workers
from torchdojo.sandbox.walls.wall import Walls
from torchdojo.sandbox.workers import Worker

SPARES = 2
FAILURES_IN_A_ROW = 3
RETIRED_SECONDS = 20.0
"""Long enough for the programs that still run on the old sources to ask again."""
_TICK, _LOOK = 0.1, 30.0
LONGEST_REQUEST = 4096


class Zygote:
    """Serves requests until nobody has asked for a while. It stays single-threaded for ever: it forks."""

    def __init__(self, door: socket.socket, *, task: spare.Task, walls: Walls, runtime: str, idle: float) -> None:
        self._door, self._task, self._walls, self._runtime, self._idle = door, task, walls, runtime, idle
        self._workers: dict[int, Worker] = {}
        self._jobs: dict[int, Worker] = {}
        self._waiting: list[tuple[socket.socket, int]] = []
        self._selector = selectors.DefaultSelector()
        self._failures = 0
        self._last_use = self._last_watch = time.monotonic()
        self._started = time.time()
        self._address = door.getsockname()
        self._inode = os.stat(self._address).st_ino
        # more would only take each other's memory and time; they wait their turn
        self._most_jobs = max(8, 4 * len(os.sched_getaffinity(0)))
        # on two cores a refill competes with the job that took the spare: there only the last one is replaced at once
        self._spares_beside_jobs = SPARES if len(os.sched_getaffinity(0)) > 2 else 1

    def serve(self) -> NoReturn:
        """Never returns."""
        wake_reading, wake_writing = os.pipe()
        os.set_blocking(wake_reading, False)
        os.set_blocking(wake_writing, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self.leave())
        signal.set_wakeup_fd(wake_writing, warn_on_full_buffer=False)
        self._selector.register(wake_reading, selectors.EVENT_READ, lambda: _drain(wake_reading))
        self._selector.register(self._door, selectors.EVENT_READ, self._accept)
        while True:
            self._reap()
            self._assign()
            self._refill()
            for key, _ in self._selector.select(_TICK if self._jobs else min(_LOOK, self._idle)):
                if self._is_registered(key):
                    key.data()
            if self._jobs and time.monotonic() - self._last_watch > _TICK:
                workers.look_after(self._jobs)
                self._last_watch = time.monotonic()
            self._leave_if_idle()

    def _is_registered(self, key: selectors.SelectorKey) -> bool:
        # an event before it in the same batch may have closed it
        return self._selector.get_map().get(key.fd) is key

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            client, _ = self._door.accept()
            if _user_of(client) != os.getuid():
                client.close()
                return
            self._selector.register(client, selectors.EVENT_READ, lambda: self._request(client))

    def _request(self, client: socket.socket) -> None:
        try:
            asked = json.loads(client.recv(LONGEST_REQUEST) or b"{}")
            what = asked.get("op")
        except (OSError, ValueError, AttributeError):
            what = None
        if what == "worker":
            self._last_use = time.monotonic()
            self._waiting.append((client, int(asked["memory"])))
            self._selector.modify(client, selectors.EVENT_READ, lambda: self._client_left(client))
            return
        self._selector.unregister(client)
        if what == "retire":
            self._idle = min(self._idle, RETIRED_SECONDS)
        answers = {"walls": lambda: asdict(self._walls), "status": self._status, "stop": dict}
        if what in answers:
            with contextlib.suppress(OSError):
                client.send(json.dumps(answers[what]()).encode())
        client.close()
        if what == "stop":
            self.leave()

    def _status(self) -> dict[str, object]:
        ready = sum(worker.ready for worker in self._workers.values())
        return {
            "started": self._started,
            "walls": self._walls.kind,
            "spares": ready,
            "preparing": len(self._workers) - ready,
            "jobs": len(self._jobs),
        }

    def _client_left(self, client: socket.socket) -> None:
        # a client that has a worker says nothing more: that it can be read means that it closed
        self._selector.unregister(client)
        self._waiting = [each for each in self._waiting if each[0] is not client]
        for worker in self._jobs.values():
            if worker.client is client:
                workers.kill(worker)
                worker.client = None
        client.close()

    def _assign(self) -> None:
        while self._waiting and len(self._jobs) < self._most_jobs:
            worker = next((each for each in self._workers.values() if each.ready), None)
            if worker is None:
                return
            client, budget = self._waiting.pop(0)
            del self._workers[worker.pid]
            self._jobs[worker.pid] = worker
            try:
                workers.hand_over(worker, client, budget=budget, walls=self._walls.kind)
            except OSError:
                self._client_left(client)

    def _refill(self) -> None:
        task = self._task
        if self._waiting:
            # who waits already is served sooner by a cold worker than by one that is still warming up
            task = replace(task, warm_up=_not_now)
            hurrying = sum(worker.hurried and not worker.ready for worker in self._workers.values())
            missing = min(len(self._waiting), self._most_jobs - len(self._jobs)) - hurrying
        elif self._failures >= FAILURES_IN_A_ROW:
            missing = 0
        else:
            missing = (self._spares_beside_jobs if self._jobs else SPARES) - len(self._workers)
        for _ in range(missing):
            try:
                worker = workers.fork(task, self._runtime)
            except OSError as refused:
                self._refuse_all(f"no process could be started: {refused}")
                return
            worker.hurried = bool(self._waiting)
            self._workers[worker.pid] = worker
            self._selector.register(worker.report, selectors.EVENT_READ, lambda worker=worker: self._reported(worker))

    def _reported(self, worker: Worker) -> None:
        said = os.read(worker.report, 4096)
        worker.reported += said
        if said and not worker.ready:
            return
        self._selector.unregister(worker.report)
        os.close(worker.report)
        worker.report = -1
        if worker.ready:
            self._failures = 0
            return
        self._failures += 1
        workers.kill(worker)
        if self._failures >= FAILURES_IN_A_ROW:
            self._refuse_all(worker.reported.decode(errors="replace") or "a worker died before it was ready")

    def _refuse_all(self, why: str) -> None:
        for client, _ in self._waiting:
            self._selector.unregister(client)
            with contextlib.suppress(OSError):
                client.send(json.dumps({"error": why}).encode())
            client.close()
        self._waiting.clear()

    def _reap(self) -> None:
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            worker = self._jobs.pop(found.si_pid, None) or self._workers.pop(found.si_pid, None)
            if worker is not None:
                # before it is buried its number cannot belong to anybody else
                workers.kill(worker)
            _, status = os.waitpid(found.si_pid, 0)
            if worker is not None:
                if worker.report >= 0:
                    self._selector.unregister(worker.report)
                if worker.client is not None:
                    self._selector.unregister(worker.client)
                workers.bury(worker, status)
                self._last_use = time.monotonic()

    def _leave_if_idle(self) -> None:
        if self._jobs or self._waiting:
            return
        if time.monotonic() - self._last_use > self._idle or not self._is_at_its_address():
            self.leave()

    def _is_at_its_address(self) -> bool:
        try:
            return os.stat(self._address).st_ino == self._inode
        except OSError:
            return False

    def leave(self) -> NoReturn:
        """Never returns: closes the door and takes all workers along."""
        for worker in (*self._workers.values(), *self._jobs.values()):
            workers.kill(worker)
            worker.client = None
            workers.bury(worker, 0)
        if self._is_at_its_address():
            with contextlib.suppress(OSError):
                Path(self._address).unlink()
        # without the interpreter's farewell: nothing here needs it, and torch's takes long
        os._exit(0)


def _not_now() -> None:
    return None


def _drain(descriptor: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.read(descriptor, 4096):
            pass


def _user_of(client: socket.socket) -> int:
    raw = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    _, user, _ = struct.unpack("3i", raw)
    return int(user)
