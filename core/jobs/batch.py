"""A whole run of `headframe convert`: plan, queue, one loop a card, and what it came to."""

from __future__ import annotations

import contextlib
import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from core.cards.model import Card
from core.engines.registry import Engines
from core.jobs.batches import name_of
from core.jobs.card_loop import CardLoop
from core.jobs.claims import Claims
from core.jobs.crew import Crew
from core.jobs.drives import Drives
from core.jobs.events import CardPutAside, FoldersMissing, JobEnded, JobEvent, JobPutBack
from core.jobs.folder_rules import FolderRules
from core.jobs.hands import Hands
from core.jobs.intake import Intake, absolute
from core.jobs.lanes import OPEN_LANE, Lanes
from core.jobs.leavings import PATIENCE_S, Leavings
from core.jobs.model import ConvertOptions, Job, JobState, NewJob, WhenFull
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.report_model import Head, iso, new_id
from core.jobs.reports import BatchReport
from core.jobs.schema import QueueError
from core.jobs.sideline import Sideline
from core.jobs.space import SpaceWatch
from core.jobs.staging import Staging, sweep
from core.jobs.targets import TargetBook
from core.jobs.watching import FolderWatch
from core.paths import drives_file, logs_folder, runs_folder
from core.sentences import say
from core.sleep import Awake

log = logging.getLogger(__name__)

ADD_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What the user asked for."""

    paths: tuple[Path, ...]
    out: Path | None
    options: ConvertOptions
    password: str | None
    rules: FolderRules = field(default_factory=FolderRules)
    only: Container[Path] | None = None
    """Of all documents found, only these sources; ``None``: all."""
    retry_of: str | None = None
    """Id of the batch whose failed documents these are (`core.jobs.history`)."""
    watch: bool = False
    """Stay, and take what comes into the folders; the run ends when it is interrupted."""
    when_full: WhenFull = WhenFull.CHOSEN
    cards: tuple[str, ...] = ()
    """Keys of those that were asked for, for its report; none: whichever fits."""
    profile: str | None = None
    """Name of the profile that made these choices, for its report."""

    @property
    def sources(self) -> tuple[Path, ...]:
        """The paths, absolute."""
        return tuple(map(absolute, self.paths))

    def head(self) -> Head:
        """How its report begins."""
        return Head(
            id=new_id(),
            name=name_of(self.sources),
            sources=tuple(map(str, self.sources)),
            out=None if self.out is None else str(absolute(self.out)),
            created_at=iso(time.time()),
            retry_of=self.retry_of,
            options=self.options,
            rules=self.rules,
            profile=self.profile,
            cards=self.cards,
            watch=self.watch,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What a whole run came to."""

    done: int
    skipped: int
    failed: int
    seconds: float
    interrupted: bool

    @property
    def documents(self) -> int:
        """How many came to an end."""
        return self.done + self.skipped + self.failed


class Listener(Protocol):
    """Hears of everything that happens in a run, in the thread that called :meth:`Batch.run`."""

    def queued(self, job: Job) -> None:
        """A document waits."""

    def event(self, event: JobEvent) -> None:
        """Something happened to a job or a worker."""

    def finished(self, tally: Tally) -> None:
        """The run is over."""


class _Interruption:
    """The user, or the system, wants the run to end now."""


@dataclass(frozen=True, slots=True)
class _LoopLeft:
    """A card's loop has returned."""

    loop: CardLoop


@dataclass(frozen=True, slots=True)
class _Found:
    """Documents have come into a watched folder; they are in the queue."""

    jobs: tuple[Job, ...]


_Heard = JobEvent | _Interruption | _LoopLeft | _Found


