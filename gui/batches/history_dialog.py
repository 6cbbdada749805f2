"""The history: batches of the window and of the command, the newest first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QColor, QDesktopServices, QFontMetrics, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.jobs.history import pasts
from core.jobs.report_files import read_entries
from core.jobs.report_model import Entry, Past
from core.paths import batches_folder
from gui.batches.history_model import PAD, BatchesModel, Column, EntriesModel
from gui.batches.search import Search
from gui.theme import colours_of

SIZE = (1120, 680)
ROW = 34


class HistoryDialog(QDialog):
    """Not modal. Read anew when it is shown, and for each search."""

    read_wanted = Signal(object)
    """The folder of a result."""

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self._home = home
        self.batches, self.entries = BatchesModel(self), EntriesModel(self)
        self.search, self.reading = Search(self), Search(self)
        self._entries: tuple[Entry, ...] = ()
        self.field, self.only_failed, self.empty = QLineEdit(), QCheckBox(), QLabel()
        self.table = _table(self.batches, widths=(160, 88, 104, 72, 76, 128, 220))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(Column.BEGUN, Qt.SortOrder.DescendingOrder)
        self.documents = _table(self.entries, widths=(112, 420))
        sides = QSplitter(Qt.Orientation.Vertical)
        sides.addWidget(self.table)
        sides.addWidget(self.documents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.report = QPushButton()
        buttons.addButton(self.report, QDialogButtonBox.ButtonRole.ActionRole)
        self.report.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        for widget in (self.field, self.empty, self.only_failed, buttons):
            column.addWidget(widget)
        column.insertWidget(2, sides, 1)
        self.search.found.connect(self._found)
        self.search.ended.connect(self._tell)
        self.reading.found.connect(self._take)
        self.field.textChanged.connect(self.look)
        self.only_failed.clicked.connect(self._narrow)
        self.report.clicked.connect(self._open_report)
        buttons.rejected.connect(self.close)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.documents.activated.connect(self._read)
        self.resize(*SIZE)
        self._retranslate()

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
        self.report.setEnabled(chosen is not None)
        self._entries = ()
        self._narrow()
        if chosen is None:
            self.reading.cancel()
        else:
            self.reading.begin(partial(_documents, self._home, chosen.head.id))

    def _take(self, found: tuple[tuple[Entry, ...], ...]) -> None:
        self._entries = found[0]
        self._narrow()

    def _narrow(self) -> None:
        failed = self.only_failed.isChecked()
        self.entries.show_entries(
            tuple(entry for entry in self._entries if not failed or not entry.has_result)
        )

    def _open_report(self) -> None:
        if self.chosen is not None:
            report = batches_folder(self._home) / self.chosen.head.id / "report.md"
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(report)))

    def _read(self) -> None:
        markdown = self.entries.entries[self.documents.currentIndex().row()].markdown
        if markdown is not None:
            self.read_wanted.emit(Path(markdown).parent)

    def _tell(self) -> None:
        self.empty.setVisible(not self.search.running and not self.batches.pasts)

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Batches and history"))
        self.field.setPlaceholderText(self.tr("Search batches"))
        self.field.setAccessibleName(self.tr("Search batches"))
        self.empty.setText(self.tr("There is no batch of this kind yet."))
        self.only_failed.setText(self.tr("Only documents without a result"))
        self.report.setText(self.tr("Open the report"))
        self.table.setAccessibleName(self.tr("Batches"))
        self.documents.setAccessibleName(self.tr("Documents of the batch"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class _Cells(QStyledItemDelegate):
    """Cells whose text stands where that of their heading stands."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * PAD, 0)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        metrics: QFontMetrics = option.fontMetrics
        palette: QPalette = option.palette
        colours = colours_of(palette)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours.selection))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(colours.line))
        space = cell.adjusted(PAD, 0, -PAD, 0)
        text = index.data()
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.setPen(ink if isinstance(ink, QColor) else QColor(colours.text))
        middle = Qt.TextElideMode.ElideMiddle
        painter.drawText(
            space,
            align or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(text, middle, space.width()),
        )
        painter.restore()


def _documents(home: Path, batch_id: str) -> list[tuple[Entry, ...]]:
    return [read_entries(batches_folder(home) / batch_id)]


def _table(model: BatchesModel | EntriesModel, widths: tuple[int, ...]) -> QTableView:
    """``widths``: of the columns after the first, which takes the rest."""
    table = QTableView()
    table.setModel(model)
    table.setItemDelegate(_Cells(table))
    table.setShowGrid(False)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    table.verticalHeader().setDefaultSectionSize(ROW)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column, width in enumerate(widths, start=1):
        header.resizeSection(column, width)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setWordWrap(False)
    return table
