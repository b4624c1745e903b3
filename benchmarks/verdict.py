"""From a saved submission to its verdict: ours warm and cold, beside pytest on the same checks and torch-judge on its own.

Run with `make bench-verdict`. Rounds are interleaved, so that every scheme meets the same load; ratios are taken within a round.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from torchdojo.catalog import Exercise, Lesson, scan
from torchdojo.grade import grade, prepare
from torchdojo.judge.trial import expect, program, task
from torchdojo.sandbox import ensure
from torchdojo.starter import variant

# the same probes as a pytest file: inputs drawn alike, the reference beside the submission, torch's own comparison
PYTEST = """
import importlib.util, json, marshal, sys
from pathlib import Path
import pytest, torch
from torchdojo.observe.draw import Draw
from torchdojo.observe.gradients import fill_gradients, targets

here = Path(__file__).parent
annotations = json.loads((here / "annotations.json").read_text())
judge = {"__name__": "judge"}
exec((here / "judge_source.py").read_text(), judge)
probes = judge["EXERCISE"].probes

def load(name):
    spec = importlib.util.spec_from_file_location(name, here / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

def observe(module, probe, staged=None):
    torch.manual_seed(7)
    draw = Draw(7, probe.__name__, annotations=annotations, staged=staged, jitter=False)
    class Lesson:
        def __getattr__(self, name):
            member = getattr(module, name)
            draw.knows(name, member)
            return member
    value = probe(Lesson(), draw)
    paths = staged["targets"] if staged else targets(value)
    return fill_gradients(value, paths, draw.stream("cotangent")), {"states": draw.states, "targets": paths}

def same(ours, theirs):
    if isinstance(ours, torch.Tensor):
        torch.testing.assert_close(theirs, ours, equal_nan=True)
    elif isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        [same(ours[key], theirs[key]) for key in ours]
    elif isinstance(ours, (list, tuple)):
        assert len(ours) == len(theirs)
        [same(a, b) for a, b in zip(ours, theirs)]
    elif isinstance(ours, float):
        assert theirs == pytest.approx(ours, nan_ok=True)
    elif type(ours).__name__ not in ("Outcome",):
        assert ours == theirs

@pytest.mark.parametrize("probe", probes, ids=lambda probe: probe.__name__)
def test_probe(probe):
    expected, staged = observe(load("reference"), probe)
    got, _ = observe(load("submission"), probe, staged)
    same(expected, got)
"""

PAUSE = 0.5

BARE = """
import sys, time
from torchdojo.observe import perform, warm_up
import torch
torch.set_num_threads(1)
warm_up()
job = open(sys.argv[1], "rb").read()
times = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    perform(job, lambda frame: None)
    times.append(time.perf_counter() - start)
print(sorted(times)[len(times) // 2])
"""

TORCH_JUDGE = """
import io, contextlib, sys, time
sys.path.insert(0, sys.argv[1])
from torch_judge import check
import torch
def my_layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(dim=-1, keepdim=True)
    var = x.var(dim=-1, keepdim=True, unbiased=False)
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta
with contextlib.redirect_stdout(io.StringIO()):
    check("layernorm")
    start = time.perf_counter()
    check("layernorm")
print(time.perf_counter() - start)
"""


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=5, help="warm checks of each exercise in each round")
    parser.add_argument(
        "--pytest-every", type=int, default=4, help="pytest takes seconds each: measure it on every n-th exercise"
    )
    parser.add_argument("--torch-judge", default="", help="folder that holds the package torch_judge")
    options = parser.parse_args()
    fills = [(lesson, exercise) for lesson in scan().lessons.values() for exercise in lesson.exercises if exercise.kind == "fill"]
    ensure()
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(options.rounds):
            for position, (lesson, exercise) in enumerate(fills):
                row = measure(lesson, exercise, Path(scratch), options.warm)
                if (position + number) % options.pytest_every == 0:
                    row["pytest"] = with_pytest(lesson, exercise, Path(scratch))
                rows.append(row)
                print(f"\rround {number + 1}: {len(rows)} of {options.rounds * len(fills)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        report(rows)
        peers(options, Path(scratch))


def measure(lesson: Lesson, exercise: Exercise, scratch: Path, warm: int) -> dict[str, float]:
    text = lesson.reference
    times = []
    for _ in range(warm):
        prepare(lesson, exercise)
        # nobody saves twice in half a second; until then the next worker is ready
        time.sleep(PAUSE)
        times.append(seconds(lambda: check_passes(lesson, exercise, text)))
    return {
        "warm": statistics.median(times),
        "bare": bare(lesson, exercise, scratch, warm),
    }


def check_passes(lesson: Lesson, exercise: Exercise, text: str) -> None:
    report_ = grade(lesson, text, exercises=[exercise.name])
    assert report_.passed, report_.exercises[0].verdict.message


def bare(lesson: Lesson, exercise: Exercise, scratch: Path, times: int) -> float:
    """The probes alone, in a warm process: nothing is handed over, walled off, compared or stored."""
    from torchdojo.observe.job import exercise_job

    known = expect(lesson, exercise, seed=7)
    job = scratch / "job"
    one = program(variant(lesson, exercise, "reference", ""))
    job.write_bytes(exercise_job(task(lesson, exercise), [one], seeds=[7], staged={7: known.staged}))
    done = subprocess.run([sys.executable, "-c", BARE, str(job), str(times)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def with_pytest(lesson: Lesson, exercise: Exercise, scratch: Path) -> float:
    import json

    from torchdojo.starter import signatures

    folder = scratch / f"{lesson.id.replace('/', '_')}_{exercise.python_name}"
    folder.mkdir(exist_ok=True)
    (folder / "annotations.json").write_text(json.dumps(signatures(lesson)))
    (folder / "judge_source.py").write_text(lesson.judge)
    (folder / "reference.py").write_text(lesson.reference)
    (folder / "submission.py").write_text(lesson.reference)
    (folder / "test_it.py").write_text(PYTEST.replace("EXERCISE", exercise.python_name))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        str(folder / "test_it.py"),
    ]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"pytest does not pass {lesson.id} {exercise.name}:\n{done.stdout[-2000:]}")
    return took


def report(rows: list[dict[str, float]]) -> None:
    print(f"\n{len(rows)} measurements over the fill exercises, in ms\n")
    print("| from a saved file to its verdict | median | minimum | maximum |\n|---|---|---|---|")
    for key, words in (
        ("bare", "the probes alone, warm process"),
        ("warm", "torchdojo, warm: splice, jail, probes, compare"),
        ("pytest", "pytest, cold, same probes"),
    ):
        times = sorted(1000 * row[key] for row in rows if key in row)
        print(f"| {words} | {statistics.median(times):.1f} | {times[0]:.1f} | {times[-1]:.1f} |")
    ratio = statistics.median(row["pytest"] / row["warm"] for row in rows if "pytest" in row)
    over = statistics.median(1000 * (row["warm"] - 1.5 * row["bare"]) for row in rows)
    print("\n| | |\n|---|---|")
    print(f"| pytest / torchdojo warm, median of the ratios | {ratio:.0f} x |")
    print(f"| torchdojo warm - 1.5 x bare (target: at most 10 ms) | {over:.1f} ms |")


def peers(options: argparse.Namespace, scratch: Path) -> None:
    """Cold start of our own command, and torch-judge fresh and in a warm process."""
    lesson = scan().lesson("nn/normalisation_layers")
    file = scratch / "submission.py"
    file.write_text(lesson.reference)
    ours = [sys.executable, "-m", "torchdojo", "grade", lesson.id, str(file), "--exercise", "LayerNorm"]
    cold = [seconds(lambda: subprocess.run(ours, capture_output=True, check=True)) for _ in range(options.rounds)]
    print(f"| `torchdojo grade` as a command, daemon warm (LayerNorm) | {1000 * statistics.median(cold):.0f} ms |")
    if options.torch_judge and importlib.util.find_spec("torch"):
        command = [sys.executable, "-c", TORCH_JUDGE, options.torch_judge]
        fresh, inside = [], []
        for _ in range(options.rounds):
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=scratch)
            fresh.append(time.perf_counter() - start)
            inside.append(float(done.stdout))
        print(f"| torch-judge, fresh process (layernorm) | {1000 * statistics.median(fresh):.0f} ms |")
        print(f"| torch-judge, inside a warm process, no wall at all (layernorm) | {1000 * statistics.median(inside):.1f} ms |")


if __name__ == "__main__":
    main()
