"""Lines and drafts of the built-in engine, as if they had been read from a page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import Box, Word
from core.worker.flash.text.lines import TextLine

LETTER_EM = 0.5
_numbers = itertools.count()


def word(text: str, x: float, y: float, **style: object) -> Word:
    """A word whose letters are half as wide as high; ``y`` is its baseline."""
    size = float(str(style.pop("size", 10.0)))
    box = Box(x, y - 0.8 * size, x + LETTER_EM * size * len(text), y + 0.2 * size)
    return Word(text, box, str(style.pop("font", "Body")), size, baseline=y, **style)  # type: ignore[arg-type]


def line(text: str, x: float = 72.0, y: float = 100.0, **style: object) -> TextLine:
    """Words with a space between them."""
    size = float(str(style.get("size", 10.0)))
    words = []
    left = x
    for part in text.split(" "):
        words.append(word(part, left, y, **style))
        left = words[-1].box.x1 + LETTER_EM * size
    return TextLine(tuple(words), next(_numbers))


def block(
    *texts: str,
    x: float = 72.0,
    y: float = 100.0,
    page: int = 0,
    region: RegionKind | None = RegionKind.TEXT,
    **style: object,
) -> Draft:
    """Lines below each other."""
    step = 1.2 * float(str(style.get("size", 10.0)))
    lines = [line(text, x, y + number * step, **style) for number, text in enumerate(texts)]
    return Draft(page, lines, region=region)


def layout(drafts: Sequence[Draft], page: int = 0) -> PageLayout:
    """An A4 page."""
    return PageLayout(page, 595.0, 842.0, list(drafts))


PROSE = (
    "the committee met on the first Monday of the month and heard",
    "the report of the treasurer who said that the balance had grown",
    "by a small amount since the last meeting of the whole council",
)
