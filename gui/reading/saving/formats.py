"""What each format is called where one saves a result."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.documents.exporting import ExportFormat


def save_text(wanted: ExportFormat) -> str:
    """The words of a menu's entry."""
    translate = QCoreApplication.translate
    match wanted:
        case ExportFormat.HTML:
            return translate("Reading", "Save as a web page (HTML)…")
        case ExportFormat.DOCX:
            return translate("Reading", "Save as a Word document…")
        case ExportFormat.LATEX:
            return translate("Reading", "Save as LaTeX…")
        case ExportFormat.EPUB:
            return translate("Reading", "Save as an e-book (EPUB)…")
        case ExportFormat.JSON:
            return translate("Reading", "Save as MinerU content list (JSON)…")
        case ExportFormat.ZIP:
            return translate("Reading", "Save the folder as one file (ZIP)…")


def format_name(wanted: ExportFormat) -> str:
    """What a format is called by itself."""
    translate = QCoreApplication.translate
    match wanted:
        case ExportFormat.HTML:
            return translate("Reading", "Web page (HTML)")
        case ExportFormat.DOCX:
            return translate("Reading", "Word document")
        case ExportFormat.LATEX:
            return translate("Reading", "LaTeX")
        case ExportFormat.EPUB:
            return translate("Reading", "E-book (EPUB)")
        case ExportFormat.JSON:
            return translate("Reading", "MinerU content list (JSON)")
        case ExportFormat.ZIP:
            return translate("Reading", "ZIP file")
