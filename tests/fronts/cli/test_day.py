"""The rest of a learner's day: list, next, hint, solution, copy, start."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

import pytest

from torchdojo.catalog import scan

TINY = Path(__file__).parents[2] / "tinycourse"
LESSON = "numbers/outer_sum"


def test_list_shows_reading_order_and_how_far_one_is(dojo, right, wrong):
    """Finished lessons are ticked, begun ones counted, the others bare."""
    before = dojo("list")
    listed = [line.split()[0] for line in before.out.splitlines() if "/" in line]
    assert listed[:3] == [LESSON, "numbers/descent", "layers/row_norm"] and listed == list(scan(TINY).lessons)

    dojo("grade", LESSON, wrong)
    assert "0 of 2" in next(line for line in dojo("list").out.splitlines() if LESSON in line)

    dojo("grade", LESSON, right)
    after = dojo("list", "--subject", "numbers")
    assert "finished" in next(line for line in after.out.splitlines() if LESSON in line)
    assert "1 of 2 finished" in after.out and "layers" not in after.out


def test_an_unknown_subject_is_met_with_the_nearest(dojo):
    """A typing error costs a second, not a search."""
    said = dojo("list", "--subject", "number")

    assert said.code == 2
    assert "Did you mean 'numbers'?" in said.err


def test_next_makes_the_file_and_says_how_to_go_on(dojo, desk, right):
    """What is next follows what is passed; the file is in the working folder with its holes."""
    said = dojo("next")
    assert LESSON in said.out and "next: outer_sum" in said.out
    assert "NotImplementedError" in (desk / "torchdojo-work" / "numbers" / "outer_sum.py").read_text()
    assert "torchdojo grade numbers/outer_sum torchdojo-work/numbers/outer_sum.py --exercise outer_sum" in said.out

    dojo("grade", LESSON, right)
    assert "numbers/descent" in dojo("next", "--work", desk / "elsewhere").out
    assert (desk / "elsewhere" / "numbers" / "descent.py").exists()


def test_hints_are_a_ladder(dojo):
    """Each call gives one more, those before stay on show, and the end is said."""
    first, second, third = (dojo("hint", LESSON, "outer_sum") for _ in range(3))

    assert "Hint 1 of 2" in first.out and "Hint 2" not in first.out
    assert "Hint 1 of 2" in second.out and "Hint 2 of 2" in second.out
    assert "These are all." in third.out and "--peek" in third.out


def test_a_solution_is_earned_or_peeked_at(dojo, right):
    """Before a pass it is refused; a peek is remembered, so it need not be repeated."""
    refused = dojo("solution", LESSON, "outer_sum")
    assert (refused.code, refused.out) == (1, "")
    assert "--peek" in refused.err

    assert dojo("solution", LESSON, "outer_sum", "--peek").code == 0
    again = dojo("solution", LESSON, "outer_sum")
    assert again.code == 0
    assert "return column[:, None] + row" in again.out

    dojo("grade", LESSON, right)
    assert dojo("solution", LESSON, "centred").code == 0


def test_a_solution_shows_the_other_right_ways(dojo):
    """With the docstring that says when to prefer each."""
    said = dojo("solution", LESSON, "outer_sum", "--peek")

    assert "Another way: with add" in said.out
    assert "Take it when you already think in shapes" in said.out
    assert "torch.add(column.view(-1, 1), row.view(1, -1))" in said.out


def test_a_copy_carries_its_licence_and_stands_alone(dojo, desk):
    """The file needs nothing of torchdojo, and an existing file is left alone."""
    said = dojo("copy", LESSON, "mine.py")
    text = (desk / "mine.py").read_text()
    assert said.code == 0
    assert "SPDX-License-Identifier: Apache-2.0" in text.splitlines()[0]
    assert compileall.compile_file("mine.py", quiet=1) and "import torchdojo" not in text

    again = dojo("copy", LESSON, "mine.py")
    assert again.code == 2 and "left alone" in again.err


def test_a_reference_is_a_module(desk):
    """One's own project may import what a lesson built; it is loaded once, and leaves nothing in the lesson's folder."""
    script = "import torchdojo as t, torch; m = t.reference('numbers/outer_sum'); assert m is t.reference('numbers/outer_sum');"
    show = "print(m.outer_sum(torch.ones(2), torch.ones(3)).shape)"
    done = subprocess.run([sys.executable, "-c", script + show], capture_output=True, text=True)

    assert done.stdout == "torch.Size([2, 3])\n"
    assert not (Path(os.environ["TORCHDOJO_COURSE"]) / "numbers" / "outer_sum" / "__pycache__").exists()


@pytest.mark.parametrize("command", [[], ["start"]])
def test_without_a_command_the_course_opens(dojo, desk, command):
    """`torchdojo` is `torchdojo start`."""
    assert dojo(*command).out == f"serving {desk / 'torchdojo-work'} on 127.0.0.1:None, browser True\n"


def test_start_passes_its_options_on(dojo, desk):
    """Folder, address, port and browser can be chosen."""
    said = dojo("start", "--work", desk / "w", "--host", "::1", "--port", "8000", "--no-browser")

    assert said.out == f"serving {desk / 'w'} on ::1:8000, browser False\n"


def test_an_unknown_command_is_met_with_the_nearest(dojo):
    """As for lessons and exercises."""
    said = dojo("lst")

    assert said.code == 2
    assert "Did you mean" in said.err and "list" in said.err


@pytest.mark.parametrize("command", ["list", "next"])
def test_the_command_line_never_loads_torch(desk, command):
    """It starts at once, and a broken torch cannot break it: only processes of the sandbox load torch."""
    script = (
        "import sys; from torchdojo.fronts.cli import run; "
        f"run([{command!r}], serve=None); "
        "print(sorted({'torch', 'jaxtyping', 'matplotlib', 'fastapi'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stderr.splitlines()[-1] == "[]"


def test_list_waits_for_nothing_it_does_not_need(desk):
    """Not for numpy, the judge, the text or the sandbox: each would cost more than the list itself."""
    script = (
        "import sys; from torchdojo.fronts.cli import run; run(['list'], serve=None); "
        "rooms = {'judge', 'text', 'sandbox', 'starter', 'grade', 'check', 'diagnose', 'observe'}; "
        "print(sorted(({'numpy', 'pydantic'} | {'torchdojo.' + room for room in rooms}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stderr.splitlines()[-1] == "[]"


def test_a_pipe_gets_plain_text_of_80_columns(dojo, wrong):
    """No colour, no filling spaces; only commands to copy may be longer."""
    said = dojo("grade", LESSON, wrong)
    lines = [line for line in said.out.splitlines() if "torchdojo grade" not in line]

    assert "\x1b" not in said.out
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
