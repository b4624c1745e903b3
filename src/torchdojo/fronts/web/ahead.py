"""Does for the next check what does not depend on the learner's code: runs the reference, while the learner thinks."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.sandbox import SandboxError

# more wishes than this are of somebody who leafs through the lessons
LONGEST = 8

Prepare = Callable[[Lesson, Exercise], None]


class Ahead:
    """Prepares exercises one after the other, in a thread of its own."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._wishes: queue.Queue[tuple[Lesson, Exercise]] = queue.Queue(LONGEST)
        threading.Thread(target=self._work, daemon=True).start()

    def __call__(self, lesson: Lesson, exercise: Exercise) -> None:
        """Nothing; the exercise will be prepared soon."""
        with contextlib.suppress(queue.Full):
            self._wishes.put_nowait((lesson, exercise))

    def _work(self) -> None:
        while True:
            lesson, exercise = self._wishes.get()
            # what is wrong will be said by the check itself
            with contextlib.suppress(LessonError, SandboxError):
                self._prepare(lesson, exercise)


def never(_: Lesson, __: Exercise) -> None:
    """Nothing is prepared."""
