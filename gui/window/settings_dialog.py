"""The settings, made from their declarations: one row each, in force as soon as it is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.sentences import say
from core.setting_types import Group, Setting
from core.settings import ALL, Settings
from gui.i18n import words
from gui.notices import Level, Notices
from gui.window.setting_fields import Field, field_for

SIZE = (640, 640)


class SettingsDialog(QDialog):
    """Every setting of `core.settings`, by group. Not modal: the window shows what it does."""

    def __init__(self, settings: Settings, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._notices = notices
        self._headings: dict[Group, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        self.fields: dict[str, Field] = {}
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for setting in ALL:
            self._add_row(setting)
        inner = QWidget()
        inner.setLayout(self._form)
        self._form.setContentsMargins(24, 8, 24, 24)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.resize(*SIZE)
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
            self._form.addRow(heading)
        field = field_for(setting, self._settings.get(setting))
        field.changed.connect(self._choose)
        self.fields[setting.key] = field
        label = self._labels[setting.key] = QLabel()
        label.setContentsMargins(0, 6, 0, 0)
        label.setWordWrap(True)
        label.setMinimumWidth(180)
        label.setBuddy(field.focus_widget)
        self._form.addRow(label, field)
        if setting.hint is not None:
            hint = self._hints[setting.key] = QLabel()
            hint.setProperty("muted", True)
            hint.setWordWrap(True)
            hint.setContentsMargins(0, 0, 0, 6)
            self._form.addRow(QLabel(), hint)

    def _choose(self, setting: Setting[Any], value: object) -> None:
        try:
            self._settings.set(setting, value)
        except ValueError:
            self.fields[setting.key].show_value(self._settings.get(setting))
        except OSError as error:
            sentence = say(
                "The settings cannot be saved: {error}. They hold until Headframe is closed.",
                error=error.strerror or str(error),
            )
            self._notices.show(words(sentence), Level.WARNING)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        for group, heading in self._headings.items():
            heading.setText(self._group_word(group))
        for setting in ALL:
            self._labels[setting.key].setText(words(setting.label))
            self.fields[setting.key].retranslate()
            self.fields[setting.key].focus_widget.setAccessibleName(words(setting.label))
            if setting.hint is not None:
                self._hints[setting.key].setText(words(setting.hint))

    def _group_word(self, group: Group) -> str:
        match group:
            case Group.WINDOW:
                return self.tr("Window")
            case Group.RESULTS:
                return self.tr("Results")
            case Group.CONVERSION:
                return self.tr("Conversion")
            case Group.MACHINE:
                return self.tr("This machine")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
