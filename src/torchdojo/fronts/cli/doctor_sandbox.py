"""The walls around a learner's code, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from torchdojo.fronts.cli.doctoring import GOOD, NOTE, PROBLEM, Check
from torchdojo.fronts.cli.screen import say_once

if TYPE_CHECKING:
    from torchdojo.sandbox import Wall

AREA = "Sandbox"
ERROR_NUMBER = re.compile(r"\[Errno \d+\] ")
MEANING = {
    "full": "every wall holds",
    "partial": "some walls are missing; code is judged, but do not judge code you do not trust",
    "none": "no wall holds; code is judged as if you ran it yourself, so judge only your own",
}


def checks() -> Iterator[Check]:
    """What the sandbox can promise here, found by trying."""
    from torchdojo import sandbox

    try:
        sandbox.ensure(on_wait=say_once)
        walls = sandbox.walls()
    except sandbox.SandboxError as fault:
        yield Check(AREA, "sandbox", PROBLEM, str(fault))
        return
    yield Check(AREA, "walls", GOOD if walls.kind == "full" else NOTE, f"{walls.kind}: {MEANING[walls.kind]}")
    for wall in walls.details:
        yield _wall(wall)


def _wall(wall: Wall) -> Check:
    why = ERROR_NUMBER.sub("", wall.why)
    if wall.held:
        return Check(AREA, wall.name, GOOD, f"holds ({why})" if why else "holds")
    return Check(AREA, wall.name, NOTE, f"does not hold: {why}")
