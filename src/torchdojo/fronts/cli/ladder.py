"""`torchdojo hint` and `torchdojo solution`: a step at a time."""

from __future__ import annotations

import textwrap

from rich.console import Console

from torchdojo.catalog import Exercise, Lesson, Variant, scan
from torchdojo.fronts.cli.door import NOT_PASSED, PASSED
from torchdojo.fronts.cli.screen import indented, reflowed, say, screen, styled
from torchdojo.progress import Store


def show_hint(lesson_id: str, name: str) -> None:
    """Nothing; prints the hints taken so far and one more."""
    from torchdojo.text import Place, page

    lesson = scan().lesson(lesson_id)
    exercise = lesson.exercise(name)
    places = [block for block in page(lesson).blocks if isinstance(block, Place) and block.exercise == exercise.name]
    hints = places[0].hints_text if places else ()
    console, store = screen(), Store()
    if not hints:
        console.print(f"{exercise.name} has no hints. Its docstring says what must come back.")
        return
    before = store.hints(lesson.id, exercise.name)
    shown = min(before, len(hints)) if before >= len(hints) else store.take_hint(lesson.id, exercise.name)
    for number, words in enumerate(hints[:shown], start=1):
        console.print(styled(f"Hint {number} of {len(hints)}", "bold" if number > before else "dim"))
        console.print(indented(reflowed(words)))
    if before >= len(hints):
        console.print(styled(f"These are all. The solution: torchdojo solution {lesson.id} {exercise.name} --peek", "dim"))


def remember_peek(lesson_id: str, name: str) -> None:
    """Nothing; a look before the pass is remembered, one after it is none."""
    exercise = scan().lesson(lesson_id).exercise(name)
    store = Store()
    if store.states().get((exercise.lesson, exercise.name)) != "passed":
        store.peek(exercise.lesson, exercise.name)


def show_solution(lesson_id: str, name: str) -> int:
    """0 if the solution was printed, 1 if it must be earned first."""
    lesson = scan().lesson(lesson_id)
    exercise = lesson.exercise(name)
    store = Store()
    if store.states().get((lesson.id, name)) != "passed" and store.peeked(lesson.id, name) is None:
        say(
            f"{name} is not passed yet. A nudge: torchdojo hint {lesson.id} {name}. "
            f"To see it all the same: torchdojo solution {lesson.id} {name} --peek (this is remembered)."
        )
        return NOT_PASSED
    _print_solution(screen(), lesson, exercise)
    return PASSED


def _print_solution(console: Console, lesson: Lesson, exercise: Exercise) -> None:
    console.print(styled("The reference", "bold"))
    _print_code(console, textwrap.dedent(lesson.source_of(exercise.name)))
    for variant in lesson.alternatives_of(exercise.name):
        console.print()
        console.print(styled(_title(variant), "bold"))
        _print_code(console, lesson.alternative_source(variant))


def _title(variant: Variant) -> str:
    return f"Another way: {variant.fault.replace('_', ' ')}"


def _print_code(console: Console, code: str) -> None:
    if not console.is_terminal:
        print(code)
        return
    from rich.syntax import Syntax

    console.print(Syntax(code, "python", background_color="default", word_wrap=True))
