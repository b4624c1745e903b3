"""The contract of speed exercises: each broken rule is found."""

from __future__ import annotations

import shutil

import pytest
from tests.conftest import TINY

from torchdojo.catalog import Exercise, Lesson, scan
from torchdojo.check.costs import costs, without
from torchdojo.judge.trial import expect

LESSON = "kinds/speed"


@pytest.fixture
def found(tmp_path):
    """What is found about one exercise of the toy lesson, with words of a file exchanged."""

    def make(file, before, after, *, exercise="pair_products", rule=costs):
        course = tmp_path / "course"
        shutil.copytree(TINY, course)
        path = course / LESSON / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        lesson: Lesson = scan(course).lesson(LESSON)
        chosen: Exercise = lesson.exercise(exercise)
        return [(one.severity, one.text) for one in rule(lesson, chosen, [expect(lesson, chosen, seed=3)])]

    return make


def test_a_good_exercise_has_a_note_of_its_costs(found):
    """Nothing to find; the costs of all ways are told."""
    ((severity, text),) = found("judge.py", "minutes=5", "minutes=6")

    assert severity == "note"
    assert "- row_by_row, the starter: more_rows operations 33 (1.0) over the bar" in text
    assert "- outer: more_rows operations 1 (0.0); more_rows peak 1,792 (1.0)" in text


FAULTS = {
    "the starter is cheap enough": ('operations=1.5, peak=1.5, grows={"operations": 0.2}', "peak=9", "keeps every bar"),
    "a bar for nothing": ("peak=1.5", "peak=9", "no alternative breaks the bar of peak"),
    "a bar of growth for nothing": ('{"operations": 0.2}', '{"operations": 3}', "no alternative breaks the bar of growth"),
    "the reference breaks its own bar": ("grows={", 'grows={"peak": 0.5, ', "over its own bar of 0.5"),
    "chance": ("columns=7)", "columns=7 + torch.seed() % 1000)", "Draw everything random from `draw`"),
}


@pytest.mark.parametrize(("before", "after", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_bars_is_found(found, before, after, words):
    """Each with what to do."""
    errors = [text for severity, text in found("judge.py", before, after) if severity == "error"]

    assert any(words in text for text in errors), errors


def test_a_reference_that_uses_what_it_forbids_is_found(found):
    """And a name that nobody uses is likely a slip."""
    said = found("judge.py", '"softmax", "log_softmax"', '"amax"', exercise="shares", rule=without)
    assert "the reference itself uses amax (line " in said[0][1]


def test_a_name_nobody_uses_is_found(found):
    """torch has no such function."""
    said = found("judge.py", '"softmax", "log_softmax"', '"soft_max"', exercise="shares", rule=without)
    assert "is it spelled as torch spells it" in said[0][1]
