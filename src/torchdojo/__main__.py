"""The command `torchdojo`: the one place that knows every front, so that the fronts need not know each other."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Runs the command line and exits with its code."""
    try:
        from torchdojo.fronts.cli import run

        code = run(sys.argv[1:], serve=serve)
    except KeyboardInterrupt:
        # Ctrl+C before there was anything to end in an orderly way
        code = 130
    sys.exit(code)


def serve(work: Path, *, host: str, port: int | None, browser: bool) -> None:
    """Nothing; serves the course until the learner ends it."""
    # the web server is loaded only when it is wanted: `torchdojo list` must not wait for it
    from torchdojo.fronts import web

    web.serve(work, host=host, port=port, open_browser=browser)


if __name__ == "__main__":
    main()
