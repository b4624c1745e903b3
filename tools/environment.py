"""Keeps .venv as pyproject.toml and requirements.lock say. Run by make: `python3 tools/environment.py core` or `... full`.

Only the standard library, and only syntax of Python 3.8: it must run before anything is installed, and say what is
missing. Every file that is installed is verified against the hashes of requirements.lock. A second run does nothing,
unless a file it depends on has changed.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "torchdojo-installed.json"
LOCK = ROOT / "requirements.lock"
CLIENT = ROOT / "src" / "torchdojo" / "fronts" / "web" / "client"
OLDEST, NEWEST = (3, 11), (3, 14)
# with wheels for every library in the lock, the most usual first
NAMES = ("python3", "python3.13", "python3.12", "python3.11", "python3.14")


def main(wanted):
    """Installs what is wanted and not there yet."""
    python = suitable_python()
    done = installed_before()
    if done is None:
        make_venv(python)
        done = {"root": str(ROOT)}
    libraries, package = key_of([ROOT / "pyproject.toml", LOCK]), key_of(package_sources())
    # everything holds the core too
    levels = ("full",) if wanted == "full" else ("core", "full")
    if all(done.get(level) != libraries for level in levels):
        install_libraries(wanted)
        done[wanted] = libraries
        done.pop("package", None)
        write_stamp(done)
    if done.get("package") != package:
        install_package()
        done["package"] = package
        write_stamp(done)


def suitable_python():
    """The path of a Python this project runs on."""
    chosen = os.environ.get("PYTHON")
    for name in (chosen,) if chosen else NAMES:
        path = shutil.which(name)
        if path and OLDEST <= version_of(path) <= NEWEST:
            return path
    found = f"PYTHON={chosen} is none" if chosen else f"none of {', '.join(NAMES)} is one"
    fail(
        f"torchdojo needs Python {dotted(OLDEST)} to {dotted(NEWEST)}; {found}.\n"
        "Install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13), "
        "or name it: make start PYTHON=/path/to/python3.12"
    )


def dotted(version):
    """As people write it: 3.11."""
    return ".".join(map(str, version))


def version_of(python):
    """(major, minor) of an interpreter; (0, 0) if it does not run."""
    asked = run_quietly([python, "-c", "import sys; print(*sys.version_info[:2])"])
    return tuple(map(int, asked.split())) if asked else (0, 0)


def installed_before():
    """What the stamp says is installed; None if .venv must be made anew."""
    if not VENV.exists():
        return None
    try:
        done = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        done = {"root": str(ROOT)}
    here = run_quietly([str(PYTHON), "-c", "import sys; print(sys.prefix)"])
    if here is None or done["root"] != str(ROOT) or not OLDEST <= version_of(str(PYTHON)) <= NEWEST:
        # the scripts of a virtual environment hold its path: it cannot be moved with its checkout
        say(".venv was moved or is broken: making it anew")
        return None
    return done


def make_venv(python):
    """A new, empty .venv."""
    say("making .venv with " + python)
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--clear", "--python", python, str(VENV)])
        return
    if run_quietly([python, "-c", "import ensurepip, venv; print('there')"]) is None:
        install_ensurepip(python)
    run([python, "-m", "venv", "--clear", str(VENV)])


def install_ensurepip(python):
    """Debian ships Python without the means to make an environment."""
    package = f"python{dotted(version_of(python))}-venv"
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        fail(f"{python} has no ensurepip. Install it (Debian, Ubuntu: sudo apt install {package}) or uv, then run make again.")
    run([apt, "update", "-qq"])
    run([apt, "install", "-y", "-qq", "--no-install-recommends", package])


def uv_command():
    """The path of uv: the user's own, else one in .venv, installed by pip as the lock says."""
    own = shutil.which("uv")
    inside = VENV / "bin" / "uv"
    if own:
        return own
    if not inside.exists():
        wanted = VENV / "uv.txt"
        wanted.write_text(re.search(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL).group())
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "-r", str(wanted)])
    return str(inside)


def install_libraries(wanted):
    """What the lock lists, all of it or what the core needs of it."""
    uv = [uv_command(), "pip", "install", "--python", str(PYTHON)]
    if wanted == "full":
        say("installing everything in requirements.lock (about 9 GB, some minutes the first time)")
        run([*uv, "--require-hashes", "-r", str(LOCK)])
    else:
        say("installing the core: torch and what the course runs on (about 5 GB, a minute or more the first time)")
        run([*uv, "-c", str(LOCK), "-r", str(ROOT / "pyproject.toml")])


def install_package():
    """This package itself, so that its files are used where they lie; its web pages are built."""
    say("installing torchdojo")
    # what builds the package is held to the lock too
    uv = [uv_command(), "pip", "install", "--quiet", "--python", str(PYTHON), "-b", str(LOCK)]
    run([*uv, "--no-deps", "--reinstall-package", "torchdojo", "-e", str(ROOT)])
    run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src")])


def package_sources():
    """The files that decide how the package is built."""
    built_from = [path for path in CLIENT.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    return [ROOT / "pyproject.toml", *sorted(ROOT.glob("hatch_build.py")), *sorted(built_from)]


def key_of(files):
    """A digest of names and contents."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def write_stamp(done):
    """Remembers what is installed."""
    STAMP.write_text(json.dumps(done))


def run(command):
    """Runs a command, whose output is seen; ends with its code if it fails."""
    environment = {**os.environ, "UV_COMPILE_BYTECODE": "1", "UV_HTTP_TIMEOUT": os.environ.get("UV_HTTP_TIMEOUT", "300")}
    # libraries that are not compiled once are compiled again by every process: importing torch takes twice as long
    for name in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYTHONPATH"):
        environment.pop(name, None)
    code = subprocess.run(command, env=environment).returncode
    if code != 0:
        fail(f"this command failed with code {code}: {' '.join(command)}")


def run_quietly(command):
    """What a command prints; None if it fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def say(text):
    """Nothing; tells what is being done."""
    print("- " + text, flush=True)


def fail(text):
    """Never returns."""
    sys.exit("torchdojo: " + text)


if __name__ == "__main__":
    if sys.argv[1:] not in (["core"], ["full"]):
        fail("usage: python3 tools/environment.py core|full")
    main(sys.argv[1])
