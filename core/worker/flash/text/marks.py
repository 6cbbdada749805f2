"""Marks at the beginning of a line: bullets, and numbers of items and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.worker.flash.model import Word

BULLETS = frozenset(
    "•◦‣⁃∙●○■□▪▫◆◇►▶▸▹➢➤➔✓✔✗✘❖★☆–—−·※*"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf0a8\uf02d\uf0be\uf0e8\uf071\uf06c\uf075\uf077\uf0d2\uf0f0\uf097\uf0b2\uf0ae"
)
"""Those of symbol fonts, too, which lie in the private use area (field A21; PyMuPDF)."""
BOXES = {"☐": "[ ]", "☑": "[x]", "☒": "[x]", "🗹": "[x]", "🗷": "[x]", "⬜": "[ ]", "✅": "[x]"}
"""To tick, or ticked, as Markdown's lists of tasks have them."""
_EMPTY = frozenset("□■▢")
"""May be a bullet, or a box of several on one line."""
_WEAK = frozenset("–—−·*-")
"""A bullet only where a blank follows."""
ROUND_BULLETS = frozenset("•◦‣⁃∙●○■□▪▫")
"""Those that no running text and no language of programming has."""
_SYMBOL_FONTS = re.compile(r"symbol|wingding|webding|dingbat", re.IGNORECASE)
_SYMBOL_LETTERS = frozenset("·§ØüvnqlvuwqoÐ")
"""What the bullets of a symbol font are read as, where its codes are taken for Latin ones."""
_LETTERED = re.compile(r"^\(?([a-zA-Z]|[ivxIVX]{1,5}|[א-ת]{1,2})[.)]$")
_NUMBERED = re.compile(r"^[(（\[]?(\d{1,3})[.)）、．\]]$")
_GLUED_NUMBER = re.compile(
    r"^(?:\d{1,2}[、．)）]|[A-H]．|\d{1,2}\.(?=[\u4e00-\u9fff])|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳])"
)
_MOST_PARTS = 4
_MARKDOWN_NUMBER = re.compile(r"^[0-9]{1,9}[.)]$")
_CHINESE_ITEM = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]")
HEADING_NUMBER = re.compile(
    r"^(?:(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\S)"
    r"|(?P<glued>\d{1,2}(?:\.\d{1,2}){1,4})(?=[^\W\d_.])"
    r"|(?P<chapter>第[一二三四五六七八九十百零\d]+[章编篇部])"
    r"|(?P<section>第[一二三四五六七八九十百零\d]+[节条])"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3}[、．.])"
    r"|(?P<bracket>[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<roman>[IVX]{1,5})\.\s+(?=\S)"
    r"|(?P<letter>[A-H])\.\s+(?=\S)"
    r"|(?P<named>(?:Chapter|Section|Part|Appendix|Annex|Article)\s+[\dIVXA-Z]{1,4}\b)[.:]?\s*)"
)

INDEX_ENTRY = re.compile(r"^\D.*,\s\d+(?:[-–]\d+)?(?:,\s\d+(?:[-–]\d+)?)*$")
"""A line of a book's index: "accretion in channels, 89, 127–184"."""


@dataclass(frozen=True)
class ItemMark:
    """How an item of a list begins."""

    marker: str
    """``-`` or the number as printed."""
    words: int
    """That make up the mark and are not text of the item."""
    rest: str = ""
    """What is left of the last of these words: it begins the item's text."""
    tick: str = ""
    """Of a bullet that is a box to tick: ``[x]`` or ``[ ]``."""

    @property
    def is_bullet(self) -> bool:
        return self.marker == "-"

    @property
    def written(self) -> str:
        """What Markdown takes for a number, or a bullet before the number as it is printed."""
        if self.tick:
            return f"- {self.tick}"
        if self.is_bullet or _MARKDOWN_NUMBER.match(self.marker):
            return self.marker
        return f"- {self.marker}"


