"""Projects: judged by what they leave in folders, predict, answer, and say to each other."""

from __future__ import annotations

import pytest

from torchdojo.grade import grade

HEAD = "import json, os, time\nimport torch\nimport torch.distributed as dist\n"


@pytest.fixture
def check(tiny):
    """Grades one project of the toy lesson."""
    lesson = tiny.lesson("kinds/projects")

    def run(name, text, *, seed=None):
        (graded,) = grade(lesson, HEAD + text, exercises=[name], seed=seed).exercises
        return graded

    return run


def said(graded) -> str:
    """Everything the learner is told."""
    parts = [graded.verdict.message]
    for probe in graded.verdict.probes:
        parts += [probe.message, *(f"{each.where}: {each.fact}" for each in probe.differences)]
    return "\n".join(parts)


@pytest.mark.parametrize("name", ["save_table", "nearest", "answer", "mean_of_all"])
def test_the_reference_passes(tiny, name):
    """Each project, with the time a project has."""
    lesson = tiny.lesson("kinds/projects")
    (graded,) = grade(lesson, lesson.reference, exercises=[name]).exercises

    assert graded.verdict.passed, said(graded)
    assert graded.verdict.kind == "project"


# --- folders

SAVES = """
def save_table(values, folder):
    torch.save(values, folder / "values.pt")
    (folder / "about.json").write_text(ABOUT)
    (folder / "parts").mkdir()
    for i, row in enumerate(values):
        (folder / "parts" / f"{i}.txt").write_text(f"{row.sum():.2f}")
    return folder / "values.pt"
"""


def test_json_is_compared_by_what_it_says(check):
    """Order and spaces do not count, a wrong number does, and its place is told."""
    assert check("save_table", SAVES.replace("ABOUT", '\'{ "columns": 4,\\n "rows": 3 }\'')).verdict.passed

    graded = check("save_table", SAVES.replace("ABOUT", '\'{"columns": 5, "rows": 3}\''))
    assert "files, about.json, columns" in said(graded)


def test_what_is_missing_or_too_much_is_told(check):
    """Files are found by their names."""
    extra = SAVES.replace("ABOUT", '\'{"rows": 3, "columns": 4}\'').replace("return", "(folder / 'x.log').touch()\n    return")

    assert "x.log" in said(check("save_table", extra))
    assert check("save_table", SAVES.replace("ABOUT", "'{'")).verdict.status == "failed"


BOMB = """
class Bomb:
    def __reduce__(self):
        return (os._exit, (3,))

def save_table(values, folder):
    torch.save(Bomb(), folder / "values.pt")
    return folder / "values.pt"
"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "def save_table(values, folder):\n    (folder / 'values.pt').symlink_to('/etc/passwd')\n    return folder\n",
        "def save_table(values, folder):\n    os.mkfifo(folder / 'values.pt')\n    return folder / 'values.pt'\n",
        "def save_table(values, folder):\n    for i in range(500): (folder / str(i)).touch()\n    return folder / 'values.pt'\n",
        "def save_table(values, folder):\n    folder.rmdir()\n    return folder / 'values.pt'\n",
    ],
)
def test_nothing_in_a_folder_is_run_or_followed(check, text):
    """A pickle with code, a link, a pipe, a flood of files, no folder at all: a failure with words."""
    graded = check("save_table", text)

    assert graded.verdict.status == "failed" and said(graded)


# --- hidden data


def test_a_score_is_told_beside_its_bar(check):
    """Passed or not, and the mistake that behaves so is named."""
    graded = check("nearest", "def nearest(samples, labels, points):\n    return labels[:1].expand(len(points))\n")

    hidden = graded.verdict.probes[0]
    assert hidden.status == "failed"
    assert "predictions: accuracy 0." in hidden.message and "the reference reaches" in hidden.message
    assert "at least 0.9" in hidden.message
    assert [one.name for one in graded.advice] == ["always_first"]
    neighbour = "def nearest(samples, labels, points):\n    return labels[torch.cdist(points, samples).argmin(dim=1)]\n"
    right = check("nearest", neighbour)
    assert right.verdict.passed and "accuracy" in right.verdict.probes[0].message


SPOILT = {
    "points": "have shape (150, 5)",
    "torch.full((150,), float('nan'))": "150 of 150 predictions are NaN",
    "labels": "have shape (90,)",
    "None": "are no tensor",
    "{'labels': labels}": "are no tensor",
    "torch.zeros(150, dtype=torch.complex64)": "no real numbers",
    "torch.zeros(150, device='meta')": "are no tensor",
    "'yes'": "are no tensor",
}


@pytest.mark.parametrize(("value", "words"), SPOILT.items())
def test_what_is_no_prediction_is_told_so(check, value, words):
    """Wrong shapes, NaN and other things have no score, and break nothing."""
    graded = check("nearest", f"def nearest(samples, labels, points):\n    return {value}\n")

    assert graded.verdict.probes[0].status == "failed"
    assert words in graded.verdict.probes[0].message


def test_a_given_tensor_that_is_changed_is_told(check):
    """Also where predictions are scored."""
    text = "def nearest(samples, labels, points):\n    points.zero_()\n    return labels[:1].expand(len(points))\n"

    assert "input points" in said(check("nearest", text))


# the recipe of the hidden data is public: it stands in judge.py. What is not known is the seed
FORGER = """
import gc, sys, inspect

