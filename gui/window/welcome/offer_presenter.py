"""Where the offer to set up an engine stands: on the empty page, else below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.window.header import CardButton
from gui.window.notice_bar import NotificationBar
from gui.window.welcome.setup_card import SetupCard

if TYPE_CHECKING:
    from core.engines.setup_offer import SetupOffer

BOTH_BARS_FROM = 480
"""A window that is lower has no room for a notice and an offer: the notice goes first."""


class SetupOfferPresenter(QObject):
    """Shows one offer in one of two places, and a note of it on the card button."""

    dismissed = Signal()

    def __init__(
        self, on_page: SetupCard, bar: SetupCard, button: CardButton, notices: NotificationBar
    ) -> None:
        super().__init__(bar)
        self._on_page = on_page
        self._bar = bar
        self._button = button
        self._notices = notices
        self._offer: SetupOffer | None = None
        self._is_listed = False
        notices.changed.connect(self.place)
        for card in self._cards:
            card.dismissed.connect(self.dismissed)

    @property
    def _cards(self) -> tuple[SetupCard, SetupCard]:
        return self._bar, self._on_page

    def show_offer(self, offer: SetupOffer | None) -> None:
        """Say what could be set up here; ``None``: nothing."""
        self._offer = offer
        self._show()

    def set_listed(self, listed: bool) -> None:
        """The list fills the window, or the empty page does."""
        self._is_listed = listed
        self._show()

    def show_task(self, line: str, detail: str) -> None:
        """Say what is being done with an engine; ``""``: nothing."""
        for card in self._cards:
            card.show_task(line, detail)

    def place(self) -> None:
        """Show the bar where there is room for it."""
        window: QWidget = self._bar.window()
        has_room = window.height() >= BOTH_BARS_FROM or self._notices.notice is None
        self._bar.show_offer(self._offer if self._is_listed and has_room else None)

    def say_note(self) -> None:
        """Say it on the card button, in the language of now."""
        offer = self._offer
        self._button.note("" if offer is None else self._bar.note_of(offer))

    def _show(self) -> None:
        self._on_page.show_offer(None if self._is_listed else self._offer)
        self.place()
        self.say_note()
