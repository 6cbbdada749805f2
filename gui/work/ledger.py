"""The thread that owns the queue's file on the window's behalf: its commits wait for the disk.

The GUI thread hands in requests and goes on; what came of them arrives in the mailbox.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from core.jobs.batches import BatchBook, BatchRecord, NewBatch
from core.jobs.chronicle import Chronicle
from core.jobs.leavings import Leavings
from core.jobs.model import Job, JobState, NewJob
from core.jobs.places import Place
from core.jobs.queue import JobQueue
from core.jobs.schema import QueueError
from core.jobs.staging import sweep
from core.paths import profiles_file, queue_file
from core.profiles import ProfileError, Profiles
from core.sentences import say
from core.worker.protocol import FailureKind
from gui.work.due import has_changed_since, is_due
from gui.work.mailbox import Note
from gui.work.notes import (
    Added,
    BatchesAre,
    HalfWalked,
    Held,
    IntakeEnded,
    Listed,
    MarkdownRead,
    Moved,
    NotWaiting,
    PausedIs,
    Removed,
    Restored,
    Trouble,
)
from gui.work.steps import Cancelling, Moving, Removal, Step, Way

log = logging.getLogger(__name__)
Request = Callable[[JobQueue], None]
AT_ONCE = 500
"""Jobs in one note, and in one transaction: the list shows it soon, and no card waits long."""
REMOVED_AT_ONCE = 2000
"""The list is laid out anew after each part."""


class Ledger(QThread):
    """Reads and writes the queue, one request after the other. Its methods never block."""

    begun = Signal(object)
    """A :class:`BatchRecord` is in the queue's file: no end of the program loses it from here on,
    and its folders can be walked."""

    def __init__(self, home: Path, post: Callable[[Note], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self._path = queue_file(home)
        self._chronicle = Chronicle(home)
        self._leavings = Leavings(home)
        self._profiles = Profiles(profiles_file(home))
        self._post = post
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._listed: dict[_Key, str] = {}
        """The jobs that are on the list."""
        self._book: BatchBook  # from run() on
        self._batch: str | None = None
        """The one whose folders are being walked."""
        self._goes_on = False
        """It was begun by an earlier window."""

    def run(self) -> None:
        """Serve until told to finish. Never raises."""
        try:
            with JobQueue(self._path) as jobs, BatchBook(self._path) as self._book:
                self._greet(jobs)
                while (request := self._requests.get()) is not None:
                    self._serve(jobs, request)
                self._chronicle.leave()
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._post(Trouble(error.sentence))

    def finish(self) -> None:
        """End when everything asked so far is done."""
        self._requests.put(None)

    # Requests -----------------------------------------------------------------------------------

    def begin(self, new: NewBatch, profile: str | None = None) -> None:
        """Write down what was given; ``profile``: name of the one that it is converted with."""
        self._requests.put(lambda _: self._begin(new, profile))

    def begin_walk(self, batch_id: str, goes_on: bool) -> None:
        """What is added from here on belongs to this batch; ``goes_on``: an earlier window's."""
        self._requests.put(lambda _: self._begin_walk(batch_id, goes_on))

    def add(self, new_jobs: Sequence[NewJob]) -> None:
        """Put documents on the list, but for those that are on it."""
        self._requests.put(lambda jobs: self._add(jobs, new_jobs))

    def add_watched(self, batch_id: str, new_jobs: Sequence[NewJob]) -> None:
        """Add to a watched batch what is new in its folders, or has changed since it ended."""
        self._requests.put(lambda jobs: self._add_watched(jobs, batch_id, new_jobs))

    def end_intake(self, found: int, whole: bool) -> None:
        """Everything of one drop has been handed in; not ``whole``: as far as it was found."""
        self._requests.put(lambda jobs: self._end_intake(jobs, found, whole))

    def close_batches(self, batch_ids: Sequence[str]) -> None:
        """Jobs of these have ended: those that nothing is left of are over."""
        self._requests.put(lambda jobs: self._close(jobs, batch_ids))

    def pause(self, job_ids: Sequence[str], paused: bool) -> None:
        """Let jobs rest, or go on."""
        self._requests.put(lambda jobs: self._pause(jobs, job_ids, paused))

    def pause_all(self, paused: bool) -> None:
        """Let everything rest, or go on."""
        self._requests.put(lambda jobs: self._pause_all(jobs, paused))

    def pause_batch(self, batch_id: str, paused: bool) -> None:
        """Let a batch rest, or go on."""
        self._requests.put(lambda _: self._pause_batch(batch_id, paused))

    def move_next(self, job_ids: Sequence[str]) -> None:
        """Put jobs before all that wait."""
        self._requests.put(lambda jobs: self._move(jobs, job_ids, jobs.move_next))

    def move_before(self, job_ids: Sequence[str], before: str | None) -> None:
        """Put jobs before another one, or at the end."""
        self._requests.put(
            lambda jobs: self._move(jobs, job_ids, lambda ids: jobs.move_before(ids, before))
        )

    def retry_failed(self, kinds: frozenset[FailureKind] | None, batch: str | None) -> None:
        """Let failed jobs wait again: all, or of some kinds, or of one batch."""
        self._requests.put(lambda jobs: self._again(jobs, jobs.failed(kinds, batch)))

    def rename_batch(self, batch_id: str, name: str) -> None:
        """Call a batch something else."""
        self._requests.put(lambda _: self._rename(batch_id, name))

    def stop_watching(self, batch_id: str) -> None:
        """Take nothing more from a batch's folders."""
        self._requests.put(lambda jobs: self._stop_watching(jobs, batch_id))

    def retry(self, job_ids: Sequence[str]) -> None:
        """Let finished jobs wait again."""
        self._requests.put(lambda jobs: self._again(jobs, job_ids))

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Cancel jobs that wait; the others are named in a note."""
        self._requests.put(lambda jobs: self._cancel(jobs, job_ids))

    def remove(self, job_ids: Sequence[str]) -> None:
        """Take jobs off the list, unless they run."""
        self._requests.put(lambda jobs: self._remove(jobs, job_ids))

    def undo(self, step: Step) -> None:
        """Take a step back, as far as nothing else has come of its documents since."""
        self._requests.put(lambda jobs: self._undo(jobs, step))

    def redo(self, step: Step) -> None:
        """Take a step once more that was taken back."""
        self._requests.put(lambda jobs: self._redo(jobs, step))

    def read_markdown(self, paths: Sequence[Path]) -> None:
        """Read results, to be copied as one text."""
        self._requests.put(lambda _: self._read_markdown(paths))

    # In the thread ------------------------------------------------------------------------------

    def _greet(self, jobs: JobQueue) -> None:
        jobs.recover()
        open_ones = self._book.batches(finished=False)
        self._finish(jobs, [record.id for record in open_ones])
        self._post(PausedIs(jobs.is_paused))
        self._tell_batches()
        found = jobs.jobs()
        self._note(found)
        for part in _parts(found, AT_ONCE):
            self._post(Listed(tuple(part)))
        self._walk_on([one for one in reversed(open_ones) if not one.walked])
        _sweep({job.out_parent for job in found if not job.state.is_final})
        self._leavings.sweep()

    def _walk_on(self, half: Sequence[BatchRecord]) -> None:
        """Batches, in the order in which they were begun, that may hold more."""
        for batch in half:
            if batch.new.watch:  # who watches looks through all of it anyway
                self._book.note_walked(batch.id)
        self._post(HalfWalked(tuple(batch for batch in half if not batch.new.watch)))

    def _serve(self, jobs: JobQueue, request: Request) -> None:
        try:
            request(jobs)
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._post(Trouble(error.sentence))

    def _tell_batches(self) -> None:
        self._post(BatchesAre(tuple(self._book.listed())))

    def _begin(self, new: NewBatch, profile: str | None) -> None:
        if profile is not None:
            try:
                new = self._profiles.get(profile).dress(new)
            except ProfileError as error:
                self._post(Trouble(error.sentence))
                return
        record = self._book.begin(new, walked=False)
        self._tell_batches()
        self.begun.emit(record)

    def _begin_walk(self, batch_id: str, goes_on: bool) -> None:
        self._batch, self._goes_on = batch_id, goes_on

    def _end_intake(self, jobs: JobQueue, found: int, whole: bool) -> None:
        batch, self._batch = self._batch, None
        quiet = self._goes_on
        if batch is not None and whole:
            self._book.note_walked(batch)
            record = self._book.batch(batch)
            quiet = quiet or (record is not None and record.new.watch)
            # Where all was on the list already, or nothing was there, there is no batch.
            if self._finish(jobs, [batch]) and self._book.is_empty(batch):
                self._book.forget([batch])
            self._tell_batches()
        self._post(IntakeEnded(found, quiet))

    def _close(self, jobs: JobQueue, batch_ids: Sequence[str]) -> None:
        if self._finish(jobs, batch_ids):
            self._tell_batches()

    def _finish(self, jobs: JobQueue, batch_ids: Sequence[str]) -> bool:
        """Report what has ended, close what nothing is left of; whether anything was closed."""
        closed = False
        for batch_id in batch_ids:
            record = self._book.batch(batch_id)
            if record is None or record.finished_at is not None:
                continue  # all of it was told before: what waits again opens it
            self._chronicle.catch_up(jobs, batch_id, self._book.batch)
            if self._book.finish(batch_id):
                self._chronicle.close(batch_id)
                closed = True
        return closed

    def _pause(self, jobs: JobQueue, job_ids: Sequence[str], paused: bool) -> None:
        for part in _parts(job_ids, AT_ONCE):
            changed = jobs.pause(part) if paused else jobs.resume(part)
            self._post(Moved(tuple(changed)))
            if paused:
                self._post(Held(tuple(job.id for job in changed if job.state is JobState.RUNNING)))

    def _pause_all(self, jobs: JobQueue, paused: bool) -> None:
        running = jobs.pause_all(paused)
        self._post(PausedIs(paused))
        if paused:
            self._post(Held(tuple(running)))

    def _pause_batch(self, batch_id: str, paused: bool) -> None:
        running = self._book.pause(batch_id, paused)
        self._tell_batches()
        if paused:
            self._post(Held(tuple(running)))

    def _again(self, jobs: JobQueue, job_ids: Sequence[str]) -> None:
        for part in _parts(job_ids, AT_ONCE):
            self._post(Moved(tuple(jobs.retry(part))))
        self._tell_batches()

    def _rename(self, batch_id: str, name: str) -> None:
        self._book.rename(batch_id, name)
        self._tell_batches()

    def _stop_watching(self, jobs: JobQueue, batch_id: str) -> None:
        self._book.stop_watching(batch_id)
        self._finish(jobs, [batch_id])
        self._tell_batches()

    def _note(self, jobs: Sequence[Job]) -> None:
        self._listed.update((_key(job), job.id) for job in jobs)

    def _add(self, jobs: JobQueue, new_jobs: Sequence[NewJob]) -> None:
        fresh: list[NewJob] = []
        known: dict[str, NewJob] = {}
        for new in new_jobs:
            job_id = self._listed.get(_key(new))
            if job_id is None:
                fresh.append(new)
            else:
                known[job_id] = new
        # A batch counts as gone through only after its last document: till then it is walked again.
        found_again = self._batch is not None
        added = jobs.add(fresh, self._batch, durable=not found_again) if fresh else []
        self._note(added)
        # What failed, or was cancelled, before the program went is not given anew by that.
        again = [] if self._goes_on else self._give_anew(jobs, known)
        waiting_again = {job.id for job in again}
        self._post(
            Added(
                tuple(added),
                tuple(again),
                tuple(job_id for job_id in known if job_id not in waiting_again),
            )
        )

    def _add_watched(self, jobs: JobQueue, batch_id: str, new_jobs: Sequence[NewJob]) -> None:
        record = self._book.batch(batch_id)
        if record is None or not record.new.watch:
            return  # it was found while nobody wanted it any more
        fresh: list[NewJob] = []
        changed: list[str] = []
        for new in new_jobs:
            job_id = self._listed.get(_key(new))
            if job_id is None:
                fresh.append(new)
            elif has_changed_since(jobs.job(job_id)):
                changed.append(job_id)
        added = jobs.add(fresh, batch_id) if fresh else []
        self._note(added)
        again = jobs.retry(changed) if changed else []
        if added or again:
            self._post(Added(tuple(added), tuple(again), ()))

    def _give_anew(self, jobs: JobQueue, known: Mapping[str, NewJob]) -> list[Job]:
        """Of those that are on the list: what was given again for a reason waits once more.

        It belongs to the batch that it was given with now; the one before has it in its report.
        """
        found = {job_id: job for job_id in known if (job := jobs.job(job_id)) is not None}
        due = {key: known[key] for key, job in found.items() if is_due(job, known[key])}
        if not due:
            return []
        batches = {batch for key in due if (batch := found[key].batch) is not None}
        records = (self._book.batch(batch) for batch in batches - {self._batch})
        before = [one.id for one in records if one is not None and one.finished_at is None]
        for batch in before:
            self._chronicle.catch_up(jobs, batch, self._book.batch)
        renewed = jobs.renew(due, self._batch)
        self._finish(jobs, before)
        return renewed

    def _move(
        self, jobs: JobQueue, job_ids: Sequence[str], move: Callable[[Sequence[str]], list[Job]]
    ) -> None:
        places = jobs.places(job_ids)
        moved = move(job_ids)
        self._post(Moved(tuple(moved), Moving(places) if moved else None))

    def _cancel(self, jobs: JobQueue, job_ids: Sequence[str], way: Way = Way.DONE) -> None:
        for number, part in enumerate(_parts(job_ids, AT_ONCE)):
            cancelled = jobs.cancel_waiting(part)
            done = tuple(job.id for job in cancelled)
            waited = frozenset(done)
            others = tuple(job_id for job_id in part if job_id not in waited)
            self._post(NotWaiting(others, more=number > 0))
            self._post(Moved(tuple(cancelled), Cancelling(done), way, more=number > 0))

    def _undo(self, jobs: JobQueue, step: Step) -> None:
        match step:
            case Removal(jobs=removed):
                self._restore(jobs, removed)
            case Cancelling(job_ids=job_ids):
                for number, part in enumerate(_parts(job_ids, AT_ONCE)):
                    back = jobs.uncancel(part)
                    again = Cancelling(tuple(job.id for job in back))
                    self._post(Moved(tuple(back), again, Way.UNDONE, more=number > 0))
                self._tell_batches()
            case Moving(places=places):
                self._put(jobs, places, Way.UNDONE)

    def _redo(self, jobs: JobQueue, step: Step) -> None:
        match step:
            case Removal(jobs=removed):
                self._remove(jobs, [job.id for job in removed], Way.REDONE)
            case Cancelling(job_ids=job_ids):
                self._cancel(jobs, job_ids, Way.REDONE)
            case Moving(places=places):
                self._put(jobs, places, Way.REDONE)

    def _put(self, jobs: JobQueue, places: tuple[Place, ...], way: Way) -> None:
        now = jobs.places(job_id for place in places for job_id in place.job_ids)
        self._post(Moved(tuple(jobs.put(places)), Moving(now), way))

    def _remove(self, jobs: JobQueue, job_ids: Sequence[str], way: Way = Way.DONE) -> None:
        waited: set[str] = set()
        for number, part in enumerate(_parts(job_ids, REMOVED_AT_ONCE)):
            removed = jobs.remove(part)
            for job in removed:
                self._listed.pop(_key(job), None)
            self._post(Removed(tuple(removed), way, more=number > 0))
            waited |= {job.batch for job in removed if job.batch and not job.state.is_final}
        self._finish(jobs, sorted(waited))  # it may have been all that was left of it
        self._tell_batches()

    def _restore(self, jobs: JobQueue, removed: Sequence[Job]) -> None:
        # A document that was given again since then stays as it is, and is not there twice.
        for number, part in enumerate(_parts(removed, AT_ONCE)):
            back = tuple(job for job in part if _key(job) not in self._listed)
            jobs.restore(back)
            self._note(back)
            self._post(Restored(back, Removal(back), more=number > 0))
        self._tell_batches()

    def _read_markdown(self, paths: Sequence[Path]) -> None:
        texts: list[str] = []
        for path in paths:
            try:
                texts.append(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                log.warning("cannot read %s: %s", path, error)
                self._post(
                    Trouble(
                        say(
                            "The result {path} cannot be read. Convert the document again.",
                            path=str(path),
                        )
                    )
                )
                return
        self._post(MarkdownRead("\n\n".join(texts), len(texts)))


_Thing = TypeVar("_Thing")
_Key = tuple[str, str]
"""Source and place of its result."""


def _key(job: Job | NewJob) -> _Key:
    return str(job.source), str(job.out_parent)


def _parts(things: Sequence[_Thing], at_once: int) -> Iterator[Sequence[_Thing]]:
    return (things[start : start + at_once] for start in range(0, len(things), at_once))


def _sweep(places: Collection[Path]) -> None:
    """Take away what was in the making when an earlier window was killed, in a thread.

    A daemon: a drive that hangs must hold up neither the list nor the end of the program.
    """
    if places:
        threading.Thread(target=sweep, args=(places,), name="sweep", daemon=True).start()
