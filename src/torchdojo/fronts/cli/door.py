"""Where exceptions become one clear message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

PASSED, NOT_PASSED, MISUSE = 0, 1, 2
INTERRUPTED = 130


class Misuse(Exception):
    """The command cannot be carried out as it was given; str() says why and what to do."""


def guarded(command: Callable[[], int]) -> int:
    """The exit code of a command; what went wrong is said on stderr."""
    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # the reader (`| head`) has what it wanted; keep Python from complaining once more when it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PASSED
    except Exception as fault:
        if isinstance(fault, _expected_faults()):
            print(f"torchdojo: {fault}", file=sys.stderr)
            return MISUSE
        _report_our_fault()
        return MISUSE


def _expected_faults() -> tuple[type[Exception], ...]:
    """Faults that explain themselves. A room that was never loaded cannot have raised its own."""
    known = {
        "torchdojo.catalog": ("LessonError",),
        "torchdojo.progress": ("StoreError", "WorkspaceError"),
        "torchdojo.sandbox": ("SandboxError",),
        "torchdojo.classroom": ("ResultsError",),
    }
    loaded = [(sys.modules[room], names) for room, names in known.items() if room in sys.modules]
    return (Misuse, *(getattr(room, name) for room, names in loaded for name in names))


def _report_our_fault() -> None:
    import platform
    import traceback

    traceback.print_exc()
    command = " ".join(sys.argv[1:])
    print(
        f"torchdojo: this is a fault of torchdojo, not yours. Please report it with the lines above and the command: {command!r} "
        f"(Python {platform.python_version()}, {platform.platform()}). `torchdojo doctor` may name the cause.",
        file=sys.stderr,
    )
