"""The strip in the main window: the chosen cards as they stand, and whether the work is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from core.cards.allocation_report import own_memory_mb
from core.cards.model import Card, CardKind
from core.cards.placement import PlacementCheck
from core.cards.process_location import ProcessLocation, locate_process
from core.jobs.events import WorkerVerified
from core.worker.protocol import Failure
from gui.card_names import card_key_label, card_label
from gui.cards.cards_state import CardsState
from gui.cards.labels import amount, health_label, lost_text, memory_text
from gui.cards.painting import draw_memory, health_colour, health_glyph
from gui.i18n import tr
from gui.icons import Glyph, pixmap
from gui.labels import card_name
from gui.theme import Colours, colours_of

NOTHING: Mapping[str, Any] = MappingProxyType({})
ROW = 30
PAD = 6
SIDE = 16
SPOKEN = 16
"""Cards that are named for screen readers and in the tooltip; the others are counted."""
LINES = 4
LEAST_LINES = 2
"""Lines at most, and in a low window. What has no line is counted in the last one."""


@dataclass(frozen=True)
class CardStatus:
    """One chosen card, and where its worker's process is."""

    key: str
    card: Card | None
    """``None`` while it is not listed."""
    old: bool = False
    pid: int | None = None
    """Of a worker that uses the card; ``None`` when none does."""
    presence: ProcessLocation = ProcessLocation.UNSEEN
    elsewhere: str = ""
    """The card where the process is, for ``ELSEWHERE``."""
    ours_mb: float | None = 0.0
    verified: PlacementCheck | None = None
    """What the readings said of this process after it had loaded its models."""
    fault: Failure | None = None
    """Why nothing more goes to this card."""
    lost_at: datetime | None = None
    """When its host was lost."""


def places(
    board: CardsState,
    keys: Sequence[str],
    workers: Mapping[str, int],
    proofs: Mapping[str, WorkerVerified] = NOTHING,
    aside: Mapping[str, Failure] = NOTHING,
) -> tuple[CardStatus, ...]:
    """The chosen cards on this board. All by card key.

    ``workers`` holds the pids of engines that use cards, ``proofs`` what is known of those since
    their models were loaded, ``aside`` the faults of cards that are given up.
    """
    if board.snapshot is None:
        return tuple(CardStatus(key, None, fault=aside.get(key)) for key in keys)
    reading = board.snapshot.reading
    by_key = {card.key: card for card in reading.cards}
    found: list[CardStatus] = []
    for key in keys:
        card, pid = by_key.get(key), workers.get(key)
        seen = None if pid is None else locate_process(reading, key, {pid})
        proof = proofs.get(key)
        host = None if card is None or card.host is None else board.host(card.host)
        found.append(
            CardStatus(
                key,
                card,
                old=card is not None and board.is_old(card),
                pid=pid,
                presence=ProcessLocation.UNSEEN if seen is None else seen.location,
                elsewhere=""
                if seen is None or seen.elsewhere is None
                else card_label(seen.elsewhere),
                ours_mb=0.0 if card is None else own_memory_mb(card, board.ours_on(card)),
                verified=proof.verified if proof is not None and proof.pid == pid else None,
                fault=aside.get(key),
                lost_at=None if host is None else host.lost_at,
            )
        )
    return tuple(found)


