"""Scores are what scikit-learn says, and nothing that draws hidden data leaves the trusted side."""

from __future__ import annotations

import ast
import shutil
import stat
from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics

from torchdojo.catalog import LessonError, scan
from torchdojo.catalog.bars import Bar
from torchdojo.judge.scores import Unscorable, score, words
from torchdojo.judge.secret import secret
from torchdojo.judge.stripped import without_hidden
from torchdojo.observe.hidden import HiddenError, hidden_seed, staged, unstaged
from torchdojo.observe.observation import Array

COURSE = Path(__file__).parents[1] / "tinycourse"


def tensor(values, dtype="float64"):
    """A tensor as the judge knows it."""
    made = np.asarray(values)
    return Array("tensor", dtype, made.shape, made)


THEIRS = {
    "accuracy": metrics.accuracy_score,
    "f1": lambda targets, found: metrics.f1_score(targets, found, average="macro"),
    "mae": metrics.mean_absolute_error,
    "mse": metrics.mean_squared_error,
    "rmse": lambda targets, found: metrics.mean_squared_error(targets, found) ** 0.5,
    "r2": metrics.r2_score,
}


@pytest.mark.parametrize("metric", THEIRS)
@pytest.mark.parametrize("seed", range(5))
def test_a_score_is_that_of_scikit_learn(metric, seed):
    """On random predictions, classes that only one side has among them."""
    source = np.random.default_rng(seed)
    if metric in ("accuracy", "f1"):
        targets, found = source.integers(0, 4, 40), source.integers(1, 6, 40)
    else:
        targets = source.normal(3, 2, 40)
        found = targets + source.normal(0, 1, 40)

    assert score(metric, tensor(found), tensor(targets)) == pytest.approx(THEIRS[metric](targets, found), rel=1e-12)


@pytest.mark.parametrize("found", [[1, 2], [[1, 2, 3]], [1, 2, np.nan], [1, 2, np.inf], [1j, 2, 3]])
def test_what_cannot_be_scored_is_said(found):
    """Shapes are not broadcast, and a NaN is no prediction."""
    with pytest.raises(Unscorable):
        score("mse", tensor(found), tensor([1.0, 2.0, 3.0]))


def test_a_list_of_numbers_is_as_good_as_a_tensor():
    """Predictions may come as Python numbers, and whole ones for floats."""
    assert score("accuracy", (1, 0, 1), tensor([1, 0, 0], "int64")) == pytest.approx(2 / 3)
    assert score("accuracy", tensor([1.0, 0.0, 0.0]), tensor([1, 0, 0], "int64")) == 1.0


def test_a_bar_may_be_absolute_and_relative():
    """The harder of the two counts, for scores and for errors."""
    assert Bar("accuracy", 0.8, 0.95).needed(0.9) == pytest.approx(0.855)
    assert Bar("accuracy", 0.88, 0.95).needed(0.9) == 0.88
    assert Bar("rmse", 2.0, 1.2).needed(1.0) == 1.2 and not Bar("rmse", 2.0, 1.2).reached(1.3, 1.0)


def test_a_score_just_below_its_bar_does_not_look_like_it():
    """As many digits as tell the two apart."""
    assert words(Bar("accuracy", 0.9, None), 0.89996, 0.96).startswith("accuracy 0.9, ") is False
    assert "0.9000, " not in words(Bar("accuracy", 0.9, None), 0.89996, 0.96)


FAULTS = {
    '(metric="acuracy", at_least=0.9)': "Did you mean 'accuracy'?",
    '(metric="accuracy")': "has no bar",
    '(metric="accuracy", at_most=0.9)': "Write at_least",
    '(metric="rmse", at_least=0.9)': "Write at_most",
    '(metric="accuracy", at_least="high")': "is no number",
    '(metric="accuracy", at_least=BAR)': "not a literal",
    '(metric="accuracy", least=0.9)': "knows no 'least'",
    "": "have no bar",
}


