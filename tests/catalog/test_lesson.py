"""A lesson's files are read once, on first need."""

from __future__ import annotations

import pickle

import pytest

from torchdojo.catalog import LessonError, scan


@pytest.fixture
def lesson(make_course):
    """A lesson with the usual files."""
    return scan(make_course({"tensors/a": {}})).lesson("tensors/a")


def test_files_are_read_once(lesson) -> None:
    """A lesson is a consistent picture of one moment."""
    before = lesson.reference
    (lesson.folder / "reference.py").write_text("changed = 1\n")

    assert lesson.reference is before
    assert lesson.judge.startswith("from torchdojo.author")
    assert lesson.mistakes.startswith("def f__wrong")
    assert lesson.alternatives == ""


def test_the_hash_is_of_all_files(lesson) -> None:
    """It changes with any content or name, and not with caches or hidden files."""

    def again() -> str:
        return type(lesson)(lesson.id, lesson.title, (), "beginner", 10, (), lesson.folder).content_hash

    first = again()
    (lesson.folder / "__pycache__").mkdir()
    (lesson.folder / "__pycache__" / "x.pyc").touch()
    (lesson.folder / ".swp").touch()
    assert again() == first
    (lesson.folder / "figures").mkdir()
    (lesson.folder / "figures" / "a.svg").write_text("x")
    second = again()
    (lesson.folder / "figures" / "a.svg").rename(lesson.folder / "figures" / "b.svg")
    assert len({first, second, again()}) == 3
    assert len(first) == 64


def test_definitions_can_be_shown(lesson) -> None:
    """The lines of a function, class, method or constant, as they are written."""
    assert lesson.source_of("Net.forward") == "    def forward(self, x):\n        return x"
    assert lesson.source_of("RATE") == "RATE = 3"
    assert list(lesson.definitions) == ["f", "Net", "Net.forward", "RATE"]
    with pytest.raises(LessonError, match=r"reference.py: it defines no 'Rate'\. Defined there: f, .* Did you mean 'RATE'\?"):
        lesson.source_of("Rate")


def test_bad_bytes_and_missing_files_are_named(lesson) -> None:
    """Each file says for itself what is wrong with it."""
    (lesson.folder / "mistakes.py").write_bytes(b"\xff")
    (lesson.folder / "alternatives.py").unlink()

    with pytest.raises(LessonError, match=r"course/tensors/a/mistakes.py: the text is not UTF-8 .* Save the file as UTF-8\."):
        _ = lesson.mistakes
    with pytest.raises(LessonError, match=r"course/tensors/a/alternatives.py: the file is missing"):
        _ = lesson.alternatives


def test_errors_have_parts_and_travel(lesson) -> None:
    """A fault keeps place, fact and remedy, also into another process."""
    error = LessonError(lesson.place("judge.py", 3), "it is so.", "Make it otherwise.")

    assert str(error) == "course/tensors/a/judge.py:3: it is so. Make it otherwise."
    again = pickle.loads(pickle.dumps(error))
    assert (again.place, again.fact, again.remedy) == (error.place, error.fact, error.remedy)
    assert str(LessonError("only this")) == "only this"
