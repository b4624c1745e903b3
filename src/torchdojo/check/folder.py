"""Rules about a lesson's files and header."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchdojo.catalog import Lesson
from torchdojo.check.finding import Finding

NEEDED = ("lesson.md", "reference.py", "judge.py", "mistakes.py", "alternatives.py")
FOLDERS = ("figures", "data")
LEVELS = ("beginner", "intermediate", "advanced")
LONGEST_REFERENCE = 250
# what a judge file may import: probes run beside the learner's code, so nothing else may come along
JUDGE_IMPORTS = ("torchdojo.author", "torch", "math", "__future__")
REFERENCE_IMPORTS = (
    "torch",
    "numpy",
    "math",
    "jaxtyping",
    "collections",
    "dataclasses",
    "typing",
    "json",
    "pathlib",
    "http",
    "__future__",
)


def folder(lesson: Lesson) -> Iterator[Finding]:
    """Everything wrong with the folder as such."""
    for name in NEEDED:
        if not (lesson.folder / name).is_file():
            yield Finding(f"{lesson.id}/{name}", "folder", "the file is missing.")
    for path in lesson.files():
        inside = path.relative_to(lesson.folder)
        if (len(inside.parts) == 1 and inside.name not in NEEDED) or (len(inside.parts) > 1 and inside.parts[0] not in FOLDERS):
            allowed = ", ".join([*NEEDED, *(f"{name}/" for name in FOLDERS)])
            yield Finding(
                f"{lesson.id}/{inside.as_posix()}", "folder", f"this file does not belong to a lesson. Allowed: {allowed}"
            )
    if lesson.level not in LEVELS:
        yield Finding(f"{lesson.id}/lesson.md", "header", f"level is {lesson.level!r}, expected one of {', '.join(LEVELS)}")
    if not 5 <= lesson.minutes <= 600:
        yield Finding(f"{lesson.id}/lesson.md", "header", f"minutes is {lesson.minutes}, expected 5 to 600")
    yield from _imports(lesson, "judge.py", JUDGE_IMPORTS)
    yield from _imports(lesson, "reference.py", REFERENCE_IMPORTS)
    length = lesson.reference.count("\n")
    if length > LONGEST_REFERENCE:
        yield Finding(f"{lesson.id}/reference.py", "reference", f"{length} lines, at most {LONGEST_REFERENCE}. Split the lesson.")


def _imports(lesson: Lesson, file: str, allowed: tuple[str, ...]) -> Iterator[Finding]:
    for node in ast.walk(lesson.parsed(file)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        for name in names:
            if not any(name == one or name.startswith(f"{one}.") for one in allowed):
                text = f"imports {name}; allowed there: {', '.join(allowed)}"
                yield Finding(f"{lesson.place(file, getattr(node, 'lineno', None))}", "folder", text)
