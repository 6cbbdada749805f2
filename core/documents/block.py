"""A piece of a result's Markdown, and where it stood on its page."""

from __future__ import annotations

from dataclasses import dataclass

DOUBTFUL = 0.75
"""A block of a lower score is doubtful as a whole."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, origin at the page's top left."""


@dataclass(frozen=True, slots=True)
class PageRegion:
    page: int
    """From 0, in the original document."""
    bbox: Box


@dataclass(frozen=True, slots=True)
class DoubtfulWords:
    """Words of a block that OCR is not sure of."""

    place: PageRegion
    text: str
    """As they stand in the Markdown; empty where that is not told."""
    score: float | None = None
    """Of the least certain of them, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Block:
    """A span of the Markdown and where it stood on the page."""

    type: str
    """The engine's word for it: ``text``, ``title``, ``table``, ``image``, …"""
    md_start: int
    md_end: int
    """Characters of the Markdown, the end not included."""
    page: int | None
    """From 0, in the original document."""
    bbox: Box | None
    parts: tuple[PageRegion, ...] = ()
    """All places of a block that was joined over a column or page break; else empty."""
    score: float | None = None
    """Certainty of OCR, 0 to 1; ``None`` where it did not read this."""
    doubtful: tuple[DoubtfulWords, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubtful) or (self.score is not None and self.score < DOUBTFUL)

    @property
    def places(self) -> tuple[PageRegion, ...]:
        """Where it stood, in reading order; empty when that is not known."""
        if self.parts:
            return self.parts
        if self.page is None or self.bbox is None:
            return ()
        return (PageRegion(self.page, self.bbox),)
