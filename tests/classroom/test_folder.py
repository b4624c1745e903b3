"""Grading a folder: nothing lost, nothing judged twice."""

from __future__ import annotations

import pytest

from torchdojo.catalog import LessonError
from torchdojo.classroom import FAULT, JUDGED, UNREADABLE, Results, begin, grade_folder, summary
from torchdojo.classroom.pool import Outcome
from torchdojo.sandbox import SandboxError

LESSON = "numbers/outer_sum"


class Judges:
    """Passes everything but what says otherwise; remembers what it was asked."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.asked: list[str] = []
        self.seeds: set[int] = set()
        self._left = stop_after

    def __call__(self, order, submissions, *, processes):
        """An outcome for each, until it is 'killed'."""
        for one in submissions:
            if not self._left:
                raise KeyboardInterrupt
            self._left -= 1
            self.asked.append(one.name)
            self.seeds.add(order.seed)
            words = one.text.partition("#")[2].strip()
            if words in ("fault", "lesson", "sandbox"):
                yield Outcome(one, words, "because")
            else:
                found = [{"name": name, "status": words or "passed", "advice": []} for name in order.exercises]
                yield Outcome(one, "report", {"lesson": order.lesson, "seed": order.seed, "exercises": found})


@pytest.fixture
def lesson(tiny):
    """A toy lesson with two exercises."""
    return tiny.lesson(LESSON)


@pytest.fixture
def folder(tmp_path):
    """Ten different submissions."""
    (tmp_path / "in").mkdir()
    for number in range(10):
        (tmp_path / "in" / f"{number}.py").write_text(f"x = {number}")
    return tmp_path / "in"


@pytest.fixture
def grade(lesson, folder, tmp_path):
    """One command: opens the results, judges, closes them; gives the rows."""

    def command(judges, *, exercises=None, seed=None):
        with Results(tmp_path / "r.jsonl") as results:
            batch = begin(lesson, folder, results, exercises=exercises, seed=seed)
            grade_folder(batch, lambda row: None, processes=1, judges=judges)
            return list(batch.rows())

    return command


def test_a_stopped_run_goes_on_where_it_was(grade):
    """The same seed for all, each file once."""
    first, second = Judges(stop_after=4), Judges()
    with pytest.raises(KeyboardInterrupt):
        grade(first)
    rows = grade(second)

    assert sorted(first.asked + second.asked) == [f"{number}.py" for number in range(10)]
    assert len(first.seeds | second.seeds) == 1
    assert [row.file for row in rows] == [f"{number}.py" for number in range(10)]
    assert all(row.passed for row in rows)


def test_a_finished_run_judges_nothing_again(grade):
    """The same command shows the same."""
    rows, again = grade(Judges()), Judges()

    assert grade(again) == rows
    assert again.asked == []


def test_a_file_that_changed_is_judged_again_with_the_same_seed(grade, folder):
    """Only that one; its newest row counts."""
    first, second = Judges(), Judges()
    grade(first)
    (folder / "3.py").write_text("x = 3 # failed")
    rows = grade(second)

    assert second.asked == ["3.py"]
    assert first.seeds == second.seeds
    assert [row.file for row in rows if not row.passed] == ["3.py"]


def test_the_same_bytes_are_judged_once(grade, folder):
    """Copies, and a file that was renamed, get a row of their own."""
    for number in range(10):
        (folder / f"{number}.py").write_text("x = 1")
    first, second = Judges(), Judges()
    rows = grade(first)
    (folder / "9.py").rename(folder / "renamed.py")
    again = grade(second)

    assert (len(first.asked), second.asked) == (1, [])
    assert len(rows) == len(again) == 10
    assert [row.file for row in again][-1] == "renamed.py"
    assert all(row.passed for row in (*rows, *again))


@pytest.mark.parametrize("change", [{"seed": 5}, {"exercises": ["centred"]}])
def test_another_way_of_judging_judges_anew(grade, change):
    """Rows of both ways stay in the file, and each is found again."""
    first = grade(Judges())
    other, back = Judges(), Judges()
    rows = grade(other, **change)

    assert len(other.asked) == 10
    assert {row.key for row in rows}.isdisjoint({row.key for row in first})
    assert grade(back, seed=first[0].seed) == first
    assert back.asked == []


def test_a_lesson_that_changed_judges_anew(grade, lesson, monkeypatch):
    """Its old rows say nothing about the new one."""
    grade(Judges())
    monkeypatch.setitem(lesson.__dict__, "content_hash", "another")
    again = Judges()
    grade(again)

    assert len(again.asked) == 10


def test_what_cannot_be_judged_is_a_row_and_stops_nothing(grade, folder):
    """It is looked at again each time, and gets no second row for the same reason."""
    (folder / "4.py").write_bytes(b"\xff")
    rows, again = grade(Judges()), Judges()

    assert [row.status for row in rows].count(JUDGED) == 9
    assert next(row for row in rows if row.file == "4.py").status == UNREADABLE
    assert grade(again) == rows
    assert again.asked == []


def test_a_submission_torchdojo_fails_on_is_a_row_and_is_tried_again(grade, folder):
    """Its copies too."""
    (folder / "4.py").write_text("# fault")
    (folder / "5.py").write_text("# fault")
    rows, again = grade(Judges()), Judges()
    grade(again)

    assert [row.file for row in rows if row.status == FAULT] == ["4.py", "5.py"]
    assert again.asked == ["4.py"]


@pytest.mark.parametrize(("word", "error"), [("lesson", LessonError), ("sandbox", SandboxError)])
def test_what_concerns_every_submission_stops_the_run(grade, folder, word, error):
    """Two thousand rows with the same fault help nobody; what was done is kept."""
    (folder / "4.py").write_text(f"# {word}")
    with pytest.raises(error, match="because"):
        grade(Judges())
    (folder / "4.py").write_text("x = 4")
    again = Judges()
    grade(again)

    assert again.asked == [f"{number}.py" for number in range(4, 10)]


def test_the_numbers_of_a_folder(grade, folder):
    """Statuses by exercise, files that passed, files that were not judged."""
    (folder / "1.py").write_text("# failed")
    (folder / "2.py").write_text("# timeout")
    (folder / "3.py").write_bytes(b"\xff")
    found = summary(grade(Judges()))

    assert (found.files, found.passed, found.all_passed) == (10, 7, False)
    assert found.exercises["centred"].statuses == {"passed": 7, "failed": 1, "timeout": 1}
    assert [file for file, _ in found.others] == ["3.py"]
