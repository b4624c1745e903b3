"""What a learner does, from the first page to a finished lesson."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visit, verdict, write

from torchdojo.catalog import scan

TINY = Path(__file__).parents[1] / "tinycourse"
LESSON = "/numbers/outer_sum"
RIGHT = "def outer_sum(column, row):\n    _require_numbers(row)\n    return column[:, None] + row\n"
CENTRED = "\n\ndef centred(values, keep=1.0):\n    return values - keep * values.mean(-1, keepdim=True)\n"
HEAD = "import torch\n\n\ndef _require_numbers(values):\n    if values.numel() == 0:\n        raise ValueError('nothing')\n\n\n"


def test_a_wrong_answer_then_a_right_one(visit: Visit):
    """Open the course, go to the lesson, write, check, read, correct, pass."""
    page = visit.open("/")
    page.get_by_role("link", name=re.compile("^Start")).click()
    page.wait_for_selector("code-editor[data-ready]")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sums of all pairs")
    expect(page.get_by_role("tab", selected=True)).to_contain_text("outer_sum")
    write(page, HEAD + RIGHT.replace("column[:, None] + row", "column[:, None] - row"))
    assert "Not yet" in verdict(page, "outer_sum")
    expect(page.get_by_role("columnheader", name="Yours").first).to_be_visible()

    write(page, HEAD + RIGHT)
    assert verdict(page, "outer_sum") == "Passed. All 3 probes see what the reference gives."
    expect(page.get_by_text("The reference", exact=True)).to_be_visible()
    assert visit.site.store.states() == {("numbers/outer_sum", "outer_sum"): "passed"}


def test_a_verdict_can_be_disputed(visit: Visit):
    """A wrong verdict must not be the end: one file holds all that is needed, and nothing is sent."""
    page = visit.open(LESSON)
    write(page, HEAD + RIGHT.replace("column[:, None] + row", "column[:, None] - row"))
    assert "Not yet" in verdict(page, "outer_sum")
    judged_then = visit.site.store.attempts()[-1].seed
    page.get_by_text("I think the judge is wrong").click()
    page.get_by_label("Why do you think so?").fill("it is a sum of opposites")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the file").click()

    assert saving.value.suggested_filename == f"dispute-numbers-outer_sum-outer_sum-{judged_then}.zip"
    with zipfile.ZipFile(saving.value.path()) as archive:
        assert archive.read("why.txt").decode() == "it is a sum of opposites\n"
        assert "column[:, None] - row" in archive.read("submission.py").decode()


def test_a_finished_lesson_leads_to_the_next_one(visit: Visit):
    """All exercises at once; then one quiet line with the way on."""
    page = visit.open(LESSON)
    write(page, HEAD + RIGHT + CENTRED)
    page.get_by_role("button", name="Check all").click()

    expect(page.get_by_role("heading", name="Sums of all pairs is complete.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Go on with")).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sums of all pairs")


def test_an_unfinished_line_is_marked_where_it_is(visit: Visit):
    """The editor shows the line, the verdict says why."""
    page = visit.open(LESSON)
    write(page, HEAD + "def outer_sum(column, row)\n    return 1\n")

    assert verdict(page, "outer_sum").startswith("This is not Python yet")
    expect(page.locator(".cm-fault")).to_have_text("def outer_sum(column, row)")


def test_an_exception_is_marked_where_it_was_raised(visit: Visit):
    """And what was printed before it can be read."""
    page = visit.open(LESSON)
    write(page, HEAD + "def outer_sum(column, row):\n    print('here <b>')\n    return column + row\n")

    assert "Not yet" in verdict(page, "outer_sum")
    expect(page.locator(".cm-fault")).to_have_text("    return column + row")
    page.get_by_text("What your code printed").first.click()
    expect(page.locator(".probes pre", has_text="here <b>").first).to_be_visible()


def test_typing_is_saved_after_a_pause(visit: Visit):
    """Nothing has to be pressed."""
    page = visit.open(LESSON)
    write(page, "mine = 1\n")
    expect(page.locator(".saved")).to_have_attribute("data-saved", "saved")

    assert (visit.site.workspace.folder / "numbers/outer_sum.py").read_text(encoding="utf-8") == "mine = 1\n"


def test_another_editor_may_change_the_file(visit: Visit):
    """Without changes here its text is taken; with changes the learner chooses."""
    page = visit.open(LESSON)
    file = visit.site.workspace.folder / "numbers/outer_sum.py"
    file.write_text("elsewhere = 1\n", encoding="utf-8")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(".cm-content")).to_contain_text("elsewhere = 1")

    file.write_text("elsewhere = 2\n", encoding="utf-8")
    visit.expected = ("409",)
    write(page, "mine = 1\n")
    page.get_by_role("button", name="Keep what is here").click()
    expect(page.locator(".saved")).to_have_attribute("data-saved", "saved")
    assert file.read_text(encoding="utf-8") == "mine = 1\n"


def test_beginning_anew_brings_the_starter_back(visit: Visit):
    """After a question; the old text is in the history."""
    page = visit.open(LESSON)
    write(page, "mine = 1\n")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Begin anew").click()

    expect(page.locator(".cm-content")).to_contain_text("raise NotImplementedError")


def test_the_keyboard_is_enough(visit: Visit):
    """Skip to the editor, write, leave it with Escape and Tab, walk through the exercises."""
    page = visit.open(LESSON)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the editor")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", selected=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="centred")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("[data-do=check]")).to_be_focused()


def test_the_cursor_chooses_the_exercise(visit: Visit):
    """What is checked is what one works on."""
    page = visit.open(LESSON)
    page.locator(".cm-line", has_text="def centred").click()

    expect(page.get_by_role("tab", selected=True)).to_contain_text("centred")
    expect(page.locator("[data-check-name]")).to_have_text("centred")


def test_hints_are_a_ladder(visit: Visit):
    """The second is inside the first, and the store knows how many were taken."""
    page = visit.open(LESSON)
    place = page.locator("#place-outer_sum")
    expect(place.get_by_text("A clearer hint")).to_be_hidden()
    with page.expect_response("**/hint/outer_sum/1"):
        place.get_by_text("A hint").click()
    expect(place.get_by_text("A clearer hint")).to_be_visible()

    assert visit.site.store.hints("numbers/outer_sum", "outer_sum") == 1


def test_the_outputs_of_the_text_arrive(visit: Visit):
    """The page is readable before they do."""
    page = visit.open(LESSON)

    expect(page.locator("#output-0[data-status=shown]")).to_contain_text("tensor([[0., 1., 2.],")


def test_without_scripts_the_text_can_be_read(visit: Visit):
    """Words, formulas, tasks, hints and the learner's file."""
    page = visit.open(LESSON, scripts=False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sums of all pairs")
    expect(page.locator("math").first).to_be_visible()
    assert "def outer_sum" in page.get_by_label("Your code for Sums of all pairs").first.input_value()


def test_a_server_that_is_gone_loses_no_text(visit: Visit):
    """The page says so and keeps what was written."""
    page = visit.open(LESSON)
    visit.expected = ("ERR_FAILED",)
    page.route("**/save", lambda route: route.abort())
    page.route("**/check", lambda route: route.abort())
    write(page, "mine = 1\n")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("torchdojo does not answer.").first).to_be_visible()
    expect(page.locator(".cm-content")).to_contain_text("mine = 1")


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_runs_over_the_edge(visit: Visit, width: int):
    """No sideways scrolling of the page."""
    for path in ("/", LESSON, "/layers/row_norm", "/nowhere/at_all"):
        visit.expected = ("404",)
        page = visit.open(path, width=width)

        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_jump_in_the_text_leaves_the_editor_where_it_is(visit: Visit):
    """Only the text scrolls beside the editor."""
    page = visit.open(f"{LESSON}#where-to-read-on")
    page.evaluate("document.querySelector('#place-centred').scrollIntoView()")

    box = page.locator(".bar").bounding_box()
    assert box is not None and box["y"] == 0
    assert page.evaluate("document.querySelector('.book').scrollTop") > 0


