"""The course finds an address of its own."""

from __future__ import annotations

import socket

import pytest

from torchdojo.fronts.web import serving


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_passed_over(taken, monkeypatch):
    """The learner did not ask for this one."""
    monkeypatch.setattr(serving, "PORT", taken)
    with serving._listen("127.0.0.1", None) as bound:
        assert bound.getsockname()[1] != taken


def test_a_taken_port_that_was_asked_for_is_named(taken):
    """And what to do about it."""
    with pytest.raises(serving.PortTaken, match=f"127.0.0.1:{taken}: cannot listen there .* Choose another"):
        serving._listen("127.0.0.1", taken)
