"""What the user types, as a query for SQLite, and what of a text matches it."""

from __future__ import annotations

import re
from dataclasses import dataclass

TRIGRAM = 3
"""Characters that the index knows; a shorter term is looked for in the texts themselves."""
BEFORE, AFTER = 50, 150
"""Characters of a snippet before its first match, and from there on."""
_TERM = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that all have to be in a passage; what is in quotation marks is one term."""

    terms: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Query:
        found = (match[1] or match[2].replace('"', "") for match in _TERM.finditer(text))
        cleaned = (" ".join(term.split()) for term in found)
        return cls(tuple(dict.fromkeys(term for term in cleaned if term)))

    @property
    def match(self) -> str:
        """For ``MATCH``: every trigram of every term; empty where no term is long enough."""
        grams = dict.fromkeys(
            term[at : at + TRIGRAM] for term in self.terms for at in range(len(term) - TRIGRAM + 1)
        )
        return " AND ".join(f'"{gram}"' for gram in grams)

    @property
    def likes(self) -> list[str]:
        """Patterns for ``LIKE … ESCAPE '\\'``."""
        return [
            "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"
            for term in self.terms
            if not _has_cases(term)
        ]

    @property
    def folded(self) -> list[str]:
        """Terms for which ``LIKE`` is too little: it takes "É" and "é" for two letters."""
        return [term.casefold() for term in self.terms if _has_cases(term)]


def _has_cases(term: str) -> bool:
    return any(sign.lower() != sign.upper() for sign in term if not sign.isascii())


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text around its first match."""

    text: str
    marks: tuple[tuple[int, int], ...]
    """Start and end of each match in :attr:`text`."""
    matched: str
    """The first match, as it stands there."""


def snippet_of(text: str, query: Query) -> Snippet:
    """Where the terms are, with what stands around them."""
    first = _pattern_of(query).search(text)
    at = 0 if first is None else first.start()
    start = max(0, at - BEFORE)
    if start:  # not in the middle of a word, where words have spaces
        space = text.find(" ", start, at)
        start = start if space < 0 else space + 1
    end = min(len(text), at + AFTER)
    lead, trail = "…" if start else "", "…" if end < len(text) else ""
    piece = lead + text[start:end].replace("\n", " ") + trail
    return Snippet(piece, marks_in(piece, query), "" if first is None else first[0])


def marks_in(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Start and end of each match in a text."""
    return tuple(match.span() for match in _pattern_of(query).finditer(text)) if query.terms else ()


def _pattern_of(query: Query) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _longest_first(query))), re.IGNORECASE)


def _longest_first(query: Query) -> list[str]:
    return sorted(query.terms, key=len, reverse=True)