@pytest.mark.parametrize(("call", "expected"), FAULTS.items())
def test_a_spoilt_bar_says_what_to_write(tmp_path, call, expected):
    """Read from the file without running it."""
    shutil.copytree(COURSE, tmp_path / "course")
    file = tmp_path / "course/kinds/projects/judge.py"
    text = file.read_text()
    old = '(metric="accuracy", at_least=0.8, of_reference=0.95)'
    assert old in text
    file.write_text(text.replace(old, call))

    with pytest.raises(LessonError, match=expected):
        _ = scan(tmp_path / "course").lesson("kinds/projects").exercises


def test_only_projects_have_hidden_data(tmp_path):
    """For a fill exercise the remedy is named."""
    shutil.copytree(COURSE, tmp_path / "course")
    file = tmp_path / "course/kinds/projects/judge.py"
    text = file.read_text()
    file.write_text(text.replace("nearest = Project(minutes=20, seconds=10)", "nearest = Fill(minutes=20)"))

    with pytest.raises(LessonError, match="is no project"):
        _ = scan(tmp_path / "course").lesson("kinds/projects").exercises


def test_a_stripped_judge_file_holds_neither_data_nor_their_recipe(tiny):
    """What only hidden data need is gone; every probe is still there."""
    lesson = tiny.lesson("kinds/projects")
    text = ast.unparse(without_hidden(lesson))

    assert "SPREAD" not in text and "centres" not in text and "clouds" not in text
    assert "def unseen_points(draw):\n    raise NotImplementedError" in text
    for name in ("three_rows", "labels_that_are_no_positions", "means", "two_ranks"):
        assert f"def {name}(" in text


def test_what_other_probes_need_stays(tmp_path):
    """A constant that a probe reads, and the function that `by` names."""
    shutil.copytree(COURSE, tmp_path / "course")
    file = tmp_path / "course/kinds/projects/judge.py"
    text = file.read_text().replace("of_reference=0.95)", 'of_reference=0.95, by="ask")')
    text += "\n\nHELD = 3\n\n\ndef ask(lesson, given):\n    return lesson.nearest(**given) * HELD\n"
    file.write_text(text)

    kept = ast.unparse(without_hidden(scan(tmp_path / "course").lesson("kinds/projects")))
    assert "def ask(" in kept and "HELD = 3" in kept and "SPREAD" not in kept


def test_the_secret_is_made_once_and_for_oneself(tmp_path):
    """Two processes draw the same hidden data; nobody else can read what from."""
    first = secret(tmp_path)

    assert secret(tmp_path) == first and len(first) == 64
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("cut sho")
    assert len(secret(tmp_path)) == 64 != len("cut sho")


def test_a_folder_that_cannot_be_written_costs_only_the_repetition(tmp_path):
    """Each time another secret, and no failure."""
    blocked = tmp_path / "file"
    blocked.write_text("")

    assert len(secret(blocked)) == 64 and secret(blocked) != secret(blocked)


def test_the_seed_of_hidden_data_needs_the_secret():
    """Other secrets, probes and seeds give other data."""
    seeds = {hidden_seed(s, p, n) for s in ("a", "b") for p in ("x", "y") for n in (1, 2)}

    assert len(seeds) == 8 and hidden_seed("a", "x", 1) in seeds
    with pytest.raises(HiddenError):
        hidden_seed("", "x", 1)


def test_what_is_given_arrives_as_it_was():
    """Types, shapes and values of tensors and plain values."""
    import torch

    given = {"x": torch.randn(3, 2, dtype=torch.bfloat16), "none": None, "n": [1, 2.5, "a", True], "empty": torch.empty(0, 3)}
    found = unstaged(staged(given))

    assert torch.equal(found["x"], given["x"]) and found["x"].dtype == torch.bfloat16
    assert found["n"] == (1, 2.5, "a", True) and found["none"] is None and found["empty"].shape == (0, 3)
    with pytest.raises(HiddenError, match="bytes"):
        staged(torch.zeros(1_000_000))
    with pytest.raises(HiddenError, match="cannot be given"):
        unstaged(staged({"f": print}))
