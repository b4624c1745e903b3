"""When root runs the tests, the attacks are run once more as somebody who is not: learners are not root."""

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

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
NOBODY = 65534


def test_everything_holds_for_an_ordinary_user_too():
    """Through the system's Python, which everybody may run, with the packages of this one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    if not shutil.which("setpriv") or not Path(SYSTEM_PYTHON).exists():
        pytest.skip("needs setpriv and a Python that other users may run")
    packages = sysconfig.get_path("purelib")
    with tempfile.TemporaryDirectory(prefix="dojo-user-") as folder:
        home = Path(folder)
        subprocess.run([SYSTEM_PYTHON, "-m", "venv", "--without-pip", str(home / "venv")], check=True)
        (inner,) = (home / "venv").glob("lib/python3*/site-packages")
        (inner / "all.pth").write_text(f"{packages}\n{Path(torchdojo.__file__).parent.parent}\n")
        home.chmod(0o755)
        own = home / "home"
        own.mkdir()
        os.chown(own, NOBODY, NOBODY)
        python = str(home / "venv" / "bin" / "python")
        become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        probe = subprocess.run([*become, python, "-c", _can_see()], capture_output=True, cwd="/")
        if probe.returncode:
            pytest.skip(f"another user cannot read the sources or use them: {probe.stderr.decode()[-300:]}")
        options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=short"]
        attacks = [str(HERE / "test_walls.py"), str(HERE / "test_greed.py")]
        ran = subprocess.run(
            [*become, "env", "-i", f"HOME={own}", "PATH=/usr/bin:/bin", python, "-m", "pytest", *attacks, *options],
            capture_output=True,
            text=True,
            cwd=HERE.parent.parent,
        )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


def _can_see() -> str:
    minor = sys.version_info.minor
    return f"import sys; assert sys.version_info.minor == {minor}; import pytest, torchdojo.sandbox; open({__file__!r})"
