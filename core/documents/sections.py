"""The Markdown cut into units that can be rendered alone, each with its blocks.

Nearly always one block is one unit. A paragraph that an engine joined from two blocks is one unit
with two places; text that no block covers is cut by a Markdown parser and has no place. Together
the units cover all of the text that shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from core.documents.result import Result

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of Markdown that is rendered alone."""

    start: int
    end: int
    type: str
    blocks: tuple[int, ...]
    """Indices into :attr:`Result.blocks`; empty: it has no place on a page."""
    page: int | None
    """Where it stands or, for one without a place, where its forerunner does."""


def split_units(result: Result) -> tuple[Unit, ...]:
    """Cut a result's Markdown into units, in order."""
    units: list[Unit] = []
    at = 0
    page: int | None = None
    for number, block in enumerate(result.blocks):
        gap = result.markdown[at : block.md_start]
        if gap.strip():
            units += _uncovered(result.markdown, at, block.md_start, page)
        elif units and units[-1].blocks and not _BLANK_LINE.search(gap):
            joined = units[-1]
            units[-1] = Unit(
                joined.start, block.md_end, joined.type, (*joined.blocks, number), joined.page
            )
            at = block.md_end
            continue
        page = page if block.page is None else block.page
        units.append(Unit(block.md_start, block.md_end, block.type, (number,), page))
        at = block.md_end
    if result.markdown[at:].strip():
        units += _uncovered(result.markdown, at, len(result.markdown), page)
    return tuple(units)


def _uncovered(markdown: str, start: int, end: int, page: int | None) -> list[Unit]:
    # A footnote of one word looks like a link's definition, and would be in no unit.
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    parser.core.ruler.enableOnly(["block"])
    text = markdown[start:end]
    lines = [start]
    for match in re.finditer("\n", text):
        lines.append(start + match.end())
    lines.append(end)
    units = []
    for token in parser.parse(text.replace("\0", " ")):
        if token.level or token.map is None:
            continue
        first, last = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
        span = markdown[first:last]
        if span.strip():
            units.append(
                Unit(
                    first + len(span) - len(span.lstrip("\r\n")),
                    first + len(span.rstrip()),
                    _TYPES.get(token.type, "text"),
                    (),
                    page,
                )
            )
    return units


_TYPES = {
    "heading_open": "title",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
}
