"""What could be set up here, and is not yet: a card on an empty page, else a bar below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.labels import card_name, listed, short_engine_label
from gui.theme import Colours, colours_of

if TYPE_CHECKING:
    from core.engines.setup_offer import SetupOffer

WIDTH = 640
NAMED = 4
"""More cards than these are counted, not named."""


class SetupCard(QFrame):
    """What could be set up, the three steps to it, and a way past it."""

    requested = Signal()
    """The step that is offered is to be taken."""
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, as_bar: bool = False) -> None:
        """``as_bar``: as wide as the window, and as low as it can be."""
        super().__init__(parent)
        self._as_bar = as_bar
        self.setObjectName("setup-bar" if as_bar else "setup-card")
        self._offer: SetupOffer | None = None
        self._task = ("", "")
        """What is being done with an engine now, and how far it is."""
        self._colours: Colours | None = None
        self.text, self.steps = QLabel(), QLabel()
        self.text.setWordWrap(True)
        self.steps.setWordWrap(True)
        self.steps.setProperty("muted", True)
        self.go, self.later = QPushButton(), QPushButton()
        self.go.setProperty("primary", True)
        self.go.setProperty("quiet", True)
        self.go.clicked.connect(self.requested)
        self.later.setProperty("quiet", True)
        self.later.clicked.connect(self._on_later_clicked)
        words = QVBoxLayout()
        words.setSpacing(0 if as_bar else 4)
        words.addWidget(self.text)
        words.addWidget(self.steps)
        row = QHBoxLayout(self)
        upright = 6 if as_bar else 12
        row.setContentsMargins(16, upright, 16, upright)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.later, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tint()
        if not as_bar:
            self.setMaximumWidth(WIDTH)
        self.hide()

    def show_offer(self, offer: SetupOffer | None) -> None:
        """Offer that; ``None``: nothing is to be set up."""
        self._offer = offer
        self._retranslate()
        self.setVisible(offer is not None)

    def show_task(self, line: str, detail: str) -> None:
        """Say what is being done with an engine in the place of the offer; ``""``: nothing."""
        self._task = (line, detail)
        self._retranslate()

    def note_of(self, offer: SetupOffer) -> str:
        """What the button that says where work goes says of an offer; ``""``: nothing."""
        from core.engines.setup_offer import SetupStep

        if offer.step is SetupStep.ENGINE and offer.cards:
            return self.tr("%n card(s) idle: no engine for them", "", len(offer.cards))
        return ""

    def _on_later_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _retranslate(self) -> None:
        self.later.setText(self.tr("Not now"))
        offer = self._offer
        if offer is None:
            return
        line, detail = self._task
        self.later.setVisible(not line)
        self._mark(primary=not line)
        if line:
            self.text.setText(line)
            self.steps.setText(detail)
            self.go.setText(self.tr("Show"))
            return
        # Late: before there is an offer, nothing of the engines is loaded.
        from core.engines.setup_offer import SetupStep

        engine = short_engine_label(offer.engine)
        match offer.step:
            case SetupStep.ENGINE:
                self.text.setText(self._why(offer))
                self.steps.setText(self.tr("Three steps: the engine, its models, a test page."))
                self.go.setText(self.tr("Set up MinerU…"))
            case SetupStep.MODELS:
                text = self.tr("{engine} is installed; its models are missing.")
                self.text.setText(text.format(engine=engine))
                self.steps.setText(self.tr("Step 2 of 3: the models. A test page is the last."))
                self.go.setText(self.tr("Get models…"))
            case SetupStep.TEST:
                text = self.tr("{engine} and its models are here, and not tested yet.")
                self.text.setText(text.format(engine=engine))
                self.steps.setText(self.tr("Step 3 of 3: a test page, on the card of your choice."))
                self.go.setText(self.tr("Test it…"))

    def _mark(self, *, primary: bool) -> None:
        if bool(self.go.property("primary")) is not primary:
            self.go.setProperty("primary", primary)
            self.go.style().unpolish(self.go)
            self.go.style().polish(self.go)

    def _why(self, offer: SetupOffer) -> str:
        if not offer.cards:
            return self.tr(
                "A scan was read by the built-in engine. MinerU reads scans, formulas and"
                " tables better; its tier “basic” runs on the processor."
            )
        names = listed(card_name(card, short=True) for card in offer.cards[:NAMED])
        names += "…" if len(offer.cards) > NAMED else ""
        text = self.tr("%n free card(s): {cards}. Set up MinerU for them.", "", len(offer.cards))
        return text.format(cards=names)

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        if self._as_bar or colours is self._colours:
            return
        self._colours = colours
        self.setStyleSheet(
            f"#setup-card {{ border: 1px solid {colours.accent}; border-radius: 8px;"
            f" background: {colours.surface}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
