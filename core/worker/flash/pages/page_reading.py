"""The pages of a document as layouts: text pages and pages for OCR, in one order."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.messages import Message, msg
from core.worker.flash.document.page_cases import PageCase, page_cases
from core.worker.flash.document.page_plan import (
    PagePlan,
    needs_ocr,
    numbered,
    pages_by,
    plan,
    refuse_unread,
    unread_warning,
)
from core.worker.flash.document.page_survey import SURVEY_SHARE, PageSurvey
from core.worker.flash.document.progress import Share
from core.worker.flash.document.source import FlashSource, part
from core.worker.flash.layout.draft import PageLayout
from core.worker.flash.model import PageVerdict
from core.worker.flash.ocr.document_reader import DocumentReader, OcrResult
from core.worker.flash.ocr.models import OcrUnavailableError, check_installed
from core.worker.flash.pages.text_pages import read_pages
from core.worker.hints import read_by_ocr
from core.worker.kinds import Ocr
from core.worker.protocol import Convert, PagesBy
from core.worker.service import ProgressCallback

OCR_WEIGHT, LAYER_WEIGHT = 25, 5
"""Pages of text that take as long as one that OCR reads, and as one with a text layer."""
_END = 0.9
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadPages:
    """All pages of a source."""

    layouts: list[PageLayout]
    """With the place in the source as their page, in that order."""
    pages_by: PagesBy
    warnings: list[Message]


def read_all(
    source: FlashSource,
    found: PageSurvey,
    reader: DocumentReader,
    request: Convert,
    step: ProgressCallback,
) -> ReadPages:
    """Read every page in the way that fits it.

    Raises :class:`DocumentRejected` for a document that needs OCR and may not or cannot have it.
    """
    cases = page_cases(source, found, step)
    is_missing = False
    if request.ocr is Ocr.OFF:
        refuse_unread(source, cases, is_missing=False)
        wanted = plan(cases, Ocr.OFF)
    else:
        wanted = _planned(source, found, cases, reader=reader, ocr=request.ocr, step=step)
        if wanted.ocr:
            try:
                check_installed()
            except OcrUnavailableError:
                _log.exception("OCR is not available.")
                is_missing = True
                wanted = _without_ocr(source, cases, request.ocr)
    seen = tuple(sorted({*wanted.ocr, *wanted.layers}))
    text = tuple(place for place in wanted.text if place not in wanted.layers)
    whole = len(text) + OCR_WEIGHT * len(wanted.ocr) + LAYER_WEIGHT * len(wanted.layers)
    middle = SURVEY_SHARE + (_END - SURVEY_SHARE) * len(text) / max(1, whole)
    layouts = _text_layouts(source, text, step, Share(SURVEY_SHARE, middle))
    result = OcrResult()
    if seen:
        share = Share(middle, _END)
        try:
            result = reader.read(
                source, seen, request.checkpoint, step, share, layers=wanted.layers
            )
            layouts += _text_layouts(source, tuple(result.unfit), step, Share(_END, _END))
        except OcrUnavailableError:
            _log.exception("OCR is not available.")
            is_missing = True
            wanted = _without_ocr(source, cases, request.ocr)
            layouts = _text_layouts(source, wanted.text, step, Share(SURVEY_SHARE, _END))
    layouts = sorted([*layouts, *result.layouts], key=lambda layout: layout.page)
    warnings = ocr_warnings(source, result, has_text=bool(wanted.text))
    if wanted.unread and any(case in (PageCase.TEXT, PageCase.LAYER) for case in cases):
        warnings.append(unread_warning(source, wanted.unread, is_missing=is_missing))
    return ReadPages(layouts, pages_by(source, cases, result.verdicts), warnings)


def _planned(
    source: FlashSource,
    found: PageSurvey,
    cases: Sequence[PageCase],
    *,
    reader: DocumentReader,
    ocr: Ocr,
    step: ProgressCallback,
) -> PagePlan:
    layers = {
        place: found.texts[place] or ""
        for place, case in enumerate(cases)
        if case is PageCase.LAYER
    }
    if not layers or ocr is not Ocr.AUTO:
        return plan(cases, ocr)
    try:
        check_installed()
        return plan(cases, ocr, layer_is_right=reader.layer_is_right(source, layers, step))
    except OcrUnavailableError:
        return replace(plan(cases, ocr), layers=())


def _without_ocr(source: FlashSource, cases: Sequence[PageCase], ocr: Ocr) -> PagePlan:
    if ocr is Ocr.ON:
        raise needs_ocr(source, cases, is_missing=True)
    refuse_unread(source, cases, is_missing=True)
    return plan(cases, Ocr.OFF)


def _text_layouts(
    source: FlashSource, places: Sequence[int], step: ProgressCallback, share: Share
) -> list[PageLayout]:
    """Layouts of these pages; ``page`` is the place in ``source``."""
    if not places:
        return []
    if len(places) == len(source.indices):
        return read_pages(source, step, share)
    layouts = read_pages(part(source, tuple(places)), step, share)
    moved = []
    for layout in layouts:
        place = places[layout.page]
        for draft in layout.drafts:
            draft.page = place
        moved.append(replace(layout, page=place))
    return moved


def ocr_warnings(source: FlashSource, result: OcrResult, *, has_text: bool) -> list[Message]:
    """Warnings on pages that OCR read."""
    by: Mapping[PageVerdict, list[int]] = {
        verdict: [place for place, its in result.verdicts.items() if its is verdict]
        for verdict in PageVerdict
    }
    warnings = []
    if has_text and by[PageVerdict.OCR]:
        warnings.append(
            read_by_ocr(len(by[PageVerdict.OCR]), numbered(source, by[PageVerdict.OCR]))
        )
    if result.out_of_memory:
        warnings.append(
            msg(
                "The memory of this machine did not suffice to read {count} "
                "{count:page by OCR; it is shown as a picture|pages by OCR; they are shown as "
                "pictures}: {numbers}. Close other programs or convert with fewer workers, then "
                "convert again.",
                count=len(result.out_of_memory),
                numbers=numbered(source, result.out_of_memory),
            )
        )
    if failed := [place for place in by[PageVerdict.FAILED] if place not in result.out_of_memory]:
        warnings.append(
            msg(
                "{count} {count:page|pages} could not be read by OCR and {count:is shown as a "
                "picture|are shown as pictures}: {numbers}.",
                count=len(failed),
                numbers=numbered(source, failed),
            )
        )
    if result.without_text:
        warnings.append(
            msg(
                "OCR found no legible text on {count} {count:page, shown as a picture|pages, shown "
                "as pictures}: {numbers}.",
                count=len(result.without_text),
                numbers=numbered(source, result.without_text),
            )
        )
    if result.doubtful:
        warnings.append(
            msg(
                "{count} {count:page is|pages are} hardly legible for OCR (handwriting, a poor "
                "scan, or a script that it does not know): {numbers}. Compare {count:it|them}.",
                count=len(result.doubtful),
                numbers=numbered(source, result.doubtful),
            )
        )
    return warnings
