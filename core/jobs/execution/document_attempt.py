"""One claimed document: checked, given a place for its result, converted, retried if need be."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.cards.model import Card, CardKind, host_of
from core.cards.oom_report import (
    cards_with_more_memory,
    describe_out_of_memory,
    has_card_beside,
)
from core.engines.choice import EngineChoice
from core.engines.launch.start_failures import BELIEVED_S
from core.engines.model import Engine
from core.engines.process.process_outcome import HostDiskFull, HostLost
from core.engines.process.resource_limits import (
    LimitWatchdog,
    ResourceLimits,
    exceeds_memory,
    limits_for,
)
from core.engines.proofs import Evidence
from core.jobs.events import (
    CardQuarantined,
    JobEvent,
    JobProgressed,
    JobReassigned,
    JobStarted,
    WorkerChanged,
    WorkerState,
)
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.document_run import DocumentRun, Interruption, WorkerCrash, build_request
from core.jobs.execution.result_committer import DocumentOutcome, StagedResult
from core.jobs.execution.retry_policy import RetryAction, RetryPolicy
from core.jobs.execution.worker_slot import EngineWorker, WorkerSlot
from core.jobs.model import Job
from core.jobs.output.allocation import (
    ExistingResult,
    LockedByOtherProcess,
    OutputTarget,
)
from core.jobs.output.checkpoints import CheckpointStore
from core.jobs.output.metadata import Metadata, result_options
from core.jobs.output.staging import StagingDirectory, write_failure
from core.jobs.output.staging_registry import StagingRegistry
from core.jobs.scheduling.mounts import unmounted_failure
from core.jobs.sources import validation
from core.jobs.sources.validation import SourceInfo
from core.jobs.store.job_store import JobStore
from core.jobs.store.migrations import QueueError
from core.messages import msg
from core.worker.device_errors import classify_error
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.protocol import Converted, Failure

log = logging.getLogger(__name__)

HOSTS_ALLOWED = 3
"""A document at work on more hosts than these when they were lost is not tried again."""
LOOKS_S = (0.0, 1.0)
"""Pause before each look for a card with more room, in seconds: the driver lists a worker that has
just ended for a moment longer, and its memory then counts as another program's."""
DEATHS_ALLOWED = 2
"""A document on which this many workers died is not tried again (MinerU #2371)."""

NOT_THE_ENGINE = frozenset(
    {
        FailureKind.CANCELLED,
        FailureKind.CARD_OUT_OF_MEMORY,
        FailureKind.CARD_FAULT,
        FailureKind.NO_SPACE,
    }
)
"""Why a worker may not start though its engine works."""

CANCELLED = Failure(FailureKind.CANCELLED, msg("Cancelled."))
OWN_FAULT = Failure(
    FailureKind.INTERNAL,
    msg("Something went wrong in Headframe itself."),
    msg("See the log; the details are there."),
)