def test_the_page_stays_where_it_is_while_it_loads(visit: Visit):
    """No layout shift once the first words are there."""
    visit.open(LESSON).locator("#output-0[data-status=shown]").wait_for()
    page = visit.open(LESSON)
    shift = """new Promise(done => { let sum = 0;
      const watch = new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value));
      watch.observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(sum), 300) })"""

    assert page.evaluate(shift) < 0.01


def test_the_theme_is_remembered(visit: Visit):
    """Auto, light, dark; the server draws the next page in it."""
    page = visit.open("/")
    switch = page.get_by_role("button", name=re.compile("Theme"))
    switch.click()
    switch.click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_prediction_is_made_on_its_card_and_stands_in_the_file(visit: Visit):
    """By keyboard: a wrong answer, the truth with new numbers, a right answer."""
    page = visit.open("/kinds/predictions")
    card = page.locator("prediction-card[data-exercise=stretched]")
    answer = card.locator("input[name=answer]")

    def numbers() -> dict[str, int]:
        return json.loads(card.locator("input[name=numbers]").input_value())

    before = numbers()
    answer.fill("1, 1")
    answer.press("Enter")
    card.locator(".said[data-status=failed]").wait_for()
    assert "answer=(1, 1)" in page.locator(".cm-content").inner_text()

    card.locator("[data-again]").press("Enter")
    card.locator(".told").wait_for()
    assert f"({before['rows']}, {before['columns']})" in card.locator(".told").inner_text()
    assert numbers() != before

    page.keyboard.insert_text(f"{numbers()['rows']}, {numbers()['columns']}")
    page.keyboard.press("Enter")
    card.locator(".said[data-status=passed]").wait_for()
    assert page.locator("#headline-stretched").inner_text() == "Passed. Your prediction is right."
    file = visit.site.workspace.text(scan(TINY).lesson("kinds/predictions"))
    assert f"answer=({numbers()['rows']}, {numbers()['columns']})" in file
