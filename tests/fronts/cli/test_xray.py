"""The x-ray in the terminal."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from torchdojo.diagnose.xray import Event, SeenLine, Variable, XRay
from torchdojo.fronts.cli import xrays

LESSON = "numbers/outer_sum"
TENSOR = Variable(1, "variable", "x", "tensor", (3,), "float32", "cpu", True, -1.0, 2.5, 2, 1, "")


def printed(seen, width=80) -> str:
    """What is printed of an x-ray on a screen of this width."""
    out = io.StringIO()
    xrays.show(Console(file=out, width=width, markup=False, emoji=False, highlight=False), seen)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_a_failure_names_the_way_to_the_x_ray(dojo, wrong):
    """And nothing more, unless it is asked for."""
    said = dojo("grade", LESSON, wrong, "--exercise", "outer_sum")

    assert "line by line: add --xray" in said.out and "(5,) float64" not in said.out


def test_the_x_ray_stands_with_the_verdict(dojo, wrong):
    """Each line with what it left behind; the verdict and the exit code are the same."""
    plain, seen = (dojo("grade", LESSON, wrong, "--exercise", "outer_sum", "--seed", "7", *more) for more in ((), ("--xray",)))

    assert plain.code == seen.code == 1
    assert "def outer_sum(column, row):\n" in seen.out and "column (5,) float64 cpu, requires grad = [" in seen.out
    assert "broadcast: column (5,) and (3, 1) are both stretched to (3, 5)" in " ".join(seen.out.split())
    assert [line for line in plain.out.splitlines() if "add --xray" not in line and line not in seen.out.splitlines()] == []


def test_a_pass_has_no_x_ray(dojo, right):
    """There is nothing to find."""
    said = dojo("grade", LESSON, right, "--xray")

    assert said.code == 0 and "line by line" not in said.out


def test_the_json_has_it_anyway(dojo, wrong):
    """With and without the option."""
    for more in ((), ("--xray",)):
        first, second = json.loads(dojo("grade", LESSON, wrong, "--json", *more).out)["exercises"]
        assert first["xray"]["probe"] == "two_lengths" and "xray" not in second


def test_a_folder_has_no_x_ray(dojo, desk, wrong):
    """A class is not looked through line by line."""
    said = dojo("grade", LESSON, desk, "--xray")

    assert said.code == 2 and "--xray is for one file" in said.err


@pytest.mark.parametrize("width", [40, 80, 160])
def test_everything_is_said_on_every_screen(width):
    """Shape, type, place, flag, NaN, range, the visit, and what happened how often."""
    line = SeenLine(7, "    x = y", 9, (TENSOR,), (Event(1, 9, "nan", "`sqrt` makes 2 of 3 entries NaN"),))
    words = " ".join(printed(XRay("a_probe", (line,), cut=2, stopped=True), width).split())

    for part in ("a probe", "7", "x = y", "9 visits", "visit 1:", "x (3,) float32 cpu", "2 NaN", "1 infinite", "-1 to 2.5"):
        assert part in words
    assert "(9 times)" in words and "2 further lines" in words and "took too long" in words


def test_what_a_program_sends_cannot_drive_the_terminal():
    """Control characters are shown, markup is text."""
    nasty = "\x1b[2J[red]x[/red]\r\n"
    variable = Variable(1, "variable", nasty, "object", text=nasty)
    line = SeenLine(1, nasty, 1, (variable,), (Event(1, 1, "alias", nasty),))
    shown = printed(XRay(nasty, (line,)))

    assert "\x1b" not in shown and "\r" not in shown and shown.count("[red]x[/red]") >= 4


def test_that_there_is_none_is_said():
    """A submission may have ended its process."""
    assert "No x-ray" in printed(None)
