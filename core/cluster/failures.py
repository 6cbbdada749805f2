"""What becomes of work on hosts that are out of reach."""

from __future__ import annotations

from core.messages import msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure


def host_lost(host: str, reason: str) -> Failure:
    """What becomes of a process on a host that is out of reach."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("{host} is lost: {reason}", host=host, reason=reason.rstrip(".") + "."),
        msg("Its documents go to other hosts. It is used again as soon as Ray runs on it."),
        Scope.CARD,
    )


def cluster_lost(reason: str) -> Failure:
    """What becomes of all processes when the cluster is out of reach."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("The cluster is lost: {reason}", reason=reason.rstrip(".") + "."),
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
