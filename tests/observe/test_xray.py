"""Following a program line by line: what is seen of it, and that it does not notice."""

from __future__ import annotations

import random
import sys
import types

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from torchdojo.observe.variant import FOREIGN_LINES
from torchdojo.observe.xray import tracer as tracing
from torchdojo.observe.xray.statements import Statements
from torchdojo.observe.xray.tracer import Stopped, Tracer

FILE = "learner.py"


class Seen:
    """What an x-ray says about one run."""

    def __init__(self, text, call, inputs):
        module = types.ModuleType("submission")
        exec(compile("import torch\nfrom torch import nn\n" + text, FILE, "exec", dont_inherit=True), module.__dict__)
        tracer = Tracer(FILE, Statements("import torch\nfrom torch import nn\n" + text), lambda: list(inputs.items()))
        self.value = self.error = None
        tracer.start()
        try:
            self.value = call(module)
        except BaseException as error:
            self.error = error
            tracer.ended(error)
        finally:
            tracer.stop()
        self.stopped = tracer.stopped
        self.lines = {line["line"] - 2: line for line in tracer.notes.as_json()["lines"]}

    def variable(self, line, name, visit=1):
        """The one variable of that name that a visit left behind."""
        (found,) = [each for each in self.lines[line]["variables"] if each["name"] == name and each["visit"] == visit]
        return found

    def names(self, line):
        """The variables that a line left behind."""
        return [each["name"] for each in self.lines[line]["variables"]]

    def events(self, line):
        """What happened in a line."""
        return [(each["kind"], each["text"]) for each in self.lines[line]["events"]]


@pytest.fixture
def look():
    """Runs a text's function `f` on inputs and gives what was seen."""

    def run(text, *arguments, **inputs):
        return Seen(text.removeprefix("\n"), lambda module: module.f(*arguments, **inputs), inputs)

    return run


def test_every_variable_has_shape_type_place_gradient_and_range(look):
    """All that is said of a tensor, after the line that made it."""
    seen = look("def f(x):\n    y = x * 2\n    return y\n", x=torch.arange(12.0).reshape(3, 4).requires_grad_())

    y = seen.variable(2, "y")
    assert (y["kind"], y["shape"], y["dtype"], y["device"], y["grad"]) == ("tensor", [3, 4], "float32", "cpu", True)
    assert (float.fromhex(y["low"]), float.fromhex(y["high"])) == (0.0, 22.0)
    assert seen.variable(1, "x")["role"] == "argument"
    assert seen.variable(3, "returns")["role"] == "returns" and seen.variable(3, "returns")["shape"] == [3, 4]


VALUES = {
    "small tensors are spelled out": ("torch.tensor([[1.5, 2], [3, -4]])", "tensor", "[[1.5, 2], [3, -4]]"),
    "booleans are counted": ("torch.arange(10) > 6", "tensor", "3 of 10 true"),
    "numbers": ("1 / 3", "number", "0.3333"),
    "whole numbers": ("7", "number", "7"),
    "huge whole numbers": ("7 ** 999", "number", "an integer of 2805 bits"),
    "shapes": ("torch.ones(2, 3).shape", "object", "(2, 3)"),
    "lists of tensors": ("[torch.ones(2), torch.ones(3)]", "list", "[(2,) float32, (3,) float32]"),
    "long lists": ("list(range(9))", "list", "[0, 1, 2, ... 9 in all]"),
    "dicts": ("{'a': torch.ones(2)}", "dict", "{'a': (2,) float32}"),
    "text": ("'ab\"c'", "str", "'ab\"c'"),
    "types": ("torch.bfloat16", "object", "bfloat16"),
    "arrays": ("torch.ones(2).numpy()", "ndarray", "[1, 1]"),
    "modules by their class": ("nn.Linear(2, 3)", "object", "Linear"),
    "sparse tensors by their layout": ("torch.eye(20).to_sparse()", "tensor", "layout sparse_coo"),
    "tiny types": ("torch.ones(2).to(torch.float8_e5m2)", "tensor", "[1, 1]"),
    "complex": ("torch.ones(1, dtype=torch.complex64)", "tensor", "[1+0j]"),
}


