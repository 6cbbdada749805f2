"""A table in which one moves among rows, not among cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

CursorAction = QAbstractItemView.CursorAction


class RowTable(QTableView):
    """Home and End go to the first and the last row; Qt has them go to the row's ends."""

    def moveCursor(self, action: CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if action in (CursorAction.MoveHome, CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)
