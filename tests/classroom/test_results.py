"""The results file: appended, synced, repaired."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from torchdojo.classroom import FAULT, JUDGED, Results, ResultsError, Row

WRITER = """
import sys
from pathlib import Path
from torchdojo.classroom import Results, Row
with Results(Path(sys.argv[1])) as results:
    print("open", flush=True)
    for number in range(int(sys.argv[2]), 10**6):
        results.add(Row(f"w-{number}", f"{number}.py", "judged", 1, "x" * 3000))
        print(number, flush=True)
"""


def row(name: str = "a.py", status: str = JUDGED) -> Row:
    """A row of a file."""
    return Row(f"w-{name}", name, status, 7, "", {"exercises": [{"name": "outer_sum", "status": "passed", "advice": []}]})


def test_rows_are_found_again_when_the_file_is_opened_again(tmp_path):
    """By file and key; the same bytes under another name by key alone."""
    with Results(tmp_path / "r.jsonl") as results:
        results.add(row())
    with Results(tmp_path / "r.jsonl") as results:
        assert results.row("a.py", "w-a.py") == row()
        assert results.row("b.py", "w-a.py") is None
        assert results.twin("w-a.py") == row()


def test_a_row_torchdojo_failed_on_is_tried_again(tmp_path):
    """It is shown, and does not count as done."""
    with Results(tmp_path / "r.jsonl") as results:
        results.add(row(status=FAULT))
        assert results.row("a.py", "w-a.py") is None
        assert results.row("a.py", "w-a.py", faults=True) is not None
        results.add(row())
        assert results.row("a.py", "w-a.py", faults=True) == row()


@pytest.mark.parametrize("cut", [1, 5, 20, 100])
def test_a_torn_last_line_is_cut_off(tmp_path, cut):
    """The row is not there, the one before is, and the next one stands on a line of its own."""
    path = tmp_path / "r.jsonl"
    with Results(path) as results:
        results.add(row("a.py"))
        results.add(row("b.py"))
    os.truncate(path, path.stat().st_size - cut)
    with Results(path) as results:
        assert results.row("a.py", "w-a.py") and results.row("b.py", "w-b.py") is None
        results.add(row("c.py"))
    with Results(path) as results:
        assert [one.file for one in results.rows()] == ["a.py", "c.py"]
        assert results.damaged == 0


def test_a_file_torn_in_its_very_first_line_is_begun_anew(tmp_path):
    """Whatever was written of it."""
    for size in (1, 5, 30):
        path = tmp_path / f"{size}.jsonl"
        path.write_bytes(row().line()[:size])
        with Results(path) as results:
            assert list(results.rows()) == []
            results.add(row())
        assert path.read_bytes() == row().line()


def test_damaged_lines_are_passed_over(tmp_path):
    """A disk that lost a block costs the rows in it."""
    path = tmp_path / "r.jsonl"
    path.write_bytes(row("a.py").line() + b"\0" * 500 + b"\n" + b'{"key": 1}\n' + row("b.py").line())
    with Results(path) as results:
        assert results.damaged == 2
        assert [one.file for one in results.rows()] == ["a.py", "b.py"]


def test_somebody_elses_file_is_left_alone(tmp_path):
    """A slip in --out must not cost a file."""
    path = tmp_path / "thesis.txt"
    path.write_text("years of work without a newline")
    with pytest.raises(ResultsError, match=r"thesis.txt: is no results file.*--out"):
        Results(path)

    assert path.read_text() == "years of work without a newline"


def test_two_runs_cannot_write_to_one_file(tmp_path):
    """They would judge the same files twice."""
    with Results(tmp_path / "r.jsonl"), pytest.raises(ResultsError, match="another torchdojo"):
        Results(tmp_path / "r.jsonl")


def test_a_folder_that_is_not_there_is_said(tmp_path):
    """Nothing is made in passing."""
    with pytest.raises(ResultsError, match=r"cannot be written \(No such file.*--out"):
        Results(tmp_path / "nowhere" / "r.jsonl")


def test_what_was_said_to_be_kept_is_kept_when_the_process_is_killed(tmp_path):
    """Killed ten times in the middle of writing: every row that was promised is there once, in order."""
    path, promised = tmp_path / "r.jsonl", -1
    for round_ in range(10):
        command = [sys.executable, "-c", WRITER, str(path), str(promised + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for _ in range(2 + 3 * round_):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read().splitlines(keepends=True)
        with Results(path) as results:
            numbers = [int(one.file.removesuffix(".py")) for one in results.rows()]
        said = [int(line) for line in rest if line.endswith("\n") and line.strip().isdigit()]
        assert numbers == list(range(len(numbers)))
        assert not said or numbers[-1] >= said[-1]
        promised = numbers[-1]


def test_a_full_disk_is_said_and_leaves_no_half_row(tmp_path, monkeypatch):
    """The file ends with the last whole row, also for a program that reads it now."""
    path = tmp_path / "r.jsonl"
    real = os.write

    def full(file, data):
        if len(data) < 50:
            raise OSError(28, "No space left on device")
        return real(file, data[:50])

    with Results(path) as results:
        results.add(row("a.py"))
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(ResultsError, match=r"No space left.*Every row before is kept"):
            results.add(row("b.py"))
        assert path.read_bytes() == row("a.py").line()
        monkeypatch.undo()
        results.add(row("b.py"))

    assert path.read_bytes() == row("a.py").line() + row("b.py").line()
