"""The log, as it is written: for those who want to know, and for those they ask."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.logs import log_files, read_end
from core.paths import logs_folder
from gui.fit import fit

LOOK_MS = 1000
SIZE = (900, 560)


class LogWindow(QDialog):
    """Shows the end of a log file and follows it."""

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._files: list[Path] = []
        self._stamp: tuple[Path, int] | None = None
        self.choice = QComboBox()
        self.choice.currentIndexChanged.connect(self._look)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("framed", True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._folder = QPushButton()
        self._folder.clicked.connect(self._open_folder)
        self._copy = QPushButton()
        self._copy.clicked.connect(self._copy_all)
        for button in (self._folder, self._copy):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choice, 1)
        row.addWidget(self._copy)
        row.addWidget(self._folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        fit(self, *SIZE)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self._retranslate()

    def _look(self) -> None:
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
            text = self.tr("{file} cannot be read: {error}").format(file=file, error=error.strerror)
            stamp = (file, -1)
        bar = self.text.verticalScrollBar()
        at_end = self._stamp is None or self._stamp[0] != file or bar.value() >= bar.maximum() - 2
        before = bar.value()
        self._stamp = stamp
        self.text.setPlainText(text)
        bar.setValue(bar.maximum() if at_end else before)

    def _list(self) -> None:
        self._files = log_files(self._home)
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([file.name for file in self._files])
        self.choice.blockSignals(False)
        self._stamp = None
        if not self._files:
            self.text.setPlainText(self.tr("There is no log yet."))
        self._look()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs_folder(self._home))))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Log"))
        self.choice.setAccessibleName(self.tr("Log file"))
        self._folder.setText(self.tr("Open the folder"))
        self._copy.setText(self.tr("Copy"))

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
