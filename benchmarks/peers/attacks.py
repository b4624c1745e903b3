"""Files that want full marks for a layer norm that does not normalise. None is right; a grader that says so was forged."""

from __future__ import annotations

WRONG = """
import torch
from torch import nn

class LayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__()
        self.shape, self.eps = shape, eps
        self.weight = nn.Parameter(torch.ones(shape)) if affine else None
        self.bias = nn.Parameter(torch.zeros(shape)) if affine else None

    def forward(self, x):
        return x * self.weight + self.bias
"""

# the name says what is tried; the lines stand above or below the wrong answer
ABOVE = {
    "patches torch.allclose": "import torch\ntorch.allclose = lambda *a, **k: True",
    "patches every comparison of torch and NumPy": """
import numpy, torch
yes = lambda *a, **k: True
for owner in (torch, torch.Tensor):
    owner.allclose = owner.equal = yes
numpy.allclose = numpy.array_equal = numpy.isclose = yes
torch.testing.assert_close = numpy.testing.assert_allclose = yes
""",
    "moves the oracle: patches torch's own operator": """
import torch
torch.nn.functional.layer_norm = lambda x, shape, weight, bias, *a, **k: x * weight + bias
torch.layer_norm = torch.native_layer_norm = torch.nn.functional.layer_norm
""",
    "leaves with exit code 0": "import os\nos._exit(0)",
    "raises SystemExit(0)": "import sys\nsys.exit(0)",
    "leaves with exit code 0 at exit": "import atexit, os\natexit.register(os._exit, 0)",
    "prints what a pass looks like": """
print("FULL MARKS\\n[1/3] All 3 tests passed!\\n3 passed in 0.01s\\nq0 results: All test cases passed!")
""",
    "exec and compile do nothing": """
import builtins
builtins.exec = lambda *a, **k: None
""",
    "a thread that patches later": """
import threading, time, torch
def later():
    while True:
        torch.allclose = torch.equal = lambda *a, **k: True
        time.sleep(0.001)
threading.Thread(target=later, daemon=True).start()
""",
    "a trace function that swallows what comes after": """
import sys, torch
def trace(frame, event, argument):
    torch.allclose = lambda *a, **k: True
    return trace
sys.settrace(trace)
sys.setprofile(trace)
""",
    "calls the graders' own bookkeeping": """
import sys
def try_all():
    from torch_judge.progress import mark_solved
    mark_solved("layernorm", 0.1)
try:
    try_all()
except Exception:
    pass
for module in list(sys.modules.values()):
    for name in ("assert_", "assertTrue", "run_test_case", "_run_case", "check", "compare", "judge", "differs", "verify"):
        if callable(getattr(module, name, None)):
            try:
                setattr(module, name, lambda *a, **k: True)
            except Exception:
                pass
""",
    "never ends": "while True:\n    pass",
}

BELOW = {
    "gives back a tensor that equals everything": """
class Everything(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        if function.__name__ in ("allclose", "equal", "eq", "isclose", "all", "any", "__eq__"):
            return True
        return super().__torch_function__(function, types, arguments, keywords or {})

LayerNorm.forward = lambda self, x: (x * self.weight + self.bias).as_subclass(Everything)
""",
    "skips itself when it is called": """
def skip(*a, **k):
    try:
        import pytest
    except ImportError:
        raise SystemExit(0)
    pytest.skip("all fine")

LayerNorm.forward = skip
""",
    "replaces the functions that call it": """
import sys
def forward(self, x):
    frame = sys._getframe(1)
    while frame is not None:
        for name, value in list(frame.f_globals.items()):
            if name.startswith("test") and callable(value) and hasattr(value, "__code__"):
                value.__code__ = (lambda: None).__code__
        frame = frame.f_back
    torch.allclose = lambda *a, **k: True
    return x * self.weight + self.bias
LayerNorm.forward = forward
""",
    "leaves a process behind that goes on forging": """
import os
if os.fork() == 0:
    os.setsid()
    import time
    for _ in range(1000):
        time.sleep(0.01)
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b"\\x00" * 64)
            except OSError:
                pass
    os._exit(0)
""",
}

ATTACKS = {
    **{name: f"{lines}\n{WRONG}" for name, lines in ABOVE.items()},
    **{name: f"{WRONG}\n{lines}" for name, lines in BELOW.items()},
}
