"""One claimed document: checked, given a place for its result, converted, retried if need be."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.cards.model import Card, host_of
from core.engines.model import Engine
from core.engines.process.process_outcome import HostDiskFull, HostLost
from core.engines.process.resource_limits import (
    LimitWatchdog,
    ResourceLimits,
    exceeds_memory,
    limits_for,
)
from core.jobs.events import (
    JobEvent,
    JobProgressed,
    JobStarted,
    WorkerChanged,
    WorkerState,
)
from core.jobs.execution.attempt_failures import AttemptFailures, interruption_of
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.document_run import DocumentRun, Interruption, WorkerCrash, build_request
from core.jobs.execution.result_committer import DocumentOutcome, StagedResult
from core.jobs.execution.retry_policy import RetryPolicy
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
from core.worker.kinds import FailureKind
from core.worker.protocol import Converted, Failure

log = logging.getLogger(__name__)

DEATHS_ALLOWED = 2
"""A document on which this many workers died is not tried again (MinerU #2371)."""

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
        self._failures = AttemptFailures(
            context, card, slot, control, on_event, unavailable=unavailable
        )
        self._is_at_work = False
        """A worker has the document."""
        self._checkpoints = CheckpointStore(context.home)
        self._staging = StagingRegistry(context.home)

    def convert(self, queue: JobStore, job: Job) -> DocumentOutcome:
        """Raises ``QueueError``; every other error becomes a failure of the document."""
        self._is_at_work = False
        try:
            return self._attempt(queue, job)
        except QueueError:
            raise
        except HostDiskFull as error:
            return self._failures.host_full(queue, job, error.failure)
        except HostLost as error:
            return self._failures.host_lost(job, error.failure, was_at_work=self._is_at_work)
        except OSError as error:
            log.warning("%s: %s", job.source, error, exc_info=True)
            return write_failure(error, job.out_parent)
        except Exception:  # a mistake of ours fails one document, not the runner
            log.exception("%s has failed", job.source)
            return OWN_FAULT

    def _attempt(self, queue: JobStore, job: Job) -> DocumentOutcome:
        if self._failures.unavailable is not None:
            return self._failures.unavailable
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
            lambda: not self._control.is_given_up(job.id),
            settings_key=engine.settings_key(self._context.environ),
        )
        if target is None:
            return interruption_of(self._control, job.id)
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
            lambda: not self._control.is_given_up(job.id),
            tier=job.options.tier,
            is_avoided=self._failures.is_avoided,
        )

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
                outcome, worker = self._through_worker(job, engine, staging, kept, trials)
                if isinstance(outcome, Converted) and worker is not None:
                    held.pop_all()  # the finisher's from here on
                    self._failures.note_works(job, engine)
                    if kept is not None:
                        self._checkpoints.remove(kept)
                    metadata = self._metadata(job, vetted, worker, outcome)
                    settings_key = engine.settings_key(self._context.environ)
                    return StagedResult(
                        staging, target, metadata, tuple(outcome.warnings), settings_key
                    )
            assert not isinstance(outcome, Converted)
            if isinstance(outcome, WorkerCrash):
                deaths = queue.record_crash(job.id)
                log.warning("%s: worker died (%d): %s", job.source, deaths, outcome.failure.message)
                fault = self._failures.card_fault(engine, worker)
                if (
                    fault is None
                    and deaths < DEATHS_ALLOWED
                    and not self._control.is_given_up(job.id)
                ):
                    continue
                outcome = fault or outcome.as_failure_after(deaths)
            if isinstance(outcome, Interruption):
                return outcome
            final = self._failures.after_failure(
                queue, job, engine, outcome, trials, has_started=worker is not None
            )
            if final is not None:
                return final
            log.warning("%s: another attempt after: %s", job.source, outcome.message)
            self._slot.kill()

    def _ceiling(self, engine: Engine, job: Job) -> ResourceLimits:
        return limits_for(
            engine.name,
            job.options.timeout_s,
            job.options.memory_limit_mb,
            machine_mb=self._host.memory_mb(),
        )

    def _through_worker(
        self,
        job: Job,
        engine: Engine,
        staging: StagingDirectory,
        kept: Path | None,
        trials: RetryPolicy,
    ) -> tuple[Converted | Failure | WorkerCrash | Interruption, EngineWorker | None]:
        worker = self._slot.worker(
            engine,
            should_continue=lambda: not self._control.is_given_up(job.id),
            small_batch=trials.small_batch,
        )
        if worker is None:
            return interruption_of(self._control, job.id), None
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
        outcome = conversion.run()
        if isinstance(outcome, WorkerCrash) and not engine.uses_card:
            outcome = watch.explain_crash(outcome.outcome) or outcome
        worker.documents_done += 1
        if worker.baseline_memory_mb is None and conversion.worker_is_good:
            worker.baseline_memory_mb = worker.process.memory_mb()
        if not conversion.worker_is_good:
            self._slot.kill()
        else:
            self._on_event(
                WorkerChanged(self._card.key, WorkerState.READY, engine.name, pid=worker.hello.pid)
            )
        return outcome, worker

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
