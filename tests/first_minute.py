"""The first minute of a new user: `make start` in a clean clone with an empty home, then a wrong and a right answer in Chromium.

Run with `make test-start`. It installs the course anew, so it takes minutes and is no part of `make test`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TOP = Path(__file__).parent.parent
LESSON = "/tensors/broadcasting"
RIGHT = "def outer_difference(left, right):\n    return left.unsqueeze(-1) - right.unsqueeze(-2)\n"
WRONG = "def outer_difference(left, right):\n    return right.unsqueeze(-2) - left.unsqueeze(-1)\n"
# what belongs to the one who runs this, and a new user does not have
OURS = ("VIRTUAL_ENV", "PYTHONPATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "UV_CACHE_DIR")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def started(work: Path) -> Iterator[str]:
    """The address that `make start` prints in a clean clone."""
    clone, home = work / "clone", work / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "-q", str(TOP), str(clone)], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("TORCHDOJO")}
    environment |= {"HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = ["make", "start", "ARGS=--no-browser --port 8499"]
    process = subprocess.Popen(command, cwd=clone, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            print("  " + line, end="", flush=True)
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                yield found.group()
                return
        sys.exit(f"make start ended with code {process.wait()} and printed no address")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def answer(page: Page, text: str) -> tuple[str, str]:
    """The status of the verdict on this text, and everything it says."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    headline = page.locator("#headline-outer_difference:not([data-status=running]):not([data-status=open])")
    headline.wait_for(timeout=120_000)
    page.wait_for_selector("lesson-bench:not(.checking)")
    findings = page.locator("[id='findings-outer_difference']").inner_text()
    return str(headline.get_attribute("data-status")), f"{headline.inner_text()} {findings}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for text, status, words in ((WRONG, "failed", "wrong sign"), (RIGHT, "passed", "")):
            page = browser.new_page()
            page.goto(address + LESSON)
            page.wait_for_selector("code-editor[data-ready]")
            page.get_by_role("tab", name=re.compile("outer_difference")).click()
            found, said = answer(page, text)
            print(f"  {found}: {said[:120]!r}")
            if found != status or words not in said:
                sys.exit(f"expected the status {status!r} and the words {words!r}")
            page.close()
        browser.close()
    print("a clean clone answers, refuses the wrong answer and accepts the right one")


if __name__ == "__main__":
    main()
