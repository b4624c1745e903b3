"""The tables of the store, as the steps that lead to them."""

from __future__ import annotations

import sqlite3

# 'tdjo' as a number: tells our file from any other SQLite file
APPLICATION = 0x74646A6F

# each entry leads from one schema version to the next; an entry that was released is never edited
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE source (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            moment REAL NOT NULL,
            lesson TEXT NOT NULL,
            exercise TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            seed INTEGER NOT NULL,
            source TEXT NOT NULL REFERENCES source (hash),
            verdict TEXT NOT NULL)""",
        "CREATE INDEX attempt_of_exercise ON attempt (lesson, exercise, status)",
        "CREATE TABLE hint (lesson TEXT, exercise TEXT, taken INTEGER NOT NULL, PRIMARY KEY (lesson, exercise)) WITHOUT ROWID",
        "CREATE TABLE peek (lesson TEXT, exercise TEXT, moment REAL NOT NULL, PRIMARY KEY (lesson, exercise)) WITHOUT ROWID",
    ),
)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version the file has; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the file to the newest schema, all steps in one transaction."""
    if version_of(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another process may have migrated meanwhile
        for step in MIGRATIONS[version_of(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
