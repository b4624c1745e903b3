"""The frame carries what was packed, and refuses everything else with one exception."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchdojo.observe.frame import LARGEST_BODY, PREFIX, FrameError, pack, unpack
from torchdojo.observe.observation import Observation, read

HEADERS = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key != "blobs"), st.one_of(st.integers(-9, 9), st.text(max_size=8))
)


@given(HEADERS, st.lists(st.binary(max_size=200), max_size=5))
def test_what_was_packed_comes_out(header, blobs):
    """Header and blobs survive, whatever they hold."""
    seen, parts = unpack(pack(header, blobs))

    assert seen == header
    assert [bytes(part) for part in parts] == blobs


@given(st.binary(max_size=400))
def test_junk_is_refused_with_one_exception(data):
    """Bytes nobody packed raise FrameError and nothing else."""
    with pytest.raises(FrameError):
        unpack(data)


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_observation_never_breaks_the_judge(data):
    """Flipping bytes of a real frame gives an observation or FrameError, never another exception."""
    node = {"t": "array", "kind": "tensor", "dtype": "float32", "shape": [2, 2], "layout": "strided", "data": 0}
    header = {
        "seed": 1,
        "variant": "submission",
        "probe": "p",
        "status": "returned",
        "value": {"t": "mapping", "v": [["a", node], ["b", {"t": "sequence", "v": [{"t": "float", "v": "0x1p+0"}, None]}]]},
    }
    frame = bytearray(pack(header, [bytes(16)]))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))

    try:
        seen = read(bytes(frame))
    except FrameError:
        return

    assert isinstance(seen, Observation)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["t", "v", "kind", "data", "shape", "dtype"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(
    JSON, st.sampled_from(["float", "int", "complex", "sequence", "mapping", "array", "gradients", "raised", "thing", "other"])
)
def test_a_malformed_node_is_refused(content, kind):
    """A value of any JSON in any kind of node is read or refused by FrameError."""
    header = {"seed": 1, "variant": "s", "probe": "p", "status": "returned", "value": {"t": kind, "v": content}}

    try:
        read(pack(header))
    except FrameError:
        return


def test_a_frame_that_claims_gigabytes_is_refused_before_anything_is_read():
    """The size is checked, not believed."""
    with pytest.raises(FrameError, match="over the limit"):
        unpack(PREFIX.pack(10, LARGEST_BODY + 1) + b"0123456789")


def test_a_deeply_nested_header_is_refused():
    """Nesting that would exhaust the interpreter's stack is a FrameError."""
    head = b"[" * 200_000
    with pytest.raises(FrameError):
        unpack(struct.pack("<II", len(head), 0) + head)


def test_a_blob_outside_the_body_is_refused():
    """A place may only point into the body."""
    head = b'{"blobs":[[0,99]]}'
    with pytest.raises(FrameError, match="outside the body"):
        unpack(struct.pack("<II", len(head), 4) + head + b"abcd")


def test_an_array_that_claims_more_numbers_than_it_has_is_refused():
    """The shape and the bytes must agree."""
    node = {"t": "array", "kind": "tensor", "dtype": "float64", "shape": [1_000_000, 1_000_000], "layout": "strided", "data": 0}
    with pytest.raises(FrameError):
        read(pack({"seed": 1, "variant": "s", "probe": "p", "status": "returned", "value": node}, [bytes(8)]))
