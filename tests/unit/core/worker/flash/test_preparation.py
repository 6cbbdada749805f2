"""What a person sees on a page, and that alone, is what the built-in engine reads."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.preparation.prepare import listed, prepare
from tests.support.flash_pages import Pages, body, text_of
from tests.unit.core.worker.flash.prepared_pages import prepared


def test_an_ordinary_document_stays_byte_for_byte() -> None:
    pages = Pages()
    pages.add(body())
    ready = prepared(pages)
    assert (ready.data, ready.notes, ready.turned) == (pages.data, (), {})


def test_what_pikepdf_cannot_open_stays_as_it_is() -> None:
    ready = prepare(b"%PDF-1.7 and nothing else", [0])
    assert ready.data == b"%PDF-1.7 and nothing else"
    assert ready.pages == (0,)


def _outline(pages: Pages, leads: Sequence[tuple[int, str, int]]) -> None:
    """Three entries and a root, which is entry 0; ``leads``: from, ``/First`` or ``/Next``, to."""
    entries = [pages.pdf.make_indirect(pikepdf.Dictionary(Title=f"Part {n}")) for n in range(4)]
    for start, way, end in leads:
        entries[start][way] = entries[end]
    pages.pdf.Root.Outlines = entries[0]


@pytest.mark.parametrize(
    "back",
    [(1, "/First", 1), (3, "/Next", 1), (3, "/First", 0), (2, "/First", 1)],
)
def test_an_outline_that_leads_back_to_itself_is_taken_out(back: tuple[int, str, int]) -> None:
    """A reader that follows it would never arrive."""
    pages = Pages()
    pages.add(body())
    _outline(pages, [(0, "/First", 1), (1, "/Next", 2), (2, "/Next", 3), back])
    ready = prepared(pages)
    with pikepdf.open(io.BytesIO(ready.data)) as pdf:
        assert "/Outlines" not in pdf.Root
    assert text_of(ready.data) == text_of(pages.data)


def test_an_outline_that_comes_to_an_end_stays() -> None:
    pages = Pages()
    pages.add(body())
    _outline(pages, [(0, "/First", 1), (1, "/First", 2), (1, "/Next", 3)])
    assert prepared(pages).data == pages.data


@given(st.lists(st.integers(0, 200)))
def test_numbers_of_pages_are_listed_once_and_in_order(pages: list[int]) -> None:
    shown = listed(pages).removesuffix(", …").split(", ")
    numbers = [int(number) for number in shown if number]
    assert numbers == sorted({page + 1 for page in pages})[:10]
