"""Pictures and formulas of a page, and hints on what its lines are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.worker.flash.ocr.findings import AreaKind, FoundArea, ReadingHint
from core.worker.flash.ocr.frame import ImageFrame
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.layout import LayoutKind, LayoutRegion
from core.worker.flash.ocr.lines import OcrLine

WRITTEN = 0.2
"""A "figure" of which lines of text cover this share is text (measured: whole pages of a report and
of a prospectus were called figures)."""
LONG_LINE_LETTERS = 30
OTHER_INK = 0.003
"""Share of a figure that is drawn besides its words: a chart of thin lines has one in a hundred."""
MOST_OF_PAGE = 0.4
LITTLE_INK = 0.4
"""Times the ink of its words: a "figure" that is most of a page and has less besides is text."""
_INK = 50
_BESIDE = 4.0
SURE_FORMULA = 0.6
IN_WORDS = 0.65
"""Of the letters of a "formula": a note on one line ("* Boston Report, p. 8.") has 71 of 100."""
SURELY_READ = 0.9
_WORDS = re.compile(r"[^\W\d_]{3,}")
_HINTS = {
    LayoutKind.TITLE: ReadingHint.TITLE,
    LayoutKind.FIGURE_CAPTION: ReadingHint.CAPTION,
    LayoutKind.TABLE_CAPTION: ReadingHint.CAPTION,
    LayoutKind.HEADER: ReadingHint.MARGIN,
    LayoutKind.FOOTER: ReadingHint.MARGIN,
}


def areas_of(
    frame: ImageFrame,
    lines: Sequence[OcrLine],
    regions: Sequence[LayoutRegion],
    taken: Sequence[Span],
) -> tuple[list[tuple[Span, FoundArea]], list[OcrLine]]:
    """What is cut out, and the lines that are left; those in a picture are its words."""
    rest = list(lines)
    found: list[tuple[Span, FoundArea]] = []
    for region in regions:
        kind = _area_kind(region)
        if kind is None or any(_covers(span, region.span) for span in taken):
            continue
        inside = [line for line in rest if _mostly_within(line.span, region.span)]
        if kind is AreaKind.PICTURE and (
            is_written(region.span, inside) or not has_other_ink(frame, region.span, inside)
        ):
            continue
        if kind is AreaKind.FORMULA and is_in_words(inside):
            continue
        if any(_covers(other, region.span) for other, _ in found):
            continue
        rest = [line for line in rest if line not in inside]
        words = " ".join(line.text for line in inside)
        span = region.span
        if kind is AreaKind.FORMULA:
            span = span.grown(0.004 * frame.height)
        found.append((span, FoundArea(kind, frame.box(span), words)))
    return found, rest


def is_written(area: Span, lines: Sequence[OcrLine]) -> bool:
    """Whether it is text rather than a picture with some words in it."""
    covered = sum(line.span.overlap(area) for line in lines)
    long = sum(line.letters >= LONG_LINE_LETTERS for line in lines)
    return covered > WRITTEN * area.area or long >= 3


def is_in_words(lines: Sequence[OcrLine]) -> bool:
    """Whether a "formula" is ordinary words that were read surely: short centred lines are called
    formulas ("Article 2 / Use", on a scan made for a trial)."""
    text = " ".join(line.text for line in lines)
    letters = sum(not letter.isspace() for letter in text)
    told = sum(len(word) for word in _WORDS.findall(text))
    return (
        letters > 0
        and told >= IN_WORDS * letters
        and min(line.score for line in lines) >= SURELY_READ
    )


def has_other_ink(frame: ImageFrame, area: Span, lines: Sequence[OcrLine]) -> bool:
    """Whether there is something besides the lines of text: a sparse table was called a figure."""
    import cv2
    import numpy

    part = frame.cut(area)
    grey = cv2.GaussianBlur(cv2.cvtColor(part.image, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    inked = numpy.abs(grey.astype(numpy.int16) - int(numpy.median(grey))) > _INK
    whole = int(inked.sum())
    left, top = max(0, int(area.x0)), max(0, int(area.y0))
    for line in lines:
        span = line.span.moved(-left, -top).grown(_BESIDE)
        x0, y0 = max(0, int(span.x0)), max(0, int(span.y0))
        inked[y0 : max(0, int(span.y1)), x0 : max(0, int(span.x1))] = False
    other = int(inked.sum())
    is_page = area.area > MOST_OF_PAGE * frame.width * frame.height
    if is_page and other < LITTLE_INK * (whole - other):
        return False  # a page of short lines, with the rules of its headings
    return other >= OTHER_INK * inked.size


def hint_of(span: Span, regions: Sequence[LayoutRegion]) -> ReadingHint:
    """By the surest region that holds most of the line."""
    for region in regions:
        if region.kind in _HINTS and _mostly_within(span, region.span):
            return _HINTS[region.kind]
    return ReadingHint.TEXT


def _area_kind(region: LayoutRegion) -> AreaKind | None:
    if region.kind is LayoutKind.FIGURE:
        return AreaKind.PICTURE
    if region.kind is LayoutKind.EQUATION and region.score >= SURE_FORMULA:
        return AreaKind.FORMULA
    return None


def _mostly_within(span: Span, area: Span) -> bool:
    return span.overlap(area) > 0.6 * max(1.0, span.area)


def _covers(one: Span, other: Span) -> bool:
    return one.overlap(other) > 0.5 * max(1.0, min(one.area, other.area))
