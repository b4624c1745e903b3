"""`torchdojo copy`."""

from __future__ import annotations

from pathlib import Path

from torchdojo.catalog import scan
from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.screen import screen


def copy(lesson_id: str, file: Path) -> None:
    """Nothing; writes the lesson's reference with its licence line to a new file."""
    from torchdojo import licensed

    text = licensed(scan().lesson(lesson_id))
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise Misuse(f"{file}: exists already and is left alone. Choose another name, or remove it first.") from None
    except OSError as fault:
        raise Misuse(f"{file}: cannot be written ({fault.strerror}). Choose a folder that exists and is yours.") from None
    screen().print(f"{file}: the reference of {lesson_id}, Apache-2.0. It needs torch and jaxtyping, nothing of torchdojo.")
