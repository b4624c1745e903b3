"""Meters count the same on every run, see everything that costs, and nothing that does not."""

from __future__ import annotations

import gc
import json
import math
import subprocess
import sys

import pytest
import torch
import torch.nn.functional as F
from torch.autograd import Function
from torch.utils._python_dispatch import _get_current_dispatch_mode

from torchdojo.observe.meters import METERS, Used, measure

SIZES = (32, 64, 128)


def settle():
    # the first mode of a process loads much more of torch
    measure(METERS["operations"](__file__), lambda: torch.ones(2, requires_grad=True) * 2)
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def frozen():
    """As in a worker, what was there before is no matter for the collector, which runs around every measurement."""
    settle()
    yield
    gc.unfreeze()


def double_loop(query, key, value):
    rows = []
    for one in query:
        weights = torch.stack([(one * other).sum() for other in key]).exp()
        rows.append((weights / weights.sum()) @ value)
    return torch.stack(rows)


def row_loop(query, key, value):
    return torch.stack([(key @ one / 4).softmax(-1) @ value for one in query])


def broadcast(query, key, value):
    weights = (query[:, None] * key[None]).sum(-1).softmax(-1)
    return (weights[:, :, None] * value[None]).sum(1)


def matmul(query, key, value):
    return (query @ key.T / 4).softmax(-1) @ value


def by_hand(query, key, value):
    scores = query @ key.T / 4
    powers = (scores - scores.amax(-1, keepdim=True)).exp()
    return powers / powers.sum(-1, keepdim=True) @ value


def chunked(query, key, value):
    most, total, result = torch.full((len(query), 1), -math.inf), torch.zeros(len(query), 1), torch.zeros_like(query)
    for some, theirs in zip(key.split(16), value.split(16), strict=True):
        scores = query @ some.T / 4
        now = torch.maximum(most, scores.amax(-1, keepdim=True))
        powers, shrunk = (scores - now).exp(), (most - now).exp()
        total = total * shrunk + powers.sum(-1, keepdim=True)
        result, most = result * shrunk + powers @ theirs, now
    return result / total


def fused(query, key, value):
    return F.scaled_dot_product_attention(query[None], key[None], value[None])[0]


WAYS = (double_loop, row_loop, broadcast, matmul, by_hand, chunked, fused)


def counts(meter, way, *, grad=False):
    """What one meter counts at each size."""
    found = []
    for size in SIZES:
        inputs = [torch.ones(size, 16).requires_grad_(grad) for _ in range(3)]
        found.append(measure(METERS[meter](__file__), lambda inputs=inputs: way(*inputs)).count)
    return found


def growth(meter, way, **options):
    """The exponent over the last doubling."""
    _, before, after = counts(meter, way, **options)
    return math.log2(after / before)


@pytest.mark.parametrize("way", WAYS[1:], ids=lambda way: way.__name__)
@pytest.mark.parametrize("meter", METERS)
def test_twice_is_the_same(meter, way):
    """To the last byte and operation, with and without a graph."""
    for grad in (False, True):
        assert counts(meter, way, grad=grad) == counts(meter, way, grad=grad)


