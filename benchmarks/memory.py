"""What the course keeps in memory: the sandbox with its two waiting workers, and the server of the page.

Run with `make bench-memory`. PSS counts a page that processes share once, divided among them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from torchdojo.sandbox import daemon_status, ensure

PAGES = ("/", "/tensors/broadcasting", "/nn/normalisation_layers")
VIEWS = 300
SERVER = """
import sys
from pathlib import Path
from torchdojo.__main__ import serve
serve(Path(sys.argv[1]), host="127.0.0.1", port=None, browser=False)
"""


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def megabytes(pid: int) -> float:
    """Proportional set size of one process; 0 if it is gone."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    for line in rows:
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    ensure()
    status = daemon_status()
    assert status is not None
    sandbox = [megabytes(pid) for pid in family(status["pid"])]
    print("| | MB (PSS) |\n|---|---|")
    print(f"| sandbox: {len(sandbox)} processes, torch loaded once | {sum(sandbox):.0f} |")
    alone = subprocess.Popen([sys.executable, "-c", "import torch, sys; print(); sys.stdin.read()"], stdin=-1, stdout=-1)
    assert alone.stdout is not None
    alone.stdout.readline()
    print(f"| `import torch` alone, in the same run | {megabytes(alone.pid):.0f} |")
    alone.kill()
    with tempfile.TemporaryDirectory() as work:
        server = subprocess.Popen([sys.executable, "-c", SERVER, work], stdout=-1, text=True)
        try:
            measure(server)
        finally:
            server.terminate()


def measure(server: subprocess.Popen[str]) -> None:
    """Prints what the server holds after a few and after many views of its pages."""
    assert server.stdout is not None
    found = re.search(r"http://[^/]+", server.stdout.readline())
    assert found is not None, "the server did not start"
    for page in PAGES:
        urllib.request.urlopen(found.group() + page).read()
    print(f"| server of the page, after each of {len(PAGES)} pages once | {megabytes(server.pid):.0f} |")
    for number in range(VIEWS):
        urllib.request.urlopen(found.group() + PAGES[number % len(PAGES)]).read()
    print(f"| the same after {VIEWS} more views | {megabytes(server.pid):.0f} |")


if __name__ == "__main__":
    main()
