"""The words of a page, with font, size and weight, from PDFium's text layer.

PDFium's own spaces are not used: where the font says nothing of its widths, or says it wrongly,
letters stand apart ("T i t l e", docling #4018), and gaps of 0.12 em are swallowed ("Causeof
death", docling PR 4078). Here a gap counts by how much wider it is than the gaps usual in its
line.
"""

from __future__ import annotations

import itertools
import math
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.worker.flash.model import Box, Word
from core.worker.flash.text.letters import (
    FontStyle,
    PageFrame,
    PageLetter,
    Skip,
    frame_of,
    is_mono_name,
    read_letters,
    turned,
)

GAP_EM = 0.1
"""A gap this much wider than the usual one is a space. Kerning stays below 0.06 em."""
CJK_GAP_EM = 0.7
"""Between ideographs, which are set on a grid, only a wide gap is one."""
LINE_EM = 0.4
"""Baselines further apart than this are two lines, or a superscript: two words in any case."""


def read_words(page: Any, skip: Skip | None = None) -> list[Word]:  # noqa: ANN401
    """All words of a page of pypdfium2, in the order of its stream."""
    frame = frame_of(page)
    textpage = page.get_textpage()
    try:
        words: list[Word] = []
        for run in _runs(read_letters(textpage, frame, skip)):
            if run.letters[0].style.angle % 90:
                words.append(_slanted(run))
            else:
                words += _split(run, frame)
        return _without_cjk_mono(words)
    finally:
        textpage.close()


def _without_cjk_mono(words: list[Word]) -> list[Word]:
    """A font with ideographs says that it is of fixed pitch, and is none for Latin letters."""
    fonts = {word.font for word in words if word.mono and any(map(is_cjk, word.text))}
    fonts = {font for font in fonts if not is_mono_name(font)}
    if not fonts:
        return words
    return [replace(word, mono=False) if word.font in fonts else word for word in words]


@dataclass
class _Run:
    """Letters of one line, one after another, and before which of them a space was written."""

    letters: list[PageLetter]
    spaces: set[int]


def _runs(letters: Iterator[PageLetter | None]) -> Iterator[_Run]:
    run = _Run([], set())
    for letter in letters:
        if letter is None:
            run.spaces.add(len(run.letters))
            continue
        last = run.letters[-1] if run.letters else None
        if last is None:
            run.letters.append(letter)
            continue
        if last.is_rtl and _is_sign_within(last, letter):
            letter.is_rtl = True
        if last.left == letter.left and _is_ligature(last, letter):
            parts = (letter.text, last.text) if letter.is_rtl else (last.text, letter.text)
            last.text = "".join(parts)  # PDFium has those of Arabic the wrong way round
            continue
        if not _goes_on(last, letter):
            yield run
            run = _Run([], set())
        run.letters.append(letter)
    if run.letters:
        yield run


def _is_sign_within(before: PageLetter, sign: PageLetter) -> bool:
    """A comma or a vowel sign after a letter that is read from right to left."""
    return (
        before.is_rtl
        and not sign.is_rtl
        and not sign.text.isalnum()
        and sign.right - before.left < 0.2 * before.style.size
    )


def _is_ligature(before: PageLetter, after: PageLetter) -> bool:
    """One glyph for several letters: PDFium gives each of them the box of all."""
    return (
        before.left == after.left
        and before.right == after.right
        and before.baseline == after.baseline
        and before.text[-1:].isalpha()
        and after.text.isalpha()
    )


def _goes_on(before: PageLetter, after: PageLetter) -> bool:
    """Whether a letter stands on the line of the one before it, and to its right."""
    size = max(before.style.size, after.style.size, 1.0)
    return (
        before.style.angle == after.style.angle
        and before.is_rtl == after.is_rtl
        and abs(before.baseline - after.baseline) < LINE_EM * size
        and -size < _gap(before, after) < 8 * size
    )


