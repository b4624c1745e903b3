"""The x-ray of a failure, from a learner's text through the sandbox to the report."""

from __future__ import annotations

import json

import pytest

from torchdojo import sandbox
from torchdojo.grade import grade

HEAD = "import torch\n\n\ndef outer_sum(column, row):\n    if row.numel() == 0:\n        raise ValueError('empty')\n"
WRONG = HEAD + "    table = column + row[:, None]\n    return table\n"
RIGHT = HEAD + "    return column[:, None] + row\n"


@pytest.fixture
def check(tiny):
    """Grades one exercise of a toy lesson and gives what was found about it."""

    def run(text, *, exercise="outer_sum", lesson="numbers/outer_sum", seed=None):
        (graded,) = grade(tiny.lesson(lesson), text, exercises=[exercise], seed=seed).exercises
        return graded

    return run


def test_the_first_failing_probe_is_followed(check):
    """Its inputs are seen where they come in, the wrong shape where it is made, with the broadcast that made it."""
    seen = check(WRONG, seed=4).xray

    assert seen.probe == "two_lengths" and [line.line for line in seen.lines] == [4, 5, 7, 8]
    assert [(each.name, each.shape) for each in seen.lines[0].variables] == [("column", (5,)), ("row", (3,))]
    assert [(each.name, each.shape, each.requires_grad) for each in seen.lines[2].variables] == [("table", (3, 5), True)]
    assert [event.text for event in seen.lines[2].events] == ["`column` (5,) and (3, 1) are both stretched to (3, 5)"]
    assert seen.lines[3].variables[0].role == "returns"


def test_the_inputs_are_those_that_were_judged(check):
    """The same seed draws the same numbers for both runs."""
    seen = [check(WRONG, seed=seed).xray.lines[0].variables for seed in (4, 4, 5)]

    assert seen[0] == seen[1] != seen[2]


def test_nothing_is_run_again_unless_somebody_looks(check, monkeypatch):
    """Neither after a pass nor after a failure; and only once."""
    jobs = []
    run = sandbox.run
    monkeypatch.setattr("torchdojo.diagnose.xray_run.run", lambda *a, **k: jobs.append(1) or run(*a, **k))
    passed, failed = check(RIGHT), check(WRONG)

    assert jobs == [] and passed.xray is None and jobs == []
    assert failed.xray is failed.xray is not None and jobs == [1]


def test_the_report_holds_it_after_a_failure_only(tiny):
    """Under a key of its own; what was there before stays as it was."""
    reports = [grade(tiny.lesson("numbers/outer_sum"), text, exercises=["outer_sum"], seed=4) for text in (RIGHT, WRONG)]
    passed, failed = (json.loads(json.dumps(report.as_json()))["exercises"][0] for report in reports)

    assert list(passed) == ["name", "kind", "status", "probes", "advice", "meters"]
    assert list(failed) == [*passed, "xray"]
    assert list(failed["xray"]) == ["probe", "stopped", "cut", "lines"]
    line = failed["xray"]["lines"][2]
    assert list(line) == ["line", "text", "visits", "variables", "events"]
    assert (line["line"], line["text"], line["visits"]) == (7, "    table = column + row[:, None]", 1)
    assert "xray" not in reports[1].as_json(xray=False)["exercises"][0]


def test_a_file_that_does_not_load_is_followed_while_it_loads(check):
    """Only lines with something to tell, and the one that raised."""
    seen = check("import torch\nWIDTH = 3\nTABLE = torch.ones(2, WIDTH) @ torch.ones(2)\n" + RIGHT).xray

    assert seen.probe == "loading the file" and [line.line for line in seen.lines] == [2, 3]
    assert [event.kind for event in seen.lines[1].events] == ["operands", "raised"]


GATE = "import torch\n\n\nclass Gate(torch.nn.Module):\n    def forward(self, rows):\n"


def test_a_loop_without_end_is_seen_as_far_as_it_came(check):
    """The run is ended, the visits are counted."""
    text = GATE + "        steps = 0\n        while True:\n            steps += 1\n"
    graded = check(text, exercise="Gate.forward", lesson="layers/row_norm")

    assert graded.verdict.status == "timeout" and graded.xray.stopped
    assert graded.xray.lines[-1].visits > 1000


SILENT = {
    "leaves the process": "    import os\n    os._exit(0)\n",
    "sends frames of its own": """
    import os, struct, json
    head = json.dumps({"xray": {"cut": 0, "stopped": False, "lines": [{"line": 10**9}]}, "blobs": []}).encode()
    for descriptor in range(3, 40):
        try:
            os.write(descriptor, struct.pack("<I", 8 + len(head)) + struct.pack("<II", len(head), 0) + head)
        except OSError:
            pass
    os._exit(0)
""",
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_a_submission_that_breaks_its_x_ray_has_none(check, body):
    """And its verdict stands."""
    graded = check(HEAD + body)

    assert graded.verdict.status == "crashed" and graded.xray is None
    assert check(RIGHT).verdict.passed


def test_the_x_ray_is_never_asked_whether_an_answer_is_right(check):
    """A submission that notices that it is followed and then behaves has failed all the same."""
    text = (
        HEAD.replace("import torch", "import sys, torch")
        + "    if sys.gettrace():\n        return column[:, None] + row\n    return row\n"
    )

    graded = check(text)

    assert graded.xray is not None and graded.verdict.status == "failed"


def test_reference_code_around_the_learners_is_not_shown(check):
    """Holes that were filled from the reference are no lines of the learner's."""
    text = GATE + "        score = rows @ self.weight\n        return score\n"

    seen = check(text, exercise="Gate.forward", lesson="layers/row_norm").xray

    assert [line.line for line in seen.lines] == [5, 6, 7]