def everything():
    frame = sys._getframe()
    while frame:
        yield from frame.f_locals.values()
        yield from frame.f_globals.values()
        frame = frame.f_back
    yield from gc.get_objects()

def clouds(draw, centres, labels):
    return centres[labels] + 0.8 * draw.normal(len(labels), 5)

def recipe(draw):
    centres = 2 * draw.normal(3, 5) + 3 * torch.eye(3, 5)
    known, asked = torch.arange(90) % 3, draw.integers(0, 3, 150)
    return {"samples": clouds(draw, centres, known), "labels": known, "points": clouds(draw, centres, asked)}, asked

def nearest(samples, labels, points):
    draws = [one for one in everything() if type(one).__name__ == "Draw"]
    draw = draws[0]
    for seed in {one._seed for one in draws}:
        again = type(draw)(seed, draw._probe, annotations={}, staged=None, jitter=False)
        given, asked = recipe(again)
        if torch.equal(given["points"], points):
            return asked
    # whatever else of the right size lies about
    for one in everything():
        if isinstance(one, torch.Tensor) and one.shape == (150,):
            return one
    return labels[:1].expand(150)
"""


def test_predictions_cannot_be_forged_from_seed_and_recipe(check):
    """The submission holds the job's seed and knows how the data are made; the targets it does not get."""
    for _ in range(2):
        graded = check("nearest", FORGER)
        assert graded.verdict.probes[0].status == "failed", said(graded)
        assert "accuracy 0." in graded.verdict.probes[0].message


SPY = """
import gc, types

def nearest(samples, labels, points):
    functions = [one for one in gc.get_objects() if isinstance(one, types.FunctionType) and one.__module__ == "judge"]
    print("names", sorted({one.__name__ for one in functions}))
    code = [one.__code__ for one in functions if one.__name__ == "unseen_points"]
    print("recipe", [sorted(set(each.co_names)) for each in code])
    judge = functions[0].__globals__
    print("constants", [name for name in ("SPREAD", "CLASSES", "WIDTH", "clouds") if name in judge])
    texts = [one for one in gc.get_objects() if isinstance(one, dict) and "secret" in one]
    print("secrets", sorted({one["secret"] for one in texts if isinstance(one["secret"], str)}))
    return labels[:1].expand(len(points))
"""


def test_a_submission_finds_neither_recipe_nor_secret(check):
    """The judge file that is sent beside it has been emptied of what draws hidden data."""
    printed = check("nearest", SPY).verdict.probes[0].printed.splitlines()

    assert "clouds" not in printed[0]
    assert printed[1:] == ["recipe [['NotImplementedError']]", "constants []", "secrets ['']"]


def test_the_same_seed_gives_the_same_hidden_data(check):
    """A recorded seed can be replayed on this machine."""
    text = "def nearest(samples, labels, points):\n    print(points.sum().item())\n    return labels[:1].expand(len(points))\n"
    first, again, other = check("nearest", text, seed=5), check("nearest", text, seed=5), check("nearest", text, seed=6)

    assert first.verdict.probes == again.verdict.probes
    assert first.verdict.probes[0].printed != other.verdict.probes[0].printed


# --- services

ASGI = """
async def answer(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError
    message = await receive()
    status, told = 404, {"error": "there is only /mean"}
    if scope["path"] == "/mean":
        numbers = json.loads(message["body"])
        status, told = (200, {"mean": sum(numbers) / len(numbers)}) if numbers else (400, {"error": "empty"})
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})
"""
HANDLER = """
from http.server import BaseHTTPRequestHandler, HTTPServer

class answer(BaseHTTPRequestHandler):
    def do_POST(self):
        numbers = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/mean":
            return self.do_GET()
        self.tell(200, {"mean": sum(numbers) / len(numbers)}) if numbers else self.tell(400, {"error": "empty"})

    def do_GET(self):
        self.tell(404, {"error": "there is only /mean"})

    def tell(self, status, told):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())
"""
START = (
    HANDLER.replace("class answer", "class Handler")
    + "\ndef answer(host, port):\n    HTTPServer((host, port), Handler).serve_forever()\n"
)


