"""The built-in engine: text, tables and pictures of a PDF without models and without a card."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import logging
import math
import os
import time
from dataclasses import replace
from pathlib import Path

from core.messages import Message, msg
from core.worker.exceptions import DocumentRejected
from core.worker.flash.block_records import block_records
from core.worker.flash.document import coverage, progress
from core.worker.flash.document.page_plan import page_list
from core.worker.flash.document.page_survey import PageSurvey, survey
from core.worker.flash.document.source import FlashSource, damaged, open_source, part, prepared
from core.worker.flash.layout.draft import PageLayout
from core.worker.flash.model import BlockKind, Box
from core.worker.flash.next_step import next_step
from core.worker.flash.ocr.document_reader import DocumentReader
from core.worker.flash.pages.page_reading import read_all
from core.worker.flash.pictures import cut_out
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import Structured, structure
from core.worker.kinds import FailureKind, Stage
from core.worker.protocol import Convert, Converted, Ready
from core.worker.service import ProgressCallback

BLOCKS_SCHEMA = 1
_STRIDE = 8
"""Pages are looked through in a few milliseconds each."""
_COLLECTOR = (50_000, 20, 50)
"""Python looks for cycles after each 700 new objects, and a page is made of tens of thousands: that
took 5 to 15 % of the time, for hardly any garbage; the peak of memory is the same (78 pages)."""
_log = logging.getLogger(__name__)


class FlashAdapter:
    """Serves documents with the built-in engine."""

    def __init__(self) -> None:
        self._ocr = DocumentReader()

    def load(self) -> Ready:
        """Import docvortex and all that its first document would import."""
        os.environ.setdefault("LOGURU_LEVEL", "WARNING")  # it logs every table it looks at
        for chatty in ("pypdfium2", "pypdf"):  # every bitmap freed, every crooked reference
            logging.getLogger(chatty).setLevel(logging.ERROR)
        try:
            import docvortex
            import docvortex.analyzers.native.models
            import docvortex.postprocess.document
        except ImportError as error:
            _log.exception("docvortex cannot be imported.")
            raise DocumentRejected(
                FailureKind.ENGINE_MISSING,
                msg("The engine flash is not installed: docvortex cannot be imported."),
                msg(
                    "Install Headframe with its extra `flash`, or choose a Python that has "
                    "docvortex: `headframe engine use flash --python PATH`."
                ),
            ) from error
        for name in (progress.PIPELINE,):
            with contextlib.suppress(ImportError):  # parts of 0.6.4 that it would import later on
                importlib.import_module(name)
        gc.freeze()  # what is loaded stays: the collector need not look at it again and again
        gc.set_threshold(*_COLLECTOR)
        return Ready(str(docvortex.__version__))

    def convert(self, request: Convert, step: ProgressCallback) -> Converted:
        """Write Markdown, pictures and blocks of one document into its staging folder."""
        import pypdfium2

        started = time.monotonic()
        asked = source = _prepared(open_source(request), step)
        found = survey(asked, step)
        if not found.readable:
            raise damaged(asked.name)
        if len(found.readable) < len(found.texts):
            source = part(asked, found.readable)
            found = PageSurvey(tuple(found.texts[index] for index in found.readable))
        try:
            read = read_all(source, found, self._ocr, request, step)
        except pypdfium2.PdfiumError as error:
            raise damaged(asked.name) from error
        layouts = read.layouts
        step(Stage.ASSEMBLE, None, source.pages, 0.9)
        document, warnings = _structured(layouts)
        warnings += [*read.warnings, *asked.notes]
        staging = Path(request.staging)
        if not staging.is_dir():  # it was there: never make again what was removed meanwhile
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(staging))

        def before_page(place: int) -> None:
            fraction = 0.91 + 0.06 * place / len(source.indices)
            step(Stage.WRITE, source.indices[place] + 1, source.pages, fraction)

        cut_out(document.drafts, layouts, source, staging, before_page)
        step(Stage.WRITE, None, source.pages, 0.97)
        _write(staging, request.stem, document, layouts, source)
        pages_by = read.pages_by
        if lost := sorted(set(asked.indices) - set(source.indices)):
            warnings.append(_left_out(lost))
            pages_by = replace(pages_by, failed=sorted({*pages_by.failed, *lost}))
        if (better := next_step(document.drafts, pages_by)) is not None:
            warnings.append(better)
        seconds = round(time.monotonic() - started, 3)
        pages = len(set(source.indices))
        return Converted(request.job, pages, seconds, warnings, asked.sha256, pages_by)


def _prepared(source: FlashSource, step: ProgressCallback) -> FlashSource:
    def before_page(place: int) -> None:
        if place % _STRIDE == 0:
            step(Stage.READ, None, source.pages, 0.0)

    return prepared(source, before_page)


def _structured(layouts: list[PageLayout]) -> tuple[Structured, list[Message]]:
    """The document in order, and the warnings for its reader."""
    warnings: list[Message] = []
    layer = " ".join(
        line.text
        for layout in layouts
        for draft in layout.drafts
        if draft.kind not in (BlockKind.PICTURE, BlockKind.FORMULA)
        for line in draft.lines
    )
    document = structure(layouts)
    text = document.text()
    share = coverage.coverage(text, layer)
    if share < coverage.LITTLE:
        document = structure(layouts, keep_furniture=True)
        if (better := coverage.coverage(document.text(), layer)) > share:
            share = better
            warnings.append(
                msg("Headers and footers were kept: without them there is little text.")
            )
    if share < coverage.ENOUGH:
        warnings.append(
            msg(
                "Only {percent} % of the text of the PDF is in the Markdown: compare the two.",
                percent=int(share * 100),
            )
        )
    elif not text.strip():
        warnings.append(msg("There is no text on these pages."))
    return document, warnings


def _write(
    staging: Path, stem: str, document: Structured, layouts: list[PageLayout], source: FlashSource
) -> None:
    of_page = {layout.page: layout for layout in layouts}

    def placed(page: int, box: Box) -> Box:
        layout = of_page[page]
        return source.original_box(page, layout.displayed(box), layout.displayed_size)

    found = [
        replace(
            block,
            page=source.indices[block.page],
            box=placed(block.page, block.box),
            doubts=tuple(replace(one, box=placed(block.page, one.box)) for one in block.doubts),
        )
        for block in document.blocks()
    ]
    joins = [draft.joins_previous for draft in document.drafts]
    assembled = assemble(found, joins)
    pages = {
        source.indices[layout.page]: {
            "page": source.indices[layout.page],
            "width": round(width, 2),
            "height": round(height, 2),
        }
        for layout in layouts
        for width, height in [source.original_size(layout.page, layout.displayed_size)]
        if 0 < width < math.inf and 0 < height < math.inf
    }
    body = {
        "schema": BLOCKS_SCHEMA,
        "blocks": block_records(assembled),
        "pages": list(pages.values()),
    }
    (staging / "blocks.json").write_text(json.dumps(body, allow_nan=False) + "\n", "utf-8")
    (staging / f"{stem}.md").write_text(assembled.markdown, "utf-8", newline="\n")


def _left_out(lost: list[int]) -> Message:
    return msg(
        "{count} {count:page|pages} cannot be read and {count:was|were} left out: {numbers}.",
        count=len(lost),
        numbers=page_list(lost),
    )
