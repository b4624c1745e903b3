"""Judging processes: several at once, and what happens when one of them dies or stops."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from torchdojo.classroom import pool
from torchdojo.classroom.handed_in import HandedIn
from torchdojo.classroom.pool import Judge, Order, judged

LESSON = "numbers/outer_sum"
WRONG = """
def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("nothing")
    return column + row[:, None]
"""


@pytest.fixture
def order(tiny):
    """Judges one exercise of a toy lesson."""
    lesson = tiny.lesson(LESSON)
    return Order(str(tiny.folder), lesson.id, lesson.content_hash, ("outer_sum",), 5)


def handed_in(number: int, text: str) -> HandedIn:
    """A submission."""
    return HandedIn(f"{number}.py", str(number), text)


def status(outcome) -> str:
    """The status of the one exercise."""
    return outcome.said["exercises"][0]["status"]


def test_every_submission_has_its_outcome(tiny, order):
    """Right ones, wrong ones, and what is no Python, judged by two processes."""
    right = tiny.lesson(LESSON).reference
    texts = {0: right, 1: WRONG, 2: "def (", 3: "", 4: right, 5: WRONG}
    found = {
        outcome.handed_in.digest: outcome for outcome in judged(order, (handed_in(*one) for one in texts.items()), processes=2)
    }

    assert {number: status(found[str(number)]) for number in texts} == {
        0: "passed",
        1: "failed",
        2: "syntax_error",
        3: "not_attempted",
        4: "passed",
        5: "failed",
    }
    assert found["1"].said["exercises"][0]["advice"][0]["name"] == "transposed"
    assert {outcome.said["seed"] for outcome in found.values()} == {5}


def test_submissions_are_taken_one_by_one(order):
    """A folder is never read ahead, so that memory stays flat."""
    taken = []

    def many():
        for number in range(20):
            taken.append(number)
            yield handed_in(number, "")

    outcomes = judged(order, many(), processes=2)
    next(outcomes)
    assert len(taken) <= 5
    outcomes.close()


def test_a_judge_that_was_killed_is_started_again(order):
    """Whatever took it along gets a second try."""
    judge = Judge(order)
    try:
        judge.judged(handed_in(0, WRONG))
        os.kill(judge._process.pid, signal.SIGKILL)
        assert status(judge.judged(handed_in(1, WRONG))) == "failed"
    finally:
        judge.leave()


def test_a_submission_that_kills_every_judge_costs_only_itself(order, monkeypatch):
    """Two tries, then it is said, and the next one is judged."""
    real = Judge._asked

    def deadly(self, question):
        self._running()
        if b"deadly" in question:
            os.kill(self._process.pid, signal.SIGKILL)
        return real(self, question)

    monkeypatch.setattr(Judge, "_asked", deadly)
    texts = [handed_in(0, "deadly"), handed_in(1, WRONG)]
    first, second = list(judged(order, iter(texts), processes=1))

    assert (first.kind, first.said) == (pool.FAULT, "the process that judged it ended")
    assert status(second) == "failed"


def test_a_judge_that_hangs_is_ended(order, monkeypatch):
    """The run would otherwise never end."""
    monkeypatch.setattr(pool, "LONGEST_SILENCE", 0.5)
    monkeypatch.setattr(pool, "TRIES", 1)
    judge = Judge(order)
    try:
        judge._running()
        os.kill(judge._process.pid, signal.SIGSTOP)
        assert judge.judged(handed_in(0, WRONG)).kind == pool.FAULT
    finally:
        judge.leave()


def test_a_run_that_is_closed_leaves_no_process(order):
    """Not even one that is in the middle of a submission that takes seconds."""
    slow = "import time\ndef outer_sum(column, row):\n    time.sleep(9)\n"
    texts = (handed_in(number, WRONG if not number else slow) for number in range(9))
    outcomes = judged(order, texts, processes=2)
    next(outcomes)
    began = time.monotonic()
    outcomes.close()

    assert time.monotonic() - began < 5
    assert _judges_of(os.getpid()) == []


def _judges_of(parent: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "args", "--ppid", str(parent)], capture_output=True, text=True, check=False).stdout
    return [line for line in listed.splitlines() if "classroom.judging" in line]


def test_judges_end_with_the_command_that_started_them(order, tmp_path):
    """Also when that was killed without a word."""
    script = (
        "import sys; from torchdojo.classroom.pool import *; from torchdojo.classroom.handed_in import HandedIn;"
        "import json; j = Judge(Order(**json.loads(sys.argv[1])));"
        "j.judged(HandedIn('a.py', 'a', '')); print(j._process.pid, flush=True); sys.stdin.read()"
    )
    import json
    import sys
    from dataclasses import asdict

    command = [sys.executable, "-c", script, json.dumps(asdict(order))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        judge = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{judge}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not Path(f"/proc/{judge}").exists()


def test_a_handed_in_file_cannot_take_the_place_of_a_library(order, tmp_path, monkeypatch):
    """The command may be given in the very folder in which somebody put a numpy.py."""
    for name in ("numpy", "json", "torchdojo", "rich"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    (outcome,) = judged(order, iter([handed_in(0, WRONG)]), processes=1)

    assert status(outcome) == "failed"
    assert not (tmp_path / "run").exists()


def test_a_lesson_that_was_edited_meanwhile_stops_the_run(order):
    """Some would be judged by the old one, some by the new one."""
    edited = Order(order.course, order.lesson, "0" * 64, order.exercises, order.seed)
    (outcome,) = judged(edited, iter([handed_in(0, WRONG)]), processes=1)

    assert outcome.kind == pool.LESSON
    assert "was edited" in outcome.said


def test_a_sandbox_that_cannot_be_had_is_said(order, monkeypatch):
    """It is no fault of the submission."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "stronger")
    (outcome,) = judged(order, iter([handed_in(0, WRONG)]), processes=1)

    assert (outcome.kind, "TORCHDOJO_WALLS" in outcome.said) == (pool.SANDBOX, True)


def test_a_file_whose_name_is_no_text_is_judged(order):
    """Archives made on other systems hold such names."""
    (outcome,) = judged(order, iter([HandedIn("b\udcffd\n.py", "0", WRONG)]), processes=1)

    assert status(outcome) == "failed"


def test_a_fault_of_the_submissions_is_raised_where_they_are_asked_for(order):
    """It is not lost in a thread."""

    def broken():
        yield handed_in(0, "")
        raise RuntimeError("the folder is gone")

    with (
        pytest.raises(RuntimeError, match="the folder is gone"),
        contextlib.closing(judged(order, broken(), processes=1)) as all_,
    ):
        list(all_)
