"""Small drawings: a memory bar with our part in it, a line of the last minute, a health's icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.cards.model import Card, Health
from gui.cards.cards_state import SPARK_S
from gui.icons import Glyph
from gui.theme import Colours

GAP_S = 30.0
"""Samples further apart than this (seconds) are not joined."""


def health_glyph(health: Health) -> Glyph:
    """The icon of a health; no two that differ in use look alike."""
    match health:
        case Health.OK:
            return Glyph.DONE
        case Health.WARNING:
            return Glyph.FAILED
        case Health.ALARM | Health.CRITICAL:
            return Glyph.STOP
        case Health.UNKNOWN:
            return Glyph.CANCELLED


def health_colour(health: Health, colours: Colours) -> str:
    """The colour of a health; its icon and word say the same without it."""
    match health:
        case Health.OK:
            return colours.done
        case Health.WARNING:
            return colours.warning
        case Health.ALARM | Health.CRITICAL:
            return colours.failed
        case Health.UNKNOWN:
            return colours.muted


def draw_memory(
    painter: QPainter, bar: QRectF, card: Card, ours_mb: float | None, colours: Colours
) -> None:
    """How full a card is: others' part, then ours. What is not known is a dashed outline."""
    used, total = card.memory_used_mb, card.memory_total_mb
    radius = bar.height() / 2
    if used is None or not total:
        painter.setPen(QPen(QColor(colours.edge), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, radius, radius)
        return
    shape = QPainterPath()
    shape.addRoundedRect(bar, radius, radius)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(bar, QColor(colours.line))
    full = bar.width() * min(1.0, used / total)
    mine = bar.width() * min(used, ours_mb or 0.0) / total
    painter.fillRect(QRectF(bar.left(), bar.top(), full, bar.height()), QColor(colours.faint))
    if mine > 0:
        mine = max(2.0, mine)
        ours = QRectF(bar.left() + full - mine, bar.top(), mine, bar.height())
        painter.fillRect(ours, QColor(colours.accent))
    painter.restore()


def draw_spark(
    painter: QPainter,
    area: QRectF,
    shares: Sequence[tuple[float, float | None]],
    now: float,
    colour: str,
    span_s: float = SPARK_S,
) -> None:
    """The last ``span_s`` seconds, now at the right.

    ``shares``: (time, 0 to 1, or ``None`` where it is not known).
    """
    line, faint = QColor(colour), QColor(colour)
    faint.setAlphaF(0.16)
    painter.setPen(QPen(faint, 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    for run in _runs(shares):
        points = [
            QPointF(
                area.right() - area.width() * min(1.0, max(0.0, (now - at) / span_s)),
                area.bottom() - area.height() * min(1.0, max(0.0, share)),
            )
            for at, share in run
        ]
        if len(points) == 1:
            points.insert(0, points[0] - QPointF(1.5, 0))
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        below = QPainterPath(path)
        below.lineTo(points[-1].x(), area.bottom())
        below.lineTo(points[0].x(), area.bottom())
        painter.fillPath(below, faint)
        painter.strokePath(path, QPen(line, 1.2))


def _runs(shares: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """Pieces without a gap."""
    runs: list[list[tuple[float, float]]] = []
    last: float | None = None
    for at, share in shares:
        if share is None:
            last = None
            continue
        if last is None or at - last > GAP_S:
            runs.append([])
        runs[-1].append((at, share))
        last = at
    return runs
