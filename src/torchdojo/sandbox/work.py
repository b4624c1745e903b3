"""What every worker does, however it was started: take one job, perform it, leave."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import socket
import sys
import tempfile
import types
from collections.abc import Callable
from typing import NoReturn

from torchdojo.sandbox import wire
from torchdojo.sandbox.outcome import FAULT_OF_OURS, OUT_OF_MEMORY

Perform = Callable[[bytes, Callable[[bytes], None]], None]


def performer(name: str) -> tuple[Perform, Callable[[], None]]:
    """The function that runs a job and its module's `warm_up`, by `module:function`; a module may be given as a file."""
    place, _, function = name.rpartition(":")
    module: types.ModuleType
    if place.endswith(".py"):
        spec = importlib.util.spec_from_file_location("performer", place)
        if spec is None or spec.loader is None:
            raise ImportError(f"{place} cannot be loaded as a module")
        module = importlib.util.module_from_spec(spec)
        sys.modules["performer"] = module
        spec.loader.exec_module(module)
    else:
        # judge files import this door, and in the jail our sources are out of sight
        importlib.import_module("torchdojo.author")
        module = importlib.import_module(place)
    return getattr(module, function), module.warm_up


def settle(scratch: str) -> None:
    """Make this folder the home of everything the job writes, and printed lines visible even if the job is killed."""
    os.environ.update(HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, XDG_CACHE_HOME=scratch)
    tempfile.tempdir = None
    os.umask(0o022)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        # new ones: those of the zygote remember that they wrote to a file
        raw = open(descriptor, "wb", closefd=False)  # noqa: SIM115 - lives as long as the process
        stream = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def work(frames: socket.socket, perform: Perform) -> NoReturn:
    """Never returns: take one job, perform it, say the end, leave without looking back."""
    job = wire.receive(frames)
    try:
        perform(job, lambda message: wire.send(frames, message))
        flush()
        frames.sendall(wire.END)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except SystemExit as left:
        flush()
        os._exit(left.code if isinstance(left.code, int) else int(left.code is not None))
    except BaseException:
        import traceback

        traceback.print_exc()
        flush()
        os._exit(FAULT_OF_OURS)
    # no atexit handlers, no waiting for threads: the job is done
    os._exit(0)


def flush() -> None:
    """Push out what was printed; a stream that the job broke is let go."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue
