"""Tables without rules: SLANet+ says how many rows and columns there are, and what spans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.models import Model, Models
from core.worker.flash.ocr.table_cells import OcrCell

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

SIDE = 488
_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)
_SPAN = re.compile(r'(row|col)span="(\d+)"')


def recognise(models: Models, image: Image) -> list[OcrCell]:
    """The cells of the table that a picture shows, in pixels of it; empty where there is none."""
    import cv2
    import numpy

    height, width = image.shape[:2]
    scale = SIDE / max(height, width)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    small = cv2.resize(image, size).astype(numpy.float32) / 255
    tensor = numpy.zeros((1, 3, SIDE, SIDE), numpy.float32)
    tensor[0, :, : size[1], : size[0]] = ((small - _MEAN) / _DEVIATION).transpose(2, 0, 1)
    boxes, likely = models.run(Model.TABLE, tensor)
    tokens = _tokens(models.characters(Model.TABLE))
    labels = likely[0].argmax(axis=1)
    # Places are shares of the square that the picture was put into.
    corners = boxes[0].reshape(len(labels), -1, 2) * (max(height, width))
    return _cells([tokens[int(label)] for label in labels], corners)


def _tokens(characters: list[str]) -> list[str]:
    """As in PaddleOCR: an empty cell is one token, which the file lists only in two parts."""
    known = [token for token in characters if token != "<td>"]
    if "<td></td>" not in known:
        known.append("<td></td>")
    return ["sos", *known, "eos"]


def _cells(tokens: list[str], corners: Image) -> list[OcrCell]:
    cells: list[OcrCell] = []
    taken: set[tuple[int, int]] = set()
    row = -1
    place: tuple[int, list[str]] | None = None
    """A cell with spans: where it began, and what is said of it so far."""
    for index, token in enumerate(tokens):
        if index and token == "eos":
            break
        if token == "<tr>":
            row += 1
        elif token == "<td":
            place = (index, [])
        elif token == "<td></td>":
            _add(cells, taken, max(0, row), (1, 1), corners[index])
        elif place is not None and token in (">", "</td>"):
            if token == ">":
                spans = dict.fromkeys(("row", "col"), 1)
                spans |= {kind: int(n) for kind, n in _SPAN.findall("".join(place[1]))}
                size = (spans["row"], spans["col"])
                _add(cells, taken, max(0, row), size, corners[place[0]])
                place = None
        elif place is not None:
            place[1].append(token)
    return cells


def _add(
    cells: list[OcrCell],
    taken: set[tuple[int, int]],
    row: int,
    size: tuple[int, int],
    corners: Image,
) -> None:
    column = 0
    while (row, column) in taken:
        column += 1
    taken |= {(row + r, column + c) for r in range(size[0]) for c in range(size[1])}
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    span = Span(float(x0), float(y0), float(x1), float(y1))
    cells.append(OcrCell(row, column, size[0], size[1], span))
