"""The cards of one batch: typed, or picked in the list of cards as they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from core.cards.selection import AUTO
from core.settings.of_documents import BATCH_CARDS
from core.settings.types import CardKeysSetting
from gui.card_names import card_key_label
from gui.labels import listed
from gui.settings.field import SettingField
from gui.settings.fields import CardKeysField

if TYPE_CHECKING:
    from gui.cards.cards_state import CardsStateProvider
    from gui.cards.dialog import CardDialog


class CardsField(QWidget):
    """Keys of cards; none means the cards of the window. Says at once where one is not here."""

    def __init__(
        self, watch: CardsStateProvider | None, setting: CardKeysSetting = BATCH_CARDS
    ) -> None:
        """``watch``: knows the cards; ``None``: they are typed."""
        super().__init__()
        self._watch = watch
        self.dialog: CardDialog | None = None
        self.keys = CardKeysField(setting, ())
        self.choose = QPushButton()
        self.choose.setAutoDefault(False)  # Enter in another field does not mean this button
        self.choose.setVisible(watch is not None)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.keys.row.addWidget(self.choose)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("muted", True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.keys)
        column.addWidget(self.problem)
        self.keys.changed.connect(self._update_status)
        if watch is not None:
            watch.changed.connect(self._update_status)
        self.retranslate()

    @property
    def field(self) -> SettingField:
        """Tells of a change like any other field."""
        return self.keys

    def show_value(self, keys: tuple[str, ...]) -> None:
        """Show these, without a signal."""
        self.keys.show_value(keys)
        self._update_status()

    def show_mixed(self) -> None:
        """Several documents ask for several: show that, without a signal."""
        self.keys.show_mixed()
        self._update_status()

    def retranslate(self) -> None:
        """The language has changed."""
        self.keys.retranslate()
        self.choose.setText(self.tr("Choose…"))
        self._update_status()

    def _update_status(self) -> None:
        board = None if self._watch is None else self._watch.board
        gone: list[str] = []
        if board is not None and board.snapshot is not None:
            known = {AUTO, *(card.key for card in board.cards)}
            gone = [key for key in self.keys.keys if key not in known]
        text = self.tr("There is no card {keys} here.").format(
            keys=listed(map(card_key_label, gone))
        )
        self.problem.setText(text if gone else "")
        self.problem.setVisible(bool(gone))

    def _on_choose_clicked(self) -> None:
        from gui.cards.dialog import CardDialog

        if self._watch is None or self.dialog is not None:
            return
        self.dialog = CardDialog(self._watch, self.keys.keys, self)
        self.dialog.chosen.connect(self._on_dialog_chosen)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def _on_dialog_chosen(self, keys: tuple[str, ...]) -> None:
        self.show_value(keys)
        self.keys.emit_changed(keys)

    def _on_dialog_finished(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
