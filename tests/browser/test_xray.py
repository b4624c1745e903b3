"""The x-ray in a real browser: opened by keyboard, readable on every screen, without a violation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visit, verdict, write
from tests.browser.test_access import SIZES, violations

LOOP = """import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(width))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, rows):
        scale = torch.sqrt(self.weight - 100)
        for step in range(50):
            scale = scale * 0.99
        flat = rows.transpose(0, -1).reshape(-1)
        kept = flat
        return rows * (self.weight @ rows)
"""


@pytest.mark.parametrize(("scheme", "width"), SIZES)
def test_the_x_ray(visit: Visit, scheme: str, width: int):
    """A NaN, a loop, a copy, an alias and an exception, each in its line."""
    page = visit.open("/layers/row_norm", scheme=scheme, width=width)
    page.get_by_role("tab", name="Gate.forward").click()
    write(page, LOOP)
    verdict(page, "Gate__forward")
    summary = page.locator("#xray-Gate__forward summary")
    summary.focus()
    page.keyboard.press("Enter")

    lines = page.locator(".seen > li")
    expect(lines.filter(has_text="torch.sqrt").locator(".nan")).to_contain_text("makes 5 of 5 entries NaN")
    expect(lines.filter(has_text="scale * 0.99")).to_contain_text("50 visits")
    expect(lines.filter(has_text="reshape(-1)").locator(".copy")).to_be_visible()
    expect(lines.filter(has_text="kept = flat").locator(".alias")).to_contain_text("is flat itself")
    expect(page.locator(".seen > li.raised")).to_contain_text("RuntimeError")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == ""
