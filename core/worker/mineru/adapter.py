"""The engine mineru 4: docvortex's form of a document, found by MinerU's networks.

Documents in and results out are flash's: MinerU 4 stands on the same library. Its Python facade
takes a document's bytes and says nothing while it works: `core.worker.mineru.progress` makes it.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import re
import time
from pathlib import Path
from typing import Any

from core.messages import Message, msg
from core.worker import device_errors
from core.worker.accelerator import DeviceMode, card_label, device_count, mode
from core.worker.exceptions import DeviceFailure, DocumentRejected
from core.worker.flash import blocks
from core.worker.flash.document import coverage, progress
from core.worker.flash.document.page_survey import survey
from core.worker.flash.document.source import FlashSource, open_source
from core.worker.kinds import EngineName, FailureKind, Ocr, Stage
from core.worker.mineru import setup
from core.worker.mineru.progress import ASSEMBLE_AT, window_hooks
from core.worker.mineru.tier import URL_VARIABLE, Tier, downloads_allowed
from core.worker.page_windows import Checkpoint
from core.worker.protocol import Convert, Converted, Ready
from core.worker.results import write_result
from core.worker.service import ProgressCallback
from core.worker.tqdm_hook import TqdmHook

WINDOW_PAGES = 16
"""MinerU's own 64 would make a cancelled document wait for as many pages."""
PARSE_MODES = {Ocr.AUTO: "auto", Ocr.ON: "ocr", Ocr.OFF: "txt"}
EFFORTS = {
    Tier.FLASH: "flash",
    Tier.BASIC: "medium",
    Tier.STANDARD: "high",
    Tier.ADVANCED: "xhigh",
}
"""``mineru.parser.tier.effort_for_tier`` of 4.0.12."""
WRITE_AT = 0.97
_NO_SERVER = re.compile(r"Failed to connect to server|Failed to get model name|ConnectError")
"""Words of mineru_vl_utils' client over HTTP, and of httpx below it."""
_NO_NETWORK = re.compile(
    r"\b(?:Connect|Connection|Network|Proxy|HTTP|HfHubHTTP|LocalEntryNotFound)Error\b"
    r"|\b(?:Connect|Read)Timeout\b|Max retries exceeded"
)
"""Words of the clients of both hubs, and of httpx and requests below them."""
_log = logging.getLogger(__name__)


