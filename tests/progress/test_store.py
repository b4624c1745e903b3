"""The record of attempts."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from torchdojo.progress import Store, StoreError, data_folder, schema


def test_an_attempt_comes_back_as_it_was_recorded(store, report):
    """Everything of a verdict is kept: the text, the differences, nan included, and the advice."""
    store.record(report(scaled="failed"), "def scaled(): ...\n")
    (attempt,) = store.attempts()

    assert (attempt.lesson, attempt.exercise, attempt.kind, attempt.status, attempt.seed) == (
        "toys/scaling",
        "scaled",
        "fill",
        "failed",
        7,
    )
    assert attempt.source == "def scaled(): ...\n"
    assert attempt.verdict["probes"][0]["differences"][0]["expected_values"] == [1.0, 2.0]
    assert str(attempt.verdict["probes"][0]["differences"][0]["got_values"][0]) == "nan"
    assert attempt.verdict["advice"] == [{"kind": "mistake", "name": "doubled", "text": "It is taken twice."}]
    assert abs((datetime.now(UTC) - attempt.when).total_seconds()) < 3600


def test_what_was_not_attempted_is_not_recorded(store, report):
    """An exercise still to be written is no attempt, however often its neighbours are judged."""
    store.record(report(scaled="failed", centred="not_attempted"), "text")

    assert [attempt.exercise for attempt in store.attempts()] == ["scaled"]
    assert store.states() == {("toys/scaling", "scaled"): "tried"}


def test_once_passed_stays_passed(store, report):
    """Breaking the file again, to try something, takes no progress away."""
    for status in ("failed", "passed", "failed"):
        store.record(report(scaled=status), status)

    assert store.states() == {("toys/scaling", "scaled"): "passed"}
    assert [attempt.status for attempt in store.attempts("toys/scaling", "scaled")] == ["failed", "passed", "failed"]
    assert store.attempts("toys/other") == []


def test_hints_are_counted_and_remembered(store):
    """The ladder goes on where it was left, in another process too."""
    assert store.hints("toys/scaling", "scaled") == 0
    assert [store.take_hint("toys/scaling", "scaled") for _ in range(3)] == [1, 2, 3]
    store.close()

    assert Store(store.path).hints("toys/scaling", "scaled") == 3
    assert store.hints("toys/scaling", "centred") == 0


def test_only_the_first_peek_counts(store):
    """When the solution was first looked at is remembered."""
    assert store.peeked("toys/scaling", "scaled") is None
    store.peek("toys/scaling", "scaled")
    first = store.peeked("toys/scaling", "scaled")
    store.peek("toys/scaling", "scaled")

    assert first is not None and store.peeked("toys/scaling", "scaled") == first


def test_text_no_file_could_hold_is_recorded_all_the_same(store, report):
    """Half a surrogate pair from a browser must not cost the learner an attempt."""
    store.record(report(scaled="failed"), "x = '\ud800'")

    assert store.attempts()[0].source == "x = '?'"


def test_an_older_record_is_brought_up_to_date(store, report, monkeypatch):
    """A learner's record outlives updates: what it held is still there after a migration."""
    store.record(report(scaled="passed"), "text")
    store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE attempt ADD COLUMN note TEXT",)))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)

    assert store.states() == {("toys/scaling", "scaled"): "passed"}
    assert "note" in [row[1] for row in sqlite3.connect(store.path).execute("PRAGMA table_info(attempt)")]


def test_a_migration_that_fails_changes_nothing(store, report, monkeypatch):
    """The old record is still whole and readable by the version that wrote it."""
    store.record(report(scaled="passed"), "text")
    store.close()
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE attempt ADD COLUMN note TEXT", "NO SQL")))
        newer.setattr(schema, "VERSION", schema.VERSION + 1)
        with pytest.raises(StoreError, match="syntax error"):
            store.states()

    assert store.states() == {("toys/scaling", "scaled"): "passed"}


def test_a_record_of_a_newer_torchdojo_is_left_alone(store, report):
    """Going back to an older version says so, instead of writing what the newer one cannot read."""
    store.record(report(scaled="passed"), "text")
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StoreError, match=r"newer torchdojo \(schema 99.*Update torchdojo"):
        store.states()


def test_a_locked_record_says_who_might_hold_it(store, report):
    """A process that hangs in a write is named as the cause, after some patience."""
    store.record(report(scaled="passed"), "text")
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="another process has been writing"):
        Store(store.path, patience=0.05).record(report(scaled="failed"), "text")
    assert Store(store.path, patience=0.05).states() == {("toys/scaling", "scaled"): "passed"}
    holder.close()


def test_a_damaged_record_says_what_to_do(store):
    """A file that is no record is not overwritten."""
    store.path.parent.mkdir(parents=True)
    store.path.write_bytes(b"holiday photos" * 100)

    with pytest.raises(StoreError, match="Move it aside"):
        store.states()
    assert store.path.read_bytes().startswith(b"holiday")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """The message holds the path and the way to choose another."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match=r"file/data/progress.*TORCHDOJO_DATA"):
        Store(tmp_path / "file" / "data" / "progress.sqlite3").states()


def test_the_data_folder_can_be_chosen(monkeypatch, tmp_path):
    """$TORCHDOJO_DATA comes first, then what the platform uses."""
    monkeypatch.setenv("TORCHDOJO_DATA", str(tmp_path))
    assert Store().path == tmp_path / "progress.sqlite3"

    monkeypatch.delenv("TORCHDOJO_DATA")
    assert data_folder().name == "torchdojo" and data_folder() != Path()
