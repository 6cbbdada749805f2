"""The words of a page, with font, size and weight, from PDFium's text layer.

PDFium's own spaces are not used: where the font says nothing of its widths, or says it wrongly,
letters stand apart ("T i t l e", docling #4018), and gaps of 0.12 em are swallowed ("Causeof
death", docling PR 4078). Here a gap counts by how much wider it is than the gaps usual in its
line.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import statistics
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.worker.flash.model import Box, Word
from core.worker.flash.text.text_objects import object_addresses

GAP_EM = 0.1
"""A gap this much wider than the usual one is a space. Kerning stays below 0.06 em."""
CJK_GAP_EM = 0.7
"""Between ideographs, which are set on a grid, only a wide gap is one."""
LINE_EM = 0.4
"""Baselines further apart than this are two lines, or a superscript: two words in any case."""
_BOLD_WEIGHT = 600
_FLAG_FIXED, _FLAG_ITALIC, _FLAG_BOLD = 1, 1 << 6, 1 << 18
_KEPT_CONTROLS = (0x02, 0xAD, 0x200C, 0x200D)
"""PDFium's mark of a hyphen at the end of a line, the soft hyphen, joiners of letters."""
_SUBSET_PREFIX = 7
"""``ABCDEF+`` before the name of a font that is embedded in parts."""
_MONO_NAMES = ("mono", "courier", "consol", "typewriter", "menlo", "cmtt", "sourcecode", "fixed")
_BOLD_NAMES = ("bold", "black", "heavy", "-bd", "semibold", "demi", "cmbx")
_ITALIC_NAMES = ("italic", "oblique", "-it", "cmti", "slanted")

Skip = Callable[[Any], bool]
"""Whether a text object of PDFium is not to be read (hidden, on a layer that is off)."""


@dataclass(frozen=True)
class FontStyle:
    """What a text object says of its letters."""

    font: str
    size: float
    bold: bool
    italic: bool
    mono: bool
    angle: int
    skipped: bool


@dataclass(slots=True)
class _Letter:
    text: str
    style: FontStyle
    left: float
    right: float
    top: float
    bottom: float
    """In the direction of the text: along the line, and down from line to line."""
    baseline: float
    is_rtl: bool
    """Of a script that is written from right to left."""


@dataclass(frozen=True)
class PageFrame:
    """Turns PDFium's page coordinates into those of the displayed page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    """Quarter turns clockwise."""

    @property
    def size(self) -> tuple[float, float]:
        """Displayed width and height in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, from the top left of what is displayed."""
        x, y = x - self.left, y - self.bottom
        if not self.rotation:
            return x, self.top - self.bottom - y
        width, height = self.right - self.left, self.top - self.bottom
        if self.rotation == 1:
            return y, x
        if self.rotation == 2:
            return width - x, y
        return height - y, width - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page as it is displayed."""
        return Box(*self.sides(left, bottom, right, top))

    def sides(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Of that box; a page has thousands of letters."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        if xa > xb:
            xa, xb = xb, xa
        return (xa, ya, xb, yb) if ya <= yb else (xa, yb, xb, ya)


def frame_of(page: Any) -> PageFrame:  # noqa: ANN401
    """Of a page of pypdfium2."""
    from pypdfium2 import raw

    rect = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, rect)
    return PageFrame(
        rect.left, rect.bottom, rect.right, rect.top, raw.FPDFPage_GetRotation(page.raw) % 4
    )


def read_words(page: Any, skip: Skip | None = None) -> list[Word]:  # noqa: ANN401
    """All words of a page of pypdfium2, in the order of its stream."""
    frame = frame_of(page)
    textpage = page.get_textpage()
    try:
        words: list[Word] = []
        for run in _runs(_letters(textpage, frame, skip)):
            words += _split(run, frame)
        return _without_cjk_mono(words)
    finally:
        textpage.close()


def _without_cjk_mono(words: list[Word]) -> list[Word]:
    """A font with ideographs says that it is of fixed pitch, and is none for Latin letters."""
    fonts = {word.font for word in words if word.mono and any(map(is_cjk, word.text))}
    fonts = {font for font in fonts if not _is_mono_name(font)}
    if not fonts:
        return words
    return [replace(word, mono=False) if word.font in fonts else word for word in words]


def _is_mono_name(font: str) -> bool:
    return any(part in font.lower() for part in _MONO_NAMES)


def _letters(textpage: Any, frame: PageFrame, skip: Skip | None) -> Iterator[_Letter | None]:  # noqa: ANN401
    """Letter by letter; ``None`` where there is a space that was really written."""
    from pypdfium2 import raw

    handle = textpage.raw
    loose = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    styles: dict[int, FontStyle] = {}
    object_at = object_addresses(handle)
    high = 0
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (0, 0xFFFE, 0xFFFF, 0xFEFF) or (
            code <= LAST_GENERATED and raw.FPDFText_IsGenerated(handle, index) == 1
        ):
            continue
        if 0xD800 <= code < 0xDC00:  # two halves of a letter beyond U+FFFF
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        text = chr(code)
        if not _is_printed_ascii(code):
            if text.isspace() or code == 0xA0:
                yield None
                continue
            if code not in _KEPT_CONTROLS and unicodedata.category(text) in ("Cc", "Cf"):
                continue
        key = object_at(index)
        style = styles.get(key)
        if style is None:
            item = raw.FPDFText_GetTextObject(handle, index)
            style = styles[key] = _style(item, handle, index, frame, skip)
        if style.skipped:
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, index, loose):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        yield _letter(
            "-" if code == 2 else text,  # PDFium's mark for a hyphen at the end of a line
            style,
            frame.sides(loose.left, loose.bottom, loose.right, loose.top),
            frame.point(x.value, y.value),
        )


