"""A text and where the nodes of its syntax tree stand in it, in bytes."""

from __future__ import annotations

import ast
import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# as Python counts lines: not at form feeds or other characters that str.splitlines knows
NEWLINE = re.compile(rb"\r\n|\r|\n")
INDENT = re.compile(rb"[ \t\f]*")
NOTHING_ELSE = re.compile(rb"[ \t\f]*;?[ \t\f]*(#[^\r\n]*)?(?=[\r\n]|\Z)")
OWN_COMMENT = re.compile(rb"([ \t\f]*)(#[^\r\n]*)?\Z")
TAB = 8

Part = ast.stmt | ast.expr | ast.arg | ast.keyword


@dataclass(frozen=True)
class Edit:
    """A stretch of bytes and what takes its place."""

    start: int
    end: int
    replacement: bytes


class Source:
    """A text as bytes; positions of the syntax tree are byte offsets in it."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")
        self.starts = [0, *(match.end() for match in NEWLINE.finditer(self.data))]
        first = NEWLINE.search(self.data)
        self.newline = first.group() if first else b"\n"

    def start(self, node: Part) -> int:
        """Where the node begins; a decorated definition begins at its first '@'."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        if decorators:
            return self.data.rindex(b"@", 0, self._offset(decorators[0].lineno, decorators[0].col_offset))
        return self._offset(node.lineno, node.col_offset)

    def end(self, node: Part) -> int:
        """Where the node ends."""
        return self._offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def _offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def indent(self, offset: int) -> bytes:
        """The white space that begins the line of this offset."""
        start = self.line_start(offset)
        match = INDENT.match(self.data, start, offset)
        return match.group() if match else b""

    def line_start(self, offset: int) -> int:
        """Where the line of this offset begins."""
        return self.starts[bisect.bisect_right(self.starts, offset) - 1]

    def after_colon(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
        """Just behind the colon that ends the header of a definition."""
        begin = max([self._offset(node.lineno, node.col_offset), *(self.end(part) for part in _header_parts(node))])
        return self._last(b":", begin, self.start(node.body[0])) + 1

    def after_equals(self, node: ast.Assign | ast.AnnAssign) -> int:
        """Just behind the '=' of an assignment to one name."""
        assert node.value is not None
        before = node.targets[0] if isinstance(node, ast.Assign) else node.annotation
        return self._last(b"=", self.end(before), self.start(node.value)) + 1

    def _last(self, mark: bytes, begin: int, end: int) -> int:
        """The last `mark` between two offsets that is not part of a comment; no strings may stand there."""
        found, at = -1, begin
        while at < end:
            if self.data[at : at + 1] == b"#":
                line = NEWLINE.search(self.data, at)
                at = line.start() if line else end
            elif self.data.startswith(mark, at):
                found = at
            at += 1
        return found

    def end_with_comments(self, node: ast.stmt) -> int:
        """Where the node ends, with the comments that belong to its body: they may give the answer away."""
        end = self.end(node)
        rest = NOTHING_ELSE.match(self.data, end)
        if rest is None:
            return end
        end = rest.end()
        if isinstance(node, ast.Assign | ast.AnnAssign):
            return end
        column = _width(self.indent(self._offset(node.lineno, node.col_offset)))
        return self._after_comments(end, column)

    def _after_comments(self, end: int, column: int) -> int:
        """Behind the last comment below that is indented deeper than `column`, or that clings to the body above."""
        kept = end
        touching: list[int] = []
        clings = True
        for start, stop in self._lines_below(end):
            match = OWN_COMMENT.match(self.data, start, stop)
            if match is None:
                return kept
            if match.group(2) is None:
                # comments right under the body and apart from what follows belong to the body
                kept, touching, clings = (max([kept, *touching]), [], False) if clings else (kept, [], False)
            elif _width(match.group(1)) > column:
                kept = stop
            elif clings:
                touching.append(stop)
            else:
                return kept
        return max([kept, *touching])

    def _lines_below(self, offset: int) -> Iterator[tuple[int, int]]:
        below = [start for start in self.starts if start > offset]
        for start in below:
            line = NEWLINE.search(self.data, start)
            yield start, line.start() if line else len(self.data)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text after all edits, which must not overlap."""
        data = self.data
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            data = data[: edit.start] + edit.replacement + data[edit.end :]
        return data.decode("utf-8", "surrogatepass")


def _header_parts(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[Part]:
    """Everything with a position between the name of a definition and its colon."""
    yield from getattr(node, "type_params", [])
    if isinstance(node, ast.ClassDef):
        yield from node.bases
        yield from node.keywords
        return
    arguments = node.args
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from arguments.defaults
    yield from (default for default in arguments.kw_defaults if default)
    yield from (part for part in (arguments.vararg, arguments.kwarg, node.returns) if part)


def _width(indent: bytes) -> int:
    return len(indent.replace(b"\f", b"").expandtabs(TAB))
