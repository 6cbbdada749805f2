"""The sheet of keyboard shortcuts, made from the actions each time it is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QMenuBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.help.shortcuts import all_shortcuts
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.window_size import fit

SIZE = (560, 640)


class ShortcutSheet(QDialog):
    """Groups, what a key does, the key; narrowed while one types."""

    def __init__(self, menus: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menus = menus
        self.field = ClearableLineEdit()
        self.field.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setProperty("framed", True)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._nothing = QLabel()
        self._nothing.setProperty("muted", True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.tree, 1)
        column.addWidget(self._nothing, 1)
        fit(self, *SIZE)
        self._retranslate()

    def _fill(self) -> None:
        self.tree.clear()
        bold = QFont(self.tree.font())
        bold.setBold(True)
        for group in all_shortcuts(self._menus):
            head = QTreeWidgetItem(self.tree, [group.title])
            head.setFont(0, bold)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setExpanded(True)
            for one in group.shortcuts:
                QTreeWidgetItem(head, [one.what, one.keys])
        self._narrow(self.field.text())

    def _narrow(self, text: str) -> None:
        """By words of what is done, of the key, or of the group."""
        words = text.casefold().split()
        seen = False
        for place in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(place)
            assert head is not None
            shown = 0
            for row in range(head.childCount()):
                item = head.child(row)
                assert item is not None
                said = f"{head.text(0)} {item.text(0)} {item.text(1)}".casefold()
                hidden = not all(word in said for word in words)
                item.setHidden(hidden)
                shown += not hidden
            head.setHidden(not shown)
            seen = seen or shown > 0
        self.tree.setVisible(seen)
        self._nothing.setVisible(not seen)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.field.setPlaceholderText(self.tr("Search for a key or what it does"))
        self.field.setAccessibleName(self.tr("Search shortcuts"))
        self.tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._nothing.setText(self.tr("No shortcut matches."))
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()
        self.field.setFocus()
        self.field.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