LAST_GENERATED = 0x20
"""PDFium makes up blanks and ends of lines only, so it need not be asked of other letters."""


def address_of(item: Any) -> int:  # noqa: ANN401 - a pointer of ctypes
    """Where it points to, 0 for none; reading it so takes a third of the time of a cast."""
    return ctypes.c_size_t.from_buffer(item).value if item is not None else 0


def _is_printed_ascii(code: int) -> bool:
    return 0x20 < code < 0x7F


_FIRST_RTL = "\u0590"
"""Of all letters that are written from right to left."""


def _letter(
    text: str,
    style: FontStyle,
    sides: tuple[float, float, float, float],
    origin: tuple[float, float],
) -> _Letter:
    x0, y0, x1, y1 = sides
    is_rtl = text[0] >= _FIRST_RTL and unicodedata.bidirectional(text[0]) in ("R", "AL")
    if style.angle == 0:
        return _Letter(text, style, x0, x1, y0, y1, origin[1], is_rtl)
    if style.angle == 90:  # reads down, lines go to the left
        return _Letter(text, style, y0, y1, -x1, -x0, -origin[0], is_rtl)
    if style.angle == 180:
        return _Letter(text, style, -x1, -x0, -y1, -y0, -origin[1], is_rtl)
    return _Letter(text, style, -y1, -y0, x0, x1, origin[0], is_rtl)


def _style(item: Any, handle: Any, index: int, frame: PageFrame, skip: Skip | None) -> FontStyle:  # noqa: ANN401
    from pypdfium2 import raw

    size = float(raw.FPDFText_GetFontSize(handle, index))
    if not item:
        return FontStyle("", size, False, False, False, 0, False)
    matrix = raw.FS_MATRIX()
    angle = 0
    if raw.FPDFPageObj_GetMatrix(item, matrix):
        size *= math.hypot(matrix.c, matrix.d)
        turn = -math.degrees(math.atan2(matrix.b, matrix.a)) + 90 * frame.rotation
        angle = round(turn / 90) % 4 * 90
    font = raw.FPDFTextObj_GetFont(item)
    if not font:
        return FontStyle("", size, False, False, False, angle, False)
    name = _name(font)
    flags = max(0, raw.FPDFFont_GetFlags(font))
    low = name.lower()
    bold = (
        raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
        or bool(flags & _FLAG_BOLD)
        or any(part in low for part in _BOLD_NAMES)
        or raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    )
    slant = ctypes.c_int()
    italic = bool(flags & _FLAG_ITALIC) or any(part in low for part in _ITALIC_NAMES)
    if not italic and raw.FPDFFont_GetItalicAngle(font, slant):
        italic = slant.value != 0
    mono = bool(flags & _FLAG_FIXED) or _is_mono_name(name)
    skipped = skip is not None and skip(item)
    return FontStyle(name, size, bold, italic, mono, angle, skipped)


def _name(font: Any) -> str:  # noqa: ANN401
    from pypdfium2 import raw

    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name[_SUBSET_PREFIX:] if name[_SUBSET_PREFIX - 1 : _SUBSET_PREFIX] == "+" else name


@dataclass
class _Run:
    """Letters of one line, one after another, and before which of them a space was written."""

    letters: list[_Letter]
    spaces: set[int]


def _runs(letters: Iterator[_Letter | None]) -> Iterator[_Run]:
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


def _is_sign_within(before: _Letter, sign: _Letter) -> bool:
    """A comma or a vowel sign after a letter that is read from right to left."""
    return (
        before.is_rtl
        and not sign.is_rtl
        and not sign.text.isalnum()
        and sign.right - before.left < 0.2 * before.style.size
    )


def _is_ligature(before: _Letter, after: _Letter) -> bool:
    """One glyph for several letters: PDFium gives each of them the box of all."""
    return (
        before.left == after.left
        and before.right == after.right
        and before.baseline == after.baseline
        and before.text[-1:].isalpha()
        and after.text.isalpha()
    )


def _goes_on(before: _Letter, after: _Letter) -> bool:
    """Whether a letter stands on the line of the one before it, and to its right."""
    size = max(before.style.size, after.style.size, 1.0)
    return (
        before.style.angle == after.style.angle
        and before.is_rtl == after.is_rtl
        and abs(before.baseline - after.baseline) < LINE_EM * size
        and -size < _gap(before, after) < 8 * size
    )


def _gap(before: _Letter, after: _Letter) -> float:
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
    part: list[_Letter] = []
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


def _word(letters: list[_Letter], glued: bool, frame: PageFrame) -> Word:
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
    return Word(
        "".join([letter.text for letter in letters]),
        box,
        style.font,
        style.size,
        style.bold,
        style.italic,
        style.mono,
        style.angle,
        glued,
        letters[0].baseline,
    )
