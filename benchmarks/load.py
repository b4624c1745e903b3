"""Twenty learners check at once for five minutes: what is lost, what is wrong, how long it takes, what memory does.

Run with `make bench-load` (`ARGS="--minutes 1 --learners 5"`). Each learner edits (the file is saved), thinks for a moment and
checks, on the real server with a fresh record; right and wrong answers to all exercises of the course that are functions.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answers import Answer, answers
from memory import SERVER, family, megabytes

from torchdojo.catalog import scan
from torchdojo.progress import Store
from torchdojo.sandbox import daemon_status, stop_daemon

VERDICT = re.compile(r'<template data-into="headline-[^"]*" data-status="(\w+)"')
PATIENCE = 120


@dataclass
class Seen:
    """What all learners saw."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unsaved: int = 0


class Learner(threading.Thread):
    """Takes one answer after the other until the time is over."""

    def __init__(self, number: int, port: int, given: Sequence[Answer], *, until: float, think: float, seen: Seen) -> None:
        super().__init__()
        self._chance = random.Random(number)
        self._port, self._given, self._until, self._think, self._seen = port, given, until, think, seen

    def run(self) -> None:
        """Edits, thinks, checks."""
        while time.monotonic() < self._until:
            answer = self._chance.choice(self._given)
            try:
                status, _ = self._post(answer, "save", {"source": answer.text + "# and then\n"})
                self._seen.unsaved += status != 204
                time.sleep(self._chance.expovariate(1 / self._think) if self._think else 0.0)
                began = time.monotonic()
                _, said = self._post(answer, "check", {"source": answer.text, "exercise": answer.exercise})
            except (OSError, http.client.HTTPException) as fault:
                self._seen.lost.append(f"{answer.lesson} {answer.exercise}: {type(fault).__name__}: {fault}")
                continue
            self._note(answer, said, time.monotonic() - began)

    def _post(self, answer: Answer, what: str, body: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            sent = {"Content-Type": "application/json"}
            connection.request("POST", f"/{answer.lesson}/{what}", json.dumps(body | {"version": ""}), sent)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def _note(self, answer: Answer, said: str, seconds: float) -> None:
        found = [status for status in VERDICT.findall(said) if status != "running"]
        if len(found) != 1 or found[0] == "trouble":
            self._seen.lost.append(f"{answer.lesson} {answer.exercise}: {said[-300:]}")
            return
        self._seen.latencies.append(seconds)
        self._seen.statuses[found[0]] += 1
        if not answer.fits(found[0]):
            self._seen.wrong.append(f"{answer.lesson} {answer.exercise}: a {answer.kind} answer is '{found[0]}'")


def pss(server: int) -> tuple[float, float]:
    """Megabytes of the server, and of the sandbox with its workers."""
    status = daemon_status()
    sandbox = sum(megabytes(pid) for pid in family(status["pid"])) if status else 0.0
    return sum(megabytes(pid) for pid in family(server)), sandbox


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--think", type=float, default=5.0, help="mean seconds between an edit and its check")
    options = parser.parse_args()
    home = tempfile.mkdtemp(prefix="dojo-")
    os.environ |= {"TORCHDOJO_DATA": f"{home}/data", "TORCHDOJO_RUNTIME": f"{home}/run"}
    server = subprocess.Popen([sys.executable, "-c", SERVER, f"{home}/work"], stdout=subprocess.PIPE, text=True)
    try:
        run(server, options)
    finally:
        server.terminate()
        server.wait()
        stop_daemon()
        shutil.rmtree(home, ignore_errors=True)


def run(server: subprocess.Popen[str], options: argparse.Namespace) -> None:
    """Prints the tables."""
    assert server.stdout is not None
    found = re.search(r"127.0.0.1:(\d+)", server.stdout.readline())
    assert found is not None, "the server did not start"
    given = [answer for lesson in scan().lessons.values() for answer in answers(lesson) if answer.kind != "mutant"]
    seen, rows = Seen(), []
    began = time.monotonic()
    until = began + 60 * options.minutes
    port = int(found[1])
    learners = [Learner(number, port, given, until=until, think=options.think, seen=seen) for number in range(options.learners)]
    for learner in learners:
        learner.start()
    minute = 0
    while any(learner.is_alive() for learner in learners):
        time.sleep(0.5)
        if time.monotonic() - began >= 60 * minute:
            rows.append((minute, *pss(server.pid), len(seen.latencies)))
            minute += 1
    seconds = time.monotonic() - began
    rows.append((minute, *pss(server.pid), len(seen.latencies)))
    show(seen, seconds, rows, options)
    sys.exit(bool(seen.lost or seen.wrong or recorded() != sum(seen.statuses.values())))


def recorded() -> int:
    """Attempts in the record of this run."""
    return len(Store(Path(os.environ["TORCHDOJO_DATA"], "progress.sqlite3")).attempts())


def show(seen: Seen, seconds: float, rows: Sequence[tuple[int, float, float, int]], options: argparse.Namespace) -> None:
    """Nothing; prints Markdown."""
    times = sorted(seen.latencies)
    checks = len(times)
    print(f"\n{options.learners} learners, {seconds:.0f} s, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}.\n")
    print("| | |\n|---|---|")
    print(f"| checks | {checks}, {checks / seconds:.1f} a second |")
    print(f"| lost answers | {len(seen.lost)} |")
    print(f"| edits not saved | {seen.unsaved} |")
    print(f"| attempts not in the record | {sum(seen.statuses.values()) - recorded()} |")
    print(f"| wrong verdicts | {len(seen.wrong)} |")
    if times:
        print(f"| from asking to verdict: median | {1000 * statistics.median(times):.0f} ms |")
        print(f"| p95 | {1000 * times[int(0.95 * (checks - 1))]:.0f} ms |")
        print(f"| maximum | {1000 * times[-1]:.0f} ms |")
    print("| verdicts | " + ", ".join(f"{status} {count}" for status, count in seen.statuses.most_common()) + " |")
    print("\n| minute | server, MB (PSS) | sandbox, MB (PSS) | checks so far |\n|---|---|---|---|")
    for minute, server, sandbox, done in rows:
        print(f"| {minute} | {server:.0f} | {sandbox:.0f} | {done} |")
    for words in (seen.lost + seen.wrong)[:20]:
        print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
