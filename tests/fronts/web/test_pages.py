"""Pages that can be read before any script has run."""

from __future__ import annotations

from tests.fronts.web.conftest import LESSON


def test_the_start_page_names_what_is_next(client):
    """One look tells where to go on."""
    page = client.get("/").text

    assert "Begin with" in page
    assert "Sums of all pairs" in page
    assert 'href="/numbers/outer_sum"' in page
    assert "0 of 2 lessons" in page


def test_the_start_page_goes_on_where_the_learner_is(client):
    """A passed lesson is behind; the next one is shown."""
    client.post(f"{LESSON}/check", json={"source": "x = 1"})
    page = client.get("/").text

    assert "Go on with" in page
    assert "1 of 2 lessons" in page
    assert 'aria-label="2 of 2 exercises passed"' in page


def test_a_lesson_has_its_text_its_places_and_the_learners_file(client):
    """Everything is there without scripts."""
    page = client.get(LESSON).text

    assert "<math" in page
    assert 'id="place-outer_sum"' in page
    assert "def outer_sum(column" in page
    assert 'role="tab" id="tab-centred"' in page
    assert "3 probes will try your code." in page


def test_an_open_exercise_hides_its_answer(client):
    """In the shown definitions and everywhere else on the page."""
    page = client.get(LESSON).text

    assert "torch.mean" not in page.replace("the documentation of torch.mean", "")
    assert "The reference</summary>" not in page


def test_a_passed_exercise_shows_its_answers(client):
    """The reference and the other ways, each with when to prefer it."""
    client.post(f"{LESSON}/check", json={"source": "x = 1", "exercise": "centred"})
    page = client.get(LESSON).text

    assert "The reference</summary>" in page
    assert "Another way: " in page
    assert "You have passed this exercise." in page
    assert 'id="tab-outer_sum" aria-controls="panel-outer_sum" aria-selected="true"' in page


def test_the_learners_text_cannot_leave_its_box(client, workspace, tiny):
    """It is shown, never part of the page."""
    workspace.save(tiny.lessons["numbers/outer_sum"], "</textarea><script>alert(1)</script>\x1e")
    page = client.get(LESSON).text

    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;" in page


def test_a_missing_page_says_so_and_leads_back(client):
    """With the nearest lesson, if there is one."""
    answer = client.get("/numbers/outer_sums")

    assert answer.status_code == 404
    assert "Did you mean &#39;numbers/outer_sum&#39;?" in answer.text
    assert '<a href="/">' in answer.text


def test_the_chosen_theme_is_in_the_page_from_the_start(client):
    """No flash of the other one; a strange cookie is ignored."""
    assert 'data-theme="dark"' in client.get("/", headers={"cookie": "theme=dark"}).text
    assert 'data-theme="auto"' in client.get("/", headers={"cookie": 'theme="><script>'}).text


def test_scripts_are_kept_for_ever_by_their_version(client):
    """A new build has a new address."""
    assert "immutable" in client.get("/static/mark.svg?v=1").headers["cache-control"]
    assert client.get("/static/mark.svg").headers["cache-control"] == "no-cache"


def test_a_broken_lesson_is_explained(client, monkeypatch):
    """Its author reads the fault where the page would be."""
    from torchdojo.catalog import LessonError
    from torchdojo.fronts.web import routes

    def broken(*_: object, **__: object) -> str:
        raise LessonError("course/a/b/lesson.md:3", "the formula <x> cannot be read.")

    monkeypatch.setattr(routes, "lesson_page", broken)
    answer = client.get(LESSON)

    assert answer.status_code == 500
    assert "the formula &lt;x&gt; cannot be read." in answer.text
