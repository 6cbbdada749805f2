"""What was written onto a page: text boxes, stamps, captions, and the comments of reviewers.

What shows on the page becomes text of the page, where it stands. Comments show only when they are
opened: they are counted, and a warning gives their number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from core.worker.flash.preparation.content import copied_dictionary, free_name, inherited
from core.worker.flash.preparation.drawn_text import DrawnText
from core.worker.flash.preparation.form_fields import (
    annotations_of,
    draw_lines,
    is_unseen,
    place_before,
    text_of,
)
from core.worker.flash.preparation.frame import Frame, area_of
from core.worker.flash.preparation.matrix import Matrix, matrix_of, times
from core.worker.flash.preparation.page_lines import Line
from core.worker.flash.preparation.painted import Area

_COMMENTS = frozenset(
    {
        "/Text",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Caret",
        "/Ink",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Line",
    }
)
_NOT_DRAWN = frozenset({"/Link", "/Popup", "/FileAttachment", "/Movie", "/Sound", "/Redact"})
_SIZE = re.compile(r"([\d.]+)\s+Tf\b")
_USUAL_PT, _LARGEST_PT = 11.0, 36.0
_MAX_DEPTH = 4


@dataclass
class Written:
    """What the annotations of a page hold."""

    boxes: list[tuple[str, Area, float]] = field(default_factory=list)
    """Text boxes: what they say, where on the displayed page, and the size of their font."""
    drawn: list[Any] = field(default_factory=list)
    """Annotations whose appearance shows text."""
    comments: int = 0
    files: list[str] = field(default_factory=list)
    """Names of the files that are attached to the page."""


def written(page: pikepdf.Page, frame: Frame) -> Written:
    """Look through the annotations of a page; form fields are not among them."""
    found = Written()
    for annotation in annotations_of(page):
        kind = str(annotation.get("/Subtype"))
        if kind == "/FileAttachment":
            found.files.append(file_name(annotation.get("/FS")))
        if is_unseen(annotation):
            continue
        area = area_of(annotation.get("/Rect"))
        says = text_of(annotation.get("/Contents")).strip()
        if kind == "/FreeText" and says and area is not None:
            found.boxes.append((says, frame.area(area), _size(annotation)))
        elif _has_text(annotation) and not _is_told(kind, annotation):
            found.drawn.append(annotation)
        if kind in _COMMENTS and says:
            found.comments += 1
    return found


def draw_boxes(drawn: DrawnText, found: Written, lines: Sequence[Line]) -> None:
    """Write the text boxes onto the page."""
    for says, area, size in found.boxes:
        draw_lines(drawn, says, area, size, place_before(area, lines))


def draw_appearances(pdf: pikepdf.Pdf, page: pikepdf.Page, found: Written) -> bool:
    """Make what annotations draw a part of the page's content; whether there was any."""
    pieces = []
    resources = copied_dictionary(inherited(page.obj, "/Resources"))
    drawables = copied_dictionary(resources.get("/XObject"))
    for annotation in found.drawn:
        stream, area = _appearance(annotation), area_of(annotation.get("/Rect"))
        matrix = None if area is None else _fitted(stream, area)
        if matrix is None:
            continue
        name = free_name(drawables, "/HfA")
        drawables[name] = _as_form(pdf, stream)
        numbers = " ".join(f"{part:.6f}" for part in matrix)
        pieces.append(f"q {numbers} cm {name} Do Q".encode("ascii"))
    if not pieces:
        return False
    resources["/XObject"] = drawables
    page.obj.Resources = resources
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + b"\n".join(pieces))
    return True


def take_out(page: pikepdf.Page, found: Written) -> None:
    """Form fields, text boxes and what was drawn: they are content of the page now."""
    drawn = {annotation.objgen for annotation in found.drawn if annotation.is_indirect}
    kept = [
        annotation
        for annotation in annotations_of(page)
        if annotation.get("/Subtype") not in ("/Widget", "/FreeText")
        and not (annotation.is_indirect and annotation.objgen in drawn)
    ]
    page.obj.Annots = pikepdf.Array(kept)


def file_name(specification: Any) -> str:  # noqa: ANN401
    """What a file specification calls its file."""
    if isinstance(specification, pikepdf.Dictionary):
        for key in ("/UF", "/F", "/Unix", "/DOS"):
            if name := text_of(specification.get(key)):
                return name
    return text_of(specification)


def _is_told(kind: str, annotation: Any) -> bool:  # noqa: ANN401
    """Whether what an annotation draws is told in another way, or is no text of the page.

    Widgets are told by their values; only a signature, or a field that has none, is drawn.
    """
    if kind != "/Widget":
        return kind in _NOT_DRAWN
    field = annotation.get("/FT") or annotation.get("/Parent", pikepdf.Dictionary()).get("/FT")
    return bool(field == "/Btn" or ("/V" in annotation and field != "/Sig"))


def _size(annotation: Any) -> float:  # noqa: ANN401
    found = _SIZE.search(text_of(annotation.get("/DA")))
    try:
        size = float(found.group(1)) if found else 0.0
    except ValueError:
        size = 0.0
    return min(size, _LARGEST_PT) if size > 1 else _USUAL_PT


def _appearance(annotation: Any) -> Any:  # noqa: ANN401
    """The stream that draws an annotation as it stands; ``None`` where there is none."""
    normal = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if isinstance(normal, pikepdf.Stream):
        return normal
    if isinstance(normal, pikepdf.Dictionary):
        state = annotation.get("/AS")
        stream = normal.get(str(state)) if isinstance(state, pikepdf.Name) else None
        return stream if isinstance(stream, pikepdf.Stream) else None
    return None


def _has_text(annotation: Any) -> bool:  # noqa: ANN401
    stream = _appearance(annotation)
    return stream is not None and _holds_font(stream, 0)


def _holds_font(stream: Any, depth: int) -> bool:  # noqa: ANN401
    resources = stream.get("/Resources")
    if depth > _MAX_DEPTH or not isinstance(resources, pikepdf.Dictionary):
        return False
    if len(resources.get("/Font", ())):
        return True
    return any(
        isinstance(drawn, pikepdf.Stream) and _holds_font(drawn, depth + 1)
        for drawn in resources.get("/XObject", pikepdf.Dictionary()).values()
    )


def _fitted(stream: Any, area: Area) -> Matrix | None:  # noqa: ANN401
    """How an appearance is laid into its rectangle (ISO 32000-2, 12.5.5, algorithm 8)."""
    box = area_of(stream.get("/BBox"))
    if box is None:
        return None
    own = matrix_of(stream.get("/Matrix"))
    corners = [(box[i], box[j]) for i in (0, 2) for j in (1, 3)]
    xs = [own[0] * x + own[2] * y + own[4] for x, y in corners]
    ys = [own[1] * x + own[3] * y + own[5] for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if wide <= 0 or high <= 0:
        return None
    across, up = (area[2] - area[0]) / wide, (area[3] - area[1]) / high
    move: Matrix = (1, 0, 0, 1, -min(xs), -min(ys))
    return times(move, (across, 0, 0, up, area[0], area[1]))


def _as_form(pdf: pikepdf.Pdf, stream: Any) -> Any:  # noqa: ANN401
    """The stream with what a form has to say, which an appearance may leave out."""
    copied = pdf.make_stream(stream.read_bytes())
    for key in ("/BBox", "/Matrix", "/Resources", "/Group"):
        if key in stream:
            copied[key] = stream[key]
    copied["/Type"] = pikepdf.Name.XObject
    copied["/Subtype"] = pikepdf.Name.Form
    return copied
