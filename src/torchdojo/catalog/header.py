"""Reads the header of a lesson's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from torchdojo.catalog.errors import LessonError, did_you_mean, sentence

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FIELDS = ("title", "after", "level", "minutes", "covers")
LEVELS = ("beginner", "intermediate", "advanced")
LESSON_ID = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
OPENING = "---"
FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# enough for every header we know; the rest of the text is only read if it is not
FIRST_READ = 4096


@dataclass(frozen=True)
class Header:
    """What stands between the two lines `---` at the top of lesson.md."""

    title: str
    after: tuple[str, ...]
    level: str
    minutes: int
    covers: tuple[str, ...]


def read_header(path: Path, place: str) -> Header:
    """The header of the lesson.md at this path."""
    try:
        source = _header_text(path, place)
    except FileNotFoundError:
        raise LessonError(place, "the file is missing.", "Every lesson folder needs a lesson.md with a header.") from None
    except UnicodeDecodeError as error:
        raise LessonError(place, f"the text is not UTF-8 ({error.reason}).", "Save the file as UTF-8.") from None
    try:
        fields = yaml.load(source, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise LessonError(place + line, f"the header is not valid YAML: {problem}.", _example()) from None
    if not isinstance(fields, dict):
        raise LessonError(place, "the header holds no fields.", _example())
    _check_names(fields, place)
    return _checked(fields, place)


def without_header(text: str) -> str:
    """The text of a lesson.md after its header."""
    close = FENCE.search(text, len(OPENING)) if text.startswith(OPENING) else None
    return text[close.end() :].lstrip("\n") if close else text


def _header_text(path: Path, place: str) -> str:
    with path.open(encoding="utf-8-sig") as file:
        start = file.read(FIRST_READ)
        if not start.startswith(OPENING):
            raise LessonError(place, "the file does not begin with a header.", _example())
        close = FENCE.search(start, len(OPENING))
        if close is None:
            start += file.read()
            close = FENCE.search(start, len(OPENING))
    if close is None:
        raise LessonError(place, "the header has no closing line '---'.", "Close it before the text begins.")
    return start[len(OPENING) : close.start()]


def _check_names(fields: Mapping[Any, Any], place: str) -> None:
    for name in fields:
        if name not in FIELDS:
            remedy = sentence(f"Known: {', '.join(FIELDS)}.", did_you_mean(str(name), FIELDS))
            raise LessonError(place, f"the header has an unknown field '{name}'.", remedy)
    for name in FIELDS:
        if name not in fields:
            raise LessonError(place, f"the header has no field '{name}'.", _example())


def _checked(fields: Mapping[str, Any], place: str) -> Header:
    title, level, minutes = fields["title"], fields["level"], fields["minutes"]
    if not isinstance(title, str) or not title.strip():
        raise LessonError(place, f"title is {title!r}, not text.", "Write it in words, in quotes if YAML reads it otherwise.")
    if level not in LEVELS:
        remedy = sentence(f"Levels: {', '.join(LEVELS)}.", did_you_mean(str(level), LEVELS))
        raise LessonError(place, f"level is {level!r}.", remedy)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        raise LessonError(place, f"minutes is {minutes!r}, not a whole number above 0.", "Write for example: minutes: 45.")
    after = _words(fields["after"], "after", place)
    for lesson in after:
        if not LESSON_ID.fullmatch(lesson):
            remedy = "Lessons are named subject/lesson, for example tensors/broadcasting."
            raise LessonError(place, f"after names '{lesson}', which is no lesson id.", remedy)
    return Header(title.strip(), after, level, minutes, _words(fields["covers"], "covers", place))


def _words(value: object, field: str, place: str) -> tuple[str, ...]:
    """The entries of a list field; an empty field is an empty list."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LessonError(place, f"{field} is {value!r}, not a list of names.", f"Write: {field}: [first, second].")
    doubled = sorted({word for word in value if value.count(word) > 1})
    if doubled:
        raise LessonError(place, f"{field} names '{doubled[0]}' twice.", "Name it once.")
    return tuple(value)


def _example() -> str:
    return (
        "A header is: ---, title: Broadcasting, after: [tensors/creation], level: beginner, minutes: 60, "
        "covers: [id, id], --- (a field a line)."
    )
