"""Formulas that are a plain line of text: "2x + 3y = 12", an article with its price.

docvortex sees a formula in most lines of signs and numbers. One that needs no more than letters on
one line is text: it can be searched and copied, which its picture cannot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.text.lines import TextLine

MATH_FONTS = re.compile(r"math|cmmi|cmsy|cmex|symbol|msam|msbm|stix|euler", re.IGNORECASE)
_PLAIN = re.compile(r"^[\x21-\x7e£€¥§°±·×÷²³¹–−—…≤≥≈≠‘’“”\u00c0-\u024f\u4e00-\u9fff，。：；（）]+$")
_EVEN_EM = 0.1


def without_plain_formulas(found: Sequence[Region], segments: Sequence[TextLine]) -> list[Region]:
    """The regions, with text in place of formulas that are plain lines."""
    return [
        replace(one, kind=RegionKind.TEXT)
        if one.kind is RegionKind.FORMULA and _is_plain(one, segments)
        else one
        for one in found
    ]


def _is_plain(region: Region, segments: Sequence[TextLine]) -> bool:
    """One line in letters of one size on one baseline, and no letter of a font for formulas."""
    words = [
        word
        for segment in segments
        if region.box.holds(*segment.box.center, 2.0)
        for word in segment.words
    ]
    if not words:
        return False
    size = max(word.size for word in words)
    return all(
        not word.angle
        and word.size >= 0.98 * size
        and abs(word.baseline - words[0].baseline) <= _EVEN_EM * size
        and _PLAIN.match(word.text)
        and not MATH_FONTS.search(word.font)
        for word in words
    )
