"""Which lines of a scan are set in a font of fixed width: code, or all of a typed document."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from core.worker.flash.ocr.findings import FoundLine, FoundPage, FoundRun
from core.worker.flash.text.typewriting import SHARE, is_program

EVEN = 0.18
"""How far letters may lie from an even pitch, in pitches, in a font of fixed width: .10 to .17 in
code, .2 to .7 in text (measured); the shorter the line, the smaller."""
LEAST_LETTERS_FOR_EVEN = 7
LEAST_EVEN_LINES = 3
EVEN_PAIR = 0.13
PAIR_LETTERS = 24
GROUP_LETTERS = 36
"""Of the even lines together: three answers of a form ("6 months") are even by chance."""


def is_typed(pages: Iterable[FoundPage]) -> bool:
    """Whether all that stands on them is in a font of fixed width, and no program."""
    whole = even = 0
    texts: list[str] = []
    for page in pages:
        for part in page.parts:
            if isinstance(part, FoundRun):
                for line, is_fixed in zip(part.lines, fixed_lines(part.lines), strict=True):
                    whole += line.letters
                    even += line.letters if is_fixed else 0
                    texts.append(" ".join(word.text for word in line.words))
    return even > SHARE * whole > 0 and not is_program(texts)


def fixed_lines(lines: Sequence[FoundLine]) -> list[bool]:
    """Which lines are set in a font of fixed width: by their own letters, short ones by the lines
    before and after them."""
    told = [
        None if line.letters < LEAST_LETTERS_FOR_EVEN else line.unevenness < EVEN for line in lines
    ]
    if sum(one is True for one in told) < LEAST_EVEN_LINES:
        return [False] * len(lines)
    told = _without_chance(lines, told)
    found = []
    for number, one in enumerate(told):
        before = next((other for other in reversed(told[:number]) if other is not None), False)
        after = next((other for other in told[number + 1 :] if other is not None), False)
        found.append(bool(one) if one is not None else before and after)
    return found


def _without_chance(lines: Sequence[FoundLine], told: Sequence[bool | None]) -> list[bool | None]:
    """Three even lines one after the other are code, or two that are very even and not short: of
    the lines of an address or a heading, one and another are so by chance (scans made for a trial:
    .16 in the mean, where pairs of code have .12)."""
    kept = list(told)
    group: list[int] = []
    for number, one in enumerate([*told, False]):
        if one:
            group.append(number)
        elif one is False:
            pair = [lines[place] for place in group]
            letters = sum(line.letters for line in pair)
            is_code = (len(group) >= LEAST_EVEN_LINES and letters >= GROUP_LETTERS) or (
                len(group) >= 2
                and statistics.mean(line.unevenness for line in pair) <= EVEN_PAIR
                and letters >= PAIR_LETTERS
            )
            for place in group:
                kept[place] = is_code
            group = []
    return kept