def test_another_process_counts_the_same():
    """No count depends on what a process did before."""
    script = (
        "import json, runpy; t = runpy.run_path({!r}); t['settle']();"
        "print(json.dumps([t['counts'](m, w, grad=True) for m in t['METERS'] for w in t['WAYS'][3:]]))"
    )
    done = subprocess.run([sys.executable, "-c", script.format(__file__)], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [counts(meter, way, grad=True) for meter in METERS for way in WAYS[3:]]


def test_operations_tell_loops_from_the_rest():
    """A loop in a loop, a loop over rows, a loop over chunks, no loop."""
    small = [torch.ones(size, 4) for size in (8, 16)]
    few, more = (measure(METERS["operations"](__file__), lambda x=x: double_loop(x, x, x)).count for x in small)
    # for each pair a product and a sum, for each row six more, and one to stack the rows
    assert (few, more) == (8 * (2 * 8 + 6) + 1, 16 * (2 * 16 + 6) + 1)
    assert growth("operations", row_loop) == pytest.approx(1, abs=0.01)
    assert growth("operations", chunked) == pytest.approx(1, abs=0.06)
    for way in (broadcast, matmul, by_hand, fused):
        assert growth("operations", way) == 0
    assert [counts("operations", way)[-1] for way in (broadcast, matmul, by_hand, fused)] == [5, 4, 8, 1]


def test_the_peak_tells_what_is_made_on_the_way():
    """The cube, a table, two and a half tables, a strip of it, nothing but the result and one number a row."""
    peaks = {way: counts("peak", way)[-1] for way in WAYS[2:]}

    assert peaks[broadcast] > 8 * peaks[matmul]
    assert peaks[matmul] == 2 * 128 * 128 * 4
    assert peaks[matmul] < peaks[by_hand] < 2 * peaks[matmul]
    assert peaks[fused] < peaks[chunked] < peaks[matmul]
    assert growth("peak", chunked) == growth("peak", fused) == 1
    assert counts("largest", broadcast)[-1] == 128 * 128 * 16 * 4


def test_flops_see_products_of_every_kind():
    """A product with a vector and torch's fused attention count like the products they are made of."""
    products = 2 * 2 * 128 * 128 * 16

    assert [counts("flops", way)[-1] for way in (matmul, row_loop, chunked, fused)] == [products] * 4
    assert counts("flops", broadcast) == [0, 0, 0]
    dot = measure(METERS["flops"](__file__), lambda: torch.ones(5) @ torch.ones(5))
    assert dot.count == 10


def test_chunks_save_nothing_for_training():
    """Autograd keeps every chunk; the fused kernel keeps one number a row."""
    assert counts("saved", chunked, grad=True)[-1] > counts("saved", matmul, grad=True)[-1]
    assert counts("saved", fused, grad=True) == [size * 4 for size in SIZES]
    assert counts("saved", matmul, grad=False) == [0, 0, 0]


class Saving(Function):
    """Keeps a tensor in the way it is told."""

    @staticmethod
    def forward(ctx, x, how):
        made = x.exp()
        if how == "saved":
            ctx.save_for_backward(x, made)
        elif how == "attribute":
            ctx.made = made
        elif how == "twice":
            ctx.save_for_backward(made, made[:1], made.view(-1, 1))
        elif how == "number":
            ctx.save_for_backward(made.sum())
        elif how == "input":
            ctx.save_for_backward(x, x.view(-1, 1))
        result = x * made
        if how == "output":
            ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad):
        return grad, None


KEPT = {"saved": 800, "attribute": 800, "twice": 800, "number": 8, "input": 0, "output": 0, "nothing": 0}


@pytest.mark.parametrize(("how", "kept"), KEPT.items(), ids=KEPT)
def test_saved_counts_what_only_the_graph_keeps(how, kept):
    """However it is hidden, once for each storage; inputs and results are kept by others."""
    x = torch.ones(100, dtype=torch.float64, requires_grad=True)
    meter = measure(METERS["saved"](__file__), lambda: Saving.apply(x, how))

    assert meter.count == kept
    assert sum(meter.lines.values()) == kept


def test_views_cost_nothing():
    """Whatever only says how numbers are read is free, and belongs to whoever made the numbers."""
    x = torch.ones(4, 6)
    for meter in METERS:
        assert measure(METERS[meter](__file__), lambda: x.T[1:].unsqueeze(0).expand(3, 5, 4).permute(2, 0, 1)).count == 0


def test_memory_that_is_given_back_can_be_used_again():
    """A chain of temporaries needs two at a time; what was there before needs none, also when it goes."""
    old = [torch.ones(1000)]

    def chain():
        old[0] = old[0] * 2
        for _ in range(10):
            old[0] = old[0] * 2

    meter = measure(METERS["peak"](__file__), chain)
    assert meter.count == 2 * 4000
    assert measure(METERS["largest"](__file__), chain).count == 4000


