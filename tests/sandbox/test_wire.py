"""Messages are read from a peer that may send anything."""

from __future__ import annotations

import socket

import pytest

from torchdojo.sandbox import wire


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def read_all(incoming, peer):
    found = []
    while not (incoming.ended or incoming.flooded):
        message = incoming.read(peer)
        if message is not None:
            found.append(message)
    return found


def test_messages_come_out_as_they_went_in(pair):
    """Until the end marker, however they were cut on the way."""
    ours, theirs = pair
    wire.send(theirs, b"one")
    wire.send(theirs, b"three" * 1000)
    theirs.sendall(wire.END)

    assert read_all(wire.Incoming(1 << 20), ours) == [b"one", b"three" * 1000]


def test_a_length_beyond_the_limit_stops_the_reading(pair):
    """Nothing is stored for it."""
    ours, theirs = pair
    theirs.sendall(b"\xff\xff\xff\xff")
    incoming = wire.Incoming(1 << 20)

    assert read_all(incoming, ours) == []
    assert incoming.flooded


def test_the_limit_is_for_all_messages_together(pair):
    """Many small ones are as much as a large one."""
    ours, theirs = pair
    for _ in range(4):
        wire.send(theirs, bytes(300))
    incoming = wire.Incoming(1000)

    assert len(read_all(incoming, ours)) == 3
    assert incoming.flooded


def test_millions_of_tiny_messages_are_a_flood_too(pair):
    """Each is an object of its reader's."""
    ours, theirs = pair
    most = wire.ALWAYS_ALLOWED + 1
    for _ in range(most + 1):
        wire.send(theirs, b"x")
    incoming = wire.Incoming(wire.SMALLEST)

    assert len(read_all(incoming, ours)) == most
    assert incoming.flooded


def test_a_peer_that_leaves_in_the_middle_is_noticed(pair):
    """Half a message is none."""
    ours, theirs = pair
    theirs.sendall(b"\x05\x00\x00\x00ab")
    theirs.close()
    with pytest.raises(EOFError):
        read_all(wire.Incoming(100), ours)
