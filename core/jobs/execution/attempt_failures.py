"""What follows an attempt that failed: another try, engine, card or host, or the failure itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from core.cards.model import Card, CardKind, host_of
from core.cards.oom_report import (
    cards_with_more_memory,
    describe_out_of_memory,
    has_card_beside,
)
from core.engines.choice import EngineChoice
from core.engines.launch.start_failures import BELIEVED_S
from core.engines.model import Engine
from core.engines.process.process_outcome import HostDiskFull
from core.engines.proofs import Evidence
from core.jobs.events import CardQuarantined, JobEvent, JobReassigned
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.document_run import Interruption
from core.jobs.execution.retry_policy import RetryAction, RetryPolicy
from core.jobs.execution.worker_slot import EngineWorker, WorkerSlot
from core.jobs.model import Job
from core.jobs.store.job_store import JobStore
from core.messages import msg
from core.worker.device_errors import classify_error
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

HOSTS_ALLOWED = 3
"""A document at work on more hosts than these when they were lost is not tried again."""
CHECK_DELAYS_S = (0.0, 1.0)
"""Pause before each look for a card with more room, in seconds: the driver lists a worker that has
just ended for a moment longer, and its memory then counts as another program's."""
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


def interruption_of(control: RunnerControl, job_id: str) -> Failure | Interruption:
    """How a document ends whose run was given up from outside: cancelled, paused, or stopped."""
    if control.is_cancelled(job_id):
        return CANCELLED
    return Interruption.PAUSED if control.is_requeued(job_id) else Interruption.STOPPED


class AttemptFailures:
    """Decides for the documents of one card runner. Belongs to the runner's thread."""

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
        self._context = context
        self._host = context.host_of(card)
        self._card = card
        self._slot = slot
        self._control = control
        self._on_event = on_event
        self.unavailable = unavailable
        """Why the card cannot be used, from the start or by now: every document fails with it."""
        self._not_started: dict[EngineName, float] = {}
        """When each engine last did not start here, on a clock that only goes forward."""
        self._proven: set[EngineName] = set()

    def is_avoided(self, engine: Engine) -> bool:
        """Whether the engine did not start here a moment ago."""
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
            or self.is_avoided(engine)  # there is no other
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

    def note_works(self, job: Job, engine: Engine) -> None:
        """A document was converted: the engine works on this card."""
        if not engine.uses_card or self._card.host is not None or engine.name in self._proven:
            return
        self._proven.add(engine.name)
        if job.options.tier is None:
            self._context.engines.note_works(engine, self._card.kind, Evidence.DOCUMENT)

    def after_failure(
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
        if self._control.is_given_up(job.id):
            return interruption_of(self._control, job.id)
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

    def _is_used_by(self, engine: Engine) -> bool:
        return engine.uses_card and self._card.kind is not CardKind.CPU

    def card_fault(self, engine: Engine, worker: EngineWorker | None) -> Failure | None:
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
        for pause in CHECK_DELAYS_S:
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

    def host_full(self, queue: JobStore, job: Job, failure: Failure) -> Failure | Interruption:
        """The card's host has no room: another one does it, if there is one that has."""
        self._slot.kill()
        if self._control.is_given_up(job.id):
            return interruption_of(self._control, job.id)
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

    def host_lost(self, job: Job, failure: Failure, *, was_at_work: bool) -> Failure | Interruption:
        """The card's host is out of reach: another one goes on from the windows that are kept.

        A document that was at work on one host after the other when it was lost is not sent to
        more of them: it may be what ends them.
        """
        self._slot.kill()
        if self._control.is_given_up(job.id):
            return interruption_of(self._control, job.id)
        log.warning("%s: %s", job.source, failure.message)
        if not was_at_work:  # the host was lost before: the document has no part in it
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
        self.unavailable = failure
        return failure
