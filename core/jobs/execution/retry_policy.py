"""What to do about a failure that is the card's or the worker's, and not the document's."""

from __future__ import annotations

from enum import Enum

from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure


class RetryAction(Enum):
    """What comes after a failure."""

    GIVE_UP = "give-up"
    """The document has no result."""
    FRESH_WORKER = "fresh-worker"
    SMALL_BATCH = "small-batch"
    """A fresh worker that takes less of the card's memory at a time."""
    QUARANTINE_CARD = "put-card-aside"


class RetryPolicy:
    """One document's second chances: each kind of them once."""

    def __init__(self) -> None:
        self.small_batch = False
        self._faults = 0
        self._deaths_at_start = 0

    def decide(self, failure: Failure, *, uses_card: bool) -> RetryAction:
        """What to do now. ``uses_card``: the engine works on a card, not on the CPU."""
        if failure.kind is FailureKind.WORKER_DIED and failure.scope is Scope.WORKER:
            self._deaths_at_start += 1  # while it loaded its models: not for the document's sake
            if self._deaths_at_start == 1:
                return RetryAction.FRESH_WORKER
            return RetryAction.QUARANTINE_CARD if uses_card else RetryAction.GIVE_UP
        if not uses_card:
            return RetryAction.GIVE_UP
        if failure.kind is FailureKind.CARD_OUT_OF_MEMORY:
            if self.small_batch:
                return RetryAction.GIVE_UP
            self.small_batch = True
            return RetryAction.SMALL_BATCH
        if failure.kind is FailureKind.CARD_FAULT:
            self._faults += 1
            if failure.scope is Scope.CARD or self._faults > 1:
                return RetryAction.QUARANTINE_CARD
            return (
                RetryAction.GIVE_UP if failure.scope is Scope.MACHINE else RetryAction.FRESH_WORKER
            )
        if failure.kind is FailureKind.CARD_UNAVAILABLE and failure.scope is Scope.CARD:
            return RetryAction.QUARANTINE_CARD
        return RetryAction.GIVE_UP
