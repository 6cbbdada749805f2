"""The formats that results are saved in by themselves, ticked in a menu."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from core.documents.exporting import ExportFormat
from core.settings.types import FormatsSetting
from gui.i18n import tr
from gui.labels import listed
from gui.reading.saving.formats import format_name
from gui.settings.field import SettingField


class FormatsField(SettingField):
    """A button that names what is ticked."""

    def __init__(self, setting: FormatsSetting, value: tuple[ExportFormat, ...]) -> None:
        self._button = QPushButton()
        super().__init__(setting, self._button)
        self._formats = setting
        self._button.setAutoDefault(False)
        self._button.setProperty("fold", True)
        self._button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list = QMenu(self._button)
        self._actions: dict[ExportFormat, QAction] = {}
        for wanted in ExportFormat:
            action = self.list.addAction("")
            action.setCheckable(True)
            self._actions[wanted] = action
        self.list.triggered.connect(self._on_list_triggered)
        # Not with setMenu(): the text would begin at the very edge.
        self._button.clicked.connect(self._on_button_clicked)
        self.row.setStretch(0, 1)
        self.show_value(value)

    @property
    def value(self) -> tuple[ExportFormat, ...]:
        """What is ticked."""
        return tuple(wanted for wanted, action in self._actions.items() if action.isChecked())

    def show_value(self, value: tuple[ExportFormat, ...]) -> None:
        for wanted, action in self._actions.items():
            action.setChecked(wanted in value)
        self.retranslate()

    def retranslate(self) -> None:
        for wanted, action in self._actions.items():
            action.setText(format_name(wanted))
        names = listed(map(format_name, self.value))
        self._button.setText(names or tr(self._formats.unset))

    def _on_button_clicked(self) -> None:
        self.list.setMinimumWidth(self._button.width())
        self.list.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _on_list_triggered(self) -> None:
        self.retranslate()
        self.emit_changed(self.value)
