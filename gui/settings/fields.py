"""One widget for each kind of setting. Each tells of a change as soon as it makes sense."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
)

from core.settings.types import (
    CardKeysSetting,
    ChoiceSetting,
    CodeSetting,
    FileSetting,
    FlagSetting,
    FolderSetting,
    FormatsSetting,
    NumberSetting,
    Setting,
    TextSetting,
)
from gui.card_names import card_key_label, card_key_meant
from gui.i18n import tr
from gui.settings.field import SettingField
from gui.settings.formats_field import FormatsField
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.file_dialog import directory_dialog, file_dialog
from gui.widgets.no_wheel import NoWheelSpinBox
from gui.widgets.no_wheel_combo import NoWheelComboBox


class FlagField(SettingField):
    """Yes or no."""

    def __init__(self, setting: FlagSetting, value: bool) -> None:
        self._box = QCheckBox()
        super().__init__(setting, self._box)
        self.row.addStretch(1)
        self.show_value(value)
        self._box.clicked.connect(self.emit_changed)

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class ChoiceField(SettingField):
    """One of a few."""

    def __init__(self, setting: ChoiceSetting[StrEnum], value: StrEnum) -> None:
        self._box = NoWheelComboBox()
        super().__init__(setting, self._box)
        self._choices = dict(setting.choices)
        for _ in self._choices:
            self._box.addItem("")
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(16)
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._box.activated.connect(self._on_box_activated)

    def show_value(self, value: StrEnum) -> None:
        self._box.setCurrentIndex(list(self._choices).index(value))

    def show_mixed(self) -> None:
        self._box.setCurrentIndex(-1)

    def retranslate(self) -> None:
        self._box.setPlaceholderText(mixed_label())
        for place, label in enumerate(self._choices.values()):
            self._box.setItemText(place, tr(label))

    def _on_box_activated(self, place: int) -> None:
        self.emit_changed(list(self._choices)[place])


class NumberField(SettingField):
    """A whole number; below the smallest one stands "let Headframe find it"."""

    def __init__(self, setting: NumberSetting, value: int | None) -> None:
        self._box = NoWheelSpinBox()
        super().__init__(setting, self._box)
        self._number = setting
        self._box.setRange(setting.minimum - 1, setting.maximum)
        self._box.setKeyboardTracking(False)
        self._box.setMinimumWidth(200)
        self.row.addStretch(1)
        self.retranslate()
        self.show_value(value)
        self._box.valueChanged.connect(self._on_box_value_changed)

    def show_value(self, value: int | None) -> None:
        self._box.setValue(self._box.minimum() if value is None else value)

    def retranslate(self) -> None:
        self._box.setSpecialValueText(tr(self._number.unset))
        if self._number.unit is not None:
            self._box.setSuffix(" " + tr(self._number.unit))

    def _on_box_value_changed(self, value: int) -> None:
        self.emit_changed(None if value == self._box.minimum() else value)


class TextField(SettingField):
    """A short text of a given form."""

    def __init__(self, setting: TextSetting, value: str | None) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._text = setting
        form = QRegularExpression(f"(?:{setting.pattern})?")
        self._line.setValidator(QRegularExpressionValidator(form, self._line))
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._on_line_editing_finished)

    def show_value(self, value: str | None) -> None:
        self._line.setText(value or "")

    def retranslate(self) -> None:
        self._line.setPlaceholderText(tr(self._text.unset))

    def _on_line_editing_finished(self) -> None:
        self.emit_changed(self._line.text() or None)


class CodeField(SettingField):
    """One of a list of codes, by their names; one that is not listed stands there as it is."""

    def __init__(self, setting: CodeSetting, value: str | None) -> None:
        self._box = NoWheelComboBox()
        super().__init__(setting, self._box)
        self._code = setting
        for code in (None, *setting.choices):
            self._box.addItem("", code)
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(16)
        self._box.setMaxVisibleItems(16)
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._box.activated.connect(self._on_box_activated)

    def show_value(self, value: str | None) -> None:
        place = self._box.findData(value) if value is not None else 0
        if place < 0:
            self._box.addItem(value or "", value)
            place = self._box.count() - 1
        self._box.setCurrentIndex(place)

    def show_mixed(self) -> None:
        self._box.setCurrentIndex(-1)

    def retranslate(self) -> None:
        self._box.setPlaceholderText(mixed_label())
        self._box.setItemText(0, tr(self._code.unset))
        for place, name in enumerate(self._code.choices.values(), 1):
            self._box.setItemText(place, tr(name))

    def _on_box_activated(self, place: int) -> None:
        self.emit_changed(self._box.itemData(place))


class CardKeysField(SettingField):
    """Cards by name or key, separated by commas; the card dialog writes here, too."""

    def __init__(self, setting: CardKeysSetting, value: tuple[str, ...]) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._keys = setting
        self._mixed = False
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._on_line_editing_finished)

    def show_value(self, value: tuple[str, ...]) -> None:
        self._mixed = False
        self._line.setText(", ".join(map(card_key_label, value)))
        self.retranslate()

    def show_mixed(self) -> None:
        self._mixed = True
        self._line.clear()
        self.retranslate()

    def retranslate(self) -> None:
        self._line.setPlaceholderText(mixed_label() if self._mixed else tr(self._keys.unset))

    @property
    def keys(self) -> tuple[str, ...]:
        """What stands there now."""
        typed = (word.strip() for word in self._line.text().split(","))
        return tuple(card_key_meant(word) for word in typed if word)

    def _on_line_editing_finished(self) -> None:
        if self._mixed and not self.keys:
            return  # passed by, or Enter: nothing was typed
        self._mixed = False
        self.emit_changed(self.keys)


class FolderField(SettingField):
    """A folder, or none."""

    def __init__(self, setting: FolderSetting, value: Path | None) -> None:
        self._line = ClearableLineEdit()
        super().__init__(setting, self._line)
        self._folder = setting
        self._choose = QPushButton()
        self._choose.setAutoDefault(False)  # Enter in another field does not mean this button
        self._choose.clicked.connect(self._on_choose_clicked)
        self.row.addWidget(self._choose)
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._finished)

    def show_value(self, value: Path | None) -> None:
        self._line.setText("" if value is None else str(value))

    def retranslate(self) -> None:
        self._line.setPlaceholderText(tr(self._folder.unset))
        self._choose.setText(self.tr("Choose…"))

    def _on_choose_clicked(self) -> None:
        dialog = directory_dialog(self, self.tr("Choose a folder"), self._line.text())
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def _on_dialog_file_selected(self, folder: str) -> None:
        self._line.setText(folder)
        self._finished()

    def _finished(self) -> None:
        text = self._line.text().strip()
        self.emit_changed(Path(text).expanduser().absolute() if text else None)


class FileField(FolderField):
    """A file, or none."""

    @property
    def path(self) -> Path | None:
        """What stands there now."""
        text = self._line.text().strip()
        return Path(text).expanduser().absolute() if text else None

    def _on_choose_clicked(self) -> None:
        dialog = file_dialog(self, self.tr("Choose a file"), self._line.text())
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()


def mixed_label() -> str:
    """What a field shows where several documents have several values."""
    return QCoreApplication.translate("SettingField", "(different)")


def field_for(setting: Setting[Any], value: Any) -> SettingField:  # noqa: ANN401 - of its type
    """The widget for a setting, showing a value."""
    match setting:
        case FlagSetting():
            return FlagField(setting, value)
        case ChoiceSetting():
            return ChoiceField(setting, value)
        case NumberSetting():
            return NumberField(setting, value)
        case CodeSetting():
            return CodeField(setting, value)
        case TextSetting():
            return TextField(setting, value)
        case CardKeysSetting():
            return CardKeysField(setting, value)
        case FileSetting():
            return FileField(setting, value)
        case FolderSetting():
            return FolderField(setting, value)
        case FormatsSetting():
            return FormatsField(setting, value)
    raise TypeError(f"there is no widget for a {type(setting).__name__}")
