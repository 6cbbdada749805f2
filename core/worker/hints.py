"""What the reader of a result may like to know, and need not look into.

A sentence of a result is a hint or a warning. Only a warning asks a person to compare the result
with its document, so a plain good scan is done, and not "needs review" because another engine reads
scans better. Hints are known by their template, since that is what a finished job keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.messages import Message, msg

SCANS_ELSEWHERE = msg(
    "MinerU reads scanned pages better. Convert again with MinerU (`--engine mineru`), or "
    "install it first (`headframe engine install mineru`)."
)
_EQUATIONS = msg(
    "{count} {count:equation is a picture; MinerU recognises it|equations are pictures; MinerU "
    "recognises them}, and reads scans better. "
    "Convert again with MinerU (`--engine mineru`), or install it first "
    "(`headframe engine install mineru`)."
)
_READ_BY_OCR = msg(
    "{count} {count:page was read from its picture|pages were read from their pictures} by OCR: "
    "{numbers}."
)
_HINTS = frozenset(hint.template for hint in (SCANS_ELSEWHERE, _EQUATIONS, _READ_BY_OCR))


def equations_elsewhere(count: int) -> Message:
    """For equations that are kept as pictures."""
    return replace(_EQUATIONS, facts={"count": count})


def read_by_ocr(count: int, numbers: str) -> Message:
    """For pages among others that are pictures, and whose text is there."""
    return replace(_READ_BY_OCR, facts={"count": count, "numbers": numbers})


def asks_for_review(sentences: Iterable[Message]) -> bool:
    """Whether one of a result's sentences is more than a hint."""
    return any(sentence.template not in _HINTS for sentence in sentences)
