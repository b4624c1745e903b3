"""Runs the probes of one exercise on one or more variants of a lesson, inside the sandbox."""

from __future__ import annotations

import contextlib
import itertools
import signal
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from torchdojo.observe import asked, cells, metered, xray
from torchdojo.observe.draw import Draw, Outcome
from torchdojo.observe.frame import pack, unpack
from torchdojo.observe.gradients import fill_gradients, targets
from torchdojo.observe.values import Writer
from torchdojo.observe.variant import Case, Opened, OutOfTime, Printed, Send, captured, exercise_of, failure, loaded, reseed


def perform(job: bytes, send: Send) -> None:
    """Nothing; runs one job and sends a frame for each observation."""
    header, blobs = unpack(job)
    if header["task"] == "cells":
        cells.perform(header, send)
        return
    if header["task"] == "predictions":
        asked.perform(header, blobs, send)
        return
    if header["task"] in metered.TASKS:
        metered.perform(header, blobs, send)
        return
    if header["task"] == xray.TASK:
        xray.perform(header, blobs, send)
        return
    probes = _probes(header, bytes(blobs[header["judge"]]))
    for variant in header["variants"]:
        with _deadline(header.get("variant_seconds")):
            _run_variant(header, variant, bytes(blobs[variant["code"]]), probes=probes, send=send)


def _probes(header: Mapping[str, Any], code: bytes) -> list[Callable[..., Any]]:
    """The exercise's probe functions, in the order they are written."""
    every = exercise_of(header, code).probes
    wanted = header.get("probes")
    return [probe for probe in every if wanted is None or probe.__name__ in wanted]


def _run_variant(
    job: Mapping[str, Any], variant: Mapping[str, Any], code: bytes, *, probes: Sequence[Callable[..., Any]], send: Send
) -> None:
    module = loaded(job, variant, code, send=send)
    if module is None:
        return
    with contextlib.suppress(OutOfTime):
        for seed, probe in itertools.product(job["seeds"], probes):
            # how far the score of hidden data may be off is the author's choice
            for jitter in (False, True) if job["jitter"] and not hasattr(probe, "hidden") else (False,):
                send(_run_probe(Case(job, seed, variant["name"], variant["filename"], probe.__name__, jitter), probe, module))


def _run_probe(case: Case, probe: Callable[..., Any], module: types.ModuleType) -> bytes:
    """The frame of one probe on one module."""
    job = case.job
    staged = (job["staged"] or {}).get(str(case.seed), {}).get(case.probe)
    draw = Draw(case.seed, case.probe, annotations=job["annotations"], staged=staged, jitter=case.jitter)
    draw.secret = job["secret"]
    printed = Printed()
    writer = Writer()
    reseed(case.seed)
    began = time.process_time()
    try:
        with captured(printed):
            value = probe(Opened(module, draw), draw)
            paths = staged["targets"] if staged else targets(value)
            value = fill_gradients(value, paths, draw.stream("cotangent"))
        header = {"status": "returned", "value": _Node(writer).node(value), "mutated": draw.mutated()}
    except OutOfTime:
        raise
    except BaseException as error:
        return pack(failure(case, error, printed))
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
        header["staged"] = {"states": draw.states, "targets": paths, **({"given": draw.given_text} if draw.given_text else {})}
        header["kept"] = None if draw.kept is None else writer.node(draw.kept)
        header |= {"sizes": draw.sizes(), "inputs": [[name, writer.array(tensor)] for name, tensor in draw.inputs()]}
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
