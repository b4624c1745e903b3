"""Every test run keeps its own data, cache and sandbox daemon, shared by its workers and gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from torchdojo.catalog import Catalog, scan

TINY = Path(__file__).parent / "tinycourse"


def pytest_configure(config: pytest.Config) -> None:
    """Sets the folders once, in the process that starts the others: they inherit the environment."""
    if hasattr(config, "workerinput"):
        return
    # a short path: a unix socket's name has at most 100 characters
    home = Path(tempfile.mkdtemp(prefix="dojo-"))
    config.stash[_HOME] = home
    os.environ["TORCHDOJO_DATA"] = str(home / "data")
    os.environ["TORCHDOJO_RUNTIME"] = str(home / "run")
    os.environ.pop("TORCHDOJO_COURSE", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the daemon of this run and removes its folders."""
    home = config.stash.get(_HOME, None)
    if home is None:
        return
    from torchdojo.sandbox import stop_daemon

    stop_daemon()
    shutil.rmtree(home, ignore_errors=True)


_HOME = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def tiny() -> Catalog:
    """The three toy lessons."""
    return scan(TINY)
