"""Fonts that say the wrong letters, or none, where the font itself tells the right ones.

A font that is not embedded is drawn by its encoding: what ``/ToUnicode`` says otherwise is wrong. A
TrueType font that is addressed by glyph numbers often still knows which letter each glyph is.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from core.worker.flash.preparation.content import inherited

FEWEST = 8
"""Letters of an encoding; with fewer of them nothing is judged."""
MAX_FONT_BYTES = 16 << 20
_LETTERS = tuple(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_SYMBOLS = re.compile("symbol|dingbat|wingding|webding|zapf", re.IGNORECASE)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_TWO_BYTES = 4
"""Digits of a code."""
_WIDE_RANGES = re.compile(rb"\d+\s+beginbfrange((?:(?!\[).)*?)endbfrange", re.DOTALL)
"""Blocks of ranges without lists of letters."""
_MAX_DEPTH = 4
_log = logging.getLogger(__name__)


def mend_fonts(pdf: pikepdf.Pdf) -> bool:
    """Mend the letters of all fonts of a document where that is sure; whether any was changed."""
    changed = False
    for font in _fonts(pdf):
        try:
            changed = _mend(pdf, font) or changed
        except (pikepdf.PdfError, ValueError, TypeError, KeyError):
            _log.info("A font stays as it is.", exc_info=True)
    return changed


def _mend(pdf: pikepdf.Pdf, font: Any) -> bool:  # noqa: ANN401
    if font.get("/Subtype") in ("/Type1", "/TrueType", "/MMType1"):
        if _is_embedded(font) or _SYMBOLS.search(str(font.get("/BaseFont", ""))):
            return False
        told = font.get("/ToUnicode")
        mapping = letters_told(told.read_bytes()) if isinstance(told, pikepdf.Stream) else {}
        if contradicts(mapping, font.get("/Encoding")):
            del font["/ToUnicode"]
            return True
    elif font.get("/Subtype") == "/Type0" and "/ToUnicode" not in font:
        letters = _glyph_letters(font)
        if letters:
            font["/ToUnicode"] = pdf.make_stream(letters_of_codes(letters))
            return True
    elif font.get("/Subtype") == "/Type0" and isinstance(font["/ToUnicode"], pikepdf.Stream):
        told = font["/ToUnicode"].read_bytes()
        parted = with_narrow_ranges(told)
        if parted != told:
            font["/ToUnicode"] = pdf.make_stream(parted)
            return True
    return False


def with_narrow_ranges(mapping: bytes) -> bytes:
    """A ``/ToUnicode`` whose ranges stay within 256 codes: PDFium reads no further, so that of the
    layers of OCR that say ``<0000> <FFFF> <0000>`` (Tesseract) only Latin letters were known."""

    def parted(block: re.Match[bytes]) -> bytes:
        ranges = _TRIPLE.findall(block.group(1))
        if all(_is_narrow(*ends[:2]) for ends in ranges):
            return block.group()
        lines = [line for one in ranges for line in _parts(*one)]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        return "\n".join(
            f"{len(one)} beginbfrange\n" + "\n".join(one) + "\nendbfrange" for one in blocks
        ).encode("ascii")

    return _WIDE_RANGES.sub(parted, mapping)


def _is_narrow(first: bytes, last: bytes) -> bool:
    return len(first) != _TWO_BYTES or int(first, 16) >> 8 == int(last, 16) >> 8


def _parts(first: bytes, last: bytes, letters: bytes) -> list[str]:
    """A range of codes as several, each with one first byte."""
    base = _utf16(letters)
    if _is_narrow(first, last) or len(base) != 1:
        return [f"<{first.decode()}> <{last.decode()}> <{letters.decode()}>"]
    start, end, letter = int(first, 16), int(last, 16), ord(base)
    lines = []
    for low in range(start & 0xFF00, end + 1, 0x100):
        begin, stop = max(start, low), min(end, low + 0xFF)
        code = letter + begin - start
        if code <= 0xFFFF and not 0xD800 <= code < 0xE000:
            lines.append(f"<{begin:04x}> <{stop:04x}> <{code:04x}>")
    return lines


def contradicts(mapping: Mapping[int, str], encoding: Any) -> bool:  # noqa: ANN401
    """Whether most letters that a font is drawn with are said to be others.

    Only where its encoding leaves the letters in their place: ``/Differences`` may move them.
    """
    if isinstance(encoding, pikepdf.Dictionary) and _moves_letters(encoding.get("/Differences")):
        return False
    said = [(chr(code), mapping[code]) for code in _LETTERS if code in mapping]
    wrong = sum(letter != other for letter, other in said)
    return len(said) >= FEWEST and 2 * wrong > len(said)


def _moves_letters(differences: Any) -> bool:  # noqa: ANN401
    if not isinstance(differences, pikepdf.Array):
        return False
    code = 0
    for entry in differences:
        if isinstance(entry, pikepdf.Name):
            if code in _LETTERS and str(entry) != f"/{chr(code)}":
                return True
            code += 1
        else:
            code = int(entry)
    return False


def letters_told(data: bytes) -> dict[int, str]:
    """What a ``/ToUnicode`` says, code by code."""
    mapping = {}
    for block in _CHARS.findall(data):
        for code, letters in _PAIR.findall(block):
            mapping[int(code, 16)] = _utf16(letters)
    for block in _RANGES.findall(data):
        for first, last, letters in _TRIPLE.findall(block):
            start, end, base = int(first, 16), int(last, 16), _utf16(letters)
            if len(base) == 1 and end - start < 1 << 16:
                for code in range(start, end + 1):
                    mapping[code] = chr(min(0x10FFFF, ord(base) + code - start))
    return mapping


def _utf16(letters: bytes) -> str:
    digits = b"".join(letters.split()).decode("ascii")
    return bytes.fromhex(digits + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")


def _is_embedded(font: Any) -> bool:  # noqa: ANN401
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, pikepdf.Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _glyph_letters(font: Any) -> dict[int, str]:  # noqa: ANN401
    """For each code of a font of glyph numbers its letter, from the embedded TrueType font."""
    descendants = font.get("/DescendantFonts")
    if font.get("/Encoding") != "/Identity-H" or not isinstance(descendants, pikepdf.Array):
        return {}
    descendant = descendants[0]
    if str(descendant.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        return {}
    file = descendant.get("/FontDescriptor", pikepdf.Dictionary()).get("/FontFile2")
    if not isinstance(file, pikepdf.Stream):
        return {}
    data = file.read_bytes()
    return _letters_of_glyphs(data) if len(data) <= MAX_FONT_BYTES else {}


def _letters_of_glyphs(data: bytes) -> dict[int, str]:
    try:
        from fontTools import agl, ttLib
    except ImportError:  # comes with docvortex
        return {}
    try:
        with ttLib.TTFont(io.BytesIO(data), lazy=True) as program:
            names = program.getGlyphOrder()
            letters = {}
            for number, name in enumerate(names):
                if letter := agl.toUnicode(name) if not name.startswith(("glyph", ".")) else "":
                    letters[number] = letter
            if "cmap" in program:
                for code, name in (program.getBestCmap() or {}).items():
                    if not 0xE000 <= code < 0xF900:
                        letters[program.getGlyphID(name)] = chr(code)
    except (ttLib.TTLibError, AssertionError, KeyError, ValueError, IndexError, OverflowError):
        return {}
    except Exception:  # fontTools promises no kind of error for a damaged font
        _log.info("A font cannot be read.", exc_info=True)
        return {}
    return letters if len(letters) >= FEWEST else {}


def letters_of_codes(letters: Mapping[int, str]) -> bytes:
    """A ``/ToUnicode`` for codes of two bytes."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Headframe def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [
        f"<{code:04x}> <{letter.encode('utf-16-be', 'replace').hex()}>"
        for code, letter in letters.items()
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Each font once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        yield from _fonts_in(inherited(page.obj, "/Resources"), seen, 0)


def _fonts_in(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:  # noqa: ANN401
    if not isinstance(resources, pikepdf.Dictionary) or depth > _MAX_DEPTH:
        return
    if resources.is_indirect:
        if resources.objgen in seen:
            return
        seen.add(resources.objgen)
    fonts, drawn = resources.get("/Font"), resources.get("/XObject")
    for font in fonts.values() if isinstance(fonts, pikepdf.Dictionary) else ():
        if isinstance(font, pikepdf.Dictionary) and not (font.is_indirect and font.objgen in seen):
            if font.is_indirect:
                seen.add(font.objgen)
            yield font
    for form in drawn.values() if isinstance(drawn, pikepdf.Dictionary) else ():
        if isinstance(form, pikepdf.Stream) and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _fonts_in(form.get("/Resources"), seen, depth + 1)
