"""How long things may be."""

from __future__ import annotations

import ast
import io
import tokenize

FUNCTION, MOST_FUNCTIONS, SHARE, FILE = 60, 25, 0.9, 400
SHOWN = 10


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    words = node.body[0] if ast.get_docstring(node) is not None else None
    return node.end_lineno - node.lineno + 1 - (words.end_lineno - words.lineno + 1 if words else 0)


def test_functions_fit_on_a_screen(machine):
    """None is longer than 60 lines, nine of ten have at most 25."""
    sizes = sorted(
        (
            (lines_of(node), f"{path}:{node.lineno} {node.name}")
            for path, tree in machine.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
        reverse=True,
    )
    longest = "\n".join(f"{lines:4} {name}" for lines, name in sizes[:SHOWN])

    assert sizes[0][0] <= FUNCTION, longest
    assert sum(lines <= MOST_FUNCTIONS for lines, _ in sizes) >= SHARE * len(sizes), longest


def test_files_can_be_read_in_one_sitting(root):
    """No file of the machine is longer than 400 lines."""
    files = [path for path in (root / "src").rglob("*.py") if "node_modules" not in path.parts]
    sizes = sorted(((len(path.read_text(encoding="utf-8").splitlines()), path.name) for path in files), reverse=True)

    assert sizes[0][0] <= FILE, sizes[:SHOWN]


def test_softened_checks_have_their_reason_beside_them(root):
    """A comment that silences a tool names the rule it silences."""
    for path in (root / "src").rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if token.type == tokenize.COMMENT:
                assert "type: ignore" not in token.string or "type: ignore[" in token.string, (path, token.start)
                assert "noqa" not in token.string or "noqa: " in token.string, (path, token.start)
