"""What the threads have told: entered in the journal, and announced as signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.jobs.events import (
    CardPutAside,
    DiskFull,
    JobStarted,
    QueueTrouble,
    SpaceBack,
    WorkerChanged,
    WorkerVerified,
)
from core.jobs.model import JobProgress
from gui.work.journal import Journal, Tick
from gui.work.ledger import Ledger
from gui.work.mailbox import Note
from gui.work.news import News
from gui.work.notes import (
    Added,
    BatchesAre,
    CrewFound,
    FoldersAway,
    HalfWalked,
    IntakeEnded,
    MarkdownRead,
    PausedIs,
    Removed,
    Trouble,
)
from gui.work.steps import Removal
from gui.work.team import Team

if TYPE_CHECKING:
    from gui.work.work import Work

NO_NEWS = News()


class Herald:
    """Takes the notes of a tick. Runs in the GUI thread."""

    def __init__(self, work: Work, journal: Journal, ledger: Ledger, team: Team) -> None:
        self._work = work
        self._journal = journal
        self._ledger = ledger
        self._team = team
        self._new = 0
        """Documents that came with the intake under way."""
        self._known: list[str] = []
        """Those it found on the list."""

    def deliver(self, notes: Iterable[Note], progress: dict[str, JobProgress]) -> None:
        """Enter and announce everything, and do what follows from it."""
        tick = Tick(progress)
        was_over = self._journal.is_over
        for note in notes:
            self._journal.take(note, tick)
            self._announce(note)
        for job_id in tick.to_cancel:
            self._team.cancel(job_id)
        for job_id in tick.to_put_back:
            self._team.put_back(job_id)
        if tick.batches_ended:
            self._ledger.close_batches(sorted(tick.batches_ended))
        if tick.to_remove:
            self._ledger.remove(tick.to_remove)
        news = tick.news()
        if news != NO_NEWS:
            self._work.news.emit(news)
        if tick.work_waits:
            self._call()
        if not was_over and self._journal.is_over:
            self._work.idle.emit()

    def _call(self) -> None:
        self._team.call(self._journal.waiting(self._team.room))

    def _announce(self, note: Note) -> None:
        work = self._work
        match note:
            case JobStarted():
                work.started.emit(note)
            case WorkerChanged():
                work.worker_changed.emit(note)
            case WorkerVerified() | CardPutAside():
                work.card_news.emit(note)
            case QueueTrouble(sentence=sentence) | Trouble(sentence=sentence):
                work.trouble.emit(sentence)
            case DiskFull(place=place, failure=failure):
                work.short[place] = failure
                work.closed = self._team.closed
                work.room_lacks.emit(note)
            case SpaceBack(place=place):
                work.short.pop(place, None)
                work.closed = self._team.closed
                work.room_back.emit(note)
            case MarkdownRead(text=text, documents=documents):
                work.markdown_read.emit(text, documents)
            case Removed(jobs=jobs) if jobs:
                for job in jobs:
                    self._team.passwords.forget(job.id)
                step = self._journal.steps.to_undo
                work.removed.emit(step.number if isinstance(step, Removal) else len(jobs))
            case _:
                self._announce_rest(note)

    def _announce_rest(self, note: Note) -> None:
        match note:
            case CrewFound():
                self._take_crew(note)
            case Added():
                self._new += len(note.jobs) + len(note.again)
                self._known += note.known
            case PausedIs(paused=paused):
                self._work.paused_changed.emit(paused)
            case BatchesAre(batches=batches):
                self._work.batches = batches
                self._team.ask({b.new.cards for b in batches if b.finished_at is None})
                self._work.batches_changed.emit(batches)
                for batch in [one for one in self._work.missing if not self._is_waited_for(one)]:
                    del self._work.missing[batch]
                    self._work.folders_missing.emit(batch, (), ())
            case FoldersAway(batch=batch, folders=folders) if self._is_waited_for(batch):
                before = self._work.missing.pop(batch, ())
                if folders:
                    self._work.missing[batch] = folders
                self._work.folders_missing.emit(batch, folders, before)
            case HalfWalked(batches=batches):
                self._work.walk_on(batches)
            case IntakeEnded(found=found, quiet=quiet):
                if not quiet:
                    self._work.intake_ended.emit(found, self._new, tuple(self._known))
                self._new, self._known = 0, []

    def _is_waited_for(self, batch_id: str) -> bool:
        return any(
            batch.id == batch_id
            and batch.finished_at is None
            and (batch.new.watch or not batch.walked)
            for batch in self._work.batches
        )

    def _take_crew(self, found: CrewFound) -> None:
        if found.lane:
            self._team.take_for(found.lane, found.crew)
        else:
            self._team.take(found.crew)
            if self._team.crew is not found.crew:
                return  # it was asked with settings that are old by now
            self._work.engine, self._work.passed_over = found.engine, found.passed_over
            self._work.crew_changed.emit(found.crew)
        if self._journal.waits:
            self._call()
