"""What is measured of every grader, ours among them: accuracy, naming, forgery, time."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peers.attacks import ATTACKS
from peers.graders import GRADERS, Outcome, batch
from peers.tasks import LAYER_NORM, Submission, program, submissions, witnessed
from torchdojo.catalog import scan
from torchdojo.grade import grade, prepare

OURS = "torchdojo"
# these take seconds for each submission, and run the same tests as pytest
SLOW = ("torchlings", "nbgrader", "otter-grader")


@dataclass
class Row:
    """What one grader did."""

    right: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: int = 0
    accepted: list[str] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    per_minute: float = 0.0


def ours(lesson: str, exercise: str, text: str) -> Outcome:
    """Our own verdict, by the call the command line and the page make."""
    start = time.perf_counter()
    report = grade(scan().lesson(lesson), text, exercises=[exercise])
    return Outcome(report.passed, report.exercises[0].verdict.message, time.perf_counter() - start)


def judged(grader: str, submission: Submission) -> Outcome:
    """One submission, judged by one grader in an empty folder."""
    if grader == OURS:
        return ours(submission.task.lesson, submission.exercise, submission.text)
    with tempfile.TemporaryDirectory() as folder:
        return GRADERS[grader](submission.task.peer, submission.program, Path(folder))


def accuracy(rows: dict[str, Row], *, every: int, say: Callable[[str], None]) -> Sequence[Submission]:
    """The submissions that were judged; the rows count who was wrong about which."""
    chosen = [one for one in submissions() if witnessed(one) != one.right]
    for number, submission in enumerate(chosen):
        say(f"accuracy: {number + 1} of {len(chosen)}")
        for grader, row in rows.items():
            if grader in SLOW and number % every:
                continue
            outcome = judged(grader, submission)
            if submission.right:
                row.right += 1
                row.refused += [] if outcome.passed else [submission.id]
            else:
                row.wrong += 1
                row.accepted += [submission.id] if outcome.passed else []
    return chosen


def forgery(rows: dict[str, Row], say: Callable[[str], None]) -> None:
    """Nothing; the rows hold the attacks that got full marks, and those that had to be ended from outside."""
    for number, (name, text) in enumerate(ATTACKS.items()):
        say(f"forgery: {number + 1} of {len(ATTACKS)}")
        for grader, row in rows.items():
            outcome = _attacked(grader, text)
            row.forged += [name] if outcome.passed else []
            row.hung += [name] if outcome.hung else []


def _attacked(grader: str, text: str) -> Outcome:
    if grader == OURS:
        return ours(LAYER_NORM.lesson, "LayerNorm", text)
    with tempfile.TemporaryDirectory() as folder:
        return GRADERS[grader](LAYER_NORM.peer, f"{text}\n{LAYER_NORM.door}", Path(folder))


def latency(rows: dict[str, Row], *, rounds: int, say: Callable[[str], None]) -> None:
    """Nothing; the rows hold the seconds from a right file to its verdict, graders taking turns."""
    lesson = scan().lesson(LAYER_NORM.lesson)
    text = lesson.reference
    words = program(LAYER_NORM, "LayerNorm", text)
    right = Submission(LAYER_NORM, "LayerNorm", "the reference", True, text, words)
    for number in range(rounds):
        say(f"latency: {number + 1} of {rounds}")
        for grader, row in rows.items():
            if grader == OURS:
                prepare(lesson, lesson.exercise("LayerNorm"))
                time.sleep(0.5)
            outcome = judged(grader, right)
            if not outcome.passed:
                raise SystemExit(f"{grader} refuses the reference:\n{outcome.says[-3000:]}")
            row.seconds.append(outcome.seconds)


def throughput(rows: dict[str, Row], *, count: int, say: Callable[[str], None]) -> None:
    """Nothing; the rows hold submissions per minute, one after another, in the way each grader does many."""
    lesson = scan().lesson(LAYER_NORM.lesson)
    say("throughput")
    for grader, row in rows.items():
        if grader == OURS:
            start = time.perf_counter()
            for _ in range(20 * count):
                ours(lesson.id, "LayerNorm", lesson.reference)
            row.per_minute = 60 * 20 * count / (time.perf_counter() - start)
        elif grader == "nbgrader":
            with tempfile.TemporaryDirectory() as folder:
                took = batch(LAYER_NORM.peer, program(LAYER_NORM, "LayerNorm", lesson.reference), Path(folder), count)
            row.per_minute = 60 * count / took
        else:
            row.per_minute = 60 / statistics.median(row.seconds)


def share(part: Iterable[object], whole: int) -> str:
    """'3 of 40 (8 %)'."""
    number = len(list(part))
    return f"{number} of {whole} ({100 * number / whole:.0f} %)" if whole else "-"
