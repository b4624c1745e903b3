"""The judge beside its peers, in one run: accuracy, naming, forgery, latency, throughput.

Run with `make bench-judge`. The peers are installed into environments of their own the first time (some GB, mostly torch).
`ARGS="--to docs/results.md"` writes the tables into that page.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from peers.attacks import ATTACKS
from peers.environments import PEERS, environment
from peers.measures import OURS, Row, accuracy, forgery, latency, share, throughput
from peers.naming import naming

from torchdojo.sandbox import ensure, walls

MARKS = ("<!-- begin: make bench-judge -->", "<!-- end -->")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=5, help="graders that take seconds judge every n-th submission")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the latency table")
    parser.add_argument("--to", type=Path, help="a page whose part between the marks is replaced by the tables")
    options = parser.parse_args()
    for peer in PEERS:
        environment(peer)
    ensure()
    rows = {name: Row() for name in (OURS, *PEERS)}
    latency(rows, rounds=options.rounds, say=say)
    throughput(rows, count=5, say=say)
    chosen = accuracy(rows, every=options.every, say=say)
    forgery(rows, say)
    named = naming(chosen, say)
    print(file=sys.stderr)
    text = tables(rows, named, len(chosen))
    print(text)
    if options.to is not None:
        write(options.to, text)


def say(words: str) -> None:
    """Nothing; the line that tells how far it is."""
    print(f"\r{words:<60}", end="", file=sys.stderr, flush=True)


def tables(rows: Mapping[str, Row], named: Mapping[str, tuple[int, int, int]], count: int) -> str:
    """Both tables as Markdown."""
    lines = [
        f"{count} submissions to four tasks, {len(ATTACKS)} forgeries; torch {version('torch')}; walls here: {walls().kind}.",
        "",
        "| | wrong accepted | right refused | mistake named | forged passes | had to be ended from outside |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        right, wrong, of = named.get(name, (0, 0, 0))
        words = f"{right} of {of} ({100 * right / of:.0f} %), {wrong} wrongly" if of else "-"
        cells = [
            share(row.accepted, row.wrong),
            share(row.refused, row.right),
            words,
            share(row.forged, len(ATTACKS)),
            str(len(row.hung)),
        ]
        lines.append(f"| {_bold(name)} | {' | '.join(cells)} |")
    lines += ["", "| | from a file to its verdict, s | beside pytest | submissions a minute, one worker |", "|---|---|---|---|"]
    pytest = statistics.median(rows["pytest"].seconds)
    for name, row in rows.items():
        median = statistics.median(row.seconds)
        lines.append(f"| {_bold(name)} | {median:.3f} | {median / pytest:.3f} x | {row.per_minute:.0f} |")
    lines += ["", *_details(rows)]
    return "\n".join(lines) + "\n"


def _details(rows: Mapping[str, Row]) -> list[str]:
    lines = []
    for name, row in rows.items():
        for what, found in (("accepts", row.accepted), ("refuses", row.refused), ("is forged by", row.forged)):
            if found:
                lines.append(f"- {name} {what}: {', '.join(found)}.")
    return lines


def _bold(name: str) -> str:
    return f"**{name}**" if name == OURS else name


def write(page: Path, text: str) -> None:
    """Nothing; the part of the page between the marks is replaced."""
    before, after = MARKS
    old = page.read_text(encoding="utf-8")
    if before not in old or after not in old:
        raise SystemExit(f"{page} has no lines '{before}' and '{after}'.")
    page.write_text(
        re.sub(f"{re.escape(before)}.*?{re.escape(after)}", lambda _: f"{before}\n\n{text}\n{after}", old, flags=re.DOTALL)
    )


if __name__ == "__main__":
    main()
