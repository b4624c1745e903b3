"""`torchdojo author`: for those who write lessons."""

from __future__ import annotations

import json
import subprocess
import tomllib

import pytest


@pytest.fixture
def course(desk, monkeypatch):
    """A course without lessons."""
    folder = desk / "course"
    folder.mkdir()
    (folder / "course.toml").write_text("")
    monkeypatch.setenv("TORCHDOJO_COURSE", str(folder))
    return folder


def test_a_new_lesson_fulfils_the_contract(dojo, course):
    """An author begins with a lesson that works, and keeps it working: title, subject and all."""
    assert dojo("author", "new", "toys/row_means", "--title", "Rows: 'centred' \"twice\" $5").code == 0
    said = dojo("author", "check", "--seeds", "2")

    assert said.code == 0, said.out
    assert "1 lesson checked, none broken." in said.out
    assert tomllib.loads((course / "course.toml").read_text()) == {"subject": [{"id": "toys", "title": "Toys"}]}
    assert "Rows: 'centred' \"twice\" $5" in dojo("list").out


def test_a_second_lesson_touches_only_its_own_folder(dojo, course):
    """A subject is begun once; after that nothing shared is edited."""
    dojo("author", "new", "toys/first")
    listed = (course / "course.toml").read_text()
    (course / "toys" / "subject.md").write_text("Mine.\n")
    dojo("author", "new", "toys/second")

    assert (course / "course.toml").read_text() == listed
    assert (course / "toys" / "subject.md").read_text() == "Mine.\n"
    assert [line.split()[0] for line in dojo("list").out.splitlines() if "/" in line] == ["toys/first", "toys/second"]


@pytest.mark.parametrize("name", ["Toys/First", "toys", "toys/first/more", "../toys/first", "toys/"])
def test_a_name_that_is_no_lesson_id_is_refused(dojo, course, name):
    """With an example of one that is."""
    said = dojo("author", "new", name)

    assert said.code == 2 and "tensors/broadcasting" in said.err
    assert [path.name for path in course.iterdir()] == ["course.toml"]


def test_a_lesson_that_is_there_is_left_alone(dojo, course):
    """Whatever state it is in."""
    dojo("author", "new", "toys/first")
    (course / "toys" / "first" / "judge.py").write_text("# mine")
    said = dojo("author", "new", "toys/first")

    assert said.code == 2 and "left alone" in said.err
    assert (course / "toys" / "first" / "judge.py").read_text() == "# mine"


def test_a_broken_lesson_is_found_and_named(dojo, course):
    """Findings are printed under the lesson, the code is 1, and JSON holds the same."""
    dojo("author", "new", "toys/first")
    mistakes = course / "toys" / "first" / "mistakes.py"
    mistakes.write_text(mistakes.read_text().split("def centred__one_mean")[0])
    words, plain = dojo("author", "check", "--seeds", "1"), dojo("author", "check", "--seeds", "1", "--json")

    assert words.code == plain.code == 1
    assert "toys/first/mistakes.py" in words.out and "1 broken" in words.out
    printed = json.loads(plain.out)
    assert printed["passed"] is False
    assert printed["lessons"][0]["lesson"] == "toys/first" and printed["lessons"][0]["findings"]


def test_mutants_are_counted(dojo, course):
    """A probe that sees too little lets mutants survive, by name."""
    dojo("author", "new", "toys/first")
    assert dojo("author", "mutate", "toys/first").code == 0

    judge = course / "toys" / "first" / "judge.py"
    blind = "from torchdojo.author import Fill\ncentred = Fill(minutes=1)\n@centred.probe\ndef shape(lesson, draw):\n"
    judge.write_text(blind + '    """The shape."""\n    return lesson.centred(draw.normal(3, 3)).shape\n')
    said = dojo("author", "mutate", "toys/first", "--exercise", "centred")
    assert said.code == 1
    assert "passes every probe" in said.out


def git(folder, *arguments):
    """Runs git as somebody."""
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_only_changed_lessons_are_checked(dojo, course):
    """Committed, edited and new ones alike; without git the author is told what to do instead."""
    dojo("author", "new", "toys/same")
    assert "Name the lessons instead" in dojo("author", "check", "--changed").err

    git(course.parent, "init")
    git(course.parent, "add", "course")
    git(course.parent, "commit", "-m", "one")
    assert "No lesson to check." in dojo("author", "check", "--changed").out

    dojo("author", "new", "toys/new")
    said = dojo("author", "check", "--changed", "--seeds", "1")
    assert "toys/new" in said.out and "toys/same" not in said.out
