"""A problem, put into one text that its finder reads before anyone else does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.atomic_file import write_atomic
from core.diagnostics.redaction import Redaction
from gui.background.stream import BackgroundStream
from gui.help.version_text import window_versions
from gui.widgets.file_dialog import save_file_dialog
from gui.widgets.window_size import fit

SIZE = (860, 640)
FILE_NAME = "headframe-report.txt"


class ReportDialog(QDialog):
    """Collects versions, check-up and logs; shows them without names; copies or saves what is left.

    The text can be edited. Nothing is sent.
    """

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._redaction = Redaction.of_this_machine(home, os.environ)
        self._found = ""
        self._stream = BackgroundStream(self)
        self._stream.found.connect(self._on_stream_found)
        self._stream.ended.connect(self._on_stream_ended)
        self._saving = BackgroundStream(self)
        self._saving.ended.connect(self._on_saving_ended)
        self._file = Path()
        self._intro = QLabel()
        self._intro.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setProperty("framed", True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.hide_documents = QCheckBox()
        self.hide_documents.setChecked(True)
        self.hide_documents.toggled.connect(self._show_text)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.note = QLabel()
        self.note.setProperty("muted", True)
        self.copy, self.save, self._close = QPushButton(), QPushButton(), QPushButton()
        self.copy.clicked.connect(self._on_copy_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self._close.clicked.connect(self.close)
        for button in (self.copy, self.save, self._close):
            button.setAutoDefault(False)
        self._lay_out()
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        fit(self, *SIZE)
        self._retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.note, 1)
        for button in (self.copy, self.save, self._close):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self._intro)
        column.addWidget(self.text, 1)
        column.addWidget(self.progress)
        column.addWidget(self.hide_documents)
        column.addLayout(buttons)

    @property
    def complete(self) -> bool:
        """Everything has been found out."""
        return not self._stream.running

    def _collect(self) -> None:
        from core.diagnostics.problem_report import report_parts

        self._found = ""
        self._show_text()
        self._set_busy(True)
        more = tuple(window_versions())
        self._stream.begin(partial(report_parts, self._home, dict(os.environ), more))

    def _on_stream_found(self, parts: tuple[str, ...]) -> None:
        self._found += "".join(parts)
        self._show_text()

    def _on_stream_ended(self, error: Exception | None) -> None:
        if error is not None:
            self._found += f"\n{error!r}\n"
            self._show_text()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.text.setReadOnly(busy)  # what is typed meanwhile would be lost
        for button in (self.copy, self.save):
            button.setEnabled(not busy)
        self.note.setText(self.tr("Checking this machine…") if busy else "")

    def _show_text(self) -> None:
        hidden = self.hide_documents.isChecked()
        head = "# What happened\n\n\n# What was expected\n\n\n"
        bar = self.text.verticalScrollBar()
        before = bar.value()
        self.text.setPlainText(head + self._redaction.apply(self._found, documents=hidden))
        bar.setValue(before)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.note.setText(self.tr("Copied."))

    def _on_save_clicked(self) -> None:
        dialog = save_file_dialog(self, self.tr("Save the report"), str(Path.home() / FILE_NAME))
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def _on_dialog_file_selected(self, name: str) -> None:
        self._file = Path(name)
        text = self.text.toPlainText()
        self._saving.begin(partial(_write, self._file, text))

    def _on_saving_ended(self, error: Exception | None) -> None:
        if error is None:
            self.note.setText(self.tr("Saved as {file}.").format(file=self._file))
            return
        why = getattr(error, "strerror", None) or str(error)
        text = self.tr("{file} cannot be written: {error}")
        self.note.setText(text.format(file=self._file, error=why))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Report a problem"))
        self._intro.setText(
            self.tr(
                "This is what helps to find the cause: versions, a check of this machine, and the "
                "end of the logs. Your name and this machine's name are replaced. Read it, say "
                "what happened, delete what you want to keep to yourself. Nothing is sent."
            )
        )
        self.text.setAccessibleName(self.tr("Report"))
        self.progress.setAccessibleName(self.tr("Checking this machine…"))
        self.hide_documents.setText(self.tr("Hide names of documents and folders"))
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save as…"))
        self._close.setText(self.tr("Close"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._collect()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stream.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        self._stream.cancel()
        super().reject()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _write(file: Path, text: str) -> Iterator[object]:
    write_atomic(file, text)
    yield file
