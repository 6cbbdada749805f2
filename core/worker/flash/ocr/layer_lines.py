"""Lines of a scan whose letters a text layer tells. How they look is measured in the picture.

A program that made a scan searchable laid its words over the page, unseen: each with a font of its
own choice, and of a size that differs from word to word ("2.1 to 7.0 pt in lines of 3 pt", a
library's scan). So no more is taken from it than the letters and where they stand.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.worker.flash.model import Box, Word
from core.worker.flash.ocr.frame import ImageFrame, moved
from core.worker.flash.ocr.gutters import part_at_gutters
from core.worker.flash.ocr.image import Span, around_quad, cut_out, hull, ink_of
from core.worker.flash.ocr.lines import LineWord, OcrLine, line_of
from core.worker.flash.ocr.orientation import slant_deg
from core.worker.flash.ocr.recognition import Letter, LineReading
from core.worker.flash.ocr.word_pitch import with_pitch
from core.worker.flash.text.words import is_rtl

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

UPRIGHT_SHARE = 0.9
"""Of the letters: a layer with more that stand, or run to the left, is read as text is."""
INKED_SHARE = 0.6
"""Of the words: fewer have ink where they should when the layer lies elsewhere than the text."""
_LEAST_INK = 0.04
"""Of a word's box."""
_ABOVE_EM, _BELOW_EM = 1.0, 0.3
"""How far a line reaches above and below the foot of its letters."""
_SAME_LINE_EM = 0.5
_WIDE_EM = 1.0
"""A wider gap parts cells, or columns."""
_WRONG_SCALE = 0.08
_LONG_LETTERS, _LEAST_LINES = 30, 3
_LEAST_WORDS = 3
"""To tell from their feet how a line leans."""


def is_upright(words: Sequence[Word]) -> bool:
    """Whether nearly all of it runs to the right."""
    letters = sum(len(word.text) for word in words)
    upright = sum(len(word.text) for word in words if not word.angle and not is_rtl(word.text))
    return letters > 0 and upright >= UPRIGHT_SHARE * letters


@dataclass(frozen=True)
class _Row:
    """Words side by side; their places in pixels."""

    words: tuple[LineWord, ...]
    quad: Quad
    size: float
    """Of its font in points, by the layer."""


@dataclass(frozen=True)
class LayerPage:
    """A page made level, and what its layer says, in pixels of that."""

    frame: ImageFrame
    lines: list[OcrLine]
    slant_deg: float
    """By which lines still fall to the right."""


def layer_lines(frame: ImageFrame, words: Sequence[Word]) -> LayerPage | None:
    """The lines of a page; ``None`` where the layer lies elsewhere than the picture's text."""
    page = frame.box(Span(0, 0, frame.width, frame.height))
    words = [word for word in words if _is_on(page, word)]
    upright = [word for word in words if not word.angle]
    placed = _level_rows(frame, upright)
    if not upright or not _are_over_ink(ink_of(placed.frame.image), placed.words):
        return None
    scale = _true_scale(placed)
    if abs(scale - 1) > _WRONG_SCALE:
        placed = _level_rows(frame, [replace(one, size=scale * one.size) for one in upright])
    frame = placed.frame
    pieces = part_at_gutters(frame.image, [row.quad for row in placed.rows])
    spans = [around_quad(piece) for piece in pieces]
    members: dict[int, list[LineWord]] = {}
    for word in placed.words:
        members.setdefault(_piece_of(word.span, spans), []).append(word)
    lines = [_line(frame.image, pieces[number], members[number]) for number in sorted(members)]
    lines = [*with_pitch(lines), *_turned_lines(frame, words)]
    return LayerPage(frame, lines, slant_deg(pieces, least=0.0))


def _is_on(page: Box, word: Word) -> bool:
    """Whether it stands on the page, and is no larger than that: pictures are cut out by words."""
    return (
        page.holds(*word.box.center)
        and word.box.width <= 1.1 * page.width
        and word.box.height <= 0.5 * page.height
        and word.size <= 0.5 * page.height
    )


