"""Relations: each is found where it holds, and random wrong answers give silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.diagnose.conftest import made

from torchdojo.diagnose.relations import relate


def softmax(values, axis):
    raised = np.exp(values)
    return raised / raised.sum(axis, keepdims=True)


def told(*pairs):
    """The name of what is said about these pairs, or nothing."""
    return next((advice.name for advice in relate(pairs)), "")


SAME_SHAPE = {
    "negated": (lambda x: -x, "factor -1"),
    "doubled": (lambda x: 2 * x, "factor 2"),
    "halved": (lambda x: x / 2, "factor 0.5"),
    "base 2": (lambda x: x / np.log(2), "factor 1.443"),
    "degrees": (lambda x: x * 180 / np.pi, "factor 57.3"),
    "some factor": (lambda x: x * 1.7, "factor 1.7"),
    "one more": (lambda x: x + 1, "one more"),
    "constant added": (lambda x: x + 0.3, "offset 0.3"),
    "complement": (lambda x: 1 - x, "complement"),
    "square": (lambda x: x**2, "square"),
    "root": (lambda x: np.sqrt(np.abs(x)), ""),
    "reciprocal": (lambda x: 1 / x, "reciprocal"),
    "absolute": (np.abs, "absolute value"),
    "clipped": (lambda x: np.maximum(x, 0), "not below zero"),
    "exponential": (np.exp, "exponential"),
    "back to front": (lambda x: x[::-1], "flipped 0"),
    "moved round": (lambda x: np.roll(x, 1, 1), "rolled 1 1"),
    "cumulated": (lambda x: np.cumsum(x, 1), "cumulated 1"),
    "differences": (lambda x: np.diff(x, axis=0, prepend=0), "not cumulated 0"),
    "shuffled": (lambda x: np.random.default_rng(0).permutation(x.reshape(-1)).reshape(x.shape), "other order"),
    "zeros": (np.zeros_like, "all 0"),
    "late": (lambda x: np.concatenate([np.full((1, 3), 9.0), x[:-1]]), "shifted 0 1"),
    "reshape for transpose": (lambda x: x.T.reshape(5, 3), "reshape for transpose"),
}


@pytest.mark.parametrize(("wrong", "name"), SAME_SHAPE.values(), ids=SAME_SHAPE)
def test_a_relation_of_equal_shapes_is_found(draw, wrong, name):
    """In two probes at once, each with numbers of its own."""
    one, other = draw(5, 3), draw(5, 3)

    assert told(made(one, wrong(one)), made(other, wrong(other), probe="other")) == name


OTHER_SHAPE = {
    "transposed": (lambda x: x.T, "axes (1, 0)"),
    "axis kept": (lambda x: x[..., None], "axis kept"),
    "flat": (lambda x: x.reshape(-1), "flat"),
    "summed away": (lambda x: x.sum(1), "sum over (1,)"),
    "mean of everything": (lambda x: np.asarray([x.mean()] * 1), ""),
    "mean kept": (lambda x: x.mean(0, keepdims=True), "mean over (0,)"),
}


@pytest.mark.parametrize(("wrong", "name"), OTHER_SHAPE.values(), ids=OTHER_SHAPE)
def test_a_relation_of_other_shapes_is_found(draw, wrong, name):
    """The shapes differ in each probe."""
    one, other = draw(5, 3), draw(2, 7)

    assert told(made(one, wrong(one)), made(other, wrong(other), probe="other")) == name


def test_a_missing_reduction_is_found(draw):
    """What is expected is the mean of what came."""
    one, other = draw(5, 3), draw(4, 6)

    assert told(made(one.mean(0), one), made(other.mean(0), other, probe="b")) == "no mean over (0,)"


def test_one_size_axis_moved_or_lost(draw):
    """Both have the same numbers in the same order."""
    one = draw(6, 1)

    assert told(made(one, one[:, 0])) == "axis lost"
    assert told(made(one, one.T)) in ("axes (1, 0)", "axis of one")


def test_every_pair_is_a_broadcast(draw):
    """(N, 1) and (N,) make (N, N), whatever the numbers."""
    one = draw(6)

    assert told(made(one, one[:, None] - one)) == "every pair"


def test_softmax_along_another_axis(draw):
    """What sums to 1, and along which axis, is a fact about both answers."""
    one = draw(5, 3)

    assert told(made(softmax(one, 0), softmax(one, 1))) == "sums to one [1] [0]"


def sized(values, factor, rows, **more):
    return made(values, values * factor, sizes=(("rows", (rows,)), ("columns", (values.shape[1],))), **more)


def test_a_factor_is_named_by_the_size_it_equals_in_every_probe(draw):
    """5 rows, then 4: the factor follows `rows`, not another size."""
    found = relate([sized(draw(5, 3), 5, 5), sized(draw(4, 3), 4, 4, probe="b")])

    assert [advice.text for advice in found] == ["The result is what is expected times `rows`."]


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda n: 1 / n, "divided by `rows`"),
        (lambda n: n**0.5, "times the square root of `rows`"),
        (lambda n: n / (n - 1), "times n / (n - 1) for n = `rows`"),
        (lambda n: ((n - 1) / n) ** 0.5, "times the root of (n - 1) / n for n = `rows`"),
        (lambda n: n * 3, "times the number of entries of the result"),
    ],
)
def test_factors_made_of_sizes(draw, factor, words):
    """Roots, counts less one, and products of two sizes."""
    assert told(sized(draw(5, 3), factor(5), 5), sized(draw(7, 3), factor(7), 7, probe="b")) == words


def test_a_size_that_fits_in_one_probe_only_is_not_named(draw):
    """Times 5 where there are 5 rows, and times 5 where there are 4: it is no matter of rows."""
    name = told(sized(draw(5, 3), 5, 5), sized(draw(4, 3), 5, 4, probe="b"))

    assert name == "factor 5"


def test_inputs_are_named(draw):
    """The input itself, or what is expected plus the input."""
    one, two = draw(4, 3), draw(4, 3)

    assert told(made(one, two, inputs=[("query", two)])) == "input query"
    assert told(made(one, one + two, inputs=[("query", two)])) == "plus query"


def test_outputs_in_each_others_place(draw):
    """Each is what is expected of the other."""
    mean, root = draw(6), draw(6)
    pairs = [made(mean, root, label="mean"), made(root, mean, label="root")]

    assert relate(pairs)[0].text == "`mean` and `root` have changed places."


def test_overflow_is_told_for_large_inputs_only(draw):
    """NaN for large inputs is an overflow, for others another thing."""
    one = draw(4)

    assert told(
        made(one, np.full(4, np.nan), inputs=[("x", one * 1e3)]), made(one, np.full(4, np.nan), inputs=[("x", one * 1e3)])
    )
    large = [made(one, np.full(4, np.nan), inputs=[("x", one * 1e3)], probe=name) for name in "ab"]
    small = [made(one, np.full(4, np.nan), inputs=[("x", one)], probe=name) for name in "ab"]
    assert told(*large) == "overflow"
    assert told(*small) == "not finite NaN"


def test_the_dtype_alone(draw):
    """The numbers are right."""
    one = draw(5, 3)
    pair = made(one, one.astype("f4").astype("f8"))
    narrow = replace(pair, got=replace(pair.got, dtype="float32"))

    assert told(narrow) == "dtype"


def test_a_relation_must_hold_in_every_probe(draw):
    """Negated in one probe, doubled in the other: nothing is said."""
    one, other = draw(5, 3), draw(5, 3)

    assert told(made(one, -one), made(other, 2 * other, probe="b")) == ""


def test_a_small_mistake_is_no_relation(draw):
    """One percent more may be an epsilon; whoever says 'times 1.01' guesses."""
    one = draw(5, 3)

    assert told(made(one, one * 1.01)) == ""


def test_few_numbers_say_nothing():
    """Four numbers or less fit some relation by chance."""
    assert told(made(np.asarray([2.0]), np.asarray([6.0]), sizes=[("rows", (3,))])) == ""
    assert told(made(np.asarray(0.3), np.asarray(0.6))) == ""


def test_edge_cases_come_after_the_plain_ones(draw):
    """An infinity in a case of its own does not hide that everything else is negated."""
    one = draw(5, 3)
    edge = made(np.full((2, 2), np.inf), np.full((2, 2), np.nan), probe="edge")

    assert told(made(one, -one), edge) == "factor -1"


SHAPES = [(), (2,), (7,), (5, 3), (4, 4), (2, 3, 5), (6, 1), (3, 3, 3), (12,), (2, 2)]


def test_random_wrong_answers_give_silence():
    """Thousands of wrong answers that have nothing to do with the right ones."""
    source = np.random.default_rng(11)
    said = []
    for round_ in range(2000):
        shape = SHAPES[round_ % len(SHAPES)]
        kind = (source.standard_normal, source.random)[round_ % 2]
        given = [("data", source.standard_normal(shape)), ("weights", source.standard_normal(shape[-1:] or (3,)))]
        sizes = (("rows", shape[:1] or (3,)), ("width", shape[-1:] or (5,)))
        pairs = [made(kind(shape), kind(shape), probe=str(number), inputs=given, sizes=sizes) for number in range(1 + round_ % 3)]
        said += [(shape, advice.name) for advice in relate(pairs)]
    assert said == []
