"""Grading a folder of 2,000 submissions: how many a second, and whether a kill at 40 % costs anything.

Run with `make bench-folder` (`ARGS="--count 200"`). Submissions are made from the reference, other right ways, known mistakes and
mutants of one lesson; no two have the same bytes. Each is judged on all exercises of the lesson that are functions.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from answers import Answer, answers
from memory import family, megabytes

from torchdojo.catalog import scan
from torchdojo.sandbox import stop_daemon

LESSON = "tensors/broadcasting"


def make(folder: Path, count: int, exercises: int) -> dict[str, Answer]:
    """The answer behind each file."""
    folder.mkdir()
    known = list(answers(scan().lesson(LESSON), mutants=10**6))
    chosen = list(dict.fromkeys(answer.exercise for answer in known))[:exercises]
    known = [answer for answer in known if answer.exercise in chosen]
    made = {}
    for number, answer in zip(range(count), itertools.cycle(known), strict=False):
        name = f"student{number:04}.py"
        (folder / name).write_text(f"{answer.text}# handed in by student {number}\n")
        made[name] = answer
    return made


def rows_of(results: Path) -> list[bytes]:
    """The whole lines that are there now."""
    return results.read_bytes().splitlines(keepends=True) if results.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--exercises", type=int, default=100, help="judge only the first so many")
    options = parser.parse_args()
    home = tempfile.mkdtemp(prefix="dojo-")
    os.environ |= {"TORCHDOJO_DATA": f"{home}/data", "TORCHDOJO_RUNTIME": f"{home}/run"}
    try:
        measure(Path(home), options.count, options.exercises)
    finally:
        stop_daemon()
        shutil.rmtree(home, ignore_errors=True)


def measure(home: Path, count: int, most: int) -> None:
    """Prints the table."""
    made = make(home / "submissions", count, most)
    exercises = sorted({answer.exercise for answer in made.values()})
    results = home / "submissions-results.jsonl"
    chosen = [word for name in exercises for word in ("--exercise", name)]
    command = [sys.executable, "-m", "torchdojo", "grade", LESSON, str(home / "submissions"), "--csv", *chosen]
    memory: list[float] = []
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while len(rows_of(results)) < 0.4 * count:
        time.sleep(1)
        memory.append(sum(megabytes(pid) for pid in family(process.pid)))
        assert process.poll() is None, "it ended before it was killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    first = time.monotonic() - began
    kept = [line for line in rows_of(results) if line.endswith(b"\n")]
    began = time.monotonic()
    again = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while again.poll() is None:
        time.sleep(1)
        memory.append(sum(megabytes(pid) for pid in family(again.pid)))
    second = time.monotonic() - began
    lines = rows_of(results)
    report(made, kept=kept, lines=lines, seconds=(first, second), memory=memory, exercises=len(exercises))


def report(
    made: dict[str, Answer],
    *,
    kept: list[bytes],
    lines: list[bytes],
    seconds: tuple[float, float],
    memory: list[float],
    exercises: int,
) -> None:
    """Nothing; prints Markdown."""
    rows = [json.loads(line) for line in lines]
    times = Counter(row["file"] for row in rows)
    wrong = []
    for row in rows:
        answer = made[row["file"]]
        status = next(one["status"] for one in row["report"]["exercises"] if one["name"] == answer.exercise)
        if not answer.fits(status):
            wrong.append(f"{row['file']}: a {answer.kind} answer to {answer.exercise} is '{status}'")
    total = sum(seconds)
    kinds = Counter(answer.kind for answer in made.values())
    print(f"\n{len(made)} submissions to {LESSON}, {exercises} exercises each: {dict(kinds)}; {os.cpu_count()} cores, ", end="")
    print(f"load average {os.getloadavg()[0]:.1f}.\n\n| | |\n|---|---|")
    print(f"| submissions a second | {len(made) / total:.1f} |")
    print(f"| verdicts a second | {len(made) * exercises / total:.0f} |")
    print(f"| killed at | {len(kept)} rows, after {seconds[0]:.0f} s |")
    print(f"| rows lost by the kill | {sum(line not in set(lines) for line in kept)} |")
    print(f"| files judged twice | {sum(count > 1 for count in times.values())} |")
    print(f"| files without a row | {len(made.keys() - times.keys())} |")
    print(f"| wrong verdicts on right and wrong answers | {len(wrong)} |")
    print(f"| the rest, after the same command again | {seconds[1]:.0f} s |")
    print(
        f"| the command and its judging processes, MB (PSS): median, maximum | {sorted(memory)[len(memory) // 2]:.0f}, ", end=""
    )
    print(f"{max(memory):.0f} |")
    for words in wrong[:20]:
        print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
