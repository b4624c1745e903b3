"""Definitions of the reference, as much of them as a learner may see."""

from __future__ import annotations

from torchdojo.text import definition
from torchdojo.text.shown import definition_text


def test_an_open_exercise_shows_signature_and_docstring_only(tiny):
    """The answer is not in the text."""
    shown = definition_text(tiny.lessons["numbers/outer_sum"], "outer_sum", passed=())

    assert shown.startswith("def outer_sum(column")
    assert "Raises ValueError" in shown
    assert "column[:, None]" not in shown and "stretches" not in shown
    assert shown.endswith("    ...")


def test_a_passed_exercise_is_shown_whole(tiny):
    """Now it is the learner's."""
    shown = definition_text(tiny.lessons["numbers/outer_sum"], "outer_sum", passed=["outer_sum"])

    assert shown.endswith("return column[:, None] + row")


def test_what_is_no_exercise_is_shown_whole(tiny):
    """There is nothing to hide in it."""
    shown = definition_text(tiny.lessons["numbers/descent"], "half_square", passed=())

    assert "point.square()" in shown


def test_a_class_keeps_the_signatures_of_its_methods(tiny):
    """The bodies go, one by one."""
    lesson = tiny.lessons["layers/row_norm"]
    names = [exercise.name for exercise in lesson.exercises]
    owner = names[0].split(".")[0]
    shown = definition_text(lesson, owner, passed=())

    assert shown.startswith(f"class {owner}")
    assert "def forward(" in shown
    assert "..." in shown


def test_a_constant_keeps_its_name(tiny):
    """Its value is the answer."""
    assert definition_text(tiny.lessons["numbers/descent"], "RATE", passed=()) == "RATE = ..."


def test_code_is_highlighted(tiny):
    """In classes, so that light and dark pages colour it."""
    assert '<span class="k">def</span>' in definition(tiny.lessons["numbers/outer_sum"], "centred", passed=())
