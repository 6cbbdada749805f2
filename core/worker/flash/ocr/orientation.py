"""Which way up a page is: the network's word, held against what can then be read.

The network turned 60 of 60 full pages right, and is wrong on sparse and blank ones
(docs/quality.md); so a few lines are read, and where they make no sense the other ways are tried.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.worker.flash.ocr.detection import is_upright
from core.worker.flash.ocr.image import cut_out, side_lengths, turned
from core.worker.flash.ocr.models import Model, Models
from core.worker.flash.ocr.recognition import Recognizer

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

SAMPLE = 5
SAMPLE_LENGTH = 10
"""Of each line this many times its height is read: that says as much as the whole."""
GOOD = 0.88
"""Mean score of lines that are surely the right way up."""
BETTER = 0.05
"""Another orientation must score better by this than the one that the page has."""
MOSTLY = 0.6
STRAIGHT_DEG = 0.35
"""Less slant than this is left as it is."""
MOST_SLANT_DEG = 20.0
_SIDE = 224
_SHORT = 256


def quarter_turns(
    models: Models, recognizer: Recognizer, image: Image, quads: Sequence[Quad]
) -> int:
    """How many times 90° clockwise the page has to be turned to be upright."""
    longest = sorted(quads, key=lambda quad: -max(side_lengths(quad)))[: SAMPLE * 2]
    standing = [quad for quad in longest if is_upright(quad)]
    is_on_its_side = len(standing) > MOSTLY * len(longest)
    sample = (standing if is_on_its_side else [q for q in longest if not is_upright(q)])[:SAMPLE]
    if not sample:
        return 0
    said = _network(models, image)
    tried: dict[int, float] = {}
    for turns in sorted((1, 3) if is_on_its_side else (0, 2), key=lambda turns: turns != said):
        tried[turns] = _readability(recognizer, image, sample, turns)
        if tried[turns] >= GOOD:
            return turns
    best = max(tried, key=lambda turns: tried[turns])
    return best if tried[best] > tried.get(0, 0.0) + BETTER else 0


def slant_deg(quads: Sequence[Quad], least: float = STRAIGHT_DEG) -> float:
    """How far lines fall to the right, in degrees; 0 where it is less than ``least``, where they
    disagree, or for a few."""
    angles = sorted(
        math.degrees(math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]))
        for quad in quads
        if side_lengths(quad)[0] > 6 * side_lengths(quad)[1]
    )
    if len(angles) < 3:
        return 0.0
    middle = angles[len(angles) // 2]
    spread = angles[len(angles) * 3 // 4] - angles[len(angles) // 4]
    if abs(middle) < least or abs(middle) > MOST_SLANT_DEG or spread > 1 + abs(middle) / 2:
        return 0.0
    return middle


def _readability(recognizer: Recognizer, image: Image, sample: Sequence[Quad], turns: int) -> float:
    """Mean score of some lines of the page, once it is turned so."""
    total = 0.0
    for quad in sample:
        line = turned(cut_out(image, quad), turns)
        total += recognizer.read(line[:, : SAMPLE_LENGTH * line.shape[0]]).score
    return total / len(sample)


def _network(models: Models, image: Image) -> int:
    """The network's word, in quarter turns; 0 where it is not installed."""
    import cv2
    import numpy

    if not models.has(Model.ORIENTATION):
        return 0
    scale = _SHORT / min(image.shape[:2])
    size = (max(_SIDE, round(image.shape[1] * scale)), max(_SIDE, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    top, left = (small.shape[0] - _SIDE) // 2, (small.shape[1] - _SIDE) // 2
    cut = small[top : top + _SIDE, left : left + _SIDE].astype(numpy.float32) / 255
    mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    tensor = ((cut - mean) / deviation).transpose(2, 0, 1)[numpy.newaxis].astype(numpy.float32)
    label = int(models.run(Model.ORIENTATION, tensor)[0][0].argmax())
    return -int(models.characters(Model.ORIENTATION)[label]) // 90 % 4
