"""The row of chips above the list: how many documents stand where, and a way to see just those."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QMenu,
    QToolButton,
    QWidget,
)

from core.worker.kinds import FailureKind
from gui.icons import Glyph, icon
from gui.labels import failure_label
from gui.table.rows import FINISHED
from gui.table.status_counts import NOTHING, StatusCounts
from gui.table.status_groups import StatusGroup
from gui.theme import colours_of
from gui.widgets.flow_layout import FlowLayout


class StatusFilterBar(QWidget):
    """One chip a group; the groups that are empty are not shown, unless chosen.

    When failed ones are shown, and they failed for several reasons, a button offers each of them.
    ``at_end`` stands at the row's right.
    """

    chosen = Signal(object, object)
    """The :class:`SettingGroup` to show, and the :class:`FailureKind`, or ``None`` for all."""
    retry_requested = Signal(object)
    """Convert again what failed for this :class:`FailureKind`; ``None``: whatever failed."""

    def __init__(self, at_end: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("chips")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counts = NOTHING
        self._shown: object = None
        self._hides_finished = False
        self._kind: FailureKind | None = None
        self._buttons: dict[StatusGroup, QToolButton] = {}
        self._exclusive = QButtonGroup(self)
        row = FlowLayout(self, QMargins(8, 6, 8, 6), 4)
        for group in StatusGroup:
            button = QToolButton()
            button.setProperty("chip", True)
            button.setCheckable(True)
            self._exclusive.addButton(button)
            self._buttons[group] = button
            row.addWidget(button)
        self.reasons = QToolButton()
        self.reasons.setProperty("chip", True)
        self.reasons.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.reasons.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # its arrow at the right
        self.reasons.clicked.connect(self._on_reasons_clicked)
        row.addWidget(self.reasons)
        if at_end is not None:
            row.add_at_end(at_end)
        self._buttons[StatusGroup.ALL].setChecked(True)
        self._exclusive.buttonClicked.connect(self._on_exclusive_button_clicked)
        self.retranslate()

    def count(self, counts: StatusCounts) -> None:
        """Show these numbers."""
        new = (dict(counts.groups), dict(counts.states), dict(counts.kinds))
        if new != self._shown:
            self._counts, self._shown = counts, new
            self.retranslate()

    def set_hides_finished(self, hides: bool) -> None:
        """The first chip shows what is not finished, or everything."""
        if hides != self._hides_finished:
            self._hides_finished = hides
            self.retranslate()

    def choose(self, group: StatusGroup) -> None:
        """Press a chip, as the user would."""
        self._buttons[group].click()

    def retranslate(self) -> None:
        """The numbers or the language have changed."""
        for group, button in self._buttons.items():
            count = self._counts.groups[group]
            if group is StatusGroup.ALL and self._hides_finished:
                count -= sum(self._counts.states[state] for state in FINISHED)
            button.setText(f"{self._label(group)}  {count:n}")
            button.setVisible(count > 0 or group is StatusGroup.ALL or button.isChecked())
        self._name_reasons()

    def _label(self, group: StatusGroup) -> str:
        match group:
            case StatusGroup.ALL:
                return self.tr("Unfinished") if self._hides_finished else self.tr("All")
            case StatusGroup.WAITING:
                return self.tr("Waiting")
            case StatusGroup.PAUSED:
                return self.tr("Paused")
            case StatusGroup.RUNNING:
                return self.tr("Running")
            case StatusGroup.DONE:
                return self.tr("Done")
            case StatusGroup.FAILED:
                return self.tr("Failed")
            case StatusGroup.CANCELLED:
                return self.tr("Cancelled")

    # Reasons ------------------------------------------------------------------------------------

    def _kinds(self) -> list[tuple[FailureKind, int]]:
        return [(kind, count) for kind, count in self._counts.kinds.most_common() if count]

    def _name_reasons(self) -> None:
        offered = self._buttons[StatusGroup.FAILED].isChecked() and (
            len(self._kinds()) > 1 or self._kind is not None
        )
        self.reasons.setVisible(offered)
        if not offered:
            return
        if self._kind is None:
            self.reasons.setText(self.tr("All reasons"))
        else:
            self.reasons.setText(_counted(self._kind, self._counts.kinds[self._kind]))
        self.reasons.setIcon(icon(Glyph.CHEVRON_DOWN, colours_of(self.palette()).muted))

    def _on_reasons_clicked(self) -> None:
        menu = self.reasons_menu()
        menu.popup(self.reasons.mapToGlobal(self.reasons.rect().bottomLeft()))

    def reasons_menu(self) -> QMenu:
        """Every reason there is, with its number, and a way to try those again."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._on_menu_triggered)
        entries: list[tuple[FailureKind | None, str]] = [(None, self.tr("All reasons"))]
        entries += [(kind, _counted(kind, count)) for kind, count in self._kinds()]
        for kind, text in entries:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(kind is self._kind)
            action.setData(kind.value if kind is not None else "")
        menu.addSeparator()
        menu.addAction(self.tr("Convert these again"), self._retry)
        return menu

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.isCheckable():
            self._kind = FailureKind(action.data()) if action.data() else None
            self.chosen.emit(StatusGroup.FAILED, self._kind)
            self.retranslate()

    def _retry(self) -> None:
        self.retry_requested.emit(self._kind)

    def _on_exclusive_button_clicked(self, button: QAbstractButton) -> None:
        self._kind = None
        for group, mine in self._buttons.items():
            if mine is button:
                self.chosen.emit(group, None)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)


def _counted(kind: FailureKind, count: int) -> str:
    return f"{failure_label(kind)}  {count:n}"
