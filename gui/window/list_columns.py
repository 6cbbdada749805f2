"""The columns of the list: which are shown, and how wide; kept for the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.table.cell_text import column_title
from gui.table.rows import JobColumn
from gui.table.view import GIVE_WAY, JobView
from gui.window.state import WindowState

WIDTHS = "columns"
HIDDEN = "hidden-columns"


class ListColumns(QObject):
    """Restores them, keeps what the user changes, and has the menu of the headings."""

    def __init__(self, view: JobView, state: WindowState) -> None:
        super().__init__(view)
        self._view = view
        self._state = state
        self._restore()
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_custom_context_menu_requested)
        header.sectionResized.connect(self._on_header_section_resized)

    def _restore(self) -> None:
        widths = self._state.bytes(WIDTHS)
        if widths is not None:
            header = self._view.horizontalHeader()
            header.restoreState(widths)
            header.setSortIndicatorShown(False)  # the order is not kept
            for column in GIVE_WAY:  # kept where headings took less, or there was no room for it
                header.showSection(column)
                least = header.sectionSizeHint(column)
                header.resizeSection(column, max(least, header.sectionSize(column)))
        hidden = self._state.text(HIDDEN)
        numbers = {int(number) for number in filter(str.isdigit, hidden.split(","))}
        for column in GIVE_WAY if hidden else ():
            self._view.set_column_shown(column, shown=int(column) not in numbers)

    def _on_header_custom_context_menu_requested(self, point: QPoint) -> None:
        menu = QMenu(self._view)
        for column in GIVE_WAY:
            action = menu.addAction(column_title(column))
            action.setCheckable(True)
            action.setChecked(column not in self._view.hidden_by_user)
            action.setData(int(column))
        menu.triggered.connect(self._on_menu_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.horizontalHeader().mapToGlobal(point))

    def _on_menu_triggered(self, action: QAction) -> None:
        self._view.set_column_shown(JobColumn(action.data()), action.isChecked())
        hidden = ",".join(str(int(column)) for column in sorted(self._view.hidden_by_user)) or "-"
        self._state.keep(HIDDEN, hidden)

    def _on_header_section_resized(self) -> None:
        self._state.keep(WIDTHS, self._view.horizontalHeader().saveState())
