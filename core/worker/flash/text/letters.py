"""The letters of a page with font, size and place, from PDFium's text layer."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.worker.flash.model import Box
from core.worker.flash.text.text_objects import object_addresses

SLANTED_DEG = 8.0
"""Off the nearest quarter turn; less is a scan that leans."""
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
    """Of quarter turns, or any where the text is slanted."""
    turn_deg: float
    """The exact one, clockwise."""
    skipped: bool


@dataclass(slots=True)
class PageLetter:
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


def is_mono_name(font: str) -> bool:
    return any(part in font.lower() for part in _MONO_NAMES)


def read_letters(textpage: Any, frame: PageFrame, skip: Skip | None) -> Iterator[PageLetter | None]:  # noqa: ANN401
    """PageLetter by letter; ``None`` where there is a space that was really written."""
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
) -> PageLetter:
    x0, y0, x1, y1 = sides
    if style.angle % 90:
        along, across = turned(origin, -math.radians(style.turn_deg))
        half = 0.5 * style.size  # PDFium's boxes are upright ones around slanted letters
        return PageLetter(
            text, style, along, along + half, across - style.size, across, across, False
        )
    is_rtl = text[0] >= _FIRST_RTL and unicodedata.bidirectional(text[0]) in ("R", "AL")
    if style.angle == 0:
        return PageLetter(text, style, x0, x1, y0, y1, origin[1], is_rtl)
    if style.angle == 90:  # reads down, lines go to the left
        return PageLetter(text, style, y0, y1, -x1, -x0, -origin[0], is_rtl)
    if style.angle == 180:
        return PageLetter(text, style, -x1, -x0, -y1, -y0, -origin[1], is_rtl)
    return PageLetter(text, style, -y1, -y0, x0, x1, origin[0], is_rtl)


def turned(point: tuple[float, float], angle: float) -> tuple[float, float]:
    """A point turned clockwise about the top left, by radians."""
    (x, y), cos, sin = point, math.cos(angle), math.sin(angle)
    return x * cos - y * sin, x * sin + y * cos


def _style(item: Any, handle: Any, index: int, frame: PageFrame, skip: Skip | None) -> FontStyle:  # noqa: ANN401
    from pypdfium2 import raw

    size = float(raw.FPDFText_GetFontSize(handle, index))
    if not item:
        return FontStyle("", size, False, False, False, 0, 0.0, False)
    matrix = raw.FS_MATRIX()
    angle, turn = 0, 0.0
    if raw.FPDFPageObj_GetMatrix(item, matrix):
        size *= math.hypot(matrix.c, matrix.d)
        turn = -math.degrees(math.atan2(matrix.b, matrix.a)) + 90 * frame.rotation
        angle = round(turn / 90) % 4 * 90
        if abs((turn - angle + 180) % 360 - 180) > SLANTED_DEG:
            angle = round(turn) % 360
    font = raw.FPDFTextObj_GetFont(item)
    if not font:
        return FontStyle("", size, False, False, False, angle, turn, False)
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
    mono = bool(flags & _FLAG_FIXED) or is_mono_name(name)
    skipped = skip is not None and skip(item)
    return FontStyle(name, size, bold, italic, mono, angle, turn, skipped)


def _name(font: Any) -> str:  # noqa: ANN401
    from pypdfium2 import raw

    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name[_SUBSET_PREFIX:] if name[_SUBSET_PREFIX - 1 : _SUBSET_PREFIX] == "+" else name
