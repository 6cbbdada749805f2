"""What the window asks for and is told: one object in front of all threads.

Everything here runs in the GUI thread and returns at once. Answers come as :class:`News`, ten
times a second at most, however much happens.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.jobs.model import JobState
from core.jobs.orders import StopWhen
from core.settings import (
    CARDS,
    CPU_WORKERS,
    ENGINE,
    OUTPUT_FOLDER,
    PROFILE,
    WHEN_FULL,
    Settings,
)
from core.worker.protocol import EngineName, Failure, FailureKind

if TYPE_CHECKING:
    from core.engines.passed_over import PassedOver
    from core.jobs.batches import BatchRecord, NewBatch
    from core.jobs.crew import Crew
    from gui.work.herald import Herald
    from gui.work.journal import Journal
    from gui.work.ledger import Ledger
    from gui.work.lookout import Lookout
    from gui.work.mailbox import Mailbox
    from gui.work.steps import Step
    from gui.work.team import Team
    from gui.work.walker import Walker

log = logging.getLogger(__name__)
TICK_MS = 100
SOON_MS = 15
"""Between two parts of what is too much for one tick: room for keys and paint."""


class Work(QObject):
    """The queue, the cards and the folders, as the window sees them.

    What is asked for before :meth:`start` is done then.
    """

    news = Signal(object)
    """A :class:`News`."""
    started = Signal(object)
    """A :class:`JobStarted`: which process does the work, and where."""
    worker_changed = Signal(object)
    """A :class:`WorkerChanged`."""
    card_news = Signal(object)
    """A :class:`WorkerVerified`, or a :class:`CardPutAside`."""
    crew_changed = Signal(object)
    """A :class:`Crew`: where work goes from now on."""
    trouble = Signal(object)
    """A :class:`Sentence` to be shown."""
    removed = Signal(int)
    """So many jobs were taken off the list; :meth:`undo` puts them back."""
    intake_ended = Signal(int, int, object)
    """Documents found, how many of them new, and ids of those that were on the list."""
    markdown_read = Signal(str, int)
    idle = Signal()
    """Nothing runs and nothing waits any more."""
    paused_changed = Signal(bool)
    """The whole queue rests, or goes on."""
    batches_changed = Signal(object)
    """:attr:`batches` anew."""
    folders_missing = Signal(str, object, object)
    """Of a batch: the folders that are not there now and are waited for, and those before."""
    room_lacks = Signal(object)
    """A :class:`DiskFull`: what goes to that disk, or comes from it, waits."""
    room_back = Signal(object)
    """A :class:`SpaceBack`."""
    gone = Signal()
    """After :meth:`leave`: every thread has ended."""
    _rung = Signal()

    def __init__(self, home: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._rung.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._empty_mailbox)
        self._emptied_at = 0.0
        self._home = home
        self._mailbox: Mailbox  # these seven from start() on
        self._herald: Herald
        self._journal: Journal
        self._ledger: Ledger
        self._walker: Walker
        self._lookout: Lookout
        self._team: Team
        self._started = False
        self._early: list[Callable[[], None]] = []
        """What was asked for before :meth:`start`, in order."""
        self.batches: tuple[BatchRecord, ...] = ()
        """Those that are open, or have documents on the list; the newest first."""
        self.missing: dict[str, tuple[Path, ...]] = {}
        """Folders that are not there and are waited for, by the ids of their batches."""
        self.short: dict[Path, Failure] = {}
        """Places on disks that are full or away, and why."""
        self.closed: tuple[Path, ...] = ()
        """Where those disks are mounted: what is below waits."""
        self.engine: EngineName | None = None
        """The engine that documents go to now, once that is found out."""
        self.passed_over: tuple[PassedOver, ...] = ()
        """Better ones that are set up, and not ready."""
        self._leaving = False
        self._forget: list[Callable[[], None]] = []

    # For the window -----------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Something runs, or waits and is not paused."""
        return self._started and self._journal.busy

    @property
    def paused(self) -> bool:
        """The whole queue rests."""
        return self._started and self._journal.paused

    @property
    def to_undo(self) -> Step | None:
        """What :meth:`undo` takes back."""
        return self._journal.steps.to_undo if self._started else None

    @property
    def to_redo(self) -> Step | None:
        """What :meth:`redo` does once more."""
        return self._journal.steps.to_redo if self._started else None

    @property
    def crew(self) -> Crew | None:
        """The cards that work goes to; ``None`` while that is being found out."""
        return self._team.crew if self._started else None

    def start(self) -> None:
        """Read the queue, carry on with what waits in it."""
        # Late: the window is on the screen before processes, drivers and SQLite are loaded.
        from gui.work.herald import Herald
        from gui.work.journal import Journal
        from gui.work.ledger import Ledger
        from gui.work.lookout import Lookout
        from gui.work.mailbox import Mailbox
        from gui.work.team import House, Team
        from gui.work.walker import Walker

        self._mailbox = Mailbox(self._rung.emit)
        self._journal = Journal()
        self._ledger = Ledger(self._home, self._mailbox.post, self)
        self._walker = Walker(
            self._ledger.begin_walk, self._ledger.add, self._ledger.end_intake, self
        )
        self._ledger.begun.connect(self._walker.send)
        self._lookout = Lookout(
            self._ledger.add_watched,
            self._tell_missing,
            self._walker.send_again,
            self._thread_ended,
            self,
        )
        self.batches_changed.connect(self._lookout_changed)
        self._team = Team(House.at(self._home), self._settings, self._mailbox.post, self)
        self._herald = Herald(self, self._journal, self._ledger, self._team)
        self._ledger.finished.connect(self._thread_ended)
        self._walker.finished.connect(self._thread_ended)
        self._team.gone.connect(self._thread_ended)
        self._forget = [
            self._settings.observe(CARDS, self._cards_changed),
            self._settings.observe(ENGINE, self._cards_changed),
            self._settings.observe(CPU_WORKERS, self._cards_changed),
            self._settings.observe(WHEN_FULL, self._cards_changed),
        ]
        self._started = True
        self._ledger.start()
        self._walker.start()
        self._team.scout()
        early, self._early = self._early, []
        for do in early:
            do()

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders, with the profile or as in the settings."""
        from core.jobs.batches import NewBatch, name_of
        from core.jobs.intake import absolute

        sources = tuple(map(absolute, paths))
        new = NewBatch(
            name=name_of(sources),
            sources=sources,
            out=self._settings.get(OUTPUT_FOLDER),
            options=self._settings.convert_options(),
        )
        self._send(new, profile=self._settings.get(PROFILE))

    def begin(self, new: NewBatch) -> None:
        """Look through its files and folders, and convert what is there, as one batch."""
        self._send(new)

    def walk_on(self, batches: Sequence[BatchRecord]) -> None:
        """Look through the folders of batches that were begun and not looked through whole, as
        soon as all of them are there."""
        self._lookout.expect(batches)

    def pause_all(self, paused: bool) -> None:
        """Let everything rest, or go on; what runs stops at its next window of pages."""
        self._once_started(lambda: self._ledger.pause_all(paused))

    def pause_batch(self, batch_id: str, paused: bool) -> None:
        """Let a batch rest, or go on."""
        self._once_started(lambda: self._ledger.pause_batch(batch_id, paused))

    def pause(self, job_ids: Sequence[str]) -> None:
        """Let documents rest that wait or run."""
        if job_ids:
            self._once_started(lambda: self._ledger.pause(job_ids, True))

    def resume(self, job_ids: Sequence[str]) -> None:
        """Let paused documents go on."""
        if job_ids:
            self._once_started(lambda: self._ledger.pause(job_ids, False))

    def move_next(self, job_ids: Sequence[str]) -> None:
        """Convert these before all others that wait."""
        if job_ids:
            self._once_started(lambda: self._ledger.move_next(job_ids))

    def move_before(self, job_ids: Sequence[str], before: str | None) -> None:
        """Put documents before another one; ``None``: at the end."""
        if job_ids:
            self._once_started(lambda: self._ledger.move_before(job_ids, before))

    def retry_failed(
        self, kinds: frozenset[FailureKind] | None = None, batch: str | None = None
    ) -> None:
        """Let failed documents wait again: all, or of some kinds, or of one batch."""
        self._once_started(lambda: self._ledger.retry_failed(kinds, batch))

    def rename_batch(self, batch_id: str, name: str) -> None:
        """Call a batch something else."""
        self._once_started(lambda: self._ledger.rename_batch(batch_id, name))

    def is_open(self, batch_id: str) -> bool:
        """Whether a batch still goes on."""
        return any(batch.id == batch_id and batch.finished_at is None for batch in self.batches)

    def end_batch(self, batch_id: str) -> None:
        """Wait for no more of a batch: its folders are watched no longer, and one that is not
        there fails, with that reason."""
        batch = next((one for one in self.batches if one.id == batch_id), None)
        if batch is None or batch.finished_at is not None:
            return
        if batch.new.watch:
            self.stop_watching(batch_id)
        elif batch_id in self.missing:
            self._lookout.expect_no_more(batch_id)
            self._walker.send_again(batch)

    def stop_watching(self, batch_id: str) -> None:
        """Take nothing more from the folders of a batch."""
        self._once_started(lambda: self._ledger.stop_watching(batch_id))

    def engines_changed(self) -> None:
        """Find out anew where work goes: an engine has come, or gone."""
        if self._started:
            self._team.scout()

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Give up documents that wait or run."""
        if job_ids:
            self._once_started(lambda: self._ledger.cancel(job_ids))

    def retry(self, job_ids: Sequence[str], password: str | None = None) -> None:
        """Let finished documents wait again."""
        if job_ids:
            self._once_started(lambda: self._retry(job_ids, password))

    def remove(self, job_ids: Sequence[str]) -> None:
        """Take documents off the list; a running one is cancelled first. Results stay."""
        if job_ids:
            self._once_started(lambda: self._remove(job_ids))

    def clear_finished(self) -> None:
        """Take everything off the list that is done, skipped or cancelled."""
        self._once_started(self._clear_finished)

    def undo(self) -> None:
        """Take back what the user did last: removing, cancelling, moving."""
        self._once_started(self._undo)

    def redo(self) -> None:
        """Do once more what was taken back last."""
        self._once_started(self._redo)

    def read_markdown(self, paths: Sequence[Path]) -> None:
        """Read results; ``markdown_read`` brings the text."""
        self._once_started(lambda: self._ledger.read_markdown(paths))

    def leave(self, when: StopWhen) -> None:
        """End every thread and child; ``gone`` tells when. Call again to be quicker about it."""
        if not self._started:
            self.gone.emit()
            return
        if not self._leaving:
            self._leaving = True
            for forget in self._forget:
                forget()
            self._walker.finish()
            self._lookout.finish()
        self._team.dismiss(when)
        self._thread_ended()

    def _send(self, new: NewBatch, profile: str | None = None) -> None:
        # Into the queue's file first: folders that are walked before may take their time.
        self._once_started(lambda: self._ledger.begin(new, profile))

    # Done once started --------------------------------------------------------------------------

    def _once_started(self, do: Callable[[], None]) -> None:
        """Do it, now or at the start: the window is there a moment before the queue is."""
        if self._started:
            do()
        else:
            self._early.append(do)

    def _retry(self, job_ids: Sequence[str], password: str | None) -> None:
        if password is not None:
            for job_id in job_ids:
                self._team.passwords.set(job_id, password)
        self._ledger.retry(job_ids)

    def _remove(self, job_ids: Sequence[str]) -> None:
        now, running = self._journal.split_for_removal(job_ids)
        for job_id in running:
            self._team.cancel(job_id)
        if now:
            self._ledger.remove(now)

    def _clear_finished(self) -> None:
        over = (JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)
        self.remove(self._journal.ids_in(over))

    def _undo(self) -> None:
        step = self._journal.steps.undo()
        if step is not None:
            self._ledger.undo(step)

    def _redo(self) -> None:
        step = self._journal.steps.redo()
        if step is not None:
            self._ledger.redo(step)

    # The way back from the threads --------------------------------------------------------------

    def _tell_missing(self, batch_id: str, folders: tuple[Path, ...]) -> None:
        from gui.work.notes import FoldersAway  # late, as all that begins with the work

        self._mailbox.post(FoldersAway(batch_id, folders))  # in the thread that watches

    def _hear(self) -> None:
        if not self._tick.isActive():
            since = (time.monotonic() - self._emptied_at) * 1000
            self._tick.start(max(0, round(TICK_MS - since)))

    def _empty_mailbox(self) -> None:
        self._emptied_at = time.monotonic()
        self._herald.deliver(*self._mailbox.empty())
        if self._mailbox.more:
            self._tick.start(SOON_MS)

    def _lookout_changed(self, batches: tuple[BatchRecord, ...]) -> None:
        self._lookout.keep(batches)

    def _cards_changed(self, _value: object) -> None:
        self._team.scout()

    # The end ------------------------------------------------------------------------------------

    def _thread_ended(self) -> None:
        if not self._leaving or not self._team.is_gone:
            return
        if self._walker.isRunning() or not self._lookout.is_gone:
            return  # they may still hand something to the ledger
        if self._ledger.isRunning():
            self._ledger.finish()
            return
        self._tick.stop()
        while self._mailbox.more:
            self._herald.deliver(*self._mailbox.empty())
        self.gone.emit()
