"""lesson.md to a Page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from torchdojo.catalog import Lesson, LessonError
from torchdojo.catalog.errors import did_you_mean, sentence
from torchdojo.text.figures import drawing
from torchdojo.text.page import Aside, Block, Cell, Figure, Heading, Page, Place, Prose, Shown
from torchdojo.text.render import highlighted, html, inline, sections
from torchdojo.text.shown import names
from torchdojo.text.split import Directive, Markdown, TextFault, split

_ASIDES = ("note", "tip", "warning")
_DIRECTIVES = ("code-cell", "reference", "exercise", "figure", *_ASIDES)
_TAGS = ("hide-input", "raises-exception")
_OPTIONS = {"code-cell": ("tags",), "figure": ("alt",)}


def page(lesson: Lesson) -> Page:
    """The text of a lesson, block by block; LessonError names the line of what is wrong in it."""
    return _page(_ByContent(lesson))


class _ByContent:
    """A lesson as a cache key: equal if its files are."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.key = (lesson.id, str(lesson.folder), lesson.content_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=64)
def _page(key: _ByContent) -> Page:
    lesson = key.lesson
    try:
        parser = _Parser(lesson)
        return Page(lesson.id, parser.blocks())
    except TextFault as fault:
        raise LessonError(place_of(lesson, fault.line), str(fault)) from None


def place_of(lesson: Lesson, line: int) -> str:
    """How errors name a line of a lesson's text (counted from 0 after the header)."""
    whole = (lesson.folder / "lesson.md").read_text(encoding="utf-8-sig")
    header = whole[: max(whole.find(lesson.text), 0)].count("\n")
    return lesson.place("lesson.md", header + line + 1)


class _Parser:
    """Reads one lesson's text; holds what has been seen so far."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.exercises = [exercise.name for exercise in lesson.exercises]
        self.placed: dict[str, int] = {}
        self.ids: Counter[str] = Counter()
        self.cells = 0
        self.figures = 0

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        for part in split(self.lesson.text):
            if isinstance(part, Markdown):
                found += self.markdown(part)
            else:
                found.append(self.directive(part))
        missing = [name for name in self.exercises if name not in self.placed]
        if missing:
            last = self.lesson.text.count("\n")
            raise TextFault(last, f"exercise '{missing[0]}' has no place in the text. Add ::::{{exercise}} {missing[0]} ... ::::")
        return tuple(found)

    def markdown(self, part: Markdown) -> list[Block]:
        return [
            self.heading(each.level, each.html, each.text, each.line) if each.level else Prose(each.html, each.text, each.line)
            for each in sections(part.text, part.line)
        ]

    def heading(self, level: int, marked: str, text: str, line: int) -> Heading:
        if level == 1:
            raise TextFault(line, "a '#' title stands in the text. The title is in the header; sections begin with '##'.")
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
        self.ids[slug] += 1
        return Heading(level, slug if self.ids[slug] == 1 else f"{slug}-{self.ids[slug]}", marked, text, line)

    def directive(self, part: Directive) -> Block:
        _check_options(part)
        if part.name in _ASIDES:
            self.only_words(part)
            title = inline(part.argument, part.line) if part.argument else ""
            return Aside(part.name, title, html(part.body, part.body_line), part.body, part.line)
        if part.name == "code-cell":
            return self.cell(part)
        if part.name == "reference":
            return self.shown(part)
        if part.name == "exercise":
            return self.place(part)
        if part.name == "figure":
            return self.figure(part)
        raise TextFault(part.line, f"there is no directive '{part.name}'. {_nearest(part.name, _DIRECTIVES)}")

    def cell(self, part: Directive) -> Cell:
        tags = tuple(re.findall(r"[\w-]+", part.options.get("tags", "")))
        for tag in tags:
            if tag not in _TAGS:
                raise TextFault(part.line, f"there is no cell tag '{tag}'. {_nearest(tag, _TAGS)}")
        if not part.body.strip():
            raise TextFault(part.line, "this cell is empty. Write its code or remove it.")
        number, self.cells = self.cells, self.cells + 1
        return Cell(number, part.body.strip("\n"), highlighted(part.body.strip("\n")), tags, part.line)

    def shown(self, part: Directive) -> Shown:
        there = names(self.lesson)
        if part.argument not in there:
            raise TextFault(part.line, f"reference.py defines no '{part.argument}'. {_nearest(part.argument, there)}")
        return Shown(part.argument, part.line)

    def place(self, part: Directive) -> Place:
        name = part.argument
        if name not in self.exercises:
            raise TextFault(part.line, f"judge.py has no exercise '{name}'. {_nearest(name, self.exercises)}")
        if name in self.placed:
            raise TextFault(part.line, f"exercise '{name}' was placed before. Keep one of the two places.")
        self.placed[name] = part.line
        words: list[Markdown] = []
        hints: list[Directive] = []
        for inner in split(part.body, part.body_line):
            if isinstance(inner, Markdown):
                words.append(inner)
            elif inner.name == "hint":
                self.only_words(inner)
                hints.append(inner)
            else:
                raise TextFault(inner.line, f"a '{inner.name}' stands inside an exercise. Only hints may: move it out.")
        if not 1 <= len(hints) <= 3:
            raise TextFault(part.line, f"exercise '{name}' has {len(hints)} hints. Write 1 to 3, from a nudge to nearly there.")
        return Place(
            exercise=name,
            html="".join(html(each.text, each.line) for each in words),
            text="\n\n".join(each.text.strip() for each in words),
            hints=tuple(html(each.body, each.body_line) for each in hints),
            hints_text=tuple(each.body.strip() for each in hints),
            line=part.line,
        )

    def figure(self, part: Directive) -> Figure:
        if not part.options.get("alt"):
            raise TextFault(part.line, "this figure has no ':alt:' line. Say in words what it shows.")
        self.figures += 1
        name = f"figure-{self.figures}"
        svg = drawing(self.lesson.folder, part, name)
        caption = html(part.body, part.body_line)
        return Figure(svg, part.options["alt"], caption, name, part.argument, part.line)

    def only_words(self, part: Directive) -> None:
        for inner in split(part.body, part.body_line):
            if isinstance(inner, Directive):
                raise TextFault(inner.line, f"a '{inner.name}' stands inside a '{part.name}'. Put it before or after.")


def _check_options(part: Directive) -> None:
    for option in part.options:
        if option not in _OPTIONS.get(part.name, ()):
            raise TextFault(part.line, f"'{part.name}' has no option ':{option}:'. Remove it.")


def _nearest(name: str, there: Sequence[str]) -> str:
    return sentence(f"There are: {', '.join(there)}.", did_you_mean(name, there))
