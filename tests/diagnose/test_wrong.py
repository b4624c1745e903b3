"""Wrong answers in many styles, written beside the advice: each is told what its file says, or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from torchdojo.catalog import scan
from torchdojo.grade import grade

WRONG = Path(__file__).parent / "wrong"
CASE = re.compile(r"^## (?P<name>.*?)\n+told: (?P<told>.*?)\n+```python\n(?P<code>.*?)```", re.MULTILINE | re.DOTALL)
SEED = 7


def cases():
    """(lesson, exercise, code, what is told) of every case, with a readable id."""
    for path in sorted(WRONG.rglob("*.md")):
        lesson = path.parent.relative_to(WRONG).as_posix()
        for found in CASE.finditer(path.read_text("utf-8")):
            yield pytest.param(lesson, path.stem, found["code"], found["told"], id=f"{path.stem}, {found['name']}")


@pytest.fixture(scope="module")
def course():
    """The whole course."""
    return scan()


def spelled(advice):
    """A piece of advice as the files write it: a slip by its words, everything else by its name."""
    text = re.sub(r" \(line \d+\)", "", " ".join(advice.text.split()))
    return f"slip: {text}" if advice.name.startswith("mutant:") else f"{advice.kind}: {advice.name}"


@pytest.mark.parametrize(("lesson", "exercise", "code", "told"), list(cases()))
def test_the_fault_is_named(course, lesson, exercise, code, told):
    """The first piece of advice is the one expected, and there are never more than two."""
    (graded,) = grade(course.lesson(lesson), code, exercises=[exercise], seed=SEED).exercises

    assert graded.verdict.status == "failed"
    assert [spelled(advice) for advice in graded.advice[:1]] == ([] if told == "nothing" else [told])
    assert len(graded.advice) <= 2


def test_there_are_many_cases_and_most_are_named():
    """At least 60 cases; for at most one in ten nothing can be said."""
    told = [case.values[3] for case in cases()]

    assert len(told) >= 60
    assert sum(one == "nothing" for one in told) <= len(told) / 10
