"""A real browser before the real course front, judge and sandbox, over the toy lessons."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from torchdojo.catalog import scan
from torchdojo.fronts.web import create_app
from torchdojo.fronts.web.serving import _listen
from torchdojo.grade import grade
from torchdojo.progress import Store, Workspace

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "src/torchdojo/fronts/web/client/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A course that is being served."""

    address: str
    store: Store
    workspace: Workspace


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    path = os.environ.get("TORCHDOJO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: install it, or name it in $TORCHDOJO_CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The toy course with an empty record."""
    store, workspace = Store(tmp_path / "progress.sqlite3"), Workspace(tmp_path / "work")
    app = create_app(scan(HERE.parent / "tinycourse"), store, workspace, grade)
    listening = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", store, workspace)
    server.should_exit = True
    thread.join(10)
    listening.close()
    store.close()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visit]:
    """Opens pages; afterwards no page may have failed or asked another host."""
    made = Visit(chromium, site)
    yield made
    made.close()

    assert made.faults == []
    assert made.hosts <= {"127.0.0.1"}


class Visit:
    """A learner's browser: remembers whom it asked and what went wrong."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.site = site
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        self.expected: tuple[str, ...] = ()
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, *, scheme: str = "light", width: int = 1440, scripts: bool = True) -> Page:
        """A page in a fresh browser profile."""
        size = {"width": width, "height": 900}
        context = self._chromium.new_context(color_scheme=scheme, viewport=size, java_script_enabled=scripts)
        self._contexts.append(context)
        context.set_default_timeout(60_000)
        context.on("request", lambda request: self.hosts.add(request.url.split("/")[2].split(":")[0]))
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        page.goto(self.site.address + path)
        if scripts and page.locator("code-editor").count():
            page.wait_for_selector("code-editor[data-ready]")
        return page

    def _heard(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and not any(known in text for known in self.expected):
            self.faults.append(text)

    def close(self) -> None:
        """Closes every page."""
        for context in self._contexts:
            context.close()


def write(page: Page, text: str) -> None:
    """Types a text over everything in the editor, as a paste does."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def verdict(page: Page, exercise: str) -> str:
    """Checks by keyboard and waits for the headline of the verdict."""
    page.keyboard.press("Control+Enter")
    headline = page.locator(f"#headline-{exercise}:not([data-status=running]):not([data-status=open])")
    headline.wait_for()
    page.wait_for_selector("lesson-bench:not(.checking)")
    return headline.inner_text()
