"""A judging process: `python -P -m torchdojo.classroom.judging ORDER`. Submissions come in as lines, answers go out as lines."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from torchdojo.catalog import Lesson, LessonError, scan
from torchdojo.classroom.pool import FAULT, LESSON, REPORT, SANDBOX, Order
from torchdojo.grade import grade
from torchdojo.sandbox import SandboxError


def main() -> None:
    """Nothing; ends when there are no more submissions, or when nobody wants to know any more."""
    words = json.loads(sys.argv[1])
    order = Order(**{**words, "exercises": tuple(words["exercises"])})
    # whatever a library prints must not be read as an answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for question in sys.stdin.buffer:
        line = json.dumps(answer(order, **json.loads(question))).encode() + b"\n"
        try:
            answers.write(line)
            answers.flush()
        except BrokenPipeError:
            # the command was killed; leave without the flush at the end, which would say so once more
            os._exit(0)


def answer(order: Order, name: str, text: str) -> tuple[str, Any]:
    """What came of one submission: 'report' and the report, or what stood in the way and words."""
    try:
        filename = name.rpartition("/")[2]
        report = grade(_lesson(order), text, exercises=order.exercises, seed=order.seed, filename=filename)
        # nobody looks through a whole class line by line
        return REPORT, report.as_json(xray=False)
    except LessonError as fault:
        return LESSON, str(fault)
    except SandboxError as fault:
        return SANDBOX, str(fault)
    except Exception:
        return FAULT, traceback.format_exc()


_lessons: dict[Order, Lesson] = {}


def _lesson(order: Order) -> Lesson:
    """The lesson of the order, read once."""
    if order not in _lessons:
        found = scan(Path(order.course)).lesson(order.lesson)
        if found.content_hash != order.content:
            raise LessonError(order.lesson, "the lesson was edited while it judged.", "Give the command again.")
        _lessons[order] = found
    return _lessons[order]


if __name__ == "__main__":
    main()
