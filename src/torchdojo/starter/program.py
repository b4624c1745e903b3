"""From a text or a syntax tree to code that can be run, or to the reason why not."""

from __future__ import annotations

import ast
import marshal
import re
import threading
import warnings
from types import CodeType

from torchdojo.starter.submission import FOREIGN_LINES, SyntaxFault
from torchdojo.starter.unrolled import TOO_LARGE, is_too_large

LONGEST = 300_000
LONGEST_LINE = 400
LINES = re.compile(r"\r\n|\r|\n")
SURROGATE = re.compile("[\ud800-\udfff]")
TOO_DEEP = "this is nested too deeply for Python to read"
# what Python says, in words for somebody who reads it for the first time
PLAIN = {
    "invalid syntax": "Python cannot make sense of this line",
    "unexpected EOF while parsing": "the file ends in the middle of a statement",
    "unexpected indent": "this line is indented deeper than the lines around it",
    "unindent does not match any outer indentation level": "the indentation of this line matches no line above it",
    "inconsistent use of tabs and spaces in indentation": "tabs and spaces are mixed in the indentation; use spaces only",
    "too many nested parentheses": TOO_DEEP,
    "too many statically nested blocks": "more than 20 blocks are nested in each other",
    "unexpected character after line continuation character": "something stands behind a backslash, which must end its line",
}
# changing the warning filters is not safe between threads
_compiling = threading.Lock()


def parse(text: str) -> ast.Module | SyntaxFault:
    """The syntax tree of what a learner wrote, or what is wrong with it."""
    text = text.removeprefix("\ufeff")
    fault = _unreadable(text)
    if fault is not None:
        return fault
    try:
        with _compiling, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        return SyntaxFault(0, 0, TOO_LARGE, "") if is_too_large(tree) else tree
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return explain(error, text)


def compiled(tree: ast.Module, filename: str) -> bytes:
    """The tree compiled and marshalled."""
    return marshal.dumps(code_of(tree, filename))


def code_of(tree: ast.Module, filename: str) -> CodeType:
    """The tree compiled."""
    with _compiling, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # without dont_inherit the code would take over the __future__ imports of this very file
        return compile(tree, filename, "exec", dont_inherit=True, optimize=0)


def explain(error: Exception, text: str) -> SyntaxFault:
    """What Python found wrong with a text, in plain words."""
    if isinstance(error, RecursionError | MemoryError):
        return SyntaxFault(0, 0, TOO_DEEP, "")
    if not isinstance(error, SyntaxError):
        message = TOO_DEEP if "deep" in str(error) else str(error) or type(error).__name__
        return SyntaxFault(0, 0, message, "")
    line = error.lineno or 0
    message = _plain(error.msg)
    if line >= FOREIGN_LINES:
        return SyntaxFault(0, 0, message, "")
    return SyntaxFault(line, max(error.offset or 0, 0), message, line_of(text, line))


def _plain(message: str) -> str:
    if message.startswith("Exceeds the limit"):
        return "a number has more than 4300 digits"
    # Python often adds a guess: 'invalid syntax. Perhaps you forgot a comma?'
    fact, stop, guess = message.partition(". ")
    return PLAIN.get(message) or PLAIN.get(fact, fact) + stop + guess


def line_of(text: str, line: int) -> str:
    """One line of a text, counted from 1 as Python counts, fit to be printed; the end of a very long one is left out."""
    lines = LINES.split(text)
    found = lines[line - 1] if 0 < line <= len(lines) else ""
    found = SURROGATE.sub("\ufffd", found.replace("\0", "\u2400"))
    return found if len(found) <= LONGEST_LINE else found[:LONGEST_LINE] + "…"


def _unreadable(text: str) -> SyntaxFault | None:
    """What keeps Python from even beginning to read."""
    size = len(text) if len(text) > LONGEST else len(text.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        return SyntaxFault(0, 0, f"the file has {size:,} bytes; at most {LONGEST:,} are read".replace(",", " "), "")
    for found, message in (
        (text.find("\0"), "there is a NUL character (code 0) in this line; delete it"),
        (
            match.start() if (match := SURROGATE.search(text)) else -1,
            "there is half a character in this line (a lone surrogate); delete it",
        ),
    ):
        if found >= 0:
            line = len(LINES.findall(text, 0, found)) + 1
            column = found - max(text.rfind("\n", 0, found), text.rfind("\r", 0, found))
            return SyntaxFault(line, column, message, line_of(text, line))
    return None


def foreign_lines(node: ast.stmt) -> ast.stmt:
    """The same node, with line numbers that say it is not the learner's."""
    for part in ast.walk(node):
        if isinstance(part, ast.stmt | ast.expr | ast.arg | ast.keyword | ast.alias | ast.excepthandler | ast.pattern):
            part.lineno += FOREIGN_LINES
            part.end_lineno = (part.end_lineno or part.lineno) + FOREIGN_LINES
    return node
