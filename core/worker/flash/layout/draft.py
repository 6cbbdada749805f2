"""A block while the rules work on it, and what they know of its document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import BlockKind, Box, around
from core.worker.flash.page_turn import unturned
from core.worker.flash.text.lines import TextLine


@dataclass
class Draft:
    """Lines that belong together, or a table, a picture, a formula."""

    page: int
    lines: list[TextLine] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    region: RegionKind | None = None
    """What docvortex took it for; ``None`` for lines that it left out."""
    area: Box | None = None
    """Of what has no lines."""
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table."""
    borders: tuple[float, ...] = ()
    """Of a table: where rules part its columns, in points from the left; empty where none do."""
    markdown: str = ""
    """Of code."""
    asset: str = ""
    alt: str = ""
    score: float | None = None
    """Certainty of OCR for what has no lines, a table."""
    joins_previous: bool = False
    """Its text goes on from the block before it (over a column or a page)."""

    def reset(self) -> None:
        """As it was before the rules; lines that were joined to it stay."""
        if self.kind is BlockKind.FURNITURE:
            self.kind = BlockKind.PARAGRAPH

    @property
    def box(self) -> Box:
        return self.area or around([line.box for line in self.lines])

    @property
    def index(self) -> int:
        """Place in the stream."""
        return min((line.index for line in self.lines), default=-1)

    @property
    def size(self) -> float:
        counts: Counter[float] = Counter()
        for line in self.lines:
            counts[line.size] += line.letters
        return counts.most_common(1)[0][0] if counts else 0.0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def letters(self) -> int:
        return sum(line.letters for line in self.lines)

    @property
    def is_bold(self) -> bool:
        return bool(self.lines) and all(line.is_bold for line in self.lines)

    @property
    def is_italic(self) -> bool:
        return bool(self.lines) and all(line.is_italic for line in self.lines)

    @property
    def is_mono(self) -> bool:
        return bool(self.lines) and all(line.is_mono for line in self.lines)

    @property
    def font(self) -> str:
        return self.lines[0].font if self.lines else ""

    def is_text(self) -> bool:
        """Running text, of which headings and items are made."""
        return bool(self.lines) and self.kind is BlockKind.PARAGRAPH


@dataclass(frozen=True)
class PageLayout:
    """One page while the rules work on it."""

    page: int
    """In the original document, from 0."""
    width: float
    height: float
    drafts: list[Draft]
    turn: int = 0
    """Degrees clockwise, of quarter turns, by which the text of the page as it is displayed is
    turned: all else here is of the page turned back."""

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as it is displayed."""
        if self.turn % 180:
            return self.height, self.width
        return self.width, self.height

    def displayed(self, box: Box) -> Box:
        """Where a box stands on the page as it is displayed."""
        return unturned(box, self.turn, self.displayed_size)


@dataclass(frozen=True)
class BodyStyle:
    """How the running text of the document is set."""

    size: float
    font: str
    bold: bool
    mono: bool


LONG_LETTERS = 80
"""A text block with this many letters is running text (a trial, docs/quality.md)."""


_LONG_SHARE = 0.6
"""Of all letters: where less stands in long blocks (an invoice, a slide), these may be the small
print, and all text says what the running size is."""
_MONO_SHARE = 0.85
"""Of all letters: above it the document is typewritten, below it there is code in it."""


def _letters(draft: Draft) -> int:
    return draft.letters


def body_style(pages: Sequence[PageLayout]) -> BodyStyle:
    """The most frequent style of long text blocks; of all text where few are long."""
    texts = [draft for page in pages for draft in page.drafts if draft.is_text()]
    every = sum(draft.letters for draft in texts)
    mono = sum(draft.letters for draft in texts if draft.is_mono) > _MONO_SHARE * every
    drafts = [draft for draft in texts if mono or not draft.is_mono]
    long = [draft for draft in drafts if draft.letters >= LONG_LETTERS]
    if not long:
        long = [draft for page in pages for draft in page.drafts if draft.lines] or drafts
    elif sum(map(_letters, long)) < _LONG_SHARE * sum(map(_letters, drafts)):
        long = drafts
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold = whole = 0
    for draft in long:
        sizes[round(draft.size * 2) / 2] += draft.letters
        for line in draft.lines:
            fonts[line.font] += line.letters
            whole += line.letters
            bold += line.letters if line.is_bold else 0
    if not sizes:
        return BodyStyle(10.0, "", False, False)
    nearest = sizes.most_common(1)[0][0]
    exact: Counter[float] = Counter()
    for draft in long:
        if abs(draft.size - nearest) <= 0.5:
            exact[draft.size] += draft.letters
    size = exact.most_common(1)[0][0] if exact else nearest
    return BodyStyle(size, fonts.most_common(1)[0][0], bold > 0.6 * whole, mono)
