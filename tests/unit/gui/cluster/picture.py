"""Takes the picture of docs/cluster.md: the list of cards over the hosts of a real Ray cluster.

``python -m tests.unit.gui.cluster.picture docs/cluster.png`` on a screen of 1280 × 800, as Xvfb has
one. Each of the three hosts has an emulated driver with two free cards.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

import gui.application
from core.paths import settings_file
from core.settings.definitions import (
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    LANGUAGE,
    THEME,
    Language,
    Settings,
    Theme,
)
from gui.__main__ import main
from gui.application import Application
from gui.cards.controller import CardController
from tests.support.cluster import Room
from tests.unit.gui.picture import CALM_LOOKS, POLL_MS, shoot

HOSTS = ("atlas-1", "atlas-2", "atlas-3")
CARDS = 9
"""Two of each host, and its processor."""
SIZE = (1100, 780)


class ClusterPhotographer(QObject):
    """Opens the list of cards, waits for all hosts, takes the picture, closes the window."""

    def __init__(self, program: Application, picture: Path) -> None:
        super().__init__(program)
        self._program, self._picture = program, picture
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(POLL_MS)

    def _look(self) -> None:
        cards = self._program.window.findChild(CardController)
        if cards is None:
            return
        if cards.dialog is None:
            cards.choose()
            return
        cards.dialog.resize(*SIZE)
        rows = [row.card for row in cards.dialog.model.rows() if row.card is not None]
        if sum(card.host in HOSTS for card in rows) < CARDS:
            return
        self._calm += 1
        if self._calm == CALM_LOOKS:
            self._timer.stop()
            shoot(cards.dialog, self._picture)
            cards.dialog.reject()
            self._program.exit()


def take(picture: Path, *, dark: bool, chinese: bool) -> int:
    """Start the program on a cluster, take the picture; the program's exit code."""
    with tempfile.TemporaryDirectory(prefix="mine-") as temporary, Room(*HOSTS) as room:

        class Photographed(Application):
            def __init__(self, app: QApplication, home: Path) -> None:
                super().__init__(app, home)
                self.photographer = ClusterPhotographer(self, picture)

        gui.application.Application = Photographed  # type: ignore[misc]
        home = Path(temporary) / "home"
        home.mkdir()
        settings = Settings(settings_file(home))
        settings.set(THEME, Theme.DARK if dark else Theme.LIGHT)
        settings.set(LANGUAGE, Language.CHINESE if chinese else Language.ENGLISH)
        settings.set(CLUSTER_ADDRESS, room.address)
        settings.set(CLUSTER_AT_START, True)
        os.environ["HEADFRAME_HOME"] = str(home)
        return main([])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--chinese", action="store_true")
    given = parser.parse_args()
    sys.exit(take(given.picture.resolve(), dark=given.dark, chinese=given.chinese))
