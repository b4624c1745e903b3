"""Starts the zygote: `python -P -s -m torchdojo.sandbox.launch ORDER`. The client runs it; the order is JSON."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import socket
import sys
from dataclasses import dataclass
from typing import Any, NoReturn

from torchdojo.sandbox import spare
from torchdojo.sandbox.walls import kernel, namespaces
from torchdojo.sandbox.walls.detect import Refused, prove
from torchdojo.sandbox.walls.jail import KINDS, Jail, Kind
from torchdojo.sandbox.walls.view import view
from torchdojo.sandbox.walls.wall import Wall, Walls
from torchdojo.sandbox.work import performer


@dataclass(frozen=True)
class Order:
    """What the client wants: where to listen, what to run, how strong the walls may be."""

    address: str
    runtime: str
    performer: str
    walls: Kind
    hidden: tuple[str, ...]
    idle: float
    ready: int
    """Descriptor on which to say 'ready'."""
    lock: int
    """Descriptor of the lock that keeps others from starting a second zygote; closed when this one listens."""
    refused: str | None = None
    """Why there are no namespaces; None as long as nobody tried."""


def main() -> NoReturn:
    """Never returns: becomes the zygote, through one more exec inside its namespaces."""
    words = json.loads(sys.argv[1])
    order = Order(**{**words, "hidden": tuple(words["hidden"])})
    inside = len(sys.argv) > 2
    if not inside:
        _go_inside(order)
    _become_zygote(order)


def _go_inside(order: Order) -> NoReturn:
    refused: str | None = None
    if order.walls == "full":
        try:
            namespaces.enter_outer()
        except OSError as error:
            refused = str(error)
    else:
        refused = f"limited to '{order.walls}' by TORCHDOJO_WALLS"
    if os.fork():
        # the client waits for this one, and nobody has to wait for the zygote; its first child is process 1 of the namespace
        os._exit(0)
    # a fresh image: its memory belongs to the new user namespace, and holds nothing of what came before
    words = json.dumps({**vars(order), "refused": refused})
    os.execv(sys.executable, [sys.executable, "-P", "-s", "-m", __spec__.name if __spec__ else "", words, "inside"])


def _become_zygote(order: Order) -> NoReturn:
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    refused = order.refused
    if refused is None:
        try:
            namespaces.enter_own_mounts()
        except OSError as error:
            refused = str(error)
    jail, walls = _strongest(order, refused)
    perform, warm_up = performer(order.performer)
    _warm(warm_up)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(order.address)
    door.bind(order.address)
    os.chmod(order.address, 0o600)
    door.listen(64)
    os.write(order.ready, b"ready")
    os.close(order.ready)
    os.close(order.lock)
    from torchdojo.sandbox.zygote import Zygote

    task = spare.Task(jail, perform, warm_up)
    Zygote(door, task=task, walls=walls, runtime=order.runtime, idle=order.idle).serve()


def _strongest(order: Order, refused: str | None) -> tuple[Jail, Walls]:
    """The strongest jail that could be built here, and what it held against when tried."""
    stage = os.path.join(order.runtime, "stage")
    with contextlib.suppress(FileExistsError):
        os.mkdir(stage)
    reasons = []
    if refused is not None:
        reasons.append(Wall("namespaces", False, refused))
    for kind in KINDS[KINDS.index(order.walls) :]:
        if kind == "full" and refused is not None:
            continue
        for stand_in in (True, False) if kind == "full" and _is_root_outside() else (False,):
            jail = Jail(kind, view(order.hidden), stage, stand_in=stand_in)
            try:
                tried = prove(jail, order.runtime)
            except Refused as error:
                reasons.append(Wall(f"jail '{kind}'" + (" as another user" if stand_in else ""), False, str(error)))
                continue
            details = (*reasons, *tried) if kind != "full" else tried
            return jail, Walls(_kind(kind, tried), details)
    raise SystemExit("no jail of any kind could be built: " + "; ".join(f"{wall.name}: {wall.why}" for wall in reasons))


def _kind(kind: Kind, tried: tuple[Wall, ...]) -> str:
    if kind == "full" and not all(wall.held for wall in tried):
        return "partial"
    if kind == "partial" and not all(wall.held for wall in tried if wall.name in ("files", "course", "kernel calls")):
        return "none"
    return kind


def _is_root_outside() -> bool:
    # in the namespace everybody is root; only real root got more than one id mapped
    with open("/proc/self/uid_map") as rows:
        return sum(int(row.split()[2]) for row in rows) > 1


def _warm(warm_up: Any) -> None:
    warm_up()
    random.seed(0)
    # a forked child looks at these modules when it works; in a jail they can no longer be found
    for name in ("traceback", "linecache", "encodings.idna", "torchdojo.sandbox.wire"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
