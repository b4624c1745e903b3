"""What every printed page is made with."""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from typing import IO, TextIO, cast

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

# everything a terminal could obey instead of show: learners' messages are untrusted
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FILLING = re.compile(r" +(?=\n)")


def screen() -> Console:
    """The standard output: 80 columns and plain in a pipe, no colour with NO_COLOR."""
    if sys.stdout.isatty():
        return Console(highlight=False, markup=False, emoji=False)
    return Console(highlight=False, markup=False, emoji=False, file=cast(IO[str], _Trimmed(sys.stdout)))


class _Trimmed(io.TextIOBase):
    """Passes on what is written, less the spaces with which tables fill their lines."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._out.encoding

    def write(self, text: str) -> int:
        return self._out.write(FILLING.sub("", text))

    def flush(self) -> None:
        self._out.flush()


def say(text: str) -> None:
    """Nothing; the text goes to stderr, where it does not disturb what is piped on."""
    print(text, file=sys.stderr, flush=True)


@cache
def say_once(text: str) -> None:
    """Nothing; as `say`, but what was said already is not said again."""
    say(text)


def clean(text: str) -> str:
    """The text with control characters made visible."""
    return CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def styled(text: str, style: str = "") -> Text:
    """The text as it is, never read as markup."""
    return Text(clean(text), style=style)


def indented(text: Text | str, left: int = 2) -> Padding:
    """The text, wrapped, some columns in."""
    return Padding(styled(text) if isinstance(text, str) else text, (0, 0, 0, left), expand=False)


def reflowed(text: str) -> str:
    """Paragraphs of prose whose lines may be broken anew; what is indented keeps its lines."""
    blocks = text.strip().split("\n\n")
    return "\n\n".join(block if "\n " in f"\n{block}" else " ".join(block.split()) for block in blocks)


def tick(console: Console) -> str:
    """The sign of a pass."""
    return "✓" if console.encoding.startswith("utf") else "+"


def cross(console: Console) -> str:
    """The sign of a failure."""
    return "✗" if console.encoding.startswith("utf") else "x"
