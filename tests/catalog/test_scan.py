"""A course is found by its folders, in reading order; faults name their place and what to do."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from torchdojo.catalog import LessonError, course_folder, scan

TINY = Path(__file__).resolve().parents[1] / "tinycourse"


def test_the_toy_course_is_found() -> None:
    """Subjects in the order of course.toml, lessons after what they need."""
    catalog = scan(TINY)

    assert list(catalog.lessons)[:3] == ["numbers/outer_sum", "numbers/descent", "layers/row_norm"]
    assert all(lesson.startswith("kinds/") for lesson in list(catalog.lessons)[3:])
    titles = [(subject.id, subject.title) for subject in catalog.subjects]
    assert titles == [("numbers", "Numbers"), ("layers", "Layers"), ("kinds", "Other kinds")]
    assert catalog.subjects[0].text.startswith("After this subject")
    assert [lesson.id for lesson in catalog.lessons_of("numbers")] == ["numbers/outer_sum", "numbers/descent"]
    assert catalog.unwritten == ("numbers/gradients",)
    assert catalog.broken == {}


def test_a_lesson_knows_its_header() -> None:
    """Everything of the header is there, in plain types."""
    lesson = scan(TINY).lesson("layers/row_norm")

    assert (lesson.title, lesson.level, lesson.minutes) == ("A layer of one's own", "intermediate", 30)
    assert (lesson.after, lesson.covers) == (("numbers/outer_sum",), ("tiny-02", "tiny-03"))
    assert lesson.text.startswith("A layer is a function")
    assert pickle.loads(pickle.dumps(lesson)) == lesson


def test_only_headers_are_read(make_course) -> None:
    """A scan opens nothing but lesson.md."""
    course = make_course({"tensors/a": {}})
    for name in ("reference.py", "judge.py", "mistakes.py", "alternatives.py"):
        (course / "tensors/a" / name).unlink()

    lesson = scan(course).lesson("tensors/a")

    with pytest.raises(LessonError, match=r"course/tensors/a/judge.py: the file is missing\. A lesson needs lesson.md, ref"):
        _ = lesson.exercises


def test_reading_order_is_by_need_and_then_by_title(make_course) -> None:
    """A lesson never stands before one of its subject that it needs."""
    course = make_course(
        {
            "tensors/a": {"title": "Z", "after": "[tensors/c]"},
            "tensors/b": {"title": "Y"},
            "tensors/c": {"title": "X"},
            "tensors/d": {"title": "A", "after": "[tensors/a, nn/z]"},
            "nn/z": {},
        }
    )

    assert list(scan(course).lessons) == ["tensors/c", "tensors/b", "tensors/a", "tensors/d", "nn/z"]


def test_a_circle_is_named(make_course) -> None:
    """The message says who needs whom, also across subjects."""
    course = make_course(
        {"tensors/a": {"after": "[tensors/b]"}, "tensors/b": {"after": "[nn/c]"}, "nn/c": {"after": "[tensors/a]"}}
    )

    with pytest.raises(LessonError, match=r"'after' goes in a circle: tensors/a needs tensors/b needs nn/c needs tensors/a\."):
        scan(course)


def test_a_lesson_that_needs_itself_is_a_circle(make_course) -> None:
    """The shortest circle is one too."""
    with pytest.raises(LessonError, match=r"lesson.md: 'after' goes in a circle: nn/a needs nn/a"):
        scan(make_course({"nn/a": {"after": "[nn/a]"}}))


@pytest.mark.parametrize("need", ["tensors/broadcastin", "tensor/broadcasting", "tensors/boradcasting", "tensors/broadcusting"])
def test_a_slip_of_the_pen_is_no_unwritten_lesson(make_course, need) -> None:
    """One letter off an existing id is a mistake; something else is a lesson to come."""
    course = make_course({"tensors/broadcasting": {}, "nn/b": {"after": f"[{need}, tensors/indexing]"}})
    catalog = scan(course)

    assert list(catalog.lessons) == ["tensors/broadcasting"]
    with pytest.raises(
        LessonError, match=rf"course/nn/b/lesson.md: after names '{need}', .* Did you mean 'tensors/broadcasting'\?"
    ):
        catalog.lesson("nn/b")


def test_a_broken_lesson_does_not_close_the_course(make_course) -> None:
    """Its fault is kept for whoever asks for it."""
    catalog = scan(make_course({"tensors/a": {"lesson.md": "no header"}, "tensors/b": {"after": "[tensors/a]"}}))

    assert list(catalog.lessons) == ["tensors/b"]
    assert list(catalog.broken) == ["tensors/a"]
    assert catalog.unwritten == ()
    with pytest.raises(LessonError, match=r"course/tensors/a/lesson.md: the file does not begin with a header"):
        catalog.lesson("tensors/a")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("tensors/broadcastng", r"there is no lesson 'tensors/broadcastng'\. Did you mean 'tensors/broadcasting'\?"),
        ("broadcasting", r"Did you mean 'tensors/broadcasting'\? Lessons are named subject/lesson\."),
        ("xyz", r"there is no lesson 'xyz'\. Lessons are named subject/lesson\."),
    ],
)
def test_an_unknown_lesson_is_guessed(make_course, asked, words) -> None:
    """The message proposes the nearest id."""
    with pytest.raises(LessonError, match=words):
        scan(make_course({"tensors/broadcasting": {}, "nn/b": {}})).lesson(asked)


GOOD = {"title": "A", "after": "[]", "level": "beginner", "minutes": "10", "covers": "[]"}


def header(**fields: str | None) -> str:
    """A header with some fields changed or, if None, left out."""
    lines = [f"{name}: {value}" for name, value in (GOOD | fields).items() if value is not None]
    return "\n".join(["---", *lines, "---", "Text."])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file does not begin with a header. A header is: ---, title"),
        ("---\ntitle: A\n", "the header has no closing line '---'"),
        ("---\n---\n", "the header holds no fields"),
        ("---\n- a\n---\n", "the header holds no fields"),
        ("---\ntitle: [A\nlevel: b\n---\n", "lesson.md:3: the header is not valid YAML"),
        (header(level=None), "the header has no field 'level'"),
        (header(minuts="3"), "unknown field 'minuts'. Known: title, after, level, minutes, covers. Did you mean 'minutes'?"),
        (header(level="begginer"), "level is 'begginer'. Levels: beginner, intermediate, advanced. Did you mean 'beginner'?"),
        (header(minutes="soon"), "minutes is 'soon', not a whole number above 0"),
        (header(minutes="0"), "minutes is 0, not a whole number above 0"),
        (header(minutes="true"), "minutes is True, not a whole number above 0"),
        (header(title="3"), "title is 3, not text. Write it in words, in quotes if YAML reads it otherwise."),
        (header(title="' '"), "title is ' ', not text"),
        (header(after="tensors/b"), "after is 'tensors/b', not a list of names. Write: after: [first, second]."),
        (header(covers="[1]"), "covers is [1], not a list of names"),
        (header(after="[Tensors/B]"), "after names 'Tensors/B', which is no lesson id. Lessons are named subject/lesson"),
        (header(after="[nn/b, nn/b]"), "after names 'nn/b' twice"),
    ],
)
def test_a_faulty_header_says_what_to_do(make_course, text, words) -> None:
    """File, what was found, what was expected, remedy."""
    catalog = scan(make_course({"tensors/a": {"lesson.md": text}}))

    message = str(catalog.broken["tensors/a"])
    assert message.startswith("course/tensors/a/lesson.md:")
    assert words in message


def test_a_text_that_is_not_utf8_is_refused(make_course) -> None:
    """The message says so instead of naming a byte."""
    course = make_course({"tensors/a": {}})
    (course / "tensors/a/lesson.md").write_bytes(b"---\ntitle: \xff\n---\n")

    assert "the text is not UTF-8" in str(scan(course).broken["tensors/a"])


def test_headers_may_be_long_and_written_anywhere(make_course) -> None:
    """CRLF, a byte order mark, comments and hundreds of requirements are no trouble."""
    covers = "[" + ", ".join(f"requirement-{number}" for number in range(600)) + "]"
    text = "\ufeff" + header(covers=covers, title='"No: # 3" # a comment').replace("\n", "\r\n") + "\r\n---\r\nmore"

    lesson = scan(make_course({"tensors/a": {"lesson.md": text}})).lesson("tensors/a")

    assert (lesson.title, len(lesson.covers)) == ("No: # 3", 600)
    assert lesson.text == "Text.\n---\nmore"


def test_empty_lists_may_be_left_blank(make_course) -> None:
    """`after:` with nothing behind it is an empty list."""
    lesson = scan(make_course({"tensors/a": {"lesson.md": header(after="", covers="")}})).lesson("tensors/a")

    assert (lesson.after, lesson.covers) == ((), ())


def test_folders_with_odd_names_are_refused(make_course) -> None:
    """A lesson's folder is its id, so it must be one; hidden folders and caches are no lessons."""
    course = make_course({"tensors/Big Lesson": {}})
    (course / "tensors/__pycache__").mkdir()
    (course / "tensors/.hidden").mkdir()
    (course / "tensors/notes.txt").touch()

    assert list(scan(course).broken) == ["tensors/Big Lesson"]
    assert "cannot be the id of a lesson. Rename it" in str(scan(course).broken["tensors/Big Lesson"])


