"""Pages that lie on their side or upside down on the scanner, as if they did not.

Rules for headings, items and paragraphs go from left to right and from top to bottom: on a page
that was scanned the other way round none of them held, though every word was read (a report upside
down, made for a trial: headings 0 → .83, text .93 → .99).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from core.worker.flash.model import Box
from core.worker.flash.ocr.findings import FoundLine, FoundPage, FoundPart, FoundRun
from core.worker.flash.page_turn import unturned


def turn_of(page: FoundPage) -> int:
    """Degrees clockwise, of quarter turns, by which most of its text is turned."""
    counts: Counter[int] = Counter()
    for line in page.lines:
        counts[line.angle] += line.letters
    return counts.most_common(1)[0][0] if counts else 0


def set_upright(page: FoundPage, turn: int, size: tuple[float, float]) -> FoundPage:
    """The same page turned back by ``turn`` degrees; ``size``: that of the page as displayed."""
    upright = size if turn == 180 else (size[1], size[0])

    def placed(box: Box) -> Box:
        return unturned(box, 360 - turn, upright)

    def turned_line(line: FoundLine) -> FoundLine:
        words = tuple(replace(word, box=placed(word.box)) for word in line.words)
        return replace(line, words=words, angle=(line.angle - turn) % 360)

    def turned_part(part: FoundPart) -> FoundPart:
        if isinstance(part, FoundRun):
            return FoundRun(tuple(map(turned_line, part.lines)))
        return replace(part, box=placed(part.box))

    return FoundPage(tuple(map(turned_part, page.parts)))
