"""Pages to read: set by reportlab, drawn by PDFium, and made worse the way a scanner does."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.ocr.frame import ImageFrame
from core.worker.flash.ocr.render import draw

WIDTH, HEIGHT = 420, 300


def frame(
    paint: Callable[[Canvas], None], *, turns: int = 0, slant_deg: float = 0.0, noise: float = 6.0
) -> ImageFrame:
    """What a scanner makes of a page of 420 × 300 pt."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    paint(canvas)
    canvas.showPage()
    canvas.save()
    drawn = draw(pypdfium2.PdfDocument(buffer.getvalue())[0])
    image = drawn.image
    if slant_deg:
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -slant_deg, 1.0)
        image = cv2.warpAffine(image, matrix, (width, height), borderValue=(255, 255, 255))
    grain = np.random.default_rng(3).normal(0, noise, image.shape[:2])[:, :, None]
    image = np.clip(image * 0.94 + 8 + grain, 0, 255).astype(np.uint8)
    image = np.ascontiguousarray(np.rot90(image, -turns))
    return ImageFrame(image, drawn.to_page)
