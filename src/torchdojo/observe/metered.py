"""Runs the cost functions or the probes of an exercise under meters, inside the sandbox: one meter a pass, a fresh draw each."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from torchdojo.observe.draw import Draw, DrawError
from torchdojo.observe.frame import pack
from torchdojo.observe.gradients import fill_gradients, targets
from torchdojo.observe.meters import METERS, Used, measure, plain
from torchdojo.observe.values import Writer
from torchdojo.observe.variant import Case, Opened, Printed, Send, captured, exercise_of, failure, loaded, reseed

TASKS = ("costs", "used")
# of names and lines only the largest shares are told
MOST_SHARES = 8


def perform(header: Mapping[str, Any], blobs: Sequence[memoryview], send: Send) -> None:
    """Nothing; runs one job and sends a frame for each variant that was loaded and each pass."""
    exercise = exercise_of(header, bytes(blobs[header["judge"]]))
    for variant in header["variants"]:
        module = loaded(header, variant, bytes(blobs[variant["code"]]), send=send)
        if module is None:
            continue
        for case, call in _passes(header, variant, exercise):
            send(_pass(case, call, module))


def _passes(header: Mapping[str, Any], variant: Mapping[str, Any], exercise: Any) -> Iterator[tuple[Case, Callable[..., Any]]]:
    """Every pass with what it does: it is given the lesson and a draw, and gives back what was counted."""
    seed = header["seeds"][0]
    if header["task"] == "used":
        for probe in exercise.probes:
            case = Case(header, seed, variant["name"], variant["filename"], probe.__name__, jitter=False)
            yield case, _used(probe, exercise.options["without"])
        return
    functions = {function.__name__: function for function in exercise.costs}
    for cost in header["costs"]:
        for meter, size in itertools.product(cost["meters"], cost["sizes"]):
            name = f"{cost['name']} {meter} {size}"
            case = Case(header, seed, variant["name"], variant["filename"], name, jitter=False)
            yield case, _counted(functions[cost["name"]], meter, size)


def _pass(case: Case, call: Callable[..., Any], module: Any) -> bytes:
    """The frame of one pass."""
    staged = (case.job["staged"] or {}).get(str(case.seed), {}).get(case.probe)
    # the inputs of one cost function at one size are the same under every meter
    words = case.probe.split()
    draw = Draw(case.seed, f"{words[0]} {words[-1]}", annotations=case.job["annotations"], staged=staged, jitter=False)
    if case.job["task"] == "used":
        draw = Draw(case.seed, case.probe, annotations=case.job["annotations"], staged=staged, jitter=False)
    printed = Printed()
    reseed(case.seed)
    began = time.process_time()
    try:
        with captured(printed):
            value = call(Opened(module, draw), draw, case.filename, staged)
    except BaseException as error:
        return pack(failure(case, error, printed))
    writer = Writer()
    header = {"seed": case.seed, "variant": case.variant, "probe": case.probe, "seconds": time.process_time() - began}
    return pack({**header, "status": "returned", "value": writer.node(value)}, writer.blobs)


def _counted(function: Callable[..., Any], name: str, size: int) -> Callable[..., Any]:
    def call(lesson: Any, draw: Draw, filename: str, _: object) -> dict[str, Any]:
        work = function(lesson, draw, size)
        if not callable(work):
            found = type(work).__name__
            raise DrawError(f"{function.__name__} returned {found}; a cost function returns what is to be metered: lambda: ...")
        meter = measure(METERS[name](filename), work)
        shares = [dict(counter.most_common(MOST_SHARES)) for counter in (meter.names, meter.lines)]
        return {"count": meter.count, "names": shares[0], "lines": shares[1]}

    return call


def _used(probe: Callable[..., Any], forbidden: Sequence[str]) -> Callable[..., Any]:
    names = {plain(name): name for name in forbidden}

    def call(lesson: Any, draw: Draw, filename: str, staged: Mapping[str, Any] | None) -> list[tuple[str, int | None]]:
        used = Used(filename)

        def work() -> None:
            value = probe(lesson, draw)
            paths = staged["targets"] if staged else targets(value)
            # a backward pass may call what the learner wrote, too
            fill_gradients(value, paths, draw.stream("cotangent"))

        measure(used, lambda: used.watching(work))
        return [(names[name], line) for name, line in used.found if name in names]

    return call
