"""From a learner's file to a verdict, through every room, on the toy lessons."""

from __future__ import annotations

import json

import pytest

from torchdojo.catalog import LessonError
from torchdojo.grade import grade, prepare

RIGHT = """
def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("empty")
    return column.unsqueeze(1) + row.unsqueeze(0)
"""


@pytest.fixture
def check(tiny):
    """Grades one exercise of a toy lesson and gives what was found about it."""

    def run(text, *, exercise="outer_sum", lesson="numbers/outer_sum", seed=None):
        (graded,) = grade(tiny.lesson(lesson), text, exercises=[exercise], seed=seed).exercises
        return graded

    return run


def test_a_right_answer_passes(check):
    """Another style than the reference's, with no import of its own."""
    graded = check(RIGHT)

    assert graded.verdict.status == "passed", graded.verdict.message
    assert [probe.status for probe in graded.verdict.probes] == ["passed"] * 3
    assert graded.advice == ()


def test_a_wrong_answer_fails_with_the_probe_and_the_numbers(check):
    """The verdict says where, how many entries, which values, and what would have been allowed."""
    graded = check(RIGHT.replace("+ row", "- row"))

    assert graded.verdict.status == "failed"
    first = graded.verdict.probes[0]
    assert first.status == "failed"
    difference = first.differences[0]
    assert difference.where == "result" and "15 of 15 entries differ" in difference.fact
    assert difference.expected != difference.got and "float64" in difference.allowed


def test_a_known_mistake_is_named(tiny):
    """Whoever writes what mistakes.py holds is told what mistakes.py says."""
    lesson = tiny.lesson("numbers/outer_sum")
    exercise = lesson.exercise("centred")
    for mistake in lesson.mistakes_of("centred"):
        source = lesson.mistakes.replace(f"def {mistake.name}(", "def centred(")
        (graded,) = grade(lesson, source, exercises=[exercise.name]).exercises
        assert graded.verdict.status == "failed"
        assert [advice.name for advice in graded.advice] == [mistake.fault]
        assert graded.advice[0].kind == "mistake" and graded.advice[0].text == mistake.says


STATUSES = {
    "empty file": ("", "not_attempted"),
    "another exercise only": ("def centred(values, keep=1.0):\n    return values\n", "not_attempted"),
    "still the starter": ("def outer_sum(column, row):\n    '''Doc.'''\n    raise NotImplementedError\n", "not_attempted"),
    "broken syntax": ("def outer_sum(column, row:\n    return 1\n", "syntax_error"),
    "null byte": ("def outer_sum(column, row):\n    return '\0'\n", "syntax_error"),
    "returns nothing": ("def outer_sum(column, row):\n    column[:, None] + row\n", "failed"),
    "raises": ("def outer_sum(column, row):\n    return column @ row\n", "failed"),
    "fails while loading": ("import nonsense_that_is_not_there\n" + RIGHT, "failed"),
    "leaves by sys.exit": ("import sys\ndef outer_sum(column, row):\n    sys.exit(0)\n", "crashed"),
    "leaves while loading": ("import sys\n" + RIGHT + "sys.exit(0)\n", "crashed"),
    "leaves by os._exit": ("import os\ndef outer_sum(column, row):\n    os._exit(0)\n", "crashed"),
    "segmentation fault": ("import ctypes\ndef outer_sum(column, row):\n    ctypes.string_at(0)\n", "crashed"),
    "eats memory": ("import torch\ndef outer_sum(column, row):\n    return torch.ones(10**11)\n", "memory"),
    "eats memory in Python": ("def outer_sum(column, row):\n    return [bytes(10**8) for _ in range(100)]\n", "memory"),
    "exhausts the stack": ("def outer_sum(column, row):\n    return outer_sum(column, row)\n", "failed"),
}


@pytest.mark.parametrize(("text", "status"), STATUSES.values(), ids=STATUSES)
def test_every_ending_has_its_status(check, text, status):
    """Whatever a submission does, it ends in a status, and the next check works."""
    graded = check(text)

    assert graded.verdict.status == status, graded.verdict
    assert graded.verdict.message
    assert check(RIGHT).verdict.passed


STUBBORN = """
import signal
import torch

for number in range(1, 30):
    try:
        signal.signal(number, signal.SIG_IGN)
    except Exception:
        pass


class Gate(torch.nn.Module):
    def forward(self, rows):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
"""


def test_a_loop_without_end_is_stopped(check):
    """The exercise's own time limit ends it, though it ignores every exception and signal."""
    graded = check(STUBBORN, exercise="Gate.forward", lesson="layers/row_norm")

    assert graded.verdict.status == "timeout"
    assert graded.verdict.probes[0].status == "timeout" and graded.verdict.probes[1].status == "not_run"


FORGERIES = {
    "comparison patched": """
import numpy, torch
torch.allclose = torch.equal = numpy.allclose = lambda *a, **k: True
torch.testing.assert_close = lambda *a, **k: None
""",
    "equal to everything": """
class Yes:
    def __eq__(self, other): return True
    def __getattr__(self, name): return Yes()
    def __call__(self, *a, **k): return Yes()
""",
    "frames forged": """
import os, struct
for fd in range(3, 40):
    try: os.write(fd, struct.pack('<I', 0))
    except OSError: pass
""",
    "runner patched": """
import sys
for name, module in list(sys.modules.items()):
    if 'observe' in name:
        for key in list(vars(module)):
            if key in ('pack', 'targets', 'fill_gradients'): setattr(module, key, lambda *a, **k: b'')
""",
}