@pytest.mark.parametrize(("source", "kind", "text"), VALUES.values(), ids=VALUES)
def test_values_are_described_by_their_kind(look, source, kind, text):
    """Short words for everything a lesson deals with."""
    value = look(f"def f():\n    value = {source}\n").variable(2, "value")

    assert (value["kind"], value["text"]) == (kind, text)


LIARS = """
class Liar:
    def __repr__(self): raise SystemExit
    __str__ = __len__ = __bool__ = __eq__ = __hash__ = __iter__ = __repr__
    def __getattr__(self, name): raise SystemExit
    @property
    def __dict__(self): raise SystemExit
class Numbers(torch.Tensor):
    @property
    def shape(self): raise SystemExit
    dtype = device = requires_grad = layout = shape
    def detach(self): raise SystemExit
    size = dim = numel = tolist = detach
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None): raise SystemExit
class Longer(list):
    def __iter__(self): raise SystemExit
    __len__ = __getitem__ = __iter__
def f(x):
    liar = Liar()
    numbers = x.as_subclass(Numbers)
    longer = Longer()
    def method(self): return 1
    return method(liar)
"""


def test_nothing_of_the_learners_describes_itself(look):
    """Neither an object nor a tensor subclass is asked anything: any of these would end the program."""
    seen = look(LIARS, x=torch.ones(2, 3))

    assert seen.error is None
    assert seen.variable(19, "liar")["text"] == "Liar"
    assert (seen.variable(20, "numbers")["shape"], seen.variable(20, "numbers")["dtype"]) == ([2, 3], "float32")
    assert seen.variable(21, "longer")["text"] == "Longer"


def test_the_first_and_the_last_visits_of_a_loop_are_kept(look):
    """And all are counted."""
    seen = look("def f(x):\n    for i in range(40):\n        x = x + i\n    return x\n", torch.zeros(1))

    assert seen.lines[3]["visits"] == 40
    assert [each["visit"] for each in seen.lines[3]["variables"]] == [1, 39, 40]
    assert seen.variable(3, "x", visit=40)["text"] == "[780]"
    assert seen.names(4) == ["returns"]


def test_long_loops_cost_a_bounded_time_and_nothing_is_told_of_the_wrong_line(look, monkeypatch):
    """When the time for looking is used up, some visits go by; what changed in them is not laid at a later line's door."""
    monkeypatch.setattr(tracing, "LOOK_SECONDS", 0.0)
    seen = look("def f():\n    a = b = 0\n    for i in range(100):\n        a = a + 1\n        b = b + a\n    c = a\n")

    assert seen.lines[4]["visits"] == 100
    assert seen.variable(4, "a", visit=64)["text"] == "64" and seen.variable(5, "b", visit=64)["text"] == "2080"
    assert set(seen.names(3)) == {"i"} and set(seen.names(4)) == {"a"} and set(seen.names(5)) == {"b"}
    assert seen.names(6) == ["c", "returns"]


def test_a_program_without_end_is_ended(look, monkeypatch):
    """And what it did until then is seen."""
    monkeypatch.setattr(tracing, "END_SECONDS", 0.1)
    seen = look("def f():\n    n = 0\n    while True:\n        n += 1\n")

    assert isinstance(seen.error, Stopped) and seen.stopped
    assert seen.lines[4]["visits"] > 100


