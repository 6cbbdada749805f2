"""Batches: what was given in one go, under a name, and what became of it.

A batch is a row beside the queue's jobs; its jobs name it. One that has no open jobs any more is
history, and stays findable after its jobs are off the list.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.jobs.ids import new_id
from core.jobs.model import CardSet, ConvertOptions
from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState
from core.jobs.store.database import Database
from core.jobs.store.serialization import (
    card_set_to_json,
    options_from_json,
    options_to_json,
    path_to_bytes,
    rules_from_dict,
    rules_to_dict,
)


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What was given in one go."""

    name: str
    sources: tuple[Path, ...]
    """Absolute: files and folders."""
    out: Path | None = None
    """Where results go; ``None``: beside each source."""
    options: ConvertOptions = field(default_factory=ConvertOptions)
    rules: FileFilter = field(default_factory=FileFilter)
    cards: tuple[str, ...] = ()
    """Keys of the cards that were asked for; none: whichever fits."""
    profile: str | None = None
    """Name of the profile that made these choices."""
    watch: bool = False
    """It stays open: its folders are watched for new documents."""
    only: frozenset[Path] | None = None
    """Of all documents found, only these sources; ``None``: all."""
    retry_of: str | None = None
    """Id of the batch whose failed documents these are."""

    def includes(self, source: Path) -> bool:
        """Whether a document that was found is one of it."""
        if self.only is None or source in self.only:
            return True
        # A folder that is not there is found in place of what it held, to say so.
        return source in self.sources and any(source in path.parents for path in self.only)


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A batch as the queue's file knows it."""

    id: str
    new: NewBatch
    created_at: float
    """Seconds since the epoch, UTC; so is the other."""
    finished_at: float | None = None
    paused: bool = False
    done: int = 0
    skipped: int = 0
    failed: int = 0
    """These three: of a finished batch, as they were at its end."""
    walked: bool = True
    """Its folders have been gone through to their end."""


NAME_LENGTH = 40
"""Of a default name, in characters, unless the first source alone is longer."""


def name_of(sources: Sequence[Path]) -> str:
    """The default name of a batch: its sources, as many as a short line holds, and a count."""
    names = [path.name or str(path) for path in sources]
    said = 1
    while said < len(names) and len(", ".join(names[: said + 1])) <= NAME_LENGTH:
        said += 1
    rest = len(names) - said
    return ", ".join(names[:said]) + (f" + {rest}" if rest > 0 else "")