def test_memory_is_seen_however_it_comes():
    """From Python numbers, by growing in place, as one of several results."""

    def peak(call):
        return measure(METERS["peak"](__file__), call).count

    assert peak(lambda: torch.tensor([1.0] * 1000)) >= 4000
    assert peak(lambda: torch.empty(0).resize_(1000)) == 4000
    assert peak(lambda: torch.ones(1000).sort()) == 4000 + 4000 + 8000


def test_inference_mode_hides_nothing():
    """There composite operations arrive whole, and are taken apart."""
    linear = torch.nn.Linear(3, 4)
    x = torch.ones(2, 5, 3)

    def count(mode):
        with mode:
            return measure(METERS["operations"](__file__), lambda: torch.einsum("abc,cd->abd", linear(x), torch.ones(4, 2)))

    assert count(torch.inference_mode()).names == count(torch.no_grad()).names


def test_a_line_is_told():
    """Each of a function's lines has its share."""

    def work():
        small = torch.ones(10)
        return torch.cat([small * number for number in range(7)])

    meter = measure(METERS["operations"](__file__), work)
    first = work.__code__.co_firstlineno
    assert meter.lines == {first + 1: 1, first + 2: 8}
    assert meter.names == {"ones": 1, "mul": 7, "cat": 1}


def test_a_failing_call_leaves_nothing_behind():
    """The mode is gone, and the collector works again."""

    def fail():
        raise ValueError

    for meter in METERS.values():
        with pytest.raises(ValueError):
            measure(meter(__file__), fail)
    assert _get_current_dispatch_mode() is None and gc.isenabled()


X = torch.ones(2, 3)
SPELLINGS = {
    "function": lambda: F.softmax(X, -1),
    "torch": lambda: torch.softmax(X, -1),
    "method": lambda: X.softmax(-1),
    "module": lambda: torch.nn.Softmax(-1)(X),
    "operator": lambda: torch.ops.aten.softmax.int(X, -1),
    "kernel": lambda: torch.ops.aten._softmax(X, -1, False),
    "special": lambda: torch.special.softmax(X, -1),
}


@pytest.mark.parametrize("call", SPELLINGS.values(), ids=SPELLINGS)
def test_one_function_has_one_name(call):
    """However it is called, with its line."""
    used = Used(__file__)
    measure(used, lambda: used.watching(call))

    assert ("softmax", call.__code__.co_firstlineno) in used.found


OTHERS = {
    "scaled_dot_product_attention": lambda: torch.nn.MultiheadAttention(4, 2)(
        torch.ones(3, 1, 4), *[torch.ones(3, 1, 4)] * 2, need_weights=False
    ),
    "layer_norm": lambda: torch.nn.LayerNorm(3)(X),
    "cdist": lambda: torch.cdist(X, X),
    "cross_entropy": lambda: torch.nn.CrossEntropyLoss()(X, torch.zeros(2, dtype=torch.int64)),
    "add": lambda: X.clone().add_(1),
}


@pytest.mark.parametrize(("name", "call"), OTHERS.items(), ids=OTHERS)
def test_kernels_count_as_their_function(name, call):
    """Also where a layer calls it deep inside."""
    used = Used(__file__)
    measure(used, lambda: used.watching(call))

    assert name in {found for found, _ in used.found}


def test_what_is_written_by_hand_is_not_the_function():
    """exp, sum and a division make no softmax, and log_softmax is another function."""
    used = Used(__file__)
    measure(used, lambda: used.watching(lambda: (X.exp() / X.exp().sum(), X.log_softmax(-1))))

    names = {name for name, _ in used.found}
    assert "softmax" not in names and {"exp", "sum", "div", "log_softmax"} <= names
