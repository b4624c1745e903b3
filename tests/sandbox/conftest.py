"""A zygote of these tests' own, one for each kind of walls, in a folder of their own."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from torchdojo import sandbox

PERFORMER = f"{Path(__file__).with_name('performer.py')}:perform"
OURS = ("TORCHDOJO_RUNTIME", "TORCHDOJO_PERFORMER", "TORCHDOJO_WALLS", "TORCHDOJO_SANDBOX", "TORCHDOJO_IDLE", "TORCHDOJO_COURSE")
Attempt = Callable[..., sandbox.Run]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests are about Linux; elsewhere only the spawned workers can be tried."""
    for item in items:
        if sys.platform != "linux" and "tests/sandbox" in item.nodeid and "spawned" not in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="the zygote needs Linux"))


@pytest.fixture(scope="session")
def runtime_folder() -> Iterator[Path]:
    """A folder with a short name: sockets cannot have long ones."""
    folder = Path(tempfile.mkdtemp(prefix="dojo-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_zygote(runtime_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TORCHDOJO_RUNTIME", str(runtime_folder))
    monkeypatch.setenv("TORCHDOJO_PERFORMER", PERFORMER)
    monkeypatch.setenv("TORCHDOJO_IDLE", "60")


@pytest.fixture(scope="session", autouse=True)
def _nothing_left(runtime_folder: Path) -> Iterator[None]:
    yield
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCHDOJO_RUNTIME", str(runtime_folder))
        patch.setenv("TORCHDOJO_PERFORMER", PERFORMER)
        for walls in ("full", "partial", "none"):
            patch.setenv("TORCHDOJO_WALLS", walls)
            sandbox.stop_daemon()
    os.environ.pop("TORCHDOJO_WALLS", None)


@pytest.fixture
def attempt() -> Attempt:
    """Runs Python source as a job, with these limits."""

    def run_source(source: str, **limits: float) -> sandbox.Run:
        return sandbox.run(textwrap.dedent(source).encode(), limits=sandbox.Limits(**{"seconds": 5.0, **limits}))

    return run_source


@pytest.fixture
def full_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where this machine lets an ordinary process have all walls."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "full")
    if sandbox.walls().kind != "full":
        refused = [f"{wall.name}: {wall.why}" for wall in sandbox.walls().details if not wall.held]
        pytest.skip("this machine refuses full walls: " + "; ".join(refused))


@pytest.fixture
def partial_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that refuses user namespaces."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "partial")
    if sandbox.walls().kind != "partial":
        pytest.skip("this kernel has no Landlock")
