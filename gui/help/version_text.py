"""Versions of the window, beside those of `core`."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from core.diagnostics.versions import versions_text


def window_versions() -> Iterator[tuple[str, str]]:
    """What the picture on the screen depends on."""
    yield "Qt", f"{qVersion()}, {QGuiApplication.platformName()}"
    yield "Language", QLocale().name()
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield "Screen", f"{size.width()} × {size.height()} at {screen.devicePixelRatio():.0%}"


def version_text() -> str:
    """All of them, to be pasted."""
    return versions_text(window_versions())
