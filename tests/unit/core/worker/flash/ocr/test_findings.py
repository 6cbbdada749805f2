"""What was found on a page goes into a checkpoint and comes back as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.model import Box
from core.worker.flash.ocr.findings import (
    AreaKind,
    FoundArea,
    FoundCell,
    FoundLine,
    FoundPage,
    FoundRun,
    FoundTable,
    FoundWord,
    ReadingHint,
    from_plain,
    to_plain,
)

numbers = st.floats(0, 1e5, allow_nan=False)
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
words = st.builds(FoundWord, texts, boxes, numbers)
lines = st.builds(
    FoundLine,
    st.lists(words, min_size=1, max_size=3).map(tuple),
    numbers,
    numbers,
    numbers,
    st.sampled_from([0, 90, 180, 270]),
    st.sampled_from(ReadingHint),
)
small = st.integers(0, 9)
parts = st.one_of(
    st.builds(FoundRun, st.lists(lines, max_size=3).map(tuple)),
    st.builds(
        FoundTable,
        boxes,
        st.lists(st.builds(FoundCell, small, small, small, small, texts), max_size=3).map(tuple),
        numbers,
        st.booleans(),
    ),
    st.builds(FoundArea, st.sampled_from(AreaKind), boxes, texts),
)


@pytest.mark.slow
@given(st.builds(FoundPage, st.lists(parts, max_size=4).map(tuple)))
def test_a_page_comes_back_as_it_was(page: FoundPage) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(page)))) == page


@pytest.mark.parametrize(
    "plain", [{}, {"parts": [{"type": "Poem"}]}, {"parts": [{"type": "FoundRun"}]}]
)
def test_what_is_no_page_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises((LookupError, ValueError)):
        from_plain(plain)
