"""What a filled form says: the values of its fields, written onto the page after their labels.

A field's value is what the PDF says it is (``/V``), not how some program last drew it. Check boxes
and radio buttons become ``[x]`` and ``[ ]``; choices are told by the words that the form shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pikepdf

from core.worker.flash.preparation.content import inherited
from core.worker.flash.preparation.drawn_text import DrawnText, width_of
from core.worker.flash.preparation.frame import Frame, area_of
from core.worker.flash.preparation.page_lines import Line
from core.worker.flash.preparation.painted import Area

TICKED, UNTICKED = "[x]", "[ ]"
UNSEEN_FLAGS = 2 | 32
"""Of an annotation: hidden, and not shown on a screen (ISO 32000-2, table 167)."""
_PASSWORD, _MULTILINE = 1 << 13, 1 << 12
_PUSH_BUTTON = 1 << 16
_LARGEST_PT, _SMALLEST_PT = 12.0, 5.0
_SPACE_EM = 0.28
_LABEL_GAP_EM = 4.0
"""A label to the right of its box is no farther away than this."""
_LEADING = 1.2


class FieldKind(Enum):
    """How a field is drawn."""

    LINE = "line"
    LINES = "lines"
    BOX = "box"
    """A check box or radio button."""


@dataclass(frozen=True)
class Field:
    """One field on one page."""

    kind: FieldKind
    area: Area
    """On the displayed page, y upwards."""
    value: str
    """ "" where nothing was filled in."""


def form_fields(page: pikepdf.Page, frame: Frame) -> list[Field]:
    """The fields of a page that show, in the order of the page's annotations."""
    found = []
    for annotation in annotations_of(page):
        if annotation.get("/Subtype") != "/Widget" or is_unseen(annotation):
            continue
        area = area_of(annotation.get("/Rect"))
        field = None if area is None else _field(annotation, frame.area(area))
        if field is not None:
            found.append(field)
    return found


def annotations_of(page: pikepdf.Page) -> list[Any]:
    """The annotations of a page that can be read."""
    listed = page.obj.get("/Annots")
    if not isinstance(listed, pikepdf.Array):
        return []
    return [entry for entry in listed if isinstance(entry, pikepdf.Dictionary)]


def is_unseen(annotation: Any) -> bool:  # noqa: ANN401
    """Whether an annotation is not shown."""
    return bool(number(annotation.get("/F")) & UNSEEN_FLAGS)


def number(value: Any) -> int:  # noqa: ANN401
    """A whole number of a PDF; 0 where it is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def draw_fields(drawn: DrawnText, fields: Sequence[Field], lines: Sequence[Line]) -> None:
    """Write the values where a reader looks for them. ``lines`` is the page's own text."""
    for field in fields:
        if not field.value:
            continue
        row = [line for line in lines if _is_beside(line, field.area)]
        if field.kind is FieldKind.BOX:
            _draw_box(drawn, field, row, place_before(field.area, lines))
        elif field.kind is FieldKind.LINES:
            draw_lines(drawn, field.value, field.area, _LARGEST_PT, place_before(field.area, lines))
        else:
            others = [other for other in fields if other is not field]
            _draw_line(drawn, field, row, others, place_before(field.area, lines))


def place_before(area: Area, lines: Sequence[Line]) -> int | None:
    """The text that is read before what stands in an area: the nearest to its left, or above."""
    middle = (area[1] + area[3]) / 2
    left = [line for line in lines if _is_beside(line, area) and line.area[0] < area[0]]
    if left:
        return max(left, key=_end).place
    above = [line for line in lines if line.baseline > middle]
    return min(above, key=lambda line: (line.baseline, -line.area[0])).place if above else None


def draw_lines(drawn: DrawnText, text: str, area: Area, size: float, after: int | None) -> None:
    """Text from the top of an area, broken where it is wider."""
    x0, y0, x1, y1 = area
    lines = [part for line in text.splitlines() for part in _broken(line, x1 - x0, size)]
    if lines and len(lines) * size * _LEADING > y1 - y0:
        size = max(_SMALLEST_PT, (y1 - y0) / len(lines) / _LEADING)
    for number_, line in enumerate(lines):
        drawn.add(
            line, x0 + 2, y1 - size * (1 + _LEADING * number_), size, room=x1 - x0, after=after
        )


