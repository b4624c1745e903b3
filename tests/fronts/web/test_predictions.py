"""The card of a prediction and the learner's file say the same."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from torchdojo.fronts.web import create_app
from torchdojo.grade import grade

LESSON = "/kinds/predictions"


@pytest.fixture
def page(tiny, store, workspace):
    """A browser without scripts before the real judge."""
    with TestClient(create_app(tiny, store, workspace, grade), base_url="http://127.0.0.1:8400") as made:
        yield made


@pytest.fixture
def said(page, tiny, workspace):
    """Sends what a card sends, for the file as it is."""

    def send(answer, *, path="predict", numbers=None, exercise="stretched", version=None):
        lesson = tiny.lesson(LESSON[1:])
        body = {
            "source": workspace.text(lesson),
            "version": workspace.stamp(lesson) if version is None else version,
            "exercise": exercise,
            "answer": answer,
            "numbers": numbers or {"rows": 3, "columns": 5},
        }
        return page.post(f"{LESSON}/{path}", json=body)

    return send


def test_the_page_shows_snippet_question_and_field(page):
    """The numbers are filled in, and the field is labelled with the question."""
    html = page.get(LESSON).text

    assert html.count("<prediction-card") == 5
    assert 'for="answer-stretched"' in html and 'id="answer-stretched"' in html
    assert "Your prediction will be compared" in html


def test_an_answer_reaches_file_record_and_page(said, tiny, workspace, store):
    """What is seen is what is judged: the card's numbers come with the answer."""
    answer = said("3, 5")
    there = answer.json()

    assert answer.status_code == 200 and 'data-into="said-stretched" data-status="passed"' in there["html"]
    assert "stretched = dict(rows=3, columns=5, answer=(3, 5))" in there["text"]
    assert workspace.text(tiny.lesson(LESSON[1:])) == there["text"]
    assert answer.headers["X-File-Version"] == workspace.stamp(tiny.lesson(LESSON[1:]))
    assert store.states()[LESSON[1:], "stretched"] == "passed"


def test_a_miss_is_told_without_the_truth(said):
    """The way to it is offered: new numbers."""
    html = said("(5, 3)").json()["html"]

    assert "another order" in html and "data-again" in html and "(3, 5)" not in html


def test_new_numbers_come_with_the_truth(said, workspace, tiny):
    """The old ones are explained, the file asks anew."""
    said("(5, 3)")
    there = said("", path="again").json()

    assert "With rows=3, columns=5 it gives (3, 5)." in there["html"]
    assert 'data-into="asked-stretched"' in there["html"]
    assert "stretched = dict(rows=3, columns=5" not in there["text"]
    assert workspace.text(tiny.lesson(LESSON[1:])) == there["text"]


@pytest.mark.parametrize("answer", ["3 x 5", "", "import os", "(((", "<script>alert(1)</script>", "\0"])
def test_what_is_no_value_is_not_written_to_the_file(said, answer):
    """The file stays Python, and the page says what to write."""
    there = said(answer).json()

    assert "answer=...)" in there["text"] and "Write a tuple such as" in there["html"]
    assert "<script>" not in there["html"]


def test_code_in_the_field_is_written_but_never_run(said):
    """It is the learner's own file; the judge says what it is."""
    there = said("open('/etc/passwd')").json()

    assert "answer=open('/etc/passwd'))" in there["text"] and "is code" in there["html"]


def test_numbers_that_are_not_ours_are_replaced(said):
    """A page that was changed cannot ask for what the lesson does not ask."""
    assert "rows=999" not in said("(999, 5)", numbers={"rows": 999, "columns": 5}).json()["text"]


def test_an_edit_outside_is_met_as_everywhere(said):
    """Nothing is overwritten: the file's text comes back."""
    answer = said("3, 5", version="0" * 64)

    assert answer.status_code == 409 and "answer=...)" in answer.json()["text"]


def test_a_file_that_is_no_python_stays_as_it_is(page, said, tiny, workspace):
    """The fault is told, and the answer is not written anywhere."""
    lesson = tiny.lesson(LESSON[1:])
    workspace.save(lesson, "def broken(:\n")

    there = said("3, 5").json()

    assert there["text"] == "def broken(:\n" and "This is not Python yet" in there["html"]


def test_only_predictions_are_asked(said):
    """Another exercise has no such address."""
    assert said("1", exercise="doubled").status_code == 404
    assert said("1", exercise="nothing", path="again").status_code == 404


def test_a_check_from_the_editor_brings_the_card_in_step(page, tiny, workspace):
    """Whoever edits numbers and answer in the file sees them on the card."""
    text = workspace.text(tiny.lesson(LESSON[1:]))
    line = next(each for each in text.splitlines() if each.startswith("stretched"))
    source = text.replace(line, "stretched = dict(rows=6, columns=2, answer=(6, 2))")

    answer = page.post(f"{LESSON}/check", json={"source": source, "version": "", "exercise": "stretched"})

    assert 'data-into="asked-stretched"' in answer.text and '<span class="mi">6</span>' in answer.text
    assert "is right" in answer.text
