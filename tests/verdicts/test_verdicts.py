"""Learners' texts, written from the task alone: the right ones pass, the wrong ones do not.

One file for each exercise, SUBJECT/LESSON/EXERCISE.md. A heading `## right: STYLE` or `## wrong: FAULT` starts a case.
Its text is the Python block below, and under a wrong heading stands what is wrong.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from torchdojo.catalog import Catalog, course_folder, scan
from torchdojo.grade import grade

FOLDER = Path(__file__).parent
HEADING = re.compile(r"^## (?P<kind>[^:\n]*):?(?P<name>.*)$", re.MULTILINE)
BLOCK = re.compile(r"\A(?P<fault>(?:(?!```).*\n)*)```python\n(?P<text>(?:(?!```).*\n)*)```\s*\Z")
UNTOUCHED = "the untouched starter"
# a text that nobody ran tells nothing about the judge
NEVER_RUN = ("not_attempted", "syntax_error")


@dataclass(frozen=True)
class Case:
    """One learner's text, and whether it is right."""

    lesson: str
    exercise: str
    right: bool
    name: str
    fault: str
    text: str

    @property
    def id(self) -> str:
        """What pytest calls it."""
        return f"{self.lesson}-{self.exercise}-{'right' if self.right else 'wrong'}-{self.name}"


def read(path: Path, folder: Path = FOLDER) -> list[Case]:
    """The cases of one file, in its order."""
    *lesson, exercise = path.relative_to(folder).with_suffix("").parts
    if len(lesson) != 2:
        raise ValueError(f"{path}: found in {'/'.join(lesson)!r}, expected in SUBJECT/LESSON.")
    content = path.read_text(encoding="utf-8")
    found = [_case("/".join(lesson), exercise, *part, place=path) for part in _parts(content)]
    twice = [name for name, count in Counter(case.id for case in found).items() if count > 1]
    if twice:
        raise ValueError(f"{path}: two cases are called {twice[0]!r}. Give each its own name.")
    return found


def _parts(content: str) -> list[tuple[str, str, str]]:
    headings = list(HEADING.finditer(content))
    ends = [heading.start() for heading in headings[1:]] + [len(content)]
    return [
        (heading["kind"].strip(), heading["name"].strip(), content[heading.end() : end].strip() + "\n")
        for heading, end in zip(headings, ends, strict=True)
    ]


def _case(lesson: str, exercise: str, kind: str, name: str, body: str, *, place: Path) -> Case:
    if kind not in ("right", "wrong") or not name:
        raise ValueError(f"{place}: the heading '## {kind}: {name}' is not '## right: STYLE' or '## wrong: FAULT'.")
    block = BLOCK.match(body)
    if block is None:
        raise ValueError(f"{place}: under '{name}' one Python block is expected, and nothing behind it.")
    fault = " ".join(block["fault"].split())
    if (kind == "wrong") != bool(fault):
        raise ValueError(f"{place}: say under '{name}' what is wrong, in a wrong case and in no other.")
    ast.parse(block["text"], filename=f"{place}: {name}")
    return Case(lesson, exercise, kind == "right", name, fault, block["text"])


FILES = sorted(FOLDER.glob("**/*.md"))
CASES = [case for path in FILES for case in read(path)]


@cache
def course() -> Catalog:
    """The course of the checkout."""
    return scan(course_folder())


@pytest.fixture
def without_advice(monkeypatch):
    """What is told about a failure is not asked here, and takes most of the time of a check."""
    monkeypatch.setattr("torchdojo.grade.advise", lambda evidence: ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.usefixtures("without_advice")
def test_case(case):
    """A right text passes and a wrong one does not, for a seed nobody has seen and for the first one."""
    lesson = course().lesson(case.lesson)
    for seed in (None, 1):
        (graded,) = grade(lesson, case.text, exercises=[case.exercise], seed=seed).exercises
        verdict = graded.verdict
        seen = f"seed {verdict.seed}: {verdict.status}: {verdict.message}"
        assert (verdict.status == "passed") == case.right, seen
        assert verdict.status not in NEVER_RUN or case.name == UNTOUCHED, seen


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.relative_to(FOLDER).parts))
def test_a_file_has_cases_enough(path):
    """Four styles and eight faults, each of them another text."""
    cases = read(path)
    count = Counter(case.right for case in cases)

    assert count[True] >= 4 and count[False] >= 8
    assert len({case.text for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("## rihgt: a\n```python\nx = 1\n```\n", "is not '## right"),
        ("## right\n```python\nx = 1\n```\n", "is not '## right"),
        ("## wrong: a\n```python\nx = 1\n```\n", "say under 'a'"),
        ("## right: a\nIt adds.\n```python\nx = 1\n```\n", "say under 'a'"),
        ("## right: a\n", "one Python block"),
        ("## right: a\n```python\nx = 1\n```\n```python\nx = 1\n```\n", "one Python block"),
        ("## right: a\n```python\nx = 1\n```\n\n## right: a\n```python\nx = 2\n```\n", "two cases"),
        ("## right: a\n```python\nx = (\n```\n", "never closed"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path, content, fault):
    """A case that is lost by a slip of the pen would be a hole in the net."""
    path = tmp_path / "subject" / "lesson" / "exercise.md"
    path.parent.mkdir(parents=True)
    path.write_text("# exercise\n\n" + content)

    with pytest.raises((ValueError, SyntaxError), match=fault):
        read(path, tmp_path)
