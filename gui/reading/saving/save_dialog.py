"""Where an exported file goes: an ordinary Save As."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.documents.exporting import ExportFormat
from gui.reading.saving.formats import format_name
from gui.widgets.file_dialog import save_file_dialog


def make_save_dialog(
    parent: QWidget | None, folder: str, stem: str, wanted: ExportFormat
) -> QFileDialog:
    """Ask for a file; the dialog asks as well before one that is there is replaced.

    ``stem``: the name that is proposed. Its ``fileSelected`` goes through :func:`with_suffix`.
    """
    title = QCoreApplication.translate("Reading", "Save as")
    dialog = save_file_dialog(parent, title, folder)
    dialog.setNameFilter(f"{format_name(wanted)} (*{wanted.suffix})")
    dialog.setDefaultSuffix(wanted.suffix.removeprefix("."))
    dialog.selectFile(stem + wanted.suffix)
    return dialog


def with_suffix(chosen: str, wanted: ExportFormat) -> Path:
    """The file to write: a name without the format's suffix gets it, and no file is lost by that.

    ``paper.v2`` has a suffix for the dialog, so that it adds none and asks about another file.
    """
    target = Path(chosen)
    if target.name.lower().endswith(wanted.suffix):
        return target
    stem, number = target.name, 2
    target = target.with_name(stem + wanted.suffix)
    while target.exists():
        target, number = target.with_name(f"{stem} ({number}){wanted.suffix}"), number + 1
    return target
