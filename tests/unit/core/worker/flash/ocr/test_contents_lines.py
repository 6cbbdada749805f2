"""Contents in scans: entries, where the layout network sees a table or a picture."""

from __future__ import annotations

import pytest

from core.worker.flash.model import BlockKind, Box
from core.worker.flash.ocr.contents_lines import contents_of, without_tables
from core.worker.flash.ocr.findings import FoundLine, FoundPage, FoundRun, FoundWord
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.layout import LayoutKind, LayoutRegion
from core.worker.flash.ocr.layouts import to_layouts
from core.worker.flash.ocr.lines import LineWord, OcrLine

ENTRIES = (("1 The harbour", 1), ("1.1 Its walls", 4), ("2 The town", 12), ("2.1 Streets", 15))


def line(text: str, x0: float, y0: float, height: float = 20) -> OcrLine:
    span = Span(x0, y0, x0 + 10 * len(text), y0 + height)
    return OcrLine(span, (LineWord(text, span, 0.9),), 16, 0.1)


def page(*, title: str = "Contents", fall: float = 0.0) -> list[OcrLine]:
    lines = [line(title, 100, 60)]
    for number, (text, at) in enumerate(ENTRIES):
        lines += [line(text, 100, 100 + 30 * number), line(str(at), 600, 98 + 30 * number + fall)]
    return lines


def test_contents_are_below_their_title() -> None:
    assert contents_of(page()) == Span(100, 80, 620, 208)
    whole = [line(f"{text} .... {at}", 100, 100 + 30 * at) for text, at in ENTRIES]
    assert contents_of([line("Contents", 100, 60), *whole]) is not None
    assert contents_of(page(title="Prices")) is None
    assert contents_of(page(fall=14.0)) is None  # no page stands at the height of a title
    assert (
        contents_of([*page()[:3], *[line(f"some text {n} of it", 100, 300) for n in "abc"]]) is None
    )


def test_tables_and_figures_within_them_are_left_out() -> None:
    contents = contents_of(page())
    regions = [
        LayoutRegion(kind, Span(90, 90, 630, 210), 0.9)
        for kind in (LayoutKind.TABLE, LayoutKind.FIGURE, LayoutKind.TEXT)
    ]
    below = LayoutRegion(LayoutKind.TABLE, Span(90, 300, 630, 500), 0.9)
    assert without_tables([*regions, below], contents) == [regions[2], below]
    assert without_tables(regions, None) == regions


def found(text: str, x: float, y: float, height: float, slope: float) -> FoundLine:
    words, left = [], x
    for part in text.split():
        top = y + slope * left
        words.append(FoundWord(part, Box(left, top, left + 5 * len(part), top + height), 0.99))
        left += 5 * len(part) + 4
    return FoundLine(tuple(words), 10.0, 0.1)


@pytest.mark.parametrize("slope", [0.0, 0.02, -0.02])
def test_entries_of_a_page_that_leans_are_found(slope: float) -> None:
    titles = [found("Contents", 70, 60, 14, slope)]
    titles += [found(text, 70, 100 + 15 * at, 12, slope) for at, (text, _) in enumerate(ENTRIES)]
    pages = [
        found(str(number), 480 - 5 * len(str(number)), 99 + 15 * at, 14, slope)
        for at, (_, number) in enumerate(ENTRIES)
    ]
    read = FoundPage((FoundRun(tuple(titles)), FoundRun(tuple(pages))))
    (layout,) = to_layouts({0: read}, {0: (595.0, 842.0)})
    items = [draft.text for draft in layout.drafts if draft.kind is BlockKind.LIST_ITEM]
    assert items == [f"{text} {number}" for text, number in ENTRIES]
