"""The engine flash: docvortex, the native text parser. No models, no card, digital PDFs only."""

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
from pathlib import Path
from typing import Any

from core.sentences import Sentence, say
from core.worker import flash_blocks, flash_coverage, flash_steps
from core.worker.failures import Refusal
from core.worker.flash_scan import refuse_scan
from core.worker.flash_source import Source, damaged, open_source, part
from core.worker.flash_survey import Survey, survey
from core.worker.protocol import Convert, Converted, FailureKind, Ocr, Ready, Stage
from core.worker.service import Steps

BLOCKS_SCHEMA = 1
_NAMED_PAGES = 10
_log = logging.getLogger(__name__)


class Flash:
    """Serves documents with docvortex."""

    def load(self) -> Ready:
        """Import docvortex and all that its first document would import."""
        os.environ.setdefault("LOGURU_LEVEL", "WARNING")  # it logs every table it looks at
        for chatty in ("pypdfium2", "pypdf"):  # every bitmap freed, every crooked reference
            logging.getLogger(chatty).setLevel(logging.ERROR)
        try:
            import docvortex
            import docvortex.analyzers.native.models
            import docvortex.document.pdf.layout
            import docvortex.document.pdf.visuals
            import docvortex.postprocess.document
            import docvortex.render.markdown
        except ImportError as error:
            _log.exception("docvortex cannot be imported.")
            raise Refusal(
                FailureKind.ENGINE_MISSING,
                say("The engine flash is not installed: docvortex cannot be imported."),
                say(
                    "Install Headframe with its extra `flash`, or name an interpreter that has "
                    "docvortex: `headframe engine use flash --python PATH`."
                ),
            ) from error
        for name in (flash_steps.PIPELINE, flash_steps.IMAGES, flash_blocks.RENDERER):
            with contextlib.suppress(ImportError):  # parts of 0.6.4 that it would import later on
                importlib.import_module(name)
        gc.freeze()  # what is loaded stays: the collector need not look at it again and again
        return Ready(str(docvortex.__version__))

    def convert(self, request: Convert, step: Steps) -> Converted:
        """Write Markdown, pictures and blocks of one document into its staging folder."""
        import pypdfium2

        started = time.monotonic()
        asked = source = open_source(request)
        found = survey(asked, step)
        if not found.readable:
            raise damaged(asked.name)
        if len(found.readable) < len(found.texts):
            source = part(asked, found.readable)
            found = Survey(tuple(found.texts[index] for index in found.readable))
        try:
            result, sizes = _analyzed(source, found, request.ocr, step)
        except pypdfium2.PdfiumError as error:
            raise damaged(asked.name) from error
        markdown, pieces, warnings = _rendered(found.layer, result.middle_json, sizes)
        step(Stage.WRITE, None, source.pages, 0.97)
        _write(request, markdown, flash_blocks.blocks(markdown, pieces), sizes, result.assets)
        if lost := sorted(set(asked.indices) - set(source.indices)):
            numbers = ", ".join(str(index + 1) for index in lost[:_NAMED_PAGES])
            warnings.append(
                say(
                    "{count} pages cannot be read and were left out: {numbers}.",
                    count=len(lost),
                    numbers=numbers + (", …" if len(lost) > _NAMED_PAGES else ""),
                )
            )
        seconds = round(time.monotonic() - started, 3)
        return Converted(request.job, len(source.indices), seconds, warnings)


def _analyzed(
    source: Source, found: Survey, ocr: Ocr, step: Steps
) -> tuple[Any, flash_blocks.Sizes]:
    """docvortex's result, with page numbers of the original document, and the pages' sizes."""
    import docvortex
    from docvortex.document.pdf import PDFDocument

    with PDFDocument(source.data) as document:
        refuse_scan(document, source, found, ocr)
        with flash_steps.told(document, source, step):
            analysis = docvortex.analyze(document, parse_mode="txt")
        sizes = _sizes(document, source)
    model = analysis.model_json
    if source.is_part:
        model = model.model_copy(update={"page_index_map": list(source.indices)})
    return docvortex.postprocess_document(model), sizes


def _sizes(document: Any, source: Source) -> flash_blocks.Sizes:  # noqa: ANN401
    sizes = {page: document.page_size(i) for i, page in enumerate(source.indices)}
    return {
        page: (width, height)
        for page, (width, height) in sizes.items()
        if 0 < width < math.inf and 0 < height < math.inf
    }


def _write(
    request: Convert,
    markdown: str,
    blocks: list[dict[str, object]],
    sizes: flash_blocks.Sizes,
    assets: Any,  # noqa: ANN401 - docvortex's AssetStore: a mapping of relative path to bytes
) -> None:
    staging = Path(request.staging)
    if not staging.is_dir():  # it was there: never make anew what somebody took away meanwhile
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(staging))
    for name, data in dict(assets).items():
        picture = staging / name
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(data)
    pages = [
        {"page": page, "width": round(width, 2), "height": round(height, 2)}
        for page, (width, height) in sizes.items()
    ]
    body = {"schema": BLOCKS_SCHEMA, "blocks": blocks, "pages": pages}
    (staging / "blocks.json").write_text(json.dumps(body, allow_nan=False) + "\n", "utf-8")
    (staging / f"{request.stem}.md").write_text(markdown, "utf-8", newline="\n")


def _rendered(
    layer: str,
    middle: Any,  # noqa: ANN401
    sizes: flash_blocks.Sizes,
) -> tuple[str, list[flash_blocks.Piece], list[Sentence]]:
    """Markdown, its pieces, and what a reader shall be told about them."""
    warnings = []
    markdown, pieces = flash_blocks.render(middle, sizes)
    share = flash_coverage.coverage(markdown, layer)
    if share < flash_coverage.LITTLE:
        whole = flash_blocks.render(flash_blocks.with_page_furniture(middle), sizes)
        if (better := flash_coverage.coverage(whole[0], layer)) > share:
            (markdown, pieces), share = whole, better
            warnings.append(
                say("Headers and footers were kept: without them there is little text.")
            )
    if share < flash_coverage.ENOUGH:
        warnings.append(
            say(
                "Only {percent} % of the text of the PDF is in the Markdown: compare the two.",
                percent=int(share * 100),
            )
        )
    elif not markdown.strip():
        warnings.append(say("There is no text on these pages."))
    return markdown, pieces, warnings
