"""Whether the letters of a page's text layer are those that the page shows.

A font may map its glyphs to other letters, or to none: what is read is then gibberish beside a page
that is easy to read. Such a page is for OCR. It is judged page by page and font by font, so that
one bad font makes no bad document, and odd but true text (numbers, codes, formulas) is let be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from core.worker.flash.text.letters import LAST_GENERATED, address_of
from core.worker.flash.text.text_objects import object_addresses

ENOUGH_LETTERS = 40
"""Fewer letters of one font say nothing of a language."""
VOWELS_AT_LEAST = 0.15
"""On papers in European languages 34 to 44 of a hundred letters are vowels; moved along the
alphabet by one, 7 (measured)."""
UNLIKE_A_LANGUAGE = -5.0
"""Bits by letter. Eleven languages in Latin script lie from -4.05 to -4.66, lists of acronyms down
to -4.8; English moved along the alphabet from -4.85 to -5.87, in the mean at -5.4 (measured)."""
DIFFERENT_LETTERS = 10
"""Part numbers have few vowels too, but also few different letters."""
SOUP = 0.4
"""Of the inside of words; code and web addresses have up to a quarter."""
UNMAPPED = 0.5
"""Of a font's glyphs; a few are symbols or bullets."""
BAD_SHARE = 0.2
"""Of a page's letters; a page of which less is in bad fonts is read as it is."""
_STRANGE = 0.6
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüý")
_PER_MILLE = (
    "e135 a80 i75 n75 t75 s70 r68 o65 l45 d43 u40 c32 h30 m28 p25 g19 f16 b14 v14 w12 y10 k9 z7 q4 "
    "j3 x3"
)
"""Letters of European languages, taken together."""
_FREQUENCIES = {part[0]: int(part[1:]) / 1000 for part in _PER_MILLE.split()}
_LEADERS = frozenset(".·…_-–—=*•●▪■□")
_BLANKS = re.compile(r"_{3,}|\.{4,}|…{2,}|-{4,}")
"""Where something is to be filled in, within a word too ("力的单位是________，")."""
_BOXES = re.compile("[□■☐☑☒√✓✔✗✘○●◯]")
"""Of forms: a font that has these, and figures, beside a Chinese one, shows nothing else."""
_NO_LETTER = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})


class TextTrust(Enum):
    """What a text layer is worth."""

    GOOD = "good"
    NONE = "none"
    """There is no text."""
    UNMAPPED = "unmapped"
    """There are glyphs, and nothing says which letters they are."""
    GARBLED = "garbled"
    """The letters stand for others."""


@dataclass
class FontText:
    """What one font shows on a page."""

    text: list[str] = field(default_factory=list)
    """The letters that are known, blanks between words among them."""
    unmapped: int = 0
    """Glyphs of which no letter is known."""


def page_trust(page: Any) -> TextTrust:  # noqa: ANN401 - a pypdfium2 page
    """Judge the text layer of a page."""
    return judge(fonts_of(page))


def judge(fonts: Iterable[FontText]) -> TextTrust:
    """Judge a page by what its fonts show."""
    weights = {TextTrust.GOOD: 0, TextTrust.UNMAPPED: 0, TextTrust.GARBLED: 0}
    for font in fonts:
        count = sum(not letter.isspace() for letter in font.text) + font.unmapped
        weights[_trust_in(font, count)] += count
    total = sum(weights.values())
    if not total:
        return TextTrust.NONE
    bad = weights[TextTrust.UNMAPPED] + weights[TextTrust.GARBLED]
    if bad < BAD_SHARE * total:
        return TextTrust.GOOD
    is_garbled = weights[TextTrust.GARBLED] >= weights[TextTrust.UNMAPPED]
    return TextTrust.GARBLED if is_garbled else TextTrust.UNMAPPED


def _trust_in(font: FontText, count: int) -> TextTrust:
    if font.unmapped > UNMAPPED * count:
        return TextTrust.UNMAPPED
    text = "".join(font.text)
    tests = (is_moved_alphabet, is_soup, is_alphabet_elsewhere)
    return TextTrust.GARBLED if any(test(text) for test in tests) else TextTrust.GOOD


