"""Finds every lesson of a course by its folder."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.header import LESSON_ID, read_header
from torchdojo.catalog.lesson import Lesson
from torchdojo.catalog.order import reading_order, refuse_cycles


@dataclass(frozen=True)
class Subject:
    """A folder of lessons."""

    id: str
    title: str
    folder: Path

    @cached_property
    def text(self) -> str:
        """subject.md: what the subject makes you able to do."""
        path = self.folder / "subject.md"
        if not path.is_file():
            place = f"{self.folder.parent.name}/{self.id}/subject.md"
            raise LessonError(place, "the file is missing.", "Say in it what the subject makes one able to do.")
        return path.read_text(encoding="utf-8-sig")


@dataclass(frozen=True)
class Catalog:
    """All lessons of a course."""

    folder: Path
    subjects: tuple[Subject, ...]
    """In reading order; a subject without lessons is listed too."""
    lessons: dict[str, Lesson]
    """By id, in reading order."""
    broken: dict[str, LessonError]
    """By id, the faults of lessons that are left out: one lesson that is being written must not close the whole course."""

    def lesson(self, id: str) -> Lesson:
        """The lesson of this id."""
        if id in self.lessons:
            return self.lessons[id]
        if id in self.broken:
            raise self.broken[id]
        near = did_you_mean(id, self.lessons)
        if not near:
            same = [known for known in self.lessons if known.endswith(f"/{id}")]
            near = f"Did you mean '{same[0]}'?" if same else ""
        raise LessonError(f"there is no lesson '{id}'.", remedy=sentence(near, "Lessons are named subject/lesson."))

    def lessons_of(self, subject: str) -> tuple[Lesson, ...]:
        """The lessons of a subject, in reading order."""
        return tuple(lesson for lesson in self.lessons.values() if lesson.id.split("/")[0] == subject)

    @cached_property
    def unwritten(self) -> tuple[str, ...]:
        """Ids that some lesson needs and nobody has written yet, sorted."""
        needed = {need for lesson in self.lessons.values() for need in lesson.after}
        return tuple(sorted(needed - self.lessons.keys() - self.broken.keys()))


def course_folder() -> Path:
    """$TORCHDOJO_COURSE, else the course inside the installed package, else the one in the checkout."""
    chosen = os.environ.get("TORCHDOJO_COURSE")
    if chosen:
        return Path(chosen)
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_course", package.parents[1] / "course"):
        if (folder / "course.toml").is_file():
            return folder
    raise LessonError(
        "the course is nowhere to be found.",
        remedy=f"Looked in {package / '_course'} and {package.parents[1] / 'course'}; set TORCHDOJO_COURSE to its folder.",
    )


def scan(course: Path | None = None) -> Catalog:
    """The catalog of a course; of each lesson only the header is read."""
    folder = (course or course_folder()).resolve()
    subjects = _subjects(folder)
    broken = _strangers(folder, subjects)
    found: dict[str, Lesson] = {}
    for subject in subjects:
        for name in _folders(subject.folder):
            try:
                found[f"{subject.id}/{name}"] = _lesson(folder, f"{subject.id}/{name}")
            except LessonError as error:
                broken[f"{subject.id}/{name}"] = error
    slips = _near_misses(found, broken)
    broken |= slips
    found = {id: lesson for id, lesson in found.items() if id not in slips}
    refuse_cycles(found)
    return Catalog(folder, subjects, _in_order(subjects, found), broken)


def _in_order(subjects: tuple[Subject, ...], found: Mapping[str, Lesson]) -> dict[str, Lesson]:
    by_subject: dict[str, dict[str, Lesson]] = {subject.id: {} for subject in subjects}
    for id, lesson in found.items():
        by_subject[id.split("/")[0]][id] = lesson
    return {id: lessons[id] for lessons in by_subject.values() for id in reading_order(lessons)}


def _subjects(folder: Path) -> tuple[Subject, ...]:
    place = f"{folder.name}/course.toml"
    try:
        listed = tomllib.loads((folder / "course.toml").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        remedy = f"A course is a folder with a course.toml; looked in {folder}."
        raise LessonError(place, "the file is missing.", remedy) from None
    except tomllib.TOMLDecodeError as error:
        raise LessonError(place, f"it is not valid TOML: {error}.", "Correct this line.") from None
    subjects: list[Subject] = []
    for entry in listed.get("subject", []):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(word), str) for word in ("id", "title")):
            raise LessonError(place, f"{entry!r} is no subject.", 'Write: [[subject]], id = "tensors", title = "Tensors".')
        if any(entry["id"] == subject.id for subject in subjects):
            raise LessonError(place, f"subject '{entry['id']}' is listed twice.", "List it once.")
        subjects.append(Subject(entry["id"], entry["title"], folder / entry["id"]))
    return tuple(subjects)


def _lesson(folder: Path, id: str) -> Lesson:
    """The lesson in this folder of the course."""
    place = f"{folder.name}/{id}"
    if not LESSON_ID.fullmatch(id):
        raise LessonError(place, f"'{id}' cannot be the id of a lesson.", "Rename it: lower-case letters, digits and _ only.")
    path = folder / id
    header = read_header(path / "lesson.md", f"{place}/lesson.md")
    return Lesson(id, header.title, header.after, header.level, header.minutes, header.covers, path)


def _folders(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.name[0] not in "._" and entry.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _strangers(folder: Path, subjects: tuple[Subject, ...]) -> dict[str, LessonError]:
    """The lessons whose subject is not listed in course.toml."""
    known = [subject.id for subject in subjects]
    found = {}
    for name in _folders(folder):
        if name in known:
            continue
        for lesson in _folders(folder / name):
            if (folder / name / lesson / "lesson.md").is_file():
                remedy = sentence("Add it there or move the lesson.", did_you_mean(name, known))
                fact = f"'{name}' is no subject of course.toml."
                found[f"{name}/{lesson}"] = LessonError(f"{folder.name}/{name}/{lesson}", fact, remedy)
    return found


def _near_misses(lessons: Mapping[str, Lesson], broken: Mapping[str, LessonError]) -> dict[str, LessonError]:
    """The lessons that need one which is missing but for a slip of the pen."""
    found = {}
    for lesson in lessons.values():
        for need in lesson.after:
            near = "" if need in lessons or need in broken else _slip(need, lessons)
            if near:
                fact = f"after names '{need}', which is not there."
                found[lesson.id] = LessonError(lesson.place("lesson.md"), fact, f"Did you mean '{near}'?")
    return found


def _slip(word: str, known: Mapping[str, Lesson]) -> str:
    """The known id that differs from the word by one slip: a letter more, less, changed or swapped, or _ for -."""
    for candidate in known:
        if abs(len(candidate) - len(word)) <= 1 and candidate != word and _one_slip(word, candidate):
            return candidate
    return ""


def _one_slip(first: str, second: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    a, b = first[start:], second[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
