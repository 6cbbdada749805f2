"""Rows for the list of cards: those of a large cluster are made beside the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.background.task import begin
from gui.cards.cards_state import CardsState
from gui.cards.model import CardModel
from gui.cards.rows import listed_rows

MANY_CARDS = 128
"""From these on the GUI thread has no time to make the rows of a reading itself."""


class RowMaker(QObject):
    """Hands readings to a model; of those that come while rows are made, the newest is next."""

    def __init__(self, model: CardModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._is_busy = False
        self._next: CardsState | None = None
        """To be shown when its rows are made."""

    def take(self, board: CardsState) -> None:
        """Show this, now or in a moment."""
        if len(board.cards) < MANY_CARDS:
            self._next = None
            self._model.take(board)
            return
        self._next = board
        if not self._is_busy:
            self._is_busy = True
            begin(lambda: (board, listed_rows(board)), self._on_rows_made, self)

    def _on_rows_made(self, answer: object) -> None:
        self._is_busy = False
        newest, self._next = self._next, None
        match answer:
            case (CardsState() as board, dict() as listed) if newest is not None:
                self._model.take(board, listed)
                if newest is not board:
                    self.take(newest)
