"""A check is one answer in fragments, each fit to be put into the page."""

from __future__ import annotations

import html
import re

import pytest
from tests.fronts.web.conftest import LESSON

from torchdojo.catalog import LessonError

SEPARATOR = "\x1e"


def check(client, **body):
    """The fragments of one check."""
    answer = client.post(f"{LESSON}/check", json={"source": "x = 1\n", "exercise": "outer_sum", **body})
    assert answer.status_code == 200, answer.text
    return answer.text.split(SEPARATOR)


def test_the_first_fragment_says_that_it_runs(client):
    """The learner sees at once that the key was heard."""
    first, second, *_ = check(client)

    assert 'data-into="headline-outer_sum" data-status="running"' in first
    assert 'data-into="headline-outer_sum" data-status="passed"' in second


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("passed", "Passed. It is so."),
        ("failed", "Not yet: the probe sees something else"),
        ("raised", "Not yet: the probe sees something else"),
        ("mistake", "Not yet: this is a known mistake."),
        ("not_attempted", "in place of <code>raise NotImplementedError</code>"),
        ("syntax_error", "The line is marked in the editor."),
        ("timeout", "Stopped: the time was used up."),
        ("memory", "Stopped: the memory was used up."),
        ("crashed", "Stopped: the process ended by itself."),
        ("forbidden", "Stopped: the code tried something that a lesson never needs."),
    ],
)
def test_every_status_has_its_words_and_nothing_escapes(client, grader, status, words):
    """Whatever a program prints or raises is shown as text, and cannot end a fragment."""
    grader.status = status
    fragments = check(client)

    assert words in fragments[1]
    assert len(fragments) == (4 if status == "passed" else 3)
    assert "<script" not in "".join(fragments)
    assert all(fragment.count("<template") == fragment.count("</template>") for fragment in fragments)


def test_a_failure_is_shown_as_evidence(client, grader):
    """What was observed, expected, given and allowed, and the entries side by side."""
    grader.status = "failed"
    shown = check(client)[1]

    assert [cell for cell in ("Observation", "Expected", "Yours", "Allowed") if f">{cell}</th>" in shown] == [
        "Observation", "Expected", "Yours", "Allowed",
    ]  # fmt: skip
    assert '<td class="off">3.5</td>' in shown
    assert "seed <code>42</code>" in shown


def test_an_exception_is_shown_with_the_learners_lines(client, grader):
    """And the last of them is marked in the editor."""
    grader.status = "raised"
    shown = check(client)[1]

    assert 'data-line="3"' in shown
    assert "RuntimeError: &lt;script&gt;" in shown
    assert '<span class="number">3</span>' in shown


def test_a_pass_shows_the_answers_and_opens_the_text(client):
    """The reference, the other ways, and the definition in the text."""
    fragments = check(client, exercise="centred")

    assert "The reference</summary>" in fragments[1]
    assert 'data-into="shown-' in fragments[2]
    assert "torch.mean(" in re.sub(r"<[^>]+>", "", html.unescape(fragments[2]))


def test_the_last_pass_completes_the_lesson_once(client):
    """A quiet line and the way to the next lesson; passing again does not repeat it."""
    check(client, exercise="centred")
    done = check(client, exercise="outer_sum")
    again = check(client, exercise="outer_sum")

    assert "Sums of all pairs is complete." in done[-2]
    assert 'href="/layers/row_norm"' in done[-2] or 'href="/numbers/descent"' in done[-2]
    assert "is complete" not in "".join(again)


def test_all_exercises_are_checked_one_after_the_other(client, grader):
    """Each verdict arrives as soon as it is known."""
    check(client, exercise=None)

    assert grader.asked == [["outer_sum"], ["centred"]]


def test_a_check_saves_and_is_recorded(client, store, workspace, tiny):
    """The file on disk is what was judged."""
    check(client, source="y = 2\n")

    assert workspace.text(tiny.lessons["numbers/outer_sum"]) == "y = 2\n"
    assert [attempt.source for attempt in store.attempts()] == ["y = 2\n"]


def test_a_check_does_not_overwrite_another_editors_text(client, workspace, tiny):
    """The page asks which one to keep."""
    lesson = tiny.lessons["numbers/outer_sum"]
    version = client.get(f"{LESSON}/file").json()["version"]
    workspace.save(lesson, "from elsewhere = 1\n")
    answer = client.post(f"{LESSON}/check", json={"source": "mine = 1\n", "exercise": "outer_sum", "version": version})

    assert answer.status_code == 409
    assert answer.json()["text"] == "from elsewhere = 1\n"
    assert workspace.text(lesson) == "from elsewhere = 1\n"


def test_a_fault_of_ours_is_not_blamed_on_the_learner(client, grader):
    """A broken lesson or sandbox says so in the verdict's place."""
    grader.raises = LessonError("course/numbers/outer_sum/judge.py:3", "no such thing.", "Correct it.")
    shown = check(client)[1]

    assert "It is no fault of your code." in shown
    assert "judge.py:3: no such thing. Correct it." in shown


def test_an_unknown_exercise_is_refused(client):
    """Nothing is saved or judged."""
    answer = client.post(f"{LESSON}/check", json={"source": "x", "exercise": "nothing"})

    assert answer.status_code == 404


def test_half_a_surrogate_pair_is_survived(client):
    """A browser can send one; a file cannot hold it."""
    answer = client.post(
        f"{LESSON}/check",
        content=b'{"source": "x = \\"\\ud800\\"", "exercise": "outer_sum"}',
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 200


def test_a_reset_keeps_what_was_there(client, workspace, tiny):
    """The starter comes back, the text goes into the history."""
    lesson = tiny.lessons["numbers/outer_sum"]
    client.post(f"{LESSON}/save", json={"source": "mine = 1\n"})
    answer = client.post(f"{LESSON}/reset", json={"source": "mine = 2\n"})

    assert "raise NotImplementedError" in answer.json()["text"]
    assert "mine = 2\n" in [version.path.read_text(encoding="utf-8") for version in workspace.history(lesson)]


def test_a_hint_is_taken_once(client, store):
    """Opening the first one again does not count as the second."""
    for number in (1, 1, 2):
        assert client.post(f"{LESSON}/hint/outer_sum/{number}").status_code == 204

    assert store.hints("numbers/outer_sum", "outer_sum") == 2
