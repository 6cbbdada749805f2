"""Takes the pictures of docs: the real window, real documents of our own, a real conversion.

``python -m tests.unit.gui.picture docs/window.png`` on a screen of 1280 × 800, as Xvfb has one
(``xvfb-run -s "-screen 0 1280x800x24" …``), and ``--history docs/batch.png`` for batches that run,
rest, wait for more and are over. ``--dark`` and ``--chinese`` show those. The cards are an emulated
host's (`tests.support.ascend`), with the services that fill six of its eight.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

import gui.application
from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from core.paths import settings_file
from core.settings.definitions import CARDS, LANGUAGE, THEME, Language, Settings, Theme
from gui.__main__ import main
from gui.application import Application
from gui.batches.history_dialog import HistoryDialog
from gui.table.status_groups import StatusGroup
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost

POLL_MS = 100
CALM_LOOKS = 60
"""Six seconds without a change: pictures have loaded, sparklines have a line."""
STEPS_TO_THE_TABLE = 8
MANY = 40
"""Documents of the batch that runs."""
PAPER = "The winding engine.pdf"


class Photographer(QObject):
    """Waits until all is done and calm, shows the paper, takes the picture, closes the window."""

    def __init__(self, program: Application, picture: Path) -> None:
        super().__init__(program)
        self._program = program
        self._picture = picture
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(POLL_MS)

    def _look(self) -> None:
        window = self._program.window
        counts = window.model.counts
        over = counts.total() > 0 and all(
            state.is_final for state, count in counts.items() if count and state in JobState
        )
        if not over:
            return
        self._calm += 1
        if self._calm == 1:
            window.setGeometry(QGuiApplication.primaryScreen().availableGeometry())
            paper = next(row for row in window.model.rows() if row.job.source.name == PAPER)
            window.view.select([paper.job.id])
        elif self._calm == CALM_LOOKS // 2:
            pane = window.detail.pane
            assert pane is not None
            for _ in range(STEPS_TO_THE_TABLE):
                pane.units.go_next()
        elif self._calm == CALM_LOOKS:
            shoot(window, self._picture)
            window.close()


class Historian(QObject):
    """Begins three batches beside those of the command, and takes the history's picture."""

    def __init__(self, program: Application, picture: Path, folder: Path) -> None:
        super().__init__(program)
        self._program, self._picture, self._folder = program, picture, folder
        self._asked = self._begun = False
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(POLL_MS)

    def _look(self) -> None:
        """One step further, as soon as the one before has come to something."""
        work, window = self._program.work, self._program.window
        batches = {batch.new.name: batch for batch in work.state.batches}
        history = window.findChild(HistoryDialog)
        if not self._asked:
            self._asked = True
            window.showMaximized()
            self._begin("Inbox", watch=True)
        elif not self._begun:
            inbox = batches.get("Inbox")
            if inbox is not None and window.counts_of(inbox.id).groups[StatusGroup.DONE]:
                self._begun = True
                self._begin("Proceedings")
                self._begin("Maps and plans")
        elif "Maps and plans" not in batches:
            return
        elif not batches["Maps and plans"].paused:
            work.pause_batch(batches["Maps and plans"].id, True)
        elif history is None:
            counts = window.counts_of(batches["Proceedings"].id)
            if counts.groups[StatusGroup.DONE] >= MANY // 3:
                window.history_requested.emit()
        elif not self._calm:
            self._choose(history)
        else:
            self._calm += 1
            if self._calm == CALM_LOOKS // 4:
                self._timer.stop()
                shoot(history, self._picture)
                self._program.exit()

    def _begin(self, name: str, *, watch: bool = False) -> None:
        out = self._folder / "Markdown"
        self._program.work.add_batch(NewBatch(name, (self._folder / name,), out, watch=watch))

    def _choose(self, history: HistoryDialog) -> None:
        rows = [row for row, past in enumerate(history.batches.pasts) if past.failed]
        if rows:
            history.table.selectRow(rows[0])
            self._calm = 1


def shoot(widget: QWidget, picture: Path) -> None:
    """Take the picture of a window, as it is on the screen."""
    place = widget.geometry()
    screen = QGuiApplication.primaryScreen()
    shot = screen.grabWindow(0, place.x(), place.y(), place.width(), place.height())
    shot.save(str(picture))


