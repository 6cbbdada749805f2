"""Drafts of pages through the structure stage, to Markdown."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import structure
from tests.support.flash_lines import PROSE, block, layout


def markdown(*pages: list[Draft], keep_furniture: bool = False) -> str:
    """Of pages with these drafts."""
    layouts = [layout(drafts, page) for page, drafts in enumerate(pages)]
    done = structure(layouts, keep_furniture=keep_furniture)
    return assemble(done.blocks(), [draft.joins_previous for draft in done.drafts]).markdown


def body(y: float = 300.0, page: int = 0, end: str = ".") -> Draft:
    """A paragraph."""
    return block(*PROSE[:2], PROSE[2] + end, y=y, page=page)
