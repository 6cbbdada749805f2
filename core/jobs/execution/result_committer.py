"""What comes after a document's conversion: its result in place, its end in the queue, the word.

Making a result safe against power loss waits for the disk, 40 ms for a small one, as long as half
its conversion (measured). So a thread of its own does that, while the worker has the next
document already; documents end in the order in which they were converted.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.cards.model import Card
from core.documents.versions import is_edited
from core.engines.mineru_options import EngineSettingsKey
from core.jobs.events import DiskFull, JobEvent, JobFinished, JobRequeued, QueueUnavailable
from core.jobs.execution.context import RunContext
from core.jobs.execution.document_run import Interruption
from core.jobs.model import Job
from core.jobs.output.allocation import ExistingResult, OutputTarget, markdown_of
from core.jobs.output.auto_export import export_result
from core.jobs.output.metadata import NAME as METADATA_NAME
from core.jobs.output.metadata import Metadata
from core.jobs.output.staging import StagingDirectory, TargetTakenError, write_failure
from core.jobs.states import JobState
from core.jobs.store.job_store import JobOutcome, JobStore
from core.jobs.store.migrations import QueueError
from core.messages import Message, msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

AHEAD = 2
"""Results that may wait for the disk; with more, the next document does."""


@dataclass(frozen=True, slots=True)
class StagedResult:
    """A worker has written a whole result into its staging folder."""

    staging: StagingDirectory
    """The finisher's to close."""
    target: OutputTarget
    metadata: Metadata
    warnings: tuple[Message, ...]
    settings_key: EngineSettingsKey = ()
    """What the engine was told."""


MADE_ELSEWHERE = msg("Another run of Headframe converts it at the moment.")

DocumentOutcome = StagedResult | ExistingResult | Failure | Interruption


class ResultCommitter:
    """A card loop's other half. Use as a context manager: leaving it waits for all results."""

    def __init__(
        self,
        context: RunContext,
        card: Card,
        on_event: Callable[[JobEvent], None],
        *,
        on_trouble: Callable[[], None],
        on_requeued: Callable[[], None],
    ) -> None:
        """The functions are called in the committer's thread.

        ``on_trouble``: the queue cannot be written any more.
        """
        self._context = context
        self._card = card
        self._on_event = on_event
        self._on_trouble = on_trouble
        self._on_requeued = on_requeued
        self._waiting: queue.Queue[tuple[Job, DocumentOutcome] | None] = queue.Queue(AHEAD)
        self._thread = threading.Thread(target=self._work, name=f"finisher-{card.key}")

    def __enter__(self) -> ResultCommitter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()

    def submit(self, job: Job, outcome: DocumentOutcome) -> None:
        """Hand over the outcome of a document."""
        self._waiting.put((job, outcome))

    def _work(self) -> None:
        try:
            with JobStore(self._context.queue_path) as jobs:
                while (item := self._waiting.get()) is not None:
                    job, outcome = item
                    try:
                        self._finish(jobs, job, outcome)
                    finally:
                        self._context.allocator.release(job.id)
                return
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._on_event(QueueUnavailable(self._card.key, error.sentence))
        except Exception:  # a mistake of ours ends this card's work, not the program
            log.exception("the finisher of %s has failed", self._card.key)
            self._on_event(
                QueueUnavailable(
                    self._card.key,
                    msg("Work on {card} has stopped: see the log.", card=self._card.label),
                )
            )
        self._on_trouble()
        while (item := self._waiting.get()) is not None:
            job, outcome = item  # stays "running" in the queue, and so waits at the next start
            if isinstance(outcome, StagedResult):
                outcome.staging.close()
            self._context.allocator.release(job.id)

    def _finish(self, jobs: JobStore, job: Job, outcome: DocumentOutcome) -> None:
        end: JobOutcome | ExistingResult | Failure | Interruption
        if isinstance(outcome, StagedResult):
            with outcome.staging:
                end = self._put_in_place(job, outcome)
        else:
            end = outcome
        if isinstance(end, Failure):
            end = self._context.storage.explain(job, end)
            waits, outage = self._context.storage.should_wait(job, end)
            if outage is not None:
                self._on_event(DiskFull(outage.place, outage.failure))
            if waits:
                end = Interruption.NO_SPACE
        elif isinstance(end, JobOutcome):
            self._context.storage.record_success(job)
        match end:
            case Interruption():
                reason = self._reason(end)
                self._on_event(JobRequeued(jobs.requeue(job.id), reason))
                self._on_requeued()
            case Failure():
                cancelled = end.kind is FailureKind.CANCELLED
                state = JobState.CANCELLED if cancelled else JobState.FAILED
                self._end(jobs, job, state, JobOutcome(failure=end))
            case ExistingResult():
                existing = JobOutcome(
                    markdown=markdown_of(end.folder, job), pages=end.metadata.pages
                )
                reason = msg(
                    "The result is there already, from the same file with the same options "
                    "({created_at}).",
                    created_at=end.metadata.created_at,
                )
                self._end(jobs, job, JobState.SKIPPED, existing, reason)
            case JobOutcome():
                self._end(jobs, job, JobState.DONE, end)

    def _end(
        self,
        jobs: JobStore,
        job: Job,
        state: JobState,
        outcome: JobOutcome,
        reason: Message | None = None,
    ) -> None:
        if outcome.markdown is not None and job.options.export:
            problems = export_result(job, outcome.markdown, state)
            outcome = replace(outcome, warnings=(*outcome.warnings, *problems))
        self._on_event(JobFinished(jobs.finish(job.id, state, outcome), reason))

    def _reason(self, end: Interruption) -> Message | None:
        """What the document waits for, where that is not just its turn."""
        if end is Interruption.HOST_LOST and self._card.host is not None:
            return msg("{host} is lost: another host is to do it.", host=self._card.host)
        return MADE_ELSEWHERE if end is Interruption.MADE_ELSEWHERE else None

    def _put_in_place(self, job: Job, made: StagedResult) -> JobOutcome | ExistingResult | Failure:
        result = made.staging.result
        for name in (f"{job.stem}.md", "blocks.json"):
            if not (result / name).is_file():
                log.error("%s: the worker left no %s", job.source, name)
                return Failure(
                    FailureKind.INTERNAL,
                    msg("The engine said it was done, but left no result."),
                    msg("See the log; the details are there."),
                )
        try:
            (result / "images").mkdir(exist_ok=True)  # promised, also when there are none
            (result / METADATA_NAME).write_text(made.metadata.to_json(), encoding="utf-8")
            folder = self._commit(job, made)
        except OSError as error:
            log.warning("%s: %s", job.source, error, exc_info=True)
            return write_failure(error, job.out_parent)
        if isinstance(folder, ExistingResult):
            return folder
        return JobOutcome(
            markdown=markdown_of(folder, job),
            pages=made.metadata.pages,
            seconds=made.metadata.seconds,
            warnings=made.warnings,
        )

    def _commit(self, job: Job, made: StagedResult) -> Path | ExistingResult:
        target = made.target
        while True:
            try:
                made.staging.commit(
                    target.folder,
                    replace=target.replaces,
                    must_stay=lambda folder: is_edited(markdown_of(folder, job)),
                )
            except TargetTakenError:
                # Made by another program meanwhile, or edited by the user.
                of = made.metadata
                found = self._context.allocator.allocate(
                    job, of.sha256, of.engine, made.settings_key
                )
                if isinstance(found, ExistingResult):
                    return found
                target = found
            else:
                return target.folder
