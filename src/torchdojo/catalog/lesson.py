"""A lesson and its parts, as plain data read on first need."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from torchdojo.catalog.definitions import Definition, definitions, python_name
from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.header import without_header

if TYPE_CHECKING:
    from torchdojo.catalog.bars import Bar
    from torchdojo.catalog.costs import Cost
    from torchdojo.catalog.questions import Question


@dataclass(frozen=True)
class Probe:
    """One way an exercise is tried."""

    name: str
    says: str
    """One sentence, shown to the learner."""
    line: int
    bar: Bar | None = None
    """Of hidden data: the score that is needed."""


@dataclass(frozen=True)
class Exercise:
    """One named function, class, method or constant of a lesson that the learner writes."""

    lesson: str
    name: str
    """Dotted, as in the reference: 'attend', 'LayerNorm', 'LayerNorm.forward', 'RATE'."""
    kind: str
    """'fill', 'hunt', 'speed', 'predict' or 'project'."""
    minutes: int
    probes: tuple[Probe, ...]
    bug: str | None = None
    """Of a hunt: the fault in mistakes.py whose code is the starter."""
    slow: str | None = None
    """Of a speed exercise: the alternative, right but dear, whose code is the starter."""
    costs: tuple[Cost, ...] = field(default=(), hash=False)
    """Of a speed exercise: what is metered, and the bars."""
    excused: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Name of a mutant to the reason why it behaves the same."""
    options: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Every other keyword of the exercise: seconds, tolerance, dtype ..."""
    line: int = 0
    """Where it stands in judge.py."""
    question: Question | None = field(default=None, hash=False)
    """Of a prediction: what is asked of the snippet, and with which numbers."""

    @property
    def python_name(self) -> str:
        """The name as one Python word: the variable in judge.py, the prefix in mistakes.py."""
        return python_name(self.name)


@dataclass(frozen=True)
class Variant:
    """A definition in mistakes.py or alternatives.py."""

    exercise: str
    fault: str
    """The part of its name after the exercise's: 'unscaled', 'with_einsum'."""
    says: str
    """Its docstring: what the learner is told."""
    name: str
    """The name of the definition: 'attend__unscaled'."""
    line: int


@dataclass(frozen=True)
class Lesson:
    """What one page teaches. Its files are read when they are first asked for, and once."""

    id: str
    title: str
    after: tuple[str, ...]
    level: str
    minutes: int
    covers: tuple[str, ...]
    folder: Path

    @cached_property
    def text(self) -> str:
        """lesson.md without its header."""
        return without_header(self._read("lesson.md"))

    @cached_property
    def reference(self) -> str:
        """The whole of reference.py."""
        return self._read("reference.py")

    @cached_property
    def judge(self) -> str:
        """The whole of judge.py."""
        return self._read("judge.py")

    @cached_property
    def mistakes(self) -> str:
        """The whole of mistakes.py."""
        return self._read("mistakes.py")

    @cached_property
    def alternatives(self) -> str:
        """The whole of alternatives.py."""
        return self._read("alternatives.py")

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in the order in which reference.py defines them."""
        # imported late: a scan of all lessons needs none of it
        from torchdojo.catalog.judgefile import read_exercises

        return read_exercises(self)

    def exercise(self, name: str) -> Exercise:
        """The exercise of this name."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        known = [exercise.name for exercise in self.exercises]
        remedy = sentence(f"Exercises there: {', '.join(known) or 'none'}.", did_you_mean(name, known))
        raise LessonError(self.id, f"there is no exercise '{name}'.", remedy)

    def mistakes_of(self, exercise: str) -> tuple[Variant, ...]:
        """The known wrong versions of an exercise, in file order."""
        return self._of(exercise, self._mistakes)

    def alternatives_of(self, exercise: str) -> tuple[Variant, ...]:
        """The other right versions of an exercise, in file order."""
        return self._of(exercise, self._alternatives)

    @cached_property
    def _mistakes(self) -> tuple[Variant, ...]:
        from torchdojo.catalog.variants import read_variants

        return read_variants(self, "mistakes.py")

    @cached_property
    def _alternatives(self) -> tuple[Variant, ...]:
        from torchdojo.catalog.variants import read_variants

        return read_variants(self, "alternatives.py")

    def _of(self, exercise: str, variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
        name = self.exercise(exercise).name
        return tuple(variant for variant in variants if variant.exercise == name)

    def parsed(self, file: str) -> ast.Module:
        """A fresh syntax tree of one of the lesson's Python files."""
        source = self._read(file) if file != "reference.py" else self.reference
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            message = getattr(error, "msg", None) or str(error)
            raise LessonError(self.place(file, line), f"Python cannot read the file: {message}.", "Correct this line.") from None

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """Every definition of reference.py by dotted name, in file order; names defined twice are left out."""
        found: dict[str, Definition | None] = {}
        for definition in definitions(self.parsed("reference.py")):
            found[definition.name] = None if definition.name in found else definition
        return {name: definition for name, definition in found.items() if definition}

    def source_of(self, name: str) -> str:
        """The lines of reference.py that define a name, decorators included."""
        definition = self.definitions.get(name)
        if definition is None:
            remedy = sentence(f"Defined there: {', '.join(self.definitions)}.", did_you_mean(name, self.definitions))
            raise LessonError(self.place("reference.py"), f"it defines no '{name}'.", remedy)
        return "\n".join(self.reference.split("\n")[definition.line - 1 : definition.end_line])

    def alternative_source(self, alternative: Variant) -> str:
        """The lines of alternatives.py that define one of them, decorators included."""
        found = next(one for one in definitions(self.parsed("alternatives.py")) if one.name == alternative.name)
        return "\n".join(self.alternatives.split("\n")[found.line - 1 : found.end_line])

    @cached_property
    def content_hash(self) -> str:
        """sha256, in hex, over the names and bytes of all files of the folder."""
        digest = hashlib.sha256()
        for path in self.files():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(self.folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def files(self) -> list[Path]:
        """All files of the folder, sorted, without caches and hidden files."""
        inside = sorted(self.folder.rglob("*"), key=lambda path: path.relative_to(self.folder).as_posix())
        return [path for path in inside if path.is_file() and not _is_noise(path.relative_to(self.folder))]

    def place(self, file: str, line: int | None = None) -> str:
        """How errors name a place in this lesson: 'course/tensors/broadcasting/judge.py:12'."""
        course = self.folder.parent.parent.name
        return f"{course}/{self.id}/{file}" + (f":{line}" if line else "")

    def _read(self, file: str) -> str:
        try:
            return (self.folder / file).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            remedy = "A lesson needs lesson.md, reference.py, judge.py, mistakes.py and alternatives.py."
            raise LessonError(self.place(file), "the file is missing.", remedy) from None
        except UnicodeDecodeError as error:
            raise LessonError(self.place(file), f"the text is not UTF-8 ({error.reason}).", "Save the file as UTF-8.") from None


def _is_noise(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
