"""Words to lines, and what a line looks like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.worker.flash.model import Box, Word, around
from core.worker.flash.text.words import is_cjk, is_rtl

GAP_EM = 1.5
"""A wider gap parts a line into segments: columns, cells, a bullet and its text."""
HYPHENS = ("-", "\u2010", "\u00ad")
"""At the end of a line."""
_SAME_LINE_EM = 0.3
_GLUED_EM = 0.12
_WIDE_EM = 0.7
_SCRIPT_SIZE = 0.88
"""Superscripts and subscripts are smaller than this share of their neighbours."""


@dataclass(frozen=True)
class TextLine:
    """Words that stand side by side."""

    words: tuple[Word, ...]
    index: int
    """Place in the page's stream."""

    @cached_property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @cached_property
    def size(self) -> float:
        """The size of most letters, in points."""
        return _most((word.size, len(word.text)) for word in self.words)

    @cached_property
    def baseline(self) -> float:
        return _most((word.baseline, len(word.text)) for word in self.words)

    @cached_property
    def font(self) -> str:
        counts: Counter[str] = Counter()
        for word in self.words:
            counts[word.font] += len(word.text)
        return counts.most_common(1)[0][0]

    @cached_property
    def text(self) -> str:
        return joined(self.words)

    @cached_property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)

    @cached_property
    def is_bold(self) -> bool:
        """All letters are, marks of lists and notes aside."""
        told = [word for word in self.words if any(c.isalnum() for c in word.text)]
        return bool(told) and all(word.bold for word in told)

    @cached_property
    def is_italic(self) -> bool:
        told = [word for word in self.words if any(c.isalnum() for c in word.text)]
        return bool(told) and all(word.italic for word in told)

    @cached_property
    def is_mono(self) -> bool:
        mono = sum(len(word.text) for word in self.words if word.mono)
        return mono >= 0.9 * self.letters

    @property
    def angle(self) -> int:
        return self.words[0].angle

    @cached_property
    def start(self) -> float:
        """How far the line is set in: from the left, or from the right where it is read so."""
        return -self.box.x1 if is_rtl(self.text) else self.box.x0


def joined(words: Sequence[Word]) -> str:
    """Text of words, with the spaces between them."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index and parted(words[index - 1], word):
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def parted(before: Word, word: Word) -> bool:
    """Whether a space stands between two words of a line. Between ideographs it does where they are
    a letter apart ("A．月亮　B．太阳"), but for a title whose letters are all set so wide."""
    if word.glued:
        return False
    return spaced(before.text, word.text) or (
        before.score is word.score is None
        and not (before.angle or word.angle)
        and max(len(before.text), len(word.text)) > 1
        and word.box.x0 - before.box.x1 > _WIDE_EM * word.size
    )


def spaced(before: str, after: str) -> bool:
    """Whether a space stands between two words: not between two ideographs."""
    return not (before and after and is_cjk(before[-1]) and is_cjk(after[0]))


def joined_lines(texts: Iterable[str]) -> str:
    """Lines of one cell as one text: with a space between them, but not between two ideographs."""
    whole = ""
    for text in filter(None, texts):
        whole += f" {text}" if whole and spaced(whole, text) else text
    return whole


def _most(pairs: Iterable[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in pairs:
        counts[round(value, 1)] += weight
    return counts.most_common(1)[0][0]


def to_segments(words: Sequence[Word]) -> list[TextLine]:
    """Runs of words of one line without a wide gap, in the order of the stream."""
    segments: list[TextLine] = []
    part: list[Word] = []
    start = 0
    for index, word in enumerate(words):
        if part and not _goes_on(part, word):
            segments.append(TextLine(tuple(part), start))
            part, start = [], index
        if not part:
            start = index
        part.append(_glued(part[-1], word) if part else word)
    if part:
        segments.append(TextLine(tuple(part), start))
    return _with_scripts(segments)


def _goes_on(part: Sequence[Word], word: Word) -> bool:
    last = part[-1]
    if last.angle != word.angle:
        return False
    size = max(last.size, word.size, 1.0)
    along, across = _axes(last, word)
    if not -0.5 * size < along < GAP_EM * size:
        return False
    if across <= _SAME_LINE_EM * size:
        return True
    small, large = sorted((last.size, word.size))
    is_script = small <= _SCRIPT_SIZE * large and across <= 0.6 * large and along < 0.5 * size
    if is_script:
        return True
    # back from a script to the line
    main = max(part, key=lambda one: one.size)
    return abs(main.baseline - word.baseline) <= _SAME_LINE_EM * size and along < 0.5 * size


def _glued(before: Word, word: Word) -> Word:
    """A script, or what follows one, belongs to the word before it where no gap parts them."""
    along, across = _axes(before, word)
    size = max(before.size, word.size)
    is_script = across > 0.05 * size and min(before.size, word.size) <= _SCRIPT_SIZE * size
    if word.glued or not is_script or along > _GLUED_EM * size:
        return word
    return replace(word, glued=True)


def _axes(before: Word, after: Word) -> tuple[float, float]:
    """Gap along the line, and how far apart the baselines are; in the direction of the text."""
    across = abs(before.baseline - after.baseline)
    if before.angle == 0 and is_rtl(before.text) and is_rtl(after.text):
        return before.box.x0 - after.box.x1, across
    if before.angle == 0:
        return after.box.x0 - before.box.x1, across
    if before.angle == 90:
        return after.box.y0 - before.box.y1, across
    if before.angle == 180:
        return before.box.x0 - after.box.x1, across
    return before.box.y0 - after.box.y1, across


def _with_scripts(segments: list[TextLine]) -> list[TextLine]:
    """A script that the stream has elsewhere (after its line, before it) goes to its line."""
    kept: list[TextLine] = []
    for segment in segments:
        last = kept[-1] if kept else None
        if (
            last is not None
            and segment.letters <= 4
            and segment.size <= _SCRIPT_SIZE * last.size
            and segment.angle == last.angle == 0
            and abs(segment.box.x0 - last.box.x1) < 0.4 * last.size
            and last.box.y0 - 0.5 * last.size < segment.box.center[1] < last.box.y1
        ):
            first = replace(segment.words[0], glued=True)
            kept[-1] = TextLine((*last.words, first, *segment.words[1:]), last.index)
            continue
        kept.append(segment)
    return kept


def rows(segments: Sequence[TextLine]) -> list[list[TextLine]]:
    """Segments that stand on one line, from left to right; lines from top to bottom."""
    found: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda one: (one.baseline, one.box.x0)):
        for row in reversed(found[-4:]):
            first = row[0]
            if abs(first.baseline - segment.baseline) <= _SAME_LINE_EM * max(
                first.size, segment.size
            ) and not _overlap(row, segment):
                row.append(segment)
                break
        else:
            found.append([segment])
    return [sorted(row, key=lambda one: one.box.x0) for row in found]


def _overlap(row: Sequence[TextLine], segment: TextLine) -> bool:
    return any(
        min(one.box.x1, segment.box.x1) - max(one.box.x0, segment.box.x0) > 0.3 * segment.size
        for one in row
    )


def whole_line(row: Sequence[TextLine]) -> TextLine:
    """One line of the segments of a row."""
    if len(row) == 1:
        return row[0]
    if is_rtl("".join(segment.text for segment in row)):
        row = sorted(row, key=lambda one: one.index)  # PDFium's order is that of reading
    return TextLine(
        tuple(word for segment in row for word in segment.words),
        min(segment.index for segment in row),
    )


_SENTENCE_END = re.compile(r"[.!?:;。！？：；…][\"'”’)\]）】」』]*$")


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))
