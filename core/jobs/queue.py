"""The queue on disk: which documents wait, run, are done; it survives the program.

One :class:`JobQueue` belongs to one thread: each thread opens its own on the same file. Every
change of state goes through :func:`_move`, which asks :data:`core.jobs.model.MOVES`.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.jobs.lanes import OPEN_LANE, Lane
from core.jobs.model import MOVES, Job, JobState, NewJob
from core.jobs.places import Place, moved_to, places_of
from core.jobs.queue_file import CHUNK, QueueFile
from core.jobs.records import (
    failure_to_json,
    job_from_row,
    lane_to_json,
    options_to_json,
    path_to_bytes,
    row_from_job,
    sentence_to_dict,
)
from core.jobs.schema import QueueError
from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure, FailureKind

FEW = 4
"""Waiting documents a worker, from which on the largest goes first: cards then finish together."""
IN_ORDER = "SELECT id, position FROM jobs ORDER BY position, id"


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


class JobQueue(QueueFile):
    """The queue's file, as one thread sees it. Methods raise :class:`QueueError`."""

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

    def ended(self, batch: str, since: float) -> list[Job]:
        """Jobs of a batch that have ended after a moment (seconds since the epoch), in order."""
        rows = self._rows(
            "SELECT * FROM jobs WHERE batch = ? AND finished_at > ? ORDER BY finished_at",
            (batch, since),
        )
        return [job_from_row(row) for row in rows]

    # The user's side --------------------------------------------------------------------------

    def add(
        self, new_jobs: Sequence[NewJob], batch: str | None = None, *, durable: bool = True
    ) -> list[Job]:
        """Put documents at the end, all or none. ``batch``: id of the one they belong to.

        Not ``durable``: lost with the power, they would be found again.
        """
        now = time.time()
        with self._transaction(durable=durable):
            last = self._connection.execute("SELECT MAX(position) AS last FROM jobs").fetchone()
            position = (last["last"] or 0) + 1
            jobs = [
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
                    batch=batch,
                    size=new.size,
                )
                for offset, new in enumerate(new_jobs)
            ]
            self._insert(jobs)
            if batch is not None:
                self._reopen(batch)
        return jobs

    def retry(self, job_ids: Iterable[str]) -> list[Job]:
        """Queue finished jobs again, where they stand. Others are left as they are."""
        return self._move_each(job_ids, JobState.QUEUED, only=lambda job: job.state.is_final)

    def renew(self, given: Mapping[str, NewJob], batch: str | None = None) -> list[Job]:
        """Jobs, by their ids, are given anew: they wait where they stand, with what was asked for
        now, and belong to this batch. Running ones are left as they are."""
        renewed: list[Job] = []
        with self._transaction():
            for job in self._existing(given):
                if job.state is JobState.RUNNING:
                    continue
                new = given[job.id]
                if job.state.is_final:
                    self._move(replace(job, batch=batch), JobState.QUEUED)
                self._connection.execute(
                    "UPDATE jobs SET options = ?, batch = ?, size = ?, paused = 0 WHERE id = ?",
                    (options_to_json(new.options), batch, new.size, job.id),
                )
                if batch is not None:
                    self._reopen(batch)
                renewed.append(self._reread(job.id))
        return renewed

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

    def clear_finished(self, batch: str | None = None) -> list[Job]:
        """Take what is done, skipped or cancelled off the list; :meth:`restore` undoes it."""
        states = (JobState.DONE.value, JobState.SKIPPED.value, JobState.CANCELLED.value)
        rows = self._rows(
            "SELECT id FROM jobs WHERE state IN (?2, ?3, ?4) AND (?1 IS NULL OR batch = ?1)",
            (batch, *states),
        )
        return self.remove(row["id"] for row in rows)

    def pause(self, job_ids: Iterable[str]) -> list[Job]:
        """Jobs that wait or run are not to be taken until :meth:`resume`.

        A running one goes on until its loop is told to put it back
        (:meth:`core.jobs.card_loop.CardLoop.put_back`).
        """
        return self._set_paused(job_ids, True)

    def resume(self, job_ids: Iterable[str]) -> list[Job]:
        """Undo :meth:`pause`. Loops that rest are to be woken."""
        return self._set_paused(job_ids, False)

    def pause_all(self, paused: bool = True) -> list[str]:
        """Take nothing at all, or take again; it lasts beyond a restart. Ids of running jobs."""
        with self._transaction():
            self._connection.execute("UPDATE queue SET paused = ?", (int(paused),))
        rows = self._rows("SELECT id FROM jobs WHERE state = ?", (JobState.RUNNING.value,))
        return [row["id"] for row in rows]

    @property
    def is_paused(self) -> bool:
        """Whether the whole queue is paused."""
        return bool(self._rows("SELECT paused FROM queue")[0]["paused"])

    def move_before(self, job_ids: Iterable[str], before: str | None) -> list[Job]:
        """Put jobs, in this order, before another one; ``None``, or one that has gone: at the end.

        Every job whose position has changed comes back.
        """
        return self.put([Place(tuple(job_ids), before)])

    def places(self, job_ids: Iterable[str]) -> tuple[Place, ...]:
        """Where jobs stand now; :meth:`put` brings them back."""
        return places_of([row["id"] for row in self._rows(IN_ORDER)], job_ids)

    def put(self, places: Sequence[Place]) -> list[Job]:
        """Put jobs in their places. Every job whose position has changed comes back."""
        with self._transaction():
            rows = self._connection.execute(IN_ORDER).fetchall()
            new = moved_to({row["id"]: row["position"] for row in rows}, places)
            self._connection.executemany(
                "UPDATE jobs SET position = ? WHERE id = ?",
                [(position, job_id) for job_id, position in new.items()],
            )
            return list(self._existing(new))

    def move_next(self, job_ids: Iterable[str]) -> list[Job]:
        """Put waiting jobs, in this order, before all others that wait."""
        moving = list(dict.fromkeys(job_ids))
        rows = self._rows(
            "SELECT id FROM jobs WHERE state = ? ORDER BY position", (JobState.QUEUED.value,)
        )
        waiting = [row["id"] for row in rows]
        moving = [job_id for job_id in moving if job_id in frozenset(waiting)]
        return self.move_before(moving, waiting[0]) if moving else []

    def cancel_waiting(self, job_ids: Iterable[str]) -> list[Job]:
        """Cancel jobs that have not begun. A running one is its card loop's to cancel."""
        cancelled = Outcome(failure=Failure(FailureKind.CANCELLED, say("Cancelled.")))
        return self._move_each(
            job_ids, JobState.CANCELLED, cancelled, only=lambda job: job.state is JobState.QUEUED
        )

    def uncancel(self, job_ids: Iterable[str]) -> list[Job]:
        """Undo :meth:`cancel_waiting`, for those that are still cancelled."""
        back: list[Job] = []
        with self._transaction():
            for job in self._existing(job_ids):
                if job.state is JobState.CANCELLED:
                    self._move(job, JobState.QUEUED)
                    self._connection.execute(
                        "UPDATE jobs SET paused = ?, deaths = ? WHERE id = ?",
                        (int(job.paused), job.deaths, job.id),
                    )
                    back.append(self._reread(job.id))
        return back

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
        back = list(jobs)
        with self._transaction():
            self._insert(back)
            for batch in {job.batch for job in back if job.batch and not job.state.is_final}:
                self._reopen(batch)

    # The card loop's side ---------------------------------------------------------------------

    def take(
        self,
        card: str,
        workers: int = 1,
        without: Sequence[str] = (),
        *,
        lanes: Sequence[Lane] | None = None,
        also: Sequence[str] = (),
        not_below: Sequence[Path] = (),
    ) -> Job | None:
        """Claim the next waiting job for a card: it is running from here on.

        The next one is the first, but where several workers share the last few, the largest.
        ``without``: ids of jobs that are left to others. ``lanes``: only jobs of these, and those
        whose ids are in ``also``; ``None``: whatever card a batch asks for. ``not_below``: what
        comes from there, or goes there, is left.
        """
        with self._transaction(durable=False):  # lost, it just waits again, as after a crash
            waiting = self._connection.execute(
                "SELECT jobs.id, jobs.size FROM jobs LEFT JOIN batches ON batches.id = jobs.batch"
                " WHERE jobs.state = ? AND jobs.paused = 0 AND COALESCE(batches.paused, 0) = 0"
                " AND NOT (SELECT paused FROM queue)"
                " AND jobs.id NOT IN (SELECT value FROM json_each(?))"
                " AND (? OR COALESCE(batches.cards, ?) IN (SELECT value FROM json_each(?))"
                " OR jobs.id IN (SELECT value FROM json_each(?)))"
                " AND NOT EXISTS (SELECT 1 FROM json_each(?) AS closed WHERE closed.value IN ("
                "substr(hex(jobs.out_parent) || '2F', 1, length(closed.value)),"
                " substr(hex(jobs.source), 1, length(closed.value))))"
                " ORDER BY jobs.position LIMIT ?",
                (
                    JobState.QUEUED.value,
                    json.dumps(list(without)),
                    lanes is None,
                    lane_to_json(OPEN_LANE),
                    json.dumps([lane_to_json(lane) for lane in lanes or ()]),
                    json.dumps(list(also)),
                    json.dumps([_hex_of_folder(folder) for folder in not_below]),
                    FEW * workers + 1 if workers > 1 else 1,
                ),
            ).fetchall()
            if not waiting:
                return None
            chosen = waiting[0]
            if 1 < len(waiting) <= FEW * workers:
                chosen = max(waiting, key=lambda row: row["size"] or 0)  # the first of equals
            job = self._reread(chosen["id"])
            self._move(job, JobState.RUNNING)
            self._connection.execute(
                "UPDATE jobs SET started_at = ?, card = ? WHERE id = ?", (time.time(), card, job.id)
            )
            return self._reread(job.id)

    def lane_of(self, job_id: str) -> Lane:
        """The cards that the job's batch asks for."""
        rows = self._rows(
            "SELECT batches.cards FROM jobs JOIN batches ON batches.id = jobs.batch"
            " WHERE jobs.id = ?",
            (job_id,),
        )
        return tuple(json.loads(rows[0]["cards"])) if rows else OPEN_LANE

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
        # A skipped one that is lost with the power is just skipped again.
        with self._transaction(durable=state is not JobState.SKIPPED):
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

    def _insert(self, jobs: Iterable[Job]) -> None:
        rows = map(row_from_job, jobs)
        first = next(rows, None)
        if first is None:
            return
        # By place: looking up names takes a third of the time, with a hundred thousand rows.
        values = (tuple(row.values()) for row in itertools.chain([first], rows))
        self._connection.executemany(
            f"INSERT OR IGNORE INTO jobs ({', '.join(first)})"
            f" VALUES ({', '.join('?' * len(first))})",
            values,
        )

    def _reopen(self, batch: str) -> None:
        self._connection.execute("UPDATE batches SET finished_at = NULL WHERE id = ?", (batch,))

    def _set_paused(self, job_ids: Iterable[str], paused: bool) -> list[Job]:
        changed: list[Job] = []
        with self._transaction():
            for job in self._existing(job_ids):
                if not job.state.is_final and job.paused is not paused:
                    self._connection.execute(
                        "UPDATE jobs SET paused = ? WHERE id = ?", (int(paused), job.id)
                    )
                    changed.append(replace(job, paused=paused))
        return changed

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
                values |= {"deaths": 0, "paused": 0}
                if job.batch is not None:
                    self._reopen(job.batch)
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


def _hex_of_folder(folder: Path) -> str:
    """How the paths in that folder begin, as SQLite writes bytes: they are no text."""
    return os.fsencode(folder / "x")[:-1].hex().upper()
