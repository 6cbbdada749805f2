"""The last ten minutes of one card: memory and load, drawn by us, values under the pointer."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from core.cards.history import KEEP_S, CardSample
from gui.cards.labels import amount, gigabytes
from gui.cards.painting import draw_spark
from gui.labels import rough_duration
from gui.theme import colours_of

HEIGHT = 92
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 22, 18
NEAR_S = 30.0
"""A pointer further from every sample than this is on none."""
MINUTES = (10, 5, 0)


class CardHistoryChart(QWidget):
    """Shows samples of `core.cards.history`; the newest at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._name = ""
        self._samples: tuple[CardSample, ...] = ()
        self._now = 0.0
        self.hide()

    def show_samples(self, name: str, samples: Sequence[CardSample]) -> None:
        """``name``: the card's. Without samples nothing is shown."""
        self._name, self._samples = name, tuple(samples)
        self._now = time.monotonic()
        self.setVisible(bool(samples))
        self.setAccessibleName(self.tr("{card}: last 10 minutes").format(card=name))
        self.setAccessibleDescription(self._summary())
        self.update()

    def text_at(self, x: float) -> str:
        """What was measured nearest to this place, in pixels from the left."""
        area = self._area()
        if not self._samples or not area.left() <= x <= area.right():
            return ""
        at = self._now - KEEP_S * (area.right() - x) / area.width()
        sample = min(self._samples, key=lambda one: abs(one.at - at))
        return self._text(sample) if abs(sample.at - at) <= NEAR_S else ""

    def _text(self, sample: CardSample) -> str:
        ago = max(0.0, self._now - sample.at)
        text = self.tr("{time} ago: memory {used} of {total} GB, load {load}")
        return text.format(
            time=rough_duration(ago) if ago >= 90 else self.tr("{s} s").format(s=round(ago)),
            used=gigabytes(sample.memory_used_mb),
            total=gigabytes(sample.memory_total_mb, 0),
            load=amount(sample.utilisation_percent, "%"),
        )

    def _summary(self) -> str:
        used = [s.memory_used_mb for s in self._samples if s.memory_used_mb is not None]
        loads = [s.utilisation_percent for s in self._samples if s.utilisation_percent is not None]
        return self.tr("Most memory {used} GB, highest load {load}").format(
            used=gigabytes(max(used, default=None)), load=amount(max(loads, default=None), "%")
        )

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.palette())
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        area = self._area()
        self._draw_axes(painter, area, colours.muted, colours.line)
        memory = [
            (s.at, s.memory_used_mb / s.memory_total_mb)
            if s.memory_used_mb is not None and s.memory_total_mb
            else (s.at, None)
            for s in self._samples
        ]
        load = [
            (s.at, None if s.utilisation_percent is None else s.utilisation_percent / 100)
            for s in self._samples
        ]
        draw_spark(painter, area, memory, self._now, colours.muted, KEEP_S)
        draw_spark(painter, area, load, self._now, colours.accent, KEEP_S)
        self._draw_legend(painter, area, colours.muted, colours.accent)

    def _draw_axes(self, painter: QPainter, area: QRectF, ink: str, line: str) -> None:
        metrics = QFontMetrics(painter.font())
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - area.height() * share
            painter.setPen(QPen(QColor(line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(ink))
            place = QRectF(0, y - metrics.height() / 2, LEFT - 6, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"{share:.0%}")
        for minutes in MINUTES:
            x = area.right() - area.width() * minutes * 60 / KEEP_S
            text = self.tr("now") if not minutes else self.tr("−{n} min").format(n=minutes)
            width = metrics.horizontalAdvance(text) + 2
            left = min(max(area.left(), x - width / 2), area.right() - width)
            place = QRectF(left, area.bottom() + 2, width, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)

    def _draw_legend(self, painter: QPainter, area: QRectF, memory: str, load: str) -> None:
        """Names beside samples of the lines: one is drawn twice as thick, so colour is not all."""
        metrics = QFontMetrics(painter.font())
        x = area.left()
        for text, colour, thick in (
            (self.tr("{card}: memory").format(card=self._name), memory, 1.2),
            (self.tr("load"), load, 2.4),
        ):
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLine(QPointF(x, 11), QPointF(x + 16, 11))
            painter.setPen(QColor(memory))
            width = metrics.horizontalAdvance(text) + 4
            place = QRectF(x + 22, 2, width, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            x += 22 + width + 18

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(event.position().x() if hasattr(event, "position") else event.x())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
