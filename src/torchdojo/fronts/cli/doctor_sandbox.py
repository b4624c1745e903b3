"""The walls around a learner's code, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.fronts.cli.doctoring import GOOD, NOTE, PROBLEM, Check

AREA = "Sandbox"
MEANING = {
    "full": "every wall holds",
    "partial": "some walls are missing; code is judged, but do not judge code you do not trust",
    "none": "no wall holds; code is judged as if you ran it yourself, so judge only your own",
}


def checks() -> Iterator[Check]:
    """What the sandbox can promise here, found by trying."""
    from torchdojo import sandbox

    try:
        walls = sandbox.walls()
    except sandbox.SandboxError as fault:
        yield Check(AREA, "sandbox", PROBLEM, str(fault))
        return
    yield Check(AREA, "walls", GOOD if walls.kind == "full" else NOTE, f"{walls.kind}: {MEANING[walls.kind]}")
    for wall in walls.details:
        yield Check(AREA, wall.name, GOOD if wall.held else NOTE, f"{'holds' if wall.held else 'does not hold'}: {wall.why}")
