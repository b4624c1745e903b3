"""What the judge tells about each wrong case, and whether a person found that right: told.tsv beside this file.

`python tests/verdicts/told.py` judges all wrong cases again and brings told.tsv up to date: known advice keeps its judgement, new
advice gets `?`, which a person who did not write the diagnosis replaces by

    right   it says what is wrong with this text
    near    it is true and leads there, but the fault itself is not named
    wrong   it says something that is not the matter with this text

The tests fail while a `?` is left, or while what is told differs from the file.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

FILE = Path(__file__).with_name("told.tsv")
COLUMNS = ("case", "kind", "name", "judged", "text")
JUDGEMENTS = ("right", "near", "wrong")
SEED = 1


@dataclass(frozen=True)
class Told:
    """One piece of advice on one case."""

    case: str
    kind: str
    name: str
    judged: str
    text: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a judgement belongs to: other words are other advice."""
        return (self.case, self.kind, self.name, self.text)


def told(file: Path = FILE) -> dict[str, list[Told]]:
    """Everything in the file, by case."""
    found: dict[str, list[Told]] = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found.setdefault(row["case"], []).append(Told(**{name: row[name] for name in COLUMNS}))
    return found


def standing(found: Mapping[str, Sequence[Told]], cases: Iterable[str]) -> Counter[str]:
    """How many of the cases are named rightly ('right'), wrongly ('wrong'), nearly ('near') or not at all ('silent')."""
    count: Counter[str] = Counter()
    for case in cases:
        words = {one.judged for one in found.get(case, [])}
        count[next((word for word in ("?", "wrong", "right", "near") if word in words), "silent")] += 1
    return count


def main() -> None:
    from test_verdicts import CASES, Case, course

    from torchdojo.grade import grade

    before = {one.key: one.judged for rows in told().values() for one in rows}
    wrong = [case for case in CASES if not case.right]

    def judged(case: Case) -> list[Told]:
        (graded,) = grade(course().lesson(case.lesson), case.text, exercises=[case.exercise], seed=SEED).exercises
        given = [Told(case.id, advice.kind, advice.name, "?", " ".join(advice.text.split())) for advice in graded.advice]
        return [replace(one, judged=before.get(one.key, "?")) for one in given]

    rows = []
    with ThreadPoolExecutor(2) as pool:
        for number, found in enumerate(pool.map(judged, wrong)):
            print(f"\r{number + 1} of {len(wrong)}", end="", file=sys.stderr, flush=True)
            rows += found
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(row, name) for name in COLUMNS] for row in rows)
    print(f"\n{dict(standing(told(), [case.id for case in wrong]))}", file=sys.stderr)


if __name__ == "__main__":
    main()
