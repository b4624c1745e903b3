"""The raw parts of a lesson's text: directives and the markdown between them, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


class TextFault(Exception):
    """Something wrong in the text, with the line on which it stands (counted from 0 in the text)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Markdown:
    """Lines of plain markdown."""

    text: str
    line: int


@dataclass(frozen=True)
class Directive:
    """One `{name} argument` block with its options and its body."""

    name: str
    argument: str
    options: dict[str, str] = field(hash=False)
    body: str
    line: int
    body_line: int


_FENCE = re.compile(r"^(`{3,}|~{3,})\s*(.*)$")
_DIRECTIVE_FENCE = re.compile(r"^(`{3,})\{([\w-]+)\}[ \t]*(.*)$")
_DIRECTIVE_COLON = re.compile(r"^(:{3,})\{([\w-]+)\}[ \t]*(.*)$")
_OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*)$")
_COLONS = re.compile(r"^:{3,}\s*$")


def split(text: str, first_line: int = 0) -> list[Markdown | Directive]:
    """The parts of `text` in order."""
    lines = text.split("\n")
    parts: list[Markdown | Directive] = []
    start = at = 0
    while at < len(lines):
        opened = _DIRECTIVE_FENCE.match(lines[at]) or _DIRECTIVE_COLON.match(lines[at])
        if opened is None:
            at = _after_plain(lines, at, first_line)
            continue
        _add_markdown(parts, lines[start:at], first_line + start)
        end = _closing(lines, at, opened[1], first_line)
        parts.append(_directive(opened, lines[at + 1 : end], first_line + at))
        start = at = end + 1
    _add_markdown(parts, lines[start:], first_line + start)
    return parts


def _add_markdown(parts: list[Markdown | Directive], lines: list[str], line: int) -> None:
    if any(each.strip() for each in lines):
        parts.append(Markdown("\n".join(lines), line))


def _after_plain(lines: list[str], at: int, first_line: int) -> int:
    """The line after this one, or after the whole code block that opens here."""
    if _COLONS.match(lines[at]):
        raise TextFault(
            first_line + at,
            f"'{lines[at].strip()}' closes nothing. A block that holds another one is opened and closed "
            "with more colons: ::::{exercise} around :::{hint}.",
        )
    fence = _FENCE.match(lines[at])
    return at + 1 if fence is None else _closing(lines, at, fence[1], first_line) + 1


def _closing(lines: list[str], at: int, mark: str, first_line: int) -> int:
    closing = re.compile(rf"^{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    for end in range(at + 1, len(lines)):
        if closing.match(lines[end]):
            return end
    raise TextFault(first_line + at, f"'{lines[at].strip()}' is never closed. Close it with a line '{mark}'.")


def _directive(opened: re.Match[str], body: list[str], line: int) -> Directive:
    options: dict[str, str] = {}
    while body and (option := _OPTION.match(body[0])):
        options[option[1]] = option[2].strip()
        body = body[1:]
    return Directive(
        name=opened[2],
        argument=opened[3].strip(),
        options=options,
        body="\n".join(body),
        line=line,
        body_line=line + 1 + len(options),
    )
