"""The logs, as they are written: to be searched, narrowed to what went wrong, and followed."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.logs import LogLevel, log_files, of_level, read_end
from core.paths import logs_folder
from gui.i18n import os_error_text
from gui.opener import open_from
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.window_size import fit

POLL_MS = 1000
SIZE = (900, 560)


class FindDirection(Enum):
    """Which match is looked for."""

    NEXT = QTextDocument.FindFlag(0)
    PREVIOUS = QTextDocument.FindFlag.FindBackward


class LogWindow(QDialog):
    """Shows the end of a log file and follows it."""

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._files: list[Path] = []
        self._stamp: tuple[Path, int] | None = None
        self._read = ""
        self.choice = QComboBox()
        self.choice.currentIndexChanged.connect(self._poll)
        self.level = QComboBox()
        self.level.currentIndexChanged.connect(self._show_text)
        self.find_field = ClearableLineEdit()
        self.find_field.textChanged.connect(self._on_find_field_text_changed)
        self.find_field.returnPressed.connect(self.find_next)
        self.matches = QLabel()
        self.matches.setProperty("muted", True)
        self.wrap = QCheckBox()
        self.wrap.toggled.connect(self._on_wrap_toggled)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("framed", True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._folder = QPushButton()
        self._folder.clicked.connect(self._on_folder_clicked)
        self._copy = QPushButton()
        self._copy.clicked.connect(self._on_copy_clicked)
        for button in (self._folder, self._copy):
            button.setAutoDefault(False)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        fit(self, *SIZE)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self._retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choice, 1)
        row.addWidget(self.level)
        row.addWidget(self._copy)
        row.addWidget(self._folder)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.find_field, 1)
        below.addWidget(self.matches)
        below.addWidget(self.wrap)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.text, 1)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._to_find_field),
            (QKeySequence("F3"), self.find_next),
            (QKeySequence("Shift+F3"), self.find_previous),
        ):
            QShortcut(keys, self).activated.connect(slot)

    def show_file(self, file: Path) -> None:
        """Show this file; where nothing was written to it, say so."""
        if file not in self._files:
            self._list()
        if file in self._files:
            self.choice.setCurrentIndex(self._files.index(file))
            return
        self._stamp = None
        self.choice.setCurrentIndex(-1)
        self._read = self.tr("{file} is empty: the worker has printed nothing.").format(
            file=file.name
        )
        self._show_text()

    def find_next(self) -> None:
        """Go to the next match, from the top again after the last."""
        self._find(FindDirection.NEXT)

    def find_previous(self) -> None:
        """Go to the match before."""
        self._find(FindDirection.PREVIOUS)

    def _find(self, direction: FindDirection) -> None:
        words = self.find_field.text()
        if words and not self.text.find(words, direction.value):
            is_next = direction is FindDirection.NEXT
            start = QTextCursor.MoveOperation.Start
            self.text.moveCursor(start if is_next else QTextCursor.MoveOperation.End)
            self.text.find(words, direction.value)

    def _poll(self) -> None:
        """Read what has been written since; the view stays where it is unless it is at the end."""
        place = self.choice.currentIndex()
        if not 0 <= place < len(self._files):
            return
        file = self._files[place]
        try:
            stamp = (file, file.stat().st_size)
            if stamp == self._stamp:
                return
            text = read_end(file)
        except OSError as error:
            text = self.tr("{file} cannot be read: {error}").format(
                file=file, error=os_error_text(error)
            )
            stamp = (file, -1)
        other = self._stamp is None or self._stamp[0] != file
        self._stamp, self._read = stamp, text
        self._show_text(to_end=other)

    def _show_text(self, *, to_end: bool = False) -> None:
        bar = self.text.verticalScrollBar()
        at_end = to_end or bar.value() >= bar.maximum() - 2
        before = bar.value()
        level = LogLevel(self.level.currentData() or LogLevel.ALL.value)
        self.text.setPlainText(of_level(self._read, level))
        bar.setValue(bar.maximum() if at_end else before)
        self._count()

    def _count(self) -> None:
        words = self.find_field.text()
        number = self.text.toPlainText().casefold().count(words.casefold()) if words else 0
        self.matches.setText(self.tr("%n match(es)", "", number) if words else "")

    def _list(self) -> None:
        self._files = log_files(self._home)
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([file.name for file in self._files])
        self.choice.blockSignals(False)
        self._stamp = None
        if not self._files:
            self._read = self.tr("There is no log yet.")
            self._show_text()
        self._poll()

    def _to_find_field(self) -> None:
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _on_find_field_text_changed(self) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.find_next()
        self._count()

    def _on_wrap_toggled(self, wrap: bool) -> None:
        mode = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(mode.WidgetWidth if wrap else mode.NoWrap)

    def _on_folder_clicked(self) -> None:
        open_from(self, logs_folder(self._home))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _name_levels(self) -> None:
        chosen = max(0, self.level.currentIndex())
        self.level.blockSignals(True)
        self.level.clear()
        for level, name in {
            LogLevel.ALL: self.tr("Everything"),
            LogLevel.WARNINGS: self.tr("Warnings and errors"),
            LogLevel.ERRORS: self.tr("Errors only"),
        }.items():
            self.level.addItem(name, level.value)
        self.level.setCurrentIndex(chosen)
        self.level.blockSignals(False)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Log"))
        self.choice.setAccessibleName(self.tr("Log file"))
        self.level.setAccessibleName(self.tr("Which messages"))
        self.find_field.setPlaceholderText(self.tr("Find in the log"))
        self.find_field.setAccessibleName(self.tr("Find in the log"))
        self.text.setAccessibleName(self.tr("Log"))
        self.wrap.setText(self.tr("Wrap lines"))
        self._folder.setText(self.tr("Open the folder"))
        self._copy.setText(self.tr("Copy"))
        self._name_levels()
        self._count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