class Batch:
    """One run. Its queue is a file of its own: the window's queue is not touched."""

    def __init__(
        self,
        plan: BatchPlan,
        crew: Crew,
        engines: Engines,
        home: Path,
        environ: Mapping[str, str],
        *,
        awake: Awake | None = None,
    ) -> None:
        """``awake``: what keeps the machine from sleeping while there are documents to convert."""
        self._plan = plan
        self._crew = crew
        self._engines = engines
        self._home = home
        self._environ = environ
        self._awake = awake
        self._heard: queue.SimpleQueue[_Heard] = queue.SimpleQueue()
        self._places: set[Path] = set()
        self._targets = TargetBook(Claims(home))
        self._leavings = Leavings(home)
        self._space = SpaceWatch(Drives(drives_file(home)), waits=plan.watch)
        self._passwords = PasswordBook(plan.password)
        keys = [card.key for card in crew.cards]
        self._lanes = Lanes({OPEN_LANE: keys})
        self._sideline = Sideline(keys, plan.when_full)
        self._lost = False
        """A card was put aside, and nobody has looked since whether its document is done."""
        self._called: set[str] = set()
        """Cards that a document was moved to."""

    def run(self, listener: Listener) -> Tally:
        """Convert everything. Call it in the main thread: it minds SIGINT and SIGTERM.

        Raises :class:`core.jobs.schema.QueueError` when the queue cannot be written.
        """
        began = time.monotonic()
        runs = runs_folder(self._home)
        with (
            self._minding_signals(),
            self._folder(runs) as folder,
            BatchReport(self._home, self._plan.head()) as report,
        ):
            queue_path = folder.result / "queue.sqlite"
            if self._plan.watch:
                with self._watching(queue_path):
                    counts, left, interrupted = self._work(queue_path, 0, listener, report)
            else:
                waiting = self._fill(queue_path, listener)
                counts, left, interrupted = self._work(queue_path, waiting, listener, report)
            # A watch has no other end than an interruption: it is one, when nothing was waiting.
            report.close(finished=not interrupted or (self._plan.watch and not left))
        sweep([*self._places, runs])
        self._leavings.sweep().join(PATIENCE_S)
        tally = Tally(
            done=counts[JobState.DONE],
            skipped=counts[JobState.SKIPPED],
            failed=counts[JobState.FAILED] + counts[JobState.CANCELLED],
            seconds=time.monotonic() - began,
            interrupted=interrupted,
        )
        listener.finished(tally)
        return tally

    def _folder(self, runs: Path) -> Staging:
        try:
            return self._leavings.staging(runs)
        except OSError as error:
            raise QueueError(
                say(
                    "The folder {path} cannot be written: {error}. "
                    "Make room, or name another folder in HEADFRAME_HOME.",
                    path=str(runs),
                    error=error.strerror or str(error),
                )
            ) from error

    def _fill(self, queue_path: Path, listener: Listener) -> int:
        total = 0
        with JobQueue(queue_path) as jobs:
            intake = Intake(self._plan.out, self._plan.options, self._plan.rules)
            only = self._plan.only
            found = intake.jobs(self._plan.paths)
            for chunk in _chunks(new for new in found if only is None or new.source in only):
                self._places.update(new.out_parent for new in chunk)
                for job in jobs.add(chunk, durable=False):  # this file does not outlive the run
                    total += 1
                    listener.queued(job)
        return total

    @contextlib.contextmanager
    def _watching(self, queue_path: Path) -> Iterator[None]:
        plan = self._plan
        watch = FolderWatch(plan.sources, plan.out, plan.options, plan.rules)
        stop = threading.Event()

        def carry() -> None:
            try:
                with JobQueue(queue_path) as jobs:
                    watch.run(
                        lambda new: self._heard.put(_Found(tuple(jobs.add(new)))),
                        stop,
                        lambda missing: self._heard.put(FoldersMissing(missing)),
                    )
            except Exception:
                log.exception("the folders are not watched any more")
                self._heard.put(_Interruption())

        thread = threading.Thread(target=carry, name="watch")
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _work(
        self, queue_path: Path, waiting: int, listener: Listener, report: BatchReport
    ) -> tuple[dict[JobState, int], int, bool]:
        """How many came to what, how many waited still, and whether it was interrupted."""
        counts = dict.fromkeys(JobState, 0)
        posts = self._crew.posts
        hands = Hands(
            lambda card, workers: self._loop(queue_path, card, workers),
            lambda loop: self._heard.put(_LoopLeft(loop)),
        )
        interrupted = False
        hands.start(posts if self._plan.watch else posts[: max(1, min(waiting, len(posts)))])
        try:
            while hands.busy:
                if self._awake is not None:
                    self._awake.keep(waiting > sum(counts.values()))
                match self._heard.get():
                    case _Interruption():
                        interrupted = True
                        hands.stop()
                    case _Found(jobs=jobs):
                        waiting += len(jobs)
                        self._welcome(jobs, hands, listener)
                    case _LoopLeft(loop=loop):
                        hands.start(self._relief(hands.gone(loop), hands))
                    case event:
                        if isinstance(event, JobEnded):
                            counts[event.job.state] += 1
                            report.ended(event.job)
                        self._follow(event, hands)
                        listener.event(event)
        except BaseException:
            hands.stop()
            raise
        finally:
            hands.join()
        left = waiting - sum(counts.values())
        if left and not interrupted:  # a loop gave up: what it left behind has no result
            counts[JobState.FAILED] += left
        return counts, left, interrupted

    def _relief(self, card: Card, hands: Hands) -> list[Card]:
        """Cards to work on again, now that a loop of this one has left.

        It may have left before a document came back that it was to do.
        """
        if card.key in self._called:
            self._called.discard(card.key)
            return [card]
        if self._lost and not hands.busy:
            self._lost = False
            posts = [one for one in self._crew.posts if self._sideline.why(one.key) is None]
            return posts or self._sideline.stand_ins()
        return []

    def _follow(self, event: JobEvent, hands: Hands) -> None:
        """Do what has to follow from it."""
        match event:
            case CardPutAside():
                self._lost = True
            case JobPutBack(job=job):
                self._call(job, hands)
            case _:
                pass

    def _call(self, job: Job, hands: Hands) -> None:
        """A document waits again: whoever may take it shall look."""
        key = self._sideline.waiting_for(job.id)
        if key is not None and hands.works_on(key):
            self._called.add(key)
        elif key is not None:
            cards = (*self._crew.cards, *self._sideline.stand_ins())
            hands.start(card for card in cards if card.key == key)
        hands.wake()

    def _welcome(self, jobs: tuple[Job, ...], hands: Hands, listener: Listener) -> None:
        self._places.update(job.out_parent for job in jobs)
        for job in jobs:
            listener.queued(job)
        hands.wake()

    def _loop(self, queue_path: Path, card: Card, workers: Callable[[], int]) -> CardLoop:
        """The loop of one card among so many."""
        return CardLoop(
            queue_path=queue_path,
            card=card,
            engines=self._engines,
            targets=self._targets,
            passwords=self._passwords,
            logs=logs_folder(self._home),
            environ=self._environ,
            on_event=self._heard.put,
            leave_when_empty=not self._plan.watch,
            refusal=self._crew.refusal,
            sideline=self._sideline,
            workers=workers,
            lanes=self._lanes,
            space=self._space,
        )

    @contextlib.contextmanager
    def _minding_signals(self) -> Iterator[None]:
        def interrupt(_number: int, _frame: FrameType | None) -> None:
            self._heard.put(_Interruption())  # SimpleQueue: safe in a signal handler

        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, interrupt) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _chunks(jobs: Iterator[NewJob]) -> Iterator[list[NewJob]]:
    chunk: list[NewJob] = []
    for job in jobs:
        chunk.append(job)
        if len(chunk) == ADD_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
