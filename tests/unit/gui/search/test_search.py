"""The search over all results in a real window: found, opened at its place, kept up to date."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.paths import search_file
from core.search.hits import MOST_HITS
from core.search.index import IndexUnusable, SearchIndex
from gui.search.controller import SearchController
from gui.search.dialog import SearchDialog
from gui.search.search import find_hits
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import WAIT_MS, RunningApp
from tests.unit.core.search.test_index import make_result

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture
def search(app: RunningApp, home: Path) -> Iterator[SearchController]:
    made = SearchController(home, app.window, app.work)
    yield made
    made.stop()


def fill(home: Path, *folders: Path) -> None:
    with SearchIndex(search_file(home)) as index:
        for folder in folders:
            index.add(folder)


def opened(search: SearchController, app: RunningApp) -> SearchDialog:
    app.window.actions_[Command.SEARCH_RESULTS].trigger()
    assert search.dialog is not None
    return search.dialog


@pytest.mark.parametrize(
    ("pages", "listed", "text"),
    [
        (MOST_HITS, MOST_HITS, "300 pages in 1 document"),
        (MOST_HITS + 1, MOST_HITS, "The best 300 pages are shown."),
    ],
)
def test_there_are_more_only_where_more_were_found(
    search: SearchController,
    app: RunningApp,
    tmp_path: Path,
    home: Path,
    pages: int,
    listed: int,
    text: str,
) -> None:
    fill(home, make_result(tmp_path, "long", *(f"whale {page}" for page in range(pages))))
    dialog = opened(search, app)
    look_for(dialog, app.qtbot, "whale", listed)
    assert dialog.status.text() == text


def test_results_that_are_gone_do_not_hide_that_there_are_more(
    search: SearchController, app: RunningApp, tmp_path: Path, home: Path
) -> None:
    kept = make_result(tmp_path, "kept", *(f"whale {page}" for page in range(MOST_HITS + 1)))
    gone = make_result(tmp_path, "gone", *(f"whale {page}" for page in range(50)))
    fill(home, kept, gone)
    shutil.rmtree(gone)
    assert len(list(find_hits(home, "whale"))) == MOST_HITS + 1


def look_for(dialog: SearchDialog, qtbot: QtBot, text: str, hits: int) -> None:
    dialog.field.setText(text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: not dialog.search.running and len(dialog.model.hits) == hits, timeout=WAIT_MS
    )


@pytest.mark.slow
def test_a_document_that_was_converted_is_found_and_opened_at_its_page(
    search: SearchController, app: RunningApp, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "paper.pdf", pages=3))
    app.wait_until_over(1)
    job = app.job("paper.pdf")
    assert job.markdown is not None
    words = pdfs.sentence(8)
    dialog = opened(search, app)
    app.qtbot.waitUntil(
        lambda: _indexed(search) == [job.markdown.parent],  # type: ignore[union-attr]
        timeout=WAIT_MS,
    )
    look_for(dialog, app.qtbot, f'"{words}"', 1)
    hit = dialog.model.hits[0]
    assert (hit.markdown, hit.page) == (job.markdown, 2)
    assert "Page 3" in dialog.model.index(0, 0).data()
    assert dialog.status.text() == "1 page in 1 document"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    app.wait(lambda: app.window.detail.pane is not None)
    pane = app.window.detail.pane
    assert pane is not None
    app.wait(lambda: pane.markdown.unit >= 0)
    assert app.window.view.current_id() == job.id
    assert words in pane.markdown_of(pane.markdown.unit)
    pane.markdown.mark(0, scroll=True)
    dialog.hit_requested.emit(hit)  # shown already: only its place is gone to
    app.wait(lambda: pane.markdown.unit > 0)


def _indexed(search: SearchController) -> list[Path]:
    try:
        with SearchIndex(search_file(search._home), repair=False) as index:
            return index.folders()
    except IndexUnusable:
        return []  # being made again


def test_a_result_on_no_list_is_opened_in_a_window_of_its_own(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    folder = make_result(tmp_path, "other", "# Title", "第一段", "神经网络的研究")
    fill(home, folder)
    dialog = opened(search, app)
    look_for(dialog, app.qtbot, "网络", 1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    (window,) = app.window.readers.windows
    app.wait(lambda: window.pane.markdown.unit >= 0)
    assert "神经网络" in window.pane.markdown_of(window.pane.markdown.unit)


def test_what_was_deleted_is_not_found_and_what_has_come_is(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    gone = make_result(tmp_path, "gone", "shared words")
    kept = make_result(tmp_path, "kept", "shared words")
    fill(home, gone, kept)
    shutil.rmtree(gone)
    dialog = opened(search, app)
    look_for(dialog, app.qtbot, "shared words", 1)
    app.wait(lambda: _indexed(search) == [kept])
    assert dialog.model.hits[0].markdown.parent == kept
    shutil.rmtree(kept)
    dialog.hit_requested.emit(dialog.model.hits[0])
    assert dialog.status.text() == "kept.md is no longer there."


@pytest.mark.slow
def test_a_damaged_index_is_made_again_while_one_looks(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "paper.pdf", pages=1))
    app.wait_until_over(1)
    markdown = app.job("paper.pdf").markdown
    assert markdown is not None
    search_file(home).write_bytes(b"no database" * 999)
    dialog = opened(search, app)
    app.wait(lambda: _indexed(search) == [markdown.parent])
    look_for(dialog, app.qtbot, markdown.read_text("utf-8").split()[-1], 1)


@pytest.mark.slow
def test_what_was_found_stays_until_there_is_more(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    fill(home, make_result(tmp_path, "paper", "first words", "second words"))
    dialog = opened(search, app)
    look_for(dialog, app.qtbot, "words", 2)
    dialog.start()
    assert len(dialog.model.hits) == 2
    assert dialog.status.text() == "Searching…"
    look_for(dialog, app.qtbot, "first", 1)
    look_for(dialog, app.qtbot, "nowhere", 0)
    assert dialog.status.text().startswith("Nothing found")
    dialog.field.clear()
    look_for(dialog, app.qtbot, "words", 2)
    dialog.field.clear()
    app.wait(lambda: not dialog.model.hits)


def test_keys_go_through_what_was_found(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    fill(home, make_result(tmp_path, "paper", "same", "same", "same"))
    dialog = opened(search, app)
    look_for(dialog, app.qtbot, "same", 3)
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.list.currentIndex().row() == 1
    with app.qtbot.waitSignal(dialog.hit_requested, timeout=WAIT_MS) as wanted:
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert wanted.args[0].page == 1
    look_for(dialog, app.qtbot, "not there", 0)
    assert dialog.status.text().startswith("Nothing found.")
    assert dialog.list.accessibleName()


def test_what_was_found_in_a_name_is_marked_there(
    search: SearchController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    fill(home, make_result(tmp_path, "turbine blades", "Something else."))
    dialog = opened(search, app)

    def painted(text: str) -> QImage:
        look_for(dialog, app.qtbot, text, 1)
        dialog.list.setCurrentIndex(QModelIndex())
        row = dialog.list.visualRect(dialog.model.index(0, 0))
        return dialog.list.viewport().grab(row).toImage()

    by_name, by_text = painted("blades"), painted("something")
    head = QRect(0, 0, by_name.width(), by_name.height() // 3)
    assert by_name.copy(head) != by_text.copy(head)