@pytest.mark.parametrize("text", [ASGI, HANDLER, START], ids=["asgi", "handler", "start"])
def test_a_service_may_be_written_in_any_of_the_usual_ways(check, text):
    """What counts is what it answers."""
    graded = check("answer", text)

    assert graded.verdict.passed, said(graded)


SERVICES = {
    "never answers": (
        "def answer(environ, start_response):\n    time.sleep(60)\n",
        "no answer to POST /mean within 3 s",
    ),
    "dies": ("def answer(environ, start_response):\n    os._exit(1)\n", "the service ended before it answered"),
    "never listens": ("def answer(host, port):\n    time.sleep(60)\n", "nobody listens"),
    "does not start": ("def answer(host, port):\n    raise ValueError('no port for me')\n", "ValueError: no port for me"),
    "ends at once": ("def answer(host, port):\n    print(host)\n", "came to an end instead of serving"),
    "is none": ("answer = 3\n", "is no service"),
    "speaks no HTTP": (
        "import socket\ndef answer(host, port):\n    s = socket.create_server((host, port))\n    while True:\n"
        "        c, _ = s.accept()\n        c.sendall(b'hello')\n        c.close()\n",
        "the connection broke",
    ),
    "never ends an answer": (
        "import itertools\ndef answer(environ, start_response):\n    start_response('200 OK', [])\n"
        "    return (b'x' * 65536 for _ in itertools.count())\n",
        "more than 1,048,576 bytes",
    ),
    "raises": ("def answer(environ, start_response):\n    raise KeyError\n", "500"),
    "is wrong": (
        "def answer(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/x')])\n    return [b'{}']\n",
        "a list, headers, content-type",
    ),
}


@pytest.mark.parametrize(("text", "words"), SERVICES.values(), ids=SERVICES)
def test_a_service_in_trouble_says_which(check, text, words):
    """It is ended in time, and the next one can be judged."""
    graded = check("answer", text)

    assert graded.verdict.status == "failed", said(graded)
    shown = [f"{each.expected} {each.got}" for probe in graded.verdict.probes for each in probe.differences]
    assert words in said(graded) + "\n".join(shown)


# --- processes

RANKS = {
    "dies": ("def mean_of_all(mine):\n    if dist.get_rank() == 1: os._exit(1)\n    dist.all_reduce(mine)\n", "rank 1 died"),
    "raises": (
        "def mean_of_all(mine):\n    if dist.get_rank() == 1:\n        raise ValueError('not me')\n    dist.all_reduce(mine)\n",
        "rank 1: ValueError: not me (line 6)",
    ),
    "hangs": (
        "def mean_of_all(mine):\n    if dist.get_rank() == 0: dist.all_reduce(mine)\n    else: time.sleep(60)\n    return mine\n",
        "ranks 0 and 1 did not come to an end within 4 s",
    ),
    "returns what cannot be sent": ("def mean_of_all(mine):\n    return lambda: 1\n", "cannot be gathered"),
    "wrong on one rank": (
        "def mean_of_all(mine):\n    total = mine.clone()\n    dist.reduce(total, 0)\n    return total / 2\n",
        "result[1], result",
    ),
}


@pytest.mark.parametrize(("text", "words"), RANKS.values(), ids=RANKS)
def test_ranks_in_trouble_say_which(check, text, words):
    """A dead, failing or waiting rank ends the group, and is named."""
    graded = check("mean_of_all", text)

    assert graded.verdict.status == "failed", said(graded)
    assert words in said(graded)


def test_a_mistake_of_a_project_is_named(tiny):
    """In folders, services and ranks as everywhere."""
    lesson = tiny.lesson("kinds/projects")
    for name in ("save_table", "answer", "mean_of_all"):
        mistake = lesson.mistakes_of(name)[-1]
        (graded,) = grade(lesson, _as_submission(lesson, mistake), exercises=[name]).exercises
        assert [one.name for one in graded.advice] == [mistake.fault], name


def _as_submission(lesson, mistake) -> str:
    """A mistake that uses no name of its own exercise, as a learner would have written it."""
    start = lesson.mistakes.index(f"def {mistake.name}(")
    text = lesson.mistakes[start:].split("\n\n\n")[0].replace(mistake.name, mistake.exercise)
    return HEAD + text
