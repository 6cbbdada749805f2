"""Searching all results: a field, how many there are, and the passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from gui.background.stream import BackgroundStream
from gui.search.hit_delegate import HitDelegate
from gui.search.hits_model import HitsModel
from gui.search.search import find_hits
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.window_size import fit

if TYPE_CHECKING:
    from core.search.hits import SearchHit

TYPED_MS = 180
"""After the last key, so that not every letter is looked for."""
SIZE = (720, 560)


class SearchDialog(QDialog):
    """Stays open while one reads what it found."""

    hit_requested = Signal(object)
    """A :class:`SearchHit` is to be opened."""
    damaged = Signal()
    """The index is to be made again."""

    def __init__(self, home: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = home
        self._indexed: tuple[int, int] | None = None
        self._error = ""
        self._is_stale = False  # what is listed was found before, and stays until there is more
        self._has_more = False  # than are listed
        self.field = ClearableLineEdit(self)
        self.status = QLabel(self)
        self.status.setProperty("muted", True)
        self.status.setWordWrap(True)
        self.model = HitsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(14, 0, 14, 4)
        head.addWidget(self.field)
        head.addWidget(self.status)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.search = BackgroundStream(self)
        self.search.found.connect(self._on_search_found)
        self.search.ended.connect(self._on_search_ended)
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self.start)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.field.installEventFilter(self)
        self.list.activated.connect(self._on_list_activated)
        fit(self, *SIZE)
        self._retranslate()

    def enter(self) -> None:
        """Show it, ready to be typed into."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus()
        self.field.selectAll()

    def start(self) -> None:
        """Search for what stands in the field."""
        self._typed.stop()
        self._error = ""
        self.search.cancel()
        text = self.field.text().strip()
        if text:
            home = self._home
            self._is_stale = True
            self.search.begin(lambda: find_hits(home, text))
        else:
            self._drop_stale()
        self._update_text()

    def show_indexing(self, done: int, total: int) -> None:
        """Say how far the index is."""
        self._indexed = (done, total) if done < total else None
        self._update_text()

    def show_settled(self) -> None:
        """The index holds everything: what was looked for may be in it now."""
        self._indexed = None
        if self.field.text().strip() and not self.list.hasFocus():
            self.start()
        else:
            self._update_text()

    def show_failure(self, why: str) -> None:
        """Say that there is no index."""
        self._error = why
        self._update_text()

    def stop(self) -> None:
        """Hear of no search any more."""
        self._typed.stop()
        self.search.cancel()

    # Inside

    def _on_field_text_changed(self) -> None:
        self._typed.start()

    def _on_field_return_pressed(self) -> None:
        if self._typed.isActive():
            self.start()
        elif self.model.hits:
            row = max(0, self.list.currentIndex().row())
            self.hit_requested.emit(self.model.hits[row])

    def _on_list_activated(self, index: QModelIndex) -> None:
        self.hit_requested.emit(self.model.hits[index.row()])

    def _on_search_found(self, hits: tuple[SearchHit, ...]) -> None:
        from core.search.hits import MOST_HITS

        self._drop_stale()
        is_first = not self.model.hits
        room = MOST_HITS - len(self.model.hits)
        if room:
            self.model.append(hits[:room])
        self._has_more = len(hits) > room
        if is_first:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._update_text()

    def _drop_stale(self) -> None:
        if self._is_stale or not self.field.text().strip():
            self._is_stale = self._has_more = False
            self.model.clear()

    def _on_search_ended(self, error: Exception | None) -> None:
        self._drop_stale()
        if error is not None:
            from core.search.index import IndexUnusable

            if isinstance(error, IndexUnusable) and error.is_damaged:
                self.damaged.emit()
            else:
                self._error = str(error)
        self._update_text()

    def _update_text(self) -> None:
        count, parts = len(self.model.hits), []
        if self._error:
            parts.append(self.tr("The index cannot be used: {why}").format(why=self._error))
        elif self.search.running and (self._is_stale or not count):
            parts.append(self.tr("Searching…"))
        elif self._has_more:
            parts.append(self.tr("The best {count} pages are shown.").format(count=count))
        elif count:
            documents = self.model.documents
            pages = self.tr("%n page(s)", "", count)
            parts.append(self.tr("{pages} in %n document(s)", "", documents).format(pages=pages))
        elif self.field.text().strip() and not self._typed.isActive():
            parts.append(
                self.tr("Nothing found. All words have to be on one page or in the file name.")
            )
        else:
            parts.append(self.tr("Words, parts of words, or a phrase in quotation marks."))
        if self._indexed is not None:
            done, total = self._indexed
            text = self.tr("Indexing results: {done} of {total}…")
            parts.append(text.format(done=done, total=total))
        self.status.setText(" · ".join(parts))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
            and self.model.hits
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.list.currentIndex().row() + step
            row = max(0, min(len(self.model.hits) - 1, row))
            self.list.setCurrentIndex(self.model.index(row, 0))
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Search all results"))
        self.field.setPlaceholderText(self.tr("Search in the text of all results"))
        self.field.setAccessibleName(self.tr("Search in the text of all results"))
        self.list.setAccessibleName(self.tr("Places found"))
        self._update_text()