def is_moved_alphabet(text: str) -> bool:
    """Whether Latin letters stand for others."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    latin = [letter for letter in letters if letter < "ɐ"]
    if len(latin) < ENOUGH_LETTERS or 2 * len(latin) < len(letters):
        return False
    if len(set(latin)) < DIFFERENT_LETTERS or not _has_words(text):
        return False
    vowels = sum(letter in _VOWELS for letter in latin)
    return vowels < VOWELS_AT_LEAST * len(latin) or _likeness(latin) < UNLIKE_A_LANGUAGE


def _likeness(letters: Sequence[str]) -> float:
    """Mean of the logarithm of how frequent each letter is, in bits."""
    known = [_FREQUENCIES[letter] for letter in letters if letter in _FREQUENCIES]
    return sum(map(math.log2, known)) / len(known) if len(known) >= ENOUGH_LETTERS else 0.0


def is_soup(text: str) -> bool:
    """Whether words are made of signs: an alphabet moved to where there are signs and figures.

    Counted are the signs within words, since brackets, currencies and stops stand at their ends.
    """
    told = _BOXES.sub(" ", _BLANKS.sub(" ", text))
    words = [word for word in told.split() if not _LEADERS.issuperset(word)]
    inner = [letter for word in words for letter in word[1:-1]]
    odd = sum(not letter.isalnum() and letter not in "-'’" for letter in inner)
    marks = sum(unicodedata.category(letter) in ("Mn", "Mc", "Sm") for letter in inner)
    return len(inner) >= ENOUGH_LETTERS / 2 and odd - marks > SOUP * len(inner)


def is_alphabet_elsewhere(text: str) -> bool:
    """Whether an alphabet was moved to where hardly any letter is a plain one.

    Vietnamese has the fewest plain letters of all languages in Latin script: seven of ten.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < ENOUGH_LETTERS:
        return False
    latin = [letter for letter in letters if letter < "ɐ" or "Ḁ" <= letter <= "ỿ"]
    strange = sum(not letter.isascii() for letter in latin)
    return 2 * len(latin) > len(letters) and strange > _STRANGE * len(latin)


def fonts_of(page: Any) -> Sequence[FontText]:  # noqa: ANN401
    """What each font of a page shows."""
    from pypdfium2 import raw

    words = page.get_textpage()
    handle = words.raw
    fonts: dict[int, FontText] = {}
    of_object: dict[int, FontText] = {}
    object_at = object_addresses(handle)
    last: FontText | None = None
    try:
        for index in range(raw.FPDFText_CountChars(handle)):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code <= LAST_GENERATED and raw.FPDFText_IsGenerated(handle, index) == 1:
                if last is not None:
                    last.text.append(" ")
                continue
            key = object_at(index)
            last = of_object.get(key)
            if last is None:
                item = raw.FPDFText_GetTextObject(handle, index)
                last = of_object[key] = fonts.setdefault(_font_of(item), FontText())
            if (
                code in _NO_LETTER
                or raw.FPDFText_HasUnicodeMapError(handle, index) == 1
                or _is_private(code)
            ):
                last.unmapped += 1
            elif not 0xD800 <= code < 0xE000:
                last.text.append(chr(code))
    finally:
        words.close()
    return list(fonts.values())


def _font_of(item: Any) -> int:  # noqa: ANN401 - a text object of PDFium
    """The address of its font; 0 where there is none."""
    from pypdfium2 import raw

    return address_of(raw.FPDFTextObj_GetFont(item)) if item else 0


def _is_private(code: int) -> bool:
    return 0xE000 <= code < 0xF900 or code >= 0xF0000


def _has_words(text: str) -> bool:
    """Whether the letters stand in words, and not in codes between figures."""
    words = [word.strip(".,;:()") for word in text.split()]
    plain = sum(len(word) for word in words if word.isalpha() and len(word) > 1)
    return 2 * plain > sum(len(word) for word in words)
