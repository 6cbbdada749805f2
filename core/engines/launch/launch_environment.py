"""The whole environment in which an engine's worker starts on a card."""

from __future__ import annotations

from collections.abc import Mapping

from core.cards.inherited_visibility import CUDA_VARIABLE
from core.cards.model import Card, CardKind
from core.cards.pinning import (
    DEVICE_VARIABLES,
    NO_DEVICE,
    CannotPinError,
    pinned_environment,
)
from core.engines.launch.cann import with_cann
from core.engines.launch.model_check import with_overrides
from core.engines.model import Engine
from core.messages import msg
from core.worker.accelerator import LABEL_VARIABLE
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

SMALL_BATCH_GB = 4
"""magic-pdf and MinerU choose their batches by the card's whole memory; told that it has this much
they take the smallest (``batch_ratio`` 1, below 6 GB)."""
BATCH_VARIABLES = ("VIRTUAL_VRAM_SIZE", "MINERU_VIRTUAL_VRAM_SIZE")


def engine_environment(
    engine: Engine, card: Card, environ: Mapping[str, str], *, small_batch: bool = False
) -> dict[str, str]:
    """What the worker gets: the pin, CANN's variables on an NPU, models, the card's name.

    Raises :class:`CannotPinError`.
    """
    result = pinned_environment(card, environ)
    if engine.uses_card and card.kind is CardKind.NPU:
        pin = {name: result[name] for name in DEVICE_VARIABLES if name in result}
        result = with_cann(result)
        # Whatever the scripts say of devices, the pin has the last word.
        result = {name: value for name, value in result.items() if name not in DEVICE_VARIABLES}
        # torch for CUDA (the index's, on x86_64) lets torch_npu in only where it sees no such card.
        result |= pin | {CUDA_VARIABLE: NO_DEVICE}
    result = with_overrides(result, engine.models, engine.options)
    if engine.uses_card:
        result[LABEL_VARIABLE] = card.label
    if small_batch:
        result |= dict.fromkeys(BATCH_VARIABLES, str(SMALL_BATCH_GB))
    return result


def not_pinned(error: CannotPinError) -> Failure:
    """The card's failure: no engine can be started there."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        error.sentence,
        msg("`headframe cards` says what the driver reports about it; choose another card."),
        Scope.CARD,
    )
