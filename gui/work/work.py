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

from core.jobs.events import (
    JobEnded,
    JobPutBack,
    JobStarted,
    JobTaken,
    QueueTrouble,
    WorkerChanged,
)
from core.jobs.model import Job, JobProgress, JobState
from core.jobs.orders import StopWhen
from core.paths import queue_file
from core.sentences import Sentence
from core.settings import CARDS, CPU_WORKERS, ENGINE, OUTPUT_FOLDER, Settings
from gui.work.mailbox import Mailbox, Note
from gui.work.news import News
from gui.work.notes import (
    Added,
    CrewFound,
    IntakeEnded,
    Listed,
    MarkdownRead,
    Moved,
    NotWaiting,
    Removed,
    Restored,
    Trouble,
)

if TYPE_CHECKING:
    from core.jobs.crew import Crew
    from gui.work.ledger import Ledger
    from gui.work.team import Team
    from gui.work.walker import Walker

log = logging.getLogger(__name__)
TICK_MS = 100
UNDO_STEPS = 20


class Work(QObject):
    """The queue, the cards and the folders, as the window sees them."""

    news = Signal(object)
    """A :class:`News`."""
    started = Signal(object)
    """A :class:`JobStarted`: which process does the work, and where."""
    worker_changed = Signal(object)
    """A :class:`WorkerChanged`."""
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
    gone = Signal()
    """After :meth:`leave`: every thread has ended."""
    _rung = Signal()

    def __init__(self, home: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._mailbox = Mailbox(self._rung.emit)
        self._rung.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._empty_mailbox)
        self._emptied_at = 0.0
        self._home = home
        self._ledger: Ledger  # these three from start() on
        self._walker: Walker
        self._team: Team
        self._started = False
        self._states: dict[str, JobState] = {}
        self._early: dict[str, Job] = {}
        self._running: set[str] = set()
        self._to_cancel: set[str] = set()
        self._to_remove: set[str] = set()
        self._undo: list[tuple[Job, ...]] = []
        self._new_since, self._known_since = 0, list[str]()
        self._leaving = False
        self._forget: list[Callable[[], None]] = []

    # For the window -----------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Something runs or waits."""
        return any(not state.is_final for state in self._states.values())

    @property
    def can_undo(self) -> bool:
        """There is something that :meth:`undo` can put back."""
        return bool(self._undo)

    @property
    def crew(self) -> Crew | None:
        """The cards that work goes to; ``None`` while that is being found out."""
        return self._team.crew if self._started else None

    def start(self) -> None:
        """Read the queue, carry on with what waits in it. Nothing else is asked for before."""
        # Late: the window is on the screen before processes, drivers and SQLite are loaded.
        from gui.work.ledger import Ledger
        from gui.work.team import House, Team
        from gui.work.walker import Walker

        self._ledger = Ledger(queue_file(self._home), self._mailbox.post, self)
        self._walker = Walker(self._ledger.add, self._ledger.end_intake, self)
        self._team = Team(House.at(self._home), self._settings, self._mailbox.post, self)
        self._ledger.finished.connect(self._thread_ended)
        self._walker.finished.connect(self._thread_ended)
        self._team.gone.connect(self._thread_ended)
        self._forget = [
            self._settings.observe(CARDS, self._cards_changed),
            self._settings.observe(ENGINE, self._cards_changed),
            self._settings.observe(CPU_WORKERS, self._cards_changed),
        ]
        self._started = True
        self._ledger.start()
        self._walker.start()
        self._team.scout()

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders."""
        from gui.work.walker import Errand

        self._walker.send(
            Errand(
                tuple(paths), self._settings.get(OUTPUT_FOLDER), self._settings.convert_options()
            )
        )

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Give up documents that wait or run."""
        if job_ids:
            self._ledger.cancel(job_ids)

    def retry(self, job_ids: Sequence[str], password: str | None = None) -> None:
        """Let finished documents wait again."""
        if password is not None:
            for job_id in job_ids:
                self._team.passwords.set(job_id, password)
        if job_ids:
            self._ledger.retry(job_ids)

    def remove(self, job_ids: Sequence[str]) -> None:
        """Take documents off the list; a running one is cancelled first. Results stay."""
        running = [job_id for job_id in job_ids if job_id in self._running]
        self._to_remove.update(running)
        self._cancel_running(running)
        rest = [job_id for job_id in job_ids if job_id not in self._running]
        if rest:
            self._ledger.remove(rest)

    def clear_finished(self) -> None:
        """Take everything off the list that is done, skipped or cancelled."""
        over = (JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)
        self.remove([job_id for job_id, state in self._states.items() if state in over])

    def undo(self) -> None:
        """Put back what was removed last."""
        if self._undo:
            self._ledger.restore(self._undo.pop())

    def read_markdown(self, paths: Sequence[Path]) -> None:
        """Read results; ``markdown_read`` brings the text."""
        self._ledger.read_markdown(paths)

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
        self._team.dismiss(when)
        self._thread_ended()

    # The way back from the threads --------------------------------------------------------------

    def _hear(self) -> None:
        if not self._tick.isActive():
            since = (time.monotonic() - self._emptied_at) * 1000
            self._tick.start(max(0, round(TICK_MS - since)))

    def _empty_mailbox(self) -> None:
        self._emptied_at = time.monotonic()
        notes, progress = self._mailbox.empty()
        tick = _Tick(progress)
        was_busy = self.busy
        for note in notes:
            self._take_in(note, tick)
        news = tick.news()
        if news != _NO_NEWS:
            self.news.emit(news)
        if tick.work_waits and not self._leaving:
            self._team.call()
        if was_busy and not self.busy:
            self.idle.emit()

    def _take_in(self, note: Note, tick: _Tick) -> None:
        match note:
            case JobTaken(job=job):
                self._running.add(job.id)
                self._job_is(job, tick)
                if job.id in self._to_cancel:
                    self._team.cancel(job.id)
            case JobEnded(job=job, reason=reason):
                self._job_is(job, tick, reason)
                self._run_is_over(job.id)
            case JobPutBack(job=job):
                self._job_is(job, tick)
                self._run_is_over(job.id)
            case JobStarted():
                self.started.emit(note)
            case WorkerChanged():
                self.worker_changed.emit(note)
            case QueueTrouble(sentence=sentence) | Trouble(sentence=sentence):
                self.trouble.emit(sentence)
            case CrewFound(crew=crew):
                self._team.take(crew)
                if self._team.crew is crew:
                    self.crew_changed.emit(crew)
                    tick.work_waits = JobState.QUEUED in self._states.values()
            case _:
                self._take_in_from_ledger(note, tick)

    def _take_in_from_ledger(self, note: Note, tick: _Tick) -> None:
        match note:
            case Listed(jobs=jobs) | Moved(jobs=jobs) | Restored(jobs=jobs):
                self._jobs_are(jobs, tick)
            case Added():
                self._jobs_are((*note.jobs, *note.again), tick)
                self._new_since += len(note.jobs) + len(note.again)
                self._known_since += note.known
            case IntakeEnded(found=found):
                self.intake_ended.emit(found, self._new_since, tuple(self._known_since))
                self._new_since, self._known_since = 0, []
            case NotWaiting(job_ids=job_ids):
                self._cancel_running(job_ids)
            case Removed(jobs=jobs):
                self._are_removed(jobs, tick)
            case MarkdownRead(text=text, documents=documents):
                self.markdown_read.emit(text, documents)

    def _jobs_are(self, jobs: Iterable[Job], tick: _Tick) -> None:
        for job in jobs:
            # A card's loop may have taken the job before the ledger could tell of it.
            self._states[job.id] = job.state
            self._job_is(self._early.pop(job.id, job), tick)

    def _job_is(self, job: Job, tick: _Tick, reason: Sentence | None = None) -> None:
        if job.id not in self._states:
            self._early[job.id] = job
            return
        self._states[job.id] = job.state
        tick.jobs[job.id] = job
        tick.removed.discard(job.id)
        if reason is not None:
            tick.reasons[job.id] = reason
        tick.work_waits = tick.work_waits or job.state is JobState.QUEUED

    def _cancel_running(self, job_ids: Iterable[str]) -> None:
        for job_id in job_ids:
            state = self._states.get(job_id)
            if state is not None and not state.is_final:
                # Taken a moment ago, it may not be known as running yet.
                self._to_cancel.add(job_id)
                self._team.cancel(job_id)

    def _run_is_over(self, job_id: str) -> None:
        self._running.discard(job_id)
        self._to_cancel.discard(job_id)
        if job_id in self._to_remove:
            self._to_remove.discard(job_id)
            self._ledger.remove([job_id])

    def _are_removed(self, jobs: tuple[Job, ...], tick: _Tick) -> None:
        for job in jobs:
            self._states.pop(job.id, None)
            self._team.passwords.forget(job.id)
            tick.jobs.pop(job.id, None)
            tick.removed.add(job.id)
        if jobs:
            self._undo = [*self._undo, jobs][-UNDO_STEPS:]
            self.removed.emit(len(jobs))

    def _cards_changed(self, _value: object) -> None:
        self._team.scout()

    # The end ------------------------------------------------------------------------------------

    def _thread_ended(self) -> None:
        if not self._leaving or not self._team.is_gone:
            return
        if self._walker.isRunning():
            return  # it may still hand something to the ledger
        if self._ledger.isRunning():
            self._ledger.finish()
            return
        self._tick.stop()
        self._empty_mailbox()
        self.gone.emit()


class _Tick:
    """What a tick brings, while it is being gathered."""

    def __init__(self, progress: dict[str, JobProgress]) -> None:
        self.progress = progress
        self.jobs: dict[str, Job] = {}
        self.reasons: dict[str, Sentence] = {}
        self.removed: set[str] = set()
        self.work_waits = False

    def news(self) -> News:
        return News(frozenset(self.removed), tuple(self.jobs.values()), self.reasons, self.progress)


_NO_NEWS = News()