def item_mark(words: Sequence[Word]) -> ItemMark | None:
    """The mark that a line begins with, if it begins an item."""
    if not words or (len(words) > 1 and all(word.text in BULLETS for word in words)):
        return None  # "* * *" parts two scenes, and is no list
    first, after = words[0], words[1] if len(words) > 1 else None
    text = first.text
    if text[0] in BOXES or (text[0] in _EMPTY and _has_boxes(word.text for word in words[1:])):
        return _box_mark(words)
    if after is not None and after.glued and (whole := _parted_mark(words)) is not None:
        return whole
    if text in BULLETS or (
        len(text) == 1 and text in _SYMBOL_LETTERS and _SYMBOL_FONTS.search(first.font)
    ):
        if text in _WEAK and (after is None or after.glued):
            return None
        return ItemMark("-", 1)
    if text == "-" and after is not None and not after.glued:
        return ItemMark("-", 1)
    if text == "o" and after is not None and _is_circle(first, after):
        return ItemMark("-", 1)
    if text[0] in BULLETS - _WEAK and len(text) > 1:
        return ItemMark("-", 1, text[1:])
    if after is not None and (_NUMBERED.match(text) or _LETTERED.match(text)):
        return ItemMark(text, 1)
    if glued := _GLUED_NUMBER.match(text):
        rest = text[glued.end() :]
        if rest or after is not None:
            return ItemMark(glued.group(), 1, rest)
    return None


def _parted_mark(words: Sequence[Word]) -> ItemMark | None:
    """A number whose parts are of two fonts, as where a Chinese one has no digits ("1", "．")."""
    parts = [words[0]]
    for word in words[1:_MOST_PARTS]:
        if not word.glued:
            break
        parts.append(word)
    whole = "".join(word.text for word in parts)
    if (_NUMBERED.match(whole) or _LETTERED.match(whole)) and len(words) > len(parts):
        return ItemMark(whole, len(parts))
    found = _GLUED_NUMBER.match(whole)
    if found is None or found.end() <= len(words[0].text):
        return None
    end = 0
    for count, word in enumerate(parts, start=1):
        end += len(word.text)
        if end >= found.end() and (end > found.end() or len(words) > count):
            return ItemMark(found.group(), count, whole[found.end() : end])
    return None


def _box_mark(words: Sequence[Word]) -> ItemMark | None:
    """Of a line with a box to tick; those of "☐ cash ☑ card" stay where they are."""
    text = words[0].text
    rest = text[1:].strip()
    if not (rest or words[1:]) or _has_boxes((rest, *(word.text for word in words[1:]))):
        return None
    return ItemMark("-", 1, rest, BOXES[text[0]])


def _has_boxes(texts: Iterable[str]) -> bool:
    return any(c in BOXES or c in _EMPTY for text in texts for c in text)


def starts_item(words: Sequence[Word]) -> bool:
    """Whether a line surely begins an item: bullets, and bracketed or circled numbers.

    A plain "12." may be the end of a sentence that was wrapped ("… in May / 12. A great year").
    """
    mark = item_mark(words)
    if mark is None:
        return False
    is_plain = _LETTERED.match(mark.marker) or _NUMBERED.match(mark.marker)
    return mark.is_bullet or not is_plain or bool(_CHINESE_ITEM.match(mark.marker))


def counts_items(words: Sequence[Word]) -> bool:
    """Whether a line that comes after the end of a sentence begins an item: a number, or a letter
    in brackets. A letter with a full stop is an initial as often ("A. Writer")."""
    mark = item_mark(words)
    return mark is not None and not (
        _LETTERED.match(mark.marker) and mark.marker[-1] == "." and mark.marker[0] not in "(（"
    )


def is_dash(words: Sequence[Word]) -> bool:
    """Whether the line begins with a sign that is a dash in running text, too."""
    mark = item_mark(words)
    return mark is not None and mark.is_bullet and words[0].text in _WEAK


def _is_circle(first: Word, after: Word) -> bool:
    """Word's second level is the letter o of Courier New."""
    return "courier" in first.font.lower() and "courier" not in after.font.lower()
