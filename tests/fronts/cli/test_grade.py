"""`torchdojo grade`: exit codes, the JSON object, the words."""

from __future__ import annotations

import json

import pytest

from torchdojo.progress import Store

LESSON = "numbers/outer_sum"


def test_a_right_file_exits_with_0(dojo, right):
    """Every exercise is named, and the attempts are recorded."""
    said = dojo("grade", LESSON, right)

    assert said.code == 0
    assert "outer_sum: passed." in said.out and "2 of 2 exercises passed" in said.out
    assert Store().states() == {(LESSON, "outer_sum"): "passed", (LESSON, "centred"): "passed"}


def test_a_wrong_file_exits_with_1_and_the_mistake_comes_first(dojo, wrong):
    """Before any number the learner reads which mistake it is."""
    said = dojo("grade", LESSON, wrong, "--exercise", "outer_sum")
    lines = said.out.splitlines()

    assert said.code == 1
    assert "not yet. 2 of 3 probes fail." in lines[0]
    assert lines[1].strip() == "A known mistake: transposed"
    assert "the shape is (3, 5), expected (5, 3)" in said.out
    assert Store().states() == {(LESSON, "outer_sum"): "tried"}


def test_a_verdict_can_be_replayed(dojo, wrong):
    """The command that is printed gives the same inputs, hence the same words."""
    first = dojo("grade", LESSON, wrong, "--exercise", "outer_sum")
    (command,) = [line.split() for line in first.out.splitlines() if line.strip().startswith("torchdojo grade")]

    assert dojo(*command[1:]).out == first.out


def test_what_is_left_out_is_not_attempted(dojo, wrong):
    """A file may hold any subset of the exercises; all of them are named, and the code is 1."""
    said = dojo("grade", LESSON, wrong)

    assert said.code == 1
    assert "- centred: not attempted." in said.out.splitlines()


def test_the_json_is_one_object_as_promised(dojo, wrong):
    """Scripts rely on these keys; nothing else is printed."""
    said = dojo("grade", LESSON, wrong, "--seed", "5", "--json")
    printed = json.loads(said.out)

    assert said.code == 1
    assert set(printed) == {"lesson", "seed", "seconds", "exercises"}
    assert (printed["lesson"], printed["seed"]) == (LESSON, 5)
    first, second = printed["exercises"]
    assert set(first) == {"name", "kind", "status", "probes", "advice", "meters", "xray"}
    assert (first["name"], first["kind"], first["status"]) == ("outer_sum", "fill", "failed")
    assert set(first["probes"][0]) == {"name", "status", "message"}
    assert [(one["kind"], one["name"]) for one in first["advice"]] == [("mistake", "transposed")]
    assert second["status"] == "not_attempted"


def test_the_learners_own_line_is_shown(dojo, desk):
    """An exception is told with the line it came from, not with ours."""
    (desk / "mine.py").write_text("def outer_sum(column, row):\n    return column[:, None] + rwo\n")
    said = dojo("grade", LESSON, "mine.py", "--exercise", "outer_sum")

    assert "NameError" in said.out and "line 2: return column[:, None] + rwo" in said.out
    assert "torchdojo/" not in said.out


def test_what_is_not_python_is_told_with_its_line(dojo, desk):
    """A syntax error is a verdict, code 1, not a wrong use."""
    (desk / "mine.py").write_text("def outer_sum(column, row)\n    return 1\n")
    said = dojo("grade", LESSON, "mine.py", "--exercise", "outer_sum")

    assert said.code == 1
    assert "not Python yet" in said.out and "line 1" in said.out


def test_a_message_cannot_command_the_terminal(dojo, desk):
    """Escape codes and markup in a learner's message are shown, not obeyed."""
    (desk / "mine.py").write_text("def outer_sum(column, row):\n    raise ValueError('\\x1b[2J[red]gone[/red]')\n")
    said = dojo("grade", LESSON, "mine.py", "--exercise", "outer_sum")

    assert "\x1b" not in said.out
    assert "[red]gone[/red]" in said.out


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["numbers/outer_sun", "mine.py"], "Did you mean 'numbers/outer_sum'?"),
        ([LESSON, "mine.py", "--exercise", "centered"], "Did you mean 'centred'?"),
        ([LESSON, "mina.py"], "mina.py: there is no such file. Did you mean 'mine.py'?"),
        ([LESSON, "nowhere/mine.py"], "There is no folder nowhere either."),
        ([LESSON, "empty"], "holds no .py file"),
        ([LESSON, "latin.py"], "byte 3 is not UTF-8"),
        ([LESSON], "Missing argument 'FILE'"),
        ([LESSON, "mine.py", "--seed", "soon"], "--seed"),
    ],
)
def test_wrong_use_exits_with_2_and_a_remedy(dojo, wrong, desk, arguments, words, json_too):
    """The words go to stderr, also with --json: what is piped on holds a verdict or nothing."""
    (desk / "latin.py").write_bytes(b"caf\xe9")
    (desk / "empty").mkdir()
    said = dojo("grade", *arguments, *json_too)

    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_broken_lesson_exits_with_2(dojo, wrong, desk, monkeypatch):
    """The fault is the lesson's: its file and remedy are named, and the learner is not blamed."""
    course = desk / "course"
    course.mkdir()
    (course / "course.toml").write_text('[[subject]]\nid = "numbers"\ntitle = "Numbers"\n')
    (course / "numbers" / "broken").mkdir(parents=True)
    (course / "numbers" / "broken" / "lesson.md").write_text("no header")
    monkeypatch.setenv("TORCHDOJO_COURSE", str(course))
    said = dojo("grade", "numbers/broken", wrong)

    assert (said.code, said.out) == (2, "")
    assert "lesson.md" in said.err and "header" in said.err


def test_a_record_that_cannot_be_kept_does_not_take_the_verdict_away(dojo, right, desk, monkeypatch):
    """The learner is judged all the same and told why the attempt is lost."""
    (desk / "file").write_text("in the way")
    monkeypatch.setenv("TORCHDOJO_DATA", str(desk / "file"))
    said = dojo("grade", LESSON, right)

    assert said.code == 0
    assert "not recorded" in said.err and "TORCHDOJO_DATA" in said.err


def test_a_fault_of_ours_is_never_a_verdict(dojo, right, monkeypatch):
    """Scripts must not read an error of torchdojo as 'not passed': the code is 2, and a report is asked for."""
    monkeypatch.setattr("torchdojo.fronts.cli.grading.submission_text", lambda file: 1 / 0)
    said = dojo("grade", LESSON, right)

    assert (said.code, said.out) == (2, "")
    assert "ZeroDivisionError" in said.err and "fault of torchdojo, not yours" in said.err
