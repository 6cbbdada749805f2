"""What the stages of the built-in engine hand to each other: words, blocks, verdicts on pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.worker.flash.rectangle import Rectangle


class PageVerdict(str, Enum):
    """How a page is to be read, or was read: the keys of ``pages_by`` in ``headframe.json``."""

    TEXT = "text"
    OCR = "ocr"
    BLANK = "blank"
    FAILED = "failed"


class BlockKind(str, Enum):
    """What a block is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CODE = "code"
    TABLE = "table"
    FORMULA = "formula"
    PICTURE = "picture"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    """A running header or footer, a page number: not in the Markdown."""
    FORM_FIELD = "form_field"
    NOTE = "note"
    """An annotation written onto the page."""


@dataclass(frozen=True, slots=True)
class Box(Rectangle):
    """In points, from the top left of the page as it is displayed."""

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of these; there is at least one."""
    if len(boxes) == 1:
        return boxes[0]
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without a gap, in one font."""

    text: str
    box: Box
    font: str = ""
    """Name of the font, without the prefix of a subset; "" where it is not known (OCR)."""
    size: float = 0.0
    """Of the font in points, as displayed; 0 where it is not known."""
    bold: bool = False
    italic: bool = False
    mono: bool = False
    angle: int = 0
    """Degrees clockwise by which it is turned on the displayed page: quarters, or any slant."""
    glued: bool = False
    """Belongs to the word before it without a space (a change of font within a word)."""
    baseline: float = 0.0
    """Where the letters stand, across the direction of the line; 0 where it is not known."""
    link: str = ""
    """Address that the word leads to."""
    score: float | None = None
    """Certainty of OCR, 0 to 1; ``None`` for words of the text layer."""
    struck: bool = False
    """A line is drawn through it."""


@dataclass(frozen=True)
class Doubt:
    """Words side by side that OCR is not sure of."""

    box: Box
    score: float
    """Of the least certain of them, 0 to 1."""
    text: str
    """As in the Markdown, without its marks."""


@dataclass(frozen=True)
class PageBlock:
    """One block of one page, in the order of reading within its list."""

    kind: BlockKind
    page: int
    """In the original document, from 0."""
    box: Box
    text: str = ""
    """Plain text: nothing in it is Markdown; the assembly escapes it. ``\\n`` parts lines of code
    and hard lines."""
    markdown: str = ""
    """Ready Markdown or HTML (tables, inline emphasis), used instead of ``text`` where given."""
    level: int = 0
    """Of a heading 1 to 6; of a list item its depth from 0."""
    marker: str = ""
    """Of a list item: ``-``, or its number as printed ("3.", "（一）"); of a footnote its mark."""
    words: tuple[Word, ...] = ()
    score: float | None = None
    """Certainty of OCR, 0 to 1: the mean over the letters of the block."""
    asset: str = ""
    """Path of the picture, relative to the Markdown."""
    doubts: tuple[Doubt, ...] = ()
    """Words of it that OCR is not sure of."""
