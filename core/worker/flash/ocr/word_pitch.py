"""Which lines of a text layer are in a font of fixed width, by how far apart their words begin."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.ocr.lines import OcrLine
from core.worker.flash.ocr.recognition import is_wide

EVEN = 0.04
"""How much the pitch of letters differs from word to word in such a font, of the pitch."""
PITCH_EM, SURE_PITCH_EM = (0.46, 0.68), (0.55, 0.68)
"""Letters of such fonts are .6 em apart, of a size that is measured up to a fifth too large; in the
mean of other fonts .42 to .5."""
AGREE = 0.03
"""By how much the pitches of two sure lines differ; one that is even by chance has its own."""
ALIKE = 0.08
"""By how much a short line's pitch may differ from that of the page's sure lines."""
AS_CODE = 0.1
"""How far letters of code lie from an even pitch (`core.worker.flash.ocr.fixed_pitch`)."""
_SURE = 3
"""Pitches of a line that tell its font by themselves."""
_LONG_WORD = 4
"""Of shorter words the width says little of a pitch: the ink ends before the letter's room does."""


def with_pitch(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines, those of a font of fixed width told so by ``unevenness``; of layers no more than
    the places of words are known."""
    starts = [_between_starts(line) for line in lines]
    sure = [
        (statistics.mean(found), line.size)
        for line, found in zip(lines, starts, strict=True)
        if _is_sure(line, found)
    ]
    agreed = [
        pitch
        for pitch, size in sure
        if SURE_PITCH_EM[0] * size <= pitch <= SURE_PITCH_EM[1] * size
        or sum(abs(pitch - other) < AGREE * pitch for other, _ in sure) > 1
    ]
    return [
        replace(line, unevenness=AS_CODE)
        if (_is_sure(line, found) and _is_among(statistics.mean(found), agreed))
        or (len(found) < _SURE and any(_is_alike(line, found, pitch) for pitch in agreed))
        else line
        for line, found in zip(lines, starts, strict=True)
    ]


def _between_starts(line: OcrLine) -> list[float]:
    """The pitch of letters from the beginning of each word to that of the next."""
    if any(map(is_wide, line.text)):
        return []
    return [
        (after.span.x0 - before.span.x0) / (len(before.text) + 1)
        for before, after in itertools.pairwise(line.words)
    ]


def _is_sure(line: OcrLine, pitches: Sequence[float]) -> bool:
    if len(pitches) < _SURE:
        return False
    pitch = statistics.mean(pitches)
    is_even = statistics.pstdev(pitches) < EVEN * pitch
    return is_even and PITCH_EM[0] * line.size <= pitch <= PITCH_EM[1] * line.size


def _is_among(pitch: float, agreed: Sequence[float]) -> bool:
    return any(abs(pitch - one) < AGREE * one for one in agreed)


def _is_alike(line: OcrLine, pitches: Sequence[float], pitch: float) -> bool:
    if any(map(is_wide, line.text)):
        return False
    own = [word.span.width / len(word.text) for word in line.words if len(word.text) >= _LONG_WORD]
    told = [*pitches, *own]
    return bool(told) and all(abs(one - pitch) <= ALIKE * pitch for one in told)