def test_lessons_of_an_unlisted_subject_are_not_lost(make_course) -> None:
    """Whoever begins a subject is told to list it."""
    catalog = scan(make_course({"tensros/a": {}}))

    assert (
        "course/tensros/a: 'tensros' is no subject of course.toml. Add it there or move the lesson. Did you mean 'tensors'?"
        in str(catalog.broken["tensros/a"])
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[subject]\n", "course/course.toml: it is not valid TOML"),
        ('[[subject]]\nid = "a"\n', "is no subject. Write: "),
        ('[[subject]]\nid = "a"\ntitle = "A"\n[[subject]]\nid = "a"\ntitle = "B"\n', "subject 'a' is listed twice"),
    ],
)
def test_a_faulty_course_toml_says_what_to_do(make_course, text, words) -> None:
    """Without a list of subjects there is no course."""
    course = make_course({})
    (course / "course.toml").write_text(text)

    with pytest.raises(LessonError) as caught:
        scan(course)
    assert words in str(caught.value)


def test_a_folder_without_course_toml_is_no_course(tmp_path) -> None:
    """The message says where it looked."""
    with pytest.raises(
        LessonError, match=r"course.toml: the file is missing\. A course is a folder with a course.toml; looked in /"
    ):
        scan(tmp_path)


def test_a_subject_without_text_is_a_fault_of_the_subject(make_course) -> None:
    """Its lessons can still be read."""
    catalog = scan(make_course({"tensors/a": {}}))

    with pytest.raises(LessonError, match=r"course/tensors/subject.md: the file is missing"):
        _ = catalog.subjects[0].text


def test_the_course_is_found_where_it_is(monkeypatch, tmp_path) -> None:
    """$TORCHDOJO_COURSE is asked first; else the course beside the checkout is taken."""
    monkeypatch.setenv("TORCHDOJO_COURSE", str(tmp_path))
    assert course_folder() == tmp_path
    monkeypatch.delenv("TORCHDOJO_COURSE")
    assert (course_folder() / "course.toml").is_file()


def test_listing_a_course_needs_neither_torch_nor_numpy() -> None:
    """`torchdojo list` must begin at once."""
    code = (
        "import sys; from torchdojo.catalog import scan; import torchdojo.starter; scan(); "
        "sys.exit(bool({'torch', 'numpy', 'jaxtyping'} & set(sys.modules)))"
    )

    assert (
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "TORCHDOJO_COURSE": str(TINY)}, check=False).returncode
        == 0
    )
