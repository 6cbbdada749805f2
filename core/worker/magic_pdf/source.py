"""Opening a PDF for magic-pdf: decrypted in memory, its pages counted, its sizes known."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.messages import msg
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import FailureKind
from core.worker.page_windows import PageWindow
from core.worker.protocol import Convert

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MagicPdfSource:
    """A PDF in the clear."""

    data: bytes
    range: PageWindow
    """The pages to convert."""
    pages: int
    """Of the whole document."""
    sizes: dict[int, tuple[float, float]]
    """Page of the range → width and height in points, as it is displayed."""
    text: str
    """The range's own text layer, as PyMuPDF reads it."""
    sha256: str
    """Of the file as it was read."""


def open_source(request: Convert) -> MagicPdfSource:
    """Read it. Raises :class:`DocumentRejected`, ``OSError``."""
    import fitz

    data = Path(request.source).read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        document: Any = fitz.open(stream=data, filetype="pdf")
    except Exception as error:  # PyMuPDF's errors have no base but this
        _log.info("PyMuPDF cannot open the document.", exc_info=True)
        raise _damaged() from error
    with document:
        if document.needs_pass:
            _unlock(document, request.password)
            # magic-pdf opens the bytes again, several times, and never with a password.
            data = document.tobytes(encryption=fitz.PDF_ENCRYPT_NONE)
        pages = int(document.page_count)
        if pages < 1:
            raise DocumentRejected(
                FailureKind.EMPTY,
                msg("The document has no pages."),
                msg("Save it again with the program that made it."),
            )
        window = _range(request, pages)
        sizes: dict[int, tuple[float, float]] = {}
        words: list[str] = []
        for index in range(window.first, window.last + 1):
            try:
                page = document.load_page(index)
                sizes[index] = (float(page.rect.width), float(page.rect.height))
                words.append(page.get_text())
            except Exception as error:  # PyMuPDF's errors have no base but this
                _log.info("PyMuPDF cannot read page %d.", index + 1, exc_info=True)
                raise _damaged() from error
    return MagicPdfSource(data, window, pages, sizes, "\n".join(words), sha256)


def _unlock(document: Any, password: str | None) -> None:  # noqa: ANN401
    if not password:
        raise DocumentRejected(
            FailureKind.ENCRYPTED,
            msg("The file is protected with a password."),
            msg("Enter the password and try again."),
        )
    if not document.authenticate(password):
        raise DocumentRejected(
            FailureKind.ENCRYPTED,
            msg("The password does not open the file."),
            msg("Check the password and try again."),
        )


def _range(request: Convert, pages: int) -> PageWindow:
    first = request.first_page or 0
    last = pages - 1 if request.last_page is None else min(request.last_page, pages - 1)
    if first > last:
        raise DocumentRejected(
            FailureKind.EMPTY,
            msg(
                "The document has {pages} {pages:page|pages}, so there is no page {page}.",
                pages=pages,
                page=first + 1,
            ),
            msg("Choose {pages:page|pages between 1 and} {pages}.", pages=pages),
        )
    return PageWindow(first, last)


def _damaged() -> DocumentRejected:
    return DocumentRejected(
        FailureKind.DAMAGED,
        msg("The file is damaged: its pages cannot be read."),
        msg("Copy or download it again, or repair it with a PDF program."),
    )
