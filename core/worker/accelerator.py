"""What torch sees of the card that this process was pinned to, before any model is loaded.

The engine is told plain ``npu``, ``cuda`` or ``cpu``, never an index (CONTRACT.md, "Pinning"): its
first device is the only one it sees, or it does not start.
"""

from __future__ import annotations

import enum
import logging
import os
from typing import Any

from core.sentences import say
from core.worker import faults
from core.worker.failures import Refusal
from core.worker.protocol import Failure, FailureKind, Scope

MODE_VARIABLE = "MINERU_DEVICE_MODE"
LABEL_VARIABLE = "HEADFRAME_CARD"
"""How the card is called for people; the worker itself knows it only as its device 0."""
_log = logging.getLogger(__name__)


class Mode(str, enum.Enum):
    """What the engine is told to run on."""

    NPU = "npu"
    CUDA = "cuda"
    CPU = "cpu"


def mode() -> Mode:
    """As the pin says; the CPU where nothing pins. Raises :class:`Refusal` for an index."""
    told = os.environ.get(MODE_VARIABLE) or Mode.CPU.value
    try:
        return Mode(told)
    except ValueError:
        raise Refusal(
            FailureKind.CARD_UNAVAILABLE,
            say("'{mode}' is no device that an engine may be told.", mode=told),
            say("Start the engine through Headframe, which pins it to a card."),
        ) from None


def card_label() -> str:
    """The card's name in sentences."""
    return os.environ.get(LABEL_VARIABLE) or "The card"


def device_count(on: Mode) -> int | None:
    """Devices that torch sees; ``None`` on the CPU, which is not counted.

    Raises :class:`Refusal` unless it is exactly one, or when the runtime cannot be loaded.
    """
    if on is Mode.CPU:
        return None
    try:
        count = _count(on)
    except Exception as error:
        _log.exception("The runtime of %s cannot be loaded.", on.value)
        raise _unusable(error) from error
    if count != 1:
        wrong = Failure(
            FailureKind.CARD_UNAVAILABLE,
            say(
                "Pinned to {card}, the engine sees {count} devices instead of 1.",
                card=card_label(),
                count=count,
            ),
            say("Check the card with `headframe cards`, and the driver with `headframe doctor`."),
            Scope.CARD,
        )
        raise faults.Faulted(wrong)
    return count


def _count(on: Mode) -> int:
    import torch

    if on is Mode.CUDA:
        return int(torch.cuda.device_count())
    import torch_npu  # noqa: F401 - it adds torch.npu

    npu: Any = torch.npu  # type: ignore[attr-defined,unused-ignore]
    return int(npu.device_count())


def _unusable(error: Exception) -> Refusal:
    fault = faults.classify(faults.words_of(error), card_label(), starting=True)
    if fault is not None:
        return faults.Faulted(fault)
    return Refusal(
        FailureKind.CARD_UNAVAILABLE,
        say(
            "{card} cannot be used by the engine: {error}.",
            card=card_label(),
            error=str(error)[:200] or type(error).__name__,
        ),
        say("`headframe doctor` looks at the driver and the engine's packages."),
    )
