"""The settings, made from their declarations: one row each, in force as soon as it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.messages import msg
from core.settings.definitions import ALL, CARDS, Settings
from core.settings.types import Setting, SettingGroup
from gui.i18n import tr
from gui.notifications import NotificationCenter, Severity
from gui.settings.cards_field import CardsField
from gui.settings.field import SettingField
from gui.settings.fields import field_for
from gui.widgets.form_scroll_area import FormScrollArea
from gui.widgets.window_size import fit

if TYPE_CHECKING:
    from gui.cards.cards_state import CardsStateProvider

SIZE = (720, 680)
LABEL_WIDTH = 200
ROW_HEIGHT = 32


class SettingsDialog(QDialog):
    """Every setting, by group. Not modal: the window shows what it does."""

    def __init__(
        self,
        settings: Settings,
        notices: NotificationCenter,
        parent: QWidget | None = None,
        watch: CardsStateProvider | None = None,
    ) -> None:
        """``watch``: knows the cards; ``None``: their keys are typed."""
        super().__init__(parent)
        self.cards = CardsField(watch, CARDS)
        self.cards.show_value(settings.get(CARDS))
        self._settings = settings
        self._notices = notices
        self._headings: dict[SettingGroup, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        self.fields: dict[str, SettingField] = {}
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(24, 8, 24, 24)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        for setting in ALL:
            self._add_row(setting)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = FormScrollArea(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        fit(self, *SIZE)
        self._retranslate()

    def _add_row(self, setting: Setting[Any]) -> None:
        if setting.group not in self._headings:
            heading = QLabel()
            font = heading.font()
            font.setBold(True)
            font.setPointSizeF(font.pointSizeF() * 1.1)
            heading.setFont(font)
            heading.setContentsMargins(0, 16, 0, 4)
            self._headings[setting.group] = heading
            self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        if setting is CARDS:
            field = self.cards.field
        else:
            field = field_for(setting, self._settings.get(setting))
        field.changed.connect(self._on_field_changed)
        self.fields[setting.key] = field
        label = self._labels[setting.key] = QLabel()
        label.setWordWrap(True)
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(field.focus_widget)
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, ROW_HEIGHT)  # a tick is lower than a field
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(self.cards if setting is CARDS else field, row, 1)
        if setting.hint is not None:
            hint = self._hints[setting.key] = QLabel()
            hint.setProperty("muted", True)
            hint.setWordWrap(True)
            hint.setContentsMargins(0, 0, 0, 8)
            self._grid.addWidget(hint, row + 1, 1)

    def _on_field_changed(self, setting: Setting[Any], value: object) -> None:
        try:
            self._settings.set(setting, value)
        except ValueError:
            self.fields[setting.key].show_value(self._settings.get(setting))
        except OSError as error:
            sentence = msg(
                "The settings cannot be saved: {error}. They hold until Headframe is closed.",
                error=error.strerror or str(error),
            )
            self._notices.show(lambda: tr(sentence), Severity.WARNING)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.cards.retranslate()
        for group, heading in self._headings.items():
            heading.setText(self._group_title(group))
        for setting in ALL:
            self._labels[setting.key].setText(tr(setting.label))
            self.fields[setting.key].retranslate()
            self.fields[setting.key].focus_widget.setAccessibleName(tr(setting.label))
            if setting.hint is not None:
                self._hints[setting.key].setText(tr(setting.hint))

    def _group_title(self, group: SettingGroup) -> str:
        match group:
            case SettingGroup.WINDOW:
                return self.tr("Window")
            case SettingGroup.RESULTS:
                return self.tr("Results")
            case SettingGroup.CONVERSION:
                return self.tr("Conversion")
            case SettingGroup.MACHINE:
                return self.tr("This machine")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