def _draw_line(
    drawn: DrawnText,
    field: Field,
    row: Sequence[Line],
    others: Sequence[Field],
    place: int | None,
) -> None:
    x0, y0, x1, y1 = field.area
    before = [line for line in row if line.area[0] < x0]
    label = max(before, key=lambda line: line.area[2], default=None)
    inside = [line for line in row if x0 <= line.area[0] < x1]
    nearest = label or max(inside, key=lambda line: line.area[2], default=None)
    height = y1 - y0
    size = nearest.size if nearest else min(_LARGEST_PT, max(_SMALLEST_PT, 0.75 * height))
    baseline = nearest.baseline if nearest else y0 + (height - 0.7 * size) / 2
    left = x0 + 1
    if label is not None and not _is_cell(field, label, others):
        left = label.area[2] + _SPACE_EM * size
    if inside:  # dots or dashes to write on
        left = max(left, *(line.area[2] + _SPACE_EM * size for line in inside))
    after = [line.area[0] for line in row if line.area[0] >= max(left, x1)]
    room = min(after, default=drawn.frame.size[0]) - left - _SPACE_EM * size
    drawn.add(field.value, left, baseline, size, room=room, after=place)


def _is_cell(field: Field, label: Line, others: Sequence[Field]) -> bool:
    """Whether another field stands between a field and the label of its row, or right after it.

    Such fields are cells of a table: each stays where it is.
    """
    x0, y0, x1, y1 = field.area
    middle = (y0 + y1) / 2
    for other in others:
        ox0, oy0, ox1, oy1 = other.area
        if not oy0 <= middle <= oy1:
            continue
        if ox1 > label.area[2] and ox0 < x0:
            return True
        if x1 - 1 <= ox0 < x1 + (y1 - y0):
            return True
    return False


def _draw_box(drawn: DrawnText, field: Field, row: Sequence[Line], place: int | None) -> None:
    x0, y0, x1, y1 = field.area
    left = max((line for line in row if line.area[2] <= x0 + 2), key=_end, default=None)
    right = min((line for line in row if line.area[0] >= x1 - 2), key=_start, default=None)
    nearest = right or left
    size = nearest.size if nearest else min(_LARGEST_PT, max(_SMALLEST_PT, y1 - y0))
    baseline = nearest.baseline if nearest else y0 + 0.2 * (y1 - y0)
    wide = width_of(field.value, size) * 0.65  # of brackets, which are narrower than letters
    at = x0
    if right is not None and right.area[0] - x1 <= _LABEL_GAP_EM * size:
        at = min(x0, right.area[0] - _SPACE_EM * size - wide)
        place = right.first - 1 if right.first is not None else place
        if left is not None and at < left.area[2]:
            at = left.area[2] + _SPACE_EM * size / 2
    elif left is not None:
        size, baseline = left.size, left.baseline
        at = left.area[2] + _SPACE_EM * size
    drawn.add(field.value, at, baseline, size, after=place)


def _end(line: Line) -> float:
    return line.area[2]


def _start(line: Line) -> float:
    return line.area[0]


def _is_beside(line: Line, area: Area) -> bool:
    slack = 0.35 * line.size
    return area[1] - slack <= line.baseline + 0.3 * line.size <= area[3] + slack


def _field(widget: Any, area: Area) -> Field | None:  # noqa: ANN401
    flags = number(inherited(widget, "/Ff"))
    value = inherited(widget, "/V")
    match str(inherited(widget, "/FT")):
        case "/Tx":
            text = text_of(value)
            if flags & _PASSWORD:
                text = "\N{BULLET}" * len(text)
            is_long = bool(flags & _MULTILINE) or len(text.splitlines()) > 1
            return Field(FieldKind.LINES if is_long else FieldKind.LINE, area, text.strip())
        case "/Ch":
            return Field(FieldKind.LINE, area, _chosen(widget, value))
        case "/Btn" if not flags & _PUSH_BUTTON:
            return Field(FieldKind.BOX, area, TICKED if _is_ticked(widget, value) else UNTICKED)
    return None


def _is_ticked(widget: Any, value: Any) -> bool:  # noqa: ANN401
    state = widget.get("/AS")
    if isinstance(state, pikepdf.Name):
        return state != "/Off"
    if not isinstance(value, pikepdf.Name) or value == "/Off":
        return False
    drawn = widget.get("/AP", pikepdf.Dictionary()).get("/N")
    return not isinstance(drawn, pikepdf.Dictionary) or str(value) in drawn


def _chosen(widget: Any, value: Any) -> str:  # noqa: ANN401
    chosen = (
        [text_of(one) for one in value] if isinstance(value, pikepdf.Array) else [text_of(value)]
    )
    options = inherited(widget, "/Opt")
    words = {}
    for option in options if isinstance(options, pikepdf.Array) else ():
        if isinstance(option, pikepdf.Array) and len(option) > 1:
            words[text_of(option[0])] = text_of(option[1])
    return ", ".join(words.get(one, one) for one in chosen if one)


def text_of(value: Any) -> str:  # noqa: ANN401
    """A text string of a PDF, or a stream that holds one."""
    if isinstance(value, pikepdf.String):
        return str(value)
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    return ""


def _broken(line: str, room: float, size: float) -> list[str]:
    """A line in parts that fit; words longer than that stay whole."""
    parts: list[str] = []
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts else word
        if parts and width_of(longer, size) <= room:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts
