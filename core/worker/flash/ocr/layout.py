"""What kind of region lies where: a PicoDet network trained on CDLA (papers, Chinese and English).

It misses tables without rules and calls real text a header or footer: its word is a hint, and no
text is left out because of it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.models import Model, Models

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

CERTAIN = 0.45
SAME = 0.5
"""Two regions of one kind that share this much of their common area are one."""
_HEIGHT, _WIDTH = 800, 608
_STRIDES = (8, 16, 32, 64)
_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)


class LayoutKind(str, enum.Enum):
    """The labels of CDLA, in the words that the file itself has for them."""

    TEXT = "text"
    TITLE = "title"
    FIGURE = "figure"
    FIGURE_CAPTION = "figure_caption"
    TABLE = "table"
    TABLE_CAPTION = "table_caption"
    HEADER = "header"
    FOOTER = "footer"
    REFERENCE = "reference"
    EQUATION = "equation"


@dataclass(frozen=True)
class LayoutRegion:
    """A part of a page, in pixels."""

    kind: LayoutKind
    span: Span
    score: float


def find_regions(models: Models, image: Image) -> list[LayoutRegion]:
    """The regions of an upright page, the surest first."""
    import cv2
    import numpy

    resized = cv2.resize(image, (_WIDTH, _HEIGHT)).astype(numpy.float32) / 255
    tensor = ((resized - _MEAN) / _DEVIATION).transpose(2, 0, 1)[numpy.newaxis]
    outputs = models.run(Model.LAYOUT, tensor.astype(numpy.float32))
    labels = [LayoutKind(name) for name in models.characters(Model.LAYOUT)]
    per_scale = len(outputs) // 2
    boxes = numpy.concatenate(
        [
            _boxes(outputs[per_scale + number][0], stride)
            for number, stride in enumerate(_STRIDES[:per_scale])
        ]
    )
    scores = numpy.concatenate([output[0] for output in outputs[:per_scale]])
    scale = numpy.array([image.shape[1] / _WIDTH, image.shape[0] / _HEIGHT] * 2)
    limit = [image.shape[1], image.shape[0]] * 2
    found = []
    for label, kind in enumerate(labels):
        likely = numpy.nonzero(scores[:, label] > CERTAIN)[0]
        for index in likely[numpy.argsort(-scores[likely, label])][:100]:
            corners = (boxes[index] * scale).clip(0, limit)
            found.append(
                LayoutRegion(kind, Span(*map(float, corners)), float(scores[index, label]))
            )
    found.sort(key=lambda region: -region.score)
    return _without_doubles(found)


def _boxes(distances: Image, stride: int) -> Image:
    """Corners in pixels of the network's picture, for each cell of one scale.

    The network gives, for each side of each box, a distribution over its distance from the middle
    of the cell, in strides (generalized focal loss).
    """
    import numpy

    rows, columns = -(-_HEIGHT // stride), -(-_WIDTH // stride)
    bins = distances.shape[-1] // 4
    odds = numpy.exp(
        distances.reshape(-1, bins) - distances.reshape(-1, bins).max(1, keepdims=True)
    )
    far = (odds / odds.sum(1, keepdims=True) @ numpy.arange(bins)).reshape(-1, 4) * stride
    y, x = (numpy.mgrid[:rows, :columns].reshape(2, -1) + 0.5) * stride
    return numpy.stack((x - far[:, 0], y - far[:, 1], x + far[:, 2], y + far[:, 3]), axis=1)


def _without_doubles(regions: list[LayoutRegion]) -> list[LayoutRegion]:
    kept: list[LayoutRegion] = []
    for region in regions:
        if not any(
            region.kind is other.kind and _likeness(region.span, other.span) > SAME
            for other in kept
        ):
            kept.append(region)
    return kept


def _likeness(one: Span, other: Span) -> float:
    shared = one.overlap(other)
    return shared / max(1.0, one.area + other.area - shared)