@pytest.mark.parametrize("trick", FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_does_not_pass(check, trick):
    """Nothing a submission does inside its process makes a wrong result right."""
    text = trick + "\ndef outer_sum(column, row):\n    return Yes() if 'Yes' in globals() else column[:, None] * row\n"

    assert check(text).verdict.status in ("failed", "crashed")


def test_the_same_seed_gives_the_same_verdict(check):
    """A recorded seed replays the very same inputs."""
    wrong = RIGHT.replace("+ row", "- row")
    first = check(wrong)
    again = check(wrong, seed=first.verdict.seed)

    assert again.verdict.probes == first.verdict.probes
    assert check(wrong).verdict.seed != first.verdict.seed


def test_a_prepared_seed_is_used_once(tiny, check):
    """Observations made ahead serve one check each."""
    lesson = tiny.lesson("numbers/outer_sum")
    prepare(lesson, lesson.exercise("outer_sum"))

    assert len({check(RIGHT).verdict.seed for _ in range(4)}) == 4


def test_an_exception_names_the_learners_line(check):
    """The learner's own line is shown, not torch's and not ours."""
    text = "import torch\n\ndef outer_sum(column, row):\n    wrong = torch.zeros(2) @ column\n    return wrong\n"

    graded = check(text)

    assert graded.verdict.line == 4
    assert graded.verdict.probes[0].trouble.lines[-1] == (4, "wrong = torch.zeros(2) @ column")
    assert "(line 4: wrong = torch.zeros(2) @ column)" in graded.verdict.message


def test_a_changed_input_is_told(check):
    """A right result does not excuse changing what the caller gave."""
    graded = check(RIGHT.replace("    return", "    column.data.mul_(1.0).add_(1)\n    column.data.sub_(0.5)\n    return"))

    facts = [f"{one.where}: {one.fact}" for probe in graded.verdict.probes for one in probe.differences]
    assert "input column: was changed in place; it must be left as it is" in facts


def test_a_missing_return_is_explained(check):
    """The commonest slip of all has its own words."""
    (advice,) = check("def outer_sum(column, row):\n    column[:, None] + row\n").advice

    assert advice.kind == "error" and "return" in advice.text


def test_a_hunt_is_not_attempted_until_its_code_changes(tiny):
    """The buggy starter counts as untouched; its repair passes."""
    from torchdojo.starter import punch

    lesson = tiny.lesson("numbers/descent")
    starter = punch(lesson).text
    (given,) = grade(lesson, starter, exercises=["descend"]).exercises
    (solved,) = grade(lesson, lesson.reference, exercises=["descend"]).exercises

    assert given.verdict.status == "not_attempted"
    assert solved.verdict.status == "passed"


def test_the_report_prints_as_the_command_contract_says(tiny):
    """Exactly the keys of the contract, and numbers JSON can hold."""
    report = grade(tiny.lesson("numbers/outer_sum"), RIGHT, seed=5)

    printed = json.loads(json.dumps(report.as_json()))
    assert list(printed) == ["lesson", "seed", "seconds", "exercises"]
    assert printed["lesson"] == "numbers/outer_sum" and printed["seed"] == 5
    assert [exercise["name"] for exercise in printed["exercises"]] == ["outer_sum", "centred"]
    for exercise in printed["exercises"]:
        assert list(exercise) == ["name", "kind", "status", "probes", "advice", "meters"]
        for probe in exercise["probes"]:
            assert list(probe) == ["name", "status", "message"]


def test_an_unknown_exercise_is_a_clear_error(tiny):
    """The nearest name is offered."""
    with pytest.raises(LessonError, match="Did you mean 'outer_sum'"):
        grade(tiny.lesson("numbers/outer_sum"), RIGHT, exercises=["outer_sun"])


SPY = """
import gc
import os
import sys
import types

import torch


def outer_sum(column, row):
    functions = [one for one in gc.get_objects() if isinstance(one, types.FunctionType)]
    print("functions", sum(one.__name__ == "outer_sum" for one in functions))
    print("mistakes", [one.__name__ for one in functions if "__" in one.__name__.strip("_")])
    print("rooms", sorted(name for name in sys.modules if name.startswith(("torchdojo.judge", "torchdojo.diagnose", "course"))))
    texts = [one for one in gc.get_objects() if isinstance(one, (str, bytes)) and len(one) < 10**6]
    print("texts", sum("a column stretches to the right" in str(one) for one in texts))
    found = []
    libraries = ("/proc", "/sys", "/usr", "/lib", os.path.join(sys.base_prefix, "lib"), os.path.dirname(torch.__path__[0]))
    for folder, inside, files in os.walk("/"):
        inside[:] = [name for name in inside if not os.path.join(folder, name).startswith(libraries)]
        found += [name for name in files if name in ("reference.py", "mistakes.py", "alternatives.py")]
    print("files", found)
    return column
"""


def test_a_submission_finds_neither_its_reference_nor_the_mistakes(check):
    """Nothing in the process or on its disk holds the answer, whoever looks for it."""
    graded = check(SPY)

    printed = graded.verdict.probes[0].printed.splitlines()
    assert printed == ["functions 1", "mistakes []", "rooms []", "texts 0", "files []"]