def paper(path: Path) -> Path:
    """Two pages with headings, a table and a figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    style = getSampleStyleSheet()
    figure = path.with_suffix(".png")
    pdfs._picture().save(figure)
    table = Table(
        [
            ("Shaft", "Depth in m", "Load in t", "Turns a day"),
            ("North", "120", "3.4", "210"),
            ("South", "185", "2.2", "164"),
            ("East", "240", "1.9", "131"),
        ],
        colWidths=[90] * 4,
    )
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.8, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 9)]
        )
    )
    text = [pdfs.words(number) for number in range(60)]

    def body(first: int, count: int = 7) -> Paragraph:
        return Paragraph(" ".join(text[first : first + count]), style["BodyText"])

    story = [
        Paragraph("On the winding engine of the upper shaft", style["Title"]),
        body(0, 4),
        Paragraph("1 Introduction", style["Heading1"]),
        body(4),
        body(11),
        Paragraph("2 Measurements", style["Heading1"]),
        body(18, 4),
        Spacer(1, 8),
        table,
        Spacer(1, 8),
        body(22, 5),
        Paragraph("3 The engine house", style["Heading1"]),
        body(27),
        Image(str(figure), width=240, height=160),
        Paragraph("Figure 1: The winding engine, seen from the east.", style["BodyText"]),
        body(34),
        body(41),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    figure.unlink()
    return path


def documents(folder: Path) -> Path:
    """A small archive: done, skipped, failed."""
    paper(folder / PAPER)
    pdfs.headings_pdf(folder / "The book of levels.pdf", sections=6)
    pdfs.two_column_pdf(folder / "Proceedings 1911.pdf", paragraphs=40)
    pdfs.table_pdf(folder / "Output by shaft.pdf")
    pdfs.chinese_pdf(folder / "井架上的文件.pdf")
    pdfs.scan_pdf(folder / "Letter of 3 May (scan).pdf", pages=2)
    pdfs.encrypted_pdf(folder / "Wages.pdf")
    pdfs.text_pdf(folder / "Notes from the shaft.pdf", pages=24)
    pdfs.image_pdf(folder / "Engine, east view.pdf")
    return folder


def past_and_present(folder: Path) -> None:
    """Two folders that the command has converted, and three for the window."""
    for name, pages in (("Proceedings", 12), ("Maps and plans", 2), ("Inbox", 1), ("Letters", 1)):
        first = pdfs.text_pdf(folder / name / "1911.pdf", pages=pages)
        for number in range(MANY if name == "Proceedings" else 5):
            shutil.copy(first, first.with_stem(str(1912 + number)))
    documents(folder / "Archive")
    for name in ("Letters", "Archive"):
        run("convert", folder / name, "-o", folder / "Markdown")


def take(picture: Path, *, history: bool, dark: bool, chinese: bool) -> int:
    """Start the program, take the picture; the program's exit code."""
    with ExitStack() as stack:
        folder = Path(tempfile.gettempdir()) / "mine"  # it is seen in the pictures
        folder.mkdir()
        stack.callback(shutil.rmtree, folder)

        class Photographed(Application):
            def __init__(self, app: QApplication, home: Path) -> None:
                super().__init__(app, home)
                self.photographer = (
                    Historian(self, picture, folder) if history else Photographer(self, picture)
                )

        gui.application.Application = Photographed  # type: ignore[misc]
        home = folder / "home"
        home.mkdir()
        settings = Settings(settings_file(home))
        settings.set(THEME, Theme.DARK if dark else Theme.LIGHT)
        settings.set(CARDS, ("npu:6", "npu:7"))
        settings.set(LANGUAGE, Language.CHINESE if chinese else Language.ENGLISH)
        os.environ |= {
            "HEADFRAME_HOME": str(home),
            **AscendHost(folder / "host", presets.eight_910b()).environment(),
        }
        if history:
            past_and_present(folder)
            return main([])
        return main([str(documents(folder / "archive"))])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--chinese", action="store_true")
    given = parser.parse_args()
    picture = given.picture.resolve()
    sys.exit(take(picture, history=given.history, dark=given.dark, chinese=given.chinese))
