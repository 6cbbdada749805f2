"""Cards as people call them: by their keys, in the window's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from core.cards.model import Card

_CARD_KINDS = {"npu": "NPU", "cuda": "GPU"}
_KINDS_BY_NAME = {name.casefold(): kind for kind, name in _CARD_KINDS.items()}
_CARD_NAME = re.compile(
    r"(?:(?P<host>.+) · )?(?P<kind>npu|gpu|cuda) ?:? ?(?P<number>[0-9]+(?:[.][0-9]+)?)"
    r"(?: · \D+(?P<chip>[0-9]+))?",
    re.IGNORECASE,
)


def card_key_label(key: str) -> str:
    """A card's name for people, by its key alone: ``NPU 6`` for ``npu:6``, as in the list."""
    host, _, own = key.rpartition("/")
    kind, _, number = own.partition(":")
    if own == "cpu":
        name = QCoreApplication.translate("Words", "Processor")
    elif kind == "npu" and "." in number:
        npu, _, chip = number.partition(".")
        template = QCoreApplication.translate("Words", "NPU {npu} · chip {chip}")
        name = template.format(npu=npu, chip=chip)
    elif number:
        name = f"{_CARD_KINDS.get(kind, kind)} {number}"
    else:
        name = own
    return f"{host} · {name}" if host else name


def card_key_meant(word: str) -> str:
    """Return the key of a card from what the user typed, its name or its key: ``NPU 6``, ``npu:6``.

    What is neither is returned as it is.
    """
    host, _, own = word.rpartition(" · ")
    if own.casefold() == QCoreApplication.translate("Words", "Processor").casefold():
        key = "cpu"
    elif (found := _CARD_NAME.fullmatch(word)) is not None:
        kind, host = found["kind"].casefold(), found["host"] or ""
        chip = f".{found['chip']}" if found["chip"] else ""
        key = f"{_KINDS_BY_NAME.get(kind, kind)}:{found['number']}{chip}"
    else:
        return word
    return f"{host}/{key}" if host else key


def card_label(card: Card) -> str:
    """A card's name without its model, in the window's language."""
    own = card.key.rpartition("/")[2]
    is_chip = own.startswith("npu:") and "." in own
    return card_key_label(card.key) if is_chip else card.label
