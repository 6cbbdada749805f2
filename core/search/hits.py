"""Asking the index: the best matches first, the newest results among equals."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from core.search.query import Query, Snippet, snippet_of
from core.search.relevance import Relevance, name_in

MOST_HITS = 300
"""Of one search; who gets more looks for something else."""
MOST_CANDIDATES = 5_000
"""Passages that are compared, the newest ones: a word that is everywhere costs no more."""
MOST_NAMED = 1_000
"""Documents that are looked at for their name, the newest ones."""
SCORE_DIGITS = 1
"""Scores nearer than that are equal: the newer document is the better match then."""

_COLUMNS = "passages.id, passages.document, markdown, source, page, start, heading, passages.text"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that holds what was looked for, or the beginning of a document named so."""

    markdown: Path
    source: Path | None
    page: int | None
    """From 0."""
    start: int
    """Where the passage begins in the Markdown, in characters."""
    heading: str
    snippet: Snippet
    query: Query


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: int
    document: int
    markdown: str
    source: str | None
    page: int | None
    start: int
    heading: str
    text: str


def find_ranked(
    connection: sqlite3.Connection, query: Query, most: int = MOST_HITS
) -> Iterator[SearchHit]:
    """At most that many. Raises :class:`sqlite3.Error`."""
    if not query.terms:
        return
    relevance = Relevance(query)
    found = {one.id: one for one in _with_all_terms(connection, query)}
    for one in _by_name(connection, query):
        found.setdefault(one.id, one)
    for one in _best(list(found.values()), relevance, most):
        yield SearchHit(
            Path(one.markdown),
            None if one.source is None else Path(one.source),
            one.page,
            one.start,
            one.heading,
            snippet_of(one.text, query),
            query,
        )


def _best(found: Sequence[_Candidate], relevance: Relevance, most: int) -> list[_Candidate]:
    """A document's name counts for its best passage: the others stand by what they say."""
    scores = {one.id: relevance.of_passage(one.text, one.heading) for one in found}
    first: dict[int, _Candidate] = {}
    for one in found:
        known = first.get(one.document)
        if known is None or (scores[one.id], -one.start) > (scores[known.id], -known.start):
            first[one.document] = one
    for one in first.values():
        scores[one.id] += relevance.of_name(name_in(one.source, one.markdown))
    return nlargest(
        most, found, key=lambda one: (round(scores[one.id], SCORE_DIGITS), one.document, -one.start)
    )


def _with_all_terms(connection: sqlite3.Connection, query: Query) -> Iterator[_Candidate]:
    """The newest passages whose text holds every term."""
    conditions, values = _text_conditions(query)
    if query.match:
        # The index is gone through from its end, and no further than is needed.
        source = "passage_index JOIN passages ON passages.id = passage_index.rowid"
        conditions.insert(0, "passage_index MATCH ?")
        values.insert(0, query.match)
        order = "passage_index.rowid DESC"
    else:
        source, order = "passages", "passages.id DESC"
    yield from _candidates(connection, source, conditions, order, [*values, MOST_CANDIDATES])


def _by_name(connection: sqlite3.Connection, query: Query) -> Iterator[_Candidate]:
    """Of documents named so: the passages with the terms that their name lacks, or the first."""
    by_rest: dict[tuple[str, ...], list[int]] = {}
    for number, rest in _named(connection, query):
        by_rest.setdefault(rest, []).append(number)
    for rest, documents in by_rest.items():
        conditions, values = _text_conditions(Query(rest))
        conditions.insert(0, "passages.document IN (SELECT value FROM json_each(?))")
        if not rest:
            conditions.append(
                "start = (SELECT min(start) FROM passages AS other"
                " WHERE other.document = passages.document)"
            )
        numbers = [json.dumps(documents), *values, MOST_CANDIDATES]
        yield from _candidates(
            connection, "passages", conditions, "passages.document DESC", numbers
        )


def _named(connection: sqlite3.Connection, query: Query) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Documents whose name holds a term, the newest first, and the terms that it lacks."""
    conditions: list[str] = []
    values: list[str] = []
    for term in query.terms:
        one = Query((term,))
        for column in ("source", "markdown"):
            conditions += _conditions(f"documents.{column}", one)
            values += [*one.likes, *one.folded]
    statement = (
        "SELECT id, source, markdown FROM documents"
        f" WHERE {' OR '.join(conditions)} ORDER BY id DESC"
    )
    count = 0
    for number, source, markdown in connection.execute(statement, values):
        name = name_in(source, markdown).casefold()
        rest = tuple(term for term in query.terms if term.casefold() not in name)
        if len(rest) < len(query.terms):
            yield number, rest
            count += 1
            if count == MOST_NAMED:
                return


def _candidates(
    connection: sqlite3.Connection,
    source: str,
    conditions: Sequence[str],
    order: str,
    values: Sequence[str | int],
) -> Iterator[_Candidate]:
    statement = (
        f"SELECT {_COLUMNS} FROM {source} JOIN documents ON documents.id = passages.document"
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"
    )
    for row in connection.execute(statement, values):
        yield _Candidate(*row)


def _text_conditions(query: Query) -> tuple[list[str], list[str | int]]:
    return _conditions("passages.text", query), [*query.likes, *query.folded]


def _conditions(column: str, query: Query) -> list[str]:
    likes = [f"{column} LIKE ? ESCAPE '\\'" for _ in query.likes]
    return likes + [f"holds({column}, ?)" for _ in query.folded]
