"""What a process that runs a learner's code can know."""

from __future__ import annotations

from torchdojo.observe.job import cells_job
from torchdojo.sandbox import run

FORBIDDEN = ("judge", "diagnose", "progress", "grade", "check", "fronts", "catalog", "starter", "text")


def test_a_worker_knows_nothing_that_judges():
    """No room that judges, stores or reads lessons is loaded where a learner's code runs."""
    source = "import sys\nprint(*sorted(name for name in sys.modules if name.startswith('torchdojo')))"
    done = run(cells_job("", [{"source": source, "tags": []}]))
    seen = b"".join(done.frames).decode("utf-8", "replace") + done.printed

    assert "torchdojo.observe" in seen
    assert [room for room in FORBIDDEN if f"torchdojo.{room}" in seen] == []