class BatchStore(Database):
    """The batches of a queue's file, as one thread sees them. Methods raise `QueueError`."""

    def begin(self, new: NewBatch, *, walked: bool = True) -> BatchRecord:
        """Write a new batch down; jobs are then added with its id.

        Not ``walked``: it stays open until :meth:`note_walked`, whatever becomes of its jobs.
        """
        record = BatchRecord(new_id(), new, time.time(), walked=walked)
        with self._transaction():
            self._connection.execute(
                "INSERT INTO batches (id, name, sources, out, rules, options, cards, profile,"
                " created_at, watch, walked, only_these, retry_of)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record.id,
                    new.name,
                    json.dumps([str(source) for source in new.sources]),
                    path_to_bytes(new.out),
                    json.dumps(rules_to_dict(new.rules)),
                    options_to_json(new.options),
                    card_set_to_json(new.cards),
                    new.profile,
                    record.created_at,
                    int(new.watch),
                    int(walked),
                    None if new.only is None else json.dumps(sorted(map(str, new.only))),
                    new.retry_of,
                ),
            )
        return record

    def mark_scanned(self, batch_id: str) -> None:
        """All that there is in its folders has been added."""
        with self._transaction():
            self._connection.execute("UPDATE batches SET walked = 1 WHERE id = ?", (batch_id,))

    def batch(self, batch_id: str) -> BatchRecord | None:
        """One batch, if it is there."""
        rows = self._rows("SELECT * FROM batches WHERE id = ?", (batch_id,))
        return _record(rows[0]) if rows else None

    def batches(self, text: str = "", *, finished: bool | None = None) -> list[BatchRecord]:
        """Batches, the newest first.

        ``text``: part of the name, a source, the place of results or the profile; any case.
        ``finished``: only those that are, or only those that are not.
        """
        records = [
            _record(row) for row in self._rows("SELECT * FROM batches ORDER BY created_at DESC")
        ]
        wanted = text.casefold()
        return [
            record
            for record in records
            if (finished is None or (record.finished_at is not None) == finished)
            and (not wanted or any(wanted in words.casefold() for words in _words(record.new)))
        ]

    def active(self) -> list[BatchRecord]:
        """Those that are open, or have jobs on the list; the newest first."""
        rows = self._rows(
            "SELECT * FROM batches WHERE finished_at IS NULL OR id IN (SELECT batch FROM jobs)"
            " ORDER BY created_at DESC, rowid DESC"
        )
        return [_record(row) for row in rows]

    def cards_of_jobs(self) -> frozenset[CardSet]:
        """The cards that open jobs ask for, where they are others than their batches'."""
        rows = self._rows(
            "SELECT DISTINCT cards FROM jobs WHERE cards IS NOT NULL AND state IN (?, ?)",
            (JobState.QUEUED.value, JobState.RUNNING.value),
        )
        return frozenset(tuple(json.loads(row["cards"])) for row in rows)

    def is_empty(self, batch_id: str) -> bool:
        """No job names it."""
        return not self._rows("SELECT 1 FROM jobs WHERE batch = ? LIMIT 1", (batch_id,))

    def stop_watching(self, batch_id: str) -> None:
        """Take nothing more from its folders: it is like any other batch from here on."""
        with self._transaction():
            self._connection.execute("UPDATE batches SET watch = 0 WHERE id = ?", (batch_id,))

    def rename(self, batch_id: str, name: str) -> None:
        """Call it something else."""
        with self._transaction():
            self._connection.execute("UPDATE batches SET name = ? WHERE id = ?", (name, batch_id))

    def pause(self, batch_id: str, paused: bool = True) -> list[str]:
        """Take no more of its jobs, or take them again. Ids of its jobs that run right now.

        The runners of these jobs have to be told with :meth:`CardRunner.requeue`.
        """
        with self._transaction():
            self._connection.execute(
                "UPDATE batches SET paused = ? WHERE id = ?", (int(paused), batch_id)
            )
            rows = self._connection.execute(
                "SELECT id FROM jobs WHERE batch = ? AND state = ?",
                (batch_id, JobState.RUNNING.value),
            ).fetchall()
        return [row["id"] for row in rows]

    def finish(self, batch_id: str) -> BatchRecord | None:
        """Close it, with its counts, if nothing of it waits or runs, and nothing more can come.

        ``None``: it stays open.


        To be called whenever a job of the batch has ended; a retry opens it again.
        """
        with self._transaction():
            rows = self._connection.execute(
                "SELECT state, COUNT(*) AS n FROM jobs WHERE batch = ? GROUP BY state", (batch_id,)
            ).fetchall()
            counts = Counter({JobState(row["state"]): int(row["n"]) for row in rows})
            if counts[JobState.QUEUED] + counts[JobState.RUNNING]:
                return None
            closed = self._connection.execute(
                "UPDATE batches SET finished_at = ?, done = ?, skipped = ?, failed = ?"
                " WHERE id = ? AND watch = 0 AND walked = 1",
                (
                    time.time(),
                    counts[JobState.DONE],
                    counts[JobState.SKIPPED],
                    counts[JobState.FAILED] + counts[JobState.CANCELLED],
                    batch_id,
                ),
            )
            if not closed.rowcount:
                return None
        return self.batch(batch_id)

    def forget(self, batch_ids: Sequence[str]) -> None:
        """Take batches out of the history; jobs and results stay."""
        with self._transaction():
            for batch_id in batch_ids:
                self._connection.execute(
                    "UPDATE jobs SET batch = NULL WHERE batch = ?", (batch_id,)
                )
                self._connection.execute("DELETE FROM batches WHERE id = ?", (batch_id,))


def _words(new: NewBatch) -> list[str]:
    return [new.name, *map(str, new.sources), str(new.out or ""), new.profile or ""]


def _paths(text: str | None) -> frozenset[Path] | None:
    return None if text is None else frozenset(map(Path, json.loads(text)))


def _record(row: sqlite3.Row) -> BatchRecord:
    return BatchRecord(
        id=row["id"],
        new=NewBatch(
            name=row["name"],
            # JSON keeps lone surrogates, so names that are no UTF-8 come back as they were.
            sources=tuple(Path(source) for source in json.loads(row["sources"])),
            out=None if row["out"] is None else Path(os.fsdecode(row["out"])),
            options=options_from_json(row["options"]),
            rules=rules_from_dict(json.loads(row["rules"])),
            cards=tuple(json.loads(row["cards"])),
            profile=row["profile"],
            watch=bool(row["watch"]),
            only=_paths(row["only_these"]),
            retry_of=row["retry_of"],
        ),
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        paused=bool(row["paused"]),
        done=row["done"],
        skipped=row["skipped"],
        failed=row["failed"],
        walked=bool(row["walked"]),
    )
