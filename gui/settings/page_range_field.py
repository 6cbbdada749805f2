"""Pages of a document, as the command takes them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.jobs.model import PageRange
from core.settings.types import PageRangeSetting
from gui.i18n import tr
from gui.settings.field import SettingField
from gui.settings.fields import mixed_label
from gui.widgets.clearable_line_edit import ClearableLineEdit


class PageRangeField(SettingField):
    """A line for a page range. While it makes no sense, :attr:`problem` says so."""

    def __init__(self, setting: PageRangeSetting, value: PageRange | None) -> None:
        self._line = ClearableLineEdit()
        super().__init__(setting, self._line)
        self._pages = setting
        self._mixed = False
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self.row.setStretch(0, 1)
        self.row.addWidget(self.problem)
        self._line.textEdited.connect(self._on_line_text_edited)
        self.retranslate()
        self.show_value(value)

    @property
    def valid(self) -> bool:
        """What is typed can be read."""
        try:
            self._parsed()
        except ValueError:
            return False
        return True

    def show_value(self, value: PageRange | None) -> None:
        self._mixed = False
        self._line.setText(pages_label(value))
        self.retranslate()

    def show_mixed(self) -> None:
        self._mixed = True
        self._line.clear()
        self.retranslate()

    def retranslate(self) -> None:
        self._line.setPlaceholderText(mixed_label() if self._mixed else tr(self._pages.unset))
        self.problem.setText(self.tr("3-7, 5, 3- or -7"))
        self.problem.setVisible(not self.valid)

    def _parsed(self) -> PageRange | None:
        text = self._line.text().strip()
        return PageRange.parse(text) if text else None

    def _on_line_text_edited(self) -> None:
        self._mixed = False
        self.retranslate()
        self.emit_changed(self._parsed() if self.valid else None)


def pages_label(pages: PageRange | None) -> str:
    """Pages as they are typed: ``5`` is a range of one page."""
    if pages is None:
        return ""
    return str(pages.first) if pages.first == pages.last else str(pages)
