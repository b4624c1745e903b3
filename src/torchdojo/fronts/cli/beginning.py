"""`torchdojo author new`."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from torchdojo.catalog import course_folder, scan
from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.screen import indented, screen

LESSON_ID = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)")
FILES = ("lesson.md", "reference.py", "judge.py", "mistakes.py", "alternatives.py")


def begin(lesson_id: str, title: str | None) -> None:
    """Nothing; makes the lesson's folder, and its subject's if that is new."""
    named = LESSON_ID.fullmatch(lesson_id)
    if named is None:
        raise Misuse(f"'{lesson_id}' is no lesson id. Write SUBJECT/LESSON in lower case, for example tensors/broadcasting.")
    if title is not None and (not title.strip() or "\n" in title):
        raise Misuse("the title must be one line of words.")
    course = course_folder()
    folder = course / lesson_id
    if folder.exists():
        raise Misuse(f"{folder}: exists already and is left alone. Choose another name, or edit the lesson that is there.")
    made = _begin_subject(course, named[1])
    words = {"id": lesson_id, "title": _quoted(title or _as_title(named[2]))}
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text(Template(_template(name)).substitute(words), encoding="utf-8")
        made.append(folder / name)
    _show(lesson_id, made)


def _begin_subject(course: Path, subject: str) -> list[Path]:
    """The files that were made or changed because the subject is new."""
    if subject in {known.id for known in scan().subjects}:
        return []
    listed, described = course / "course.toml", course / subject / "subject.md"
    text = listed.read_text(encoding="utf-8").rstrip()
    entry = f'[[subject]]\nid = "{subject}"\ntitle = "{_as_title(subject)}"\n'
    listed.write_text(f"{text}\n\n{entry}".lstrip(), encoding="utf-8")
    if not described.exists():
        described.parent.mkdir(exist_ok=True)
        described.write_text(
            f"What you will be able to do after the lessons on {_as_title(subject).lower()}.\n", encoding="utf-8"
        )
    return [listed, described]


def _template(name: str) -> str:
    return (files("torchdojo.fronts.cli") / "new_lesson" / f"{name}.in").read_text(encoding="utf-8")


def _as_title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _quoted(title: str) -> str:
    """As YAML text, whatever characters it holds."""
    import json

    return json.dumps(title.strip(), ensure_ascii=False)


def _show(lesson_id: str, made: list[Path]) -> None:
    console = screen()
    for path in made:
        console.print(str(path), soft_wrap=True)
    console.print()
    console.print(
        indented("These hold a small lesson that fulfils the contract. Replace it piece by piece, and after each piece run:", 0)
    )
    console.print(f"  torchdojo author check {lesson_id}")
