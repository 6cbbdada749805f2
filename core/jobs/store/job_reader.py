"""What the queue on disk says of its jobs; nothing here changes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from core.jobs.model import ANY_CARD, CardSet, Job
from core.jobs.states import JobState
from core.jobs.store.database import CHUNK, Database
from core.jobs.store.migrations import QueueError
from core.jobs.store.serialization import card_set_to_json, job_from_row
from core.messages import msg
from core.worker.kinds import FailureKind


class JobReader(Database):
    """The queue's file, as one thread reads it. Methods raise :class:`QueueError`."""

    def jobs(self) -> list[Job]:
        """All jobs in their order."""
        with self._translate_errors():
            rows = self._connection.execute("SELECT * FROM jobs ORDER BY position").fetchall()
        return [job_from_row(row) for row in rows]

    def job(self, job_id: str) -> Job | None:
        """One job, if it is still there."""
        with self._translate_errors():
            row = self._connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        return None if row is None else job_from_row(row)

    def counts(self, batch: str | None = None) -> Counter[JobState]:
        """How many jobs stand in each state: all, or those of one batch."""
        rows = self._rows(
            "SELECT state, COUNT(*) AS n FROM jobs WHERE ?1 IS NULL OR batch = ?1 GROUP BY state",
            (batch,),
        )
        return Counter({JobState(row["state"]): row["n"] for row in rows})

    def failures(self, batch: str | None = None) -> Counter[FailureKind]:
        """How many failed jobs there are of each kind."""
        rows = self._rows(
            "SELECT json_extract(failure, '$.kind') AS kind, COUNT(*) AS n FROM jobs"
            " WHERE state = ?2 AND (?1 IS NULL OR batch = ?1) GROUP BY kind",
            (batch, JobState.FAILED.value),
        )
        return Counter({FailureKind(row["kind"]): row["n"] for row in rows})

    def finished_since(self, batch: str, since: float) -> list[Job]:
        """Jobs of a batch that have ended after a moment (seconds since the epoch), in order."""
        rows = self._rows(
            "SELECT * FROM jobs WHERE batch = ? AND finished_at > ? ORDER BY finished_at",
            (batch, since),
        )
        return [job_from_row(row) for row in rows]

    def failed(
        self, kinds: Iterable[FailureKind] | None = None, batch: str | None = None
    ) -> list[str]:
        """Ids of failed jobs: all, those of some kinds, those of one batch."""
        wanted = None if kinds is None else frozenset(kinds)
        rows = self._rows(
            "SELECT * FROM jobs WHERE state = ?2 AND (?1 IS NULL OR batch = ?1)",
            (batch, JobState.FAILED.value),
        )
        return [
            job.id
            for job in map(job_from_row, rows)
            if wanted is None or (job.failure is not None and job.failure.kind in wanted)
        ]

    @property
    def is_paused(self) -> bool:
        """Whether the whole queue is paused."""
        return bool(self._rows("SELECT paused FROM queue")[0]["paused"])

    def card_set_of(self, job_id: str) -> CardSet:
        """The cards that the job, else its batch, asks for."""
        rows = self._rows(
            "SELECT COALESCE(jobs.cards, batches.cards, ?) AS cards"
            " FROM jobs LEFT JOIN batches ON batches.id = jobs.batch WHERE jobs.id = ?",
            (card_set_to_json(ANY_CARD), job_id),
        )
        return tuple(json.loads(rows[0]["cards"])) if rows else ANY_CARD

    # Inside -----------------------------------------------------------------------------------

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
            raise QueueError(msg("The job {job} is no longer in the queue.", job=job_id))
        return job_from_row(row)
