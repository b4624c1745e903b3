"""The command line on the tiny course, with an empty record and working folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from torchdojo.fronts.cli import run

TINY = Path(__file__).parents[2] / "tinycourse"


@dataclass(frozen=True)
class Said:
    """What a command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of a new learner."""
    monkeypatch.setenv("TORCHDOJO_COURSE", str(TINY))
    monkeypatch.setenv("TORCHDOJO_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TORCHDOJO_WORK", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def dojo(desk: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command in this process."""

    def command(*arguments: str) -> Said:
        def serve(work: Path, *, host: str, port: int | None, browser: bool) -> None:
            print(f"serving {work} on {host}:{port}, browser {browser}")

        capsys.readouterr()
        code = run([str(argument) for argument in arguments], serve=serve)
        return Said(code, *capsys.readouterr())

    return command


WRONG = """
def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("nothing")
    return column + row[:, None]
"""


@pytest.fixture
def wrong(desk: Path) -> Path:
    """A file with one known mistake, the other exercise left out."""
    (desk / "mine.py").write_text(WRONG)
    return desk / "mine.py"


@pytest.fixture
def right(desk: Path) -> Path:
    """A file that is the reference."""
    (desk / "right.py").write_text((TINY / "numbers" / "outer_sum" / "reference.py").read_text())
    return desk / "right.py"