class MineruAdapter:
    """Serves documents with mineru."""

    def __init__(self) -> None:
        self._tier = Tier.FLASH
        self._mode = DeviceMode.CPU
        self._version = ""
        self._bars = TqdmHook()

    def load(self) -> Ready:
        """Look at models and card first, then import and load. Raises :class:`DocumentRejected`."""
        for chatty in ("pypdfium2", "pypdf"):  # every bitmap freed, every crooked reference
            logging.getLogger(chatty).setLevel(logging.ERROR)
        self._mode = mode()
        self._tier = setup.tier(self._mode)
        setup.prepare(self._mode, WINDOW_PAGES)
        devices = None if self._tier is Tier.FLASH else device_count(self._mode)
        try:
            from mineru.backend import analyze  # noqa: F401
            from mineru.version import __version__
        except ImportError as error:
            _log.exception("mineru cannot be imported.")
            raise DocumentRejected(
                FailureKind.ENGINE_MISSING,
                msg("mineru cannot be imported: {error}.", error=str(error)[:200]),
                msg("Reinstall it: `headframe engine install mineru`."),
            ) from error
        try:
            setup.load_networks(self._tier)
        except Exception as error:  # the engine promises no kind of error
            raise self._named(error, starting=True) from error
        if self._tier is Tier.FLASH and self._mode is not DeviceMode.CPU:
            devices = 1  # it touches none: the one that it was given is the one it would see
        self._version = str(__version__)
        gc.collect()
        gc.freeze()
        return Ready(self._version, devices)

    def convert(self, request: Convert, step: ProgressCallback) -> Converted:
        """Write Markdown, pictures and blocks of one document into its staging folder."""
        started = time.monotonic()
        source = open_source(request)
        found = survey(source, step)
        try:
            middle, assets, sizes = self._analyzed(request, source, step)
        except Exception as error:  # the engine promises no kind of error
            raise self._named(error) from error
        markdown, pieces = blocks.render(middle, sizes)
        step(Stage.WRITE, None, source.pages, WRITE_AT)
        for name, data in assets.items():
            picture = Path(request.staging) / name
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_bytes(data)
        write_result(request, markdown, blocks.blocks(markdown, pieces), sizes.pages())
        seconds = round(time.monotonic() - started, 3)
        warnings = _warnings(request, markdown, found.layer)
        return Converted(request.job, len(source.indices), seconds, warnings, source.sha256)

    def _analyzed(
        self, request: Convert, source: FlashSource, step: ProgressCallback
    ) -> tuple[Any, dict[str, bytes], blocks.Sizes]:
        from docvortex.document.pdf import PDFDocument
        from docvortex.export import materialize_middle
        from mineru.backend.analyze import doc_analyze

        with PDFDocument(source.data) as document:
            shown = {page: document.page_size(place) for place, page in enumerate(source.indices)}
        kept = Checkpoint(request.checkpoint, self._tag(request, source))
        with (
            window_hooks(source, kept, step, self._bars),
            progress.progress_hooks(None, source, step),
        ):
            middle, _ = doc_analyze(
                source.data,
                effort=EFFORTS[self._tier],
                parse_mode=PARSE_MODES[request.ocr],
                page_index_map=list(source.indices) if source.is_part else None,
                file_suffix="pdf",
            )
        step(Stage.ASSEMBLE, None, source.pages, ASSEMBLE_AT)
        middle, assets = materialize_middle(middle)
        return middle, dict(assets), blocks.Sizes(source.by_page(), shown)

    def _tag(self, request: Convert, source: FlashSource) -> str:
        marks = (
            self._version,
            self._tier.value,
            os.environ.get(URL_VARIABLE) or "",
            request.ocr.value,
            source.indices,
            hashlib.sha256(source.data).hexdigest(),
            WINDOW_PAGES,
        )
        return hashlib.sha256(repr(marks).encode()).hexdigest()

    def _named(self, error: Exception, *, starting: bool = False) -> Exception:
        """The error as a refusal, where it is one that is known."""
        if isinstance(error, DocumentRejected):
            return error
        words = device_errors.error_text(error)
        if "Model repo" in words and "not ready" in words:  # mineru.model.download
            return _no_models(self._tier)
        if (url := os.environ.get(URL_VARIABLE)) and _NO_SERVER.search(words):
            return setup.no_server(url)
        if downloads_allowed(os.environ) and _NO_NETWORK.search(words):
            return setup.not_fetched()
        if self._mode is DeviceMode.CPU:
            return error
        fault = device_errors.classify_error(words, card_label(), starting=starting)
        return error if fault is None else DeviceFailure(fault)


def _no_models(tier: Tier) -> DocumentRejected:
    from core.worker.model_files import how_to_name

    if tier is Tier.FLASH:
        return DocumentRejected(
            FailureKind.NEEDS_OCR,
            msg("This document has to be read by OCR, and the tier flash of MinerU has none."),
            how_to_name(EngineName.MINERU),
        )
    return DocumentRejected(
        FailureKind.MODELS_MISSING,
        msg("Models of the tier {tier} of MinerU are missing.", tier=tier.value),
        how_to_name(EngineName.MINERU),
    )


def _warnings(request: Convert, markdown: str, layer: str) -> list[Message]:
    warnings = []
    if not (request.formula and request.table):
        warnings.append(msg("MinerU 4 always recognises formulas and tables."))
    if request.lang is not None:
        warnings.append(msg("MinerU 4 detects the language automatically."))
    if not markdown.strip():
        warnings.append(msg("Nothing was recognised on these pages."))
    elif request.ocr is not Ocr.ON:
        share = coverage.coverage(markdown, layer)
        if share < coverage.ENOUGH:
            warnings.append(
                msg(
                    "Only {percent} % of the text of the PDF is in the Markdown: compare the two.",
                    percent=int(share * 100),
                )
            )
    return warnings
