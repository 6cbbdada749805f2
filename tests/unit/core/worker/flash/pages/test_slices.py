"""Long documents are read in slices of pages, so that few are in hand at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.worker.flash.document.progress import WHOLE
from core.worker.flash.document.source import FlashSource
from core.worker.flash.pages import text_pages
from core.worker.flash.pages.text_pages import LONG_PAGES, LONG_SLICE_PAGES, SLICE_PAGES


def slices(pages: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pages of each."""
    sizes: list[int] = []

    def part(source: FlashSource, places: tuple[int, ...]) -> FlashSource:
        return replace(source, indices=tuple(source.indices[place] for place in places))

    def regions(source: FlashSource, *_told: object) -> list[list[object]]:
        sizes.append(len(source.indices))
        return [[] for _ in source.indices]

    monkeypatch.setattr(text_pages, "part", part)
    monkeypatch.setattr(text_pages, "_regions", regions)
    monkeypatch.setattr(text_pages, "read_tables", lambda _data, pages: [[] for _ in range(pages)])
    monkeypatch.setattr(text_pages, "_read", lambda _source: [])
    source = FlashSource("a.pdf", b"", tuple(range(pages)), pages)
    text_pages.read_pages(source, lambda *_arguments: None, WHOLE)
    return sizes


def test_slices_of_a_longer_document_are_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slices(SLICE_PAGES + 1, monkeypatch) == [SLICE_PAGES, 1]
    assert slices(LONG_PAGES, monkeypatch) == [SLICE_PAGES] * (LONG_PAGES // SLICE_PAGES)
    assert set(slices(LONG_PAGES + 1, monkeypatch)) == {LONG_SLICE_PAGES, 1}
