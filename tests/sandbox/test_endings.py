"""However a job ends, the judge's side gets a Run that says how."""

from __future__ import annotations

import threading
import time

import pytest

from torchdojo import sandbox


@pytest.fixture(params=["full", "partial", "none"], autouse=True)
def _each_kind_of_walls(request, monkeypatch):
    monkeypatch.setenv("TORCHDOJO_WALLS", request.param)


def test_a_job_that_ends_gives_its_frames_in_order(attempt):
    """Frames and printed text arrive apart from each other."""
    run = attempt("send(b'one'); print('said'); send(b'two')")

    assert (run.status, run.frames, run.printed, run.detail) == ("ended", (b"one", b"two"), "said\n", "")


def test_frames_are_passed_on_while_the_job_still_runs():
    """A front can show the first probe before the last one is done."""
    seen = []
    job = b"send(b'first')\nimport time; time.sleep(30)"
    run = sandbox.run(job, limits=sandbox.Limits(seconds=0.5), on_frame=seen.append)

    assert run.status == "timeout"
    assert seen == [b"first"] == list(run.frames)


def test_a_large_job_and_large_frames_arrive_whole(attempt):
    """Neither direction waits for the other."""
    run = attempt("x = b'" + "a" * 3_000_000 + "'\nfor _ in range(3): send(x * 4)", seconds=20)

    assert [len(frame) for frame in run.frames] == [12_000_000] * 3


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("import ctypes; ctypes.string_at(0)", "killed by signal 11 (SIGSEGV)"),
        ("import os; os._exit(3)", "left with exit code 3"),
        ("import sys; sys.exit(4)", "left with exit code 4"),
        ("import sys; sys.exit('reason')", "left with exit code 1"),
        ("raise KeyboardInterrupt", "left with exit code 70"),
        ("import os; os.close(3); os._exit(0)", "left with exit code 0"),
    ],
)
def test_a_crash_is_told_apart_from_an_end(attempt, source, detail):
    """A worker that says no end did not end."""
    run = attempt(source)

    assert (run.status, run.detail) == ("crashed", detail)


def test_abort_is_a_crash(attempt):
    """Process 1 of a jail cannot be reached by its own SIGABRT; the C library then crashes it in another way."""
    run = attempt("import os; os.abort()")

    assert run.status == "crashed"
    assert run.detail in ("killed by signal 6 (SIGABRT)", "killed by signal 11 (SIGSEGV)")


def test_an_endless_loop_that_ignores_every_signal_is_stopped(attempt):
    """The deadline is kept by the side that cannot be reached."""
    run = attempt(
        """
        import signal
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        send(b'ready')
        while True:
            pass
        """,
        seconds=0.5,
    )

    assert (run.status, run.detail, run.frames) == ("timeout", "stopped after 0.5 seconds", (b"ready",))
    assert run.seconds < 5


def test_threads_and_farewells_do_not_keep_a_job_from_ending(attempt):
    """A worker leaves without looking back."""
    run = attempt(
        """
        import atexit, threading, time
        atexit.register(time.sleep, 60)
        threading.Thread(target=time.sleep, args=(60,)).start()
        send(b'done')
        """
    )

    assert (run.status, run.frames) == ("ended", (b"done",))


def test_what_was_printed_before_a_kill_is_not_lost(attempt):
    """Lines are visible even if the job never ended."""
    run = attempt("print('here')\nwhile True: pass", seconds=0.5)

    assert (run.status, run.printed) == ("timeout", "here\n")


def test_a_flood_of_text_is_cut_off(attempt):
    """The text is kept up to the limit, and the job is over."""
    run = attempt("while True: print('x' * 1000)", printed=10_000)

    assert run.status == "crashed"
    assert run.detail == "printed more than 10000 bytes and was cut off"
    assert len(run.printed) == 10_000


def test_a_flood_of_frames_is_cut_off(attempt):
    """All frames together have one limit."""
    run = attempt("while True: send(bytes(1 << 20))", output=4 << 20)

    assert run.status == "crashed"
    assert run.detail == "sent more than 4194304 bytes of observations and was cut off"
    assert len(run.frames) == 4


def test_a_header_that_announces_4_gb_costs_nothing(attempt):
    """The length is checked before anything is stored."""
    run = attempt("import os, time; os.write(3, b'\\xff' * 4); time.sleep(30)")

    assert run.status == "crashed"
    assert "cut off" in run.detail


def test_junk_on_every_descriptor_does_no_harm(attempt):
    """What cannot be a frame is dropped with the worker."""
    run = attempt(
        """
        import os
        for descriptor in range(64):
            try:
                os.write(descriptor, b'junk' * 50)
            except OSError:
                pass
        os._exit(0)
        """
    )

    assert run.status == "crashed"


def test_closing_the_standard_streams_is_allowed(attempt):
    """Odd, but the job's own business."""
    run = attempt("import os, sys; sys.stdout.close(); os.close(1); os.close(2); send(b'silent')")

    assert (run.status, run.frames) == ("ended", (b"silent",))


def test_memory_that_is_refused_can_be_handled_by_the_job(attempt):
    """Running into the limit is an exception first: it can be observed."""
    run = attempt(
        """
        try:
            bytearray(1 << 30)
        except MemoryError:
            send(b'refused')
        """,
        memory=64 << 20,
    )

    assert (run.status, run.frames) == ("ended", (b"refused",))


def test_memory_that_runs_out_is_named(attempt):
    """Not every job handles it."""
    run = attempt("x = [bytearray(1 << 20) for _ in range(1000)]", memory=64 << 20)

    assert (run.status, run.detail) == ("memory", "ran out of the memory allowed")


def test_each_job_has_its_own_memory_limit(attempt):
    """The limit belongs to the job, not to the worker that happened to wait."""
    allowed = attempt("x = bytearray(b'x') * (200 << 20); send(b'ok')", memory=256 << 20)

    assert allowed.status == "ended"


def test_eight_jobs_at_once_keep_their_frames_apart(attempt):
    """More than the spares that wait, from as many threads."""
    runs = {}

    def one(number):
        runs[number] = attempt(f"import time; send(b'{number}'); time.sleep(0.1); send(b'{number}')", seconds=20)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {number: run.frames for number, run in runs.items()} == {n: (b"%d" % n, b"%d" % n) for n in range(8)}


def test_more_jobs_than_places_wait_their_turn(attempt):
    """A crowd is served one after the other, and everybody is served."""
    results = []
    threads = [threading.Thread(target=lambda: results.append(attempt("send(b'x')", seconds=30))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [run.frames for run in results] == [(b"x",)] * 20


def test_a_listener_that_fails_ends_the_job():
    """The fault is the caller's and reaches the caller; the worker is not left running."""

    def fail(frame):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        sandbox.run(b"send(b'x')\nwhile True: pass", on_frame=fail)
    deadline = time.monotonic() + 10
    while sandbox.daemon_status()["jobs"] and time.monotonic() < deadline:
        time.sleep(0.02)

    assert sandbox.daemon_status()["jobs"] == 0


@pytest.mark.parametrize("way", ["os.close(3)\nwhile True: pass", "os.execv('/bin/sleep', ['sleep', '60'])"])
def test_a_job_that_cuts_its_connection_and_lives_on_is_ended_in_time(attempt, way):
    """By the clock, and without harm to the zygote, which must not be blamed for the silence."""
    sandbox.ensure()
    before = sandbox.daemon_status()["pid"]
    run = attempt(f"import os\n{way}", seconds=1.0)

    assert run.status == "timeout"
    assert sandbox.daemon_status()["pid"] == before
