"""Runs one probe of a submission, or loads its file, and sends what every line did."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from torchdojo.observe.draw import Draw
from torchdojo.observe.frame import pack
from torchdojo.observe.gradients import fill_gradients, targets
from torchdojo.observe.variant import Opened, Printed, Send, captured, exercise_of, loaded, reseed
from torchdojo.observe.xray.statements import Statements
from torchdojo.observe.xray.tracer import Inputs, Tracer

TASK = "xray"


def perform(header: Mapping[str, Any], blobs: Sequence[memoryview], send: Send) -> None:
    """Nothing; runs the job and sends one frame. The name of the probe is empty if the loading of the file is meant."""
    (variant,) = header["variants"]
    code = bytes(blobs[variant["code"]])
    if not header["probe"]:
        with _followed(variant, "", list, send):
            loaded(header, variant, code, send=_nowhere)
        return
    probes = {probe.__name__: probe for probe in exercise_of(header, bytes(blobs[header["judge"]])).probes}
    module = loaded(header, variant, code, send=_nowhere)
    if module is not None:
        _run(header, variant, probes[header["probe"]], module, send)


def _run(header: Mapping[str, Any], variant: Mapping[str, Any], probe: Callable[..., Any], module: Any, send: Send) -> None:
    """Nothing; the probe as it is run to be judged, but followed."""
    seed = header["seeds"][0]
    staged = (header["staged"] or {}).get(str(seed), {}).get(probe.__name__)
    draw = Draw(seed, probe.__name__, annotations=header["annotations"], staged=staged, jitter=False)
    reseed(seed)
    # what it returns or raises was judged before; here only the way there counts
    with contextlib.suppress(BaseException), captured(Printed()), _followed(variant, probe.__name__, _inputs(draw), send):
        value = probe(Opened(module, draw), draw)
        paths = staged["targets"] if staged else targets(value)
        fill_gradients(value, paths, draw.stream("cotangent"))


def _inputs(draw: Draw) -> Inputs:
    return lambda: [(name, tensor) for name, tensor, _ in draw.given_tensors]


@contextlib.contextmanager
def _followed(variant: Mapping[str, Any], probe: str, inputs: Inputs, send: Send) -> Iterator[None]:
    tracer = Tracer(variant["filename"], Statements(variant["text"]), inputs)
    tracer.start()
    try:
        yield
    except BaseException as error:
        tracer.ended(error)
        raise
    finally:
        tracer.stop()
        # most of a file's own lines only define something
        send(pack({"xray": tracer.notes.as_json(eventful=not probe) | {"stopped": tracer.stopped}}))


def _nowhere(_frame: bytes) -> None:
    """Nothing; an observation nobody waits for."""