PLACES = {
    "a helper": "def g(x):\n    y = x + 1\n    return y\ndef f(x):\n    return g(x)\n",
    "a nested function": "def f(x):\n    y = x + 1\n    def g(): return y\n    return g()\n",
    "a method": "class A:\n  def m(self, x):\n    y = x + 1\n    return y\ndef f(x):\n    return A().m(x)\n",
    "a module": "class A(nn.Module):\n  def forward(self, x):\n    y = x + 1\n    return y\ndef f(x):\n    return A()(x)\n",
    "a lambda": "def f(x):\n    return (lambda y: y)(x + 1)\n",
    "a comprehension": "def f(x):\n    return [y for y in (x + 1,)][0]\n",
    "a generator": "def g(x):\n    y = x + 1\n    yield y\ndef f(x):\n    return next(g(x))\n",
    "a hook": "def f(x):\n    m = nn.Identity()\n    m.register_forward_hook(lambda m, i, y: None)\n    return m(x + 1)\n",
    "vmap": "def f(x):\n    return torch.vmap(lambda y: y)(x + 1)\n",
    "inference mode": "def f(x):\n    with torch.inference_mode():\n        y = x + 1\n    return y\n",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_code_is_followed_wherever_it_stands(look, text):
    """The variable y is seen in every kind of function."""
    seen = look(text, torch.zeros(2, 3))

    found = [each for line in seen.lines.values() for each in line["variables"] if each["name"] == "y"]
    assert seen.error is None and found[0]["kind"] == "tensor" and found[0]["shape"] in ([2, 3], [3])


CUSTOM = """
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        ctx.factor = 2.0
        return x * x
    @staticmethod
    def backward(ctx, given):
        (x,) = ctx.saved_tensors
        wide = given * x[:1]
        return ctx.factor * wide
def f(x):
    Square.apply(x).sum().backward()
"""


def test_custom_functions_are_followed_forward_and_backward(look):
    """Torch calls `backward` from within; its lines are seen all the same, with what happens in them."""
    seen = look(CUSTOM, torch.ones(4, 3, requires_grad=True))

    assert seen.variable(5, "ctx.factor")["text"] == "2"
    assert seen.variable(8, "given")["shape"] == [4, 3]
    assert seen.events(10) == [("broadcast", "(1, 3) is stretched to (4, 3)")]
    assert torch._C._len_torch_function_stack() == 0


def test_attributes_are_seen_when_a_line_changes_them(look):
    """Parameters, buffers and plain ones; those that were there before the call are no news."""
    seen = look(
        "class A(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.w = nn.Parameter(torch.ones(2))\n"
        "    self.register_buffer('b', torch.ones(3))\n    self.k = 5\n"
        "  def step(self):\n    with torch.no_grad():\n      self.w.mul_(3)\ndef f():\n    A().step()\n"
    )

    assert seen.names(4) == ["self.w"] and seen.names(5) == ["self.b"] and seen.names(6) == ["self.k"]
    assert seen.names(7) == [] and seen.variable(9, "self.w")["text"] == "[3, 3]"


def test_a_statement_over_several_lines_is_one(look):
    """It is told at its first line, once."""
    seen = look(
        "def f(x):\n    y = torch.cat(\n        [\n            x,\n            x,\n        ]\n    )\n    return y\n",
        torch.ones(2),
    )

    assert sorted(seen.lines) == [1, 2, 8]
    assert (seen.lines[2]["visits"], seen.lines[2]["last"]) == (1, 9) and seen.names(2) == ["y"]


def test_code_that_is_not_the_learners_is_left_alone(look):
    """Definitions put around the learner's own have line numbers that say so."""
    text = "def f(x):\n    return g(x)\n"
    foreign = compile("def g(x):\n    hidden = x + 1\n    return hidden\n", FILE, "exec")
    code = foreign.co_consts[0].replace(co_firstlineno=FOREIGN_LINES + 1)

    seen = Seen(text, lambda module: vars(module).update(g=types.FunctionType(code, {})) or module.f(torch.ones(2)), {})

    assert sorted(seen.lines) == [1, 2]
    assert "hidden" not in str(seen.lines)


# --- what torch does in a line

HAPPENINGS = {
    "both operands are stretched": ("y = a[:, None] + b", ["broadcast (3, 1) and `b` (2,) are both stretched to (3, 2)"]),
    "one operand is stretched": ("y = m * b", ["broadcast `b` (2,) is stretched to (3, 2)"]),
    "where stretches, too": ("y = torch.where(m > 0, m, b)", ["broadcast `b` (2,) is stretched to (3, 2)"]),
    "a loss stretches in silence": (
        "y = torch.nn.functional.mse_loss(m[:, :1], a)",
        ["broadcast (3, 1) and `a` (3,) are both stretched to (3, 3)"],
    ),
    "equal shapes are no broadcast": ("y = m + m", []),
    "a number is no broadcast": ("y = m + 1 + torch.tensor(2.0)", []),
    "a product of matrices is no broadcast": ("y = m @ b", []),
    "clone": ("y = m.clone()", ["copy `clone` copies `m` (3, 2)"]),
    "reshape that must copy": (
        "y = m.T.reshape(6)",
        ["copy `reshape` copies (2, 3): in this layout the new shape cannot be a view"],
    ),
    "reshape that need not copy": ("y = m.reshape(6)", ["alias `y` shares the memory of `m`"]),
    "contiguous that copies": ("y = m.T.contiguous()", ["copy `contiguous` copies (2, 3): its entries lie in another order"]),
    "contiguous that does nothing": ("y = m.contiguous()", ["alias `y` is `m` itself"]),
    "another type": ("y = m.to(torch.float64)", ["copy `to` copies `m` (3, 2), float32 to float64"]),
    "indexing with a list": ("y = m[[0, 1]]", ["copy `[...]` copies `m` (3, 2)"]),
    "a slice": ("y = m[:2]", ["alias `y` shares the memory of `m`"]),
    "a second name": ("y = m", ["alias `y` is `m` itself"]),
    "an input is changed": ("m.add_(1)", ["in_place `add` changes the input `m`"]),
    "an input is changed by an operator": ("m += 1", ["in_place `add` changes the input `m`"]),
    "an input is changed behind the graph's back": ("m.data.mul_(2)", ["in_place `mul` changes the input `m`"]),
    "entries of an input are changed": ("m[0] = 5", ["in_place `[...] =` changes the input `m`"]),
    "an input is changed as `out`": ("torch.exp(m, out=m)", ["in_place `exp` changes the input `m`"]),
    "requires_grad_ changes no entry": ("m.requires_grad_()", []),
    "NaN out of numbers": ("y = torch.sqrt(-a)", ["nan `sqrt` makes 2 of 3 entries NaN"]),
    "NaN that was there before": ("y = n + 1", []),
    "infinite out of numbers": ("y = 1 / (a * 0)", ["infinite `/` makes 3 of 3 entries infinite"]),
    "infinite on purpose": ("y = m.masked_fill(m > 0, float('-inf'))", []),
}


@pytest.mark.filterwarnings("ignore:Using a target size:UserWarning")
@pytest.mark.parametrize(("line", "events"), HAPPENINGS.values(), ids=HAPPENINGS)
def test_what_happens_in_a_line_is_told(look, line, events):
    """A broadcast, a copy, an alias, a changed input, the first NaN."""
    given = {"a": torch.arange(3.0), "b": torch.ones(2), "m": torch.ones(3, 2), "n": torch.tensor([torch.nan])}

    seen = look(f"def f(a, b, m, n):\n    {line}\n", **given)

    assert seen.error is None
    assert [f"{kind} {text}" for kind, text in seen.events(2)] == events


def test_what_is_returned_may_be_an_input(look):
    """A result that shares the memory of what came in is worth a word."""
    assert look("def f(x):\n    return x\n", x=torch.ones(2)).events(2) == [("alias", "what is returned is the input `x`")]
    words = "what is returned shares the memory of the input `x`"
    assert look("def f(x):\n    return x[1:]\n", x=torch.ones(2)).events(2) == [("alias", words)]


def test_a_line_that_raises_shows_what_it_had(look):
    """What the failing operation was given, its message, and the variables of the line; the way up is marked."""
    seen = look("def g(x, w):\n    return x @ w.T\ndef f(x, w):\n    return g(x, w)\n", torch.ones(2, 3), torch.ones(4, 5))

    assert seen.events(2)[0] == ("operands", "`matmul` was given `x` (2, 3) and (5, 4)")
    assert seen.events(2)[1][0] == "raised" and "RuntimeError: mat1 and mat2" in seen.events(2)[1][1]
    assert [(each["role"], each["name"]) for each in seen.lines[2]["variables"]] == [("used", "x"), ("used", "w")]
    assert seen.events(4) == [("raised", "RuntimeError came from here")]


def test_endless_recursion_is_marked_where_it_ended(look):
    """Even though nothing more can be called there."""
    seen = look("def f(n=0):\n    return f(n + 1)\n")

    assert isinstance(seen.error, RecursionError)
    told = [event for line in seen.lines for event in seen.events(line) if event[1].startswith("RecursionError: maximum")]
    assert [kind for kind, _ in told] == ["raised"]


def test_how_loops_end_is_no_exception(look):
    """StopIteration belongs to Python; an exception that is caught belongs to the learner and is told."""
    text = "def f():\n    for x in (y for y in [1]):\n        pass\n    try:\n        raise ValueError('no')\n"
    seen = look(text + "    except ValueError:\n        pass\n")

    assert [(line, text) for line in seen.lines for _, text in seen.events(line)] == [(5, "ValueError: no")]


# --- that the program does not notice

BUSY = """
def f(x):
    noise = torch.randn(5) + torch.rand(1) * np.random.rand() * random.random()
    layer = nn.Sequential(nn.Linear(5, 4), nn.Dropout(0.5), nn.LayerNorm(4))
    total = (layer(x * noise) ** 2).sum()
    total.backward()
    x.grad.mul_(2)
    rows = [row.exp() for row in x]
    return total, x.grad, x._version, torch.stack(rows), torch.is_grad_enabled()
"""


def test_the_program_computes_the_same_bits(look):
    """Random numbers, gradients and versions are those of a run that nobody follows."""
    text = "import random\nimport numpy as np\n" + BUSY.removeprefix("\n")
    module = types.ModuleType("plain")
    exec(compile("import torch\nfrom torch import nn\n" + text, "plain.py", "exec"), module.__dict__)
    results = []
    for run in (module.f, lambda x: look(text, x).value):
        torch.manual_seed(3), np.random.seed(3), random.seed(3)
        results.append(run(torch.linspace(0, 1, 10).reshape(2, 5).requires_grad_()))

    for ours, theirs in zip(*results, strict=True):
        assert torch.equal(ours, theirs) if isinstance(ours, torch.Tensor) else ours == theirs


class Counting(TorchDispatchMode):
    """Counts operations."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.seen.append(str(func))
        return func(*args, **(kwargs or {}))


def test_a_mode_of_the_program_does_not_see_the_looking(look):
    """A probe that counts operations counts the learner's only."""
    counted = []
    for followed in (False, True):
        text = "def f(x):\n    y = x.exp() * 2\n    z = y.T.reshape(-1)\n    return z / 0\n"
        with Counting() as counting:
            if followed:
                look(text, torch.ones(9, 9))
            else:
                space = {"torch": torch}
                exec(text, space)
                space["f"](torch.ones(9, 9))
        counted.append([name for name in counting.seen if "ones" not in name])

    assert counted[0] == counted[1] and len(counted[0]) >= 4


def test_compiled_functions_still_run(look, monkeypatch):
    """torch.compile looks at the same frames."""
    # the first compilation loads half of torch
    monkeypatch.setattr(tracing, "END_SECONDS", 600.0)
    seen = look("def f(x):\n    g = torch.compile(lambda v: v.sin() + 1, backend='eager')\n    return g(x)\n", torch.zeros(3))

    assert seen.error is None and torch.equal(seen.value, torch.ones(3))


def test_an_older_trace_function_is_put_back(look):
    """Whoever measures these tests goes on measuring."""

    def mine(*_):
        return None

    before = sys.gettrace()
    sys.settrace(mine)
    try:
        look("def f():\n    return 1\n")
        assert sys.gettrace() is mine
    finally:
        sys.settrace(before)
