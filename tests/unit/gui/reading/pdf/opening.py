"""Documents in a page view, waited for."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.reading.pdf.view import PdfView
from tests.unit.gui.reading.conftest import WAIT_MS


def open_book(view: PdfView, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(view.opened, timeout=WAIT_MS):
        view.show_document(path)
    drawn(view, qtbot, 0)


def drawn(view: PdfView, qtbot: QtBot, page: int) -> None:
    qtbot.waitUntil(lambda: view.images.get(page) is not None, timeout=WAIT_MS)
