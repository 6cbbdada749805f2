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
from gui.table.rows import JobColumn
from gui.table.view import WIDTHS
from tests.support import pdfs
from tests.support.window import RunningApp, end_app, make_app

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


def shown(app: RunningApp, name: str) -> ResultPane:
    """The pane when a document is in it, both sides."""
    app.choose(name)
    app.wait(lambda: app.window.detail.pane is not None)
    pane = app.window.detail.pane
    assert pane is not None

    def is_there() -> bool:
        result = pane.result
        return (
            result is not None
            and result.folder.name == Path(name).stem
            and pane._is_rendered
            and pane.pages.view.page_count > 0
        )

    app.wait(is_there)
    return pane


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_each_document_is_read_on_where_it_was_left_also_after_a_restart(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    app = make_app(qtbot, home, settings)
    app.window.resize(1600, 900)
    app.drop(
        pdfs.text_pdf(tmp_path / "one.pdf", pages=6), pdfs.text_pdf(tmp_path / "two.pdf", pages=6)
    )
    app.wait_until_over(2)
    pane = shown(app, "one.pdf")
    assert pane.pages.view.isVisible()
    pane.pages.view.set_percent(150)
    pane.markdown.zoom(2)
    pane.pages.view.go_to_page(4)
    app.wait(lambda: pane.pages.view.page == 4 and pane.linked_scrolling.is_settled)
    loaded = pane._loaded
    assert loaded is not None
    unit = next(number for number, one in enumerate(loaded.units) if one.page == 3)
    shown(app, "two.pdf")
    assert pane.pages.view.page == 0
    pane.markdown.mark(unit, scroll=True)
    pane.pages.view.set_fit(FitMode.PAGE)
    again = shown(app, "one.pdf")
    assert again.pages.view.page == 4
    assert again.pages.view.scale_percent == 150
    assert round(again.markdown.zoom_factor, 2) == 1.21
    shown(app, "two.pdf")
    assert pane.pages.view.fit is FitMode.PAGE
    assert pane.markdown.unit == unit
    end_app(app)

    later = make_app(qtbot, home, settings)
    try:
        later.window.resize(1600, 900)
        later.wait(lambda: bool(later.jobs()) and later.window.view.current_id() != "")
        assert later.window.view.current_id() == later.job("two.pdf").id
        pane = shown(later, "two.pdf")
        assert pane.markdown.unit == unit
        assert shown(later, "one.pdf").pages.view.page == 4
    finally:
        end_app(later)


@pytest.mark.slow
def test_after_a_restart_the_list_is_in_its_own_order_and_at_the_document_of_before(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    app = make_app(qtbot, home, settings)
    app.work.pause_all(True)
    names = [f"{number:02}.pdf" for number in range(40)]
    app.drop(*(pdfs.text_pdf(tmp_path / name, pages=1) for name in names))
    app.wait(lambda: len(app.jobs()) == len(names))
    header = app.window.view.horizontalHeader()
    header.sectionClicked.emit(JobColumn.DOCUMENT)
    header.sectionClicked.emit(JobColumn.DOCUMENT)
    assert header.isSortIndicatorShown()
    app.choose("20.pdf")
    end_app(app)

    later = make_app(qtbot, home, settings)
    try:
        view = later.window.view
        later.wait(lambda: len(later.jobs()) == len(names) and view.current_id() != "")
        assert not view.horizontalHeader().isSortIndicatorShown()
        assert view.selected_ids() == [later.job("20.pdf").id]

        def in_the_middle() -> bool:
            row = view.visualRect(view.currentIndex())
            return abs(row.center().y() - view.viewport().rect().center().y()) < row.height()

        later.wait(in_the_middle)
    finally:
        end_app(later)


@pytest.mark.slow
def test_a_column_that_had_no_room_before_a_restart_comes_back_with_its_width(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    app = make_app(qtbot, home, settings)
    app.work.pause_all(True)
    app.window.resize(700, 560)
    app.drop(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    app.wait(lambda: app.window.view.isColumnHidden(JobColumn.PAGES))
    end_app(app)

    later = make_app(qtbot, home, settings)
    try:
        view = later.window.view
        later.wait(lambda: len(later.jobs()) == 1 and view.isVisible())
        assert view.isColumnHidden(JobColumn.PAGES)
        later.window.resize(1280, 700)
        later.wait(lambda: view.columnWidth(JobColumn.PAGES) == WIDTHS[JobColumn.PAGES])
        assert view.isColumnHidden(JobColumn.BATCH), "nobody has asked for it"
    finally:
        end_app(later)


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_a_failed_document_shows_its_pages_beside_the_reason(
    app: RunningApp, tmp_path: Path
) -> None:
    app.window.resize(1600, 800)
    app.settings.set(OCR, Ocr.OFF)
    app.drop(pdfs.scan_pdf(tmp_path / "scan.pdf"), tmp_path / "missing.pdf")
    app.wait_until_over(2)
    assert app.job("scan.pdf").state is JobState.FAILED
    app.choose("scan.pdf")
    beside = app.window.detail.beside
    app.wait(lambda: beside.pages is not None and beside.pages.isVisible())
    assert beside.message.isVisible()
    assert beside.pages is not None
    assert beside.pages.view.page_count > 0
    app.window.resize(700, 800)
    app.wait(lambda: beside.width() >= 640 or not beside.pages.isVisible())  # type: ignore[union-attr]
    app.choose("missing.pdf")
    app.wait(lambda: beside.pages is not None and not beside.pages.isVisible())
