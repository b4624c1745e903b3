"""The x-ray's frame comes out of a sandbox: what is malformed gives no x-ray, and never an exception."""

from __future__ import annotations

import copy
import json
import random

import pytest

from torchdojo.diagnose.xray_frame import read
from torchdojo.observe import pack

TEXT = "def f(x):\n    return x\n"
GOOD = {
    "cut": 0,
    "stopped": False,
    "lines": [
        {
            "line": 2,
            "last": 2,
            "visits": 3,
            "variables": [
                {
                    "visit": 1,
                    "role": "returns",
                    "name": "returns",
                    "kind": "tensor",
                    "shape": [2, 3],
                    "dtype": "float32",
                    "device": "cpu",
                    "grad": True,
                    "low": "-0x1p+1",
                    "high": "0x1p+1",
                    "nan": 1,
                    "infinite": 2,
                    "text": "words",
                }
            ],
            "events": [{"visit": 1, "count": 3, "kind": "broadcast", "text": "(3,) is stretched to (2, 3)"}],
        },
        {"line": 1, "last": 1, "visits": 3, "variables": [], "events": []},
    ],
}


def test_what_the_sandbox_sends_arrives():
    """In the order of the text, with the text's own words."""
    seen = read(pack({"xray": GOOD}), "a_probe", TEXT)

    assert seen.probe == "a_probe" and [line.text for line in seen.lines] == ["def f(x):", "    return x"]
    (variable,) = seen.lines[1].variables
    assert (variable.shape, variable.low, variable.high, variable.nan, variable.infinite) == ((2, 3), -2.0, 2.0, 1, 2)
    assert variable.requires_grad is True and seen.lines[1].events[0].count == 3


def _places(node, path=()):
    yield path
    if isinstance(node, dict | list):
        for key, item in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _places(item, (*path, key))


def _put(path, value):
    changed = copy.deepcopy({"xray": GOOD})
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return changed


HOSTILE = [None, True, -1, 10**30, 1.5, "", "x" * 100_000, "\x1b]0;\x07", "\ud800", "inf", "nan", "0x1p+9999", [], {}, [[]] * 300]


def test_no_change_of_any_part_can_do_harm():
    """Every part of a good frame replaced by everything hostile: an x-ray that can be sent and printed, or none."""
    read_at_all = 0
    for path in _places({"xray": GOOD}):
        for value in HOSTILE if path else []:
            seen = read(pack(_put(path, value)), "p", TEXT)
            if seen is not None:
                read_at_all += 1
                words = json.dumps(seen.as_json(), allow_nan=False)
                words.encode("utf-8")
                assert len(words) < 5000
    # what a text says is the submission's own affair
    assert read_at_all > 20


MALFORMED = {
    "a line behind the end": ("lines", 0, "last", 9),
    "a line before the beginning": ("lines", 0, "line", 0),
    "an unknown kind": ("lines", 0, "variables", 0, "kind", "secret"),
    "an unknown event": ("lines", 0, "events", 0, "kind", "passed"),
    "a negative size": ("lines", 0, "variables", 0, "shape", [-1]),
    "a range without end": ("lines", 0, "variables", 0, "high", "inf"),
    "a visit that is true": ("lines", 0, "visits", True),
    "too many lines": ("lines", [GOOD["lines"][0]] * 201),
    "too many variables": ("lines", 0, "variables", GOOD["lines"][0]["variables"] * 101),
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_what_does_not_fit_makes_the_whole_worthless(change):
    """Nothing is shown of a frame that the x-ray cannot have sent."""
    assert read(pack(_put(("xray", *change[:-1]), change[-1])), "p", TEXT) is None


def test_other_frames_and_noise_are_no_x_ray():
    """Observations, cut frames, random bytes."""
    chance = random.Random(1)
    good = pack({"xray": GOOD})

    assert read(pack({"status": "returned"}), "p", TEXT) is None
    assert all(read(good[:length], "p", TEXT) is None for length in range(len(good)))
    assert all(read(chance.randbytes(chance.randrange(200)), "p", TEXT) is None for _ in range(300))
