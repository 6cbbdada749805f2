"""What torch sees of the card that this process was pinned to, before any model is loaded.

The engine is told plain ``npu``, ``cuda`` or ``cpu``, never an index (docs/command.md): its
first device is the only one it sees, or it does not start.
"""

from __future__ import annotations

import enum
import logging
import os
from typing import Any

from core.messages import msg
from core.worker import device_errors
from core.worker.exceptions import DeviceFailure, DocumentRejected
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

MODE_VARIABLE = "MINERU_DEVICE_MODE"
LABEL_VARIABLE = "HEADFRAME_CARD"
"""How the card is called for people; the worker itself knows it only as its device 0."""
_log = logging.getLogger(__name__)


class DeviceMode(str, enum.Enum):
    """What the engine is told to run on."""

    NPU = "npu"
    CUDA = "cuda"
    CPU = "cpu"


def mode() -> DeviceMode:
    """As the pin says.

    The CPU where nothing pins. Raises :class:`DocumentRejected` for an index.
    """
    told = os.environ.get(MODE_VARIABLE) or DeviceMode.CPU.value
    try:
        return DeviceMode(told)
    except ValueError:
        raise DocumentRejected(
            FailureKind.CARD_UNAVAILABLE,
            msg("'{mode}' is not a device that an engine can use.", mode=told),
            msg("Start the engine through Headframe, which pins it to a card."),
        ) from None


def card_label() -> str:
    """The card's name in sentences."""
    return os.environ.get(LABEL_VARIABLE) or "The card"


def device_count(on: DeviceMode) -> int | None:
    """Devices that torch sees; ``None`` on the CPU, which is not counted.

    Raises :class:`DocumentRejected` unless it is exactly one, or when the runtime cannot be loaded.
    """
    if on is DeviceMode.CPU:
        return None
    try:
        count = _count(on)
    except Exception as error:  # torch and its plug-ins promise no kind of error
        _log.exception("The runtime of %s cannot be loaded.", on.value)
        raise _unusable(error) from error
    if count != 1:
        wrong = Failure(
            FailureKind.CARD_UNAVAILABLE,
            msg(
                "Pinned to {card}, the engine sees {count} devices instead of 1.",
                card=card_label(),
                count=count,
            ),
            msg("Check the card with `headframe cards`, and the driver with `headframe doctor`."),
            Scope.CARD,
        )
        raise DeviceFailure(wrong)
    return count


def _count(on: DeviceMode) -> int:
    import torch

    if on is DeviceMode.CUDA:
        return int(torch.cuda.device_count())
    import torch_npu  # noqa: F401 - it adds torch.npu

    npu: Any = torch.npu  # type: ignore[attr-defined,unused-ignore]
    return int(npu.device_count())


def _unusable(error: Exception) -> DocumentRejected:
    fault = device_errors.classify_error(
        device_errors.error_text(error), card_label(), starting=True
    )
    if fault is not None:
        return DeviceFailure(fault)
    return DocumentRejected(
        FailureKind.CARD_UNAVAILABLE,
        msg(
            "{card} cannot be used by the engine: {error}.",
            card=card_label(),
            error=str(error)[:200] or type(error).__name__,
        ),
        msg("`headframe doctor` looks at the driver and the engine's packages."),
    )
