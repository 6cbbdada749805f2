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
from dataclasses import dataclass
from pathlib import Path

from core.cards.model import Card
from core.engines.mineru_options import Marks
from core.jobs.conversion import Abandoned
from core.jobs.events import DiskFull, JobEnded, JobEvent, JobPutBack, QueueTrouble
from core.jobs.metadata import NAME as METADATA_NAME
from core.jobs.metadata import Metadata
from core.jobs.model import Job, JobState
from core.jobs.queue import JobQueue, Outcome
from core.jobs.schema import QueueError
from core.jobs.space import SpaceWatch
from core.jobs.staging import Staging, TargetTakenError, write_failure
from core.jobs.targets import AlreadyDone, Target, TargetBook, markdown_of
from core.sentences import Sentence, say
from core.worker.protocol import Failure, FailureKind

log = logging.getLogger(__name__)

AHEAD = 2
"""Results that may wait for the disk; with more, the next document does."""


@dataclass(frozen=True, slots=True)
class Made:
    """A worker has written a whole result into its staging folder."""

    staging: Staging
    """The finisher's to close."""
    target: Target
    metadata: Metadata
    warnings: tuple[Sentence, ...]
    marks: Marks = ()
    """What the engine was told."""


MADE_ELSEWHERE = say("Another run of Headframe converts it at the moment.")

CameTo = Made | AlreadyDone | Failure | Abandoned


class Finisher:
    """A card loop's other half. Use as a context manager: leaving it waits for all results."""

    def __init__(
        self,
        *,
        queue_path: Path,
        card: Card,
        targets: TargetBook,
        on_event: Callable[[JobEvent], None],
        on_trouble: Callable[[], None],
        space: SpaceWatch,
        on_put_back: Callable[[], None] = lambda: None,
    ) -> None:
        """The functions are called in the finisher's thread.

        ``space``: says whether a document waits for room or fails.
        """
        self._space = space
        self._queue_path = queue_path
        self._card = card
        self._targets = targets
        self._on_event = on_event
        self._on_trouble = on_trouble
        self._on_put_back = on_put_back
        self._waiting: queue.Queue[tuple[Job, CameTo] | None] = queue.Queue(AHEAD)
        self._thread = threading.Thread(target=self._work, name=f"finisher-{card.key}")

    def __enter__(self) -> Finisher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()

    def submit(self, job: Job, came_to: CameTo) -> None:
        """Hand over what a document came to."""
        self._waiting.put((job, came_to))

    def _work(self) -> None:
        try:
            with JobQueue(self._queue_path) as jobs:
                while (item := self._waiting.get()) is not None:
                    job, came_to = item
                    try:
                        self._finish(jobs, job, came_to)
                    finally:
                        self._targets.release(job.id)
                return
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._on_event(QueueTrouble(self._card.key, error.sentence))
        except Exception:
            log.exception("the finisher of %s has failed", self._card.key)
            self._on_event(
                QueueTrouble(
                    self._card.key,
                    say("Work on {card} has stopped: see the log.", card=self._card.label),
                )
            )
        self._on_trouble()
        while (item := self._waiting.get()) is not None:
            job, came_to = item  # stays "running" in the queue, and so waits at the next start
            if isinstance(came_to, Made):
                came_to.staging.close()
            self._targets.release(job.id)

    def _finish(self, jobs: JobQueue, job: Job, came_to: CameTo) -> None:
        end: Outcome | AlreadyDone | Failure | Abandoned
        if isinstance(came_to, Made):
            with came_to.staging:
                end = self._put_in_place(job, came_to)
        else:
            end = came_to
        if isinstance(end, Failure):
            end = self._space.explain(job, end)
            waits, news = self._space.holds_up(job, end)
            if news is not None:
                self._on_event(DiskFull(news.place, news.failure))
            if waits:
                end = Abandoned.NO_SPACE
        elif isinstance(end, Outcome):
            self._space.fitted(job)
        match end:
            case Abandoned():
                reason = MADE_ELSEWHERE if end is Abandoned.MADE_ELSEWHERE else None
                self._on_event(JobPutBack(jobs.put_back(job.id), reason))
                self._on_put_back()
            case Failure():
                cancelled = end.kind is FailureKind.CANCELLED
                state = JobState.CANCELLED if cancelled else JobState.FAILED
                self._end(jobs, job, state, Outcome(failure=end))
            case AlreadyDone():
                outcome = Outcome(markdown=markdown_of(end.folder, job), pages=end.metadata.pages)
                reason = say(
                    "The result is there already, from the same file with the same options "
                    "({created_at}).",
                    created_at=end.metadata.created_at,
                )
                self._end(jobs, job, JobState.SKIPPED, outcome, reason)
            case Outcome():
                self._end(jobs, job, JobState.DONE, end)

    def _end(
        self,
        jobs: JobQueue,
        job: Job,
        state: JobState,
        outcome: Outcome,
        reason: Sentence | None = None,
    ) -> None:
        self._on_event(JobEnded(jobs.finish(job.id, state, outcome), reason))

    def _put_in_place(self, job: Job, made: Made) -> Outcome | AlreadyDone | Failure:
        result = made.staging.result
        for name in (f"{job.stem}.md", "blocks.json"):
            if not (result / name).is_file():
                log.error("%s: the worker left no %s", job.source, name)
                return Failure(
                    FailureKind.INTERNAL,
                    say("The engine said it was done, but left no result."),
                    say("See the log; the details are there."),
                )
        try:
            (result / "images").mkdir(exist_ok=True)  # promised, also when there are none
            (result / METADATA_NAME).write_text(made.metadata.to_json(), encoding="utf-8")
            folder = self._commit(job, made)
        except OSError as error:
            log.warning("%s: %s", job.source, error, exc_info=True)
            return write_failure(error, job.out_parent)
        if isinstance(folder, AlreadyDone):
            return folder
        return Outcome(
            markdown=markdown_of(folder, job),
            pages=made.metadata.pages,
            seconds=made.metadata.seconds,
            warnings=made.warnings,
        )

    def _commit(self, job: Job, made: Made) -> Path | AlreadyDone:
        target = made.target
        while True:
            try:
                made.staging.commit(target.folder, replace=target.replaces)
            except TargetTakenError:
                # Somebody made a folder of that name while the document was at work.
                of = made.metadata
                found = self._targets.claim(job, of.sha256, of.engine, made.marks)
                if isinstance(found, AlreadyDone):
                    return found
                target = found
            else:
                return target.folder
