"""Scores of a document's Markdown against its truth; each from 0 to 1, ``None`` without truth."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from tests.quality.parsed import Grid, Parsed, letters, parse

_LIKE = 90
"""Of 100: what two strings must have in common to be taken for the same heading or item."""
_PART = 40
"""Letters of a paragraph that are searched for, when its place is asked."""


@dataclass(frozen=True)
class Scores:
    """One document, one engine."""

    text: float | None = None
    """1 − edit distance of the whole text."""
    order: float | None = None
    """Share of neighbouring paragraphs that come in the right order, of those that were found."""
    headings: float | None = None
    """F1 of headings found."""
    levels: float | None = None
    """Share of neighbouring headings that were found whose step of level is right (up, down,
    level): the same document may begin with `#` or with `##`."""
    lists: float | None = None
    code: float | None = None
    """Shares of items and lines of code that are items and code in the result, too."""
    tables: float | None = None
    """F1 of neighbouring cells."""
    facts: float | None = None


COLUMNS = tuple(column.name for column in fields(Scores))


def score(markdown: str, truth: str) -> Scores:
    """Compare a result with the truth."""
    got, wanted = parse(markdown), parse(truth)
    return Scores(
        text=_text(got.text, wanted.text),
        order=_order(got, wanted),
        headings=_headings(got, wanted),
        levels=_levels(got, wanted),
        lists=_share(got.items, wanted.items),
        code=_share(got.code, wanted.code),
        tables=_tables(got.tables, wanted.tables),
    )


def mean(all_scores: list[Scores]) -> Scores:
    """Column by column, over the documents that have a truth for it."""
    means = {}
    for column in COLUMNS:
        values = [value for one in all_scores if (value := getattr(one, column)) is not None]
        means[column] = sum(values) / len(values) if values else None
    return Scores(**means)


def _text(got: str, wanted: str) -> float:
    return float(Levenshtein.normalized_similarity(got, wanted))


def _order(got: Parsed, wanted: Parsed) -> float | None:
    """Where each paragraph of the truth begins in the result, by a part of its letters."""
    whole = letters(got.text)
    places = []
    for paragraph in wanted.paragraphs:
        part = letters(paragraph)[:_PART]
        if len(part) >= 12 and (place := whole.find(part)) >= 0 and whole.count(part) == 1:
            places.append(place)
    steps = list(itertools.pairwise(places))
    return sum(a < b for a, b in steps) / len(steps) if steps else None


def _pairs(got: list[str], wanted: list[str]) -> list[tuple[int, int]]:
    """Which of the result is which of the truth, each once, in the order of the truth."""
    free = {index: letters(text) for index, text in enumerate(got)}
    found = []
    for place, text in enumerate(wanted):
        sought = letters(text)
        best = max(free, key=lambda index: (ratio(free[index], sought), -index), default=None)
        if best is not None and ratio(free[best], sought) >= _LIKE:
            found.append((best, place))
            del free[best]
    return found


def _headings(got: Parsed, wanted: Parsed) -> float | None:
    if not wanted.headings:
        return None
    pairs = _pairs([text for _, text in got.headings], [text for _, text in wanted.headings])
    return 2 * len(pairs) / (len(got.headings) + len(wanted.headings))


def _levels(got: Parsed, wanted: Parsed) -> float | None:
    pairs = _pairs([text for _, text in got.headings], [text for _, text in wanted.headings])
    steps = list(itertools.pairwise(pairs))
    if not steps:
        return None
    right = 0
    for (got_a, wanted_a), (got_b, wanted_b) in steps:
        step = got.headings[got_b][0] - got.headings[got_a][0]
        asked = wanted.headings[wanted_b][0] - wanted.headings[wanted_a][0]
        right += (step > 0) == (asked > 0) and (step < 0) == (asked < 0)
    return right / len(steps)


def _share(got: list[str], wanted: list[str]) -> float | None:
    if not wanted:
        return None
    sought = [letters(text) or text for text in wanted]
    have = [letters(text) or text for text in got]
    matcher = SequenceMatcher(None, have, sought, autojunk=False)
    exact = sum(block.size for block in matcher.get_matching_blocks())
    if exact == len(wanted):
        return 1.0
    return max(exact, len(_pairs(got, wanted))) / len(wanted)


def _neighbours(tables: list[Grid]) -> Counter[tuple[str, str, str]]:
    """Each cell with the one to its right and the one below it, where both hold something."""
    found: Counter[tuple[str, str, str]] = Counter()
    for grid in tables:
        cells = [[letters(cell) or cell for cell in row] for row in grid]
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                right = line[column + 1] if column + 1 < len(line) else ""
                below = (
                    cells[row + 1][column]
                    if row + 1 < len(cells) and column < len(cells[row + 1])
                    else ""
                )
                if cell and right and cell != right:
                    found[cell, "right", right] += 1
                if cell and below and cell != below:
                    found[cell, "below", below] += 1
    return found


def _tables(got: list[Grid], wanted: list[Grid]) -> float | None:
    asked = _neighbours(wanted)
    if not asked:
        return None
    have = _neighbours(got)
    return 2 * sum((asked & have).values()) / (sum(asked.values()) + sum(have.values()))
