"""What an exercise of speed may cost is read, not run; slips get clear errors."""

from __future__ import annotations

import pytest

from torchdojo.catalog import LessonError, scan

JUDGE = """from torchdojo.author import Fill, Speed
f = {maker}
@f.probe
def plain(lesson, draw):
    "It works."
@{cost}
def more(lesson, draw, {size}):
    {says}
"""


BARS = "f.cost(sizes=(4, 8), peak=2, grows={'operations': 0.2})"


@pytest.fixture
def read(make_course):
    """The exercise of a judge file with these words."""

    def make(*, cost=BARS, maker="Speed('slow', minutes=5)", says='"More."', size="size"):
        judge = JUDGE.format(cost=cost, maker=maker, says=says, size=size)
        return scan(make_course({"tensors/a": {"judge.py": judge}})).lesson("tensors/a").exercise("f")

    return make


def test_a_cost_holds_what_is_written(read):
    """Meters in their own order, sizes, bars, and the start."""
    exercise = read()
    (cost,) = exercise.costs

    assert (exercise.kind, exercise.slow, exercise.bug) == ("speed", "slow", None)
    assert (cost.name, cost.says, cost.sizes, cost.meters) == ("more", "More.", (4, 8), ("operations", "peak"))
    assert (cost.at_most, cost.grows) == ({"peak": 2.0}, {"operations": 0.2})
    assert isinstance(hash(exercise), int)


FAULTS = {
    "no bar": ({"cost": "f.cost(sizes=(4, 8))"}, "has no bar"),
    "no brackets": ({"cost": "f.cost"}, "has no bar"),
    "unknown meter": ({"cost": "f.cost(peek=2)"}, "Did you mean 'peak'"),
    "unknown meter of growth": ({"cost": "f.cost(grows={'time': 1})"}, "names the meter 'time'"),
    "growth is no mapping": ({"cost": "f.cost(grows=1)"}, "not a mapping"),
    "bar below the reference": ({"cost": "f.cost(peak=0.5)"}, "at least 1"),
    "bar is no number": ({"cost": "f.cost(peak='small')"}, "'small'"),
    "one size": ({"cost": "f.cost(sizes=(4,), peak=2)"}, "two or more"),
    "sizes shrink": ({"cost": "f.cost(sizes=(8, 4), peak=2)"}, "two or more"),
    "an expression": ({"cost": "f.cost(sizes=tuple(range(3)), peak=2)"}, "not a literal"),
    "no docstring": ({"says": "pass"}, "has no docstring"),
    "wrong parameters": ({"size": "n"}, "does not take (lesson, draw, size)"),
    "of a fill": ({"maker": "Fill(minutes=5)"}, "belongs to no exercise of speed"),
    "of nothing": ({"cost": "g.cost(peak=2)"}, "belongs to no exercise of speed"),
    "no start": ({"maker": "Speed(minutes=5)"}, "does not name its slow start"),
}


@pytest.mark.parametrize(("words", "told"), FAULTS.values(), ids=FAULTS)
def test_a_slip_is_told(read, words, told):
    """With the place in judge.py."""
    with pytest.raises(LessonError) as raised:
        read(**words)

    assert told in str(raised.value)
    assert "course/tensors/a/judge.py:" in str(raised.value)
