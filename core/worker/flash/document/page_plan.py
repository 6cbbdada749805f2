"""Which pages are read from their text, which by OCR, and what is said where that cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.messages import Message, msg
from core.worker.exceptions import DocumentRejected
from core.worker.flash.document.page_cases import PageCase
from core.worker.flash.document.source import FlashSource
from core.worker.flash.model import PageVerdict
from core.worker.kinds import FailureKind, Ocr
from core.worker.protocol import PagesBy

NAMED_PAGES = 10


@dataclass(frozen=True)
class PagePlan:
    """Places in a source; each is in one of the first two."""

    text: tuple[int, ...]
    """Read by their own text; blank ones, and those that may not be read, too."""
    ocr: tuple[int, ...]
    layers: tuple[int, ...] = ()
    """Of ``text``: pictures with a text layer that is right; their structure is seen in these."""
    unread: tuple[int, ...] = ()
    """Of ``text``: pictures and drawings, which are shown as they are."""


def plan(cases: Sequence[PageCase], ocr: Ocr, *, layer_is_right: bool = True) -> PagePlan:
    """How to read each page. ``layer_is_right``: of what invisible text layers say."""
    places = range(len(cases))
    wanted = {
        place
        for place in places
        if cases[place] is not PageCase.BLANK
        and (
            ocr is Ocr.ON
            or (
                ocr is Ocr.AUTO
                and (
                    cases[place].wants_ocr
                    or (cases[place] is PageCase.LAYER and not layer_is_right)
                )
            )
        )
    }
    text = tuple(place for place in places if place not in wanted)
    unread = tuple(place for place in text if _shows_no_text(cases[place]))
    layers = tuple(place for place in text if cases[place] is PageCase.LAYER and ocr is Ocr.AUTO)
    return PagePlan(text, tuple(sorted(wanted)), layers, unread)


def refuse_unread(source: FlashSource, cases: Sequence[PageCase], *, is_missing: bool) -> None:
    """Raise :class:`DocumentRejected` where not one page has text, and pictures have it.

    ``is_missing``: OCR is not installed, rather than switched off.
    """
    if not any(case.wants_ocr for case in cases) or any(
        case in (PageCase.TEXT, PageCase.LAYER) for case in cases
    ):
        return
    if not is_missing and any(case is PageCase.UNTRUSTED for case in cases):
        return  # there is some text, and it was asked for
    raise needs_ocr(source, cases, is_missing=is_missing)


def needs_ocr(
    source: FlashSource, cases: Sequence[PageCase], *, is_missing: bool
) -> DocumentRejected:
    """For a document that is not read without OCR."""
    if any(case is PageCase.UNTRUSTED for case in cases):
        message = msg(
            "The fonts of {name} hide its text: what is there is no language.", name=source.name
        )
    elif any(case is PageCase.PICTURE for case in cases):
        message = msg("{name} is a scan: its pages are pictures without text.", name=source.name)
    elif any(case is PageCase.DRAWING for case in cases):
        message = msg("The pages of {name} hold drawings and no text.", name=source.name)
    else:
        message = msg("{name} cannot be read by OCR here.", name=source.name)
    hint = msg("Switch OCR on (--ocr auto).")
    if is_missing:
        hint = msg(
            "The OCR part of this installation is missing or damaged; the worker's log says what. "
            "Install Headframe again, or choose the engine magic-pdf or mineru."
        )
    return DocumentRejected(FailureKind.NEEDS_OCR, message, hint)


def pages_by(
    source: FlashSource, cases: Sequence[PageCase], verdicts: Mapping[int, PageVerdict]
) -> PagesBy:
    """How each page of the original was read. ``verdicts`` are of the places that OCR read."""
    found: dict[int, PageVerdict] = {}
    for place, page in enumerate(source.indices):
        case = cases[place]
        otherwise = PageVerdict.BLANK if case is PageCase.BLANK else PageVerdict.TEXT
        verdict = verdicts.get(place, otherwise)
        if page not in found or verdict is PageVerdict.OCR:  # a page may be there in two parts
            found[page] = verdict
    by = {
        verdict: sorted(page for page, its in found.items() if its is verdict)
        for verdict in PageVerdict
    }
    return PagesBy(
        by[PageVerdict.TEXT], by[PageVerdict.OCR], by[PageVerdict.BLANK], by[PageVerdict.FAILED]
    )


def unread_warning(source: FlashSource, places: Sequence[int], *, is_missing: bool) -> Message:
    """For pages among others that are shown as pictures and were not read."""
    count, numbers = len(places), numbered(source, places)
    if is_missing:
        return msg(
            "{count} {count:page is a picture and was|pages are pictures and were} not read: "
            "{numbers}. The OCR part of this installation is missing or damaged.",
            count=count,
            numbers=numbers,
        )
    return msg(
        "{count} {count:page is a picture and was|pages are pictures and were} not read: "
        "{numbers}.",
        count=count,
        numbers=numbers,
    )


def numbered(source: FlashSource, places: Sequence[int]) -> str:
    """Numbers of pages for a sentence, from 1; of many, the first."""
    return page_list(sorted({source.indices[place] for place in places}))


def page_list(pages: Sequence[int]) -> str:
    """The same, of pages of the original from 0."""
    shown = ", ".join(str(page + 1) for page in pages[:NAMED_PAGES])
    return shown + (", …" if len(pages) > NAMED_PAGES else "")


def _shows_no_text(case: PageCase) -> bool:
    return case in (PageCase.PICTURE, PageCase.DRAWING)
