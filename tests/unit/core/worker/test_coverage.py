"""How much of a text the Markdown holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.document.coverage import coverage

TEXT = "The surveyor measured the water below the northern gallery before sunrise."


@pytest.mark.parametrize(
    "markdown",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace(" ", "\n"),
        f"# *{TEXT}*",
        TEXT.replace("water", "**wa**ter"),
        f"<table><tr><td>{TEXT[:40]}</td><td>{TEXT[40:]}</td></tr></table>",
        f"[{TEXT}](https://example.org/the-link)",
        f"![a picture](images/page_0.png) {TEXT}",
        TEXT.replace("before", "be&#102;ore"),
        f"x<3 and y>2: {TEXT}",
    ],
)
def test_markup_spaces_and_case_make_no_difference(markdown: str) -> None:
    assert coverage(markdown, TEXT) == 1


def test_ligatures_and_broken_words_count_as_they_are_read() -> None:
    assert coverage("the first official", "the \ufb01rst of\ufb01-\ncial") == 1


def test_what_is_missing_is_missing() -> None:
    assert coverage("", TEXT) == 0
    assert coverage(TEXT[: len(TEXT) // 2], TEXT) == pytest.approx(0.5, abs=0.1)
    assert coverage("Something else altogether, in other words.", TEXT) < 0.1
    assert coverage(TEXT, TEXT * 4) < 0.3


@given(st.text())
def test_nothing_is_missing_where_there_is_nothing(markdown: str) -> None:
    assert coverage(markdown, " \n12") == 1


@given(st.text(), st.text())
def test_it_is_a_share(markdown: str, layer: str) -> None:
    assert 0 <= coverage(markdown, layer) <= 1
