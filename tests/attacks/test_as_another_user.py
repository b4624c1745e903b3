"""When root runs the tests, what depends on the walls is tried once more as somebody who is not: learners are not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

import torchdojo

from .conftest import HERE

SYSTEM_PYTHON = "/usr/bin/python3"
NOBODY = 65534
SEE = "import sys; assert sys.version_info.minor == {}; import pytest, torchdojo.grade; open({!r})"


def test_the_walls_hold_for_an_ordinary_user_too():
    """Through the system's Python, which everybody may run, with the packages of this one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    if not shutil.which("setpriv") or not Path(SYSTEM_PYTHON).exists():
        pytest.skip("needs setpriv and a Python that other users may run")
    with tempfile.TemporaryDirectory(prefix="dojo-user-") as folder:
        python, own = _python_of_another(Path(folder))
        become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", "-i", f"HOME={own}"]
        look = SEE.format(sys.version_info.minor, __file__)
        seen = subprocess.run([*become, python, "-c", look], capture_output=True, cwd="/")
        if seen.returncode:
            pytest.skip(f"another user cannot read the sources or use them: {seen.stderr.decode()[-300:]}")
        options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=short"]
        attacks = [str(HERE / "test_reaching.py"), str(HERE / "test_endings.py")]
        ran = subprocess.run(
            [*become, "PATH=/usr/bin:/bin", python, "-m", "pytest", *attacks, *options],
            capture_output=True,
            text=True,
            cwd=HERE.parent.parent,
        )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout and "skipped" not in ran.stdout


def _python_of_another(home: Path) -> tuple[str, Path]:
    """An environment that everybody may use, and a home folder of the other user's."""
    subprocess.run([SYSTEM_PYTHON, "-m", "venv", "--without-pip", str(home / "venv")], check=True)
    (inner,) = (home / "venv").glob("lib/python3*/site-packages")
    (inner / "all.pth").write_text(f"{sysconfig.get_path('purelib')}\n{Path(torchdojo.__file__).parent.parent}\n")
    home.chmod(0o755)
    own = home / "home"
    own.mkdir()
    os.chown(own, NOBODY, NOBODY)
    return str(home / "venv" / "bin" / "python"), own
