"""What a search sees of a result."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents.block import Block
from core.documents.result import Origin, Result
from core.search.passages import MAX_CHARS, passages_of, readable_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# A *b* **c**", "A b c"),
        ("- one\n- two", "one two"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a b 1 2"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲 乙"),
        ("see [the site](https://example.org) ![pic](images/a.png)", "see the site pic"),
        (r"5 \* 3 \< 20 &amp; more", "5 * 3 < 20 & more"),
        ("x < 5 and y > 3", "x < 5 and y > 3"),
        ("snake_case stays", "snake_case stays"),
        ("```\ncode\n```", "code"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
        ("a\nbroken line", "a broken line"),
    ],
)
def test_readable_text(markdown: str, text: str) -> None:
    assert readable_text(markdown) == text


def _result(parts: list[tuple[str, int | None]]) -> Result:
    blocks, at = [], 0
    for text, page in parts:
        blocks.append(Block("text", at, at + len(text), page, None))
        at += len(text) + 2
    markdown = "\n\n".join(text for text, _ in parts)
    return Result(Path("/r"), Path("/r/r.md"), markdown, tuple(blocks), Origin(), ())


def test_a_page_is_a_passage_with_the_heading_above_it() -> None:
    result = _result([("# First", 0), ("one", 0), ("two", 1), ("## Second", 1), ("three", 2)])
    assert [(p.page, p.heading, p.text) for p in passages_of(result)] == [
        (0, "First", "First\none"),
        (1, "First", "two\nSecond"),
        (2, "Second", "three"),
    ]
    starts = [passage.start for passage in passages_of(result)]
    assert [result.markdown[start:][:3] for start in starts] == ["# F", "two", "thr"]


def test_a_heading_stands_for_what_is_below_it_not_for_a_text_above_it() -> None:
    def heading_of(lead: str) -> str:
        (passage,) = passages_of(_result([(lead, 0), ("# First", 0), ("one", 0)]))
        return passage.heading

    assert heading_of("A running title, page 7") == "First"
    assert heading_of("It goes on from the page before. " * 20) == ""


def test_without_pages_a_long_text_is_cut() -> None:
    text = "words and words " * 100
    passages = list(passages_of(_result([(text.strip(), None)] * 6)))
    assert 2 <= len(passages) <= 6
    assert all(len(passage.text) <= MAX_CHARS for passage in passages)


def test_an_empty_result_has_none() -> None:
    assert list(passages_of(_result([]))) == []
    assert list(passages_of(_result([("![](images/a.png)", 0)]))) == []
