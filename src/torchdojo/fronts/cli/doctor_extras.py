"""Which libraries of which course area are installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from torchdojo.fronts.cli.doctoring import GOOD, NOTE, PROBLEM, Check

AREA = "Libraries"
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*(?:;.*extra\s*==\s*['\"]([a-z]+)['\"])?")
CORE = "core"
# the one area that `all` leaves out
ALONE = "cloud"


def checks() -> Iterator[Check]:
    """A line for each course area."""
    for area, names in _areas().items():
        missing = [name for name in names if not _installed(name)]
        if not missing:
            yield Check(AREA, area, GOOD, f"all {len(names)} installed")
        elif area == CORE:
            yield Check(
                AREA, area, PROBLEM, f"missing: {', '.join(missing)}", "Install torchdojo anew (`make install` in a checkout)."
            )
        else:
            fact = f"{len(names) - len(missing)} of {len(names)}; missing: {', '.join(missing)}"
            yield Check(AREA, area, NOTE, fact, _remedy(area))


def _remedy(area: str) -> str:
    if area == ALONE:
        return "Kept apart, for it holds other libraries back: pip install kfp sagemaker, in an environment of its own."
    return f"In a checkout: make install. Elsewhere: pip install 'torchdojo[{area}]'"


def _areas() -> dict[str, list[str]]:
    """The distributions each extra asks for; those without an extra under 'core'."""
    areas: dict[str, list[str]] = {CORE: []}
    for line in requires("torchdojo") or ():
        found = REQUIREMENT.match(line)
        if found and found[1] != "torchdojo":
            areas.setdefault(found[2] or CORE, []).append(found[1])
    # `all` says again what the areas say
    areas.pop("all", None)
    return areas


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
