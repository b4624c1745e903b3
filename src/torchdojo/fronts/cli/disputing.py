"""`torchdojo dispute`."""

from __future__ import annotations

from pathlib import Path

from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.grading import submission_text
from torchdojo.fronts.cli.screen import say_once, screen


def save(lesson: str, file: Path, *, exercise: str, seed: int, because: str, to: Path | None) -> None:
    """Nothing; writes a file with all that is needed to see whether the judge is wrong."""
    from torchdojo import sandbox
    from torchdojo.catalog import scan
    from torchdojo.dispute import dispute, name_of

    found = scan().lesson(lesson)
    chosen = found.exercise(exercise)
    text = submission_text(file)
    target = to or Path(name_of(found, chosen, seed))
    sandbox.ensure(on_wait=say_once)
    content = dispute(found, chosen, text, seed=seed, because=because)
    try:
        with target.open("xb") as new:
            new.write(content)
    except FileExistsError:
        raise Misuse(f"{target}: exists already and is left alone. Choose another name with --to.") from None
    except OSError as fault:
        raise Misuse(f"{target}: cannot be written ({fault.strerror}). Choose a folder that exists and is yours.") from None
    screen().print(
        f"{target}: your text, the seed, the verdict, and what was observed of your code and of the reference. "
        "Nothing was sent anywhere. Give it to your teacher, or attach it to an issue of the course."
    )