class CardStatusStrip(QAbstractButton):
    """A line for each chosen card; a click asks to choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[CardStatus, ...] = ()
        self._waiting = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._retranslate()

    @property
    def places(self) -> tuple[CardStatus, ...]:
        """What is shown."""
        return self._places

    def show_places(self, shown: Sequence[CardStatus], waiting: bool) -> None:
        """Show these cards; ``waiting``: the first reading is not there yet."""
        grown = len(shown) != len(self._places)
        self._places, self._waiting = tuple(shown), waiting
        self._retranslate()
        if grown:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self._height_of(LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height_of(LEAST_LINES))

    def _height_of(self, most: int) -> int:
        return 2 * PAD + ROW * max(1, min(len(self._places), most))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.palette())
        lit = self.underMouse() or self.hasFocus()
        painter.fillRect(self.rect(), QColor(colours.sunken if lit else colours.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
        if self.hasFocus():
            painter.fillRect(0, 0, 3, self.height(), QColor(colours.accent))
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.9)
        lines = (self.height() - 2 * PAD) // ROW
        shown = len(self._places) if len(self._places) <= lines else max(0, lines - 1)
        for number, place in enumerate(self._places[:shown]):
            row = QRect(SIDE, PAD + number * ROW, self.width() - 2 * SIDE, ROW)
            self._place(painter, row, place, small, colours)
        more = len(self._places) - shown
        if more > 0 or not self._places:
            top = PAD + ROW * shown
            row = QRect(SIDE + 24, top, self.width() - 2 * SIDE - 24, ROW)
            painter.setFont(small)
            painter.setPen(QColor(colours.muted))
            text = self.tr("and %n more card(s)", "", more) if more > 0 else self._no_place()
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, text)

    def _place(
        self, painter: QPainter, row: QRect, place: CardStatus, small: QFont, colours: Colours
    ) -> None:
        scale = self.devicePixelRatioF()
        card = place.card
        fine = card is not None and card.usable
        glyph = Glyph.CHIP if fine or card is None else health_glyph(card.health)
        colour = colours.muted if card is None or fine else health_colour(card.health, colours)
        painter.drawPixmap(row.left(), row.center().y() - 7, pixmap(glyph, colour, 16, scale))
        metrics = QFontMetrics(self.font())
        small_metrics = QFontMetrics(small)
        label = card_key_label(place.key) if card is None else card_name(card, short=True)
        align = Qt.AlignmentFlag.AlignVCenter
        left = row.left() + 24
        painter.setPen(QColor(colours.text))
        painter.setFont(self.font())
        # One more: horizontalAdvance rounds, and a text as wide as its place is elided.
        wide = min(metrics.horizontalAdvance(label) + 1, max(60, row.width() // 3))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            QRect(left, row.top(), wide, row.height()),
            align,
            metrics.elidedText(label, elide, wide),
        )
        left += wide + 12
        words, glyph_of_state, tone = self._state(place, colours)
        right = row.right()
        painter.setFont(small)
        if words:
            used = min(small_metrics.horizontalAdvance(words) + 1, max(0, right - left - 20))
            painter.setPen(QColor(tone))
            painter.drawText(
                QRect(right - used, row.top(), used + 1, row.height()),
                align,
                small_metrics.elidedText(words, elide, used),
            )
            right -= used + 20
            mark = pixmap(glyph_of_state, tone, 14, scale)
            painter.drawPixmap(right, row.center().y() - 6, mark)
            right -= 12
        if card is None:
            return
        painter.setOpacity(0.5 if place.old else 1.0)
        painter.setPen(QColor(colours.muted))
        figures = self._figures(card)
        while figures and small_metrics.horizontalAdvance(" · ".join(figures)) > right - left - 60:
            figures.pop()  # the least important last; a narrow strip keeps the memory
        text = " · ".join(figures)
        used = small_metrics.horizontalAdvance(text)
        bar = min(90, right - left - used - 10)
        if bar >= 24:
            area = QRectF(left, row.center().y() - 2, bar, 6)
            draw_memory(painter, area, card, place.ours_mb, colours)
            left += bar + 10
        painter.drawText(QRect(left, row.top(), used + 1, row.height()), align, text)
        painter.setOpacity(1.0)

    def _figures(self, card: Card) -> list[str]:
        load = amount(card.utilisation_percent, "%")
        figures = [memory_text(card), load, amount(card.temperature_c, "°C")]
        return figures[:2] if card.kind is CardKind.CPU else figures

    def _state(self, place: CardStatus, colours: Colours) -> tuple[str, Glyph, str]:
        """The words at the right, their icon and colour."""
        if place.fault is not None:
            return self.tr("excluded: it has a fault"), Glyph.FAILED, colours.failed
        if place.card is None:
            if self._waiting:
                return self.tr("being read"), Glyph.WAITING, colours.muted
            return self.tr("no longer listed"), Glyph.FAILED, colours.warning
        if place.lost_at is not None:
            return lost_text(place.lost_at), Glyph.WAITING, colours.warning
        if not place.card.usable:
            word = health_label(place.card.health)
            return (
                self.tr("cannot be used: {health}").format(health=word),
                Glyph.FAILED,
                (colours.failed),
            )
        if place.pid is None:
            return "", Glyph.DONE, colours.muted
        match place.presence:
            case ProcessLocation.HERE:
                return self.tr("verified"), Glyph.DONE, colours.done
            case ProcessLocation.ELSEWHERE:
                text = self.tr("work is on {card}").format(card=place.elsewhere)
                return text, Glyph.FAILED, colours.failed
            case ProcessLocation.UNSEEN if place.verified is not None and place.verified.proof:
                return self.tr("verified"), Glyph.DONE, colours.done
            case ProcessLocation.UNSEEN:
                return self.tr("not seen there yet"), Glyph.WAITING, colours.muted

    def _no_place(self) -> str:
        if self._waiting:
            return self.tr("Reading the cards…")
        return self.tr("No card is available right now. Click to see why.")

    def _retranslate(self) -> None:
        colours = colours_of(self.palette())
        lines = []
        for place in self._places[:SPOKEN]:
            card = place.card
            parts = [card_key_label(place.key) if card is None else card_name(card, short=True)]
            if card is not None:
                parts += self._figures(card)
            parts.append(self._state(place, colours)[0])
            lines.append(", ".join(part for part in parts if part))
        more = len(self._places) - SPOKEN
        if more > 0:
            lines.append(self.tr("and %n more card(s)", "", more))
        text = "; ".join(lines) or self._no_place()
        self.setAccessibleName(self.tr("Chosen cards: {cards}").format(cards=text))
        tips = [self._evidence(place) for place in self._places[:SPOKEN]]
        self.setToolTip("\n".join([*filter(None, tips), self.tr("Click to choose cards.")]))

    def _evidence(self, place: CardStatus) -> str:
        if place.fault is not None:
            return tr(place.fault.message)
        if place.pid is None or place.card is None:
            return ""
        if place.presence is ProcessLocation.UNSEEN and place.verified is not None:
            return tr(place.verified.sentence)
        match place.presence:
            case ProcessLocation.HERE:
                template = self.tr("Verified: process {pid} is on {card}.")
            case ProcessLocation.ELSEWHERE:
                template = self.tr("Process {pid} was sent to {card} and is on {other}.")
            case ProcessLocation.UNSEEN:
                template = self.tr("Process {pid} holds no memory on {card} that can be seen.")
        return template.format(pid=place.pid, card=card_label(place.card), other=place.elsewhere)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.update()
        super().changeEvent(event)
