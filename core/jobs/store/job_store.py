"""The queue on disk: which documents wait, run, are done; it survives the program.

One :class:`JobStore` belongs to one thread: each thread opens its own on the same file. Every
change of state goes through :func:`_move`, which asks :data:`core.jobs.states.TRANSITIONS`.
"""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.jobs.model import Job, NewJob
from core.jobs.states import TRANSITIONS, JobState
from core.jobs.store.job_reader import JobReader
from core.jobs.store.positions import QueuePosition, capture_positions, renumber
from core.jobs.store.relocation import JobLocation
from core.jobs.store.serialization import (
    card_set_to_json,
    failure_to_json,
    options_to_json,
    path_to_bytes,
    row_from_job,
)
from core.jobs.store.settings_change import SettingsChange
from core.jobs.store.waiting_jobs import ANY_JOB, WaitingFilter, waiting_jobs
from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

BALANCE_BELOW = 4
"""Waiting documents a worker, from which on the largest goes first: cards then finish together."""
IN_ORDER = "SELECT id, position FROM jobs ORDER BY position, id"


class IllegalTransitionError(RuntimeError):
    """A state was to change in a way that :data:`core.jobs.states.TRANSITIONS` does not know."""


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """The outcome of a run, written beside the new state."""

    markdown: Path | None = None
    pages: int | None = None
    seconds: float | None = None
    failure: Failure | None = None
    warnings: tuple[Message, ...] = ()


