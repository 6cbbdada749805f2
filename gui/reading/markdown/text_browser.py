"""Qt's text browser as it is used for a result: with its pictures, without links of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from gui.reading.markdown.url_scheme import file_below

MARGIN = 20
"""Pixels around the text."""
_MAX_PICTURE = QSize(900, 1400)


class ResultTextBrowser(QTextBrowser):
    """Loads pictures of :attr:`folder`, scaled down, and nothing else."""

    resized = Signal()
    pointer_moved = Signal(QPointF)
    clicked = Signal(QPointF)
    """With the left button, and nothing was selected."""
    turn_requested = Signal(int)
    """Another section by the keys: 1 for the next, -1 for the previous."""
    menu_requested = Signal(QPointF)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.setOpenLinks(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(MARGIN)

    def anchors(self, prefix: str) -> Iterator[tuple[int, str]]:
        """Positions of named places, and what of their names is behind the prefix."""
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                for name in fragment.charFormat().anchorNames():
                    if name.startswith(prefix):
                        yield fragment.position(), name.removeprefix(prefix)
                iterator += 1
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = None if self.folder is None else file_below(self.folder, QUrl(name).path())
        if kind != QTextDocument.ResourceType.ImageResource.value or path is None:
            return None
        reader = QImageReader(str(path))
        size = reader.size()
        if size.width() > _MAX_PICTURE.width() or size.height() > _MAX_PICTURE.height():
            reader.setScaledSize(size.scaled(_MAX_PICTURE, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return image if not image.isNull() else QImage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointer_moved.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.clicked.emit(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_PageDown:
                self.turn_requested.emit(1)
                return
            if event.key() == Qt.Key.Key_PageUp:
                self.turn_requested.emit(-1)
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(QPointF(event.pos()))

    def createMimeDataFromSelection(self) -> QMimeData:
        data = super().createMimeDataFromSelection()
        data.setText(data.text().replace("\N{OBJECT REPLACEMENT CHARACTER}", ""))
        return data
