"""Any web page can send a form to 127.0.0.1; only our own pages are answered."""

from __future__ import annotations

import pytest
from tests.fronts.web.conftest import LESSON

BODY = {"source": "x = 1\n"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("action", ["save", "check", "reset", "hint/outer_sum/1"])
def test_a_post_of_another_site_is_refused(client, workspace, tiny, headers, action):
    """What arrives here is run, so it must come from our page."""
    answer = client.post(f"{LESSON}/{action}", json=BODY, headers=headers)

    assert answer.status_code == 403
    assert "x = 1" not in workspace.text(tiny.lessons["numbers/outer_sum"])


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8400"}])
def test_a_post_of_our_own_page_is_answered(client, headers):
    """Programs that are no browsers send neither header."""
    assert client.post(f"{LESSON}/save", json=BODY, headers=headers).status_code == 204


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8400", "127.0.0.1.evil.example", "", "[", "127.0.0.1@evil"])
def test_another_name_for_this_machine_is_refused(client, host):
    """A name of a stranger that leads here is how a page would get around the same-origin rule."""
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost:8400", "localhost", "[::1]:8400"])
def test_the_names_of_this_machine_are_served(client, host):
    """Whichever the learner types."""
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_body_over_the_limit_is_refused(client):
    """A lesson's file is far smaller."""
    answer = client.post(f"{LESSON}/save", json={"source": "x" * 400_001})

    assert answer.status_code == 413
    assert "400 kB" in answer.text


def test_a_body_that_hides_its_length_is_cut_off(client, workspace, tiny):
    """A chunked request says no length."""

    def chunks():
        yield b'{"source": "'
        for _ in range(50):
            yield b"x" * 10_000
        yield b'"}'

    answer = client.post(f"{LESSON}/save", content=chunks(), headers={"content-type": "application/json"})

    assert answer.status_code == 413
    assert "xxx" not in workspace.text(tiny.lessons["numbers/outer_sum"])


@pytest.mark.parametrize("path", ["/", LESSON, "/nowhere", "/static/mark.svg", f"{LESSON}/file"])
def test_every_answer_forbids_foreign_scripts(client, path):
    """Also the pages for what goes wrong."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]

    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", LESSON, "/nowhere"])
def test_pages_bring_no_inline_script_and_no_foreign_address(client, path):
    """Nothing leaves the machine, and the policy above holds."""
    page = client.get(path).text

    assert "<script>" not in page
    assert " onclick=" not in page
    assert 'src="http' not in page and 'href="//' not in page


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/numbers/..%2f..%2fetc", "/static/../app.py", "/static/%2e%2e/app.py", "/numbers/none"]
)
def test_only_what_the_catalog_knows_is_opened(client, path):
    """A path is looked up, never followed."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "root:" not in answer.text and "create_app" not in answer.text
