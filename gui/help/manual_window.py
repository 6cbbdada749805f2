"""The manual, from the files that come with the program: no network, no web engine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, QUrl
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
    QShowEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import resources
from gui.opener import open_from
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.window_size import fit

FOLDER = Path(resources.__file__).parent / "manual"
SIZE = (960, 680)
CONTENTS_WIDTH = 240
PLACE = Qt.ItemDataRole.UserRole


def manual_file(locale: QLocale) -> Path:
    """The one of that language; English where there is none."""
    chinese = locale.language() is QLocale.Language.Chinese
    return FOLDER / ("manual.zh_CN.md" if chinese else "manual.md")


class ManualWindow(QDialog):
    """Contents at the left, text at the right, a field to find words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.find_field = ClearableLineEdit()
        self.find_field.textChanged.connect(self._on_find_field_text_changed)
        self.find_field.returnPressed.connect(self.find_next)
        self.contents = QListWidget()
        self.contents.setProperty("framed", True)
        self.contents.currentItemChanged.connect(self._on_contents_current_item_changed)
        self.text = QTextBrowser()
        self.text.setProperty("framed", True)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_text_anchor_clicked)
        self.text.document().setDocumentMargin(24)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(8)
        halves.addWidget(self.contents)
        halves.addWidget(self.text)
        halves.setSizes([CONTENTS_WIDTH, SIZE[0] - CONTENTS_WIDTH])
        halves.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.find_field)
        column.addWidget(halves, 1)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.find_field.setFocus),
            (QKeySequence("F3"), self.find_next),
        ):
            QShortcut(keys, self).activated.connect(slot)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        fit(self, *SIZE)
        self._retranslate()

    def find_next(self) -> None:
        """Go to the next place, from the top again after the last."""
        words = self.find_field.text()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(words)

    def _load(self) -> None:
        # Read here: it is small, and lies beside the code that runs.
        file = manual_file(QLocale())
        self.text.document().setBaseUrl(QUrl.fromLocalFile(f"{FOLDER}/"))
        markdown = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.text.document().setMarkdown(file.read_text("utf-8"), markdown)
        self.contents.clear()
        block = self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if 1 <= level <= 2:
                item = QListWidgetItem("    " * (level - 1) + block.text(), self.contents)
                item.setData(PLACE, block.position())
            block = block.next()

    def _on_contents_current_item_changed(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        cursor = self.text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(cursor)  # then scrolling back puts the heading at the top
        cursor.setPosition(item.data(PLACE))
        self.text.setTextCursor(cursor)

    def _on_find_field_text_changed(self) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.find_next()

    def _on_text_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            open_from(self, url)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Manual"))
        self.find_field.setPlaceholderText(self.tr("Find in the manual"))
        self.find_field.setAccessibleName(self.tr("Find in the manual"))
        self.contents.setAccessibleName(self.tr("Contents"))
        self.text.setAccessibleName(self.tr("Manual"))
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.contents.count():
            self._load()
        self.find_field.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
