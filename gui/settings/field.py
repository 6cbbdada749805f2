"""A widget for one setting: what all of them have."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.settings.types import Setting


class SettingField(QWidget):
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
        """Show it, without a signal."""
        raise NotImplementedError

    def show_mixed(self) -> None:
        """Several documents have several values: show that, without a signal."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """The language has changed."""

    def emit_changed(self, value: object) -> None:
        """The user has chosen."""
        self.changed.emit(self.setting, value)
