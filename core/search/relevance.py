"""How well a passage answers a search: what the best matches have, and the others have less of.

No bm25: the index keeps only in which passages a trigram is, not how often (`core.search.index`).
All terms are in every match, so how rare each of them is would change little.
"""

from __future__ import annotations

import re
from pathlib import Path

from core.search.query import Query

NAME_WEIGHT = 3.0
"""All terms in the document's name: more than the best text without them."""
HEADING_WEIGHT = 0.5
PHRASE_WEIGHT = 0.5
"""The terms one after the other, as they were typed."""
PART_OF_WORD = 0.5
"""A match within a longer word, beside one that is a word."""
SATURATION = 1.5
"""As in bm25: this many matches in a page of usual length give half of the highest score."""
USUAL_CHARS = 2_000
LENGTH_WEIGHT = 0.75
"""As in bm25: how much the length of a page counts, from 0 to 1."""


class Relevance:
    """Scores for one query; higher is better. Of one thread."""

    def __init__(self, query: Query) -> None:
        self._terms = [term.casefold() for term in query.terms]
        self._words = [re.compile(rf"(?<!\w){re.escape(term)}(?!\w)") for term in self._terms]
        self._phrase = " ".join(self._terms) if len(self._terms) > 1 else None

    def of_name(self, name: str) -> float:
        """What a document's name adds, from 0 to :data:`NAME_WEIGHT`."""
        return NAME_WEIGHT * self._share(name.casefold())

    def of_passage(self, text: str, heading: str) -> float:
        """What a passage with all terms is worth by itself."""
        folded = text.casefold()
        room = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(text) / USUAL_CHARS)
        score = 0.0
        for term, word in zip(self._terms, self._words, strict=True):
            count = folded.count(term)
            if count:
                whole = len(word.findall(folded))
                weight = whole + PART_OF_WORD * (count - whole)
                score += weight / (weight + room) / len(self._terms)
        if self._phrase is not None and self._phrase in folded:
            score += PHRASE_WEIGHT
        return score + HEADING_WEIGHT * self._share(heading.casefold())

    def _share(self, folded: str) -> float:
        """How much of the query a short text holds, from 0 to 1."""
        worth = 0.0
        for term, word in zip(self._terms, self._words, strict=True):
            if word.search(folded):
                worth += 1
            elif term in folded:
                worth += PART_OF_WORD
        return worth / len(self._terms)


def name_in(source: str | None, markdown: str) -> str:
    """The document's name without its ending, as it is searched for and shown."""
    return Path(markdown if source is None else source).stem