class JobStore(JobReader):
    """The queue's file, as one thread sees it. Methods raise :class:`QueueError`."""

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

    def requeue_with(self, given: Mapping[str, NewJob], batch: str | None = None) -> list[Job]:
        """Jobs, by their ids, are given again: they wait where they stand, with what was asked for
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
                    "UPDATE jobs SET options = ?, batch = ?, size = ?, paused = 0, cards = NULL"
                    " WHERE id = ?",
                    (options_to_json(new.options), batch, new.size, job.id),
                )
                if batch is not None:
                    self._reopen(batch)
                renewed.append(self._reread(job.id))
        return renewed

    def change_settings(
        self, job_ids: Iterable[str], change: SettingsChange
    ) -> list[tuple[Job, Job]]:
        """Give jobs other settings: those that wait stay where they are, finished ones wait again.

        Running ones are left as they are. Each of the others as it was, and as it is;
        :meth:`put_back` undoes it.
        """
        changed: list[tuple[Job, Job]] = []
        with self._transaction():
            for job in self._existing(job_ids):
                if job.state is JobState.RUNNING:
                    continue
                new = change.applied_to(job)
                if job.state.is_final:
                    self._move(job, JobState.QUEUED)
                self._connection.execute(
                    "UPDATE jobs SET options = ?, cards = ? WHERE id = ?",
                    (
                        options_to_json(new.options),
                        None if new.cards is None else card_set_to_json(new.cards),
                        job.id,
                    ),
                )
                changed.append((job, self._reread(job.id)))
        return changed

    def put_back(self, jobs: Iterable[Job]) -> list[Job]:
        """Undo :meth:`change_settings`: jobs that still wait are as they were, in their places."""
        before = {job.id: job for job in jobs}
        back: list[Job] = []
        with self._transaction():
            for now in list(self._existing(before)):
                if now.state is JobState.QUEUED:
                    old = replace(before[now.id], position=now.position, batch=now.batch)
                    self._connection.execute("DELETE FROM jobs WHERE id = ?", (now.id,))
                    self._insert([old])
                    back.append(old)
        return back

    def relocate(self, locations: Iterable[JobLocation]) -> list[tuple[Job, Job]]:
        """Give jobs other paths, but for running ones. Each as it was, and as it is."""
        wanted = {one.job_id: one for one in locations}
        moved: list[tuple[Job, Job]] = []
        with self._transaction():
            for job in list(self._existing(wanted)):
                if job.state is JobState.RUNNING:
                    continue
                new = wanted[job.id]
                self._connection.execute(
                    "UPDATE jobs SET source = ?, out_parent = ?, markdown = ? WHERE id = ?",
                    (*map(path_to_bytes, (new.source, new.out_parent, new.markdown)), job.id),
                )
                moved.append((job, self._reread(job.id)))
        return moved

    def clear_finished(self, batch: str | None = None) -> list[Job]:
        """Take what is done, skipped or cancelled off the list.

        :meth:`restore_replaced` undoes it.
        """
        states = (JobState.DONE.value, JobState.SKIPPED.value, JobState.CANCELLED.value)
        rows = self._rows(
            "SELECT id FROM jobs WHERE state IN (?2, ?3, ?4) AND (?1 IS NULL OR batch = ?1)",
            (batch, *states),
        )
        return self.remove(row["id"] for row in rows)

    def pause(self, job_ids: Iterable[str]) -> list[Job]:
        """Jobs that wait or run are not to be taken until :meth:`resume`.

        A running one goes on until its loop is told to put it back
        (:meth:`core.jobs.execution.card_runner.CardRunner.requeue`).
        """
        return self._set_paused(job_ids, True)

    def resume(self, job_ids: Iterable[str]) -> list[Job]:
        """Undo :meth:`pause`. Runners that wait are to be woken."""
        return self._set_paused(job_ids, False)

    def pause_all(self, paused: bool = True) -> list[str]:
        """Take nothing at all, or take again; it lasts beyond a restart. Ids of running jobs."""
        with self._transaction():
            self._connection.execute("UPDATE queue SET paused = ?", (int(paused),))
        rows = self._rows("SELECT id FROM jobs WHERE state = ?", (JobState.RUNNING.value,))
        return [row["id"] for row in rows]

    def move_before(self, job_ids: Iterable[str], before: str | None) -> list[Job]:
        """Put jobs, in this order, before another one; ``None``, or one that has gone: at the end.

        They keep to the list's order from then on. Every job whose position has changed comes back.
        """
        moving = tuple(job_ids)
        with self._transaction():
            self._connection.executemany(
                "UPDATE jobs SET moved = 1 WHERE id = ?", [(job_id,) for job_id in moving]
            )
        return self.restore_positions([QueuePosition(moving, before)])

    def capture_positions(self, job_ids: Iterable[str]) -> tuple[QueuePosition, ...]:
        """Where jobs stand now; :meth:`put` brings them back."""
        return capture_positions([row["id"] for row in self._rows(IN_ORDER)], job_ids)

    def restore_positions(self, places: Sequence[QueuePosition]) -> list[Job]:
        """Put jobs in their places. Every job whose position has changed comes back."""
        with self._transaction():
            rows = self._connection.execute(IN_ORDER).fetchall()
            new = renumber({row["id"]: row["position"] for row in rows}, places)
            self._connection.executemany(
                "UPDATE jobs SET position = ? WHERE id = ?",
                [(position, job_id) for job_id, position in new.items()],
            )
            return list(self._existing(new))

    def move_to_front(self, job_ids: Iterable[str]) -> list[Job]:
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
        cancelled = JobOutcome(failure=Failure(FailureKind.CANCELLED, msg("Cancelled.")))
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

    def claim_next(
        self,
        card: str,
        workers: int = 1,
        wanted: WaitingFilter = ANY_JOB,
    ) -> Job | None:
        """Claim the next waiting job for a card: it is running from here on.

        The next one is the first, but where several workers share the last few, the largest: unless
        the user has put one of them in its place.
        """
        with self._transaction(durable=False):  # lost, it just waits again, as after a crash
            waiting = waiting_jobs(
                self._connection,
                wanted,
                BALANCE_BELOW * workers + 1 if workers > 1 else 1,
            )
            if not waiting:
                return None
            chosen = waiting[0]
            in_order = any(row["moved"] for row in waiting)
            if 1 < len(waiting) <= BALANCE_BELOW * workers and not in_order:
                chosen = max(waiting, key=lambda row: row["size"] or 0)  # the first of equals
            job = self._reread(chosen["id"])
            self._move(job, JobState.RUNNING)
            self._connection.execute(
                "UPDATE jobs SET started_at = ?, assigned = ?, moved = 0 WHERE id = ?",
                (time.time(), card, job.id),
            )
            return self._reread(job.id)

    def record_engine(self, job_id: str, engine: EngineName, card: str) -> None:
        """Write down which engine does the work, and on what it computes."""
        with self._transaction(durable=False):
            self._connection.execute(
                "UPDATE jobs SET engine = ?, card = ? WHERE id = ?", (engine.value, card, job_id)
            )

    def record_crash(self, job_id: str) -> int:
        """A worker died on this document: how often that has happened now."""
        with self._transaction():
            self._connection.execute("UPDATE jobs SET deaths = deaths + 1 WHERE id = ?", (job_id,))
            row = self._connection.execute(
                "SELECT deaths FROM jobs WHERE id = ?", (job_id,)
            ).fetchone()
            return 0 if row is None else int(row["deaths"])

    def finish(self, job_id: str, state: JobState, outcome: JobOutcome) -> Job:
        """Store the outcome of a running job. Raises :class:`IllegalTransitionError`."""
        # A skipped one that is lost with the power is just skipped again.
        with self._transaction(durable=state is not JobState.SKIPPED):
            self._move(self._reread(job_id), state, outcome)
            return self._reread(job_id)

    def requeue(self, job_id: str) -> Job:
        """A running job waits again: the program stops, and carries on next time."""
        with self._transaction():
            self._move(self._reread(job_id), JobState.QUEUED)
            return self._reread(job_id)

    def requeue_interrupted(self) -> list[Job]:
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

    def _move(self, job: Job, state: JobState, outcome: JobOutcome | None = None) -> None:
        if state not in TRANSITIONS[job.state]:
            raise IllegalTransitionError(f"job {job.id}: {job.state.value} to {state.value}")
        values: dict[str, Any] = {"state": state.value}
        if state is JobState.QUEUED:
            # A fresh start: nothing of the last run may be taken for this one's.
            values |= dict.fromkeys(
                (
                    *("started_at", "finished_at", "engine", "card", "assigned"),
                    *("seconds", "markdown", "failure"),
                )
            )
            values["warnings"] = "[]"
            if job.state.is_final:
                values |= {"deaths": 0, "paused": 0}
                if job.batch is not None:
                    self._reopen(job.batch)
        elif state.is_final:
            outcome = outcome or JobOutcome()
            values |= {
                "finished_at": time.time(),
                "markdown": path_to_bytes(outcome.markdown),
                "seconds": outcome.seconds,
                "failure": None if outcome.failure is None else failure_to_json(outcome.failure),
                "warnings": json.dumps([item.to_dict() for item in outcome.warnings]),
            }
            if outcome.pages is not None:
                values["pages"] = outcome.pages
            if job.options.replace_once and state is not JobState.FAILED:
                values["options"] = options_to_json(replace(job.options, replace_once=False))
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(
            f"UPDATE jobs SET {assignments} WHERE id = ?", (*values.values(), job.id)
        )

    def _move_each(
        self,
        job_ids: Iterable[str],
        state: JobState,
        outcome: JobOutcome | None = None,
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
