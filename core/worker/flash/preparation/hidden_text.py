"""Text that is in a PDF and cannot be seen on its page.

A hidden text may be a redaction that was only painted over, a search layer, an instruction for
machines, or a leftover. What a reader of the page cannot see does not belong in its Markdown; that
it was left out is told. The text layer of a scan is hidden, too, and is what the page says: on a
page that pictures cover it stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.worker.flash.preparation.content import TextPath
from core.worker.flash.preparation.painted import Area, Colour, Paint, Painted

SCAN_SHARE = 0.7
"""A page of which pictures cover this much is a scan; its text layer is hidden by design."""
SMALLEST_PT = 1.0
"""No one reads smaller letters; the smallest print on packages has 4 pt."""
SAME_COLOUR = 12
"""Of 255, by channel: closer than this, letters do not stand out from what is behind them."""
_WHITE: Colour = (255, 255, 255)
_NOT_DRAWN = frozenset({3, 7})
_FILLED = frozenset({0, 4})
_INSIDE = 0.9
_HALF = 0.5
_BAND_PT = 16.0
_THIN_PT = 3.0
"""Rules and frames hide no text, and there may be thousands."""


def hidden(objects: Sequence[Painted], page: Area) -> list[TextPath]:
    """The texts that do not show. ``page`` is the box that is shown of the page."""
    drawings = _Drawings(objects, page)
    hidden_texts = []
    for index, text in enumerate(objects):
        if text.paint is not Paint.TEXT or _size(text.area) <= 0:
            continue  # blanks hide nothing
        is_shown = drawings.is_scanned(text) or not _is_hidden(text, index, drawings)
        if _size(_cut(seen(text), page)) <= 0 or not is_shown:
            hidden_texts.append(text.path)
    return hidden_texts


class _Drawings:
    """All that is painted and no text, found by height on the page."""

    def __init__(self, objects: Sequence[Painted], page: Area) -> None:
        self._bands: dict[int, list[tuple[int, Painted]]] = {}
        pictures = 0.0
        for index, found in enumerate(objects):
            if found.paint in (Paint.TEXT, Paint.LINE):
                continue
            area = _cut(seen(found), page)
            if min(area[2] - area[0], area[3] - area[1]) < _THIN_PT:
                continue
            if found.paint is Paint.PICTURE:
                pictures += _size(area)
            for band in _bands(area):
                self._bands.setdefault(band, []).append((index, found))
        self._is_scan = pictures >= SCAN_SHARE * _size(page)

    def near(self, area: Area) -> Iterator[tuple[int, Painted]]:
        """Those at a text's height, from the last painted to the first."""
        middle = int((area[1] + area[3]) / 2 // _BAND_PT)
        return reversed(self._bands.get(middle, ()))

    def is_scanned(self, text: Painted) -> bool:
        """Whether a text is the text layer of a scan that covers the page."""
        return self._is_scan and self.is_over_picture(text)

    def is_over_picture(self, text: Painted) -> bool:
        """Whether a picture is where the text is."""
        return any(
            found.paint is Paint.PICTURE and _share(text.area, seen(found)) > _HALF
            for _, found in self.near(text.area)
        )


def _bands(area: Area) -> range:
    return range(int(area[1] // _BAND_PT), int(area[3] // _BAND_PT) + 1)


def seen(found: Painted) -> Area:
    """The part of its area that no clip cuts off."""
    return found.area if found.clip is None else _cut(found.area, found.clip)


def _is_hidden(text: Painted, index: int, drawings: _Drawings) -> bool:
    if text.mode in _NOT_DRAWN or text.is_faint:
        # Over a picture it is what the picture says: the text of a figure that was read by OCR.
        return not drawings.is_over_picture(text)
    if text.size < SMALLEST_PT:
        return True
    behind: Colour | None = _WHITE
    for number, found in drawings.near(text.area):
        share = _share(text.area, seen(found))
        if number > index:
            if found.is_opaque and share >= _INSIDE:
                return True
        elif share > 0:
            # A fill that is no plain rectangle may be a pattern, or not be where the text is.
            behind = found.colour if found.is_opaque and share >= _INSIDE else None
            break
    return text.mode in _FILLED and text.colour is not None and _is_same(text.colour, behind)


def _is_same(one: Colour, other: Colour | None) -> bool:
    return other is not None and all(
        abs(a - b) <= SAME_COLOUR for a, b in zip(one, other, strict=True)
    )


def _cut(one: Area, other: Area) -> Area:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _size(area: Area) -> float:
    return max(0.0, area[2] - area[0]) * max(0.0, area[3] - area[1])


def _share(area: Area, of: Area) -> float:
    """How much of an area lies in another one."""
    size = _size(area)
    return _size(_cut(area, of)) / size if size > 0 else 0.0
