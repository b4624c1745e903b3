"""Small arrays side by side, entry by entry."""

from __future__ import annotations

from torchdojo.judge.verdict import Difference

Table = list[list[tuple[str, bool]]]


def grids(difference: Difference) -> list[tuple[str, Table]]:
    """Both arrays of a difference as tables of (text, differs), if they are small enough to be read."""
    expected, got = _rows(difference.expected_values), _rows(difference.got_values)
    if expected is None or got is None or [len(row) for row in expected] != [len(row) for row in got]:
        return []
    # as many digits as it takes to see a difference
    for digits in (4, 6, 9, 17):
        ours, theirs = _printed(expected, digits), _printed(got, digits)
        if ours != theirs:
            break
    return [("Expected", _marked(ours, theirs)), ("Yours", _marked(theirs, ours))]


def _marked(rows: list[list[str]], others: list[list[str]]) -> Table:
    return [[(one, one != other) for one, other in zip(*pair, strict=True)] for pair in zip(rows, others, strict=True)]


def _rows(values: object) -> list[list[object]] | None:
    """A nested list of one or two dimensions as rows; None for any other."""
    if not isinstance(values, list) or not values:
        return None
    rows = values if isinstance(values[0], list) else [values]
    return None if any(isinstance(entry, list) for row in rows for entry in row) else rows


def _printed(rows: list[list[object]], digits: int) -> list[list[str]]:
    return [[_number(entry, digits) for entry in row] for row in rows]


def _number(value: object, digits: int) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        return str(int(value))
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)
