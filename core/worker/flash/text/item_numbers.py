"""Numbers of items: what they count, and whether one counts on from another."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"\d+")
_CHINESE_DIGITS = "一二三四五六七八九十"
_HEBREW = {
    tens + ones: 10 * ten + one
    for ten, tens in enumerate(("", "י", "כ"))
    for one, ones in enumerate(("", *"אבגדהוזחט"))
    if tens + ones
} | {"טו": 15, "טז": 16}
"""Letters as numbers; 15 and 16 would spell a name of God."""
_ROMAN = {
    unit: number
    for number, unit in enumerate(
        tens + ones
        for tens in ("", "x")
        for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    )
    if unit
}


def values_of(marker: str) -> frozenset[int]:
    """What a marker may count: "(i)" is the ninth letter or the first Roman number."""
    if found := _DIGITS.search(marker):
        return frozenset({int(found.group())})
    bare = marker.strip("()（）[].、．").lower()
    if bare and all(c in _CHINESE_DIGITS for c in bare):
        return frozenset({_chinese(bare)})
    if len(bare) == 1 and "①" <= bare <= "⑳":
        return frozenset({ord(bare) - ord("①") + 1})
    found_values = set()
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        found_values.add(ord(bare) - ord("a") + 1)
    if bare in _HEBREW:
        found_values.add(_HEBREW[bare])
    if bare in _ROMAN:
        found_values.add(_ROMAN[bare])
    return frozenset(found_values)


def shape_of(marker: str) -> str:
    """Signs around the number, and its kind; OCR reads brackets of either width."""
    signs = unicodedata.normalize("NFKC", re.sub(r"\w", "", marker))
    if _DIGITS.search(marker):
        return "1" + signs
    if any(c in _CHINESE_DIGITS for c in marker):
        return "一" + signs
    if any("א" <= c <= "ת" for c in marker):
        return "א" + signs
    return ("A" if any(c.isupper() for c in marker) else "a") + signs


def counts_on(before: str, after: str, step: int = 1) -> bool:
    """Whether one marker is that many after the other, in the same shape."""
    return shape_of(before) == shape_of(after) and any(
        value + step in values_of(after) for value in values_of(before)
    )


def _chinese(digits: str) -> int:
    if len(digits) == 1:
        return _CHINESE_DIGITS.index(digits) + 1
    if digits[0] == "十":
        return 10 + _CHINESE_DIGITS.index(digits[1]) + 1
    tens = _CHINESE_DIGITS.index(digits[0]) + 1
    return 10 * tens + (_CHINESE_DIGITS.index(digits[2]) + 1 if len(digits) > 2 else 0)
