"""A page as it is displayed, and as its content sees it.

Displayed here means: turned as ``/Rotate`` says, points from the bottom left, y upwards, so that
text that a reader sees upright runs along x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from core.worker.flash.preparation.content import copied_dictionary, inherited
from core.worker.flash.preparation.matrix import Matrix
from core.worker.flash.preparation.painted import Area

A4: Area = (0.0, 0.0, 595.0, 842.0)
_NUMBERS = 4
UPRIGHT = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""For each turn of the page, what turns text so that it is displayed upright."""


@dataclass(frozen=True)
class Frame:
    """The part of a page that is shown, and how it is turned."""

    box: Area
    turn: int
    """Degrees clockwise: 0, 90, 180 or 270."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (width, height) if self.turn in (0, 180) else (height, width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the content is displayed."""
        x0, y0, x1, y1 = self.box
        match self.turn:
            case 90:
                return y - y0, x1 - x
            case 180:
                return x1 - x, y1 - y
            case 270:
                return y1 - y, x - x0
        return x - x0, y - y0

    def back(self, u: float, v: float) -> tuple[float, float]:
        """The point of the content that is displayed there."""
        x0, y0, x1, y1 = self.box
        match self.turn:
            case 90:
                return x1 - v, u + y0
            case 180:
                return x1 - u, y1 - v
            case 270:
                return v + x0, y1 - u
        return u + x0, v + y0

    @property
    def matrix(self) -> Matrix:
        """What turns the content to where it is displayed."""
        x0, y0, x1, y1 = self.box
        match self.turn:
            case 90:
                return (0, -1, 1, 0, -y0, x1)
            case 180:
                return (-1, 0, 0, -1, x1, y1)
            case 270:
                return (0, 1, -1, 0, y1, -x0)
        return (1, 0, 0, 1, -x0, -y0)

    def area(self, area: Area) -> Area:
        """Where an area of the content is displayed."""
        ax, ay = self.point(area[0], area[1])
        bx, by = self.point(area[2], area[3])
        return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def frame(page: pikepdf.Page) -> Frame:
    """The frame of a page; A4 where it says nonsense."""
    media = area_of(inherited(page.obj, "/MediaBox")) or A4
    crop = area_of(inherited(page.obj, "/CropBox")) or media
    cut = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    box = cut if cut[2] > cut[0] and cut[3] > cut[1] else media
    try:
        turn = int(inherited(page.obj, "/Rotate") or 0) % 360
    except (TypeError, ValueError):
        turn = 0
    return Frame(box, turn if turn in UPRIGHT else 0)


def set_upright(page: pikepdf.Page, shown: Frame) -> None:
    """Turn the content itself, so that ``/Rotate`` has nothing left to do.

    PDFium finds words by the content's own axes: in lines that run along y it puts false spaces.
    """
    numbers = " ".join(f"{number:.4f}" for number in shown.matrix)
    page.contents_add(f"q {numbers} cm\n".encode("ascii"), prepend=True)
    page.contents_add(b"\nQ\n")
    for box in ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        if box in page.obj:
            del page.obj[box]
    width, height = shown.size
    page.obj.MediaBox = page.obj.CropBox = pikepdf.Array([0, 0, width, height])
    page.obj.Rotate = 0
    listed = page.obj.get("/Annots")
    if isinstance(listed, pikepdf.Array):
        page.obj.Annots = pikepdf.Array([_moved(entry, shown) for entry in listed])


def unmirror(page: pikepdf.Page, shown: Frame) -> None:
    """Mirror the content of a page that is displayed as its content has it."""
    x0, _, x1, _ = shown.box
    page.contents_add(f"q -1 0 0 1 {x0 + x1:.4f} 0 cm\n".encode("ascii"), prepend=True)
    page.contents_add(b"\nQ\n")


def _moved(annotation: Any, shown: Frame) -> Any:  # noqa: ANN401
    """A copy of an annotation that lies where the content is now: links are found by it."""
    area = area_of(annotation.get("/Rect")) if isinstance(annotation, pikepdf.Dictionary) else None
    if area is None:
        return annotation
    moved = copied_dictionary(annotation)
    moved["/Rect"] = pikepdf.Array(shown.area(area))
    corners = annotation.get("/QuadPoints")
    if isinstance(corners, pikepdf.Array):
        numbers = [float(number) for number in corners]
        points = zip(numbers[::2], numbers[1::2], strict=False)
        moved["/QuadPoints"] = pikepdf.Array(
            [part for point in points for part in shown.point(*point)]
        )
    return moved


def area_of(box: Any) -> Area | None:  # noqa: ANN401
    """A rectangle of a PDF, its corners in order; ``None`` where it is none."""
    if not isinstance(box, pikepdf.Array) or len(box) < _NUMBERS:
        return None
    try:
        ax, ay, bx, by = (float(number) for number in list(box)[:_NUMBERS])
    except (TypeError, ValueError):
        return None
    area = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    return area if area[2] > area[0] and area[3] > area[1] else None