def _gap(before: PageLetter, after: PageLetter) -> float:
    """Between two letters that are read one after the other."""
    if after.is_rtl:
        return before.left - after.right
    return after.left - before.right


_DOTS = frozenset(".·…_")
"""Of leaders, which are set wider than letters are ("FirstSteps . . . . . 2")."""


def _split(run: _Run, frame: PageFrame) -> Iterator[Word]:
    letters = run.letters
    gaps = [_gap(before, after) for before, after in itertools.pairwise(letters)]
    sizes = [max(1.0, letter.style.size) for letter in letters]
    inner = [
        gap / size
        for index, (gap, size) in enumerate(zip(gaps, sizes, strict=False))
        if index + 1 not in run.spaces
        and gap < size
        and not (letters[index].text in _DOTS and letters[index + 1].text in _DOTS)
    ]
    usual = max(0.0, statistics.median(inner)) if len(inner) >= 4 else 0.0
    part: list[PageLetter] = []
    glued = False
    for index, letter in enumerate(letters):
        if part:
            gap = gaps[index - 1] / sizes[index - 1] - usual
            last = part[-1]
            spaced = (
                gap > CJK_GAP_EM
                or (gap > GAP_EM and not (is_cjk(last.text[-1]) and is_cjk(letter.text[0])))
                or (index in run.spaces and gap > -0.3)
            )
            changed = (last.style is not letter.style and last.style != letter.style) or (
                abs(last.baseline - letter.baseline) > 0.1 * sizes[index]
            )
            if spaced or changed:
                yield _word(part, glued, frame)
                glued = not spaced
                part = []
        part.append(letter)
    if part:
        yield _word(part, glued, frame)


def _slanted(run: _Run) -> Word:
    """A slanted line, a word of the table's head or a watermark, as one word with its spaces."""
    style, text = run.letters[0].style, ""
    for index, letter in enumerate(run.letters):
        step = letter.left - run.letters[index - 1].left if index else 0.0
        text += f" {letter.text}" if index in run.spaces or step > 1.2 * style.size else letter.text
    first, last = run.letters[0], run.letters[-1]
    angle = math.radians(style.turn_deg)
    corners = [
        turned((along, first.baseline - rise), angle)
        for along in (first.left, last.right)
        for rise in (0.0, 0.7 * style.size)
    ]
    box = Box(
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
    return _styled(text.strip(), box, style, first.baseline)


def is_rtl(text: str) -> bool:
    """Most of its letters are of a script that is written from right to left."""
    kinds = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return 2 * sum(kind in ("R", "AL") for kind in kinds) > len(kinds)


def is_cjk(letter: str) -> bool:
    """Ideographs, kana, full-width signs: what is set without spaces between words."""
    code = ord(letter)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def is_hangul(letter: str) -> bool:
    """Of Korean, which is set with spaces between words."""
    return "\uac00" <= letter <= "\ud7a3"


def _word(letters: list[PageLetter], glued: bool, frame: PageFrame) -> Word:
    style = letters[0].style
    left = min([letter.left for letter in letters])
    right = max([letter.right for letter in letters])
    top = min([letter.top for letter in letters])
    bottom = max([letter.bottom for letter in letters])
    if style.angle == 0:
        box = Box(left, top, right, bottom)
    elif style.angle == 90:
        box = Box(-bottom, left, -top, right)
    elif style.angle == 180:
        box = Box(-right, -bottom, -left, -top)
    else:
        box = Box(top, -right, bottom, -left)
    text = "".join([letter.text for letter in letters])
    return _styled(text, box, style, letters[0].baseline, glued=glued)


def _styled(text: str, box: Box, style: FontStyle, baseline: float, *, glued: bool = False) -> Word:
    return Word(
        text,
        box,
        style.font,
        style.size,
        style.bold,
        style.italic,
        style.mono,
        style.angle,
        glued,
        baseline,
    )
