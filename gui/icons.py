"""Icons: small SVGs of our own, drawn in the colour that is asked for, sharp at any scale."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

import resources

FOLDER = Path(resources.__file__).parent / "icons"
SCALES = (1.0, 2.0)
"""Device pixel ratios that an icon is made for; Qt scales from the nearest."""


class Glyph(StrEnum):
    """The drawings there are; the value is the file's name."""

    ADD = "add"
    BATCH = "batch"
    BOXES = "boxes"
    CANCELLED = "cancelled"
    CHAIN = "chain"
    CHEVRON_DOWN = "chevron-down"
    CHIP = "chip"
    CLOSE = "close"
    CLUSTER = "cluster"
    COPY = "copy"
    DOCUMENT = "document"
    DONE = "done"
    DOUBT = "doubt"
    ENGINE = "engine"
    EXPORT = "export"
    FAILED = "failed"
    FIT_PAGE = "fit-page"
    FIT_WIDTH = "fit-width"
    FOLDER = "folder"
    FOLDER_OPEN = "folder-open"
    HEADFRAME = "headframe"
    INBOX = "inbox"
    INFO = "info"
    LOCK = "lock"
    LOG = "log"
    OUTLINE = "outline"
    PAUSE = "pause"
    PAUSED = "paused"
    PLAY = "play"
    PREVIEW = "preview"
    PROFILE = "profile"
    REDO = "redo"
    RETRY = "retry"
    ROTATE = "rotate"
    RUNNING = "running"
    SAVE = "save"
    SEARCH = "search"
    SETTINGS = "settings"
    SKIPPED = "skipped"
    SOURCE = "source"
    STOP = "stop"
    THUMBNAILS = "thumbnails"
    TRASH = "trash"
    UNDO = "undo"
    UP = "up"
    WAITING = "waiting"
    WATCHING = "watching"
    WHEN_DONE = "when-done"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"


def pixmap(glyph: Glyph, colour: str, size: int, scale: float) -> QPixmap:
    """The drawing at ``size`` logical pixels, for a screen of that device pixel ratio."""
    key = f"{glyph} {colour} {size} {scale}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    source = _source(glyph).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, picture)
    return picture


def icon(glyph: Glyph, colour: str, disabled: str | None = None, size: int = 16) -> QIcon:
    """An icon for a button or a menu; ``disabled`` is its colour where it cannot be used."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(glyph, colour, size, scale))
        if disabled is not None:
            made.addPixmap(pixmap(glyph, disabled, size, scale), QIcon.Mode.Disabled)
    return made


@cache
def _source(glyph: Glyph) -> str:
    return (FOLDER / f"{glyph}.svg").read_text(encoding="utf-8")
