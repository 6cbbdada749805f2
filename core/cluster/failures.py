"""What becomes of work on hosts that are out of reach."""

from __future__ import annotations

from core.messages import Message, msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure


def host_lost(host: str, reason: Message | str) -> Failure:
    """What becomes of a process on a host that is out of reach."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("{host} is lost: {reason}", host=host, reason=_ended(reason)),
        msg("Its documents go to other hosts. It is used again as soon as Ray runs on it."),
        Scope.CARD,
    )


def cluster_lost(reason: Message | str) -> Failure:
    """What becomes of all processes when the cluster is out of reach."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("The cluster is lost: {reason}", reason=_ended(reason)),
        msg("Its documents wait, and go on when it is back."),
        Scope.CARD,
    )


def connection_lost(host: str) -> Failure:
    """The gateway has ended, and with it a process on that host."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("The connection to {host} is lost.", host=host),
        msg("Its documents wait, and go on when it is back."),
        Scope.CARD,
    )


def _ended(reason: Message | str) -> Message:
    """With a full stop, which what Ray tells may have or not."""
    if isinstance(reason, str):
        reason = reason.rstrip(".")
    return msg("{reason}.", reason=reason)
