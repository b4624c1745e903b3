"""One way of judging a file for each peer: full marks or not, what it says, and how long it takes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from peers.environments import environment

PATIENCE = 60.0
NOTEBOOK = {"metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "nbformat": 4}


@dataclass(frozen=True)
class Outcome:
    """What a grader made of one submission."""

    passed: bool
    """Full marks."""
    says: str
    seconds: float
    hung: bool = False
    """True if it had to be ended from outside."""


Judge = Callable[[str, str, Path], Outcome]
"""(peer task, program, an empty folder) -> outcome"""


@cache
def tests(peer_task: str) -> tuple[tuple[str, str], ...]:
    """The tests torch-judge publishes for a task: (name, code); all peers run them, for want of tests of their own."""
    code = (
        "import json, torch_judge.tasks as t; "
        f"task = t.get_task({peer_task!r}); "
        "print(json.dumps([[x['name'], x['code'].replace('{fn}', task['function_name'])] for x in task['tests']]))"
    )
    done = subprocess.run([environment("torch-judge") / "python", "-c", code], capture_output=True, text=True, check=True)
    return tuple((name, code) for name, code in json.loads(done.stdout))


def _run(peer: str, program: str, words: list[str], folder: Path) -> tuple[str, float, bool]:
    """Everything it printed, the seconds it took, and whether it hung. What it left behind is ended as well."""
    keep = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    # some peers start programs of their environment by name
    path = f"{environment(peer)}{os.pathsep}{os.environ['PATH']}"
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [str(environment(peer) / program), *words],
            cwd=folder,
            env={**keep, "HOME": str(folder), "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(PATIENCE)
            hung = False
        except subprocess.TimeoutExpired:
            hung = True
        took = time.perf_counter() - start
        _end(process)
        output.seek(0)
        return output.read(200_000), took, hung


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def torch_judge(peer_task: str, program: str, folder: Path) -> Outcome:
    """As in a notebook: the cell is run, then `check` is called; full marks are what its progress file says."""
    (folder / "submission.py").write_text(program)
    runner = (
        "space = {'__name__': '__main__'}\n"
        "exec(compile(open('submission.py').read(), 'cell', 'exec'), space)\n"
        f"exec('from torch_judge import check; check(\"{peer_task}\")', space)\n"
    )
    said, took, hung = _run("torch-judge", "python", ["-c", runner], folder)
    progress = folder / "data" / "progress.json"
    solved = progress.exists() and json.loads(progress.read_text()).get(peer_task, {}).get("status") == "solved"
    return Outcome(solved, said, took, hung)


def pytest(peer_task: str, program: str, folder: Path) -> Outcome:
    """A teacher's test file beside the submission; full marks are an exit code of 0."""
    (folder / "submission.py").write_text(program)
    (folder / "test_submission.py").write_text("from submission import *\n" + _as_functions(peer_task))
    words = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--junitxml=result.xml", "test_submission.py"]
    said, took, hung = _run("pytest", "pytest", words, folder)
    return Outcome(_all_passed(folder / "result.xml", len(tests(peer_task))), said, took, hung)


def _as_functions(peer_task: str) -> str:
    parts = []
    for number, (name, code) in enumerate(tests(peer_task)):
        body = "\n".join(f"    {line}" for line in code.strip().splitlines())
        parts.append(f"def test_{number}():\n    {name!r}\n{body}\n")
    return "\n\n".join(parts)


def _all_passed(path: Path, count: int) -> bool:
    """True if pytest's own record says that every test ran and none failed."""
    if not path.exists():
        return False
    found = {key: int(value) for key, value in re.findall(r'\b(tests|errors|failures|skipped)="(\d+)"', path.read_text())}
    return found.get("tests") == count and not any(found.get(key) for key in ("errors", "failures", "skipped"))


def torchlings(peer_task: str, program: str, folder: Path) -> Outcome:
    """Its own runner on one file, with the tests below the answer in the same file, as it does."""
    exercise = folder / "01_tensors" / "1.py"
    exercise.parent.mkdir()
    exercise.write_text(f"{program}\n\n{_as_functions(peer_task)}")
    runner = (
        "from pathlib import Path; from torchlings.runner import Runner; "
        "print('FULL MARKS' if Runner(Path('.')).run_pytest('01_tensors/1.py') else 'NOT YET')"
    )
    said, took, hung = _run("torchlings", "python", ["-c", runner], folder)
    return Outcome(said.strip().endswith("FULL MARKS"), said, took, hung)


