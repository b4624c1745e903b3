"""What a text can do to the program that is put together around it, before anything runs."""

from __future__ import annotations

import time

import pytest

from .conftest import HONEST, attacks_in


@pytest.mark.parametrize("attack", attacks_in("splice"), ids=lambda attack: attack.name)
def test_no_text_breaks_out_of_the_splice(endured, attack):
    """What is filled in around it neither passes for it nor falls over it."""
    endured(attack)


HEAD = "def table(column, row):\n"
LEVELS = range(1, 19)
# each must be a status at once: they never reach the sandbox
MONSTERS = {
    "huge": "#" * 10_000_000,
    "one long line": HEAD + "    return " + "1 + " * 70_000 + "1",
    "brackets": HEAD + "    return " + "[" * 50_000 + "]" * 50_000,
    "minus signs": HEAD + "    return " + "-" * 200_000 + "1",
    "attributes": HEAD + "    return column" + ".a" * 100_000,
    "calls": HEAD + "    return column" + "()" * 100_000,
    "blocks": HEAD + "".join(" " * n + "if 1:\n" for n in range(1, 120)) + " " * 120 + "pass",
    "elif": HEAD + "    if 1: pass\n" + "    elif 1: pass\n" * 15_000,
    "finally": HEAD + "".join(f"{' ' * n}try: return 1\n{' ' * n}finally:\n" for n in LEVELS) + " " * 19 + "pass",
    "lambdas": HEAD + "    return " + "lambda: " * 30_000 + "1",
    "digits": HEAD + "    return " + "9" * 200_000,
    "NUL": HEAD + "    return '\0'\n",
    "half a character": HEAD + "    return '\ud800'\n",
    "only NULs": "\0" * 1000,
    "another coding": "# coding: utf-16\n" + HEAD + "    return (\n",
    "no end": HEAD + "    return '''",
    "control characters": HEAD + "    return \x1b[31m\x08\n",
    "tabs and blanks": HEAD + "\tx = 1\n        return x\n",
    "nothing": "",
    "only a mark": "\ufeff",
}


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS)
def test_a_monstrous_text_is_a_status_at_once(judged, text):
    """Refused or not attempted, in words that can be printed."""
    began = time.monotonic()
    verdict = judged(text).verdict

    assert verdict.status in ("syntax_error", "not_attempted")
    assert time.monotonic() - began < 10.0
    assert len(verdict.message) < 1000
    assert verdict.message.encode()


@pytest.mark.parametrize("depth", [300, 1000, 3000])
def test_a_large_honest_text_passes(judged, depth):
    """Only what Python itself cannot read is refused."""
    assert judged(HONEST + "".join(f"def helper_{n}(x):\n    return x + {n}\n" for n in range(depth))).verdict.passed


HONEST_BYTES = {
    "LF": HONEST.encode(),
    "CRLF": HONEST.replace("\n", "\r\n").encode(),
    "CR": HONEST.replace("\n", "\r").encode(),
    "BOM": b"\xef\xbb\xbf" + HONEST.encode(),
    "BOM and CRLF": b"\xef\xbb\xbf" + HONEST.replace("\n", "\r\n").encode(),
    "no last line end": HONEST.rstrip().encode(),
    "form feed": b"\x0c" + HONEST.encode(),
    "other alphabets": ("# ünïcode — ок\nπ = 'λ'\n" + HONEST).encode(),
    "coding line": b"# -*- coding: latin-1 -*-\n" + HONEST.encode(),
}


@pytest.mark.parametrize("content", HONEST_BYTES.values(), ids=HONEST_BYTES)
def test_honest_text_passes_however_it_is_stored(judged, content):
    """Line ends, marks and alphabets are no mistakes."""
    assert judged(content.decode("utf-8-sig")).verdict.passed


NAMES = [
    "../../../etc/passwd",
    "a\nb.py",
    "\x1b[31mred.py",
    "",
    " ",
    "x" * 5000,
    "submission.py",
    "<string>",
    "judge.py",
    "π.py",
    "a\0b.py",
]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_the_name_of_a_file_is_only_a_name(judged, name):
    """It is never opened: neither outside nor inside."""
    wrong = judged("def table(column, row):\n    return missing\n", filename=name)

    assert wrong.verdict.status in ("failed", "syntax_error")
    assert "root:" not in repr(wrong)
    assert judged(HONEST, filename=name).verdict.status in ("passed", "syntax_error")
