"""Which engine is ready on which host of a cluster, and what is missing where."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.cluster.model import ClusterReading, HostStatus
from core.engines.model import EngineStatus
from core.worker.kinds import EngineName
from gui.cards.hint_lines import Hint, HintList
from gui.cards.labels import lost_text
from gui.engines.engine_status import state_on_host
from gui.engines.labels import engine_state_line, failure_line
from gui.icons import Glyph, icon
from gui.theme import colours_of

ENGINES = tuple(EngineName)
SHOWN = 8
"""Hosts at once; the others are scrolled to."""
ROW = 30


class HostEngines(QWidget):
    """A row a host, a column an engine; hidden without a cluster."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hosts: tuple[HostStatus, ...] = ()
        self._title, self._below = QLabel(), QLabel()
        self.table = QTableWidget(0, 1 + len(ENGINES))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.currentCellChanged.connect(self._on_table_current_cell_changed)
        self.details = HintList("host-engine")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.table)
        column.addWidget(self.details)
        column.addWidget(self._below)
        self._retranslate()
        self.hide()

    def show_hosts(self, found: ClusterReading | None) -> None:
        """``None``: there is no cluster."""
        hosts = () if found is None else found.hosts
        self.setVisible(bool(hosts))
        if [_shown_values(host) for host in hosts] != [_shown_values(host) for host in self._hosts]:
            self._hosts = hosts
            self._fill()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._hosts))
        for row, host in enumerate(self._hosts):
            name = QTableWidgetItem(host.name)
            self.table.setItem(row, 0, name)
            for place, engine in enumerate(ENGINES):
                self.table.setItem(row, 1 + place, self._item(_line(host, engine)))
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + ROW * min(SHOWN, max(1, len(self._hosts))) + 4)
        self._show_details()

    def _item(self, line: Hint) -> QTableWidgetItem:
        colour = getattr(colours_of(self.palette()), line.tone)
        item = QTableWidgetItem(line.text)
        item.setForeground(QColor(colour))
        item.setIcon(icon(line.glyph, colour))
        item.setToolTip(line.hint)
        return item

    def _on_table_current_cell_changed(self) -> None:
        self._show_details()

    def _show_details(self) -> None:
        """Why the engine of the chosen cell is not ready, and what to do on that host."""
        row, column = self.table.currentRow(), self.table.currentColumn()
        lines: list[Hint] = []
        if 0 <= row < len(self._hosts) and column > 0:
            status = _status(self._hosts[row], ENGINES[column - 1])
            if status is not None and status.failure is not None:
                lines.append(failure_line(status.failure))
        self.details.show_lines(lines)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("On the hosts of the cluster"))
        self._below.setText(self.tr("On this machine"))
        self.table.setAccessibleName(self.tr("On the hosts of the cluster"))
        names = [engine.value for engine in ENGINES]
        self.table.setHorizontalHeaderLabels([self.tr("Host"), *names])
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._fill()
        super().changeEvent(event)


def _shown_values(host: HostStatus) -> tuple[object, ...]:
    return host.name, host.lost_at, host.engines, host.facts is None


def _status(host: HostStatus, engine: EngineName) -> EngineStatus | None:
    return next((status for status in host.engines if status.name is engine), None)


def _line(host: HostStatus, engine: EngineName) -> Hint:
    if host.lost_at is not None:
        return Hint(Glyph.WAITING, "muted", lost_text(host.lost_at))
    status = _status(host, engine)
    if status is None:
        return Hint(Glyph.WAITING, "muted", "…")
    line = engine_state_line(state_on_host(status), status.ready_on)
    if status.failure is None:
        return line
    failure = failure_line(status.failure)
    return Hint(line.glyph, line.tone, line.text, f"{failure.text} {failure.hint}".strip())
