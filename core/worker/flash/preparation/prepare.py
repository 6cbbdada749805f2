"""A PDF as the engine reads it: what a person sees on its pages, and that alone.

Everything is done to the bytes, before any reader: layers that are off and hidden text are taken
out, fields, notes and stamps become text of the page, turned pages are turned back. A document
that has none of these stays byte for byte what it was.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from ctypes import c_ushort
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from core.messages import Message, msg
from core.worker.flash.page_turn import MIRRORED
from core.worker.flash.preparation import enclosed
from core.worker.flash.preparation.annotations import (
    Written,
    draw_appearances,
    draw_boxes,
    take_out,
    written,
)
from core.worker.flash.preparation.content import (
    Changes,
    TextPath,
    change,
    copied_dictionary,
)
from core.worker.flash.preparation.drawn_text import DrawnText
from core.worker.flash.preparation.font_letters import mend_fonts
from core.worker.flash.preparation.form_fields import (
    annotations_of,
    draw_fields,
    form_fields,
)
from core.worker.flash.preparation.frame import frame, set_upright, unmirror
from core.worker.flash.preparation.hidden_text import hidden
from core.worker.flash.preparation.layers import remove_hidden_layers
from core.worker.flash.preparation.outlines import remove_endless_outline
from core.worker.flash.preparation.page_lines import page_lines, text_handles
from core.worker.flash.preparation.painted import Paint, Painted, painted
from core.worker.flash.preparation.scattered_text import Scattered, scattered
from core.worker.flash.preparation.turned_text import (
    Turn,
    is_mirrored,
    letters,
    turned_parts,
    turns,
    whole_turn,
)

NAMED_PAGES = 10
_WORTH_TELLING = 10
"""Letters: less is a mark for the printer, or the corner of a logo."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """A PDF to read, and the warnings for the reader of its Markdown."""

    data: bytes
    pages: tuple[int, ...]
    """For each page of ``data`` that of the PDF that was given: a page whose text is turned in part
    is there twice."""
    turned: Mapping[int, int]
    """Page of ``data`` → degrees by which it was turned back, against the clock, or that it was
    mirrored (:data:`core.worker.flash.page_turn.MIRRORED`)."""
    notes: tuple[Message, ...]


@dataclass
class _Findings:
    hidden: list[int] = field(default_factory=list)
    comments: dict[int, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    has_widgets: bool = False
    changed: bool = False


def prepare(
    data: bytes,
    numbers: Sequence[int],
    before_page: Callable[[int], None] = lambda _page: None,
) -> Prepared:
    """Make ``data`` readable. ``numbers``: for each page its number in the user's document, from 0.

    A page that cannot be looked at stays as it is. ``before_page`` is called with each page's
    place, and may raise.
    """
    import pypdfium2

    as_is = Prepared(data, tuple(range(len(numbers))), {}, ())
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        _log.info("pikepdf: %s", error)  # PDFium reads more; it says what is wrong
        return as_is
    with pdf:
        if len(pdf.pages) != len(numbers):
            return as_is
        findings = _Findings(files=enclosed.attached(pdf))
        mended = mend_fonts(pdf)
        endless = remove_endless_outline(pdf)
        if remove_hidden_layers(pdf) or mended or endless:
            findings.changed = True
            data = _saved(pdf)
        document = pypdfium2.PdfDocument(data)
        try:
            plans = []
            for index, page in enumerate(pdf.pages):
                before_page(index)
                plans.append(_Preparation(pdf, page, index, findings).run(document))
        finally:
            document.close()
        pages, turned = _laid_out(pdf, plans)
        findings.changed = findings.changed or bool(turned)
        notes = _notes(pdf, findings, numbers)
        return Prepared(_saved(pdf) if findings.changed else data, pages, turned, notes)


@dataclass
class _Plan:
    """How a page's text is turned."""

    whole: int = 0
    parts: Sequence[Turn] = ()
    pages: Sequence[pikepdf.Page] = ()
    """For each turned part a page that holds no other text."""


