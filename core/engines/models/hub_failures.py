"""Why a hub did not give what it was asked for, in words, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.engines.models.catalogue import HubName
from core.messages import Message, msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

LIBRARIES = {HubName.HUGGINGFACE: "huggingface_hub", HubName.MODELSCOPE: "modelscope"}

_NO_SUCH_NAME = ("Name or service not known", "Temporary failure in name resolution")
"""Of the system's resolver, in the middle of what a library says."""


@dataclass(frozen=True, slots=True)
class HubContext:
    """Which hub was asked, where, and by which interpreter."""

    hub: HubName
    address: str
    interpreter: Path


def hub_failure(reason: str, what: str, words: str, context: HubContext) -> Failure:
    """What kept a hub from giving ``what``; ``reason`` and ``words`` as `hub_client` says them."""
    kind, message, hint = _worded(reason, what, words, context)
    return Failure(kind, message, hint)


def _unreachable(address: str, words: str) -> Message:
    """Without the library's own words where it is plain what they mean."""
    if any(known in words for known in _NO_SUCH_NAME):
        return msg(
            "{address} cannot be reached: its name was not found. Is there a network?",
            address=address,
        )
    return msg("{address} cannot be reached: {words}", address=address, words=words)


def _worded(
    reason: str, what: str, words: str, context: HubContext
) -> tuple[FailureKind, Message, Message]:
    missing = FailureKind.MODELS_MISSING
    address, python = context.address, context.interpreter
    again = msg("Try again: it continues where it stopped.")
    other = (
        msg("Try the other hub: --from modelscope, or a mirror: --from URL.")
        if context.hub is HubName.HUGGINGFACE
        else msg("Try the other hub: --from huggingface, or a mirror: --from URL.")
    )
    match reason:
        case "library-missing":
            return (
                FailureKind.ENGINE_MISSING,
                msg(
                    "{python} has no package {library}, which talks to this hub.",
                    python=str(python),
                    library=LIBRARIES[context.hub],
                ),
                msg(
                    "Install it there (`{python} -m pip install {library}`), or try the other hub.",
                    python=str(python),
                    library=LIBRARIES[context.hub],
                ),
            )
        case "unreachable":
            return (
                missing,
                _unreachable(address, words),
                msg(
                    "Set HTTPS_PROXY if there is a proxy, or choose a mirror: --from URL. Without "
                    "a network: --recipe says how to fetch the models elsewhere, --import takes "
                    "them."
                ),
            )
        case "offline":
            return (
                missing,
                msg("HF_HUB_OFFLINE is set, so that nothing is fetched from a hub."),
                msg("Unset it, or take the models from a folder: --import DIR."),
            )
        case "forbidden":
            return (
                missing,
                msg("{address} does not let us have {what}.", address=address, what=what),
                msg(
                    "If it requires an account, set HF_TOKEN or MODELSCOPE_API_TOKEN; else try the "
                    "other hub, or a mirror: --from URL."
                ),
            )
        case "not-found":
            return missing, msg("{address} has no {what}.", address=address, what=what), other
        case "broken-off":
            return (
                missing,
                msg("The connection broke off while {what} was fetched.", what=what),
                again,
            )
        case "checksum":
            return (
                missing,
                msg("{what} arrived damaged: its checksum is not the hub's.", what=what),
                again,
            )
        case "no-space":
            return (
                FailureKind.NO_SPACE,
                msg("The disk is full: {what} was not written whole.", what=what),
                msg("Make room, or put the models elsewhere: --folder DIR."),
            )
        case "not-writable":
            return (
                FailureKind.NOT_WRITABLE,
                msg("{what} cannot be written: {reason}.", what=what, reason=words.rstrip(".")),
                msg("Put the models into a folder that you may write to: --folder DIR."),
            )
        case "refused":
            return (
                missing,
                msg(
                    "{address} did not give {what}: {words}",
                    address=address,
                    what=what,
                    words=words,
                ),
                again,
            )
    return (
        missing,
        msg(
            "{what} was not fetched from {address}: {words}",
            what=what,
            address=address,
            words=words,
        ),
        again,
    )
