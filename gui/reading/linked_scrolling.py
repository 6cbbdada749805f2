"""Scrolling both sides of a result together."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton

from gui.reading.markdown.markdown_panel import MarkdownPanel
from gui.reading.pdf.view import PdfView
from gui.reading.position_keeper import PositionKeeper

FLIPPED_MS = 150
"""Pages flipped through faster than this are not followed, but the one that is rested on."""
FOLLOW_MS = 60
"""At most this often the Markdown follows: that costs a web view much more than a page flip."""


class LinkedScrolling(QObject):
    """Moves one side when the user scrolls the other, while the button is checked."""

    def __init__(
        self,
        button: QAbstractButton,
        pages: PdfView,
        markdown: MarkdownPanel,
        position: PositionKeeper,
    ) -> None:
        super().__init__(pages)
        self._button = button
        self._pages = pages
        self._markdown = markdown
        self._position = position
        self._waiting: tuple[int, float] | None = None
        """Page and points on it that the Markdown is to follow to."""
        self._page = -1
        """The page that the user was on when the page side moved last."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)
        pages.moved.connect(self._on_pages_moved)
        markdown.moved.connect(self._on_markdown_moved)

    @property
    def is_settled(self) -> bool:
        """Neither side has to follow the other any more."""
        return not self._timer.isActive()

    def forget(self) -> None:
        """Another result comes: do not follow to a place of the last one."""
        self._waiting = None

    def stop(self) -> None:
        """Follow no more; before the window goes."""
        self._timer.stop()

    def _on_pages_moved(self, page: int, y: float) -> None:
        if self._button.isChecked():
            self._waiting = (page, y)
            if page != self._page:
                self._page = page
                self._timer.start(FLIPPED_MS)
            elif not self._timer.isActive():
                self._timer.start(FOLLOW_MS)

    def _on_timer_timeout(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and self._button.isChecked():
            page, y = waiting
            fraction = y / max(1.0, self._pages.page_size(page)[1])
            self._position.scrolled(page, fraction)
            self._markdown.follow(page, fraction)

    def _on_markdown_moved(self, page: int, fraction: float) -> None:
        self._position.scrolled(page, fraction)
        if self._button.isChecked():
            self._pages.follow(page, fraction * self._pages.page_size(page)[1])
