"""Whether what a grader says names the mistake, on the same submissions, as people judged it."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from peers.environments import PEERS
from peers.measures import OURS, judged
from peers.tasks import CASES, Submission
from torchdojo.catalog import scan
from torchdojo.grade import grade

MESSAGES = Path(__file__).with_name("messages.tsv")
# every peer runs these tests and shows their messages, so one of them is asked for all
ASKED = "torch-judge"


def naming(chosen: Sequence[Submission], say: Callable[[str], None]) -> dict[str, tuple[int, int, int]]:
    """By grader: how many mistakes are named rightly, how many wrongly, and of how many wrong submissions."""
    wrong = [one for one in chosen if not one.right]
    ours = _told_by_us(wrong, say)
    theirs = _told_by_peers(wrong, say)
    return {OURS: (*ours, len(wrong)), **{peer: (*theirs, len(wrong)) for peer in PEERS}}


def _told_by_us(wrong: Sequence[Submission], say: Callable[[str], None]) -> tuple[int, int]:
    specification = importlib.util.spec_from_file_location("told", CASES / "told.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["told"] = module
    specification.loader.exec_module(module)
    known = {row.key: row.judged for rows in module.told().values() for row in rows}
    right = misled = 0
    for number, one in enumerate(wrong):
        say(f"naming, ours: {number + 1} of {len(wrong)}")
        case = f"{one.task.lesson}-{one.exercise}-wrong-{one.name}"
        (graded,) = grade(scan().lesson(one.task.lesson), one.text, exercises=[one.exercise], seed=module.SEED).exercises
        verdicts = [known.get((case, advice.kind, advice.name, " ".join(advice.text.split()))) for advice in graded.advice]
        if None in verdicts:
            raise SystemExit(f"{case}: nobody judged its advice yet. Run tests/verdicts/told.py.")
        misled += "wrong" in verdicts
        right += "right" in verdicts and "wrong" not in verdicts
    return right, misled


def _told_by_peers(wrong: Sequence[Submission], say: Callable[[str], None]) -> tuple[int, int]:
    """Their tests have few messages; messages.tsv says which submissions' mistakes each one names. None misleads."""
    with MESSAGES.open(encoding="utf-8", newline="") as lines:
        known = {row["message"]: row["names the mistake of"].split() for row in csv.DictReader(lines, delimiter="\t")}
    right = 0
    for number, one in enumerate(wrong):
        say(f"naming, {ASKED}: {number + 1} of {len(wrong)}")
        said = messages(judged(ASKED, one).says)
        new = [message for message in said if message not in known]
        if new:
            raise SystemExit(f"{one.id}: nobody judged these messages yet, add them to {MESSAGES.name}: {new}")
        right += any(one.id in known[message] for message in said)
    return right, 0


def messages(said: str) -> list[str]:
    """What stands under the failed tests, without colours and numbers."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    found = re.findall(r"(?:❌|💥)[^\n]*\n\s+([^\n]*)", plain)
    return sorted({re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", "N", message).strip()[:80] for message in found})
