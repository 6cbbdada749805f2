"""The structure stage: from pages of lines and regions to blocks in their order.

Each rule is a function over drafts in a module of its own, which says where the rule is from and
what it gained. Nothing here reads a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.worker.flash.layout.draft import BodyStyle, Draft, PageLayout, body_style
from core.worker.flash.markdown.inline import Vocabulary
from core.worker.flash.model import BlockKind, PageBlock
from core.worker.flash.structure.assembly import to_blocks
from core.worker.flash.structure.code import fence_code
from core.worker.flash.structure.flow import join_paragraphs, mark_footnotes, split_notes
from core.worker.flash.structure.front_matter import mark_authors
from core.worker.flash.structure.furniture import mark_furniture
from core.worker.flash.structure.headings import mark_headings, set_levels
from core.worker.flash.structure.level_pairs import join_level
from core.worker.flash.structure.lists import attach_bullets, mark_items
from core.worker.flash.structure.order import in_order
from core.worker.flash.structure.page_tables import join_tables


@dataclass(frozen=True)
class Structured:
    """The drafts of a document in the order of reading, furniture left out."""

    drafts: list[Draft]
    body: BodyStyle
    vocabulary: Vocabulary
    _made: dict[int, PageBlock] = field(default_factory=dict, repr=False)
    """Place of a draft → its block: text is written once."""

    def blocks(self) -> list[PageBlock]:
        """With their Markdown. Pictures get their files after the text was compared."""
        for place, draft in enumerate(self.drafts):
            if place not in self._made or draft.kind in (BlockKind.PICTURE, BlockKind.FORMULA):
                (self._made[place],) = to_blocks([draft], self.vocabulary)
        return [self._made[place] for place in range(len(self.drafts))]

    def text(self) -> str:
        """The Markdown of all blocks, for comparison with the text layer."""
        return "\n\n".join(block.markdown for block in self.blocks())


def structure(pages: Sequence[PageLayout], *, keep_furniture: bool = False) -> Structured:
    """Apply all rules. The drafts of ``pages`` are changed."""
    for page in pages:
        for draft in page.drafts:
            draft.reset()
    body = body_style(pages)
    vocabulary = Vocabulary(line for page in pages for draft in page.drafts for line in draft.lines)
    if not keep_furniture:
        mark_furniture(pages, body)
    drafts: list[Draft] = []
    for page in pages:
        text = [draft for draft in page.drafts if draft.kind is not BlockKind.FURNITURE]
        drafts += fence_code(attach_bullets(in_order(text)), body)
    mark_footnotes(drafts, body.size)
    drafts = split_notes(drafts)
    drafts = mark_headings(drafts, body)
    mark_authors(drafts)
    mark_items(drafts)
    drafts = join_level(drafts)
    set_levels(drafts)
    drafts = join_tables(drafts, pages)
    return Structured(join_paragraphs(drafts), body, vocabulary)
