"""Two texts of one document side by side: what differs, word by word, with a little around it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 2
"""Paragraphs that are alike, shown before and after those that differ."""
MAX_WORDS = 3_000
"""Words of a paragraph that are compared one by one."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A stretch of both texts, as HTML in which ``<del>`` and ``<ins>`` mark what differs."""

    left: str
    right: str
    differs: bool
    skipped: int = 0
    """Alike paragraphs left out before this one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two texts."""

    rows: tuple[DiffRow, ...]
    changed: int
    """Paragraphs of either that differ."""
    likeness: float
    """0 to 1: how much of the text is the same."""


def compare(left: str, right: str) -> Comparison:
    """Compare two Markdown texts, paragraph by paragraph."""
    ours, theirs = _paragraphs(left), _paragraphs(right)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    rows = list(_rows(ours, theirs, matcher))
    changed = sum(row.differs for row in rows)
    same = sum(
        sum(map(len, ours[i1:i2])) for tag, i1, i2, _, _ in matcher.get_opcodes() if tag == "equal"
    )
    longest = max(sum(map(len, ours)), sum(map(len, theirs)))
    return Comparison(tuple(rows), changed, same / longest if longest else 1.0)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]


def _rows(ours: list[str], theirs: list[str], matcher: SequenceMatcher[str]) -> Iterator[DiffRow]:
    opcodes = matcher.get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag != "equal":
            yield from _changed(ours[i1:i2], theirs[j1:j2])
            continue
        head = CONTEXT if number else 0
        tail = CONTEXT if number + 1 < len(opcodes) else 0
        alike = ours[i1:i2]
        if len(alike) <= head + tail:
            yield from (_alike(text) for text in alike)
            continue
        yield from (_alike(text) for text in alike[:head])
        skipped = len(alike) - head - tail
        if tail:
            first, *rest = alike[len(alike) - tail :]
            yield _alike(first, skipped)
            yield from map(_alike, rest)
        else:
            yield DiffRow("", "", False, skipped)


def _alike(text: str, skipped: int = 0) -> DiffRow:
    shown = html.escape(text)
    return DiffRow(shown, shown, False, skipped)


def _changed(ours: list[str], theirs: list[str]) -> Iterator[DiffRow]:
    for number in range(max(len(ours), len(theirs))):
        left = ours[number] if number < len(ours) else ""
        right = theirs[number] if number < len(theirs) else ""
        yield DiffRow(*_words(left, right), True)


def _words(left: str, right: str) -> tuple[str, str]:
    """Both with their differing words marked; a Han character is a word."""
    ours, theirs = (
        re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|.", text) for text in (left, right)
    )
    if not left or not right or max(len(ours), len(theirs)) > MAX_WORDS:
        return _marked("del", left), _marked("ins", right)
    made: tuple[list[str], list[str]] = ([], [])
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        one, two = "".join(ours[i1:i2]), "".join(theirs[j1:j2])
        made[0].append(html.escape(one) if tag == "equal" else _marked("del", one))
        made[1].append(html.escape(two) if tag == "equal" else _marked("ins", two))
    return "".join(made[0]), "".join(made[1])


def _marked(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text)}</{tag}>" if text else ""
