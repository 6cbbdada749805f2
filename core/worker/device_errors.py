"""What the words of torch_npu, CANN and the drivers mean, by the patterns that are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.messages import Message
from core.worker.device_error_patterns import (
    OF_THE_MACHINE,
    RULES,
    RULES_AT_START,
    ErrorPattern,
)
from core.worker.protocol import Failure

_NAMES = re.compile(
    r"""'[^'\n]*(?:[/\\]|\.pdf)[^'\n]*'|"[^"\n]*(?:[/\\]|\.pdf)[^"\n]*"|/[^\n'"]*?\.pdf\b""",
    re.IGNORECASE,
)
"""Paths, and the names of documents: a paper may be called "CUDA out of memory"."""


def classify_error(text: str, card: str, *, starting: bool = False) -> Failure | None:
    """What the text tells of; ``None`` when nothing in it is known. ``card`` is its label.

    ``starting``: nothing was computed yet. CANN's inner errors then tell of how it is installed.
    """
    return _first(RULES_AT_START if starting else RULES, text, card)


def classify_without_card(text: str) -> Failure | None:
    """The same for work on the CPU: what tells of the machine's own memory."""
    return _first(OF_THE_MACHINE, text, "")


def _first(rules: Sequence[ErrorPattern], text: str, card: str) -> Failure | None:
    """By the first pattern that hits."""
    said = _NAMES.sub("''", text)
    for rule in rules:
        match = re.search(rule.pattern, said, re.DOTALL)
        if match is not None:
            facts = {name: value or "?" for name, value in match.groupdict().items()}
            facts["card"] = card
            return Failure(
                rule.kind,
                Message(rule.message.template, facts),
                Message(rule.hint.template, facts),
                rule.scope,
            )
    return None


def error_text(error: BaseException) -> str:
    """All that an exception and its causes say, class names included."""
    words: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        words.append(f"{type(current).__name__}: {current}")
        current = current.__cause__ or current.__context__
    return "\n".join(words)
