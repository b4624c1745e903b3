"""The parts of the walls that can be tried without a jail."""

from __future__ import annotations

import struct

import pytest

from torchdojo.sandbox import outcome, watchdog
from torchdojo.sandbox.walls import kernel, limits, seccomp
from torchdojo.sandbox.walls.view import is_beneath, view, without


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("namespaces", [True, False])
def test_the_filter_is_well_formed_on_both_machines(monkeypatch, machine, namespaces):
    """Every jump lands inside, and the last instruction is a return: else the kernel refuses it."""
    monkeypatch.setattr(kernel, "machine", lambda: machine)
    code = seccomp.program(namespaces=namespaces, signals_held=False)
    steps = list(struct.iter_unpack("<HBBI", code))
    jumps = [at + 1 + max(then, otherwise) for at, (kind, then, otherwise, _) in enumerate(steps) if kind & 7 == 5]

    assert max(jumps) < len(steps) <= 4096
    assert steps[-1][0] == 6


def test_without_leaves_all_but_the_hidden(tmp_path):
    """Landlock can only allow, so what is hidden is left out on the way down."""
    for path in ("a/x", "a/y", "b/z"):
        (tmp_path / path).mkdir(parents=True)
    readable, listable = without(str(tmp_path), [str(tmp_path / "a" / "x")])

    assert readable == [str(tmp_path / "a" / "y"), str(tmp_path / "b")]
    assert listable == [str(tmp_path), str(tmp_path / "a")]


def test_a_folder_without_secrets_is_allowed_whole(tmp_path):
    """One rule is cheaper than many."""
    assert without(str(tmp_path), ["/elsewhere"]) == ([str(tmp_path)], [])


def test_the_view_holds_python_and_hides_torchdojo():
    """Our own sources are in no bound folder, or are covered."""
    import os

    import torchdojo

    seen = view()
    package = os.path.dirname(torchdojo.__file__)

    assert any(is_beneath(os.path.realpath(os.__file__), os.path.realpath(path)) for path in seen.bound)
    assert package in seen.hidden
    assert "/" not in seen.bound


def test_one_path_is_beneath_another_only_by_whole_names():
    """/home/anna is not beneath /home/ann."""
    assert is_beneath("/home/ann/x", "/home/ann")
    assert not is_beneath("/home/anna", "/home/ann")


def test_members_are_counted_once():
    """Children, grandchildren and the members of a session, without going in circles."""
    assert sorted(watchdog.members(1, {1: {2, 3}, 2: {4}, 3: {3}, 4: {1}, 9: {8}})) == [1, 2, 3, 4]


def test_numbers_of_a_status_are_found():
    """A name that is not there counts as zero."""
    status = "VmData:\t  12 kB\nThreads:\t3\n"

    assert [limits.status_number(status, name) for name in ("VmData", "Threads", "Rss")] == [12, 3, 0]


def test_a_kill_that_nobody_sent_means_memory():
    """Only behind full walls can it not have been the job itself."""
    assert outcome.explain(-9, "", walls="full")[0] == "memory"
    assert outcome.explain(-9, "", walls="partial") == ("crashed", "killed by signal 9 (SIGKILL)")
