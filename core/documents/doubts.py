"""Where to compare with the page: what OCR was not sure of, in the HTML and in order."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents.block import DoubtfulWords, PageRegion
from core.documents.result import Result
from core.documents.sections import Unit

_TAG = re.compile(r"(<[^>]*>)")
_LETTER = "[0-9A-Za-zÀ-ɏЀ-ӿ]"
_HYPHENS = "-‐\u00ad"
"""At the end of a line the hyphen of a parted word is taken out of the Markdown."""


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """Something to look at."""

    unit: int
    number: int
    """Which of the unit's doubts, from 0; the HTML has it as ``data-d``."""
    region: PageRegion | None
    """``None``: the unit as a whole."""


def doubts_of(result: Result, unit: Unit) -> list[DoubtfulWords]:
    """Of all blocks of a unit, in their order."""
    return [doubt for block in unit.blocks for doubt in result.blocks[block].doubtful]


def doubtful_text(doubt: DoubtfulWords) -> str:
    """The words as they are to be found in the unit."""
    return doubt.text.strip().rstrip(_HYPHENS)


def is_doubtful(result: Result, unit: Unit) -> bool:
    return any(result.blocks[block].is_doubtful for block in unit.blocks)


def doubtful_places(result: Result, units: Sequence[Unit]) -> tuple[DoubtfulPlace, ...]:
    """All of a document, in the order of its Markdown."""
    places: list[DoubtfulPlace] = []
    for number, unit in enumerate(units):
        doubts = doubts_of(result, unit)
        if doubts:
            places += (DoubtfulPlace(number, at, doubt.place) for at, doubt in enumerate(doubts))
        elif is_doubtful(result, unit):
            places.append(DoubtfulPlace(number, 0, None))
    return tuple(places)


def mark_doubts(rendered: str, texts: Sequence[str]) -> tuple[str, bool]:
    """Put ``<span class="doubt" data-d="…">`` around each text of a unit's sanitised HTML.

    The texts come in their order. Gives whether all were marked. One is not whose letters are
    spread over tags, or that stands there more often than it is doubtful: which one is meant is
    not known. The caller marks the unit as a whole then.
    """
    segments = _TAG.split(rendered)  # at even places text, at odd ones tags
    is_text = _readable(segments)
    wanted = [html.escape(text, quote=False) for text in texts]
    spans: list[tuple[int, int, int, int]] = []
    """Segment, start and end in it, number of the doubt."""
    for text, times in Counter(wanted).items():
        numbers = [number for number, other in enumerate(wanted) if other == text]
        pattern = _as_words(text)
        places = [
            (at, found.start(), found.end())
            for at, segment in enumerate(segments)
            if text and is_text[at]
            for found in pattern.finditer(segment)
        ]
        if len(places) == times:
            spans += ((*place, number) for place, number in zip(places, numbers, strict=True))
    marked = 0
    taken: tuple[int, int] = (len(segments), 0)
    for at, start, end, number in sorted(spans, reverse=True):
        if (at, end) > taken:
            continue  # a part of another one
        taken = (at, start)
        whole = segments[at]
        segments[at] = (
            f'{whole[:start]}<span class="doubt" data-d="{number}">{whole[start:end]}</span>'
            f"{whole[end:]}"
        )
        marked += 1
    return "".join(segments), marked == len(texts)


def _readable(segments: Sequence[str]) -> list[bool]:
    """Which segments are text that a span may stand in: not within MathML."""
    depth = 0
    readable = []
    for number, segment in enumerate(segments):
        if number % 2:
            depth += segment.startswith("<math")
            depth -= segment.startswith("</math")
        readable.append(not number % 2 and depth <= 0)
    return readable


def _as_words(text: str) -> re.Pattern[str]:
    """The text, not as a part of longer words; Chinese has no words to be a part of."""
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, text) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, text[-1:]) else ""
    return re.compile(before + re.escape(text) + after)
