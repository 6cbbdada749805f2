"""The tool that leads from one doubtful place to the next, and says how pages were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.documents.doubts import DoubtfulPlace
from core.documents.result import PageReading
from gui.icons import Glyph
from gui.reading.page_readings import pages_text
from gui.reading.tool_buttons import ToolButton

NEXT_KEY, PREVIOUS_KEY = "F8", "Shift+F8"


class DoubtsButton(ToolButton):
    """Shown where OCR has read something. A press goes to the next doubtful place."""

    requested = Signal(object)
    """A :class:`DoubtfulPlace`."""
    page_requested = Signal(int)
    """A page, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.DOUBT, parent)
        self._places: Sequence[DoubtfulPlace] = ()
        self._readings: Mapping[int, PageReading] = {}
        self._current = -1
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.list = QMenu(self)
        self.list.aboutToShow.connect(self._on_list_about_to_show)
        self.setMenu(self.list)
        self.clicked.connect(self.go_next)
        self.unit = -1
        """What is marked now: the next place is the one after it."""
        self.hide()

    def fill(self, places: Sequence[DoubtfulPlace], readings: Mapping[int, PageReading]) -> None:
        """Another result, or none."""
        self._places, self._readings, self._current, self.unit = places, readings, -1, -1
        told = (PageReading.OCR, PageReading.FAILED)
        self.setVisible(bool(places) or any(how in told for how in readings.values()))
        self._retranslate()

    def go_next(self) -> None:
        """Go to the next doubtful place; after the last comes the first."""
        if self._is_at_current():
            self._go(self._current + 1)
        else:
            after = (n for n, place in enumerate(self._places) if place.unit >= self.unit)
            self._go(next(after, 0))

    def go_back(self) -> None:
        """Go to the doubtful place before."""
        if self._is_at_current():
            self._go(self._current - 1)
        else:
            before = [n for n, place in enumerate(self._places) if place.unit < self.unit]
            self._go(before[-1] if before else -1)

    def _is_at_current(self) -> bool:
        return 0 <= self._current < len(self._places) and (
            self._places[self._current].unit == self.unit
        )

    def _go(self, number: int) -> None:
        if self._places:
            self._current = number % len(self._places)
            self.unit = self._places[self._current].unit
            self.requested.emit(self._places[self._current])

    def _on_list_about_to_show(self) -> None:
        self.list.clear()
        for text, keys, slot in (
            (self.tr("Next doubtful place"), NEXT_KEY, self.go_next),
            (self.tr("Previous doubtful place"), PREVIOUS_KEY, self.go_back),
        ):
            action = self.list.addAction(f"{text}\t{keys}", slot)
            action.setEnabled(bool(self._places))
        self.list.addSeparator()
        for reading, text in (
            (PageReading.OCR, self.tr("Pages read by OCR: {pages}")),
            (PageReading.FAILED, self.tr("Pages that could not be read: {pages}")),
            (PageReading.BLANK, self.tr("Blank pages: {pages}")),
        ):
            pages = pages_text(self._readings, reading)
            if pages:
                action = self.list.addAction(text.format(pages=_short(pages)))
                action.setData(min(page for page, how in self._readings.items() if how is reading))
                action.triggered.connect(self._on_action_triggered)

    def _on_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.page_requested.emit(action.data())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        count = len(self._places)
        self.setText(str(count) if count else self.tr("OCR"))
        if count:
            self.set_label(
                self.tr("%n place(s) that OCR may have read wrong: go to the next", "", count),
                NEXT_KEY,
            )
        else:
            self.set_label(self.tr("Pages were read by OCR"))


def _short(pages: str) -> str:
    return pages if len(pages) <= 60 else pages[:59] + "…"
