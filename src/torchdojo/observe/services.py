"""Starts a service of the learner's on the loopback of the jail, asks it, and ends it."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import inspect
import io
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NoReturn

HOST = "127.0.0.1"
SECONDS = 5.0
LARGEST_BODY = 1 << 20


class ServiceTrouble(Exception):
    """A service does not start, answer or make sense; the message is written for the learner."""


class Service:
    """A running service that can be asked."""

    def __init__(self, port: int, process: int, pipe: int, seconds: float) -> None:
        self.address = f"http://{HOST}:{port}"
        self._port = port
        self._process = process
        self._pipe = pipe
        self._seconds = seconds

    def get(self, path: str, *, headers: Sequence[str] = (), send: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The answer to a GET, with the values of the headers that are asked for."""
        return self.ask("GET", path, headers=headers, send=send)

    def post(self, path: str, content: object, *, headers: Sequence[str] = ()) -> dict[str, Any]:
        """The answer to a POST of JSON (of text or bytes, if that is what is given)."""
        return self.ask("POST", path, content=content, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        *,
        content: object = None,
        headers: Sequence[str] = (),
        send: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Status, the headers that are asked for, and the body: what the JSON says, else text."""
        body, kind = _body(content)
        sent = {**({"Content-Type": kind} if kind else {}), **(send or {})}
        what = f"{method} {path}"
        connection = http.client.HTTPConnection(HOST, self._port, timeout=self._seconds)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            data = answer.read(LARGEST_BODY + 1)
        except TimeoutError:
            raise ServiceTrouble(f"no answer to {what} within {self._seconds:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            raise ServiceTrouble(f"{what}: {self._ended() or f'the connection broke ({type(error).__name__})'}") from None
        finally:
            connection.close()
        if len(data) > LARGEST_BODY:
            raise ServiceTrouble(f"the answer to {what} has more than {LARGEST_BODY:,} bytes")
        found = {name.lower(): answer.headers.get(name) for name in headers}
        return {"status": answer.status, **({"headers": found} if headers else {}), "body": _read(data)}

    def _ended(self) -> str:
        """Why the service is no more, if it is no more."""
        if not select.select([self._pipe], [], [], 0.2)[0]:
            return ""
        words = os.read(self._pipe, 4000).decode("utf-8", "replace")
        return f"the service ended: {words}" if words else "the service ended before it answered"

    def wait(self) -> None:
        """Nothing; returns as soon as somebody listens on the port."""
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self._port), timeout=0.2):
                return
            ended = select.select([self._pipe], [], [], 0.02)[0] and self._ended()
            if ended:
                raise ServiceTrouble(ended)
        raise ServiceTrouble(
            f"nobody listens on {HOST}:{self._port} after {self._seconds:g} s. Use the host and port you are given."
        )


@contextlib.contextmanager
def serve(application: Any, *, seconds: float = SECONDS) -> Iterator[Service]:
    """The service, as long as the block runs: an ASGI or WSGI application, a handler class of http.server, or a function
    `start(host, port)` that serves until it is ended. `seconds` is the time it has to listen, and for each answer.
    """
    run = _runner(application)
    try:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.bind((HOST, 0))
    except OSError as refused:
        raise ServiceTrouble(f"the walls of this machine allow no service ({refused}); `torchdojo doctor` says more") from None
    port = listening.getsockname()[1]
    if run is not None:
        # requests wait here until the server takes them
        listening.listen(64)
    else:
        listening.close()
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _live((lambda: run(listening)) if run is not None else (lambda: application(HOST, port)), writing)
    os.close(writing)
    listening.close()
    service = Service(port, process, reading, seconds)
    try:
        service.wait()
        yield service
    finally:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.waitpid(process, 0)
        os.close(reading)


def _live(run: Callable[[], object], pipe: int) -> NoReturn:
    """Never returns: the whole life of the process that serves."""
    words = "its start function came to an end instead of serving"
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            run()
    except BaseException as error:
        words = f"{type(error).__name__}: {error!s:.1000}"
    with contextlib.suppress(OSError):
        os.write(pipe, words.encode("utf-8", "replace"))
    os._exit(0)


def _runner(application: Any) -> Callable[[socket.socket], object] | None:
    """What serves the application on a socket that listens; None for a function that does so itself."""
    if isinstance(application, type) and issubclass(application, BaseHTTPRequestHandler):
        return lambda listening: _adopt(HTTPServer((HOST, 0), application, bind_and_activate=False), listening)
    if not callable(application):
        raise ServiceTrouble(f"a {type(application).__name__} is no service: an application or a start function is needed")
    called = application if inspect.isroutine(application) else type(application).__call__
    names = [name for name in inspect.signature(application).parameters if name != "self"]
    if inspect.iscoroutinefunction(called) or len(names) == 3:
        return _asgi(application)
    if names == ["host", "port"]:
        return None
    return lambda listening: _wsgi(application, listening)


def _asgi(application: Any) -> Callable[[socket.socket], object]:
    if importlib.util.find_spec("uvicorn") is None:
        raise ServiceTrouble("an ASGI application needs uvicorn, which is not installed here")
    # before the fork, so that the next service need not load it again
    import uvicorn

    settings = uvicorn.Config(application, log_level="critical", access_log=False, lifespan="auto", loop="asyncio")
    return lambda listening: uvicorn.Server(settings).run(sockets=[listening])


def _wsgi(application: Any, listening: socket.socket) -> None:
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

    server = WSGIServer((HOST, 0), WSGIRequestHandler, bind_and_activate=False)
    server.set_app(application)
    server.server_name, server.server_port = HOST, listening.getsockname()[1]
    server.setup_environ()
    _adopt(server, listening)


def _adopt(server: HTTPServer, listening: socket.socket) -> None:
    server.socket.close()
    server.socket = listening
    server.server_address = listening.getsockname()
    server.serve_forever(poll_interval=0.05)


def _body(content: object) -> tuple[bytes | None, str]:
    if content is None:
        return None, ""
    if isinstance(content, bytes):
        return content, "application/octet-stream"
    if isinstance(content, str):
        return content.encode(), "text/plain; charset=utf-8"
    return json.dumps(content).encode(), "application/json"


def _read(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
