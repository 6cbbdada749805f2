"""The row of chips above the list: how many documents stand where, and a way to see just those."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from core.jobs.model import JobState
from gui.table.rows import Group


class Chips(QWidget):
    """One chip a group; the groups that are empty are not shown, unless chosen."""

    chosen = Signal(object)
    """The :class:`Group` to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chips")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counts: dict[Group, int] = dict.fromkeys(Group, 0)
        self._buttons: dict[Group, QToolButton] = {}
        self._exclusive = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        for group in Group:
            button = QToolButton()
            button.setProperty("chip", True)
            button.setCheckable(True)
            self._exclusive.addButton(button)
            self._buttons[group] = button
            row.addWidget(button)
        row.addStretch(1)
        self._buttons[Group.ALL].setChecked(True)
        self._exclusive.buttonClicked.connect(self._clicked)
        self.retranslate()

    def count(self, counts: Mapping[JobState, int]) -> None:
        """Show these numbers."""
        new = {group: sum(counts.get(state, 0) for state in group.value) for group in Group}
        if new != self._counts:
            self._counts = new
            self.retranslate()

    def choose(self, group: Group) -> None:
        """Press a chip, as the user would."""
        self._buttons[group].click()

    def retranslate(self) -> None:
        """The numbers or the language have changed."""
        for group, button in self._buttons.items():
            count = self._counts[group]
            button.setText(f"{self._word(group)}  {count:n}")
            button.setVisible(count > 0 or group is Group.ALL or button.isChecked())

    def _word(self, group: Group) -> str:
        match group:
            case Group.ALL:
                return self.tr("All")
            case Group.WAITING:
                return self.tr("Waiting")
            case Group.RUNNING:
                return self.tr("Running")
            case Group.DONE:
                return self.tr("Done")
            case Group.FAILED:
                return self.tr("Failed")

    def _clicked(self, button: QAbstractButton) -> None:
        for group, mine in self._buttons.items():
            if mine is button:
                self.chosen.emit(group)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
