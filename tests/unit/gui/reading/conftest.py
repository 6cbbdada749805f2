"""Real views on real results: a web engine for the session, results and PDFs made for each test."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.reading.markdown.url_scheme import VIEW_VARIABLE, register_schemes
from gui.reading.result_pane import ResultPane

register_schemes()  # before any test makes the application

WAIT_MS = 30_000


@pytest.fixture(scope="session")
def web_engine(qapp: QApplication) -> None:
    """Chromium's own helper processes live as long as the application: start them once."""
    from gui.reading.markdown.web_profile import SHELL, make_page, make_profile

    profile, _files = make_profile(None)
    page = make_page(profile)
    loop = QEventLoop()
    page.loadFinished.connect(loop.quit)
    QTimer.singleShot(WAIT_MS, loop.quit)
    page.load(QUrl(SHELL))
    loop.exec()
    shiboken6.delete(page)
    shiboken6.delete(profile)


@pytest.fixture
def pane(web_engine: None, qtbot: QtBot) -> Iterator[ResultPane]:
    """A pane with the web view."""
    yield from _pane(qtbot)


@pytest.fixture
def text_pane(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ResultPane]:
    """A pane with the simple view."""
    monkeypatch.setenv(VIEW_VARIABLE, "text")
    yield from _pane(qtbot)


def _pane(qtbot: QtBot) -> Iterator[ResultPane]:
    made = ResultPane()
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.shut_down()
    shiboken6.delete(made)


Paragraphs = list[tuple[str, str]]
MakeResult = Callable[..., tuple[Path, Path]]


@pytest.fixture
def make_result(tmp_path: Path) -> MakeResult:
    """Write a PDF and a result folder of it: ``per_page`` units on each page, one below another."""

    def make(
        paragraphs: Paragraphs, *, name: str = "paper", per_page: int = 6
    ) -> tuple[Path, Path]:
        from reportlab.pdfgen.canvas import Canvas

        pdf = tmp_path / f"{name}.pdf"
        folder = tmp_path / "out" / name
        (folder / "images").mkdir(parents=True)
        canvas = Canvas(str(pdf), pagesize=(400, 600), invariant=1)
        blocks = []
        at = 0
        for number, (kind, text) in enumerate(paragraphs):
            page, row = divmod(number, per_page)
            top = 40 + row * (520 / per_page)
            if row == 0 and page:
                canvas.showPage()
            canvas.drawString(44, 600 - top - 14, f"Block {number}")
            box = [40, top, 360, top + 24]
            blocks.append(
                {
                    "type": kind,
                    "md_start": at,
                    "md_end": at + len(text),
                    "page": page,
                    "bbox": box,
                }
            )
            at += len(text) + 2
        canvas.showPage()
        canvas.save()
        (folder / f"{name}.md").write_text("\n\n".join(t for _, t in paragraphs), "utf-8")
        (folder / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks}))
        (folder / "headframe.json").write_text(json.dumps({"schema": 1, "source": os.fspath(pdf)}))
        return folder, pdf

    return make


PAPER: Paragraphs = [
    ("title", "# On reading 阅读"),
    ("text", "First paragraph with $ x ^ { 2 } $ and *stress*."),
    ("table", "<table><tr><td rowspan=2>a</td><td>$ y $</td></tr><tr><td>b</td></tr></table>"),
    ("equation", "$$\n\\frac { a } { b } \\tag{1}\n$$"),
    ("text", "A 😀 beyond the first plane. " + "Words and more words. " * 60 + "End."),
    ("code", "```python\nprint('x')\n```"),
    ("title", "## Second page"),
    ("text", "See [the site](https://example.org) and [^1]."),
    ("page_footnote", "[^1]: A note."),
    ("image", "![a picture](images/missing.png)"),
    ("list", "- one\n- two\n- three"),
    ("text", "The last of the second page."),
    ("text", "Alone on the third page. " + "Text. " * 200 + "End."),
]
