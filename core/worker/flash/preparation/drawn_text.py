"""Writing text onto a page so that PDFium and docvortex read it as any other text of the page.

What a form field or a note says is drawn where it stands; all that comes after (order, lines,
columns, boxes) is then done by the same rules as for the page's own text. Latin text takes the
font that every reader has; for all else a font is declared whose letters need not be drawn, only
read.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pikepdf

from core.worker.flash.preparation.content import (
    copied_dictionary,
    free_name,
    inherited,
)
from core.worker.flash.preparation.font_letters import letters_of_codes
from core.worker.flash.preparation.frame import UPRIGHT, Frame

FONT = "HeadframeField"
"""The name of the font for text beyond Latin."""
_LATIN = "cp1252"
_NARROW, _WIDE = 500, 1000
"""Widths, in thousandths of the size: of Latin letters on average, of Chinese ones exactly."""
_MAX_CODES = 60_000
_BEGIN, _END = b"BT 0 Tr 0 g 0 Tc 0 Tw 0 Ts", b"ET"


def width_of(text: str, size: float) -> float:
    """About how wide a text is drawn, in points."""
    units = sum(_WIDE if _is_wide(letter) else _NARROW for letter in text)
    return units * size / 1000


@dataclass(frozen=True)
class _Part:
    text: str
    how: str
    """Operators that choose size and place."""
    after: int | None


@dataclass
class DrawnText:
    """Collects the texts of one page, and then writes them onto it."""

    frame: Frame
    _parts: list[_Part] = field(default_factory=list)

    def add(
        self,
        text: str,
        u: float,
        v: float,
        size: float,
        *,
        room: float | None = None,
        after: int | None = None,
    ) -> None:
        """A line, its baseline beginning at (u, v) of the displayed page.

        ``room``: the width it has to keep to, in points; it is set narrower where it is wider.
        ``after``: the number of the text of the page's content that it follows in reading order;
        the last where that is not known.
        """
        shown = "".join(letter for letter in text if letter.isprintable())
        if not shown.strip():
            return
        wide = width_of(shown, size)
        scale = 100.0 if room is None or wide <= room or wide <= 0 else max(5.0, 100 * room / wide)
        a, b, c, d = UPRIGHT[self.frame.turn]
        x, y = self.frame.back(u, v)
        how = f"{size:.2f} Tf {scale:.1f} Tz {a} {b} {c} {d} {x:.2f} {y:.2f} Tm"
        self._parts.append(_Part(shown, how, after))

    def pieces(self, pdf: pikepdf.Pdf, page: pikepdf.Page) -> dict[int | None, bytes]:
        """The content to put in, by the text it follows; its fonts become the page's."""
        if not self._parts:
            return {}
        resources = copied_dictionary(inherited(page.obj, "/Resources"))
        fonts = copied_dictionary(resources.get("/Font"))
        latin, other = free_name(fonts, "/HfL"), free_name(fonts, "/HfU")
        codes: dict[str, int] = {}
        lines: dict[int | None, list[bytes]] = {}
        for part in self._parts:
            try:
                shown, font = part.text.encode(_LATIN), latin
            except UnicodeEncodeError:
                shown, font = _coded(part.text, codes), other
            line = f"{font} {part.how} <{shown.hex()}> Tj".encode("ascii")
            lines.setdefault(part.after, []).append(line)
        fonts[latin] = _latin_font(pdf)
        if codes:
            fonts[other] = _other_font(pdf, codes)
        resources["/Font"] = fonts
        page.obj.Resources = resources
        return {after: b"\n".join((_BEGIN, *parts, _END)) for after, parts in lines.items()}


def _coded(text: str, codes: dict[str, int]) -> bytes:
    """Two bytes a letter; each letter gets the next code when it first occurs."""
    coded = bytearray()
    for letter in text:
        if letter not in codes and len(codes) < _MAX_CODES:
            codes[letter] = len(codes) + 1
        coded += codes.get(letter, 0).to_bytes(2, "big")
    return bytes(coded)


def _latin_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )


def _other_font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    """A font that says which letter each code is, and how wide; it holds no outlines."""
    name = pikepdf.Name("/" + FONT)
    widths = pikepdf.Array()
    for letter, code in codes.items():
        widths.append(code)
        widths.append(pikepdf.Array([_WIDE if _is_wide(letter) else _NARROW]))
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=[0, -200, 1000, 800],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_NARROW,
        W=widths,
        CIDToGIDMap=pikepdf.Name.Identity,
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(letters_of_codes({code: one for one, code in codes.items()})),
        )
    )


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
