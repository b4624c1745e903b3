"""Who may know whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from torchdojo.catalog import scan

# each noun is made in one room; whoever wants one asks that room
NOUNS = {
    "Lesson": "catalog",
    "Exercise": "catalog",
    "Starter": "starter",
    "Submission": "starter",
    "Run": "sandbox",
    "Observation": "observe",
    "Verdict": "judge",
    "Advice": "diagnose",
    "Page": "text",
    "Attempt": "progress",
    "Finding": "check",
    "Row": "classroom",
}
NO_NAMES = {"util", "utils", "common", "helper", "helpers", "base", "manager", "managers", "misc", "shared"}
JUDGE_MAY_IMPORT = {"torchdojo.author", "torch", "math", "__future__", "reference"}
# the machine outside these never loads torch, so that a command answers at once
LOAD_TORCH = re.compile(r"observe/|author\.py|sandbox/(zygote|spare|workers?)")


def imports(tree: ast.Module) -> Iterator[str]:
    """The names of all modules that are imported anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_rooms_only_look_down(root):
    """The order of the rooms is a contract; a new room must take its place in it."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=root, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout
    assert "exhaustive = true" in (root / ".importlinter").read_text()


def test_one_room_makes_one_noun(machine):
    """A verdict that is made outside the judge is a second judge."""
    strangers = [
        f"{path}:{node.lineno} makes a {node.func.id}, which is made in {NOUNS[node.func.id]}/"
        for path, tree in machine.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NOUNS
        if path.split("/")[0] != NOUNS[node.func.id]
    ]

    assert strangers == []


def test_every_file_has_a_name_that_says_something(machine, root):
    """A place called 'utils' is where things go that nobody finds again."""
    parts = {part for path in machine for part in Path(path).with_suffix("").parts}

    assert {part for part in parts if NO_NAMES & set(part.split("_"))} == set()


def test_the_machine_never_imports_the_course(machine):
    """Lessons are data to it: another course takes their place without a change."""
    assert [path for path, tree in machine.items() if any(name.split(".")[0] == "course" for name in imports(tree))] == []


def test_only_the_inside_of_the_sandbox_loads_torch(machine):
    """Everything else starts at once, and works where torch is broken."""
    loading = [path for path, tree in machine.items() if any(name.split(".")[0] == "torch" for name in imports(tree))]

    assert [path for path in loading if not LOAD_TORCH.match(path)] == []


def test_a_judge_file_imports_only_its_door(root):
    """Nothing of the machine but torchdojo.author, so that rooms may change and lessons stay."""
    for path in [*root.glob("course/*/*/judge.py"), *root.glob("tests/tinycourse/*/*/judge.py")]:
        strangers = set(imports(ast.parse(path.read_text(encoding="utf-8")))) - JUDGE_MAY_IMPORT
        assert {name for name in strangers if name.split(".")[0] != "torch"} == set(), path


def test_a_lesson_is_found_by_its_folder_alone(root, tmp_path):
    """To add a lesson nobody edits a list: a copied folder is a lesson, a removed one is none."""
    import shutil

    shutil.copytree(root / "tests" / "tinycourse", tmp_path / "course")
    shutil.copytree(tmp_path / "course/numbers/outer_sum", tmp_path / "course/numbers/outer_product")
    assert "numbers/outer_product" in scan(tmp_path / "course").lessons

    shutil.rmtree(tmp_path / "course/numbers/outer_product")
    assert "numbers/outer_product" not in scan(tmp_path / "course").lessons
