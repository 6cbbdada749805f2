"""What is typed, and what of a text matches it."""

from __future__ import annotations

import pytest

from core.search.query import Query, marks_in, snippet_of


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("one two", ("one", "two")),
        ('"one two" three', ("one two", "three")),
        ("  ", ()),
        ('"" "', ()),
        ('un"closed', ("unclosed",)),
        ("one one", ("one",)),
        ("神经网络", ("神经网络",)),
    ],
)
def test_terms(typed: str, terms: tuple[str, ...]) -> None:
    assert Query.parse(typed).terms == terms


def test_long_terms_are_trigrams_for_the_index_and_all_are_patterns() -> None:
    query = Query.parse("网络 neural 5%")
    assert query.match == '"neu" AND "eur" AND "ura" AND "ral"'
    assert query.likes == ["%网络%", "%neural%", "%5\\%%"]
    assert Query.parse("网络").match == ""


def test_a_snippet_shows_the_first_match_with_what_is_around_it() -> None:
    text = "lead " * 40 + "The Neural network. " + "tail " * 80
    snippet = snippet_of(text, Query.parse("neural network"))
    assert snippet.text.startswith("…lead ")
    assert snippet.text.endswith("…")
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Neural", "network"]
    assert snippet.matched == "Neural"
    assert len(snippet.text) < 220


def test_a_longer_term_is_marked_whole() -> None:
    snippet = snippet_of("a networking net", Query.parse("net networking"))
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["networking", "net"]


def test_matches_are_marked_wherever_a_text_stands() -> None:
    query = Query.parse("turbine 叶片")
    assert marks_in("Turbines, 叶片.pdf", query) == ((0, 7), (10, 12))
    assert marks_in("nothing", query) == ()
    assert marks_in("anything", Query.parse("")) == ()
