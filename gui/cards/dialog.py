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

from core.cards.model import Card, CardKind
from core.cards.problems import MISSING
from gui.cards.advice import advice, problem_lines
from gui.cards.board import Board, CardWatch, picked_cards
from gui.cards.copying import Copying
from gui.cards.messages import Line, Lines, NoCards
from gui.cards.model import CardModel
from gui.cards.reserve_bar import ReserveBar
from gui.cards.rows import CardRow
from gui.cards.texts import age_words, names_of
from gui.cards.view import CardView
from gui.fit import fit
from gui.icons import Glyph, icon
from gui.theme import colours_of

SIZE = (1120, 640)
LEAST = 560
CLOCK_MS = 1000
SAID_MS = 5000
MARGIN = 20
WORDS_FROM = 720
"""A dialog that is narrower shows the buttons at the left as icons."""
AROUND = 200
"""Pixels above and below the list: title, heading, a line of advice, buttons."""


class CardDialog(QDialog):
    """Shows the board of a :class:`CardWatch`, and tells what was picked. Use ``open()``."""

    chosen = Signal(object)
    """Keys for `core.settings.CARDS`: a tuple, empty for Automatic."""

    def __init__(
        self, watch: CardWatch, keys: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """``keys``: what is chosen so far."""
        super().__init__(parent)
        self.setObjectName("cards")
        self.watch = watch
        self._said: Line | None = None
        self._looking = False
        self.model = CardModel(keys, self)
        self.view = CardView(self.model)
        self.problems = Lines("problems")
        self.notes = Lines("notes")
        self.reserve_bar = ReserveBar()
        self.empty = NoCards()
        self.copying = Copying(self)
        self._title = QLabel()
        self.age = QLabel()
        self.age.setProperty("muted", True)
        self._again = QToolButton()
        self._again.setProperty("flat", True)
        self._reserve = QPushButton()
        self._copy = QPushButton()
        self._sheet = QPushButton()
        self._cancel = QPushButton()
        self.use = QPushButton()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._tint()
        self._take(watch.board)
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
        for button in (self._reserve, self._copy, self._sheet):
            button.setAutoDefault(False)
            button.setMinimumWidth(44)  # its icon, in a narrow dialog
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.use)
        self._cancel.setAutoDefault(False)
        self.use.setDefault(True)
        self._copy_menu, self._sheet_menu = QMenu(self), QMenu(self)
        self._copy.setMenu(self._copy_menu)
        self._sheet.setMenu(self._sheet_menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 14, MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.problems)
        column.addWidget(self._frame, 1)
        column.addWidget(self.notes)
        column.addWidget(self.reserve_bar)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.watch.changed.connect(self._take)
        self.watch.not_saved.connect(self._not_saved)
        self.model.updated.connect(self._tell)
        self.view.accepted.connect(self._accept_if_possible)
        self.view.menu_wanted.connect(self._open_row_menu)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self._copy_menu.triggered.connect(self.copying.copy_recipe)
        self._copy_menu.aboutToShow.connect(self._fill_copy_menu)
        self._reserve.clicked.connect(self.ask_reservation)
        self._again.clicked.connect(self.watch.monitor.refresh)
        self._cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._accept_if_possible)
        self.reserve_bar.reserved.connect(self.watch.reserve)
        self.reserve_bar.released.connect(self.watch.release)
        self.reserve_bar.left.connect(self.view.setFocus)
        self.copying.said.connect(self._say)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._strike)
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.setInterval(SAID_MS)
        self._unsay.timeout.connect(self._say_no_more)

    def _fit(self) -> None:
        """As high as its list, within the screen."""
        height = SIZE[1]
        if self.model.board.has_accelerator:
            height = max(LEAST, self.view.height_of_all() + AROUND)
        fit(self, SIZE[0], height)

    # What is shown ------------------------------------------------------------------------------

    def _take(self, board: Board) -> None:
        self.model.take(board)

    def _tell(self) -> None:
        board = self.model.board
        self.age.setText(age_words(board.snapshot))
        few = not board.has_accelerator
        self.empty.setVisible(few)
        self.empty.tell(reading=board.snapshot is None)
        self.view.setMaximumHeight(self.view.height_of_all() if few else 16_777_215)
        problems = () if board.snapshot is None else board.snapshot.reading.problems
        # That there are no tools is no news where there is no card: the empty list says it all.
        told = [problem for problem in problems if not (few and problem.code == MISSING)]
        self.problems.show_lines(problem_lines(board, told))
        self.notes.show_lines(
            [*([self._said] if self._said is not None else []), *advice(self.model)]
        )
        self.use.setEnabled(all(row.may_stay_picked for row in self.model.picked_rows()))
        self.use.setText(self._use_words())
        self._sheet.setEnabled(board.snapshot is not None)
        self._selection_changed()

    def _use_words(self) -> str:
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

    def _strike(self) -> None:
        """Time goes by though no reading comes."""
        self.model.take(self.model.board)

    def _selection_changed(self) -> None:
        self._reserve.setEnabled(bool(self._reservable(self.view.selected_rows())))

    def _say(self, text: str, went_well: bool) -> None:
        self._said = Line(
            Glyph.DONE if went_well else Glyph.FAILED, "done" if went_well else "failed", text
        )
        self._unsay.start()
        self._tell()

    def _say_no_more(self) -> None:
        self._said = None
        self._tell()

    def _not_saved(self, why: str) -> None:
        text = self.tr("The reservation holds until Headframe ends; it cannot be written: {why}.")
        self._say(text.format(why=why), False)

    # What the user does -------------------------------------------------------------------------

    def _accept_if_possible(self) -> None:
        if self.use.isEnabled():
            self.chosen.emit(self.model.keys())
            self.accept()

    def _reservable(self, rows: Sequence[CardRow]) -> list[Card]:
        return [
            row.card for row in rows if row.card is not None and row.card.kind is not CardKind.CPU
        ]

    def ask_reservation(self) -> None:
        """Ask whom the marked cards are kept for."""
        rows = self.view.selected_rows()
        cards = self._reservable(rows)
        if cards:
            note = next((row.reserved for row in rows if row.reserved is not None), None)
            self.reserve_bar.ask(cards, note)

    def _open_row_menu(self, point: QPoint) -> None:
        rows = self.view.selected_rows()
        menu = QMenu(self)
        for text, slot, enabled in (
            (self.tr("Pick only this"), self._pick_selected, len(rows) == 1),
            (self.tr("Reserve…"), self.ask_reservation, bool(self._reservable(rows))),
            (
                self.tr("Remove reservation"),
                self.release_selected,
                any(row.reserved is not None for row in rows),
            ),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(slot)
        cards = [row.card for row in rows if row.card is not None]
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
        """Let anybody take the marked cards again."""
        self.watch.release(self._reservable(self.view.selected_rows()))

    def _fill_copy_menu(self) -> None:
        self._copy_menu.clear()
        cards = picked_cards(self.model.board, self.model.keys())
        heading = self.tr("For {cards}").format(cards=names_of(cards)) if cards else ""
        self._copy_menu.addSection(heading or self.tr("No card is chosen"))
        self.copying.fill_recipes(self._copy_menu, cards)

    def _copy_sheet(self) -> None:
        self.copying.copy_sheet(self.model.board)

    def _save_sheet(self) -> None:
        self.copying.ask_and_save_sheet(self.model.board)

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looking:
            self._looking = True
            self.watch.monitor.look()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self._unsay.stop()
        if self._looking:
            self._looking = False
            self.watch.monitor.look_away()

    def done(self, result: int) -> None:
        """Closed, one way or the other: hear no more of the cards."""
        self.watch.changed.disconnect(self._take)
        self.watch.not_saved.disconnect(self._not_saved)
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._tell()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Choose cards"))
        self._title.setText(self.tr("Where shall work go?"))
        self._again.setToolTip(self.tr("Read again now"))
        self._again.setAccessibleName(self.tr("Read again now"))
        self._reserve.setToolTip(self.tr("Keep the marked cards for others"))
        self._name_buttons()
        self._cancel.setText(self.tr("Cancel"))
        self._sheet_menu.clear()
        self._sheet_menu.addAction(self.tr("Copy as Markdown")).triggered.connect(self._copy_sheet)
        self._sheet_menu.addAction(self.tr("Save as a file…")).triggered.connect(self._save_sheet)

    def _name_buttons(self) -> None:
        for button, words in (
            (self._reserve, self.tr("Reserve…")),
            (self._copy, self.tr("Copy")),
            (self._sheet, self.tr("Allocation sheet")),
        ):
            button.setText(words if self.width() >= WORDS_FROM else "")
            button.setAccessibleName(words)
            if button is not self._reserve:
                button.setToolTip("" if button.text() else words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._again.setIcon(icon(Glyph.RETRY, colours.muted))
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
