"""Opening a PDF for flash: what cannot be converted is told apart here, before any work."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.sentences import say
from core.worker.failures import Refusal
from core.worker.protocol import Convert, FailureKind

_log = logging.getLogger(__name__)
_HEADER_BYTES = 1024
"""A PDF says ``%PDF`` within its first kilobyte (CONTRACT.md, "Events")."""


@dataclass(frozen=True)
class Source:
    """The pages to convert, as a PDF of their own that needs no password."""

    name: str
    """Of the original's file, for sentences."""
    data: bytes
    indices: tuple[int, ...]
    """For each page of ``data``, its number in the original document, from 0."""
    pages: int
    """Pages of the original document."""

    @property
    def is_part(self) -> bool:
        """Whether pages of the original are missing."""
        return len(self.indices) < self.pages


def open_source(request: Convert) -> Source:
    """Read, check, decrypt, and cut to the page range. Raises :class:`Refusal`, ``OSError``."""
    path = Path(request.source)
    data = _read(path)
    with _opened(path.name, data, request.password) as document:
        pages = len(document)
        if _is_protected(document):
            # In the clear, in memory and the worker's own temporary folder: docvortex's helpers
            # are given no password, and its classifier takes even a file with a blank one for a
            # scan.
            data = _rewritten(document)
    indices = _range(request, pages)
    whole = Source(path.name, data, tuple(range(pages)), pages)
    return whole if len(indices) == pages else part(whole, indices)


def part(source: Source, kept: tuple[int, ...]) -> Source:
    """Those pages of a source, by their place in it. Raises :class:`Refusal`."""
    from docvortex.document.pdf.pdfium import safe_rewrite_pdf_bytes_with_pdfium_result

    result = safe_rewrite_pdf_bytes_with_pdfium_result(source.data, page_indices=kept)
    if result.used_original or not result.pdf_bytes or not result.retained_page_indices:
        raise damaged(source.name)
    indices = tuple(source.indices[index] for index in result.retained_page_indices)
    return replace(source, data=result.pdf_bytes, indices=indices)


def mended(source: Source) -> bytes:
    """The document as PDFium writes it: with an index and an end, where it had lost them."""
    with _opened(source.name, source.data, None) as document:
        return _rewritten(document)


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(
            FailureKind.NOT_FOUND,
            say("{name} is not there any more.", name=path.name),
            say("Put it back, or take it out of the list."),
        ) from error
    except OSError as error:
        raise Refusal(
            FailureKind.NOT_FOUND,
            say(
                "{name} cannot be read: {reason}.",
                name=path.name,
                reason=error.strerror or type(error).__name__,
            ),
            say("Check its permissions and the disk it is on."),
        ) from error
    if not data:
        raise Refusal(
            FailureKind.EMPTY,
            say("{name} is empty: it has 0 bytes.", name=path.name),
            say("Copy or download it again."),
        )
    if b"%PDF" not in data[:_HEADER_BYTES]:
        raise Refusal(
            FailureKind.NOT_A_PDF,
            say("{name} is not a PDF, though it may be named so.", name=path.name),
            say("Open it with the program that made it, and save it as a PDF."),
        )
    return data


@contextmanager
def _opened(name: str, data: bytes, password: str | None) -> Iterator[Any]:
    """The document, opened without a password if that works, else with this one."""
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        document = _document(name, data, None)
        if document is None:
            if not password:
                raise Refusal(
                    FailureKind.ENCRYPTED,
                    say("{name} is protected with a password.", name=name),
                    say("Give its password and try again."),
                )
            document = _document(name, data, password)
        if document is None:
            raise Refusal(
                FailureKind.ENCRYPTED,
                say("The password does not open {name}.", name=name),
                say("Check the password and try again."),
            )
        try:
            yield document
        finally:
            document.close()


def _document(name: str, data: bytes, password: str | None) -> Any:  # noqa: ANN401
    """PDFium's document; ``None`` when it takes another password. Raises :class:`Refusal`."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if _has_no_pages(data, password):
            raise Refusal(
                FailureKind.EMPTY,
                say("{name} has no pages.", name=name),
                say("Save it again with the program that made it."),
            ) from error
        if _wants_password(error):
            return None
        _log.info("PDFium: %s", error)
        raise damaged(name) from error


def _wants_password(error: Exception) -> bool:
    from pypdfium2 import raw

    code = getattr(error, "err_code", None)
    if code is None:  # pypdfium2 before 5
        return "password" in str(error).lower()
    return code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def _has_no_pages(data: bytes, password: str | None) -> bool:
    """Whether PDFium opens the file and finds no page in it.

    pypdfium2 takes that for an error, with the code that some earlier file left behind.
    """
    from pypdfium2 import raw

    secret = None if password is None else password.encode("utf-8") + b"\0"
    handle = raw.FPDF_LoadMemDocument64(data, len(data), secret)
    if not handle:
        return False
    pages = raw.FPDF_GetPageCount(handle)
    raw.FPDF_CloseDocument(handle)
    return bool(pages < 1)


def damaged(name: str) -> Refusal:
    """For a file of which nothing can be read."""
    return Refusal(
        FailureKind.DAMAGED,
        say("{name} is damaged: it cannot be read as a PDF.", name=name),
        say("Copy or download it again, or repair it with a PDF program."),
    )


def _is_protected(document: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    return bool(raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1)


def _rewritten(document: Any) -> bytes:  # noqa: ANN401
    from pypdfium2 import raw

    buffer = io.BytesIO()
    document.save(buffer, flags=raw.FPDF_REMOVE_SECURITY)
    return buffer.getvalue()


def _range(request: Convert, pages: int) -> tuple[int, ...]:
    first = request.first_page or 0
    last = pages - 1 if request.last_page is None else min(request.last_page, pages - 1)
    if first > last:
        raise Refusal(
            FailureKind.EMPTY,
            say(
                "{name} has {pages} pages, so there is no page {page}.",
                name=Path(request.source).name,
                pages=pages,
                page=first + 1,
            ),
            say("Choose pages between 1 and {pages}.", pages=pages),
        )
    return tuple(range(first, last + 1))
