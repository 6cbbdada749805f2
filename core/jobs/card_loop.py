"""The loop that a card in use runs: take the next document, convert it, put the result in place.

Blocking, for a thread of its own: the command gives it a plain thread, the window a QThread.
Other threads speak to it through :meth:`CardLoop.wake`, :meth:`~CardLoop.cancel` and
:meth:`~CardLoop.stop`; it speaks to them through ``on_event``, which it calls in its own thread.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from core.cards.model import Card, CardKind, Reading
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.engines.ceilings import Watch, ceiling_of, too_large
from core.engines.model import Engine
from core.engines.registry import Engines
from core.jobs import vetting
from core.jobs.checkpoints import Checkpoints
from core.jobs.conversion import Abandoned, Conversion, WorkerDied, request_for
from core.jobs.drives import drive_is_away
from core.jobs.events import (
    CardPutAside,
    JobEvent,
    JobMoved,
    JobProgressed,
    JobStarted,
    JobTaken,
    QueueTrouble,
    SpaceBack,
    WorkerChanged,
    WorkerState,
)
from core.jobs.finisher import CameTo, Finisher, Made
from core.jobs.lanes import OPEN_LANE, Lanes
from core.jobs.leavings import Leavings
from core.jobs.memory_report import roomier, with_figures
from core.jobs.metadata import Metadata, result_options
from core.jobs.model import Job
from core.jobs.orders import Orders, StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.schema import QueueError
from core.jobs.seat import Seat, Worker
from core.jobs.sideline import Sideline
from core.jobs.space import SpaceWatch
from core.jobs.staging import Staging, write_failure
from core.jobs.targets import AlreadyDone, MadeElsewhere, Target, TargetBook
from core.jobs.trials import NextStep, Trials
from core.jobs.vetting import Vetted
from core.jobs.wake import wait_for
from core.sentences import say
from core.worker.faults import classify
from core.worker.protocol import Converted, Failure, FailureKind

log = logging.getLogger(__name__)

IDLE_S = 60.0
"""How long a worker is kept when nothing is left to do: then its memory is given back."""

ELSEWHERE_LOOK_S = 0.5
"""How often it is looked whether another program has made what is waited for."""
ROOM_LOOK_S = 2.0
"""How often a full disk, or the place of a drive that is away, is looked at."""

DEATHS_ALLOWED = 2
"""A document on which this many workers died is not tried again (MinerU #2371)."""

CANCELLED = Failure(FailureKind.CANCELLED, say("Cancelled."))
OWN_FAULT = Failure(
    FailureKind.INTERNAL,
    say("Something went wrong in Headframe itself."),
    say("See the log; the details are there."),
)


class CardLoop:
    """Works through the queue on one card."""

    def __init__(
        self,
        *,
        queue_path: Path,
        card: Card,
        engines: Engines,
        targets: TargetBook,
        passwords: PasswordBook,
        logs: Path,
        environ: Mapping[str, str],
        on_event: Callable[[JobEvent], None],
        leave_when_empty: bool,
        refusal: Failure | None = None,
        sideline: Sideline | None = None,
        workers: Callable[[], int] = lambda: 1,
        space: SpaceWatch | None = None,
        lanes: Lanes | None = None,
    ) -> None:
        """``refusal``: the card cannot be used, and every document fails for that reason.

        ``workers``: how many loops share the queue now, this one among them; asked in its thread.
        ``space``: shared by the loops of a program; ``None``: a full disk fails the document.

        ``lanes``: which batches' documents are which card's; ``None``: what asks for no card is
        this one's. Whatever was moved here is so, too.

        ``sideline`` knows the other cards of the run, which go on when this one has a fault.
        """
        self._queue_path = queue_path
        self._card = card
        self._engines = engines
        self._targets = targets
        self._passwords = passwords
        self._on_event = on_event
        self._leave_when_empty = leave_when_empty
        self._refusal = refusal
        self._workers = workers
        self._space = space or SpaceWatch(waits=False)
        self._looked_at = 0.0
        self._lanes = lanes or Lanes({OPEN_LANE: [card.key]})
        self._orders = Orders()
        self._environ = environ
        self._sideline = sideline or Sideline([card.key])
        self._checkpoints = Checkpoints(engines.home)
        self._leavings = Leavings(engines.home)
        self._seat = Seat(
            card,
            environ,
            logs,
            self._orders,
            on_event,
            read_cards=self._read_cards,
            engines=engines,
        )

    def wake(self) -> None:
        """There may be new jobs. Thread-safe."""
        self._orders.bell.ring()

    def cancel(self, job_id: str) -> None:
        """Give up that document, if it is this loop's. Thread-safe."""
        self._orders.cancel(job_id)

    def put_back(self, job_id: str) -> None:
        """Let that document wait again, if it is this loop's: it was paused. Thread-safe.

        It stops at its next page window; what it has come to is kept where the engine can.
        """
        self._orders.put_back(job_id)

    def stop(self, when: StopWhen) -> None:
        """End the loop. Thread-safe; :meth:`run` returns some time later."""
        self._orders.stop(when)

    def run(self) -> None:
        """Work until stopped, or until the queue is empty. Never raises."""
        finisher = Finisher(
            queue_path=self._queue_path,
            card=self._card,
            targets=self._targets,
            on_event=self._on_event,
            on_trouble=lambda: self._orders.stop(StopWhen.NOW),
            on_put_back=self._orders.bell.ring,
            space=self._space,
        )
        try:
            self._checkpoints.sweep()
            self._targets.sweep()
            with JobQueue(self._queue_path) as queue, finisher:
                self._serve(queue, finisher)
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._on_event(QueueTrouble(self._card.key, error.sentence))
        except Exception:
            log.exception("the loop of %s has failed", self._card.key)
            self._on_event(
                QueueTrouble(
                    self._card.key,
                    say("Work on {card} has stopped: see the log.", card=self._card.label),
                )
            )
        finally:
            if self._orders.stop_now:
                self._seat.destroy()
            else:
                self._seat.dismiss()
            self._orders.bell.close()

    def _serve(self, queue: JobQueue, finisher: Finisher) -> None:
        while not self._orders.stopping:
            self._look_for_room()
            closed = self._space.closed
            elsewhere = self._targets.made_elsewhere()
            job = self._take(queue, closed, elsewhere)
            if job is not None:
                self._orders.forget(job.id)  # a cancel that came too late for its last run
                self._on_event(JobTaken(job))
                came_to = self._guarded(queue, job)
                if not isinstance(came_to, Abandoned):
                    self._sideline.forget(job.id)
                finisher.submit(job, came_to)
                if came_to is Abandoned.CARD_LOST:
                    return
            elif elsewhere:
                self._wait(ELSEWHERE_LOOK_S)
            elif self._leave_when_empty:
                return
            else:
                self._rest(short=bool(closed))

    def _take(self, queue: JobQueue, closed: tuple[Path, ...], elsewhere: list[str]) -> Job | None:
        key = self._card.key
        return queue.take(
            key,
            self._workers(),
            (*self._sideline.kept_from(key), *elsewhere),
            lanes=(*self._lanes.of(key), *self._sideline.left_to(key, self._lanes)),
            also=self._sideline.moved_to(key),
            not_below=closed,
        )

    def _look_for_room(self) -> None:
        now = time.monotonic()
        if self._space.closed and now - self._looked_at >= ROOM_LOOK_S:
            self._looked_at = now
            for place in self._space.look():
                self._on_event(SpaceBack(place))

    def _rest(self, *, short: bool) -> None:
        """Wait for work. ``short``: or for room, which nobody tells of."""
        if short:
            self._seat.dismiss()  # it may take all night: the card's memory is given back
            timeout: float | None = ROOM_LOOK_S
        else:
            timeout = IDLE_S if self._seat.occupied else None
        if not self._wait(timeout):
            self._seat.dismiss()

    def _wait(self, timeout: float | None) -> bool:
        """Until somebody rings; whether anybody did."""
        rung = wait_for([self._orders.bell.fileno()], timeout)
        self._orders.bell.clear()
        return bool(rung)

    # One document -----------------------------------------------------------------------------

    def _guarded(self, queue: JobQueue, job: Job) -> CameTo:
        try:
            return self._attempt(queue, job)
        except QueueError:
            raise
        except OSError as error:
            log.warning("%s: %s", job.source, error, exc_info=True)
            return write_failure(error, job.out_parent)
        except Exception:
            log.exception("%s has failed", job.source)
            return OWN_FAULT

    def _attempt(self, queue: JobQueue, job: Job) -> CameTo:
        if self._refusal is not None:
            return self._refusal
        vetted = vetting.vet(job.source)
        if isinstance(vetted, Failure):
            return vetted
        mount = self._space.drives.away(job.out_parent)
        if mount is not None:
            return drive_is_away(mount, FailureKind.NOT_WRITABLE)
        self._space.drives.note(job.source)
        engine = self._engines.resolve(job.options.engine)
        if isinstance(engine, Failure):
            return engine
        queue.note_engine(job.id, engine.name)
        ceiling = ceiling_of(engine.name, job.options.timeout_s, job.options.memory_limit_mb)
        if (failure := too_large(vetted.size, ceiling)) is not None:
            return failure
        target = self._targets.claim_once(
            job,
            vetted.sha256,
            engine.name,
            lambda: not self._gave_up(job),
            marks=engine.marks(self._environ),
        )
        if target is None:
            return self._given_up(job)
        if isinstance(target, MadeElsewhere):
            log.info("%s waits: another program makes its result", job.source)
            return Abandoned.MADE_ELSEWHERE
        if isinstance(target, AlreadyDone):
            return target
        return self._tried(queue, job, engine, vetted, target)

    def _tried(
        self, queue: JobQueue, job: Job, engine: Engine, vetted: Vetted, target: Target
    ) -> CameTo:
        """Convert it, a second time where a first failure was not the document's."""
        kept = self._checkpoints.folder(engine.name, vetted.sha256)
        trials = Trials()
        while True:
            with contextlib.ExitStack() as held:
                staging = held.enter_context(self._leavings.staging(job.out_parent))
                self._space.drives.note(job.out_parent)
                came_to, worker = self._through_worker(job, engine, staging, kept, trials)
                if isinstance(came_to, Converted) and worker is not None:
                    held.pop_all()  # the finisher's from here on
                    if kept is not None:
                        self._checkpoints.remove(kept)
                    metadata = self._metadata(job, vetted, worker, came_to)
                    marks = engine.marks(self._environ)
                    return Made(staging, target, metadata, tuple(came_to.warnings), marks)
            assert not isinstance(came_to, Converted)
            if isinstance(came_to, WorkerDied):
                deaths = queue.note_death(job.id)
                log.warning("%s: worker died (%d): %s", job.source, deaths, came_to.failure.message)
                fault = self._fault_of(engine, worker)
                if fault is None and deaths < DEATHS_ALLOWED and not self._gave_up(job):
                    continue
                came_to = fault or came_to.left_alone(deaths)
            if isinstance(came_to, Abandoned):
                return came_to
            if self._gave_up(job):
                return self._given_up(job)
            step = trials.next_step(came_to, uses_card=self._is_used_by(engine))
            if step is NextStep.GIVE_UP and came_to.kind is FailureKind.CARD_OUT_OF_MEMORY:
                return self._elsewhere(queue, job, came_to, engine)
            if step is NextStep.GIVE_UP:
                return came_to
            if step is NextStep.PUT_CARD_ASIDE:
                return self._put_aside(came_to)
            log.warning("%s: tried once more: %s", job.source, came_to.message)
            self._seat.destroy()

    def _is_used_by(self, engine: Engine) -> bool:
        return engine.uses_card and self._card.kind is not CardKind.CPU

    def _fault_of(self, engine: Engine, worker: Worker | None) -> Failure | None:
        """The fault of the card that a dead worker's last words tell of."""
        if worker is None or not self._is_used_by(engine):
            return None
        return classify(worker.process.last_words(), self._card.label)

    def _elsewhere(
        self, queue: JobQueue, job: Job, failure: Failure, engine: Engine
    ) -> Failure | Abandoned:
        """Out of memory: another card does it; else who holds what here, and which has more."""
        reserved, reading = load_reservations(self._engines.home), self._read_cards()
        better = roomier(self._card, engine.name, reading, reserved)
        lane = queue.lane_of(job.id)
        to = self._sideline.move(job.id, self._card.key, better, self._lanes.cards(lane), lane)
        if to is None:
            return with_figures(failure, self._card, engine.name, reading, reserved)
        log.warning("%s goes to %s: %s", job.source, to.key, failure.message)
        self._seat.destroy()  # what it holds is better free
        self._on_event(JobMoved(job, self._card.key, to, failure))
        return Abandoned.CARD_FULL

    def _put_aside(self, failure: Failure) -> Failure | Abandoned:
        """The card has a fault: its document goes to another one, if there is one."""
        log.error("%s is put aside: %s", self._card.key, failure.message)
        self._seat.destroy()
        others = self._sideline.put_aside(self._card.key, failure)
        self._on_event(CardPutAside(self._card.key, failure))
        if others:
            return Abandoned.CARD_LOST
        self._refusal = failure
        return failure

    def _read_cards(self) -> Reading:
        with CardReader(self._engines.home, self._environ) as reader:
            return reader.read()

    def _through_worker(
        self, job: Job, engine: Engine, staging: Staging, kept: Path | None, trials: Trials
    ) -> tuple[Converted | Failure | WorkerDied | Abandoned, Worker | None]:
        worker = self._seat.worker(
            engine, wanted=lambda: not self._gave_up(job), small_batch=trials.small_batch
        )
        if worker is None:
            return self._given_up(job), None
        if isinstance(worker, Failure):
            return worker, None
        self._on_event(
            JobStarted(
                job,
                engine.name,
                self._card.key,
                worker.hello.pid,
                worker.hello.visible_devices,
                worker.verified,
            )
        )
        self._on_event(
            WorkerChanged(
                self._card.key,
                WorkerState.BUSY,
                engine.name,
                pid=worker.hello.pid,
                device_count=worker.ready.device_count,
            )
        )
        request = request_for(job, staging.result, self._passwords.get(job.id), kept)
        ceiling = ceiling_of(engine.name, job.options.timeout_s, job.options.memory_limit_mb)
        watch = Watch(
            worker.process, ceiling, first_page=request.first_page, last_page=request.last_page
        )
        conversion = Conversion(
            worker,
            request,
            watch,
            self._orders,
            lambda progress: self._on_event(JobProgressed(job.id, progress)),
        )
        came_to = conversion.run()
        worker.served += 1
        if worker.grown_from_mb is None and conversion.worker_is_good:
            worker.grown_from_mb = worker.process.memory_mb()
        if not conversion.worker_is_good:
            self._seat.destroy()
        else:
            self._on_event(
                WorkerChanged(self._card.key, WorkerState.READY, engine.name, pid=worker.hello.pid)
            )
        return came_to, worker

    def _metadata(self, job: Job, vetted: Vetted, worker: Worker, converted: Converted) -> Metadata:
        return Metadata(
            source=job.source,
            sha256=vetted.sha256,
            pages=converted.pages,
            engine=worker.engine.name,
            engine_version=worker.ready.engine_version,
            card=self._card.key,
            options=result_options(job.options, worker.engine.marks(self._environ)),
            seconds=converted.seconds,
            created_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            warnings=tuple(str(warning) for warning in converted.warnings),
        )

    def _given_up(self, job: Job) -> Failure | Abandoned:
        if self._orders.is_cancelled(job.id):
            return CANCELLED
        return Abandoned.PAUSED if self._orders.is_put_back(job.id) else Abandoned.STOPPED

    def _gave_up(self, job: Job) -> bool:
        return self._orders.stop_now or self._orders.is_given_up(job.id)