class DocumentAttempts:
    """What a card runner does with each document. Belongs to the runner's thread."""

    def __init__(
        self,
        context: RunContext,
        card: Card,
        slot: WorkerSlot,
        control: RunnerControl,
        on_event: Callable[[JobEvent], None],
        *,
        unavailable: Failure | None,
    ) -> None:
        """``unavailable``: why the card cannot be used; every document fails for that reason."""
        self._context = context
        self._host = context.host_of(card)
        self._card = card
        self._slot = slot
        self._control = control
        self._on_event = on_event
        self._unavailable = unavailable
        self._is_at_work = False
        """A worker has the document."""
        self._checkpoints = CheckpointStore(context.home)
        self._staging = StagingRegistry(context.home)
        self._not_started: dict[EngineName, float] = {}
        """When each engine last did not start here, on a clock that only goes forward."""
        self._proven: set[EngineName] = set()

    def convert(self, queue: JobStore, job: Job) -> DocumentOutcome:
        """Raises ``QueueError``; every other error becomes a failure of the document."""
        self._is_at_work = False
        try:
            return self._attempt(queue, job)
        except QueueError:
            raise
        except HostDiskFull as error:
            return self._host_full(queue, job, error.failure)
        except HostLost as error:
            return self._host_lost(job, error.failure)
        except OSError as error:
            log.warning("%s: %s", job.source, error, exc_info=True)
            return write_failure(error, job.out_parent)
        except Exception:  # a mistake of ours fails one document, not the runner
            log.exception("%s has failed", job.source)
            return OWN_FAULT

    def _attempt(self, queue: JobStore, job: Job) -> DocumentOutcome:
        if self._unavailable is not None:
            return self._unavailable
        vetted = validation.validate_pdf(job.source)
        if isinstance(vetted, Failure):
            return vetted
        if (failure := self._unmounted(job)) is not None:
            return failure
        self._context.storage.drives.remember(job.source)
        engine = self._engine_for(job)
        if isinstance(engine, Failure):
            return engine
        queue.record_engine(job.id, engine.name, engine.computes_on(self._card.key))
        ceiling = self._ceiling(engine, job)
        if (failure := exceeds_memory(vetted.size, ceiling)) is not None:
            return failure
        target = self._context.allocator.allocate_or_wait(
            job,
            vetted.sha256,
            engine.name,
            lambda: not self._gave_up(job),
            marks=engine.settings_key(self._context.environ),
        )
        if target is None:
            return self._given_up(job)
        if isinstance(target, LockedByOtherProcess):
            log.info("%s waits: another program makes its result", job.source)
            return Interruption.MADE_ELSEWHERE
        if isinstance(target, ExistingResult):
            return target
        return self._tried(queue, job, engine, vetted, target)

    def _unmounted(self, job: Job) -> Failure | None:
        """Nothing is to be made where the drive for results was, and is not now."""
        mount = self._context.storage.drives.missing_mount(job.out_parent)
        return None if mount is None else unmounted_failure(mount, FailureKind.NOT_WRITABLE)

    def _engine_for(self, job: Job) -> Engine | Failure:
        """``auto`` on a card of this machine: the best engine that is ready on it."""
        if host_of(self._card.key) is not None:
            engine = self._host.resolve(job.options.engine)
            return engine if isinstance(engine, Failure) else engine.at_tier(job.options.tier)
        return self._context.engines.resolve_on(
            job.options.engine,
            self._card,
            self._context.environ,
            lambda: not self._gave_up(job),
            tier=job.options.tier,
            is_avoided=self._is_avoided,
        )

    def _is_avoided(self, engine: Engine) -> bool:
        at = self._not_started.get(engine.name)
        return at is not None and time.monotonic() - at < BELIEVED_S

    def _next_engine(self, job: Job, engine: Engine, failure: Failure) -> bool:
        """Whether a lesser engine is to do it, since this one did not start for no fault of a card.

        Not where it was named, nor where it has been seen to work: then the card is to blame.
        """
        if (
            job.options.engine is not EngineChoice.AUTO
            or not engine.uses_card
            or self._card.host is not None
            or engine.name in self._proven
            or self._is_avoided(engine)  # there is no other
            or failure.scope is Scope.CARD
            or failure.kind in NOT_THE_ENGINE
        ):
            return False
        log.warning("%s does not start: %s", engine.name.value, failure.message)
        self._not_started[engine.name] = time.monotonic()
        if job.options.tier is None:  # of another tier than the one chosen it says nothing
            self._context.engines.note_fails(engine, self._card.kind, Evidence.DOCUMENT, failure)
        self._slot.kill()
        return True

    def _note_works(self, job: Job, engine: Engine) -> None:
        if not engine.uses_card or self._card.host is not None or engine.name in self._proven:
            return
        self._proven.add(engine.name)
        if job.options.tier is None:
            self._context.engines.note_works(engine, self._card.kind, Evidence.DOCUMENT)

    def _tried(
        self, queue: JobStore, job: Job, engine: Engine, vetted: SourceInfo, target: OutputTarget
    ) -> DocumentOutcome:
        """Convert it, a second time where a first failure was not the document's."""
        kept = self._checkpoints.folder(engine.name, vetted.sha256)
        trials = RetryPolicy()
        while True:
            if (failure := self._unmounted(job)) is not None:  # unplugged under the last attempt
                return failure
            with contextlib.ExitStack() as held:
                staging = held.enter_context(self._staging.create(job.out_parent))
                self._context.storage.drives.remember(job.out_parent)
                came_to, worker = self._through_worker(job, engine, staging, kept, trials)
                if isinstance(came_to, Converted) and worker is not None:
                    held.pop_all()  # the finisher's from here on
                    self._note_works(job, engine)
                    if kept is not None:
                        self._checkpoints.remove(kept)
                    metadata = self._metadata(job, vetted, worker, came_to)
                    marks = engine.settings_key(self._context.environ)
                    return StagedResult(staging, target, metadata, tuple(came_to.warnings), marks)
            assert not isinstance(came_to, Converted)
            if isinstance(came_to, WorkerCrash):
                deaths = queue.record_crash(job.id)
                log.warning("%s: worker died (%d): %s", job.source, deaths, came_to.failure.message)
                fault = self._fault_of(engine, worker)
                if fault is None and deaths < DEATHS_ALLOWED and not self._gave_up(job):
                    continue
                came_to = fault or came_to.as_failure_after(deaths)
            if isinstance(came_to, Interruption):
                return came_to
            outcome = self._after_failure(
                queue, job, engine, came_to, trials, has_started=worker is not None
            )
            if outcome is not None:
                return outcome
            log.warning("%s: another attempt after: %s", job.source, came_to.message)
            self._slot.kill()

    def _after_failure(
        self,
        queue: JobStore,
        job: Job,
        engine: Engine,
        failure: Failure,
        trials: RetryPolicy,
        *,
        has_started: bool,
    ) -> Failure | Interruption | None:
        """The outcome of a failed attempt; ``None``: try again in a new worker."""
        if self._gave_up(job):
            return self._given_up(job)
        if not has_started and self._card.host and failure.kind is FailureKind.NO_SPACE:
            raise HostDiskFull(failure)
        # A host on which the engine does not start is left alone: others may do better.
        apart = self._is_used_by(engine) or self._card.host is not None
        step = trials.decide(failure, uses_card=apart)
        # Where it starts on another card, the card is to blame, not the engine.
        gives_up = step is RetryAction.GIVE_UP or (
            step is RetryAction.QUARANTINE_CARD
            and not self._context.failover.has_card_beside(self._card.key)
        )
        if gives_up and not has_started and self._next_engine(job, engine, failure):
            return Interruption.ENGINE_NOT_STARTED
        if step is RetryAction.GIVE_UP and failure.kind is FailureKind.CARD_OUT_OF_MEMORY:
            return self._elsewhere(queue, job, failure, engine)
        if step is RetryAction.GIVE_UP:
            return failure
        return self._put_aside(failure) if step is RetryAction.QUARANTINE_CARD else None

    def _ceiling(self, engine: Engine, job: Job) -> ResourceLimits:
        return limits_for(
            engine.name,
            job.options.timeout_s,
            job.options.memory_limit_mb,
            machine_mb=self._host.memory_mb(),
        )

    def _is_used_by(self, engine: Engine) -> bool:
        return engine.uses_card and self._card.kind is not CardKind.CPU

    def _fault_of(self, engine: Engine, worker: EngineWorker | None) -> Failure | None:
        """The fault of the card that a dead worker's last words tell of."""
        if worker is None or not self._is_used_by(engine):
            return None
        return classify_error(worker.process.log_tail(), self._card.label)

    def _elsewhere(
        self, queue: JobStore, job: Job, failure: Failure, engine: Engine
    ) -> Failure | Interruption:
        """Out of memory: another card does it; else who holds what here, and which has more."""
        route = queue.card_set_of(job.id)
        chosen = self._context.routing.cards_for(route)
        for pause in LOOKS_S:
            time.sleep(pause)
            reading, reserved = self._host.read_all_cards(), self._host.reservations()
            better = cards_with_more_memory(self._card, engine.name, reading, reserved)
            to = self._context.failover.reassign(job.id, self._card.key, better, chosen, route)
            if (
                to is not None
                or not self._context.failover.may_reassign(self._card.key, chosen)
                or not has_card_beside(self._card, reading)
            ):
                break
        if to is None:
            tried = self._context.failover.tried(job.id)
            left = [card for card in better if card.key not in tried]
            return describe_out_of_memory(failure, self._card, reading, left)
        log.warning("%s goes to %s: %s", job.source, to.key, failure.message)
        self._slot.kill()  # what it holds is better free
        self._on_event(JobReassigned(job, self._card.key, to, failure))
        return Interruption.CARD_FULL

    def _host_full(self, queue: JobStore, job: Job, failure: Failure) -> Failure | Interruption:
        """The card's host has no room: another one does it, if there is one that has."""
        self._slot.kill()
        if self._gave_up(job):
            return self._given_up(job)
        log.warning("%s: %s: %s", job.source, self._card.host, failure.message)
        cards = self._context.routing.cards_for(queue.card_set_of(job.id))
        hosts = sorted({host for key in cards if (host := host_of(key)) is not None})
        if self._context.failover.note_host_full(self._card.host or "", hosts):
            return Interruption.HOST_LOST
        return Failure(
            FailureKind.NO_SPACE,
            msg("There is no room on {hosts}.", hosts=", ".join(hosts)),
            msg("Make room there for temporary files (TMPDIR), and convert again."),
        )

    def _host_lost(self, job: Job, failure: Failure) -> Failure | Interruption:
        """The card's host is out of reach: another one goes on from the windows that are kept.

        A document that was at work on one host after the other when it was lost is not sent to
        more of them: it may be what ends them.
        """
        self._slot.kill()
        if self._gave_up(job):
            return self._given_up(job)
        log.warning("%s: %s", job.source, failure.message)
        if not self._is_at_work:  # the host was lost before: the document has no part in it
            return Interruption.HOST_LOST
        lost = self._context.failover.note_host_lost(job.id, self._card.host or "")
        if len(lost) <= HOSTS_ALLOWED:
            return Interruption.HOST_LOST
        return Failure(
            FailureKind.WORKER_DIED,
            msg("{hosts} were lost while they worked on it.", hosts=", ".join(lost)),
            msg("Convert fewer pages at a time (--pages 1-20), or look at those hosts' logs."),
        )

    def _put_aside(self, failure: Failure) -> Failure | Interruption:
        """The card has a fault: its document goes to another one, if there is one."""
        log.error("%s is put aside: %s", self._card.key, failure.message)
        self._slot.kill()
        others = self._context.failover.quarantine(self._card.key, failure)
        self._on_event(CardQuarantined(self._card.key, failure))
        if others:
            return Interruption.CARD_LOST
        self._unavailable = failure
        return failure

    def _through_worker(
        self,
        job: Job,
        engine: Engine,
        staging: StagingDirectory,
        kept: Path | None,
        trials: RetryPolicy,
    ) -> tuple[Converted | Failure | WorkerCrash | Interruption, EngineWorker | None]:
        worker = self._slot.worker(
            engine, wanted=lambda: not self._gave_up(job), small_batch=trials.small_batch
        )
        if worker is None:
            return self._given_up(job), None
        if isinstance(worker, Failure):
            return worker, None
        self._is_at_work = True
        self._on_event(
            JobStarted(
                job,
                engine.name,
                engine.computes_on(self._card.key),
                worker.hello.pid,
                worker.hello.visible_devices,
                worker.verified,
                assigned=self._card.key,
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
        request = build_request(job, staging.result, self._context.passwords.get(job.id), kept)
        ceiling = self._ceiling(engine, job)
        watch = LimitWatchdog(
            worker.process, ceiling, first_page=request.first_page, last_page=request.last_page
        )
        conversion = DocumentRun(
            worker,
            request,
            watch,
            self._control,
            lambda progress: self._on_event(JobProgressed(job.id, progress)),
        )
        if not engine.uses_card:
            worker.process.limit_memory(ceiling.memory_mb)
        came_to = conversion.run()
        if isinstance(came_to, WorkerCrash) and not engine.uses_card:
            came_to = watch.explain_crash(came_to.outcome) or came_to
        worker.documents_done += 1
        if worker.baseline_memory_mb is None and conversion.worker_is_good:
            worker.baseline_memory_mb = worker.process.memory_mb()
        if not conversion.worker_is_good:
            self._slot.kill()
        else:
            self._on_event(
                WorkerChanged(self._card.key, WorkerState.READY, engine.name, pid=worker.hello.pid)
            )
        return came_to, worker

    def _metadata(
        self, job: Job, vetted: SourceInfo, worker: EngineWorker, converted: Converted
    ) -> Metadata:
        return Metadata(
            source=job.source,
            sha256=converted.sha256 or vetted.sha256,  # a file may be replaced meanwhile
            pages=converted.pages,
            engine=worker.engine.name,
            engine_version=worker.ready.engine_version,
            card=worker.engine.computes_on(self._card.key),
            assigned=self._card.key,
            options=result_options(job.options, worker.engine.settings_key(self._context.environ)),
            seconds=converted.seconds,
            created_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            warnings=tuple(str(warning) for warning in converted.warnings),
            pages_by=converted.pages_by,
        )

    def _given_up(self, job: Job) -> Failure | Interruption:
        if self._control.is_cancelled(job.id):
            return CANCELLED
        return Interruption.PAUSED if self._control.is_requeued(job.id) else Interruption.STOPPED

    def _gave_up(self, job: Job) -> bool:
        return self._control.stop_immediately or self._control.is_interrupted(job.id)
