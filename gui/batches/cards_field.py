"""The cards of one batch: typed, or picked in the list of cards as they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from core.jobs.batch_choices import BATCH_CARDS
from gui.window.setting_fields import CardKeysField

if TYPE_CHECKING:
    from gui.cards.board import CardWatch
    from gui.cards.dialog import CardDialog


class CardsField(CardKeysField):
    """Keys of cards; none means the cards of the window."""

    def __init__(self, value: tuple[str, ...], watch: CardWatch | None) -> None:
        """``watch``: knows the cards; ``None``: nobody does, and they are typed."""
        self._watch = watch
        self.dialog: CardDialog | None = None
        self.choose = QPushButton()
        super().__init__(BATCH_CARDS, value)
        self.choose.setAutoDefault(False)  # Enter in another field does not mean this button
        self.choose.setVisible(watch is not None)
        self.choose.clicked.connect(self._open)
        self.row.addWidget(self.choose)

    def retranslate(self) -> None:
        super().retranslate()
        self.choose.setText(self.tr("Choose…"))

    def _open(self) -> None:
        from gui.cards.dialog import CardDialog

        if self._watch is None or self.dialog is not None:
            return
        self.dialog = CardDialog(self._watch, self.keys, self)
        self.dialog.chosen.connect(self._picked)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _picked(self, keys: tuple[str, ...]) -> None:
        self.show_value(keys)
        self.tell(keys)

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
