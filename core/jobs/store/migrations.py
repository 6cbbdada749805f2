"""The queue's file: its tables, version by version.

A file of an older version is brought up by the migrations it lacks, each in a transaction of its
own together with the new version number; a file of a newer version is refused, untouched.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.messages import Message, msg
from core.write_ahead_log import BUSY_TIMEOUT_S, use_write_ahead_log

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            source BLOB NOT NULL,
            out_parent BLOB NOT NULL,
            stem BLOB NOT NULL,
            rank INTEGER NOT NULL,
            options TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at REAL NOT NULL,
            started_at REAL,
            finished_at REAL,
            engine TEXT,
            card TEXT,
            pages INTEGER,
            seconds REAL,
            markdown BLOB,
            failure TEXT,
            warnings TEXT NOT NULL DEFAULT '[]',
            deaths INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX jobs_by_state ON jobs (state, position)",
        "CREATE INDEX jobs_by_position ON jobs (position)",
    ),
    (
        """
        CREATE TABLE batches (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            sources TEXT NOT NULL,
            out BLOB,
            rules TEXT NOT NULL,
            options TEXT NOT NULL,
            cards TEXT NOT NULL,
            profile TEXT,
            created_at REAL NOT NULL,
            finished_at REAL,
            paused INTEGER NOT NULL DEFAULT 0,
            watch INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        # One row: whether the whole queue is paused.
        "CREATE TABLE queue (paused INTEGER NOT NULL) STRICT",
        "INSERT INTO queue (paused) VALUES (0)",
        "ALTER TABLE jobs ADD COLUMN batch TEXT",
        "ALTER TABLE jobs ADD COLUMN size INTEGER",
        "ALTER TABLE jobs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX jobs_by_batch ON jobs (batch, state)",
    ),
    ("CREATE INDEX jobs_by_end ON jobs (batch, finished_at)",),
    ("ALTER TABLE batches ADD COLUMN walked INTEGER NOT NULL DEFAULT 1",),
    (
        # A JSON list of sources, where the batch takes these alone of all that it finds.
        "ALTER TABLE batches ADD COLUMN only_these TEXT",
        "ALTER TABLE batches ADD COLUMN retry_of TEXT",
    ),
    (
        # Until then `card` was the assigned one, also of an engine that uses none.
        "ALTER TABLE jobs ADD COLUMN assigned TEXT",
        "UPDATE jobs SET assigned = card",
        "UPDATE jobs SET card = 'cpu' WHERE engine = 'flash' AND card IS NOT NULL",
    ),
    (
        # A JSON list of keys, where a job asks for other cards than its batch.
        "ALTER TABLE jobs ADD COLUMN cards TEXT",
        "CREATE INDEX jobs_by_cards ON jobs (cards, state) WHERE cards IS NOT NULL",
        # Whether the user put it where it stands: it then goes before larger ones that follow.
        "ALTER TABLE jobs ADD COLUMN moved INTEGER NOT NULL DEFAULT 0",
    ),
)
"""What each version adds to the one before. Only ever append."""


class QueueError(Exception):
    """The queue's file cannot be used. ``sentence`` says why, and what to do."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def connect(path: Path) -> sqlite3.Connection:
    """Open the queue's file, made or migrated where needed. Raises :class:`QueueError`.

    Write-ahead logging lets the window read while a card's thread writes.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise _unusable(path, error) from error
    try:
        connection.row_factory = sqlite3.Row
        use_write_ahead_log(connection)
        _migrate(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise _unusable(path, error) from error
    except QueueError:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise QueueError(
            msg(
                "The queue {path} was written by a newer Headframe. "
                "Update Headframe, or move that file away to start with an empty queue.",
                path=str(path),
            )
        )
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have migrated while this one waited for the lock.
            version = _version(connection)
            if version < len(MIGRATIONS):
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                version += 1
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:  # whatever it was, the lock is given back
            connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _unusable(path: Path, error: Exception) -> QueueError:
    return QueueError(
        msg(
            "The queue {path} cannot be used: {error}. "
            "Check the disk's space and the folder's permissions.",
            path=str(path),
            error=str(error),
        )
    )
