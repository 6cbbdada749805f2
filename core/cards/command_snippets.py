"""The chosen cards as text for others: a shell line, ``magic-pdf.json``, a ``docker run`` line.

For users who start a program by hand on the cards that Headframe shows. Texts
are made from values alone, but for the names of ``/dev/davinci*`` where a tool does not tell them.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

from core.cards.ascend.device_files import DEVICE_FOLDER, device_numbers
from core.cards.inherited_visibility import ASCEND_VARIABLE, CUDA_VARIABLE
from core.cards.model import Card, CardKind
from core.cards.pinning import MODE_VARIABLE, CannotPinError, pin, visible_devices
from core.messages import msg

IMAGE = "IMAGE"
"""What stands for the image that the user puts there."""

_CONTROL_DEVICES = ("davinci_manager", "devmm_svm", "hisi_hdc")
"""What every container with an NPU needs beside the chips' own files (Ascend's documentation)."""

_MOUNTS = (
    "/usr/local/dcmi",
    "/usr/local/bin/npu-smi",
    "/usr/local/Ascend/driver",
    "/etc/ascend_install.info",
)
"""The driver as a whole: with parts of it npu-smi cannot list the cards (-9005)."""


def environment_line(cards: Sequence[Card]) -> str:
    """A line for a shell; a program started after it sees these cards and no other.

    Raises :class:`CannotPinError` for cards of several kinds, for none, and for one that cannot
    be pinned to.
    """
    values = pin(_of_one_kind(cards)) | {_variable(cards[0].kind): _visible(cards)}
    return "export " + " ".join(f"{name}={shlex.quote(value)}" for name, value in values.items())


def magic_pdf_fragment(cards: Sequence[Card]) -> str:
    """What ``magic-pdf.json`` must hold. Raises :class:`CannotPinError` as above.

    The device is named without an index: which card it is, the environment line decides.
    """
    mode = pin(_of_one_kind(cards))[MODE_VARIABLE]
    return json.dumps({"device-mode": mode}, indent=2)


def docker_line(cards: Sequence[Card], devices: Path = DEVICE_FOLDER) -> str:
    """A ``docker run`` that gives a container these cards and no other; the image is the user's.

    The container counts its cards from 0, whatever their ids are here. Raises
    :class:`CannotPinError` as above, and where the device file of an NPU is not known.
    """
    card = _of_one_kind(cards)
    words = ["docker run --rm -it"]
    match card.kind:
        case CardKind.NPU:
            numbers = sorted(device_number(card, devices) for card in cards)
            names = [*(f"davinci{number}" for number in numbers), *_CONTROL_DEVICES]
            words += [f"--device=/dev/{name}" for name in names]
            words += [f"-v {path}:{path}:ro" for path in _MOUNTS]
        case CardKind.CUDA:
            words.append(f"--gpus '\"device={_visible(cards)}\"'")
        case CardKind.CPU:
            pass
    words += [f"-e {MODE_VARIABLE}={pin(card)[MODE_VARIABLE]}", IMAGE]
    return " \\\n  ".join(words)


def device_number(card: Card, devices: Path = DEVICE_FOLDER) -> int:
    """N of the chip's ``/dev/davinciN``.

    From the tool, where it tells; else the driver counts its files as it counts logic ids; else,
    where a card is one chip, its NPU id. Raises :class:`CannotPinError` where none of this holds.
    """
    if card.phy_id is not None:
        return card.phy_id
    numbers = device_numbers(devices)
    if card.logic_id is not None and card.logic_id < len(numbers):
        return numbers[card.logic_id]
    alone = "." not in card.key
    if not numbers and alone and card.npu_id is not None and card.npu_id == card.logic_id:
        return card.npu_id
    raise CannotPinError(
        msg("Which /dev/davinci file belongs to {card} is not known.", card=card.label)
    )


def _of_one_kind(cards: Sequence[Card]) -> Card:
    if not cards:
        raise CannotPinError(msg("No card is chosen."))
    if len({card.kind for card in cards}) > 1:
        raise CannotPinError(msg("One program works on cards of one kind only."))
    return cards[0]


def _variable(kind: CardKind) -> str:
    return CUDA_VARIABLE if kind is CardKind.CUDA else ASCEND_VARIABLE


def _visible(cards: Sequence[Card]) -> str:
    """All of them in one variable; CANN reads logic ids in ascending order only."""
    values = [visible_devices(card) for card in cards]
    return ",".join(sorted(values, key=int) if cards[0].kind is CardKind.NPU else values)
