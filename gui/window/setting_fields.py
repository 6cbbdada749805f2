"""One widget for each kind of setting. Each tells of a change as soon as it makes sense."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from core.setting_types import CardKeys, Choice, Flag, Folder, Number, Setting, Text
from gui.combo import Combo
from gui.i18n import words
from gui.spin import Spin


class Field(QWidget):
    """A setting's widget."""

    changed = Signal(object, object)
    """The setting and its new value."""

    def __init__(self, setting: Setting[Any], focus_widget: QWidget) -> None:
        super().__init__()
        self.setting = setting
        self.focus_widget = focus_widget
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(focus_widget)
        self.setFocusProxy(focus_widget)

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of the setting's type
        """Show it, and tell nobody."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """The language has changed."""

    def tell(self, value: object) -> None:
        """The user has chosen."""
        self.changed.emit(self.setting, value)


class FlagField(Field):
    """Yes or no."""

    def __init__(self, setting: Flag, value: bool) -> None:
        self._box = QCheckBox()
        super().__init__(setting, self._box)
        self.row.addStretch(1)
        self.show_value(value)
        self._box.clicked.connect(self.tell)

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class ChoiceField(Field):
    """One of a few."""

    def __init__(self, setting: Choice[StrEnum], value: StrEnum) -> None:
        self._box = Combo()
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
        self._box.activated.connect(self._activated)

    def show_value(self, value: StrEnum) -> None:
        self._box.setCurrentIndex(list(self._choices).index(value))

    def retranslate(self) -> None:
        for place, label in enumerate(self._choices.values()):
            self._box.setItemText(place, words(label))

    def _activated(self, place: int) -> None:
        self.tell(list(self._choices)[place])


class NumberField(Field):
    """A whole number; below the smallest one stands "let Headframe find it"."""

    def __init__(self, setting: Number, value: int | None) -> None:
        self._box = Spin()
        super().__init__(setting, self._box)
        self._number = setting
        self._box.setRange(setting.minimum - 1, setting.maximum)
        self._box.setKeyboardTracking(False)
        self._box.setMinimumWidth(200)
        self.row.addStretch(1)
        self.retranslate()
        self.show_value(value)
        self._box.valueChanged.connect(self._value_changed)

    def show_value(self, value: int | None) -> None:
        self._box.setValue(self._box.minimum() if value is None else value)

    def retranslate(self) -> None:
        self._box.setSpecialValueText(words(self._number.unset))
        if self._number.unit is not None:
            self._box.setSuffix(" " + words(self._number.unit))

    def _value_changed(self, value: int) -> None:
        self.tell(None if value == self._box.minimum() else value)


class TextField(Field):
    """A short text of a given form."""

    def __init__(self, setting: Text, value: str | None) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._text = setting
        form = QRegularExpression(f"(?:{setting.pattern})?")
        self._line.setValidator(QRegularExpressionValidator(form, self._line))
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._finished)

    def show_value(self, value: str | None) -> None:
        self._line.setText(value or "")

    def retranslate(self) -> None:
        self._line.setPlaceholderText(words(self._text.unset))

    def _finished(self) -> None:
        self.tell(self._line.text() or None)


class CardKeysField(Field):
    """Keys of cards, separated by commas; the card dialog writes here, too."""

    def __init__(self, setting: CardKeys, value: tuple[str, ...]) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._keys = setting
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._finished)

    def show_value(self, value: tuple[str, ...]) -> None:
        self._line.setText(", ".join(value))

    def retranslate(self) -> None:
        self._line.setPlaceholderText(words(self._keys.unset))

    @property
    def keys(self) -> tuple[str, ...]:
        """What stands there now."""
        keys = (key.strip() for key in self._line.text().split(","))
        return tuple(key for key in keys if key)

    def _finished(self) -> None:
        self.tell(self.keys)


class FolderField(Field):
    """A folder, or none."""

    def __init__(self, setting: Folder, value: Path | None) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._folder = setting
        self._line.setClearButtonEnabled(True)
        self._choose = QPushButton()
        self._choose.setAutoDefault(False)  # Enter in another field does not mean this button
        self._choose.clicked.connect(self._open_dialog)
        self.row.addWidget(self._choose)
        self.row.setStretch(0, 1)
        self.retranslate()
        self.show_value(value)
        self._line.editingFinished.connect(self._finished)

    def show_value(self, value: Path | None) -> None:
        self._line.setText("" if value is None else str(value))

    def retranslate(self) -> None:
        self._line.setPlaceholderText(words(self._folder.unset))
        self._choose.setText(self.tr("Choose…"))

    def _open_dialog(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"), self._line.text())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self._line.setText(folder)
        self._finished()

    def _finished(self) -> None:
        text = self._line.text().strip()
        self.tell(Path(text).expanduser().absolute() if text else None)


def field_for(setting: Setting[Any], value: Any) -> Field:  # noqa: ANN401 - of its type
    """The widget for a setting, showing a value."""
    match setting:
        case Flag():
            return FlagField(setting, value)
        case Choice():
            return ChoiceField(setting, value)
        case Number():
            return NumberField(setting, value)
        case Text():
            return TextField(setting, value)
        case CardKeys():
            return CardKeysField(setting, value)
        case Folder():
            return FolderField(setting, value)
    raise TypeError(f"there is no widget for a {type(setting).__name__}")
