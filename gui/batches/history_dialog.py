"""The history: batches of the window and of the command, the newest first, as they stand now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.jobs.reports.history import HistoryChanges, history_changes, summaries
from core.jobs.reports.model import BatchSummary
from gui.background.stream import BackgroundStream
from gui.batches.entries_model import BatchDocuments, EntriesModel, EntryColumn
from gui.batches.history_commands import HistoryCommands
from gui.batches.history_model import BatchesModel, HistoryColumn
from gui.batches.live_batches import ActiveBatches
from gui.icons import Glyph
from gui.widgets.table_style import table_of
from gui.widgets.window_size import fit
from gui.window.detail.message_page import MessagePage, PageMessage
from gui.window.notice_bar import NotificationBar
from gui.window.state import WindowState

SIZE = (1180, 700)
GEOMETRY = "history"
COLUMNS = "history-table"
ONLY_FAILED = "history-only-failed"
MARGIN = 16
NAME_ROOM = 160
GIVE_WAY = (
    HistoryColumn.OUT,
    HistoryColumn.ENGINE,
    HistoryColumn.TOOK,
    HistoryColumn.DONE,
    HistoryColumn.BEGUN,
)
"""Where there is no room for all columns, these go, in this order."""
GLANCE_MS = 2000
"""Between two looks at what other programs do, and at the documents of a batch that goes on."""
SHORT_READS = 10
"""How often a report is read again that has fewer documents than have ended: it is written a moment
later, and one that lost a line never has them all."""


class HistoryDialog(QDialog):
    """Not modal. Read again when it is shown; what happens while it is shown is followed."""

    read_requested = Signal(object)
    """The folder of a result."""

    def __init__(
        self, home: Path, state: WindowState, live: ActiveBatches, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self._home, self._state, self._live = home, state, live
        self.batches, self.entries = BatchesModel(self), EntriesModel(self)
        self.search, self.reading, self.glancing = (
            BackgroundStream(self),
            BackgroundStream(self),
            BackgroundStream(self),
        )
        self._newest = ""
        """The last batch that is known to have a report."""
        self._again: set[str] = set()
        """Batches whose reports are to be read again."""
        self._read_at: tuple[str, int] = ("", 0)
        self._short_reads = 0
        """Of which batch the documents are shown, and how many had come to their ends then."""
        self._documents = BatchDocuments()
        self.field, self.only_failed = QLineEdit(), QCheckBox()
        self.empty, self.no_documents = MessagePage(), QLabel()
        self.notice = NotificationBar()
        self.table = table_of(self.batches, widths=(184, 132, 88, 100, 68, 68, 104, 180))
        self.table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(HistoryColumn.BEGUN, Qt.SortOrder.DescendingOrder)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)  # F2 is an action's
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.documents = table_of(self.entries, widths=(124, 92, 84, 360))
        stretch = QHeaderView.ResizeMode.Stretch
        self.documents.horizontalHeader().setSectionResizeMode(EntryColumn.REASON, stretch)
        self.commands = HistoryCommands(home, self.batches, live, self.table)
        self._tick = QTimer(self)
        self._tick.setInterval(GLANCE_MS)
        self._find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        self._close, self._failed = QPushButton(), QPushButton()
        commands = self.commands
        self._buttons = {
            action: QPushButton()
            for action in (
                commands.again,
                commands.results,
                commands.report,
                commands.pause,
                commands.end,
            )
        }
        self._lay_out()
        self._connect()
        self._restore()
        self._retranslate()

    @property
    def chosen(self) -> BatchSummary | None:
        """The batch that is selected, or the first of several."""
        selected = self.commands.selected
        return selected[0] if selected else None

    def _lay_out(self) -> None:
        self._lower = QStackedWidget()
        self.no_documents.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_documents.setProperty("muted", True)
        self.no_documents.setAutoFillBackground(True)
        self.no_documents.setBackgroundRole(QPalette.ColorRole.Base)
        self._lower.addWidget(self.documents)
        self._lower.addWidget(self.no_documents)
        self._sides = sides = QSplitter(Qt.Orientation.Vertical)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.table)
        sides.addWidget(self._lower)
        sides.setStretchFactor(0, 0)  # a notice below takes its room from the lower table's end
        sides.setStretchFactor(1, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(sides)
        self._pages.addWidget(self.empty)
        again, results, report, rest, end = self._buttons.values()
        self._failed.setMenu(self.commands.failed)
        self.only_failed.setMinimumHeight(self._close.sizeHint().height())  # that of its row, ever
        narrow = _row(self.only_failed, None, rest, end)
        buttons = _row(again, self._failed, results, report, None, self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 12)
        column.setSpacing(8)
        for widget in (self.field, self._pages, self.notice):
            column.addWidget(widget)
        column.addLayout(narrow)
        column.addLayout(buttons)
        column.setStretchFactor(self._pages, 1)

    def _connect(self) -> None:
        self.search.found.connect(self._on_search_found)
        self.search.ended.connect(self._update_status)
        self.reading.found.connect(self._on_reading_found)
        self.glancing.found.connect(self._on_glancing_found)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self._find.activated.connect(self._on_find_activated)
        self.only_failed.clicked.connect(self._on_only_failed_clicked)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.activated.connect(self.commands.report.trigger)
        self.documents.activated.connect(self._on_documents_activated)
        self.commands.told.connect(self.notice.show_notice)
        self.notice.left.connect(self.table.setFocus)
        self.commands.stale.connect(self.reload)
        self._live.changed.connect(self._on_live_changed)
        self._tick.timeout.connect(self._poll_changes)
        self._close.clicked.connect(self.close)
        for action, button in self._buttons.items():
            button.clicked.connect(action.trigger)
            action.changed.connect(self._update_buttons)
        self.commands.failed.menuAction().changed.connect(self._update_buttons)

    # What is shown ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the history again."""
        self.batches.clear()
        self._newest, self._read_at = "", ("", 0)
        self._again.clear()
        self.batches.set_live(self._live.now())
        self.search.begin(partial(summaries, self._home))
        self._choose_first()
        self._choose()

    def _on_search_found(self, found: tuple[BatchSummary, ...]) -> None:
        self._newest = max(self._newest, *(past.head.id for past in found))
        self.batches.take(found)
        self._choose_first()
        self._update_status()

    def _choose_first(self) -> None:
        if self.chosen is None and self.batches.pasts:
            self.table.selectRow(0)

    def _on_field_text_changed(self, text: str) -> None:
        chosen = self.chosen
        self.batches.search(text.strip())
        row = None if chosen is None else self.batches.row_of(chosen.head.id)
        if row is None:
            self._choose_first()
        else:
            self.table.selectRow(row)
        self._choose()

    def _choose(self) -> None:
        chosen = self.chosen
        if chosen is None:
            self.reading.cancel()
            self._read_at = ("", 0)
            self._show_documents(BatchDocuments())
        elif chosen.head.id != self._read_at[0]:
            self._show_documents(BatchDocuments())
            self._read_documents(chosen)
        self.commands.refresh()
        self._update_status()

    def _read_documents(self, past: BatchSummary) -> None:
        figures = self.batches.figures(past)
        if self._read_at[0] != past.head.id:
            self._short_reads = 0
        self._read_at = (past.head.id, figures.ended)
        self.reading.begin(partial(_documents, self._home, past.head.id))

    def _on_reading_found(self, found: tuple[BatchDocuments, ...]) -> None:
        batch, ended = self._read_at
        if len(found[0].entries) < ended and self._short_reads < SHORT_READS:
            self._short_reads += 1
            self._read_at = (batch, -1)  # the report is not as far yet: it is read again
        self._show_documents(found[0])
        self.commands.refresh()

    def _show_documents(self, documents: BatchDocuments) -> None:
        self._documents = self.commands.documents = documents
        self._narrow()

    def _narrow(self) -> None:
        failed = self.only_failed.isChecked()
        documents = self._documents
        self.entries.show_entries(documents.without_result if failed else documents.entries)
        self._update_status()

    def _on_documents_activated(self) -> None:
        markdown = self.entries.entries[self.documents.currentIndex().row()].markdown
        if markdown is not None:
            self.read_requested.emit(Path(markdown).parent)

    # What happens meanwhile ---------------------------------------------------------------------

    def _on_live_changed(self) -> None:
        if not self.isVisible():
            return
        now = self._live.now()
        # What is over: its report has the last word.
        self._again.update(self.batches.open - {one for one, live in now.items() if live.is_open})
        self.batches.set_live(now)
        self._choose_first()
        self.commands.refresh()
        self._update_status()
        if self._again:
            self._poll_changes()

    def _poll_changes(self) -> None:
        """See what other programs do, and what has become of the documents that are shown."""
        if not self.search.running and not self.glancing.running:
            wanted = frozenset((*self._again, *self.batches.held))
            self._again.clear()
            self.glancing.begin(partial(_poll_changes, self._home, self._newest, wanted))
        chosen = self.chosen
        if chosen is not None and not self.reading.running:
            figures = self.batches.figures(chosen)
            if self._read_at != (chosen.head.id, figures.ended):
                self._read_documents(chosen)

    def _on_glancing_found(self, found: tuple[HistoryChanges, ...]) -> None:
        for one in found:
            self._newest = max(self._newest, one.newest)
            self.batches.take(one.pasts)
        self._choose_first()
        self.commands.refresh()
        self._update_status()

    # Words and looks ----------------------------------------------------------------------------

    def _update_status(self) -> None:
        """Say it where there is nothing to show."""
        shown = bool(self.batches.pasts) or self.search.running
        self._pages.setCurrentIndex(0 if shown else 1)
        self.only_failed.setEnabled(bool(self.batches.pasts))
        if not shown:
            self.empty.show_message(self._message())
        nothing = not self.entries.entries and not self.reading.running
        self._lower.setCurrentIndex(1 if nothing and self.chosen is not None else 0)
        if self.only_failed.isChecked() and self._documents.entries:
            self.no_documents.setText(self.tr("Every document has a result."))
        else:
            self.no_documents.setText(self.tr("No document is finished yet."))

    def _message(self) -> PageMessage:
        if self.batches.is_empty:
            text = self.tr(
                "What you give to Headframe in one go is a batch: files, a folder, a run of the "
                "command. Each stays here with its report."
            )
            return PageMessage(Glyph.BATCH, self.tr("No batches yet"), text)
        text = self.tr("Names, folders, places of results and profiles are searched.")
        return PageMessage(Glyph.SEARCH, self.tr("No batch is found by that"), text)

    def _update_buttons(self) -> None:
        """The buttons are as the actions are."""
        for action, button in self._buttons.items():
            button.setEnabled(action.isEnabled())
            button.setVisible(action.isVisible())
            button.setText(action.text())
        self._failed.setEnabled(self.commands.failed.menuAction().isEnabled())
        self._failed.setText(self.tr("Convert failed again"))

    def _on_find_activated(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_field_return_pressed(self) -> None:
        self.table.setFocus()

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self._tick.start()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.table.horizontalHeader()
        for column in GIVE_WAY:
            header.setSectionHidden(column, False)
        rest = sum(
            header.sectionSize(column)
            for column in HistoryColumn
            if column is not HistoryColumn.NAME
        )
        for column in GIVE_WAY:
            if rest <= self.width() - 2 * MARGIN - NAME_ROOM:
                break
            rest -= header.sectionSize(column)
            header.setSectionHidden(column, True)

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        self._state.keep(GEOMETRY, self.saveGeometry())
        super().hideEvent(event)

    def _restore(self) -> None:
        geometry = self._state.bytes(GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, *SIZE)
        self._sides.setSizes([self.height() * 3 // 6, self.height() * 2 // 6])
        columns = self._state.bytes(COLUMNS)
        header = self.table.horizontalHeader()
        if columns is not None:
            header.restoreState(columns)
            for column in HistoryColumn:  # kept where headings took less
                if header.sectionSize(column) < header.sectionSizeHint(column):
                    header.resizeSection(column, header.sectionSizeHint(column))
        self.only_failed.setChecked(self._state.text(ONLY_FAILED) == "yes")
        header.sortIndicatorChanged.connect(self._on_header_changed)
        header.sectionResized.connect(self._on_header_changed)

    def _on_header_changed(self) -> None:
        self._state.keep(COLUMNS, self.table.horizontalHeader().saveState())

    def _on_only_failed_clicked(self, only: bool) -> None:
        self._state.keep(ONLY_FAILED, "yes" if only else "no")
        self._narrow()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Batches and history"))
        self.field.setPlaceholderText(self.tr("Search batches"))
        self.field.setAccessibleName(self.tr("Search batches"))
        self.only_failed.setText(self.tr("Only documents without a result"))
        self._close.setText(self.tr("Close"))
        self.table.setAccessibleName(self.tr("Batches"))
        self.documents.setAccessibleName(self.tr("Documents of the batch"))
        self.batches.retranslate()
        self.entries.retranslate()
        self.commands.retranslate()
        self._update_buttons()
        self._update_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.commands.refresh()
        super().changeEvent(event)


def _row(*widgets: QAbstractButton | None) -> QHBoxLayout:
    """Side by side; ``None`` is the room between those at the left and those at the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
            if isinstance(widget, QPushButton):
                widget.setAutoDefault(False)
    return row


def _documents(home: Path, batch_id: str) -> Iterator[BatchDocuments]:
    yield BatchDocuments.read(home, batch_id)


def _poll_changes(home: Path, since: str, again: frozenset[str]) -> Iterator[HistoryChanges]:
    yield history_changes(home, since, again)
