"""Where something stands on the user's page, that was read from a copy turned upright."""

from __future__ import annotations

from core.worker.flash.model import Box

MIRRORED = -1
"""In place of degrees: the page was not turned, but mirrored, left for right."""


def unturned(box: Box, degrees: int, size: tuple[float, float]) -> Box:
    """Where a box stands on the page when it is turned back by ``degrees``.

    ``size``: width and height of the page as it is displayed, before.
    """
    width, height = size
    match degrees:
        case _ if degrees == MIRRORED:
            return Box(width - box.x1, box.y0, width - box.x0, box.y1)
        case 90:
            return Box(width - box.y1, box.x0, width - box.y0, box.x1)
        case 180:
            return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
        case 270:
            return Box(box.y0, height - box.x1, box.y1, height - box.x0)
    return box
