"""Everybody can use every page: no violation of the accessibility rules, in light and dark, wide and narrow."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import AXE, Visit, verdict, write

LESSON = "/numbers/outer_sum"
SIZES = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


def violations(page: Page) -> str:
    """What axe-core finds, as text; empty if it finds nothing."""
    if not AXE.is_file():
        pytest.fail(f"axe-core is missing: run `npm ci` in {AXE.parents[2]}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", tags)
    return (
        json.dumps([{"rule": each["id"], "nodes": [node["html"][:300] for node in each["nodes"]]} for each in found], indent=1)
        if found
        else ""
    )


@pytest.mark.parametrize(("scheme", "width"), SIZES)
@pytest.mark.parametrize("path", ["/", LESSON, "/layers/row_norm", "/nowhere/at_all"])
def test_pages(visit: Visit, path: str, scheme: str, width: int):
    """As they open."""
    visit.expected = ("404",)
    page = visit.open(path, scheme=scheme, width=width)
    expect(page.locator(".output[data-status=waiting]")).to_have_count(0, timeout=60_000)

    assert violations(page) == ""


@pytest.mark.parametrize(("scheme", "width"), SIZES)
def test_verdicts(visit: Visit, scheme: str, width: int):
    """With a line marked, evidence shown, hints open, and after a pass."""
    page = visit.open(LESSON, scheme=scheme, width=width)
    page.locator("#place-outer_sum summary").first.click()
    write(page, "def outer_sum(column, row):\n    return column[:, None] - row\n")
    verdict(page, "outer_sum")
    assert violations(page) == ""

    write(page, "def outer_sum(column, row):\n    return column + row\n")
    verdict(page, "outer_sum")
    assert violations(page) == ""

    write(page, "def centred(values, keep=1.0):\n    return values - keep * values.mean(-1, keepdim=True)\n")
    verdict(page, "centred")
    page.get_by_text("The reference", exact=True).click()
    assert violations(page) == ""


@pytest.mark.parametrize(("scheme", "width"), SIZES)
def test_the_drawer(visit: Visit, scheme: str, width: int):
    """The lessons over the page."""
    page = visit.open(LESSON, scheme=scheme, width=width)
    page.get_by_role("button", name="Lessons").first.click()

    assert violations(page) == ""


@pytest.mark.parametrize(("scheme", "width"), SIZES)
def test_predictions(visit: Visit, scheme: str, width: int):
    """Cards as they open, after a miss, and with new numbers."""
    page = visit.open("/kinds/predictions", scheme=scheme, width=width)
    expect(page.locator(".output[data-status=waiting]")).to_have_count(0, timeout=60_000)
    assert violations(page) == ""

    card = page.locator("prediction-card").first
    card.locator("input[name=answer]").fill("(1, 1)")
    card.get_by_role("button", name="Check").click()
    card.locator("[data-again]").wait_for()
    assert violations(page) == ""

    card.locator("[data-again]").click()
    card.locator(".told").wait_for()
    assert violations(page) == ""
