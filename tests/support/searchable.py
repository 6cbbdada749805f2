"""Scans that a program of OCR has made searchable: a picture, and unseen words over it.

As Tesseract and OCRmyPDF write them: one font without glyphs for all words, each half as wide as it
is high, letters told by one range of codes; and as such layers are, with sizes and places that
differ from word to word.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image

from core.worker.flash.model import Word
from core.worker.flash.text.words import read_words

TESSERACT_RANGE = b"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"
_MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"%sendcmap CMapName currentdict /CMap defineresource pop end end"
)
_DPI = 150

Told = Callable[[str], str]


def searchable(
    source: Path,
    target: Path,
    *,
    slant_deg: float = 0.0,
    noise: float = 0.12,
    size: float = 1.0,
    moved_pt: float = 0.0,
    told: Told = lambda text: text,
) -> Path:
    """A scan of ``source`` with its words as a layer.

    ``noise``: by which share sizes differ; ``size``: times the true one; ``moved_pt``: how far the
    layer lies above the picture; ``told``: what it says for a word.
    """
    drawn = random.Random(7)
    document = pypdfium2.PdfDocument(source)
    with pikepdf.new() as pdf:
        font = _font(pdf)
        for page in document:
            width, height = page.get_size()
            picture = page.render(scale=_DPI / 72).to_pil().convert("L")
            picture = picture.rotate(-slant_deg, Image.Resampling.BICUBIC, fillcolor=255)
            content = [b"q %f 0 0 %f 0 0 cm /I Do Q BT 3 Tr" % (width, height)]
            turn = _turn(slant_deg, width / 2, height / 2)
            for word in read_words(page):
                x, y = turn(word.box.x0, word.baseline)
                own = size * word.size * (1 + drawn.uniform(-noise, noise))
                content.append(
                    _shown(told(word.text), word, own, x, height - y + moved_pt, slant_deg)
                )
            content.append(b"ET")
            pdf.pages.append(_page(pdf, (width, height), font, picture, content))
        pdf.save(target)
    document.close()
    return target


def _turn(slant_deg: float, x: float, y: float) -> Callable[[float, float], tuple[float, float]]:
    turn = numpy.exp(1j * numpy.radians(slant_deg))

    def turned(left: float, down: float) -> tuple[float, float]:
        placed = complex(left - x, down - y) * turn
        return placed.real + x, placed.imag + y

    return turned


def _shown(text: str, word: Word, size: float, x: float, y: float, slant_deg: float) -> bytes:
    codes = text.encode("utf-16-be")
    stretch = 100 * max(0.5, word.box.width) / (0.5 * size * max(1, len(text)))
    turn = numpy.exp(-1j * numpy.radians(slant_deg))
    cos, sin = float(turn.real), float(turn.imag)
    return b"/F %f Tf %f Tz %f %f %f %f %f %f Tm <%s> Tj" % (
        *(size, stretch, cos, sin, -sin, cos, x, y),
        codes.hex().encode(),
    )


def _page(
    pdf: pikepdf.Pdf,
    size: tuple[float, float],
    font: pikepdf.Object,
    picture: Image.Image,
    content: Sequence[bytes],
) -> pikepdf.Page:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    shown = pdf.make_stream(
        data.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *size]),
        Resources=Dictionary(XObject=Dictionary(I=shown), Font=Dictionary(F=font)),
        Contents=pdf.make_stream(b"\n".join(content)),
    )
    return pikepdf.Page(pdf.make_indirect(page))


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.GlyphLessFont,
        Flags=5,
        FontBBox=Array([0, 0, 500, 1000]),
        Ascent=1000,
        Descent=-1,
        CapHeight=1000,
        ItalicAngle=0,
        StemV=80,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.GlyphLessFont,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        DW=500,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.GlyphLessFont,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_MAP % TESSERACT_RANGE),
        )
    )
