"""Follows a program line by line through the learner's own functions, wherever they are called from."""

from __future__ import annotations

import contextlib
import dis
import inspect
import sys
import time
from collections.abc import Callable, Sequence
from types import CodeType, FrameType
from typing import Any

import torch

from torchdojo.observe.values import message
from torchdojo.observe.variant import FOREIGN_LINES
from torchdojo.observe.xray.changes import Storages, Token, memory, variables
from torchdojo.observe.xray.describe import describe, is_tensor, is_told, unseen
from torchdojo.observe.xray.notes import LineNotes, Notes
from torchdojo.observe.xray.operations import Operations
from torchdojo.observe.xray.statements import Statements

# after this long only some of many visits are still looked at, later the program is ended
LOOK_SECONDS = 0.5
END_SECONDS = 2.0
INNER = ("<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
SUSPENDABLE = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
FUNCTION = inspect.CO_OPTIMIZED | inspect.CO_NEWLOCALS
YIELD = dis.opmap["YIELD_VALUE"]
# how loops and generators end is no fault
ORDINARY = (StopIteration, StopAsyncIteration, GeneratorExit)

Inputs = Callable[[], Sequence[tuple[str, Any]]]


class Stopped(BaseException):
    """The program ran longer than anybody wants to wait for an x-ray."""


class Running:
    """One call that is being followed."""

    def __init__(self, frame: FrameType) -> None:
        code = frame.f_code
        self.frame = frame
        self.at = 0
        """The line with which the present statement begins; 0 in code that is not the learner's."""
        self.instruction = -1
        self.tokens: dict[str, Token] = {}
        self.inner = code.co_name in INNER
        self.is_function = code.co_flags & FUNCTION == FUNCTION and not self.inner
        self.owner = _owner(frame) if self.is_function else ""
        self.entered_mode = False
        self.is_raising = False
        self.is_stale = False
        """True if visits went by without a look."""
        self.heads: dict[int, int] = {}
        """Where the `with` statements were entered: they are met again when they are left."""


class Tracer:
    """A trace function that takes notes."""

    def __init__(self, filename: str, statements: Statements, inputs: Inputs) -> None:
        self.notes = Notes(statements)
        self.storages = Storages()
        self.inputs = inputs
        self.stopped = False
        self._filename = filename
        self._statements = statements
        self._calls: list[Running] = []
        self._suspended: dict[FrameType, Running] = {}
        self._raised: BaseException | None = None
        self._looked = 0.0
        self._end = time.monotonic() + END_SECONDS
        self._mode = Operations(self, filename)

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        """The trace function of calls: how to go on in this frame."""
        if frame.f_code.co_filename != self._filename or frame.f_code.co_firstlineno >= FOREIGN_LINES:
            return None
        self._safely(self._call, frame, argument)
        return self._step

    def _step(self, frame: FrameType, event: str, argument: Any) -> Any:
        if time.monotonic() > self._end:
            self.stopped = True
            raise Stopped
        if event == "line":
            self._safely(self._line, frame, argument)
        elif event == "return":
            self._safely(self._return, frame, argument)
        elif event == "exception":
            self._safely(self._exception, frame, argument)
        return self._step

    def _safely(self, does: Callable[[FrameType, Any], None], frame: FrameType, argument: Any) -> None:
        # what goes wrong in looking must not become an exception of the program
        with contextlib.suppress(BaseException):
            began = time.thread_time()
            does(frame, argument)
            self._looked += time.thread_time() - began

    # --- what happens in a frame

    def _call(self, frame: FrameType, _argument: Any) -> None:
        running = self._suspended.pop(frame, None)
        is_new = running is None
        running = running or Running(frame)
        self._calls.append(running)
        if torch._C._len_torch_function_stack() == 0:
            # torch takes the mode away while it works, and may call the learner from there
            self._mode.__enter__()  # type: ignore[no-untyped-call]
            running.entered_mode = True
        if is_new:
            self._begin(running, frame, called=True)
            self._look(running, role="argument")

    def _line(self, frame: FrameType, _argument: Any) -> None:
        running = self._running(frame)
        line = self._place(frame)
        if line == running.at and frame.f_lasti > running.instruction:
            # the next line of the same statement
            running.instruction = frame.f_lasti
            return
        self._look(running)
        self._begin(running, frame)

    def _return(self, frame: FrameType, value: Any) -> None:
        running = self._running(frame)
        is_yield = bool(frame.f_code.co_flags & SUSPENDABLE) and frame.f_code.co_code[frame.f_lasti] == YIELD
        try:
            self._look(running)
            if not running.is_raising and running.at and (running.is_function or frame.f_code.co_name == "<lambda>"):
                self._returned(running, value, role="yields" if is_yield else "returns")
        finally:
            self._calls.pop()
            if running.entered_mode:
                self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]
                running.entered_mode = False
            if is_yield:
                self._suspended[frame] = running

    def _exception(self, frame: FrameType, argument: Any) -> None:
        error = argument[1] if isinstance(argument[1], BaseException) else argument[0]
        if isinstance(error, ORDINARY):
            return
        running = self._running(frame)
        fresh = error is not self._raised
        self._raised = error
        running.is_raising = True
        if not running.at:
            return
        line = self.notes.at(running.at)
        if fresh:
            said = message(error).strip()
            line.event("raised", f"{type(error).__name__}: {said}" if said else type(error).__name__)
            self._used(running, line)
        else:
            line.event("raised", f"{type(error).__name__} came from here")

    # --- what is noted

    def _running(self, frame: FrameType) -> Running:
        while self._calls and self._calls[-1].frame is not frame:
            self._calls.pop()
        return self._calls[-1]

    def _place(self, frame: FrameType) -> int:
        return 0 if frame.f_lineno >= FOREIGN_LINES else self._statements.first(frame.f_lineno)

    def _begin(self, running: Running, frame: FrameType, *, called: bool = False) -> None:
        running.is_raising = False
        running.at = self._place(frame)
        running.instruction = frame.f_lasti
        if running.at and not called and self._statements.is_definition(running.at):
            # that a function is made is no news, that it is called is
            running.at = 0
        if not running.at:
            return
        # a comprehension or lambda belongs to the visit of the line around it
        around = self._calls[-2].at if running.inner and len(self._calls) > 1 else 0
        line = self.notes.at(running.at)
        if running.at != around and running.instruction <= self._head(running):
            line.visits += 1
        if running.is_stale and self._is_looked_at(line.visits):
            # what changed meanwhile is not this line's doing
            running.is_stale = False
            with unseen():
                self._compare(running, None, "variable")

    def _head(self, running: Running) -> int:
        """Up to which instruction the line counts as met anew."""
        if not self._statements.is_with(running.at):
            return running.instruction
        return running.heads.setdefault(running.at, running.instruction)

    def _is_looked_at(self, visits: int) -> bool:
        return self._looked < LOOK_SECONDS or visits & (visits - 1) == 0

    def _look(self, running: Running, *, role: str = "variable") -> None:
        line = self.notes.at(running.at) if running.at else None
        if line is not None and not self._is_looked_at(line.visits):
            running.is_stale = True
            return
        with unseen():
            self._compare(running, line, role)

    def _compare(self, running: Running, line: LineNotes | None, role: str) -> None:
        present = dict(variables(running.frame, running.owner))
        for name, value in present.items():
            token = running.tokens.get(name)
            if token is not None and token.is_current(value, self.storages):
                continue
            running.tokens[name] = Token(value, self.storages)
            if line is None or (role == "argument" and name not in _parameters(running.frame.f_code)):
                # what was there before the call is no news
                continue
            line.variable(role, name, describe(value))
            if role == "variable" and not (token is not None and token.holds(value)):
                self._alias(line, name, value, present)

    def _alias(self, line: LineNotes, name: str, value: Any, present: dict[str, Any]) -> None:
        place = memory(value)
        if not place or "." in name:
            return
        for other, theirs in present.items():
            if other != name and memory(theirs) == place:
                same = theirs is value
                line.event("alias", f"`{name}` is `{other}` itself" if same else f"`{name}` shares the memory of `{other}`")
                return

    def _returned(self, running: Running, value: Any, *, role: str) -> None:
        line = self.notes.at(running.at)
        if not is_told(value) or not self._is_looked_at(line.visits):
            return
        code = running.frame.f_code
        if value is None and (code.co_name == "__init__" or code.co_flags & SUSPENDABLE):
            return
        line.variable(role, role, describe(value))
        with unseen():
            place = memory(value)
            for name, given in self.inputs():
                if place and memory(given) == place:
                    what = "is the input" if given is value else "shares the memory of the input"
                    line.event("alias", f"what is returned {what} `{name}`")
                    return

    def _used(self, running: Running, line: LineNotes) -> None:
        """Nothing; notes what the variables were that the statement had to work with."""
        present = dict(variables(running.frame, running.owner))
        for word in self._statements.names(running.at):
            if word in present:
                line.variable("used", word, describe(present[word]))

    def name_of(self, value: object, frame: FrameType) -> str:
        """The name by which a frame knows a tensor; empty if it knows it by none."""
        for name, known in frame.f_locals.items():
            if known is value:
                return name
        owner = _owner(frame)
        return next((name for name, known in variables(frame, owner) if known is value), "") if owner and is_tensor(value) else ""

    def place_of(self, frame: FrameType) -> LineNotes | None:
        """The notes of the line a frame is at; None if that is not the learner's."""
        line = self._place(frame)
        return self.notes.at(line) if line else None

    def looked(self, seconds: float) -> None:
        """Nothing; counts time that went into looking."""
        self._looked += seconds

    @property
    def is_curious(self) -> bool:
        """True as long as everything is looked at."""
        return self._looked < LOOK_SECONDS

    def ended(self, error: BaseException) -> None:
        """Nothing; notes where the program ended, if that was missed: at the limit of recursion nothing more can be called."""
        lines = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self._filename and trace.tb_lineno < FOREIGN_LINES:
                lines.append(self._statements.first(trace.tb_lineno))
            trace = trace.tb_next
        if lines and error is not self._raised and not self.stopped:
            self.notes.at(lines[-1]).event("raised", f"{type(error).__name__}: {message(error)}")

    def start(self) -> None:
        """Nothing; from now on calls are followed."""
        self._mode.__enter__()  # type: ignore[no-untyped-call]
        self._before = sys.gettrace()
        sys.settrace(self.trace)

    def stop(self) -> None:
        """Nothing; no call is followed any longer."""
        sys.settrace(self._before)
        with contextlib.suppress(Exception):
            self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]


def _parameters(code: CodeType) -> tuple[str, ...]:
    flags = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + flags]


def _owner(frame: FrameType) -> str:
    """The name of a method's own object, or of a custom function's context; empty for a plain function."""
    code: CodeType = frame.f_code
    if not code.co_argcount:
        return ""
    name = code.co_varnames[0]
    value = frame.f_locals.get(name)
    ours = type(value).__module__ == "submission" or issubclass(
        type(value), (torch.nn.Module, torch.autograd.function.FunctionCtx)
    )
    return name if ours and not is_tensor(value) else ""
