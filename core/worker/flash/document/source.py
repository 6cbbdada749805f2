"""Opening a PDF for flash: what cannot be converted is told apart here, before any work."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.messages import Message, msg
from core.worker.exceptions import DocumentRejected
from core.worker.flash.model import Box
from core.worker.flash.page_turn import MIRRORED, unturned
from core.worker.kinds import FailureKind
from core.worker.protocol import Convert

_log = logging.getLogger(__name__)
_HEADER_BYTES = 1024
"""A PDF says ``%PDF`` within its first kilobyte (docs/command.md)."""


@dataclass(frozen=True)
class FlashSource:
    """The pages to convert, as a PDF of their own that needs no password."""

    name: str
    """Of the original's file, for sentences."""
    data: bytes
    indices: tuple[int, ...]
    """For each page of ``data``, its number in the original document, from 0."""
    pages: int
    """Pages of the original document."""
    turned: tuple[int, ...] = ()
    """For each page of ``data`` the degrees by which it was turned back, so that its text is
    upright; shorter where no page from there on was."""
    sha256: str = ""
    """Of the file as it was read."""
    notes: tuple[Message, ...] = ()
    """Warnings about the PDF for the reader of the Markdown."""

    @property
    def is_part(self) -> bool:
        """Whether pages of the original are missing."""
        return len(set(self.indices)) < self.pages

    def turn(self, place: int) -> int:
        """Degrees by which the page at this place of ``data`` was turned back."""
        return self.turned[place] if place < len(self.turned) else 0

    @property
    def is_numbered(self) -> bool:
        """Whether no page is there twice, so that its number in the original names it."""
        return len(set(self.indices)) == len(self.indices)

    def by_page(self) -> FlashSource:
        """The same, with each page of the original at the place of its number."""
        turns = {page: self.turn(place) for place, page in enumerate(self.indices)}
        pages = range(self.pages)
        turned = tuple(turns.get(page, 0) for page in pages)
        return replace(self, indices=tuple(pages), turned=turned)

    def original_size(self, place: int, size: tuple[float, float]) -> tuple[float, float]:
        """Width and height of the user's page, as displayed; ``size`` is that of ``data``'s."""
        return size if self.turn(place) in (0, 180, MIRRORED) else (size[1], size[0])

    def original_box(self, place: int, box: Box, size: tuple[float, float]) -> Box:
        """Where a box of a page of ``data``, which is of this size, is on the user's page."""
        turn = self.turn(place)
        return unturned(box, turn, self.original_size(place, size)) if turn else box


def open_source(request: Convert) -> FlashSource:
    """Read, check, decrypt, and cut to the page range.

    Raises :class:`DocumentRejected`, ``OSError``.
    """
    path = Path(request.source)
    data = _read(path)
    sha256 = hashlib.sha256(data).hexdigest()
    with _opened(path.name, data, request.password) as document:
        pages = len(document)
        if _is_protected(document):
            # In the clear, in memory and the worker's own temporary folder: docvortex's helpers
            # are given no password, and its classifier takes even a file with a blank one for a
            # scan.
            data = _rewritten(document)
    indices = _range(request, pages)
    whole = FlashSource(path.name, data, tuple(range(pages)), pages, sha256=sha256)
    return whole if len(indices) == pages else part(whole, indices)


def prepared(source: FlashSource, before_page: Callable[[int], None]) -> FlashSource:
    """The source as a person sees its pages: see :mod:`core.worker.flash.preparation`.

    ``before_page`` is called with each page's place, and may raise.
    """
    try:
        from core.worker.flash.preparation.prepare import prepare
    except ImportError:  # pikepdf is not there: an environment of the user's, made before
        _log.warning("The PDF is read as it is: pikepdf is not installed.", exc_info=True)
        return source
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        ready = prepare(source.data, source.indices, before_page)
    return replace(
        source,
        data=ready.data,
        indices=tuple(source.indices[place] for place in ready.pages),
        turned=tuple(ready.turned.get(place, 0) for place in range(len(ready.pages))),
        notes=ready.notes,
    )


def part(source: FlashSource, kept: tuple[int, ...]) -> FlashSource:
    """Those pages of a source, by their place in it. Raises :class:`DocumentRejected`."""
    from docvortex.document.pdf.pdfium import safe_rewrite_pdf_bytes_with_pdfium_result

    result = safe_rewrite_pdf_bytes_with_pdfium_result(source.data, page_indices=kept)
    if result.used_original or not result.pdf_bytes or not result.retained_page_indices:
        raise damaged(source.name)
    retained = result.retained_page_indices
    return replace(
        source,
        data=result.pdf_bytes,
        indices=tuple(source.indices[place] for place in retained),
        turned=tuple(source.turn(place) for place in retained),
    )


def mended(source: FlashSource) -> bytes:
    """The document as PDFium writes it: with an index and an end, where it had lost them."""
    with _opened(source.name, source.data, None) as document:
        return _rewritten(document)


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentRejected(
            FailureKind.NOT_FOUND,
            msg("{name} is no longer there.", name=path.name),
            msg("Put it back, or take it out of the list."),
        ) from error
    except OSError as error:
        raise DocumentRejected(
            FailureKind.NOT_FOUND,
            msg(
                "{name} cannot be read: {reason}.",
                name=path.name,
                reason=error.strerror or type(error).__name__,
            ),
            msg("Check its permissions and the disk it is on."),
        ) from error
    if not data:
        raise DocumentRejected(
            FailureKind.EMPTY,
            msg("{name} is empty: it has 0 bytes.", name=path.name),
            msg("Copy or download it again."),
        )
    if b"%PDF" not in data[:_HEADER_BYTES]:
        raise DocumentRejected(
            FailureKind.NOT_A_PDF,
            msg("{name} is not a PDF, though it may be named so.", name=path.name),
            msg("Open it with the program that made it, and save it as a PDF."),
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
                raise DocumentRejected(
                    FailureKind.ENCRYPTED,
                    msg("{name} is protected with a password.", name=name),
                    msg("Enter the password and try again."),
                )
            document = _document(name, data, password)
        if document is None:
            raise DocumentRejected(
                FailureKind.ENCRYPTED,
                msg("The password does not open {name}.", name=name),
                msg("Check the password and try again."),
            )
        try:
            yield document
        finally:
            document.close()


def _document(name: str, data: bytes, password: str | None) -> Any:  # noqa: ANN401
    """PDFium's document.

    ``None`` when it takes another password. Raises :class:`DocumentRejected`.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if _has_no_pages(data, password):
            raise DocumentRejected(
                FailureKind.EMPTY,
                msg("{name} has no pages.", name=name),
                msg("Save it again with the program that made it."),
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


def damaged(name: str) -> DocumentRejected:
    """For a file of which nothing can be read."""
    return DocumentRejected(
        FailureKind.DAMAGED,
        msg("{name} is damaged: it cannot be read as a PDF.", name=name),
        msg("Copy or download it again, or repair it with a PDF program."),
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
        raise DocumentRejected(
            FailureKind.EMPTY,
            msg(
                "{name} has {pages} {pages:page|pages}, so there is no page {page}.",
                name=Path(request.source).name,
                pages=pages,
                page=first + 1,
            ),
            msg("Choose {pages:page|pages between 1 and} {pages}.", pages=pages),
        )
    return tuple(range(first, last + 1))
