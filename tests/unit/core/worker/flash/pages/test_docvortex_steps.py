"""What docvortex does for its own text is left out, and its regions are the same."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.document.progress import Share
from core.worker.flash.document.replacing import module, replaced
from core.worker.flash.document.source import FlashSource
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.pages import docvortex_steps, text_pages
from core.worker.flash.pages.docvortex_steps import (
    _REPEATED_STEPS,
    _TEXT_STEPS,
    _once,
    regions_only,
)

pytest.importorskip("docvortex")


def report() -> bytes:
    """A title, text with bold words, a superscript and a link, and a table of numbers."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 770, "Harbour dues of the year")
    for line in range(8):
        text = canvas.beginText(72, 740 - 14 * line)
        text.setFont("Helvetica", 11)
        text.textOut("The dues of each quay are given below, ")
        text.setFont("Helvetica-Bold", 11)
        text.textOut("as they were paid")
        text.setFont("Helvetica", 7)
        text.setRise(4)
        text.textOut("2")
        canvas.drawText(text)
    canvas.linkURL("https://example.org/", (72, 735, 200, 750))
    for row in range(6):
        for column in range(4):
            told = f"Quay {row + 1}" if not column else f"{row + 1}{column},{row}50.0"
            canvas.setFont("Helvetica", 10)
            canvas.drawRightString(150 + 90 * column, 560 - 16 * row, told)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def found(monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> list[Region]:
    if whole:
        monkeypatch.setattr(text_pages, "regions_only", regions_of_all_steps)
    source = FlashSource("report.pdf", report(), (0,), 1)
    (page,) = text_pages._regions(source, lambda *_arguments: None, Share(0.0, 1.0))
    return page


def regions_of_all_steps() -> AbstractContextManager[None]:
    return replaced(None, "", lambda original: original)


@pytest.mark.slow
def test_regions_are_the_same_without_these_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    without = found(monkeypatch, whole=False)
    assert {region.kind for region in without} >= {RegionKind.TEXT, RegionKind.TITLE}
    assert without == found(monkeypatch, whole=True)


@pytest.mark.parametrize(("owner", "name"), [step[:2] for step in (*_TEXT_STEPS, *_REPEATED_STEPS)])
def test_each_step_is_there_and_comes_back(owner: str, name: str) -> None:
    original = getattr(module(owner), name)
    with regions_only():
        assert getattr(module(owner), name) is not original
    assert getattr(module(owner), name) is original


def test_what_another_version_does_not_have_is_passed_by() -> None:
    owner = SimpleNamespace(number=1)
    with replaced(owner, "number", lambda _original: print), replaced(None, "x", lambda one: one):
        assert owner.number == 1
    assert module("docvortex.none.of.this") is None


def test_the_same_is_done_once_and_few_results_are_kept() -> None:
    asked: list[object] = []

    def count(thing: object) -> int:
        asked.append(thing)
        return len(asked)

    recalled = _once(lambda one, other: one is other)(count)
    things = [object() for _ in range(docvortex_steps._KEPT + 1)]
    assert [recalled(things[0]), recalled(things[0])] == [1, 1]
    for thing in things:
        recalled(thing)
    assert recalled(things[0]) == len(things) + 1
