"""A result cut into what a search finds: the text of a page, or of a section without pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.documents.render import outline
from core.documents.result import Result
from core.documents.sections import Unit, split_units

RUNNING_HEAD_CHARS = 200
"""More text than this before the first heading of a passage does not belong to it."""
MAX_CHARS = 4_000
"""Of a passage where there are no pages to go by."""
_TAG = re.compile(r"(?<!\\)</?[A-Za-z][^>]*>")
_MARK = re.compile(
    r"^ {0,3}(?:#{1,6} |[-*+] |> )|\*\*|__|`|(?<![\w\\])\*|(?<!\\)\*(?!\w)", re.MULTILINE
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_RULE = re.compile(r"^\|?[ :|-]*-{3}[ :|-]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """What one match leads to."""

    page: int | None
    """From 0."""
    start: int
    """Where it begins in the Markdown, in characters."""
    heading: str
    """The last one before it, or the one that it begins with; ``""``: none."""
    text: str


def readable_text(markdown: str) -> str:
    """What a person sees of some Markdown, in one line; formulas stay LaTeX."""
    text = _TAG.sub(" ", _RULE.sub(" ", markdown))
    text = _LINK.sub(r"\1", _MARK.sub("", text))
    text = html.unescape(_ESCAPE.sub(r"\1", text.replace("|", " ")))
    return " ".join(text.split())


def passages_of(result: Result) -> Iterator[Passage]:
    """All of a result, in order; passages without text are left out."""
    units = split_units(result)
    headings = {heading.unit: heading.text for heading in outline(result, units)}
    heading = ""
    for first, last in _runs(units):
        parts = [
            readable_text(result.markdown[unit.start : unit.end])
            for unit in units[first : last + 1]
        ]
        if any(parts):
            above = heading or _begins_with(headings, first, parts)
            yield Passage(units[first].page, units[first].start, above, "\n".join(parts))
        heading = next((headings[n] for n in range(last, first - 1, -1) if n in headings), heading)


def _begins_with(headings: Mapping[int, str], first: int, parts: Sequence[str]) -> str:
    """The heading at the head of a passage, below no more than a running title."""
    before = 0
    for number, part in enumerate(parts, first):
        if number in headings:
            return headings[number]
        before += len(part)
        if before > RUNNING_HEAD_CHARS:
            break
    return ""


def _runs(units: tuple[Unit, ...]) -> Iterator[tuple[int, int]]:
    """First and last unit of each passage."""
    first = 0
    for number, unit in enumerate(units):
        following = units[number + 1] if number + 1 < len(units) else None
        ends = (
            following is None
            or following.page != unit.page
            or (unit.page is None and following.end - units[first].start > MAX_CHARS)
        )
        if ends:
            yield first, number
            first = number + 1
