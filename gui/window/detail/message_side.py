"""A message about a document, with its pages beside it where they can be drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.window.detail.message_page import MessagePage

if TYPE_CHECKING:
    from gui.reading.pdf.panel import PdfPanel

BOTH_FROM = 640
"""Pixels across that pages and message need; below, the message has them for itself."""


class MessageSide(QSplitter):
    """The message, and at its left the pages once they have been opened."""

    def __init__(self, message: MessagePage, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.message = message
        self.pages: PdfPanel | None = None
        self._path: Path | None = None
        self._is_open = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(message)

    def show_pages(self, path: Path | None) -> None:
        """Open a PDF beside the message; ``None``: the message alone."""
        if path == self._path:
            return
        self._path, self._is_open = path, False
        if path is None:
            if self.pages is not None:
                self.pages.clear()
        else:
            if self.pages is None:
                self.pages = self._make_pages()
            self.pages.show_document(path, None)
        self._lay_out()

    def shut_down(self) -> None:
        """End the process that draws; before the window goes."""
        if self.pages is not None:
            self.pages.view.shut_down()

    def _make_pages(self) -> PdfPanel:
        from gui.reading.pdf.panel import PdfPanel  # late: most documents do not fail

        pages = PdfPanel(self)
        pages.hide()
        pages.view.opened.connect(self._on_view_opened)
        pages.view.refused.connect(self._on_view_refused)
        self.insertWidget(0, pages)
        self.setStretchFactor(0, 1)
        return pages

    def _on_view_opened(self) -> None:
        self._is_open = True
        self._lay_out()

    def _on_view_refused(self) -> None:
        self._is_open = False
        self._lay_out()

    def _lay_out(self) -> None:
        if self.pages is None:
            return
        shown = self._is_open and self.width() >= BOTH_FROM
        if shown == self.pages.isHidden():
            self.pages.setVisible(shown)
            if shown:
                self.setSizes([self.width() // 2, self.width() - self.width() // 2])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