class _Preparation:
    """Of one page."""

    def __init__(
        self, pdf: pikepdf.Pdf, page: pikepdf.Page, index: int, findings: _Findings
    ) -> None:
        self._pdf = pdf
        self._page = page
        self._index = index
        self._findings = findings
        self._frame = frame(page)
        self._pages_of_parts: list[pikepdf.Page] = []

    def run(self, document: Any) -> _Plan:  # noqa: ANN401 - pypdfium2's
        import pypdfium2

        try:
            page = document[self._index]
        except pypdfium2.PdfiumError:
            return _Plan()
        try:
            return self._run(page)
        except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError):
            _log.warning("Page %d stays as it is.", self._index + 1, exc_info=True)
            return _Plan()
        finally:
            page.close()

    def _run(self, page: Any) -> _Plan:  # noqa: ANN401
        objects = painted(page)
        unseen = set(hidden(objects, self._frame.box))
        lost = [one for one in objects if one.path and one.path in unseen]
        if sum(map(letters, lost)) >= _WORTH_TELLING:
            self._findings.hidden.append(self._index)
        shown = [found for found in objects if not (found.path and found.path in unseen)]
        plan = self._turned(shown)
        loose = scattered(shown, self._frame.turn, TextReader(page))
        gone = unseen | {path for one in loose for path in one.texts}
        gone |= {path for part in plan.parts for path in part.texts}
        drawn = DrawnText(self._frame)
        found = self._written(page, drawn)
        _draw_scattered(drawn, loose, shown)
        changes = Changes(texts=gone, pieces=drawn.pieces(self._pdf, self._page))
        changed = (gone or changes.pieces) and change(self._pdf, self._page, changes)
        if found is not None:
            changed = draw_appearances(self._pdf, self._page, found) or changed
            take_out(self._page, found)
        if plan.whole == MIRRORED:
            unmirror(self._page, self._frame)
            changed = True
        elif self._frame.turn and any(one.paint is Paint.TEXT for one in shown):
            set_upright(self._page, self._frame)
            changed = True
        self._findings.changed = self._findings.changed or bool(changed)
        return plan

    def _written(self, page: Any, drawn: DrawnText) -> Written | None:  # noqa: ANN401
        """Draw what fields and annotations say; ``None`` where there are none of either."""
        if not annotations_of(self._page):
            return None
        fields = form_fields(self._page, self._frame)
        found = written(self._page, self._frame)
        self._findings.files += found.files
        self._findings.has_widgets = self._findings.has_widgets or bool(fields)
        if found.comments:
            self._findings.comments[self._index] = found.comments
        if not (fields or found.boxes or found.drawn):
            return None
        lines = page_lines(page, self._frame)
        draw_fields(drawn, fields, lines)
        draw_boxes(drawn, found, lines)
        return found

    def _turned(self, shown: Sequence[Painted]) -> _Plan:
        """Turn the page as its text is turned, or find the parts of it that are."""
        if not self._frame.turn and is_mirrored(shown):
            return _Plan(MIRRORED)
        groups = turns(shown, self._frame.turn)
        whole = whole_turn(groups)
        if whole:
            self._frame = replace(self._frame, turn=(self._frame.turn - whole) % 360)
            self._page.obj.Rotate = self._frame.turn  # where there is nothing left to turn
            self._findings.changed = True
            return _Plan(whole)
        # What is nested in a form is the lettering of a figure, and stays with it.
        own = [found for found in shown if len(found.path) == 1]
        parts = turned_parts(turns(own, self._frame.turn))
        for part in parts:
            copied = pikepdf.Page(self._pdf.make_indirect(copied_dictionary(self._page.obj)))
            change(self._pdf, copied, Changes(other_than=set(part.texts)))
            copied.obj.Annots = pikepdf.Array()
            turned = replace(self._frame, turn=(self._frame.turn - part.degrees) % 360)
            if turned.turn:
                set_upright(copied, turned)
            self._pages_of_parts.append(copied)
        return _Plan(parts=tuple(parts), pages=tuple(self._pages_of_parts))


class TextReader:
    """Says what a text of a page's own content reads."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401
        self._page = page
        self._words: Any = None
        self._handles: list[Any] = []

    def __call__(self, path: TextPath) -> str:
        """ "" for what is in a form."""
        from pypdfium2 import raw

        if self._words is None:
            self._words = self._page.get_textpage()
            self._handles = text_handles(self._page)
        if len(path) > 1 or path[0] >= len(self._handles):
            return ""
        handle = self._handles[path[0]]
        bytes_ = raw.FPDFTextObj_GetText(handle, self._words.raw, None, 0)
        buffer = (c_ushort * (bytes_ // 2 + 1))()
        raw.FPDFTextObj_GetText(handle, self._words.raw, buffer, bytes_)
        return bytes(buffer)[: max(0, bytes_ - 2)].decode("utf-16-le", "replace")


def _draw_scattered(drawn: DrawnText, loose: Sequence[Scattered], shown: Sequence[Painted]) -> None:
    frame_ = drawn.frame
    bottoms = [frame_.area(one.area)[1] for one in shown if one.paint is Paint.TEXT]
    for one in loose:
        x0, y0, _, _ = frame_.area(one.area)
        if one.is_column:
            below = min(bottoms, default=0.0) - 3 * one.size
            bottoms.append(below)
            drawn.add(one.text, frame_.size[0] / 8, below, one.size)
        else:
            drawn.add(one.text, x0, y0, one.size, after=one.texts[-1][0])


def _laid_out(pdf: pikepdf.Pdf, plans: Sequence[_Plan]) -> tuple[tuple[int, ...], dict[int, int]]:
    """Put the pages of turned parts behind their own; the origin of each page, and its turn."""
    origins: list[int] = []
    turned: dict[int, int] = {}
    for index, plan in enumerate(plans):
        if plan.whole:
            turned[len(origins)] = plan.whole
        origins.append(index)
        for part, page in zip(plan.parts, plan.pages, strict=True):
            turned[len(origins)] = part.degrees
            pdf.pages.insert(len(origins), page)
            origins.append(index)
    return tuple(origins), turned


def _notes(pdf: pikepdf.Pdf, findings: _Findings, numbers: Sequence[int]) -> tuple[Message, ...]:
    notes = [
        enclosed.note_on_xfa(pdf, has_fields=findings.has_widgets),
        enclosed.note_on_files(findings.files, is_portfolio=enclosed.is_portfolio(pdf)),
    ]
    if findings.hidden:
        notes.append(
            msg(
                "Text that does not show on its page was left out: pages {pages}.",
                pages=listed(numbers[index] for index in findings.hidden),
            )
        )
    if findings.comments:
        notes.append(
            msg(
                "{count} {count:comment that was|comments that were} written onto pages "
                "{count:is|are} not in the Markdown: pages {pages}.",
                count=sum(findings.comments.values()),
                pages=listed(numbers[index] for index in findings.comments),
            )
        )
    return tuple(note for note in notes if note is not None)


def listed(pages: Iterable[int]) -> str:
    """Page numbers for a sentence; ``pages`` counts from 0."""
    unique = sorted(set(pages))
    shown = ", ".join(str(page + 1) for page in unique[:NAMED_PAGES])
    return shown + (", …" if len(unique) > NAMED_PAGES else "")


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():  # of fields that no form lists: they were so before
        warnings.simplefilter("ignore")
        pdf.save(buffer)
    return buffer.getvalue()
