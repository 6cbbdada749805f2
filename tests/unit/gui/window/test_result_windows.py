"""Results made elsewhere: opened by menu or by dropping their folder, read like our own."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from core.documents.block import PageRegion
from gui.notifications import Severity
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import RunningApp

MIDDLE = {
    "pdf_info": [
        {
            "page_idx": 0,
            "para_blocks": [
                {
                    "type": "title",
                    "bbox": [40, 40, 300, 60],
                    "lines": [{"spans": [{"content": "Made elsewhere"}]}],
                }
            ],
        }
    ]
}


def elsewhere(tmp_path: Path, name: str = "paper") -> Path:
    """What MinerU leaves: ``paper/auto`` with its Markdown, and the PDF beside ``paper``'s."""
    folder = tmp_path / "mineru" / name / "auto"
    folder.mkdir(parents=True)
    (folder / f"{name}.md").write_text("# Made elsewhere\n\nText.")
    (folder / f"{name}_middle.json").write_text(json.dumps(MIDDLE))
    return folder


def test_a_dropped_result_is_read_with_its_places(app: RunningApp, tmp_path: Path) -> None:
    folder = elsewhere(tmp_path)
    app.drop(folder.parent)
    app.wait(lambda: len(app.window.readers.windows) == 1)
    pane = app.window.readers.windows[0].pane
    app.wait(lambda: pane.result is not None)
    result = pane.result
    assert result is not None
    assert result.folder == folder
    assert result.blocks[0].places == (PageRegion(0, (40.0, 40.0, 300.0, 60.0)),)
    assert not app.window.notice_bar.isVisible()
    assert app.window.readers.open(folder)
    assert len(app.window.readers.windows) == 1
    app.window.readers.windows[0].close()
    assert app.window.readers.windows == []


def test_a_result_is_chosen_in_the_menu_and_shown_beside_its_pdf(
    app: RunningApp, tmp_path: Path
) -> None:
    folder = elsewhere(tmp_path)
    pdfs.text_pdf(folder / "paper_origin.pdf", pages=2)
    app.window.actions_[Command.OPEN_RESULT].trigger()
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    (reader,) = app.window.readers.windows
    app.wait(lambda: reader.pane.pages.view.page_count == 2)
    assert reader.windowTitle().startswith("paper")


def test_what_is_no_result_is_said(app: RunningApp, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    app.drop(tmp_path / "empty")
    app.wait(lambda: app.window.notice_bar.notice is not None)
    app.window.actions_[Command.OPEN_RESULT].trigger()
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "empty"))
    dialog.close()
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.level is Severity.WARNING
    assert "no result" in notice.text
    for name in "abcde":
        folder = elsewhere(tmp_path, name)
        folder.rename(tmp_path / "mineru" / f"result-{name}")
    assert app.window.readers.open(tmp_path / "mineru")
    assert app.window.readers.windows == []
