"""Reading on: where a document was left, also after a restart; the pages of failed ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.settings.definitions import OCR, OUTPUT_FOLDER, Settings
from core.worker.kinds import Ocr
from gui.reading.pdf.layout import FitMode
from gui.reading.result_pane import ResultPane
from tests.support import pdfs
from tests.support.window import Desk, end_desk, make_desk

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


def shown(desk: Desk, name: str) -> ResultPane:
    """The pane when a document is in it, both sides."""
    desk.choose(name)
    desk.wait(lambda: desk.window.detail.pane is not None)
    pane = desk.window.detail.pane
    assert pane is not None

    def is_there() -> bool:
        result = pane.result
        return (
            result is not None
            and result.folder.name == Path(name).stem
            and pane._is_rendered
            and pane.pages.view.page_count > 0
        )

    desk.wait(is_there)
    return pane


@pytest.mark.usefixtures("real_flash")
def test_each_document_is_read_on_where_it_was_left_also_after_a_restart(
    qtbot: QtBot, home: Path, settings: Settings, dressed: None, tmp_path: Path
) -> None:
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    desk = make_desk(qtbot, home, settings)
    desk.window.resize(1600, 900)
    desk.drop(
        pdfs.text_pdf(tmp_path / "one.pdf", pages=6), pdfs.text_pdf(tmp_path / "two.pdf", pages=6)
    )
    desk.wait_until_over(2)
    pane = shown(desk, "one.pdf")
    assert pane.pages.view.isVisible()
    pane.pages.view.set_percent(150)
    pane.markdown.zoom(2)
    pane.pages.view.go_to_page(4)
    desk.wait(lambda: pane.pages.view.page == 4 and pane.linked_scrolling.is_settled)
    loaded = pane._loaded
    assert loaded is not None
    unit = next(number for number, one in enumerate(loaded.units) if one.page == 3)
    shown(desk, "two.pdf")
    assert pane.pages.view.page == 0
    pane.markdown.mark(unit, scroll=True)
    pane.pages.view.set_fit(FitMode.PAGE)
    again = shown(desk, "one.pdf")
    assert again.pages.view.page == 4
    assert again.pages.view.scale_percent == 150
    assert round(again.markdown.zoom_factor, 2) == 1.21
    shown(desk, "two.pdf")
    assert pane.pages.view.fit is FitMode.PAGE
    assert pane.markdown.unit == unit
    end_desk(desk)

    later = make_desk(qtbot, home, settings)
    try:
        later.window.resize(1600, 900)
        later.wait(lambda: bool(later.jobs()) and later.window.view.current_id() != "")
        assert later.window.view.current_id() == later.job("two.pdf").id
        pane = shown(later, "two.pdf")
        assert pane.markdown.unit == unit
        assert shown(later, "one.pdf").pages.view.page == 4
    finally:
        end_desk(later)


@pytest.mark.usefixtures("real_flash")
def test_a_failed_document_shows_its_pages_beside_the_reason(desk: Desk, tmp_path: Path) -> None:
    desk.window.resize(1600, 800)
    desk.settings.set(OCR, Ocr.OFF)
    desk.drop(pdfs.scan_pdf(tmp_path / "scan.pdf"), tmp_path / "missing.pdf")
    desk.wait_until_over(2)
    assert desk.job("scan.pdf").state is JobState.FAILED
    desk.choose("scan.pdf")
    beside = desk.window.detail.beside
    desk.wait(lambda: beside.pages is not None and beside.pages.isVisible())
    assert beside.message.isVisible()
    assert beside.pages is not None
    assert beside.pages.view.page_count > 0
    desk.window.resize(700, 800)
    desk.wait(lambda: beside.width() >= 640 or not beside.pages.isVisible())  # type: ignore[union-attr]
    desk.choose("missing.pdf")
    desk.wait(lambda: beside.pages is not None and not beside.pages.isVisible())
