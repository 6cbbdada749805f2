"""The queue on disk: which documents wait, run, are done; it survives the program.

One :class:`JobQueue` belongs to one thread: each thread opens its own on the same file. Every
change of state goes through :func:`_move`, which asks :data:`core.jobs.model.MOVES`.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from core.jobs.model import MOVES, Job, JobState, NewJob
from core.jobs.records import (
    failure_to_json,
    job_from_row,
    options_to_json,
    path_to_bytes,
    sentence_to_dict,
)
from core.jobs.schema import QueueError, connect
from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure, FailureKind

CHUNK = 500
"""Ids in one statement: well below SQLite's limit of bound values."""


class IllegalMoveError(RuntimeError):
    """A state was to change in a way that :data:`core.jobs.model.MOVES` does not know."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, to be written beside the new state."""

    markdown: Path | None = None
    pages: int | None = None
    seconds: float | None = None
    failure: Failure | None = None
    warnings: tuple[Sentence, ...] = ()


class JobQueue:
    """The queue's file, as one thread sees it. Methods raise :class:`QueueError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path)

    def close(self) -> None:
        """Give the file back; the queue object is of no use afterwards."""
        self._connection.close()

    def __enter__(self) -> JobQueue:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Reading ----------------------------------------------------------------------------------

    def jobs(self) -> list[Job]:
        """All jobs in their order."""
        with self._guard():
            rows = self._connection.execute("SELECT * FROM jobs ORDER BY position").fetchall()
        return [job_from_row(row) for row in rows]

    def job(self, job_id: str) -> Job | None:
        """One job, if it is still there."""
        with self._guard():
            row = self._connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        return None if row is None else job_from_row(row)

    def counts(self) -> Counter[JobState]:
        """How many jobs stand in each state."""
        with self._guard():
            rows = self._connection.execute(
                "SELECT state, COUNT(*) AS n FROM jobs GROUP BY state"
            ).fetchall()
        return Counter({JobState(row["state"]): row["n"] for row in rows})

    # The user's side --------------------------------------------------------------------------

    def add(self, new_jobs: Sequence[NewJob]) -> list[Job]:
        """Put documents at the end, all or none."""
        now = time.time()
        jobs: list[Job] = []
        with self._transaction():
            last = self._connection.execute("SELECT MAX(position) AS last FROM jobs").fetchone()
            position = (last["last"] or 0) + 1
            for offset, new in enumerate(new_jobs):
                jobs.append(
                    Job(
                        id=secrets.token_hex(8),
                        position=position + offset,
                        source=new.source,
                        out_parent=new.out_parent,
                        stem=new.stem,
                        rank=new.rank,
                        options=new.options,
                        state=JobState.QUEUED,
                        created_at=now,
                    )
                )
            self._connection.executemany(
                "INSERT INTO jobs (id, position, source, out_parent, stem, rank, options, state,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        job.id,
                        job.position,
                        path_to_bytes(job.source),
                        path_to_bytes(job.out_parent),
                        path_to_bytes(Path(job.stem)),
                        job.rank,
                        options_to_json(job.options),
                        job.state.value,
                        job.created_at,
                    )
                    for job in jobs
                ),
            )
        return jobs

    def retry(self, job_ids: Iterable[str]) -> list[Job]:
        """Queue finished jobs again, where they stand. Others are left as they are."""
        return self._move_each(job_ids, JobState.QUEUED, only=lambda job: job.state.is_final)

    def cancel_waiting(self, job_ids: Iterable[str]) -> list[Job]:
        """Cancel jobs that have not begun. A running one is its card loop's to cancel."""
        cancelled = Outcome(failure=Failure(FailureKind.CANCELLED, say("Cancelled.")))
        return self._move_each(
            job_ids, JobState.CANCELLED, cancelled, only=lambda job: job.state is JobState.QUEUED
        )

    def remove(self, job_ids: Iterable[str]) -> list[Job]:
        """Take jobs that are not running off the list, and say which. Results stay on disk."""
        removed: list[Job] = []
        with self._transaction():
            for job in self._existing(job_ids):
                if job.state is not JobState.RUNNING:
                    self._connection.execute("DELETE FROM jobs WHERE id = ?", (job.id,))
                    removed.append(job)
        return removed

    def restore(self, jobs: Iterable[Job]) -> None:
        """Undo :meth:`remove`: the same jobs, in their old places."""
        with self._transaction():
            for job in jobs:
                self._connection.execute(
                    "INSERT OR IGNORE INTO jobs VALUES"
                    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        job.id,
                        job.position,
                        path_to_bytes(job.source),
                        path_to_bytes(job.out_parent),
                        path_to_bytes(Path(job.stem)),
                        job.rank,
                        options_to_json(job.options),
                        job.state.value,
                        job.created_at,
                        job.started_at,
                        job.finished_at,
                        None if job.engine is None else job.engine.value,
                        job.card,
                        job.pages,
                        job.seconds,
                        path_to_bytes(job.markdown),
                        None if job.failure is None else failure_to_json(job.failure),
                        json.dumps([sentence_to_dict(warning) for warning in job.warnings]),
                        job.deaths,
                    ),
                )

    # The card loop's side ---------------------------------------------------------------------

    def take(self, card: str) -> Job | None:
        """Claim the next waiting job for a card: it is running from here on."""
        with self._transaction(durable=False):  # lost, it just waits again, as after a crash
            row = self._connection.execute(
                "SELECT * FROM jobs WHERE state = ? ORDER BY position LIMIT 1",
                (JobState.QUEUED.value,),
            ).fetchone()
            if row is None:
                return None
            job = job_from_row(row)
            self._move(job, JobState.RUNNING)
            self._connection.execute(
                "UPDATE jobs SET started_at = ?, card = ? WHERE id = ?", (time.time(), card, job.id)
            )
            return self._reread(job.id)

    def note_engine(self, job_id: str, engine: EngineName) -> None:
        """Write down which engine does the work."""
        with self._transaction(durable=False):
            self._connection.execute(
                "UPDATE jobs SET engine = ? WHERE id = ?", (engine.value, job_id)
            )

    def note_death(self, job_id: str) -> int:
        """A worker died on this document: how often that has happened now."""
        with self._transaction():
            self._connection.execute("UPDATE jobs SET deaths = deaths + 1 WHERE id = ?", (job_id,))
            row = self._connection.execute(
                "SELECT deaths FROM jobs WHERE id = ?", (job_id,)
            ).fetchone()
            return 0 if row is None else int(row["deaths"])

    def finish(self, job_id: str, state: JobState, outcome: Outcome) -> Job:
        """Write what a running job came to. Raises :class:`IllegalMoveError`."""
        with self._transaction():
            self._move(self._reread(job_id), state, outcome)
            return self._reread(job_id)

    def put_back(self, job_id: str) -> Job:
        """A running job waits again: the program stops, and carries on next time."""
        with self._transaction():
            self._move(self._reread(job_id), JobState.QUEUED)
            return self._reread(job_id)

    def recover(self) -> list[Job]:
        """Queue again what was running when the program died. Call with nothing running."""
        with self._transaction():
            rows = self._connection.execute(
                "SELECT id FROM jobs WHERE state = ?", (JobState.RUNNING.value,)
            ).fetchall()
            jobs = [self._reread(row["id"]) for row in rows]
            for job in jobs:
                self._move(job, JobState.QUEUED)
            return [self._reread(job.id) for job in jobs]

    # Inside -----------------------------------------------------------------------------------

    def _move(self, job: Job, state: JobState, outcome: Outcome | None = None) -> None:
        if state not in MOVES[job.state]:
            raise IllegalMoveError(f"job {job.id}: {job.state.value} to {state.value}")
        values: dict[str, Any] = {"state": state.value}
        if state is JobState.QUEUED:
            # A fresh start: nothing of the last run may be taken for this one's.
            values |= dict.fromkeys(
                ("started_at", "finished_at", "engine", "card", "seconds", "markdown", "failure")
            )
            values["warnings"] = "[]"
            if job.state.is_final:
                values["deaths"] = 0
        elif state.is_final:
            outcome = outcome or Outcome()
            values |= {
                "finished_at": time.time(),
                "markdown": path_to_bytes(outcome.markdown),
                "seconds": outcome.seconds,
                "failure": None if outcome.failure is None else failure_to_json(outcome.failure),
                "warnings": json.dumps([sentence_to_dict(item) for item in outcome.warnings]),
            }
            if outcome.pages is not None:
                values["pages"] = outcome.pages
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(
            f"UPDATE jobs SET {assignments} WHERE id = ?", (*values.values(), job.id)
        )

    def _move_each(
        self,
        job_ids: Iterable[str],
        state: JobState,
        outcome: Outcome | None = None,
        *,
        only: Callable[[Job], bool],
    ) -> list[Job]:
        moved: list[Job] = []
        with self._transaction():
            for job in self._existing(job_ids):
                if only(job):
                    self._move(job, state, outcome)
                    moved.append(self._reread(job.id))
        return moved

    def _existing(self, job_ids: Iterable[str]) -> Iterator[Job]:
        wanted = list(job_ids)
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            marks = ", ".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT * FROM jobs WHERE id IN ({marks}) ORDER BY position", part
            ).fetchall()
            yield from (job_from_row(row) for row in rows)

    def _reread(self, job_id: str) -> Job:
        row = self._connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            raise QueueError(say("The job {job} is no longer in the queue.", job=job_id))
        return job_from_row(row)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise QueueError(
                say(
                    "The queue {path} cannot be used: {error}. "
                    "Check the disk's space and the folder's permissions.",
                    path=str(self._path),
                    error=str(error),
                )
            ) from error

    @contextmanager
    def _transaction(self, *, durable: bool = True) -> Iterator[None]:
        """One change, whole or not at all. What is not durable may be lost with the power.

        Measured: a durable commit waits 4 ms for the disk, the other one a tenth of that.
        """
        with self._guard():
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have ended it already
                    self._connection.execute("ROLLBACK")
                raise