def _turned_lines(frame: ImageFrame, words: Sequence[Word]) -> list[OcrLine]:
    """What stands, or is upside down: a stamp in the margin, the label of an axis."""
    import numpy

    to_pixels = numpy.linalg.inv(frame.to_page)
    lines = []
    turned = (word for word in words if word.angle)
    for (angle, _), row in itertools.groupby(turned, lambda one: (one.angle, one.baseline)):
        placed = []
        for word in row:
            box = word.box
            corners = moved(numpy.array([(box.x0, box.y0), (box.x1, box.y1)]), to_pixels)
            placed.append(LineWord(word.text, around_quad(corners), 1.0))
        span = hull([word.span for word in placed])
        size = span.width if angle % 180 else span.height
        lines.append(OcrLine(span, tuple(placed), size, 0.0, standing=-angle // 90 % 4))
    return lines


@dataclass(frozen=True)
class _LevelRows:
    """All rows of a page, in pixels of a level picture."""

    frame: ImageFrame
    rows: list[_Row]

    @property
    def words(self) -> list[LineWord]:
        return [word for row in self.rows for word in row.words]


def _level_rows(frame: ImageFrame, words: Sequence[Word]) -> _LevelRows:
    rows = _rows(words)
    sizes = [statistics.median([word.size for word in row]) for row in rows]
    heights = _heights(rows, sizes)
    placed = list(map(_row_of, itertools.repeat(frame), rows, sizes, heights))
    if slant := slant_deg([row.quad for row in placed]):
        frame, _ = frame.levelled(slant)
        placed = list(map(_row_of, itertools.repeat(frame), rows, sizes, heights))
    return _LevelRows(frame, placed)


def _true_scale(placed: _LevelRows) -> float:
    """How much larger letters are in the picture than the layer says: by its long lines."""
    frame = placed.frame
    found = []
    for row in placed.rows:
        line = _line(frame.image, row.quad, row.words)
        if line.letters >= _LONG_LETTERS and row.size > 0:
            found.append(line.size * frame.points_per_pixel / row.size)
    return statistics.median(found) if len(found) >= _LEAST_LINES else 1.0


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that follow each other on one line, in the order of the layer."""
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1] if rows else None
        size = 0.0 if last is None else max(last.size, word.size, 1.0)
        if last is None or not (
            abs(last.baseline - word.baseline) < _SAME_LINE_EM * size
            and -size < word.box.x0 - last.box.x1 < _WIDE_EM * size
        ):
            rows.append([])
        rows[-1].append(word)
    return rows


def _heights(rows: Sequence[Sequence[Word]], sizes: Sequence[float]) -> list[float]:
    """How far up each line reaches, in points: as most do, but into no line above it."""
    usual = statistics.median(sizes) if sizes else 0.0
    heights = []
    for row, size in zip(rows, sizes, strict=True):
        x0, x1, foot = row[0].box.x0, row[-1].box.x1, row[0].baseline
        above = [
            foot - other[0].baseline
            for other in rows
            if other[0].baseline < foot - 0.5 * size
            and min(x1, other[-1].box.x1) > max(x0, other[0].box.x0)
        ]
        room = min(above, default=2 * size) - _BELOW_EM * size
        heights.append(max(0.8 * size, min(_ABOVE_EM * max(size, usual), room)))
    return heights


def _row_of(frame: ImageFrame, words: Sequence[Word], size: float, above: float) -> _Row:
    import numpy

    feet = numpy.array([word.baseline for word in words])
    middles = numpy.array([word.box.center[0] for word in words])
    is_long = len(words) >= _LEAST_WORDS and float(numpy.ptp(middles)) > size
    slope = float(numpy.polyfit(middles, feet, 1)[0]) if is_long else 0.0
    foot = float(numpy.median(feet - slope * middles))
    to_pixels = numpy.linalg.inv(frame.to_page)

    def pixels(places: Sequence[float], rise: float) -> Quad:
        points = [(x, foot + slope * x - rise) for x in places]
        return moved(numpy.array(points), to_pixels)

    ends = [words[0].box.x0, max(word.box.x1 for word in words)]
    top, bottom = pixels(ends, above), pixels(ends, -_BELOW_EM * size)
    quad = numpy.array([top[0], top[1], bottom[1], bottom[0]])
    rows = around_quad(quad)
    placed = []
    for word in words:
        (x0, _), (x1, _) = pixels([word.box.x0, word.box.x1], 0.0)
        placed.append(LineWord(word.text, Span(x0, rows.y0, x1, rows.y1), 1.0))
    return _Row(tuple(placed), quad, size)


def _are_over_ink(ink: Image, words: Sequence[LineWord]) -> bool:
    """Whether most words have ink where they stand."""
    inked = 0
    for word in words:
        x0, y0 = max(0, int(word.span.x0)), max(0, int(word.span.y0))
        part = ink[y0 : max(y0 + 1, int(word.span.y1)), x0 : max(x0 + 1, int(word.span.x1))]
        inked += bool(part.size) and float((part > 0).mean()) >= _LEAST_INK
    return inked >= INKED_SHARE * max(1, len(words))


def _piece_of(span: Span, pieces: Sequence[Span]) -> int:
    """Which piece a word is of: the one at its height that is nearest."""

    def distance(number: int) -> tuple[float, float]:
        piece = pieces[number]
        beside = max(0.0, piece.x0 - span.mid_x, span.mid_x - piece.x1)
        return abs(piece.mid_y - span.mid_y) // max(1.0, 0.5 * span.height), beside

    return min(range(len(pieces)), key=distance)


def _line(image: Image, quad: Quad, words: Sequence[LineWord]) -> OcrLine:
    span = hull([word.span for word in words])
    reading = LineReading(tuple(_letters(words, span)))
    line = line_of(span, reading, cut_out(image, quad), 0)
    # Where letters stand within words is not known: they are even there in any font.
    return replace(line, words=tuple(words), unevenness=1.0)


def _letters(words: Sequence[LineWord], line: Span) -> list[Letter]:
    """The letters of words, spaces between them, evenly over each word."""
    length = max(1.0, line.width)
    letters: list[Letter] = []
    for number, word in enumerate(words):
        if number:
            gap = (words[number - 1].span.x1 + word.span.x0) / 2
            letters.append(Letter(" ", 1.0, (gap - line.x0) / length))
        pitch = word.span.width / max(1, len(word.text))
        for place, text in enumerate(word.text):
            middle = word.span.x0 + (place + 0.5) * pitch
            letters.append(Letter(text, 1.0, (middle - line.x0) / length))
    return letters
