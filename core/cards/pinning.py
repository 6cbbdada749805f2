"""From a card to the environment of a process that sees this card and no other.

The variables must be in the child's *first* environment: once a runtime has counted its devices a
change has no effect. The engine is then told plain ``npu``, ``cuda`` or ``cpu``, never an index
(docs/command.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.cards.inherited_visibility import ASCEND_VARIABLE, CUDA_VARIABLE
from core.cards.model import Card, CardKind
from core.messages import Message, msg

MODE_VARIABLE = "MINERU_DEVICE_MODE"

DEVICE_VARIABLES = (
    ASCEND_VARIABLE,
    CUDA_VARIABLE,
    MODE_VARIABLE,
    "CUDA_DEVICE_ORDER",
    "ASCEND_VISIBLE_DEVICES",
    "ASCEND_DEVICE_ID",
    "NPU_VISIBLE_DEVICES",
    "NVIDIA_VISIBLE_DEVICES",
    "GPU_DEVICE_ORDINAL",
    "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
)
"""All that may point a process at a device; none of these passes from parent to child as it is."""

NO_DEVICE = "-1"


class CannotPinError(ValueError):
    """There is no value that would pin a process to this card."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def visible_devices(card: Card) -> str:
    """What the pin variable holds for this card: ``6``, ``GPU-…``, ``-1`` for the CPU.

    Raises :class:`CannotPinError` when the card's logic id or UUID is not known.
    """
    match card.kind:
        case CardKind.NPU:
            if card.logic_id is None:
                raise CannotPinError(
                    msg("{card} has no logic id: no process can be pinned to it.", card=card.label)
                )
            return str(card.logic_id)
        case CardKind.CUDA:
            if card.uuid is None:
                raise CannotPinError(
                    msg("{card} has no UUID: no process can be pinned to it.", card=card.label)
                )
            return card.uuid
        case CardKind.CPU:
            return NO_DEVICE


def pin(card: Card) -> dict[str, str]:
    """The variables that pin a process to this card. Raises :class:`CannotPinError`."""
    visible = visible_devices(card)
    match card.kind:
        case CardKind.NPU:
            return {ASCEND_VARIABLE: visible, MODE_VARIABLE: "npu"}
        case CardKind.CUDA:
            # Without the order, CUDA counts the fastest card first and other tools the first slot.
            return {
                "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
                CUDA_VARIABLE: visible,
                MODE_VARIABLE: "cuda",
            }
        case CardKind.CPU:
            return {ASCEND_VARIABLE: visible, CUDA_VARIABLE: visible, MODE_VARIABLE: "cpu"}


def pinned_environment(card: Card, inherited: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a child that is to work on this card.

    Everything inherited stays except device variables. Raises :class:`CannotPinError`.
    """
    kept = {name: value for name, value in inherited.items() if name not in DEVICE_VARIABLES}
    return kept | pin(card)
