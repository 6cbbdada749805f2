"""Dialogs for files and folders: always Qt's own, deleted when they are closed.

Qt's own dialog is there on a bare X server, speaks the window's language, and never waits for a
desktop portal that does not answer. Connect ``fileSelected`` and call ``open()``.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def file_dialog(
    parent: QWidget | None,
    title: str,
    at: str = "",
    mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile,
) -> QFileDialog:
    """Ask for what is there. ``at``: the folder, or the path, that it begins with."""
    dialog = QFileDialog(parent, title, at)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    # Qt's own translations have the others.
    translate, label = QCoreApplication.translate, QFileDialog.DialogLabel
    dialog.setLabelText(label.LookIn, translate("FileDialog", "Look in:"))
    dialog.setLabelText(label.FileType, translate("FileDialog", "Files of type:"))
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def directory_dialog(parent: QWidget | None, title: str, at: str = "") -> QFileDialog:
    """Ask for a folder; files are not shown."""
    dialog = file_dialog(parent, title, at, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


def save_file_dialog(parent: QWidget | None, title: str, at: str = "") -> QFileDialog:
    """Ask for a file to write; it asks as well before one that is there is replaced."""
    dialog = file_dialog(parent, title, at, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog
