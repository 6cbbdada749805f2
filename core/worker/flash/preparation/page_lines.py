"""The lines of text on a page, as PDFium reads them: to find the label of a form field."""

from __future__ import annotations

from ctypes import byref, c_double, c_void_p, cast
from dataclasses import dataclass
from typing import Any

from core.worker.flash.preparation.frame import Frame
from core.worker.flash.preparation.painted import Area

_GAP_EM = 1.2
"""Wider gaps part what stands on one line."""


@dataclass(frozen=True)
class Line:
    """Text that stands together, displayed upright."""

    text: str
    area: Area
    """On the displayed page, y upwards."""
    baseline: float
    size: float
    first: int | None
    """Number of the operator that shows its beginning, among those of the page's own content;
    ``None`` where it is in a form."""
    place: int | None
    """The same of its end."""


@dataclass
class _Open:
    text: str
    area: Area
    baseline: float
    size: float
    first: int | None
    place: int | None

    def line(self) -> Line:
        return Line(self.text, self.area, self.baseline, self.size, self.first, self.place)


def page_lines(page: Any, frame: Frame) -> list[Line]:  # noqa: ANN401 - a pypdfium2 page
    """The page's lines, in the order of its content."""
    from pypdfium2 import raw

    words = page.get_textpage()
    places = _places(page)
    lines: list[Line] = []
    current: _Open | None = None
    try:
        for index in range(raw.FPDFText_CountChars(words.raw)):
            letter = _letter(words.raw, index)
            if not letter.strip() or not letter.isprintable():
                if current is not None and not current.text.endswith(" "):
                    current.text += " "
                continue
            area, baseline, size = _geometry(words.raw, index, frame)
            if current is not None and _continues(current, area, baseline):
                current.text += letter
                current.area = _union(current.area, area)
                current.place = _place(words.raw, index, places)
                continue
            if current is not None:
                lines.append(current.line())
            place = _place(words.raw, index, places)
            current = _Open(letter, area, baseline, size, place, place)
    finally:
        words.close()
    if current is not None:
        lines.append(current.line())
    return lines


def _places(page: Any) -> dict[int, int]:  # noqa: ANN401
    """For each text of the page's own content its number among them, by address."""
    return {_address(handle): number for number, handle in enumerate(text_handles(page))}


def text_handles(page: Any) -> list[Any]:  # noqa: ANN401
    """The text objects of a page's own content, in its order."""
    from pypdfium2 import raw

    return [
        handle
        for index in range(raw.FPDFPage_CountObjects(page.raw))
        if raw.FPDFPageObj_GetType(handle := raw.FPDFPage_GetObject(page.raw, index))
        == raw.FPDF_PAGEOBJ_TEXT
    ]


def _place(words: Any, index: int, places: dict[int, int]) -> int | None:  # noqa: ANN401
    from pypdfium2 import raw

    return places.get(_address(raw.FPDFText_GetTextObject(words, index)))


def _address(handle: Any) -> int:  # noqa: ANN401
    return cast(handle, c_void_p).value or 0


def _letter(words: Any, index: int) -> str:  # noqa: ANN401
    from pypdfium2 import raw

    code = raw.FPDFText_GetUnicode(words, index)
    return (
        chr(code)
        if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        else "\N{REPLACEMENT CHARACTER}"
    )


def _geometry(words: Any, index: int, frame: Frame) -> tuple[Area, float, float]:  # noqa: ANN401
    from pypdfium2 import raw

    left, right, bottom, top, x, y = (c_double() for _ in range(6))
    raw.FPDFText_GetCharBox(words, index, byref(left), byref(right), byref(bottom), byref(top))
    raw.FPDFText_GetCharOrigin(words, index, byref(x), byref(y))
    area = frame.area((left.value, bottom.value, right.value, top.value))
    _, baseline = frame.point(x.value, y.value)
    size = raw.FPDFText_GetFontSize(words, index)
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(words, index, byref(matrix)):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
    return area, baseline, float(size)


def _continues(line: _Open, area: Area, baseline: float) -> bool:
    return (
        abs(line.baseline - baseline) < line.size / 4
        and -line.size < area[0] - line.area[2] < _GAP_EM * line.size
    )


def _union(one: Area, other: Area) -> Area:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
