"""The clock is set back or forward between attempts: their order, the standing and the history stay right."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from torchdojo.judge.verdict import Verdict
from torchdojo.progress import Store, Workspace, workspace

LESSON = "numbers/outer_sum"
STEPS = [timedelta(), timedelta(days=-400), timedelta(days=3), timedelta(seconds=-1), timedelta(days=9000), timedelta(hours=-2)]


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets, for all that keeps a time."""
    shift = [timedelta()]

    class Shifted(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + shift[0]

    real = time.time
    monkeypatch.setattr(workspace, "datetime", Shifted)
    monkeypatch.setattr("torchdojo.progress.store.time.time", lambda: real() + shift[0].total_seconds())
    return shift


def report(status: str, seed: int) -> SimpleNamespace:
    """A check with one verdict."""
    verdict = Verdict(LESSON, "outer_sum", "fill", status, seed, "")
    return SimpleNamespace(exercises=[SimpleNamespace(verdict=verdict, advice=())])


def test_attempts_keep_their_order_and_a_pass_stays(clock, tmp_path):
    """The order in which they were made, whatever the clock said."""
    store = Store(tmp_path / "p.sqlite3")
    for number, step in enumerate(STEPS):
        clock[0] = step
        store.record(report("passed" if number == 1 else "failed", number), f"text {number}")

    assert [one.seed for one in store.attempts()] == list(range(len(STEPS)))
    assert [one.source for one in store.attempts()] == [f"text {number}" for number in range(len(STEPS))]
    assert store.states() == {(LESSON, "outer_sum"): "passed"}
    store.close()


def test_versions_of_a_file_keep_their_order(clock, tmp_path, tiny):
    """The newest is the one saved last, also after the clock was set back a year."""
    lesson, kept = tiny.lesson(LESSON), Workspace(tmp_path)
    for number, step in enumerate(STEPS):
        clock[0] = step
        kept.save(lesson, f"text {number}")

    texts = [version.path.read_text() for version in kept.history(lesson)]
    assert texts == [f"text {number}" for number in reversed(range(len(STEPS) - 1))]


def test_a_clock_set_back_clears_no_new_version_away(clock, tmp_path, tiny, monkeypatch):
    """Old versions thin out; those written last are the newest ones."""
    monkeypatch.setattr(workspace, "RECENT", 3)
    lesson, kept = tiny.lesson(LESSON), Workspace(tmp_path)
    clock[0] = timedelta(days=100)
    for number in range(6):
        kept.save(lesson, f"ahead {number}")
    clock[0] = timedelta()
    for number in range(4):
        kept.save(lesson, f"back {number}")

    texts = [version.path.read_text() for version in kept.history(lesson)]
    assert texts[:3] == ["back 2", "back 1", "back 0"]
    assert datetime.now(UTC) < kept.history(lesson)[0].when
