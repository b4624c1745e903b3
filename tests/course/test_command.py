"""The command that scripts depend on, on a real lesson: every kind of file gets its status, and the exit code says the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from torchdojo.catalog import scan

LESSON = "nn/normalisation_layers"
HEAD = (
    "import torch\nfrom torch import nn\n\n\nclass LayerNorm(nn.Module):\n    def __init__(self, shape, eps=1e-5, affine=True):\n"
)
STATE = """        super().__init__()
        self.shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(self.shape)) if affine else None
        self.bias = nn.Parameter(torch.zeros(self.shape)) if affine else None

    def forward(self, x):
"""
RIGHT = """        dims = tuple(range(x.dim() - len(self.shape), x.dim()))
        wide = x.to(torch.promote_types(x.dtype, torch.float32))
        centred = wide - wide.mean(dims, keepdim=True)
        out = centred * torch.rsqrt(centred.square().mean(dims, keepdim=True) + self.eps)
        if self.weight is not None:
            out = out * self.weight + self.bias
        return out.to(x.dtype)
"""
FORGERY = """        import os, sys
        torch.allclose = torch.equal = lambda *a, **k: True
        for name, module in list(sys.modules.items()):
            if name.startswith("torchdojo"):
                for key, value in list(vars(module).items()):
                    if callable(value) and key in ("pack", "compare", "judge", "differences"):
                        setattr(module, key, lambda *a, **k: [])
        for number in range(3, 32):
            try:
                os.write(number, b"passed" * 10)
            except OSError:
                pass
        return x
"""
FILES = {
    "right": (HEAD + STATE + RIGHT, "passed", 0),
    "wrong": (HEAD + STATE + RIGHT.replace("rsqrt(centred", "rsqrt(2 * centred"), "failed", 1),
    "empty": ("", "not_attempted", 1),
    "broken": (HEAD + "        super(.__init__()\n", "syntax_error", 1),
    "looping": (HEAD + STATE + "        while True:\n            pass\n", "timeout", 1),
    "eating memory": (HEAD + STATE + "        return [x.new_ones(10**7) for _ in range(10**6)]\n", "memory", 1),
    "exiting": (HEAD + STATE + "        import os\n        os._exit(0)\n", "crashed", 1),
    "forging": (HEAD + STATE + FORGERY, ("failed", "crashed"), 1),
}


@pytest.mark.parametrize(("text", "status", "code"), FILES.values(), ids=FILES)
def test_a_file_gets_its_status(tmp_path: Path, text, status, code):
    """One JSON object on standard output, the status, and the exit code of the contract."""
    file = tmp_path / "submission.py"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "torchdojo", "grade", LESSON, str(file), "--exercise", "LayerNorm", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == code, done.stderr
    (exercise,) = json.loads(done.stdout)["exercises"]
    assert exercise["status"] in status if isinstance(status, tuple) else exercise["status"] == status, exercise


def test_no_lesson_is_broken():
    """Every header of the course can be read."""
    assert scan().broken == {}
