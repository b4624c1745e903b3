"""A job that takes all it can get is bounded with everything it starts."""

from __future__ import annotations

import os
import subprocess
import time

import pytest


@pytest.fixture(params=["full_walls", "partial_walls"], autouse=True)
def _walls(request):
    request.getfixturevalue(request.param)


def living(mark: str) -> int:
    """How many processes still carry the mark in their name; a killed jail may take some seconds to be gone."""
    deadline = time.monotonic() + 30
    while (count := _count(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


def _count(mark: str) -> int:
    names = subprocess.run(["ps", "-eo", "comm,stat"], capture_output=True, text=True, check=True).stdout.splitlines()
    return sum(mark in name and " Z" not in name for name in names)


def test_a_fork_bomb_is_contained_and_nothing_of_it_survives(attempt):
    """Whether the kernel refuses or the watchdog ends it: it is over, and the next job works."""
    mark = f"bomb{os.getpid()}"
    run = attempt(
        f"""
        import ctypes, os
        ctypes.CDLL(None).prctl(15, b'{mark}', 0, 0, 0)
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """,
        seconds=1,
    )

    assert run.status in ("timeout", "crashed")
    assert attempt("send(b'next')", seconds=20).frames == (b"next",)
    assert living(mark) == 0


def test_a_process_left_behind_ends_with_its_job(attempt):
    """Nothing outlives the worker that started it."""
    mark = f"left{os.getpid()}"
    run = attempt(
        f"""
        import ctypes, os, time
        if os.fork() == 0:
            try:
                os.setsid()
            except OSError:
                pass
            if os.fork() == 0:
                ctypes.CDLL(None).prctl(15, b'{mark}', 0, 0, 0)
                time.sleep(60)
            os._exit(0)
        os.wait()
        time.sleep(0.1)
        send(b'left')
        """
    )
    attempt("pass")

    assert run.frames == (b"left",)
    assert living(mark) == 0


def test_memory_is_counted_over_all_processes_of_a_job(attempt):
    """Four processes of 60 MB are more than 128 MB, though each of them is less."""
    run = attempt(
        """
        import os, time
        for _ in range(4):
            if os.fork() == 0:
                x = bytearray(b'x') * (60 << 20)
                time.sleep(60)
        time.sleep(60)
        """,
        memory=128 << 20,
    )

    assert (run.status, run.detail) == ("memory", "its processes together used more memory than allowed")


def test_memory_that_is_shared_counts_too(attempt):
    """An anonymous shared mapping is bound by no limit of a process."""
    run = attempt(
        """
        import mmap, time
        shared = mmap.mmap(-1, 300 << 20)
        for page in range(0, 300 << 20, 4096):
            shared[page] = 1
        time.sleep(60)
        """,
        memory=128 << 20,
    )

    assert run.status == "memory"


def test_memory_that_a_fork_inherits_is_not_counted_twice(attempt):
    """Workers of a data loader share what their parent holds."""
    run = attempt(
        """
        import os, time
        held = bytearray(b'x') * (80 << 20)
        children = [os.fork() for _ in range(3)]
        if 0 in children:
            time.sleep(0.5)
            os._exit(0)
        for child in children:
            os.waitpid(child, 0)
        send(b'fine')
        """,
        memory=128 << 20,
    )

    assert (run.status, run.frames) == ("ended", (b"fine",))


def test_large_files_are_refused(attempt):
    """The working folder is for small things."""
    run = attempt(
        """
        import signal
        try:
            with open('big', 'wb') as file:
                for _ in range(300):
                    file.write(bytes(1 << 20))
        except OSError as refused:
            send(type(refused).__name__.encode())
        """
    )

    assert run.frames == (b"OSError",)


def test_a_job_can_keep_files_in_its_folder_and_the_next_job_sees_none(attempt):
    """Every worker has a fresh working folder."""
    source = "import os; tell(sorted(os.listdir('.'))); open('mine', 'w').write('x'); tell(open('mine').read())"

    assert attempt(source).frames == attempt(source).frames == (b"[]", b"'x'")


def test_page_tables_count_too(attempt):
    """A thousand gigabytes of which hardly a byte is read: only the table of its pages costs memory."""
    run = attempt(
        """
        import mmap, time
        size, step = 1 << 38, 2 << 20
        held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=mmap.PROT_READ)
        for at in range(0, size, step):
            held[at]
        time.sleep(60)
        """,
        memory=128 << 20,
    )

    assert run.status == "memory"


def test_what_waits_in_sockets_counts_too(attempt):
    """The kernel holds it for a reader who never comes."""
    run = attempt(
        """
        import os, socket, time
        os.fork()
        held = [socket.socketpair() for _ in range(400)]
        for pair in held:
            pair[0].setblocking(False)
            try:
                while True:
                    pair[0].send(bytes(1 << 16))
            except BlockingIOError:
                continue
        time.sleep(60)
        """,
        memory=256 << 20,
    )

    assert run.status == "memory"
