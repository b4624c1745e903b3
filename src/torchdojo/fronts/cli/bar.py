"""A bar for what takes minutes: how far, how fast, how long still."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text


@contextmanager
def bar(total: int, done: int) -> Iterator[Callable[[], None]]:
    """What to call after each step. Nothing is drawn unless stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=_Steady(file=sys.stderr, highlight=False), speed_estimate_period=60.0) as shown:
        task = shown.add_task("", total=total, completed=done)
        yield lambda: shown.advance(task)


class _Steady(Console):
    """Leaves the cursor where it is: a command that is killed could not bring it back."""

    def show_cursor(self, show: bool = True) -> bool:
        return False


class _Rate(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        """The rate of the last minute, once there is one."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="dim")
