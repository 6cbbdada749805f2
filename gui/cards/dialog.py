"""The dialog in which cards are picked: there at once, filled in as readings come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.cards.driver_errors import MISSING
from core.cards.model import Card, CardKind
from gui.card_names import card_label
from gui.cards.arrangement_bar import CardArrangementBar
from gui.cards.cards_state import CardsStateProvider, picked_cards
from gui.cards.clipboard_export import ClipboardExport
from gui.cards.hint_lines import EmptyCardList, Hint, HintList
from gui.cards.hints import advice, problem_lines
from gui.cards.history_chart import CardHistoryChart
from gui.cards.labels import age_text, names_of
from gui.cards.model import CardModel
from gui.cards.reserve_bar import ReserveBar
from gui.cards.row_maker import RowMaker
from gui.cards.rows import CardRow
from gui.cards.view import CardView
from gui.icons import Glyph, icon
from gui.theme import colours_of
from gui.widgets.focus_order import chain_focus
from gui.widgets.menu_button import MenuButton
from gui.widgets.window_size import fit

SIZE = (1120, 640)
LEAST = 560
CHART_FROM = 520
"""A dialog that is lower keeps its room for the list."""
CLOCK_MS = 1000
SAID_MS = 5000
MARGIN = 20
WORDS_FROM = 720
"""A dialog that is narrower shows the buttons at the left as icons."""
AROUND = 330
"""Pixels above and below the list: title, heading, the history, a line of advice, buttons."""


class CardDialog(QDialog):
    """Shows the board of a :class:`CardsStateProvider`, and tells what was picked.

    Use ``open()``.
    """

    chosen = Signal(object)
    """Keys for `core.settings.definitions.CARDS`: a tuple, empty for Automatic."""
    test_requested = Signal(str)
    """An engine is to be tested on the card of this key."""

    def __init__(
        self, watch: CardsStateProvider, keys: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """``keys``: what is chosen so far."""
        super().__init__(parent)
        self.setObjectName("cards")
        self.watch = watch
        self._said: Hint | None = None
        self._looking = False
        self.model = CardModel(keys, self)
        self._rows = RowMaker(self.model, self)
        self.view = CardView(self.model)
        self.problems = HintList("problems")
        self.notes = HintList("notes")
        self.reserve_bar = ReserveBar()
        self.empty = EmptyCardList()
        self.copying = ClipboardExport(self)
        self._title = QLabel()
        self.age = QLabel()
        self.age.setProperty("muted", True)
        self._again = QToolButton()
        self._again.setProperty("flat", True)
        self._reserve = QPushButton()
        self.test = QPushButton()
        self._copy = MenuButton()
        self._sheet = MenuButton()
        self.bar = CardArrangementBar()
        self.chart = CardHistoryChart()
        self._cancel = QPushButton()
        self.use = QPushButton()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._tint()
        self.bar.set_arrangement(watch.arrangement)
        self.model.take(watch.board)
        self._fit()
        self.view.setFocus()

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self.age)
        top.addWidget(self._again)
        self._frame = QFrame()
        self._frame.setObjectName("cardlist")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.view.heading)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.empty, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.test, self._reserve, self._copy, self._sheet):
            button.setAutoDefault(False)
            button.setMinimumWidth(44)  # its icon, in a narrow dialog
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.use)
        self._cancel.setAutoDefault(False)
        self.use.setDefault(True)
        self._copy_menu, self._sheet_menu = self._copy.items, self._sheet.items
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 14, MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.problems)
        column.addWidget(self.bar)
        column.addWidget(self._frame, 1)
        column.addWidget(self.chart)
        column.addWidget(self.notes)
        column.addWidget(self.reserve_bar)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.watch.changed.connect(self._rows.take)
        self.watch.not_saved.connect(self._not_saved)
        self.watch.held_there.connect(self._on_watch_held_there)
        self.model.updated.connect(self._update_status)
        self.view.accepted.connect(self._on_accept_requested)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self._copy_menu.triggered.connect(self.copying.copy_recipe)
        self._copy_menu.aboutToShow.connect(self._on_copy_menu_about_to_show)
        self.test.clicked.connect(self._on_test_clicked)
        self._reserve.clicked.connect(self._on_reserve_clicked)
        self.bar.changed.connect(self.model.arrange)
        self.bar.changed.connect(self.watch.set_arrangement)
        self.view.heading.sort_requested.connect(self.bar.sort_by)
        self.view.selectionModel().currentChanged.connect(self._show_history)
        self._again.clicked.connect(self.watch.monitor.refresh)
        self._cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._on_accept_requested)
        self.reserve_bar.reserved.connect(self.watch.reserve)
        self.reserve_bar.released.connect(self.watch.release)
        self.reserve_bar.left.connect(self.view.setFocus)
        self.copying.said.connect(self._show_message)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._on_clock_timeout)
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.setInterval(SAID_MS)
        self._unsay.timeout.connect(self._on_unsay_timeout)

    def _fit(self) -> None:
        """As high as its list, within the screen."""
        height = SIZE[1]
        if self.model.board.has_accelerator:
            height = max(LEAST, self.view.height_of_all() + AROUND)
        fit(self, SIZE[0], height)

    # What is shown ------------------------------------------------------------------------------

    def _update_status(self) -> None:
        board = self.model.board
        self.age.setText(age_text(board.snapshot))
        few = not board.has_accelerator and board.cluster is None
        self.empty.setVisible(few)
        self.empty.set_reading(reading=board.snapshot is None)
        self.view.setMaximumHeight(self.view.height_of_all() if few else 16_777_215)
        problems = () if board.snapshot is None else board.snapshot.reading.problems
        # That there are no tools is no news where there is no card: the empty list says it all.
        told = [problem for problem in problems if not (few and problem.code == MISSING)]
        self.problems.show_lines(problem_lines(board, told))
        self.notes.show_lines(
            [*([self._said] if self._said is not None else []), *advice(self.model)]
        )
        self.use.setEnabled(all(row.may_stay_picked for row in self.model.picked_rows()))
        self.use.setText(self._use_text())
        self._sheet.setEnabled(board.snapshot is not None)
        self.bar.show_cards(board.cards)
        self._show_history()
        self._selection_changed()

    def _show_history(self) -> None:
        """Of the card that the keyboard is on."""
        index = self.view.currentIndex()
        card = self.model.row(index).card if index.isValid() else None
        if card is None or card.kind is CardKind.CPU or self.height() < CHART_FROM:
            self.chart.hide()
        else:
            self.chart.show_samples(card_label(card), self.watch.monitor.history(card))

    def _use_text(self) -> str:
        picked = self.model.picked_rows()
        if not picked:
            return self.tr("Use Automatic")
        cards = [row.card for row in picked if row.card is not None]
        if len(cards) == len(picked) == 1:
            return self.tr("Use {card}").format(card=names_of(cards))
        if len(cards) == len(picked) == 2:
            one, two = names_of(cards[:1]), names_of(cards[1:])
            return self.tr("Use {one} and {two}").format(one=one, two=two)
        return self.tr("Use %n card(s)", "", len(picked))

    def _on_clock_timeout(self) -> None:
        """Time goes by though no reading comes."""
        board = self.model.board
        if board.cluster is None:
            self.model.take(board)
        else:  # hundreds of rows, each with an age that its host's next reading brings
            self.age.setText(age_text(board.snapshot))

    def _selection_changed(self) -> None:
        rows = self.view.selected_rows()
        self._reserve.setEnabled(bool(self._reservable(self._rows_to_reserve())))
        self.test.setEnabled(self._testable(rows) is not None)

    def _show_message(self, text: str, went_well: bool) -> None:
        self._said = Hint(
            Glyph.DONE if went_well else Glyph.FAILED, "done" if went_well else "failed", text
        )
        self._unsay.start()
        self._update_status()

    def _on_unsay_timeout(self) -> None:
        self._said = None
        self._update_status()

    def _not_saved(self, why: str) -> None:
        text = self.tr("The reservation holds until Headframe ends; it cannot be written: {why}.")
        self._show_message(text.format(why=why), False)

    def _on_watch_held_there(self, cards: Sequence[Card]) -> None:
        text = self.tr("{cards}: reserved on its own host, and released only there.")
        self._show_message(text.format(cards=names_of(cards)), False)

    # What the user does -------------------------------------------------------------------------

    def _on_accept_requested(self) -> None:
        if self.use.isEnabled():
            self.chosen.emit(self.model.keys())
            self.accept()

    def _reservable(self, rows: Sequence[CardRow]) -> list[Card]:
        """With a host's row all accelerators of that host."""
        cards = {card.key: card for row in rows for card in self.model.cards_of(row)}
        return [card for card in cards.values() if card.kind is not CardKind.CPU]

    def _testable(self, rows: Sequence[CardRow]) -> Card | None:
        """The one card that is marked, if work can go there."""
        card = rows[0].card if len(rows) == 1 else None
        return card if card is not None and card.usable and card.host is None else None

    def _on_test_clicked(self) -> None:
        card = self._testable(self.view.selected_rows())
        if card is not None:
            self.test_requested.emit(card.key)

    def _rows_to_reserve(self) -> list[CardRow]:
        """The ticked ones; those that are selected only where none is ticked."""
        ticked = self.model.picked_rows()
        return ticked if self._reservable(ticked) else self.view.selected_rows()

    def _on_reserve_clicked(self) -> None:
        self._ask_reservation_of(self._rows_to_reserve())

    def ask_reservation(self) -> None:
        """Ask for the note of a reservation of the selected cards."""
        self._ask_reservation_of(self.view.selected_rows())

    def _ask_reservation_of(self, rows: Sequence[CardRow]) -> None:
        cards = self._reservable(rows)
        if cards:
            note = next((row.reserved for row in rows if row.reserved is not None), None)
            self.reserve_bar.ask(cards, note)

    def _on_view_menu_requested(self, point: QPoint) -> None:
        rows = self.view.selected_rows()
        menu = QMenu(self)
        for text, slot, enabled in (
            (self.tr("Pick only this"), self._pick_selected, len(rows) == 1),
            (self.tr("Reserve…"), self.ask_reservation, bool(self._reservable(rows))),
            (
                self.tr("Remove reservation"),
                self.release_selected,
                any(
                    self.model.board.reservations.note_of(card) is not None
                    for row in rows
                    for card in self.model.cards_of(row)
                ),
            ),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(slot)
        cards = [card for row in rows for card in self.model.cards_of(row)]
        recipes = menu.addMenu(self.tr("Copy"))
        recipes.triggered.connect(self.copying.copy_recipe)
        self.copying.fill_recipes(recipes, cards)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _pick_selected(self) -> None:
        rows = self.view.selected_rows()
        if len(rows) == 1:
            self.model.pick_only(rows[0])

    def release_selected(self) -> None:
        """Let other programs take the marked cards again."""
        self.watch.release(self._reservable(self.view.selected_rows()))

    def _on_copy_menu_about_to_show(self) -> None:
        self._copy_menu.clear()
        cards = picked_cards(self.model.board, self.model.keys())
        heading = self.tr("For {cards}").format(cards=names_of(cards)) if cards else ""
        # A section's own title is not drawn under a style sheet.
        self._copy_menu.addAction(heading or self.tr("No card is chosen")).setEnabled(False)
        self._copy_menu.addSeparator()
        self.copying.fill_recipes(self._copy_menu, cards)

    def _on_copy_sheet_triggered(self) -> None:
        self.copying.copy_sheet(self.model.board)

    def _on_save_sheet_triggered(self) -> None:
        self.copying.ask_and_save_sheet(self.model.board)

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        bar = self.bar
        chain_focus(
            (
                *(self._again, bar.free_only, bar.order, bar.direction, bar.grouping, self.view),
                *(self._reserve, self.test, self._copy, self._sheet, self._cancel, self.use),
            )
        )
        if not self._looking:
            self._looking = True
            self.watch.monitor.add_viewer()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self._unsay.stop()
        if self._looking:
            self._looking = False
            self.watch.monitor.remove_viewer()

    def done(self, result: int) -> None:
        """Closed, one way or the other: hear no more of the cards."""
        self.watch.changed.disconnect(self._rows.take)
        self.watch.not_saved.disconnect(self._not_saved)
        self.watch.held_there.disconnect(self._on_watch_held_there)
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._update_status()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Choose cards"))
        self._title.setText(self.tr("Choose where to run"))
        self._again.setToolTip(self.tr("Read again now"))
        self._again.setAccessibleName(self.tr("Read again now"))
        self.test.setToolTip(self.tr("Convert a test page on the marked card"))
        self._reserve.setToolTip(self.tr("Reserve the ticked cards, or the selected one"))
        self._name_buttons()
        self._cancel.setText(self.tr("Cancel"))
        self._sheet_menu.clear()
        self._sheet_menu.addAction(self.tr("Copy as Markdown")).triggered.connect(
            self._on_copy_sheet_triggered
        )
        self._sheet_menu.addAction(self.tr("Save as a file…")).triggered.connect(
            self._on_save_sheet_triggered
        )

    def _name_buttons(self) -> None:
        for button, words in (
            (self.test, self.tr("Test on this card…")),
            (self._reserve, self.tr("Reserve…")),
            (self._copy, self.tr("Copy")),
            (self._sheet, self.tr("Allocation sheet")),
        ):
            button.setText(words if self.width() >= WORDS_FROM else "")
            button.setAccessibleName(words)
            if button not in (self._reserve, self.test):
                button.setToolTip("" if button.text() else words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()
        self._show_history()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._again.setIcon(icon(Glyph.RETRY, colours.muted))
        self.test.setIcon(icon(Glyph.PLAY, colours.muted, colours.faint))
        self._reserve.setIcon(icon(Glyph.LOCK, colours.muted, colours.faint))
        self._copy.setIcon(icon(Glyph.COPY, colours.muted))
        self._sheet.setIcon(icon(Glyph.EXPORT, colours.muted))
        self._frame.setStyleSheet(
            f"#cardlist {{ border: 1px solid {colours.line}; border-radius: 8px;"
            f" background: {colours.surface}; }}"
        )
        self.problems.setStyleSheet(
            f"#problems {{ background: {colours.sunken}; border-radius: 8px; }}"
        )
        self.problems.set_margins(14, 10)
