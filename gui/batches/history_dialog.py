"""The history: batches of the window and of the command, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.jobs.history import pasts, put_back_report, remove_report, rename_report
from core.jobs.report_files import read_entries
from core.jobs.report_model import Entry, Past
from core.paths import batches_folder
from gui.batches.history_model import BatchesModel, Column, EntriesModel
from gui.batches.search import Search
from gui.batches.tables import table_of
from gui.notices import Level, Notice
from gui.window.notice_bar import NoticeBar
from gui.window.state import WindowState

SIZE = (1120, 680)
GEOMETRY = "history"
COLUMNS = "history-columns"


class HistoryDialog(QDialog):
    """Not modal. Read anew when it is shown, and for each search."""

    read_wanted = Signal(object)
    """The folder of a result."""
    again_wanted = Signal(object)
    """A :class:`Head`: what it was made from is to be converted once more."""

    def __init__(
        self,
        home: Path,
        state: WindowState,
        is_open: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        """``is_open``: whether the batch of that id still goes on in the window."""
        super().__init__(parent)
        self.setObjectName("history")
        self._home, self._state, self._is_open = home, state, is_open
        self.batches, self.entries = BatchesModel(self), EntriesModel(self)
        self.search, self.reading, self.change = Search(self), Search(self), Search(self)
        self._entries: tuple[Entry, ...] = ()
        self.field, self.only_failed, self.empty = QLineEdit(), QCheckBox(), QLabel()
        self.notice = NoticeBar()
        self.table = table_of(self.batches, widths=(160, 88, 104, 72, 76, 128, 220))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(Column.BEGUN, Qt.SortOrder.DescendingOrder)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)  # F2 is an action's
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.documents = table_of(self.entries, widths=(112, 420))
        self.again, self.results, self.report = QAction(self), QAction(self), QAction(self)
        self.rename, self.remove = QAction(self), QAction(self)
        self._buttons: dict[QAction, QPushButton] = {}
        self._lay_out()
        self._connect()
        self._restore()
        self._retranslate()

    @property
    def _actions(self) -> tuple[QAction, ...]:
        return (self.again, self.results, self.report, self.rename, self.remove)

    def _lay_out(self) -> None:
        sides = QSplitter(Qt.Orientation.Vertical)
        sides.addWidget(self.table)
        sides.addWidget(self.documents)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for action in (self.again, self.results, self.report):
            button = self._buttons[action] = QPushButton()
            button.setAutoDefault(False)
            button.clicked.connect(action.trigger)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        for widget in (self.notice, self.field, self.empty, sides, self.only_failed, box):
            column.addWidget(widget)
        column.setStretchFactor(sides, 1)

    def _connect(self) -> None:
        self.search.found.connect(self._found)
        self.search.ended.connect(self._tell)
        self.reading.found.connect(self._take)
        self.change.ended.connect(self._changed)
        self.field.textChanged.connect(self.look)
        self.only_failed.clicked.connect(self._narrow)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.activated.connect(self.report.trigger)
        self.documents.activated.connect(self._read)
        self.batches.renamed.connect(self._keep_name)
        self.again.triggered.connect(self._convert_again)
        self.results.triggered.connect(self._open_results)
        self.report.triggered.connect(self._open_report)
        self.rename.triggered.connect(self._edit_name)
        self.remove.triggered.connect(self._take_out)
        self.rename.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        for action in self._actions:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addActions(self._actions)

    def look(self) -> None:
        """Read the history anew."""
        self.batches.clear()
        self.search.begin(partial(pasts, self._home, self.field.text()))
        self._choose()
        self._tell()

    @property
    def chosen(self) -> Past | None:
        """The batch that is selected."""
        rows = self.table.selectionModel().selectedRows()
        return self.batches.pasts[rows[0].row()] if rows else None

    def _found(self, found: tuple[Past, ...]) -> None:
        first = not self.batches.pasts
        self.batches.append(found)
        if first:
            self.table.selectRow(0)

    def _choose(self) -> None:
        chosen = self.chosen
        self._enable()
        self._entries = ()
        self._narrow()
        if chosen is None:
            self.reading.cancel()
        else:
            self.reading.begin(partial(_documents, self._home, chosen.head.id))

    def _enable(self) -> None:
        chosen, idle = self.chosen, not self.change.running
        for action in self._actions:
            action.setEnabled(chosen is not None)
        self.rename.setEnabled(chosen is not None and idle)
        self.results.setEnabled(chosen is not None and chosen.head.out is not None)
        over = chosen is not None and not self._is_open(chosen.head.id)
        self.remove.setEnabled(over and idle)
        for action, button in self._buttons.items():
            button.setEnabled(action.isEnabled())

    def _take(self, found: tuple[tuple[Entry, ...], ...]) -> None:
        self._entries = found[0]
        self._narrow()

    def _narrow(self) -> None:
        failed = self.only_failed.isChecked()
        self.entries.show_entries(
            tuple(entry for entry in self._entries if not failed or not entry.has_result)
        )

    def _read(self) -> None:
        markdown = self.entries.entries[self.documents.currentIndex().row()].markdown
        if markdown is not None:
            self.read_wanted.emit(Path(markdown).parent)

    def _tell(self) -> None:
        self.empty.setVisible(not self.search.running and not self.batches.pasts)

    # What is done with a batch ------------------------------------------------------------------

    def _open_report(self) -> None:
        if self.chosen is not None:
            report = batches_folder(self._home) / self.chosen.head.id / "report.md"
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(report)))

    def _open_results(self) -> None:
        if self.chosen is not None and self.chosen.head.out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.chosen.head.out))

    def _convert_again(self) -> None:
        if self.chosen is not None:
            self.again_wanted.emit(self.chosen.head)

    def _edit_name(self) -> None:
        self.table.edit(self.table.currentIndex().siblingAtColumn(Column.NAME))

    def _keep_name(self, batch_id: str, name: str) -> None:
        self._change(partial(rename_report, self._home, batch_id, name))

    def _take_out(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        self.batches.take_out(chosen.head.id)
        self._tell()
        self._change(partial(remove_report, self._home, chosen.head.id))
        text = self.tr("{name} is taken out of the history. Its results stay where they are.")
        undo = partial(self._put_back, chosen)
        self.notice.show_notice(
            Notice(Level.INFO, text.format(name=chosen.head.name), self.tr("Undo"), undo)
        )

    def _put_back(self, past: Past) -> None:
        self.batches.append((past,))
        self._tell()
        self._change(partial(put_back_report, self._home, past.head.id))

    def _change(self, do: Callable[[], None]) -> None:
        """Write, in a thread: a report of ten thousand documents is megabytes long."""
        self.change.begin(partial(_done, do))
        self._enable()

    def _changed(self, error: Exception | None) -> None:
        if error is not None:
            text = self.tr("The history cannot be changed: {reason}.").format(reason=error)
            self.notice.show_notice(Notice(Level.ERROR, text))
            self.look()
        self._enable()

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.keep(GEOMETRY, self.saveGeometry())
        self._state.keep(COLUMNS, self.table.horizontalHeader().saveState())
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self._state.bytes(GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*SIZE)
        columns = self._state.bytes(COLUMNS)
        if columns is not None:
            self.table.horizontalHeader().restoreState(columns)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Batches and history"))
        self.field.setPlaceholderText(self.tr("Search batches"))
        self.field.setAccessibleName(self.tr("Search batches"))
        self.empty.setText(self.tr("There is no batch of this kind yet."))
        self.only_failed.setText(self.tr("Only documents without a result"))
        self.again.setText(self.tr("Convert again…"))
        self.results.setText(self.tr("Open the results"))
        self.report.setText(self.tr("Open the report"))
        self.rename.setText(self.tr("Rename"))
        self.remove.setText(self.tr("Take out of the history"))
        for action, button in self._buttons.items():
            button.setText(action.text())
        self.table.setAccessibleName(self.tr("Batches"))
        self.documents.setAccessibleName(self.tr("Documents of the batch"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _documents(home: Path, batch_id: str) -> list[tuple[Entry, ...]]:
    return [read_entries(batches_folder(home) / batch_id)]


def _done(do: Callable[[], None]) -> Iterable[object]:
    do()
    return ()
