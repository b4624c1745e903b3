"""The working folder."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from torchdojo.catalog import scan
from torchdojo.progress import EditedOutside, Workspace, WorkspaceError, work_folder
from torchdojo.progress import workspace as room

COURSE = Path(__file__).parents[1] / "tinycourse"


@pytest.fixture
def lesson():
    """The first lesson of the tiny course."""
    return next(iter(scan(COURSE).lessons.values()))


@pytest.fixture
def workspace(tmp_path):
    """An empty working folder."""
    return Workspace(tmp_path / "work")


def test_the_starter_is_there_on_first_need(workspace, lesson):
    """A lesson's file is SUBJECT/LESSON.py in the working folder, and holds the holes."""
    assert workspace.path(lesson) == workspace.folder / f"{lesson.id}.py"
    assert not workspace.path(lesson).exists()

    assert "NotImplementedError" in workspace.text(lesson)
    assert workspace.path(lesson).read_text() == workspace.text(lesson)


def test_a_file_that_is_there_is_never_replaced_by_the_starter(workspace, lesson):
    """What the learner wrote stays, even if it is empty."""
    workspace.path(lesson).parent.mkdir(parents=True)
    workspace.path(lesson).write_text("")

    assert workspace.begin(lesson) is False
    assert workspace.text(lesson) == ""


def test_every_save_keeps_the_version_before(workspace, lesson):
    """Versions are found newest first, the starter being the oldest."""
    starter = workspace.text(lesson)
    for text in ("first\n", "second\n", "third\n"):
        workspace.save(lesson, text)

    assert workspace.text(lesson) == "third\n"
    assert [version.path.read_text() for version in workspace.history(lesson)] == ["second\n", "first\n", starter]


def test_saving_the_same_text_makes_no_version(workspace, lesson):
    """A front that saves every second does not fill the history."""
    workspace.save(lesson, "same\n")
    before = workspace.path(lesson).stat().st_mtime_ns
    workspace.save(lesson, "same\n")

    assert workspace.history(lesson) == ()
    assert workspace.path(lesson).stat().st_mtime_ns == before


def test_an_edit_in_another_program_is_noticed_and_kept(workspace, lesson):
    """A browser that still shows the old text does not overwrite what was written in an editor."""
    stamp = workspace.save(lesson, "in the browser\n")
    workspace.path(lesson).write_text("in the editor\n")

    with pytest.raises(EditedOutside, match="changed by another program") as caught:
        workspace.save(lesson, "in the browser, later\n", stamp=stamp)
    assert workspace.text(lesson) == caught.value.text == "in the editor\n"

    workspace.save(lesson, "in the browser, later\n", stamp=caught.value.stamp)
    assert workspace.text(lesson) == "in the browser, later\n"
    assert workspace.history(lesson)[0].path.read_text() == "in the editor\n"


def test_touching_a_file_is_no_edit(workspace, lesson):
    """The stamp is made of the text, not of the clock: a checkout or a sync that writes the same text disturbs nobody."""
    stamp = workspace.save(lesson, "text\n")
    os.utime(workspace.path(lesson), ns=(1, 1))

    assert workspace.stamp(lesson) == stamp
    workspace.save(lesson, "more text\n", stamp=stamp)


def test_a_reset_can_be_taken_back(workspace, lesson):
    """The starter comes back, and the work that it replaced is in the history."""
    workspace.save(lesson, "my work\n")

    assert workspace.reset(lesson) == workspace.text(lesson) != "my work\n"
    assert workspace.history(lesson)[0].path.read_text() == "my work\n"


def test_a_link_stays_a_link(workspace, lesson, tmp_path):
    """Some keep their files elsewhere, under version control: the file linked to is written."""
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text("old\n")
    workspace.path(lesson).parent.mkdir(parents=True)
    workspace.path(lesson).symlink_to(elsewhere)
    workspace.save(lesson, "new\n")

    assert workspace.path(lesson).is_symlink()
    assert elsewhere.read_text() == "new\n"


def test_permissions_stay(workspace, lesson):
    """A private file stays private."""
    workspace.save(lesson, "old\n")
    workspace.path(lesson).chmod(0o600)
    workspace.save(lesson, "new\n")

    assert workspace.path(lesson).stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_utf8_is_named(workspace, lesson):
    """The place of the first wrong byte is said, and the file is left as it is."""
    workspace.path(lesson).parent.mkdir(parents=True)
    workspace.path(lesson).write_bytes(b"caf\xe9")

    with pytest.raises(WorkspaceError, match=r"byte 3 is not UTF-8"):
        workspace.text(lesson)
    assert workspace.path(lesson).read_bytes() == b"caf\xe9"


