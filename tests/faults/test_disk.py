"""A full disk, a read-only folder, a locked record: the verdict is given all the same, and what is lost is said."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from torchdojo.fronts.cli import run
from torchdojo.fronts.web import create_app
from torchdojo.grade import grade
from torchdojo.judge.expected import Shelf
from torchdojo.progress import Store, Workspace

TINY = Path(__file__).parents[1] / "tinycourse"
LESSON = "numbers/outer_sum"


@pytest.fixture
def answer(tmp_path, lesson) -> Path:
    """A file that passes."""
    (tmp_path / "right.py").write_text(lesson.reference)
    return tmp_path / "right.py"


@pytest.fixture
def dojo(runtime, monkeypatch, capsys):
    """Runs a command in this process; gives its code and what it said."""
    monkeypatch.setenv("TORCHDOJO_COURSE", str(TINY))

    def command(*arguments: object):
        code = run([str(argument) for argument in arguments], serve=lambda *_, **__: None)
        return code, *capsys.readouterr()

    return command


def test_a_full_disk_under_the_record_and_the_shelf(full_disk, dojo, answer, monkeypatch):
    """The verdict comes first, then why the attempt is not kept."""
    monkeypatch.setenv("TORCHDOJO_DATA", str(full_disk / "data"))
    code, out, err = dojo("grade", LESSON, answer)

    assert code == 0
    assert "2 of 2 exercises passed" in out
    assert "not recorded" in err and "the disk is full" in err and "TORCHDOJO_DATA" in err
    assert "Traceback" not in err


def test_the_shelf_on_a_full_disk_costs_only_time(full_disk, lesson):
    """Observations that were made ahead are not kept, and nothing half is left behind."""
    exercise = lesson.exercise("outer_sum")
    shelf = Shelf(lesson, exercise, folder=full_disk)
    shelf.put(5, [b"x" * 10_000])

    assert shelf.take() is None
    assert [path for path in full_disk.rglob("*") if path.is_file()] == [full_disk / "filling"]


def test_a_full_disk_under_the_working_folder(full_disk, dojo):
    """What cannot be written is named, with two ways out."""
    code, out, err = dojo("next", "--work", full_disk / "work")

    assert (code, out) == (2, "")
    assert "No space left on device" in err and "--work" in err


def test_a_full_disk_under_the_sandbox(full_disk, dojo, answer, monkeypatch):
    """There is no verdict without a sandbox; what to do is said."""
    monkeypatch.setenv("TORCHDOJO_RUNTIME", str(full_disk / "run"))
    code, out, err = dojo("grade", LESSON, answer)

    assert (code, out) == (2, "")
    assert "TORCHDOJO_RUNTIME" in err and ("is full" in err or "No space" in err)
    assert "Traceback" not in err


def test_a_full_disk_under_the_results_of_a_folder(full_disk, dojo, answer, tmp_path):
    """Rows that were kept stay, and the same command goes on when there is space again."""
    (tmp_path / "in").mkdir()
    answer.rename(tmp_path / "in" / "a.py")
    results = full_disk / "r.jsonl"
    code, _, err = dojo("grade", LESSON, tmp_path / "in", "--out", results)

    assert code == 2
    assert "Stopped: 0 of 1 file" in err and "Every row before is kept" in err
    (full_disk / "filling").unlink()
    assert dojo("grade", LESSON, tmp_path / "in", "--out", results)[0] == 0
    assert [json.loads(line)["file"] for line in results.read_text().splitlines()] == ["a.py"]


@pytest.fixture
def read_only(full_disk):
    """A disk on which nothing can be written at all."""
    subprocess.run(["mount", "-o", "remount,ro", str(full_disk)], check=True)
    return full_disk


@pytest.mark.parametrize(
    "expected",
    [("TORCHDOJO_DATA", 0, "not recorded"), ("TORCHDOJO_RUNTIME", 2, "the sandbox cannot be kept there (Read-only file system)")],
)
def test_a_read_only_folder(read_only, dojo, answer, monkeypatch, expected):
    """Named with the setting that chooses another."""
    variable, code, words = expected
    monkeypatch.setenv(variable, str(read_only / "there"))
    found, _, err = dojo("grade", LESSON, answer)

    assert found == code
    assert words in err and variable in err
    assert "Traceback" not in err


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A record that another process holds until it is told to let go."""
    monkeypatch.setenv("TORCHDOJO_DATA", str(tmp_path / "data"))
    path = tmp_path / "data" / "progress.sqlite3"
    Store(path).states()
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN EXCLUSIVE'); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        yield path, lambda: holder.communicate(b"\n")
        holder.kill()


def test_a_record_that_another_process_holds_for_long(locked, dojo, answer, monkeypatch):
    """The verdict does not wait for it; that the attempt is lost is said."""
    monkeypatch.setattr(Store.__init__, "__kwdefaults__", {"patience": 0.3})
    code, out, err = dojo("grade", LESSON, answer)

    assert code == 0
    assert "2 of 2 exercises passed" in out
    assert "not recorded" in err and "another process" in err


def test_a_record_that_is_let_go_in_time_loses_nothing(locked, runtime, lesson):
    """A writer waits for the other one."""
    path, let_go = locked
    store = Store(path, patience=30.0)
    report = grade(lesson, lesson.reference, exercises=["outer_sum"])
    recording = threading.Thread(target=store.record, args=(report, lesson.reference))
    recording.start()
    recording.join(0.5)
    assert recording.is_alive()
    let_go()
    recording.join(30)

    assert store.states() == {(LESSON, "outer_sum"): "passed"}
    store.close()


@pytest.fixture
def page(tiny, runtime):
    """A browser without scripts, on this record and this working folder."""

    def opened(store: Store, work: Path) -> TestClient:
        client = TestClient(create_app(tiny, store, Workspace(work), grade), base_url="http://127.0.0.1:8400")
        client.headers["accept"] = "text/html"
        return client

    return opened


def check(client: TestClient, text: str):
    """The answer of the page to a check."""
    return client.post(f"/{LESSON}/check", json={"source": text, "version": "", "exercise": "outer_sum"})


def test_the_page_gives_a_verdict_when_nothing_can_be_saved(page, full_disk, lesson):
    """Neither the file nor the attempt: both are said beside the verdict, and the page is not told that the file is kept."""
    answer = check(page(Store(full_disk / "p.sqlite3"), full_disk / "work"), lesson.reference)

    assert answer.status_code == 200
    assert 'data-status="passed"' in answer.text
    assert "Your text is not saved." in answer.text and "This attempt is not recorded." in answer.text
    assert "x-file-version" not in answer.headers


def test_the_page_gives_a_verdict_when_the_record_is_locked(page, locked, tmp_path, lesson):
    """And a later check, when the other process is done, is recorded."""
    path, let_go = locked
    store = Store(path, patience=0.2)
    client = page(store, tmp_path / "work")
    first = check(client, lesson.reference)
    let_go()
    second = check(client, lesson.reference)

    assert 'data-status="passed"' in first.text and "another process has been writing" in first.text
    assert 'data-status="passed"' in second.text and "not recorded" not in second.text
    assert store.states() == {(LESSON, "outer_sum"): "passed"}
    store.close()
