"""What a submission can read, reach or change outside its sandbox, and what it can carry out in its report."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import torchdojo
from torchdojo import sandbox
from torchdojo.grade import prepare
from torchdojo.sandbox import daemon

from .conftest import HERE, LESSON, Attack, attacks_in, words_of

PLACES, PATHS, PORT = '"PLACES OF THE TEST",', '"PATHS OF THE TEST",', "PORT OF THE TEST"
SECRETS = ("reference", "mistake", "alternative", "attempts", "expected", "environment", "memory")


@dataclass(frozen=True)
class Baits:
    """What there is to be reached, and whether somebody did."""

    places: tuple[str, ...]
    paths: tuple[str, ...]
    doors: tuple[socket.socket, ...]

    def put_into(self, attack: Attack) -> Attack:
        """The attack, told where everything is: it need not guess."""
        text = attack.text.replace(PLACES, "".join(f"{place!r}, " for place in self.places))
        text = text.replace(PATHS, "".join(f"{path!r}, " for path in self.paths))
        return replace(attack, text=text.replace(PORT, str(self.doors[0].getsockname()[1])))

    def visited(self) -> int:
        """How many came in."""
        count = 0
        for door in self.doors:
            try:
                door.accept()[0].close()
            except BlockingIOError:
                continue
            count += 1
        return count


@pytest.fixture
def baits(targets, monkeypatch) -> Iterator[Baits]:
    """Secrets on the disk, in the environment and in this process; doors that notice who comes in."""
    monkeypatch.setenv("SECRET", "sesame-environment")
    data = Path(os.environ["TORCHDOJO_DATA"])
    kept = {data / "attempts.db": "sesame-attempts", data / "cache" / "expected" / "secret": "sesame-expected"}
    for path, words in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    lesson = targets.lesson(LESSON)
    prepare(lesson, lesson.exercise("table"))
    package = Path(torchdojo.__file__).parent
    places = [*kept, data, *(lesson.folder / name for name in ("reference.py", "mistakes.py", "alternatives.py"))]
    places += [package / "judge" / "expected.py", HERE / "conftest.py", daemon.runtime(), Path("/etc/shadow")]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.chmod(folder, 0o777)
        doors = [stack.enter_context(socket.create_server(("127.0.0.1", 0)))]
        for name in (f"{folder}/s", f"\0dojo-{os.getpid()}"):
            doors.append(stack.enter_context(socket.socket(socket.AF_UNIX)))
            doors[-1].bind(name)
            doors[-1].listen()
        os.chmod(f"{folder}/s", 0o777)
        for door in doors:
            door.setblocking(False)
        paths = (f"{folder}/s", f"\0dojo-{os.getpid()}", str(daemon.address()))
        yield Baits(tuple(map(str, places)), paths, tuple(doors))


@pytest.mark.parametrize("attack", attacks_in("reach"), ids=lambda attack: attack.name)
def test_nothing_outside_is_reached(endured, full_walls, baits, attack):
    """Told where everything is, it still finds nothing, changes nothing and carries nothing out."""
    graded = endured(baits.put_into(attack))

    report = words_of(graded)
    carried = [secret for secret in SECRETS if f"sesame-{secret}" in report]
    assert carried == []
    assert "root:" not in report
    assert baits.visited() == 0
    if attack.says and graded.verdict.status == "failed":
        assert attack.says in report


# what partial walls hold: no sockets by path, no processes of others in sight, no folder of one's own for shared memory
BEYOND_PARTIAL = (
    "sockets_with_a_path",
    "the_daemon_itself",
    "what_the_last_left",
    "network",
    "programs_with_rights",
    "environment",
)
HELD = [attack for attack in attacks_in("reach") if attack.name.split("/")[1] not in BEYOND_PARTIAL]


@pytest.mark.parametrize("attack", HELD, ids=lambda attack: attack.name)
def test_partial_walls_keep_files_and_processes(judged, monkeypatch, baits, attack):
    """As on a machine that refuses user namespaces."""
    monkeypatch.setenv("TORCHDOJO_WALLS", "partial")
    if sandbox.walls().kind != "partial":
        pytest.skip("this kernel has no Landlock")
    graded = judged(baits.put_into(attack).text)

    report = words_of(graded)
    assert not graded.verdict.passed
    assert [secret for secret in SECRETS if f"sesame-{secret}" in report] == []
    if attack.says and graded.verdict.status == "failed":
        assert attack.says in report


def test_what_one_job_leaves_the_next_does_not_find(endured, full_walls):
    """Each worker has folders, shared memory and modules of its own."""
    reaching = {attack.name: attack for attack in attacks_in("reach")}
    endured(reaching["reach/poison_for_the_next"])

    assert "found []" in words_of(endured(reaching["reach/what_the_last_left"]))
