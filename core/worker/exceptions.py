"""What ends the work on a document from within."""

from __future__ import annotations

from core.messages import Message
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure


class DocumentRejected(Exception):  # noqa: N818 - a document refused is an answer, not an error
    """This document has no result, for a reason that is known."""

    def __init__(self, kind: FailureKind, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.failure = Failure(kind, message, hint)


class Cancelled(BaseException):
    """Raised from a progress step, past every ``except Exception`` of an engine."""


class DeviceFailure(DocumentRejected):
    """A refusal that says how far its failure reaches."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind, failure.message, failure.hint)
        self.failure = failure
