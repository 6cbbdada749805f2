"""A result in the formats that others read: one file each, made whole or not at all."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.documents.result import Result

log = logging.getLogger(__name__)


class ExportFormat(StrEnum):
    """What a result can be saved as; the value is what ``headframe export --format`` takes."""

    HTML = "html"
    """One file, pictures and styles within it."""
    DOCX = "docx"
    """Word, formulas as Word's own equations."""
    LATEX = "latex"
    """One .tex file and its pictures, as an archive."""
    EPUB = "epub"
    JSON = "json"
    """MinerU's list of contents: blocks with their page and box."""
    ZIP = "zip"
    """The result folder as it is."""

    @property
    def suffix(self) -> str:
        """Of the file's name."""
        return ".tex.zip" if self is ExportFormat.LATEX else f".{self.value}"


CAN_COMBINE = frozenset(ExportFormat) - {ExportFormat.JSON}
"""A list of contents is that of one document: its pages are counted from its first."""


def export(result: Result, wanted: ExportFormat, target: Path) -> None:
    """Write a result to a file, replacing one that is there. Raises ``OSError``.

    The file appears whole or not at all. What a format cannot hold is put in as text.
    """
    write_export(target, _content(result, wanted))


def write_export(target: Path, content: bytes) -> None:
    """Put a file in its place, whole or not at all. Raises ``OSError``."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".export-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:  # also when told to end: no half file is left
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _content(result: Result, wanted: ExportFormat) -> bytes:
    match wanted:
        case ExportFormat.HTML:
            from core.documents.exporting.page import one_page

            return one_page(result).encode("utf-8", "replace")
        case ExportFormat.DOCX:
            from core.documents.exporting.word import word_document

            return word_document(result)
        case ExportFormat.LATEX:
            from core.documents.exporting.latex_source import latex_archive

            return latex_archive(result)
        case ExportFormat.EPUB:
            from core.documents.exporting.epub import epub_book

            return epub_book(result)
        case ExportFormat.JSON:
            from core.documents.exporting.archives import content_list

            return content_list(result)
        case ExportFormat.ZIP:
            from core.documents.exporting.archives import folder_archive

            return folder_archive(result)
