"""Two small arrays side by side, their differing entries marked."""

from __future__ import annotations

from rich.text import Text

# two of these fit beside each other in 80 columns
WIDEST = 4
TALLEST = 8


def pair(expected: object, got: object) -> tuple[Text, Text] | None:
    """Both arrays as text, if they are small and of one shape; None if words say it better."""
    left, right = _rows(expected), _rows(got)
    if left is None or right is None or [len(row) for row in left] != [len(row) for row in right]:
        return None
    if not left or len(left) > TALLEST or len(left[0]) > WIDEST or len(left) * len(left[0]) < 2:
        return None
    same = [[a == b for a, b in zip(*rows, strict=True)] for rows in zip(left, right, strict=True)]
    if all(all(row) for row in same):
        # they differ in digits that are not shown
        return None
    return _grid(left, same, "bold green"), _grid(right, same, "bold red")


def _rows(values: object) -> list[list[str]] | None:
    """A vector as one row, a matrix as its rows, entries as short text; None for anything else."""
    if not isinstance(values, list | tuple) or not values:
        return None
    rows = list(values) if all(isinstance(row, list | tuple) for row in values) else [values]
    if any(isinstance(entry, list | tuple) for row in rows for entry in row) or len({len(row) for row in rows}) != 1:
        return None
    return [[_entry(value) for value in row] for row in rows]


def _entry(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _grid(rows: list[list[str]], same: list[list[bool]], mark: str) -> Text:
    width = max(len(entry) for row in rows for entry in row)
    text = Text()
    for number, row in enumerate(rows):
        text.append("\n" if number else "")
        for column, entry in enumerate(row):
            text.append(" " if column else "")
            text.append(entry.rjust(width), style="dim" if same[number][column] else mark)
    return text
