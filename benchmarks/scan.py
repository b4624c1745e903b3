"""How long the catalog takes to find 300 lessons, beside importing torch and beside parsing the same headers in pure Python.

Run with `make bench-scan`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LESSONS = 300
SUBJECTS = 20
HEADER = """---
title: Lesson {number}
after: [{after}]
level: intermediate
minutes: 45
covers: [requirement-{number}-01, requirement-{number}-02, requirement-{number}-03]
---
The text of the lesson follows here.
"""
TIMED = """
import sys, time
from pathlib import Path
from torchdojo.catalog import scan
start = time.perf_counter()
catalog = scan(Path(sys.argv[1]))
print(time.perf_counter() - start, len(catalog.lessons))
"""


def build(course: Path) -> None:
    """Writes a course of synthetic lessons, each after the one before it in its subject."""
    subjects = [f"subject{number:02}" for number in range(SUBJECTS)]
    course.joinpath("course.toml").write_text("\n".join(f'[[subject]]\nid = "{name}"\ntitle = "{name}"\n' for name in subjects))
    for number in range(LESSONS):
        subject = subjects[number % SUBJECTS]
        folder = course / subject / f"lesson{number:03}"
        folder.mkdir(parents=True)
        before = f"{subject}/lesson{number - SUBJECTS:03}" if number >= SUBJECTS else ""
        (folder / "lesson.md").write_text(HEADER.format(number=number, after=before) + "Words.\n" * 200)
        for name in ("reference", "judge", "mistakes", "alternatives"):
            (folder / f"{name}.py").write_text(f'"""{name}"""\n')
        (course / subject / "subject.md").write_text(f"# {subject}\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch) / "course"
        course.mkdir()
        build(course)
        scans = []
        torch = []
        for _ in range(7):
            done = subprocess.run([sys.executable, "-c", TIMED, str(course)], capture_output=True, text=True, check=True)
            took, found = done.stdout.split()
            assert int(found) == LESSONS, found
            scans.append(float(took))
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import torch"], check=True)
            torch.append(time.perf_counter() - start)
    print(f"| scan of {LESSONS} lessons, median (minimum) | {1000 * statistics.median(scans):.0f} ({1000 * min(scans):.0f}) ms |")
    print(f"| `import torch` in the same run | {1000 * statistics.median(torch):.0f} ({1000 * min(torch):.0f}) ms |")


if __name__ == "__main__":
    main()
