"""`torchdojo grade` on a folder: words, rows, exit codes, going on."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from torchdojo.progress import Store

LESSON = "numbers/outer_sum"
WRONG = """
def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("nothing")
    return column + row[:, None]
"""


@pytest.fixture
def folder(desk, right):
    """One who passes, two who do not, one file that is none."""
    (desk / "in" / "ben").mkdir(parents=True)
    right.rename(desk / "in" / "anna.py")
    (desk / "in" / "ben" / "mine.py").write_text(WRONG)
    (desk / "in" / "carl.py").write_text("")
    (desk / "in" / "dora.py").write_bytes(b"\xff")
    return desk / "in"


def test_a_folder_is_judged_and_summed_up(dojo, folder, desk):
    """A row an exercise, the advice, what was not judged; progress of the teacher's own is not touched."""
    said = dojo("grade", LESSON, "in")
    lines = [line.split() for line in said.out.splitlines()]

    assert said.code == 1
    assert ["outer_sum", "1", "1", "1"] in lines and ["centred", "1", "2"] in lines
    assert "  outer_sum: 1 transposed" in said.out.splitlines()
    assert "  dora.py: Byte 0 is not UTF-8. Save the file as UTF-8." in said.out.splitlines()
    assert said.out.endswith("1 of 4 files passed every exercise.\n")
    assert "4 files. Seed" in said.err and "Results: in-results.jsonl" in said.err
    assert len((desk / "in-results.jsonl").read_text().splitlines()) == 4
    assert Store().states() == {}


def test_the_same_command_shows_the_same_and_judges_nothing(dojo, folder, desk):
    """Also under the name of a full path, and with the sandbox out of order."""
    first = dojo("grade", LESSON, "in")
    again = dojo("grade", LESSON, folder.resolve())

    assert again.out == first.out
    assert "4 of them done before" in again.err
    assert len((desk / "in-results.jsonl").read_text().splitlines()) == 4


def test_all_right_exits_with_0(dojo, folder):
    """Only if there is no other file."""
    for name in ("ben/mine.py", "carl.py", "dora.py"):
        (folder / name).unlink()
    (folder / "ben").rmdir()

    assert dojo("grade", LESSON, "in").code == 0


def test_json_is_an_object_a_line(dojo, folder):
    """As for one file, with the file's name; in the order of the names."""
    said = dojo("grade", LESSON, "in", "--json", "--seed", "5", "--exercise", "outer_sum")
    objects = [json.loads(line) for line in said.out.splitlines()]

    assert said.code == 1
    assert [one["file"] for one in objects] == ["anna.py", "ben/mine.py", "carl.py", "dora.py"]
    assert {one["seed"] for one in objects} == {5}
    assert [[each["status"] for each in one["exercises"]] for one in objects] == [["passed"], ["failed"], ["not_attempted"], []]
    assert objects[3]["status"] == "unreadable" and "UTF-8" in objects[3]["note"]
    assert set(objects[0]) == {"file", "status", "note", "lesson", "seed", "seconds", "exercises"}


def test_csv_has_a_column_for_each_exercise(dojo, folder):
    """And no cell that a spreadsheet would execute."""
    (folder / "=HYPERLINK().py").write_text("")
    said = dojo("grade", LESSON, "in", "--csv")
    rows = list(csv.DictReader(said.out.splitlines()))

    assert [row["file"] for row in rows] == ["'=HYPERLINK().py", "anna.py", "ben/mine.py", "carl.py", "dora.py"]
    assert [row["outer_sum"] for row in rows] == ["not_attempted", "passed", "failed", "not_attempted", ""]
    assert [row["passed"] for row in rows] == ["0", "2", "0", "0", "0"]
    assert rows[2]["advice"] == "outer_sum: transposed"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([LESSON, "empty"], "empty: holds no .py file"),
        ([LESSON, "in", "--exercise", "centered"], "Did you mean 'centred'?"),
        (["numbers/outer_sun", "in"], "Did you mean 'numbers/outer_sum'?"),
        ([LESSON, "in", "--out", "nowhere/r.jsonl"], "nowhere/r.jsonl: cannot be written"),
        ([LESSON, "in", "--out", "in/anna.py"], "is no results file"),
        ([LESSON, "in", "--json", "--csv"], "exclude each other"),
        ([LESSON, "in", "--jobs", "0"], "--jobs"),
        ([LESSON, "in/anna.py", "--csv"], "for a folder"),
    ],
)
def test_wrong_use_exits_with_2(dojo, folder, desk, arguments, words):
    """And judges nothing."""
    (desk / "empty").mkdir()
    said = dojo("grade", *arguments)

    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_name_cannot_command_the_terminal(dojo, folder):
    """Names are made by those who hand in."""
    (folder / "\x1b[2J.py").write_bytes(b"\xff")
    said = dojo("grade", LESSON, "in")

    assert "\x1b" not in said.out + said.err


def command(*arguments: str) -> list[str]:
    """The command as a process of its own."""
    return [sys.executable, "-m", "torchdojo", "grade", LESSON, "in", *arguments]


@pytest.fixture
def many(desk):
    """Sixty different submissions."""
    (desk / "in").mkdir()
    for number in range(60):
        (desk / "in" / f"{number:02}.py").write_text(f"{WRONG}x = {number}\n")
    return desk / "in-results.jsonl"


def _until_rows(results, count: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if results.exists() and results.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"there are not {count} rows after two minutes")


def test_killed_three_times_nothing_is_lost_and_nothing_judged_twice(many):
    """Every row that was there after the kill is there at the end, unchanged; every file has one."""
    for count in (5, 20, 40):
        with subprocess.Popen(command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _until_rows(many, count)
            process.send_signal(signal.SIGKILL)
        before = many.read_bytes()
        before = before[: before.rindex(b"\n") + 1]
    done = subprocess.run(command("--json"), capture_output=True, text=True, check=False)
    after = many.read_bytes()

    assert done.returncode == 1
    assert after.startswith(before)
    assert sorted(json.loads(line)["file"] for line in after.splitlines()) == [f"{number:02}.py" for number in range(60)]
    assert len({json.loads(line)["seed"] for line in after.splitlines()}) == 1
    assert len(done.stdout.splitlines()) == 60


def test_ctrl_c_leaves_a_clean_terminal_and_says_how_to_go_on(many):
    """The bar ends its line, the cursor was never hidden, the code is 130."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, command())
    _until_rows(many, 5)
    os.write(terminal, b"\x03")
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    _, code = os.waitpid(process, 0)
    os.close(terminal)

    assert os.waitstatus_to_exitcode(code) == 130
    assert b"/60" in shown and b"/s" in shown
    assert b"\x1b[?25l" not in shown and b"Traceback" not in shown
    assert shown.rstrip().splitlines()[-1].startswith(b"Stopped: ")
    assert b"The same command goes on with the rest." in shown