def test_a_folder_that_cannot_be_made_is_named(lesson, tmp_path):
    """The message says what stands in the way and how to choose another folder."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(WorkspaceError, match=r"cannot be written.*--work or \$TORCHDOJO_WORK"):
        Workspace(tmp_path / "file").text(lesson)


def test_old_versions_thin_out_to_one_a_day(workspace, lesson, monkeypatch):
    """The newest versions all stay; of the days before, the last of each."""
    monkeypatch.setattr(room, "RECENT", 2)
    shelf = workspace.folder / room.HISTORY / lesson.id
    shelf.mkdir(parents=True)
    today = datetime.now(UTC).replace(hour=12)
    for day in (3, 2, 1):
        for minute in (0, 1, 2):
            name = (today - timedelta(days=day)).replace(minute=minute).strftime(room._NAME)
            (shelf / name).write_text(f"day {day}, minute {minute}")
    workspace.save(lesson, "one\n")
    workspace.save(lesson, "two\n")

    left = [version.path.read_text() for version in workspace.history(lesson)]
    assert left == ["one\n", "day 1, minute 2", "day 1, minute 1", "day 2, minute 2", "day 3, minute 2"]


WRITER = """
import sys
from pathlib import Path
from torchdojo.catalog import scan
from torchdojo.progress import Workspace

lesson = scan(Path(sys.argv[1])).lessons[sys.argv[2]]
workspace, line = Workspace(Path(sys.argv[3])), sys.argv[4]
for number in range(int(sys.argv[5])):
    workspace.save(lesson, f"{line} {number}\\n" * 20_000)
    print(number, flush=True)
"""


def writer(workspace: Workspace, lesson: object, *rest: str, **options: object) -> subprocess.Popen[str]:
    """A process that saves long texts, one after the other."""
    command = [sys.executable, "-c", WRITER, str(COURSE), lesson.id, str(workspace.folder), *rest]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def whole(text: str) -> bool:
    """True if this is exactly one of the texts that were saved."""
    lines = text.splitlines()
    return len(lines) == 20_000 and len(set(lines)) == 1


def test_a_kill_in_the_middle_of_a_save_tears_nothing(workspace, lesson):
    """After each of ten kills the file and every kept version is one whole text."""
    for round_ in range(10):
        with writer(workspace, lesson, f"round {round_}", "100000") as process:
            process.stdout.readline()
            process.send_signal(signal.SIGKILL)

        assert whole(workspace.path(lesson).read_text())
        assert all(whole(version.path.read_text()) for version in workspace.history(lesson))


def test_two_programs_that_save_lose_no_version(workspace, lesson):
    """Whatever one overwrites of the other is in the history."""
    with writer(workspace, lesson, "one", "15") as first, writer(workspace, lesson, "two", "15") as second:
        errors = [process.communicate()[1] for process in (first, second)]
    texts = {workspace.text(lesson)} | {version.path.read_text() for version in workspace.history(lesson)}

    assert errors == ["", ""]
    assert texts == {f"{name} {number}\n" * 20_000 for name in ("one", "two") for number in range(15)}


@pytest.mark.filterwarnings("ignore:.*preexec_fn.*:DeprecationWarning")
def test_a_full_disk_leaves_the_file_as_it_was(workspace, lesson):
    """The message says so, and the learner's text is untouched."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    workspace.save(lesson, "precious\n")
    with writer(workspace, lesson, "late", "1", preexec_fn=limit) as process:
        said = process.communicate()[1]

    assert "WorkspaceError" in said and "What was there is unchanged" in said
    assert workspace.text(lesson) == "precious\n"
    assert [path.name for path in workspace.path(lesson).parent.iterdir()] == [workspace.path(lesson).name]


def test_the_working_folder_can_be_chosen(monkeypatch, tmp_path):
    """The option comes first, then $TORCHDOJO_WORK, then the current folder's torchdojo-work."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TORCHDOJO_WORK", str(tmp_path / "variable"))
    assert work_folder(tmp_path / "option") == tmp_path / "option"
    assert work_folder() == tmp_path / "variable"

    monkeypatch.delenv("TORCHDOJO_WORK")
    assert work_folder() == tmp_path / "torchdojo-work"
