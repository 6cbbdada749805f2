"""A page's text as a reader handles it: what is at a place, what a stretch covers, what matches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents.block import Box
from gui.reading.pdf.render_process import PdfPageText


def nearest(page: PdfPageText, x: float, y: float) -> int:
    """The gap between characters that is nearest to a place; 0 before the first one."""
    best, best_distance = 0, float("inf")
    for index, (x0, y0, x1, y1) in enumerate(page.boxes):
        if x1 <= x0:  # spaces and line ends that the page only implies
            continue
        down = max(y0 - y, 0.0, y - y1)
        across = max(x0 - x, 0.0, x - x1)
        distance = across + 4 * down  # the line counts for more than the column
        if distance < best_distance:
            best, best_distance = index + (x > (x0 + x1) / 2), distance
    return best


def lines(page: PdfPageText, start: int, end: int) -> list[Box]:
    """The rectangles that a stretch of characters covers, one for each piece of a line."""
    made: list[Box] = []
    for x0, y0, x1, y1 in page.boxes[start:end]:
        if x1 <= x0:
            continue
        if made:
            left, top, right, bottom = made[-1]
            overlap = min(bottom, y1) - max(top, y0)
            height = min(bottom - top, y1 - y0)
            if overlap > 0.4 * height and -2 <= x0 - right <= 2 * max(bottom - top, 4):
                made[-1] = (left, min(top, y0), max(right, x1), max(bottom, y1))
                continue
        made.append((x0, y0, x1, y1))
    return made


def stretch(page: PdfPageText, start: int, end: int) -> str:
    """The text of a stretch, words that were parted at a line's end joined again."""
    text = page.text[start:end].replace("\ufffe", "\N{SOFT HYPHEN}\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("(?:\N{SOFT HYPHEN}|\x02)\n?", "", text)
    return text.replace("\0", "")


def matches(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a text is found in another, whatever its case and its spaces and line ends."""
    words = wanted.split()
    if not words:
        return
    pattern = r"[\s\x02\ufffe\xad]+".join(map(_loose, words))
    for match in re.finditer(pattern, text, re.IGNORECASE):
        yield match.span()


def _loose(word: str) -> str:
    """A word that may be parted at the end of a line."""
    return r"(?:[\x02\ufffe\xad]\s*)?".join(map(re.escape, word))
