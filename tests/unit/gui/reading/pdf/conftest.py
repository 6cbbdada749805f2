"""A page view on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from gui.reading.pdf.view import PdfView


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PdfView]:
    made = PdfView()
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.shut_down()
    shiboken6.delete(made)
