"""A sandbox of each test's own, so that it can be killed without disturbing anybody."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from torchdojo import sandbox
from torchdojo.catalog import Catalog, Lesson

LESSON = "numbers/outer_sum"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The zygote needs Linux; elsewhere there is nothing that could be killed."""
    for item in items:
        if sys.platform != "linux" and "tests/faults" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="the zygote needs Linux"))


@pytest.fixture(scope="session")
def _folder() -> Iterator[Path]:
    """A short name: sockets cannot have long ones."""
    folder = Path(tempfile.mkdtemp(prefix="dojo-"))
    yield folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCHDOJO_RUNTIME", str(folder))
        sandbox.stop_daemon()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def runtime(_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a sandbox that only the tests of this room use; it runs when a test begins."""
    monkeypatch.setenv("TORCHDOJO_RUNTIME", str(_folder))
    sandbox.ensure()
    return _folder


@pytest.fixture
def lesson(tiny: Catalog) -> Lesson:
    """A toy lesson."""
    return tiny.lesson(LESSON)


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Waits for something to become true."""

    def wait(condition: Callable[[], object], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not happen in a minute"
            time.sleep(0.002)

    return wait


@pytest.fixture
def full_disk() -> Iterator[Path]:
    """A small disk without a free byte."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, text=True)
        if mounted.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
        try:
            with open(Path(folder, "filling"), "wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
                while True:
                    file.write(b"x" * 4096)
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
