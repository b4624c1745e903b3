"""A variant of a lesson inside the sandbox: loaded, opened to a probe, its output caught, its failures written down."""

from __future__ import annotations

import contextlib
import io
import linecache
import marshal
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from torchdojo.observe.draw import Draw
from torchdojo.observe.frame import pack
from torchdojo.observe.values import classes, message, raised

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


def exercise_of(header: Mapping[str, Any], code: bytes) -> Any:
    """The exercise that the job is about, as its judge file makes it."""
    namespace: dict[str, Any] = {"__name__": "judge"}
    exec(marshal.loads(code), namespace)
    found = namespace[header["exercise"].replace(".", "__")]
    found.name = header["exercise"]
    return found


def loaded(job: Mapping[str, Any], variant: Mapping[str, Any], code: bytes, *, send: Send) -> types.ModuleType | None:
    """The module of a variant, after a frame that says so; None if it cannot be loaded, after a frame that says why."""
    filename = variant["filename"]
    linecache.cache[filename] = (len(variant["text"]), None, variant["text"].splitlines(keepends=True), filename)
    case = Case(job, job["seeds"][0], variant["name"], filename, "", jitter=False)
    module = types.ModuleType("submission")
    sys.modules["submission"] = module
    printed = Printed()
    try:
        reseed(case.seed)
        with captured(printed):
            exec(marshal.loads(code), module.__dict__)
    except BaseException as error:
        if not isinstance(error, OutOfTime):
            send(pack(failure(case, error, printed)))
        return None
    # from this frame on the judge knows that the module could be loaded
    send(pack({"seed": case.seed, "variant": case.variant, "probe": "", "status": "returned", "printed": printed.text()}))
    return module


class Opened:
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


def failure(case: Case, error: BaseException, printed: Printed) -> dict[str, Any]:
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


def reseed(seed: int) -> None:
    """Every generator a submission may use starts from the seed: forked workers would otherwise share one state."""
    # torch.manual_seed would also visit every accelerator, which takes longer than most probes
    torch.default_generator.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


class Printed(io.TextIOBase):
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
def captured(printed: Printed) -> Iterator[None]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        # a warning is no mistake: it must neither fail a right answer nor fill the screen
        warnings.simplefilter("ignore")
        yield
