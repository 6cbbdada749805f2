"""The queue and the batches of a window, and what is done to them: no Qt, no threads.

One thread owns a service and runs operations on it, one after the other; what came of each is
posted as messages. What is done to very many jobs is told in parts, and each part is a transaction:
the list shows it soon, and no card waits long.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from core.jobs.model import Job, NewJob
from core.jobs.output.metadata import rename_source
from core.jobs.output.staging_registry import StagingRegistry
from core.jobs.reports.manager import ReportManager
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, BatchStore, NewBatch
from core.jobs.store.job_store import JobStore
from core.jobs.store.positions import QueuePosition
from core.jobs.store.relocation import JobLocation
from core.jobs.store.settings_change import SettingsChange
from core.paths import profiles_file, queue_file
from core.profiles.store import ProfileError, ProfileStore
from core.session.event_queue import QueueMessage
from core.session.markdown_reading import read_markdown
from core.session.messages import (
    BatchesChanged,
    CancelPending,
    JobsAdded,
    JobsChanged,
    JobsLoaded,
    JobsPaused,
    JobsRemoved,
    JobsRestored,
    OperationFailed,
    PartiallyScanned,
    QueuePausedChanged,
    ScanFinished,
)
from core.session.rerun import has_changed_since, is_due
from core.session.undo_stack import (
    CancelJobs,
    ChangeSettings,
    Direction,
    MoveJobs,
    RelocateJobs,
    RemoveJobs,
    UndoableAction,
)
from core.worker.kinds import FailureKind

log = logging.getLogger(__name__)
CHUNK = 500
"""Jobs in one message, and in one transaction."""
REMOVED_CHUNK = 2000
"""The list is laid out again after each part."""
Operation = Callable[["QueueService"], None]
_Item = TypeVar("_Item")
_Key = tuple[str, str]
"""Source and place of its result."""


class QueueService:
    """Each method is one operation. All raise :class:`QueueError`."""

    def __init__(
        self,
        home: Path,
        jobs: JobStore,
        batches: BatchStore,
        post: Callable[[QueueMessage], None],
    ) -> None:
        self._jobs = jobs
        self._batches = batches
        self._post = post
        self._reports = ReportManager(home)
        self._staging = StagingRegistry(home)
        self._profiles = ProfileStore(profiles_file(home))
        self._listed: dict[_Key, str] = {}
        """The jobs that are on the list."""

    @classmethod
    @contextmanager
    def open(cls, home: Path, post: Callable[[QueueMessage], None]) -> Iterator[QueueService]:
        """The service of a home. Raises :class:`QueueError` where the queue cannot be used."""
        path = queue_file(home)
        with JobStore(path) as jobs, BatchStore(path) as batches:
            service = cls(home, jobs, batches, post)
            yield service
            service._reports.close_all()

    def load(self) -> list[Job]:
        """Post what the queue holds; return its jobs."""
        self._jobs.requeue_interrupted()
        unfinished = self._batches.batches(finished=False)
        self._finish([record.id for record in unfinished])
        self._post(QueuePausedChanged(self._jobs.is_paused))
        self._post_batches()
        found = self._jobs.jobs()
        self._list(found)
        for part in _chunks(found, CHUNK):
            self._post(JobsLoaded(tuple(part)))
        partial = [one for one in reversed(unfinished) if not one.walked]
        for batch in partial:
            if batch.new.watch:  # who watches looks through all of it anyway
                self._batches.mark_scanned(batch.id)
        self._post(PartiallyScanned(tuple(batch for batch in partial if not batch.new.watch)))
        return found

    def remove_stale_staging(self) -> None:
        """Remove what killed programs had in the making."""
        self._staging.clean_up()

    # Batches ------------------------------------------------------------------------------------

    def add_batch(self, new: NewBatch, profile: str | None = None) -> BatchRecord | None:
        """Write down what was given; ``None`` where its profile, by name, cannot be used."""
        if profile is not None:
            try:
                new = self._profiles.get(profile).apply_to(new)
            except ProfileError as error:
                self._post(OperationFailed(error.sentence))
                return None
        record = self._batches.begin(new, walked=False)
        self._post_batches()
        return record

    def finish_batches(self, batch_ids: Sequence[str]) -> None:
        """Jobs of these have ended: those that nothing is left of are finished."""
        if self._finish(batch_ids):
            self._post_batches()

    def pause_batch(self, batch_id: str, paused: bool) -> None:
        running = self._batches.pause(batch_id, paused)
        self._post_batches()
        if paused:
            self._post(JobsPaused(tuple(running)))

    def rename_batch(self, batch_id: str, name: str) -> None:
        self._batches.rename(batch_id, name)
        self._post_batches()

    def stop_watching(self, batch_id: str) -> None:
        """Take nothing more from a batch's folders."""
        self._batches.stop_watching(batch_id)
        self._finish([batch_id])
        self._post_batches()

    # What folders hold --------------------------------------------------------------------------

    def add(self, new_jobs: Sequence[NewJob], batch_id: str | None, *, resumed: bool) -> None:
        """Put documents of a batch on the list. Of those that are on it, what was given again for
        a reason waits again; not so where an earlier window was given the batch (``resumed``).
        """
        fresh: list[NewJob] = []
        known: dict[str, NewJob] = {}
        for new in new_jobs:
            job_id = self._listed.get(_key(new))
            if job_id is None:
                fresh.append(new)
            else:
                known[job_id] = new
        # A batch counts as scanned only after its last document: till then it is scanned again.
        added = self._jobs.add(fresh, batch_id, durable=batch_id is None) if fresh else []
        self._list(added)
        # What failed, or was cancelled, before the program ended is not given again by that.
        again = [] if resumed else self._requeue_due(known, batch_id)
        waiting_again = {job.id for job in again}
        self._post(
            JobsAdded(
                tuple(added),
                tuple(again),
                tuple(job_id for job_id in known if job_id not in waiting_again),
            )
        )

    def finish_scan(
        self,
        batch_id: str,
        found: int,
        *,
        complete: bool,
        resumed: bool,
        not_pdfs: tuple[str, ...] = (),
    ) -> None:
        """All documents of a batch were added; not ``complete``: as far as they were found."""
        quiet = resumed
        if complete:
            self._batches.mark_scanned(batch_id)
            record = self._batches.batch(batch_id)
            quiet = quiet or (record is not None and record.new.watch)
            # Where all was on the list already, or nothing was there, there is no batch.
            if self._finish([batch_id]) and self._batches.is_empty(batch_id):
                self._batches.forget([batch_id])
            self._post_batches()
        self._post(ScanFinished(found, not_pdfs, quiet))

    def add_watched(self, batch_id: str, new_jobs: Sequence[NewJob]) -> None:
        """Add to a watched batch what is new in its folders, or has changed since it ended."""
        record = self._batches.batch(batch_id)
        if record is None or not record.new.watch:
            return  # found after it was no longer wanted
        fresh: list[NewJob] = []
        changed: list[str] = []
        for new in new_jobs:
            job_id = self._listed.get(_key(new))
            if job_id is None:
                fresh.append(new)
            elif has_changed_since(self._jobs.job(job_id)):
                changed.append(job_id)
        added = self._jobs.add(fresh, batch_id) if fresh else []
        self._list(added)
        again = self._jobs.retry(changed) if changed else []
        if added or again:
            self._post(JobsAdded(tuple(added), tuple(again), watched=True))

    # Jobs ---------------------------------------------------------------------------------------

    def pause(self, job_ids: Sequence[str]) -> None:
        for part in _chunks(job_ids, CHUNK):
            changed = self._jobs.pause(part)
            self._post(JobsChanged(tuple(changed)))
            running = (job.id for job in changed if job.state is JobState.RUNNING)
            self._post(JobsPaused(tuple(running)))

    def resume(self, job_ids: Sequence[str]) -> None:
        for part in _chunks(job_ids, CHUNK):
            self._post(JobsChanged(tuple(self._jobs.resume(part))))

    def pause_all(self, paused: bool) -> None:
        running = self._jobs.pause_all(paused)
        self._post(QueuePausedChanged(paused))
        if paused:
            self._post(JobsPaused(tuple(running)))

    def retry(self, job_ids: Sequence[str]) -> None:
        """Let finished jobs wait again."""
        for part in _chunks(job_ids, CHUNK):
            self._post(JobsChanged(tuple(self._jobs.retry(part))))
        self._post_batches()

    def retry_failed(self, kinds: frozenset[FailureKind] | None, batch_id: str | None) -> None:
        """Let failed jobs wait again: all, or of some kinds, or of one batch."""
        self.retry(self._jobs.failed(kinds, batch_id))

    def move_to_front(self, job_ids: Sequence[str]) -> None:
        """Put jobs before all that wait."""
        self._move(job_ids, self._jobs.move_to_front)

    def move_before(self, job_ids: Sequence[str], before: str | None) -> None:
        """Put jobs before another one; ``None``: at the end."""
        self._move(job_ids, lambda ids: self._jobs.move_before(ids, before))

    def change_settings(
        self, job_ids: Sequence[str], change: SettingsChange, way: Direction = Direction.DONE
    ) -> None:
        """Give jobs that do not run other settings; finished ones wait again."""
        for number, part in enumerate(_chunks(job_ids, CHUNK)):
            changed = self._jobs.change_settings(part, change)
            action = ChangeSettings(tuple(before for before, _ in changed), change)
            now = tuple(after for _, after in changed)
            self._post(JobsChanged(now, action, way, more=number > 0))
        self._post_batches()

    def relocate(self, locations: Sequence[JobLocation], way: Direction = Direction.DONE) -> None:
        """Documents were moved outside: they are here now. Those that failed for it wait again."""
        moved = self._relocate(locations, way)
        self.retry([job.id for job in moved if _was_missing(job)])

    def cancel(self, job_ids: Sequence[str], way: Direction = Direction.DONE) -> None:
        """Cancel jobs that wait; the others are named in a message."""
        for number, part in enumerate(_chunks(job_ids, CHUNK)):
            cancelled = self._jobs.cancel_waiting(part)
            done = tuple(job.id for job in cancelled)
            waited = frozenset(done)
            others = tuple(job_id for job_id in part if job_id not in waited)
            self._post(CancelPending(others, more=number > 0))
            self._post(JobsChanged(tuple(cancelled), CancelJobs(done), way, more=number > 0))

    def remove(self, job_ids: Sequence[str], way: Direction = Direction.DONE) -> None:
        """Take jobs off the list, unless they run."""
        waited: set[str] = set()
        for number, part in enumerate(_chunks(job_ids, REMOVED_CHUNK)):
            removed = self._jobs.remove(part)
            for job in removed:
                self._listed.pop(_key(job), None)
            self._post(JobsRemoved(tuple(removed), way, more=number > 0))
            waited |= {job.batch for job in removed if job.batch and not job.state.is_final}
        self._finish(sorted(waited))  # it may have been all that was left of it
        self._post_batches()

    def undo(self, action: UndoableAction) -> None:
        """Take an action back, as far as nothing else has come of its documents since."""
        match action:
            case RemoveJobs(jobs=removed):
                self._restore(removed)
            case CancelJobs(job_ids=job_ids):
                for number, part in enumerate(_chunks(job_ids, CHUNK)):
                    back = self._jobs.uncancel(part)
                    again = CancelJobs(tuple(job.id for job in back))
                    self._post(JobsChanged(tuple(back), again, Direction.UNDONE, more=number > 0))
                self._post_batches()
            case MoveJobs(places=positions):
                self._restore_positions(positions, Direction.UNDONE)
            case ChangeSettings():
                self._restore_settings(action)
            case RelocateJobs(before=before, after=after):
                unchanged = {one for one in after if self._is_at(one)}
                pairs = zip(before, after, strict=True)
                self._relocate([old for old, new in pairs if new in unchanged], Direction.UNDONE)

    def redo(self, action: UndoableAction) -> None:
        """Do an action again that was taken back."""
        match action:
            case RemoveJobs(jobs=removed):
                self.remove([job.id for job in removed], Direction.REDONE)
            case CancelJobs(job_ids=job_ids):
                self.cancel(job_ids, Direction.REDONE)
            case MoveJobs(places=positions):
                self._restore_positions(positions, Direction.REDONE)
            case ChangeSettings(jobs=changed, change=change):
                self.change_settings([job.id for job in changed], change, Direction.REDONE)
            case RelocateJobs(after=after):
                self.relocate(after, Direction.REDONE)

    # Results ------------------------------------------------------------------------------------

    def read_markdown(self, paths: Sequence[Path]) -> None:
        """Read results, to be copied as one text."""
        self._post(read_markdown(paths))

    # Within -------------------------------------------------------------------------------------

    def _post_batches(self) -> None:
        active, cards = self._batches.active(), self._batches.cards_of_jobs()
        self._post(BatchesChanged(tuple(active), cards))

    def _restore_settings(self, action: ChangeSettings) -> None:
        for number, part in enumerate(_chunks(action.jobs, CHUNK)):
            back = tuple(self._jobs.put_back(part))
            again = ChangeSettings(back, action.change)
            self._post(JobsChanged(back, again, Direction.UNDONE, more=number > 0))
        self._post_batches()

    def _is_at(self, location: JobLocation) -> bool:
        job = self._jobs.job(location.job_id)
        return job is not None and JobLocation.of(job) == location

    def _relocate(self, locations: Sequence[JobLocation], way: Direction) -> list[Job]:
        found: list[Job] = []
        for number, part in enumerate(_chunks(locations, CHUNK)):
            moved = self._jobs.relocate(part)
            old = tuple(JobLocation.of(before) for before, _ in moved)
            new = tuple(JobLocation.of(after) for _, after in moved)
            for before, after in moved:
                if self._listed.get(_key(before)) == before.id:
                    del self._listed[_key(before)]
                self._listed.setdefault(_key(after), after.id)
                if after.markdown is not None:  # what makes it again knows it by that
                    rename_source(after.markdown.parent, before.source, after.source)
            jobs = tuple(after for _, after in moved)
            undone = way is Direction.UNDONE
            action = RelocateJobs(new, old) if undone else RelocateJobs(old, new)
            self._post(JobsChanged(jobs, action, way, more=number > 0))
            found += jobs
        return found

    def _finish(self, batch_ids: Sequence[str]) -> bool:
        """Report what has ended, close what nothing is left of; whether anything was closed."""
        closed = False
        for batch_id in batch_ids:
            record = self._batches.batch(batch_id)
            if record is None or record.finished_at is not None:
                continue  # all of it was told before: what waits again opens it
            self._reports.update(self._jobs, batch_id, self._batches.batch)
            if self._batches.finish(batch_id):
                self._reports.close(self._jobs, batch_id)
                closed = True
        return closed

    def _list(self, jobs: Sequence[Job]) -> None:
        self._listed.update((_key(job), job.id) for job in jobs)

    def _requeue_due(self, known: Mapping[str, NewJob], batch_id: str | None) -> list[Job]:
        """Requeue what was given again for a reason.

        It belongs to the batch that it was given with now; the one before has it in its report.
        """
        found = {job_id: job for job_id in known if (job := self._jobs.job(job_id)) is not None}
        due = {key: known[key] for key, job in found.items() if is_due(job, known[key])}
        if not due:
            return []
        batches = {batch for key in due if (batch := found[key].batch) is not None}
        records = (self._batches.batch(batch) for batch in batches - {batch_id})
        before = [one.id for one in records if one is not None and one.finished_at is None]
        for batch in before:
            self._reports.update(self._jobs, batch, self._batches.batch)
        renewed = self._jobs.requeue_with(due, batch_id)
        self._finish(before)
        return renewed

    def _move(self, job_ids: Sequence[str], move: Callable[[Sequence[str]], list[Job]]) -> None:
        positions = self._jobs.capture_positions(job_ids)
        moved = move(job_ids)
        self._post(JobsChanged(tuple(moved), MoveJobs(positions) if moved else None))

    def _restore_positions(self, positions: tuple[QueuePosition, ...], way: Direction) -> None:
        moved = (job_id for position in positions for job_id in position.job_ids)
        now = self._jobs.capture_positions(moved)
        restored = self._jobs.restore_positions(positions)
        self._post(JobsChanged(tuple(restored), MoveJobs(now), way))

    def _restore(self, removed: Sequence[Job]) -> None:
        # A document that was given again since then stays as it is, and is not there twice.
        for number, part in enumerate(_chunks(removed, CHUNK)):
            back = tuple(job for job in part if _key(job) not in self._listed)
            self._jobs.restore(back)
            self._list(back)
            self._post(JobsRestored(back, RemoveJobs(back), more=number > 0))
        self._post_batches()


def _key(job: Job | NewJob) -> _Key:
    return str(job.source), str(job.out_parent)


def _was_missing(job: Job) -> bool:
    return job.failure is not None and job.failure.kind is FailureKind.NOT_FOUND


def _chunks(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
