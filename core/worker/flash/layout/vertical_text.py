"""Chinese and Japanese that is set in columns from right to left, each read from top to bottom.

PDFium gives such a page letter by letter, and what looks for tables sees a grid of letters. The
page is read as if it was turned: columns are its lines, what stands beside them are its columns.
All rules for lines then hold, and boxes are put back by ``page_turn.unturned``.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.worker.flash.layout.draft import PageLayout
from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box, Word, around
from core.worker.flash.text.lines import to_segments
from core.worker.flash.text.words import is_cjk

TURN = 90
"""Degrees clockwise, by which lines of an ordinary page are turned when they run down."""
_STEP_EM = (0.6, 1.9)
"""From one letter of a column to the next one."""
_ASIDE_EM = 0.3
_LEAST_RUN = 3
_LEAST_LETTERS = 30
_SHARE = 0.6
"""Of all letters of the page."""
_BAND_EM = 2.0
"""A wider blank from the first column to the last parts the page into bands."""
_LEAST_BAND = 0.05
"""Of all letters: less is a title or a signature that stands apart in its column."""
_RUBY = 0.62
"""Of the usual size: readings that stand beside the letters."""
_BASELINE = 0.12
_GLUED_EM = 0.4


@dataclass(frozen=True)
class VerticalPage:
    """The words of a page as those of lines, in the order of reading."""

    words: tuple[Word, ...]
    beside: tuple[Word, ...]
    """What does not run down: a page's number."""
    bands: tuple[Box, ...]


def is_vertical(words: Sequence[Word]) -> bool:
    """Whether most letters of a page stand one below the other."""
    letters = sum(len(word.text) for word in words)
    if letters < _LEAST_LETTERS:
        return False
    down = sum(len(run) for run in _runs(words) if len(run) >= _LEAST_RUN)
    return down >= _SHARE * letters


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Single letters below each other, as the stream has them."""
    run: list[Word] = []
    for word in words:
        if not _is_letter(word):
            continue
        if run and not _is_below(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_letter(word: Word) -> bool:
    is_sign = "\ufe10" <= word.text <= "\ufe19"  # commas and stops of columns
    return len(word.text) == 1 and word.angle == 0 and (is_cjk(word.text) or is_sign)


def _is_below(above: Word, below: Word) -> bool:
    size = max(above.size, 1.0)
    step = below.box.center[1] - above.box.center[1]
    return (
        abs(below.box.center[0] - above.box.center[0]) <= _ASIDE_EM * size
        and _STEP_EM[0] * size <= step <= _STEP_EM[1] * size
    )


def vertical_layout(
    place: int, size: tuple[float, float], words: Sequence[Word], found: Sequence[Region]
) -> PageLayout:
    """The layout of a page that :func:`is_vertical`; ``found`` is what docvortex saw there."""
    page = turned_back(words, size)
    segments = to_segments(page.words)
    pictures = [
        replace(region, box=_back(region.box, size))
        for region in found
        if region.kind is RegionKind.PICTURE
    ]
    bands = [Region(RegionKind.TEXT, box) for box in page.bands]
    drafts = group(place, segments, [*pictures, *bands], size[0] * size[1])
    aside = to_segments(page.beside)
    for draft in group(place, aside, [], size[0] * size[1]):
        if not any(letter.isalpha() for letter in draft.text):
            draft.region = RegionKind.ASIDE
        drafts.append(draft)
    return PageLayout(place, size[1], size[0], drafts, TURN)


def turned_back(words: Sequence[Word], size: tuple[float, float]) -> VerticalPage:
    """As if the page had been turned until its columns were lines."""
    down = [word for word in words if _is_letter(word) or word.angle == TURN]
    rest = [word for word in words if not (_is_letter(word) or word.angle == TURN)]
    within = [word for word in rest if _is_within(word, down)]
    lines = [_turned(word, size) for word in (*down, *within)]
    usual = _usual_size(lines)
    lines = [word for word in lines if not _is_ruby(word, usual)]
    beside = [
        replace(word, box=_back(word.box, size), angle=270, baseline=word.baseline)
        for word in rest
        if word not in within
    ]
    bands = _bands(lines, usual)
    ordered: list[Word] = []
    for band in bands:
        inside = [word for word in lines if band[0] <= word.box.center[0] < band[1]]
        ordered += _in_lines(inside)
    boxes = [
        around([word.box for word in lines if band[0] <= word.box.center[0] < band[1]])
        for band in bands
    ]
    return VerticalPage(tuple(ordered), tuple(beside), tuple(boxes))


def _is_within(word: Word, letters: Sequence[Word]) -> bool:
    """A figure or two that stand upright in a column, right above or below a letter of it."""
    x, y = word.box.center
    return word.box.width <= 1.5 * word.size and any(
        abs(letter.box.center[0] - x) <= _ASIDE_EM * letter.size
        and abs(letter.box.center[1] - y) <= _STEP_EM[1] * letter.size
        for letter in letters
    )


def _back(box: Box, size: tuple[float, float]) -> Box:
    """A box of the displayed page on the page that is turned back."""
    return Box(box.y0, size[0] - box.x1, box.y1, size[0] - box.x0)


def _turned(word: Word, size: tuple[float, float]) -> Word:
    box = _back(word.box, size)
    text = "".join(map(_upright, word.text))
    baseline = box.y1 - _BASELINE * word.size
    return replace(word, text=text, box=box, angle=0, baseline=baseline, glued=False)


def _upright(letter: str) -> str:
    """Signs that have a form of their own in columns, as they are written in lines."""
    if "\ufe10" <= letter <= "\ufe19" or "\ufe30" <= letter <= "\ufe48":
        return unicodedata.normalize("NFKC", letter)
    return letter


def _usual_size(words: Sequence[Word]) -> float:
    sizes = sorted(word.size for word in words)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _is_ruby(word: Word, usual: float) -> bool:
    return word.size <= _RUBY * usual and all("\u3040" <= c <= "\u30ff" for c in word.text)


def _bands(words: Sequence[Word], usual: float) -> list[tuple[float, float]]:
    """From where to where each band reaches, first the one that is read first."""
    ordered = sorted(words, key=lambda word: word.box.x0)
    cuts: list[float] = []
    reach = ordered[0].box.x1 if ordered else 0.0
    counted = 0
    for number, word in enumerate(ordered):
        if word.box.x0 - reach >= _BAND_EM * usual:
            least = _LEAST_BAND * len(ordered)
            if number - counted >= least and len(ordered) - number >= least:
                cuts.append((reach + word.box.x0) / 2)
                counted = number
        reach = max(reach, word.box.x1)
    edges = [-1e9, *cuts, 1e9]
    return list(itertools.pairwise(edges))


def _in_lines(words: Sequence[Word]) -> Iterator[Word]:
    """Line after line; letters that follow each other belong to one word."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.center[1]):
        last = lines[-1] if lines else None
        if last and abs(last[0].box.center[1] - word.box.center[1]) <= _ASIDE_EM * 2 * word.size:
            last.append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda one: one.box.x0)
        baseline = line[0].baseline
        before: Word | None = None
        for word in line:
            near = before is not None and word.box.x0 - before.box.x1 < _GLUED_EM * word.size
            yield replace(word, glued=near, baseline=baseline)
            before = word
