"""Runs the probes of one exercise on one or more variants of a lesson, inside the sandbox."""

from __future__ import annotations

import contextlib
import io
import itertools
import linecache
import marshal
import random
import signal
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from torchdojo.observe import cells
from torchdojo.observe.draw import Draw, Outcome
from torchdojo.observe.frame import pack, unpack
from torchdojo.observe.gradients import fill_gradients, targets
from torchdojo.observe.values import Writer, classes, message, raised

# line numbers from here on belong to code that was put around the learner's own
FOREIGN_LINES = 1_000_000
LONGEST_PRINT = 8_000
Send = Callable[[bytes], None]


class OutOfTime(BaseException):
    """A trusted variant (a mutant, say) used up its own share of the time."""


@dataclass(frozen=True)
class Case:
    """Everything one run of one probe needs to know."""

    job: Mapping[str, Any]
    seed: int
    variant: str
    filename: str
    probe: str
    jitter: bool


def perform(job: bytes, send: Send) -> None:
    """Nothing; runs one job and sends a frame for each observation."""
    header, blobs = unpack(job)
    if header["task"] == "cells":
        cells.perform(header, send)
        return
    probes = _probes(header, bytes(blobs[header["judge"]]))
    for variant in header["variants"]:
        with _deadline(header.get("variant_seconds")):
            _run_variant(header, variant, bytes(blobs[variant["code"]]), probes=probes, send=send)


def _probes(header: Mapping[str, Any], code: bytes) -> list[Callable[..., Any]]:
    """The exercise's probe functions, in the order they are written."""
    namespace: dict[str, Any] = {"__name__": "judge"}
    exec(marshal.loads(code), namespace)
    every = namespace[header["exercise"].replace(".", "__")].probes
    wanted = header.get("probes")
    return [probe for probe in every if wanted is None or probe.__name__ in wanted]


def _run_variant(
    job: Mapping[str, Any], variant: Mapping[str, Any], code: bytes, *, probes: Sequence[Callable[..., Any]], send: Send
) -> None:
    filename = variant["filename"]
    linecache.cache[filename] = (len(variant["text"]), None, variant["text"].splitlines(keepends=True), filename)
    case = Case(job, job["seeds"][0], variant["name"], filename, "", jitter=False)
    module = types.ModuleType("submission")
    sys.modules["submission"] = module
    printed = _Printed()
    try:
        _reseed(case.seed)
        with _captured(printed):
            exec(marshal.loads(code), module.__dict__)
    except BaseException as error:
        if isinstance(error, OutOfTime):
            return
        send(pack(_failure(case, error, printed)))
        return
    # from this frame on the judge knows that the module could be loaded
    send(pack({"seed": case.seed, "variant": case.variant, "probe": "", "status": "returned", "printed": printed.text()}))
    with contextlib.suppress(OutOfTime):
        for seed, probe in itertools.product(job["seeds"], probes):
            for jitter in (False, True) if job["jitter"] else (False,):
                send(_run_probe(Case(job, seed, variant["name"], filename, probe.__name__, jitter), probe, module))


def _run_probe(case: Case, probe: Callable[..., Any], module: types.ModuleType) -> bytes:
    """The frame of one probe on one module."""
    job = case.job
    staged = (job["staged"] or {}).get(str(case.seed), {}).get(case.probe)
    draw = Draw(case.seed, case.probe, annotations=job["annotations"], staged=staged, jitter=case.jitter)
    printed = _Printed()
    writer = Writer()
    _reseed(case.seed)
    began = time.process_time()
    try:
        with _captured(printed):
            value = probe(_Lesson(module, draw), draw)
            paths = staged["targets"] if staged else targets(value)
            value = fill_gradients(value, paths, draw.stream("cotangent"))
        header = {"status": "returned", "value": _Node(writer).node(value), "mutated": draw.mutated()}
    except OutOfTime:
        raise
    except BaseException as error:
        return pack(_failure(case, error, printed))
    header |= {
        "seed": case.seed,
        "seconds": time.process_time() - began,
        "variant": case.variant,
        "probe": case.probe,
        "jittered": case.jitter,
        "drawn": draw.coarsest(),
        "magnitude": draw.magnitude().hex(),
        "printed": printed.text(),
    }
    if staged is None:
        header["staged"] = {"states": draw.states, "targets": paths}
    return pack(header, writer.blobs)


class _Node(Writer):
    """A writer that also knows what only a probe can return."""

    def __init__(self, writer: Writer) -> None:
        self.blobs = writer.blobs

    def node(self, value: object, depth: int = 24) -> Any:
        if isinstance(value, Outcome):
            return {"t": "raised", "v": value.classes, "message": value.message}
        if isinstance(value, dict) and value.get("__gradients__") is True:
            pairs = [[name, None if item is None else self.array(item)] for name, item in value["of"]]
            return {"t": "gradients", "v": pairs}
        return super().node(value, depth)


class _Lesson:
    """What a probe sees of the variant: its names, read from the module at the moment of use."""

    def __init__(self, module: types.ModuleType, draw: Draw) -> None:
        self.__dict__["_module"] = module
        self.__dict__["_draw"] = draw

    def __getattr__(self, name: str) -> Any:
        try:
            member = getattr(self.__dict__["_module"], name)
        except AttributeError:
            raise MissingName(f"the file defines no {name!r}") from None
        self.__dict__["_draw"].knows(name, member)
        return member


class MissingName(Exception):
    """The submission lacks a definition that the probe needs."""


def _failure(case: Case, error: BaseException, printed: _Printed) -> dict[str, Any]:
    """The header of a frame for an exception, with the learner's own lines."""
    lines, below = [], False
    trace = error.__traceback__
    while trace is not None:
        below = trace.tb_frame.f_code.co_filename != case.filename
        if not below and trace.tb_lineno < FOREIGN_LINES:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return {
        "seed": case.seed,
        "variant": case.variant,
        "probe": case.probe,
        "status": "raised",
        "value": raised(error),
        "jittered": case.jitter,
        "trace": {"classes": classes(error), "message": message(error), "lines": lines[-20:], "below": below},
        "printed": printed.text(),
    }


def _reseed(seed: int) -> None:
    """Every generator a submission may use starts from the seed: forked workers would otherwise share one state."""
    # torch.manual_seed would also visit every accelerator, which takes longer than most probes
    torch.default_generator.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


class _Printed(io.TextIOBase):
    """Keeps the first characters that are printed and forgets the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = LONGEST_PRINT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._parts.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def text(self) -> str:
        """What was printed, with a mark where it was cut."""
        return "".join(self._parts) + (" ... (cut)" if self._left < 0 else "")


@contextlib.contextmanager
def _captured(printed: _Printed) -> Iterator[None]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        # a warning is no mistake: it must neither fail a right answer nor fill the screen
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _deadline(seconds: float | None) -> Iterator[None]:
    """Ends a trusted variant that loops for ever; used for mutants only."""
    if seconds is None:
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with contextlib.suppress(OutOfTime):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
