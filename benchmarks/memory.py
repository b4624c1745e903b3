"""What the course keeps in memory: the sandbox with its two waiting workers, and the server of the page.

Run with `make bench-memory`. PSS counts a page that processes share once, divided among them.
"""

from __future__ import annotations

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
serve(Path(sys.argv[1]), host="127.0.0.1", port=8497, browser=False)
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
    """Proportional set size of one process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
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
        assert server.stdout is not None
        while "http://" not in (line := server.stdout.readline()):
            assert line, "the server did not start"
        for page in PAGES:
            urllib.request.urlopen(f"http://127.0.0.1:8497{page}").read()
        before = megabytes(server.pid)
        for number in range(VIEWS):
            urllib.request.urlopen(f"http://127.0.0.1:8497{PAGES[number % len(PAGES)]}").read()
        print(f"| server of the page, after each page once | {before:.0f} |")
        print(f"| the same after {VIEWS} more views | {megabytes(server.pid):.0f} |")
        server.terminate()


if __name__ == "__main__":
    main()
