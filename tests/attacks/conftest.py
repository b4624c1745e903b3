"""A target, a sandbox of these tests' own, and what must hold after each attack."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from torchdojo import sandbox
from torchdojo.catalog import Catalog, scan
from torchdojo.grade import Graded, grade
from torchdojo.sandbox import daemon

HERE = Path(__file__).parent
LESSON = "walls/tables"
STATUSES = {"passed", "failed", "not_attempted", "timeout", "memory", "crashed", "syntax_error", "forbidden"}
HONEST = "def table(column, row):\n    return (row + 1) * column[:, None]\n"
DIRECTIVE = re.compile(r"^# (ends as|exercise|says): (.+)$", re.MULTILINE)
# beyond an attack's own limit: starting it, judging it, and whatever else the machine is doing
MARGIN_SECONDS = 20.0
FAREWELL_SECONDS = 30.0


@dataclass(frozen=True)
class Attack:
    """A submission that tries something, how it may end, and the exercise it hands itself in for."""

    name: str
    text: str
    ends: frozenset[str]
    exercise: str
    says: str = ""
    """What its report must say: that nothing was reached."""


def attacks_in(*groups: str) -> list[Attack]:
    """The submissions of these folders."""
    paths = sorted(path for group in groups for path in (HERE / "submissions" / group).glob("*.py"))
    return [_attack(path) for path in paths]


def _attack(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    said = dict(DIRECTIVE.findall(text))
    return Attack(
        f"{path.parent.name}/{path.stem}", text, frozenset(said["ends as"].split(", ")), said["exercise"], said.get("says", "")
    )


def words_of(graded: Graded) -> str:
    """All that a learner is told; each word of it can be stored, sent and printed."""
    told = {"verdict": asdict(graded.verdict), "advice": [asdict(advice) for advice in graded.advice]}
    return json.dumps(told, ensure_ascii=False).encode().decode()


@pytest.fixture(scope="session")
def targets() -> Catalog:
    """One lesson that is there to be attacked."""
    return scan(HERE / "targets")


@pytest.fixture
def full_walls() -> None:
    """Only where this machine lets an ordinary process have all walls."""
    if sandbox.walls().kind != "full":
        refused = [f"{wall.name}: {wall.why}" for wall in sandbox.walls().details if not wall.held]
        pytest.skip("this machine refuses full walls: " + "; ".join(refused))


@pytest.fixture
def judged(targets):
    """Judges a text on the target and gives what was found."""

    def run(text: str, exercise: str = "table", **more) -> Graded:
        (graded,) = grade(targets.lesson(LESSON), text, exercises=[exercise], **more).exercises
        return graded

    return run


@pytest.fixture
def endured(judged):
    """Judges an attack; then the daemon must live, an honest answer pass, and nothing be left of the attack."""

    def run(attack: Attack, **more) -> Graded:
        sandbox.ensure()
        zygote = sandbox.daemon_status()["pid"]
        began = time.monotonic()
        graded = judged(attack.text, attack.exercise, **more)
        took = time.monotonic() - began
        assert graded.verdict.status in STATUSES - {"passed"}, graded
        # on a busy machine the clock may end what would have ended otherwise
        hurried = {"timeout"} if attack.exercise == "brief" or attack.name.startswith("greed") else set()
        assert graded.verdict.status in attack.ends | hurried, graded
        assert took < 10.0 + MARGIN_SECONDS
        assert judged(HONEST).verdict.passed
        assert sandbox.daemon_status()["pid"] == zygote
        assert strangers() == []
        return graded

    return run


def strangers() -> list[str]:
    """Processes that came from this sandbox and are neither its zygote nor a spare of it; a killed jail may take a while."""
    deadline = time.monotonic() + FAREWELL_SECONDS
    while (found := _strangers()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _strangers() -> list[str]:
    status = sandbox.daemon_status()
    if status is None or status["jobs"]:
        return ["a job"]
    mark = str(daemon.address()).encode()
    ours = [pid for pid in _processes() if mark in _command(pid)]
    return ours if len(ours) > 1 + status["spares"] + status["preparing"] else []


def _processes() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit()]


def _command(pid: str) -> bytes:
    try:
        return Path("/proc", pid, "cmdline").read_bytes()
    except OSError:
        return b""