def nbgrader(peer_task: str, program: str, folder: Path) -> Outcome:
    """`nbgrader autograde` of one student; full marks are those of its own export."""
    said = _course(peer_task, program, folder, ["one"])
    more, took, hung = _run("nbgrader", "nbgrader", ["autograde", "task"], folder)
    _run("nbgrader", "nbgrader", ["export"], folder)
    return Outcome(_full_marks(folder / "grades.csv"), said + more, took, hung)


def batch(peer_task: str, program: str, folder: Path, count: int) -> float:
    """Seconds nbgrader takes for that many students in one command, which is how it is meant to be used."""
    _course(peer_task, program, folder, [f"student{number}" for number in range(count)])
    _, took, _ = _run("nbgrader", "nbgrader", ["autograde", "task"], folder)
    return took


def _course(peer_task: str, program: str, folder: Path, students: list[str]) -> str:
    """What nbgrader says when it makes the assignment; afterwards every student has handed in the program."""
    cells = [_cell("answer", program, grade=False)]
    cells += [_cell(f"test{number}", code.strip(), grade=True) for number, (_, code) in enumerate(tests(peer_task))]
    source = [_cell("answer", "raise NotImplementedError()", grade=False), *cells[1:]]
    for place, words in [("source", source), *((f"submitted/{student}", cells) for student in students)]:
        (folder / place / "task").mkdir(parents=True)
        notebook = {**NOTEBOOK, "nbformat_minor": 5, "cells": words}
        (folder / place / "task" / "task.ipynb").write_text(json.dumps(notebook))
    said, _, _ = _run("nbgrader", "nbgrader", ["generate_assignment", "task"], folder)
    return said


def _cell(name: str, code: str, *, grade: bool) -> dict[str, object]:
    marks: dict[str, object] = {"grade_id": name, "grade": grade, "solution": not grade, "locked": grade, "task": False}
    marks |= {"schema_version": 3, **({"points": 1} if grade else {})}
    cell: dict[str, object] = {"cell_type": "code", "id": name, "source": code, "metadata": {"nbgrader": marks}}
    return {**cell, "outputs": [], "execution_count": None}


def _full_marks(path: Path) -> bool:
    import csv

    if not path.exists():
        return False
    rows = list(csv.DictReader(path.open()))
    return bool(rows) and all(float(row["score"] or 0) == float(row["max_score"]) > 0 for row in rows)


def otter(peer_task: str, program: str, folder: Path) -> Outcome:
    """`otter run` of one notebook with an autograder of its own making; full marks are those of its results file."""
    (folder / "tests").mkdir()
    for number, (_, code) in enumerate(tests(peer_task)):
        # in a function of its own: a doctest would want the value of every expression to be written down
        lines = [f"...     {line}" for line in code.strip().splitlines() if line.strip()]
        doctest = "\n".join([">>> def test():", *lines, ">>> test()"])
        suite = [{"cases": [{"code": doctest, "hidden": False, "locked": False}], "scored": True, "type": "doctest"}]
        words = {"name": f"q{number}", "points": 1, "suites": suite}
        (folder / "tests" / f"q{number}.py").write_text(f"OK_FORMAT = True\ntest = {words!r}\n")
    cell = {"cell_type": "code", "id": "answer", "source": program, "metadata": {}, "outputs": [], "execution_count": None}
    (folder / "task.ipynb").write_text(json.dumps({**NOTEBOOK, "nbformat_minor": 5, "cells": [cell]}))
    (folder / "out").mkdir()
    said, _, _ = _run("otter-grader", "otter", ["generate", "-t", "tests", "-o", "grader.zip", "--no-environment"], folder)
    more, took, hung = _run("otter-grader", "otter", ["run", "-a", "grader.zip", "-o", "out", "--no-logo", "task.ipynb"], folder)
    results = folder / "out" / "results.json"
    scored = json.loads(results.read_text())["tests"] if results.exists() else []
    full = [one for one in scored if one.get("max_score")]
    return Outcome(bool(full) and all(one.get("score") == one["max_score"] for one in full), said + more, took, hung)


GRADERS: dict[str, Judge] = {
    "torch-judge": torch_judge,
    "torchlings": torchlings,
    "nbgrader": nbgrader,
    "otter-grader": otter,
    "pytest": pytest,
}
