"""The x-ray on the page: a fragment of its own behind the verdict."""

from __future__ import annotations

import dataclasses

import pytest
from tests.fronts.web.conftest import LESSON, NASTY
from tests.fronts.web.test_check import check

from torchdojo.diagnose.xray import Event, SeenLine, Variable, XRay

LINE = SeenLine(
    3,
    f"    x = y  # {NASTY}",
    12,
    (
        Variable(1, "variable", f"x{NASTY}", "tensor", (3,), "float32", "cpu", True, -1.0, 2.5, 2, 0, ""),
        Variable(12, "returns", "returns", "number", text=NASTY),
    ),
    (Event(1, 12, "broadcast", f"`x` {NASTY}"), Event(1, 1, "raised", NASTY)),
)


@pytest.fixture
def followed(grader, monkeypatch):
    """The failures of the stand-in are followed; gives how often."""
    looks = []
    judge = type(grader).__call__

    def call(self, *arguments, **named):
        report = judge(self, *arguments, **named)

        def look():
            looks.append(1)
            return XRay("two_lengths", (LINE,), cut=4, stopped=True)

        graded = tuple(one if one.verdict.passed else dataclasses.replace(one, look=look) for one in report.exercises)
        return dataclasses.replace(report, exercises=graded)

    monkeypatch.setattr(type(grader), "__call__", call)
    return looks


def test_it_follows_the_verdict_into_its_place(client, grader, followed):
    """The verdict does not wait for it."""
    grader.status = "failed"
    _, verdict, seen, _ = check(client)

    assert '<div id="xray-outer_sum"></div>' in verdict
    assert 'data-into="xray-outer_sum"' in seen and "X-ray: line by line" in seen
    assert "5 numbers against 3" in seen and "12 visits" in seen and "visit 1" in seen
    assert "(3,) float32 cpu, requires grad, 2 NaN, -1 to 2.5" in seen
    assert "(12 times)" in seen and "ended on the way" in seen and "4 lines are left out" in seen


def test_a_pass_is_not_followed(client, grader, followed):
    """Nothing is run again."""
    grader.status = "passed"

    assert "xray" not in "".join(check(client)) and followed == []


def test_nothing_a_program_sends_escapes(client, grader, followed):
    """Names, values, messages and lines are text."""
    grader.status = "failed"
    fragments = check(client)

    assert "<script" not in "".join(fragments) and len(fragments) == 4
    assert client.get(LESSON).status_code == 200
