"""Opens the course on an address of this machine."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from torchdojo.catalog import Catalog, LessonError, scan
from torchdojo.fronts.web.ahead import Ahead
from torchdojo.fronts.web.app import LOOPBACK, create_app
from torchdojo.grade import grade, prepare
from torchdojo.progress import Store, Workspace, next_lesson

PORT = 8400
# how many ports after it are tried before the system is asked for any
TRIES = 20


class PortTaken(LessonError):
    """The port that was asked for is used by another program."""


def serve(work: Path, *, host: str = "127.0.0.1", port: int | None = None, open_browser: bool = True) -> None:
    """Nothing; serves the course until the learner ends it with Ctrl+C."""
    import uvicorn

    catalog = scan()
    store, workspace = Store(), Workspace(work)
    listening = _listen(host, port)
    address = f"http://{_shown(host)}:{listening.getsockname()[1]}/"
    app = create_app(catalog, store, workspace, grade, hosts={*LOOPBACK, host}, ahead=Ahead(prepare))
    print(f"torchdojo is at {address}  (your work: {work}; Ctrl+C ends it)", flush=True)
    if host not in LOOPBACK:
        print("Everyone who can reach this address can run code as you. Listen on 127.0.0.1 if you are not sure.", flush=True)
    _aside(lambda: _warm(catalog, store))
    if open_browser:
        _aside(lambda: _open(address))
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
        store.close()


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port asked for, else on the first free one from `PORT` on."""
    wanted = [port] if port is not None else [*range(PORT, PORT + TRIES), 0]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in wanted:
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, each))
            # from here on a browser that is faster than the server waits instead of being refused
            bound.listen()
        except OSError as fault:
            bound.close()
            reason = fault.strerror or str(fault)
        else:
            return bound
    raise PortTaken(f"{host}:{wanted[0]}", f"cannot listen there ({reason}).", "Choose another with --port or --host.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _aside(work: Callable[[], object]) -> None:
    threading.Thread(target=work, daemon=True).start()


def _warm(catalog: Catalog, store: Store) -> None:
    """Pays what the first check and the next lesson's text would wait for."""
    from torchdojo.sandbox import SandboxError, ensure
    from torchdojo.text import outputs

    try:
        ensure()
        following = next_lesson(catalog, store.states())
        if following is not None:
            outputs(following.lesson)
    except (LessonError, SandboxError):
        # the page that needs it says what is wrong
        return


def _open(address: str) -> None:
    """A machine without a browser or a display is no fault: the address was printed."""
    try:
        webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return
