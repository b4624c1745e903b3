"""What torch finds, asked in another process: it is slow to load, and a broken one must not break the doctor."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from torchdojo.fronts.cli.doctoring import GOOD, NOTE, PROBLEM, Check

AREA = "torch"
PATIENCE = 120
QUESTION = """
import json, warnings
warnings.simplefilter("ignore")
import torch
seen = {"version": torch.__version__, "threads": torch.get_num_threads(), "built_for": torch.version.cuda or torch.version.hip}
seen["cuda"] = [torch.cuda.get_device_name(at) for at in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
seen["cudnn"] = torch.backends.cudnn.version() if torch.backends.cudnn.is_available() else None
seen["mps"] = torch.backends.mps.is_available()
print(json.dumps(seen))
"""


def checks() -> Iterator[Check]:
    """What torch is and which devices it can use."""
    try:
        answer = subprocess.run([sys.executable, "-I", "-c", QUESTION], capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        yield Check(
            AREA, "torch", PROBLEM, f"took more than {PATIENCE} s to load", "Look for a full disk or memory, then try again."
        )
        return
    if answer.returncode != 0:
        last = (answer.stderr.strip().splitlines() or [f"ended with code {answer.returncode}"])[-1]
        yield Check(AREA, "torch", PROBLEM, f"cannot be loaded: {last}", "Install torchdojo anew (`make install` in a checkout).")
        return
    yield from _found(json.loads(answer.stdout.strip().splitlines()[-1]))


def _found(seen: dict[str, Any]) -> Iterator[Check]:
    yield Check(AREA, "torch", GOOD, f"{seen['version']}, {seen['threads']} threads")
    built = f"built for {seen['built_for']}" if seen["built_for"] else "a build for CPUs only"
    if seen["cuda"]:
        yield Check(AREA, "CUDA", GOOD, f"{', '.join(seen['cuda'])} ({built})")
        yield Check(AREA, "cuDNN", GOOD if seen["cudnn"] else NOTE, str(seen["cudnn"] or "not found"))
    else:
        yield Check(AREA, "CUDA", GOOD, f"no device ({built}); every lesson runs on the CPU")
    if sys.platform == "darwin":
        yield Check(AREA, "MPS", GOOD, "usable" if seen["mps"] else "not usable; every lesson runs on the CPU")
