"""Lines of text with their words, their size and their weight."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.worker.flash.ocr.detection import is_upright
from core.worker.flash.ocr.image import Span, around_quad, cut_out, turned
from core.worker.flash.ocr.recognition import Letter, LineReading, Recognizer, is_wide
from core.worker.flash.ocr.strokes import stroke_width

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

RUBBISH = 0.4
"""Below this score what was read is no text: a stain, a stroke, a bit of a picture."""
_SMALL_EM, _CAPITAL_EM, _WIDE_EM = 0.5, 0.72, 0.86
"""How high the bodies of small letters, of capitals and digits, and of Chinese signs are, in the
size of the font: the means of Times, Helvetica, DejaVu and Noto."""
_TALL = frozenset("bdfhklt")
_MANY_TALL = 0.45
"""Share of tall letters from which on they, not the small ones, make the fullest rows."""
_REACH, _LEAST_REACH = 0.25, 0.15
"""Of the height of small letters, tall ones stand .27 to .5 above them; above capitals and digits
there is no more than .22 (240 lines of scans). Which of them make the fullest rows is no matter of
their number alone: one line in eight was taken for two thirds of its size, or for half as large
again."""
_SOME_TALL = 0.2
"""Fewer leave too little ink above the others to be seen, as do the letters of one short word."""
_LEAST_TALL, _LEAST_LETTERS = 2, 6
_SOME_INK = 0.05
_SOME_WIDE = 0.25
_HALF = 0.5
_FULL_ROWS = 3
"""The fullest row but two: a rule may be drawn under the line."""


@dataclass(frozen=True)
class LineWord:
    """A word of a line, in pixels."""

    text: str
    span: Span
    score: float


@dataclass(frozen=True)
class OcrLine:
    """A line as it was read, in the pixels of a level picture."""

    span: Span
    words: tuple[LineWord, ...]
    size: float
    """Of its font, in pixels."""
    weight: float
    """Ink of a letter over the square of its size."""
    unevenness: float = 1.0
    """How far its letters lie from an even pitch, in pitches: 0 to 1."""
    standing: int = 0
    """Quarter turns clockwise by which it was turned to be read."""
    stroke: float = 0.0
    """Width of the strokes of its letters, in pixels; 0 where it is not known."""

    @cached_property
    def text(self) -> str:
        return joined_words(self.words)

    @cached_property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)

    @cached_property
    def score(self) -> float:
        total = sum(word.score * len(word.text) for word in self.words)
        return total / max(1, self.letters)

    @cached_property
    def is_wide(self) -> bool:
        """Mostly Chinese or Japanese."""
        return 2 * sum(map(is_wide, self.text)) > self.letters

    def repeats(self, marks: Iterable[Span]) -> bool:
        """Whether it is one of these marks of other lines, read as a line of its own."""
        return self.letters <= 2 and any(
            mark.holds(self.span.mid_x, self.span.mid_y) for mark in marks
        )


def joined_words(words: Sequence[LineWord]) -> str:
    """Words with a space between, but none beside Chinese, where the picture shows none."""
    text = ""
    last: LineWord | None = None
    for word in words:
        if last is not None:
            gap = word.span.x0 - last.span.x1
            touches = gap < 0.35 * word.span.height
            if not (touches and (is_wide(last.text[-1]) or is_wide(word.text[0]))):
                text += " "
        text += word.text
        last = word
    return text


def read_lines(recognizer: Recognizer, image: Image, quads: Sequence[Quad]) -> list[OcrLine]:
    """All lines that hold text, in the order given."""
    found = []
    for quad in quads:
        picture = cut_out(image, quad)
        standing = 0
        if is_upright(quad) and len(quad):
            picture, reading, standing = _stood_up(recognizer, picture)
        else:
            reading = recognizer.read(picture)
        if reading.score < RUBBISH or not reading.text.strip():
            continue
        found.append(line_of(around_quad(quad), reading, picture, standing))
    return found


def _stood_up(recognizer: Recognizer, picture: Image) -> tuple[Image, LineReading, int]:
    """A standing line, turned the way in which it can be read."""
    ways = []
    for turns in (1, 3):
        upright = turned(picture, turns)
        ways.append((upright, recognizer.read(upright), turns))
    lying = recognizer.read(picture)
    best = max(ways, key=lambda way: way[1].score)
    if lying.score > best[1].score + 0.05:  # a single letter, higher than it is wide
        return picture, lying, 0
    return best


def line_of(span: Span, reading: LineReading, picture: Image, standing: int) -> OcrLine:
    """A line that says this; its size, weight and strokes are those of its picture, which was
    turned by ``standing`` quarters to be read."""
    ink, height, above = _ink(picture)
    letters = sum(not letter.text.isspace() for letter in reading.letters)
    size = height / _height_em(reading.text, above / height)
    words = _words(reading, span, standing)
    weight = ink / max(1, letters) / max(1.0, size * size)
    stroke = stroke_width(picture)
    return OcrLine(span, words, size, weight, unevenness(reading), standing, stroke)


def unevenness(reading: LineReading) -> float:
    """Mean distance of letters from the even pitch that fits them best, in pitches.

    In a font of fixed width letters stay within a third of a pitch to the end of a line; in any
    other they drift away from it by whole ones. 1 for what is too short to tell.
    """
    import numpy

    letters = reading.letters
    if len(letters) < 8 or any(is_wide(letter.text) for letter in letters):
        return 1.0
    places = numpy.array([letter.at for letter in letters])
    numbers = numpy.arange(len(letters))
    pitch, start = numpy.polyfit(numbers, places, 1)
    if pitch <= 0:
        return 1.0
    return min(1.0, float(numpy.abs(places - start - pitch * numbers).mean() / pitch))


def _words(reading: LineReading, span: Span, standing: int) -> tuple[LineWord, ...]:
    runs: list[list[Letter]] = [[]]
    for letter in reading.letters:
        if letter.text.isspace():
            runs.append([])
        else:
            runs[-1].append(letter)
    length = span.height if standing % 2 else span.width
    pitch = 1 / max(1, len(reading.letters))
    # A letter reaches half the usual pitch to both sides of its middle, a wide one a whole height.
    half = min(pitch / 2, 0.35 * min(span.width, span.height) / max(1.0, length))
    words = []
    for run in filter(None, runs):
        text = unicodedata.normalize("NFC", "".join(letter.text for letter in run))
        start, end = max(0.0, run[0].at - half), min(1.0, run[-1].at + half)
        score = sum(letter.score for letter in run) / len(run)
        words.append(LineWord(text, _part(span, start, end, standing), score))
    return tuple(words)


def _part(span: Span, start: float, end: float, standing: int) -> Span:
    """The part of a line between two places along it."""
    if standing == 0:
        return Span(span.x0 + start * span.width, span.y0, span.x0 + end * span.width, span.y1)
    if standing == 1:  # it runs up the page
        start, end = 1 - end, 1 - start
    return Span(span.x0, span.y0 + start * span.height, span.x1, span.y0 + end * span.height)


def _ink(picture: Image) -> tuple[float, float, float]:
    """How much ink a line has, in pixels of full black, how high the bodies of its letters are, and
    how far others of them reach above these.

    Bodies are where rows have at least half the ink of the fullest, between two pixels: what sticks
    out above and below differs from line to line.
    """
    import cv2
    import numpy

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(numpy.float32)
    darkness = numpy.abs(grey - float(numpy.median(grey)))
    strongest = max(40.0, float(numpy.percentile(darkness, 98)))
    share = (darkness / strongest).clip(0, 1)
    share[share < 0.3] = 0  # the grain of the paper
    rows = share.sum(axis=1)
    full = float(numpy.sort(rows)[-min(len(rows), _FULL_ROWS)]) * _HALF
    dense = numpy.nonzero(rows >= full)[0]
    if not len(dense) or full <= 0:
        return float(share.sum()), float(picture.shape[0]), 0.0
    first, last = int(dense[0]), int(dense[-1])
    height = float(last - first)
    if first > 0:
        height += float((rows[first] - full) / max(1e-6, rows[first] - rows[first - 1]))
    if last + 1 < len(rows):
        height += float((rows[last] - full) / max(1e-6, rows[last] - rows[last + 1]))
    top = first
    while top > 0 and rows[top - 1] >= full / _HALF * _SOME_INK:
        top -= 1
    return float(share.sum()), max(2.0, height), float(first - top)


def _height_em(text: str, above: float = 0.0) -> float:
    """How high the bodies of most letters of a text are, in the size of the font; ``above``: how
    far others reach above the bodies that were measured, in their height."""
    letters = [letter for letter in text if letter.isalnum()]
    if sum(map(is_wide, letters)) > _SOME_WIDE * len(letters):
        return _WIDE_EM
    tall = sum(not letter.islower() or letter in _TALL for letter in letters)
    if tall > _MANY_TALL * len(letters):
        return _CAPITAL_EM if tall == len(letters) or above < _REACH else _SMALL_EM
    are_some = tall >= max(_LEAST_TALL, _SOME_TALL * len(letters))
    is_told = are_some and len(letters) >= _LEAST_LETTERS
    return _CAPITAL_EM if is_told and above < _LEAST_REACH else _SMALL_EM
