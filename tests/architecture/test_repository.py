"""What may be in the repository, and that its parts tell the same story."""

from __future__ import annotations

import re
import tomllib

import pytest
import typer.main
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from torchdojo.fronts.cli.app import app

# where packages come from is each machine's own matter; hashes say what they must be
HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|download\.pytorch\.org")
# ann and anna are nobody: tests of the sandbox hide them
ONE_MACHINE = re.compile(r"(?<![\w.~/-])/(?:work|home|root|Users)/(?!anna?\b)[\w.-]+")
LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)
SELF = "test_repository.py"


def text_of(path) -> str:
    """The file's text; nothing for a picture or a font."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("pattern", [HOSTS, ONE_MACHINE], ids=["registry hosts", "paths of one machine"])
def test_nothing_is_bound_to_one_place(tracked, root, pattern):
    """A clone works the same on any machine, behind any mirror."""
    found = {
        f"{path.relative_to(root)}: {match.group()}"
        for path in tracked
        if path.name != SELF
        for match in pattern.finditer(text_of(path))
    }

    assert found == set()


def requirements(root) -> list[Requirement]:
    """Everything pyproject.toml asks for that belongs in the lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    lists = [project["project"]["dependencies"], project["dependency-groups"]["dev"], project["build-system"]["requires"]]
    lists += [names for extra, names in extras.items() if extra not in ("all", "cloud")]
    return [Requirement(line) for names in lists for line in names]


def test_the_lock_holds_all_that_is_asked_for(root):
    """A dependency that was added without `make lock` would be installed unverified."""
    locked: dict[str, list[str]] = {}
    for name, version in LOCKED.findall((root / "requirements.lock").read_text()):
        locked.setdefault(canonicalize_name(name), []).append(version)
    stale = [
        str(one)
        for one in requirements(root)
        if not any(one.specifier.contains(Version(version)) for version in locked.get(canonicalize_name(one.name), []))
    ]

    assert stale == [], "run `make lock`"


def test_everything_in_the_lock_has_a_hash(root):
    """What is installed is what was locked, wherever it comes from."""
    blocks = re.split(r"^(?=\S)", (root / "requirements.lock").read_text(), flags=re.MULTILINE)

    assert [block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == []


def test_all_takes_in_every_area(root):
    """An area that is forgotten in `all` would be missing from every full install."""
    extras = tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    (taken,) = [set(Requirement(line).extras) for line in extras["all"]]

    assert taken == set(extras) - {"all", "cloud"}


def commands() -> dict[str, list[str]]:
    """Every command with its options, as typed."""
    top = typer.main.get_command(app)
    found = {}
    for name, command in top.commands.items():
        for path, one in [
            (name, command),
            *((f"{name} {inner}", one) for inner, one in getattr(command, "commands", {}).items()),
        ]:
            found[path] = [option for parameter in one.params for option in parameter.opts if option.startswith("--")]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(root, command):
    """With all its options, where a learner or an author would look."""
    documents = "".join((root / "docs" / name).read_text() for name in ("learn.md", "author.md"))

    assert f"torchdojo {command}" in documents
    assert [option for option in commands()[command] if option not in documents and option != "--help"] == []


def test_every_make_target_says_what_it_does(root):
    """`make` alone is the list of what there is."""
    targets = re.findall(r"^([a-z][a-z-]*):(?!=)(.*)$", (root / "Makefile").read_text(), flags=re.MULTILINE)

    assert targets and all("## " in rest for _, rest in targets)
