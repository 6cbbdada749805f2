"""The history shows what the command and the window did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.jobs.model import ConvertOptions
from core.jobs.reports.history import summaries
from core.jobs.reports.model import BatchHeader
from core.jobs.reports.writer import ReportWriter
from core.jobs.states import JobState
from core.settings.definitions import LANGUAGE, Language, Settings
from gui.batches.history_dialog import HistoryDialog
from gui.batches.history_model import HistoryColumn
from gui.batches.live_batches import ActiveBatches
from gui.jobs.controller import JobController
from gui.table.status_counts import NOTHING
from gui.window.state import WindowState
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.window import WAIT_MS
from tests.unit.core.jobs.reports.test_writer import job

Show = Callable[[], HistoryDialog]


@pytest.fixture
def show(
    qtbot: QtBot, home: Path, state: WindowState, settings: Settings, themed: None
) -> Iterator[Show]:
    """Opens the history of a window that has not begun its work."""
    work = JobController(home, settings)

    def open_it() -> HistoryDialog:
        dialog = HistoryDialog(home, state, ActiveBatches(work, lambda _: NOTHING, work))
        qtbot.addWidget(dialog)
        return opened(qtbot, dialog)

    yield open_it
    work.deleteLater()


def opened(qtbot: QtBot, dialog: HistoryDialog) -> HistoryDialog:
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.search.running, timeout=WAIT_MS)
    return dialog


@pytest.fixture
def opened_urls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desktop was asked to open; only the first time it could."""
    urls: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return len(urls) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


@pytest.fixture
def batches(home: Path) -> list[str]:
    """Ids of two batches that are over, the newest first."""
    for number, name in enumerate(("Theses", "Letters"), start=1):
        moment = f"2026-0{number}-28T12:00:00Z"
        head = BatchHeader(
            f"2026-{number}", name, ("/papers",), "/out", moment, options=ConvertOptions()
        )
        ReportWriter(home, head).close(finished=True)
    return ["2026-2", "2026-1"]


def written(qtbot: QtBot, dialog: HistoryDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.commands.change.running, timeout=WAIT_MS)


def ids(dialog: HistoryDialog) -> list[str]:
    return [past.head.id for past in dialog.batches.pasts]


def words(dialog: HistoryDialog) -> list[str]:
    """The states, as they are shown."""
    rows = range(dialog.batches.rowCount())
    return [str(dialog.batches.index(row, HistoryColumn.STATE).data()) for row in rows]


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_run_of_the_command_is_found_and_its_result_reopened(
    qtbot: QtBot, home: Path, show: Show, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "letters" / "one.pdf")
    (tmp_path / "letters" / "two.pdf").write_bytes(b"")
    assert run("convert", tmp_path / "letters", "-o", tmp_path / "out").code == 1
    dialog = show()
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 2, timeout=WAIT_MS)
    assert [past.head.name for past in dialog.batches.pasts] == ["letters"]
    assert [dialog.batches.index(0, column).data() for column in [1, *range(4, 9)]] == [
        "Finished, some failed", "2", "1", "1", "Built-in", str(tmp_path / "out"),
    ]  # fmt: skip
    names = [Path(entry.source).name for entry in dialog.entries.entries]
    assert sorted(names) == ["one.pdf", "two.pdf"]
    index = dialog.entries.index(names.index("one.pdf"), 0)
    dialog.documents.setCurrentIndex(index)
    with qtbot.waitSignal(dialog.read_requested) as wanted:
        dialog.documents.activated.emit(index)
    assert wanted.args == [tmp_path / "out" / "one"]
    dialog.only_failed.click()
    assert [Path(entry.source).name for entry in dialog.entries.entries] == ["two.pdf"]
    dialog.only_failed.click()
    dialog.field.setText("no such batch")
    assert dialog.batches.pasts == []
    assert dialog.empty.isVisible()
    assert dialog.empty.shown is not None
    assert dialog.empty.shown.title == "No batch is found by that"
    dialog.field.setText("LETTERS")
    assert [past.head.name for past in dialog.batches.pasts] == ["letters"]
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 2, timeout=WAIT_MS)


def test_a_batch_is_renamed_in_place(
    qtbot: QtBot, home: Path, show: Show, batches: list[str]
) -> None:
    dialog = show()
    dialog.table.setFocus()
    dialog.commands.rename.trigger()
    field = dialog.table.findChild(QLineEdit)
    assert field is not None
    field.setText("  Autumn ")
    with qtbot.waitSignal(dialog.batches.renamed) as renamed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [batches[0], "Autumn"]
    written(qtbot, dialog)
    assert [past.head.name for past in summaries(home)] == ["Autumn", "Theses"]
    assert not dialog.batches.setData(dialog.batches.index(0, HistoryColumn.NAME), " ")
    assert [past.head.name for past in dialog.batches.pasts] == ["Autumn", "Theses"]


def test_a_batch_is_taken_out_and_put_back(
    qtbot: QtBot, home: Path, show: Show, batches: list[str]
) -> None:
    dialog = show()
    dialog.table.setFocus()
    qtbot.waitUntil(dialog.table.hasFocus, timeout=WAIT_MS)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert ids(dialog) == batches[1:]
    written(qtbot, dialog)
    assert [past.head.id for past in summaries(home)] == batches[1:]
    notice = dialog.notice.notice
    assert notice is not None
    assert "Letters" in notice.text
    assert notice.act is not None
    notice.act()
    assert ids(dialog) == batches
    written(qtbot, dialog)
    assert [past.head.id for past in summaries(home)] == batches


def test_what_cannot_be_written_is_told_and_shown_as_it_is(
    qtbot: QtBot, home: Path, show: Show, batches: list[str]
) -> None:
    dialog = show()
    (home / "batches" / f".removed-{batches[0]}").write_text("in the way")
    dialog.commands.remove.trigger()
    qtbot.waitUntil(lambda: ids(dialog) == batches, timeout=WAIT_MS)
    notice = dialog.notice.notice
    assert notice is not None
    assert notice.text.startswith("The history cannot be changed")


def test_several_are_taken_out_at_once_and_any_is_converted_again(
    qtbot: QtBot, home: Path, state: WindowState, show: Show, batches: list[str]
) -> None:
    dialog = show()
    dialog.table.selectRow(1)
    with qtbot.waitSignal(dialog.commands.again_requested) as wanted:
        dialog.commands.again.trigger()
    assert wanted.args is not None
    assert wanted.args[0].id == batches[1]
    dialog.table.selectAll()
    assert not dialog.commands.again.isEnabled()
    assert not dialog.commands.rename.isEnabled()
    dialog.commands.remove.trigger()
    assert ids(dialog) == []
    assert dialog.empty.shown is not None
    assert dialog.empty.shown.title == "No batches yet"
    written(qtbot, dialog)
    assert not list(summaries(home))
    notice = dialog.notice.notice
    assert notice is not None
    assert notice.act is not None
    notice.act()
    written(qtbot, dialog)
    assert ids(dialog) == batches
    dialog.close()
    assert state.bytes("history") is not None


@pytest.mark.slow
def test_what_the_command_does_meanwhile_is_followed(
    qtbot: QtBot, home: Path, show: Show, batches: list[str]
) -> None:
    dialog = show()
    assert words(dialog) == ["Finished", "Finished"]
    report = ReportWriter(
        home, BatchHeader("2026-3", "Plans", ("/plans",), "/out", "2026-03-28T12:00:00Z")
    )
    report.add(job("a", JobState.FAILED))
    qtbot.waitUntil(lambda: len(ids(dialog)) == 3, timeout=WAIT_MS)
    assert words(dialog)[0] == "Run by the command"
    assert dialog.chosen is not None
    assert dialog.chosen.head.id == batches[0], "what was chosen stays so"
    dialog.table.selectRow(0)
    assert not dialog.commands.remove.isEnabled()
    assert not dialog.commands.every.isEnabled(), "it may come to it by itself"
    report.close(finished=False)
    qtbot.waitUntil(lambda: words(dialog)[0] == "Interrupted", timeout=WAIT_MS)
    assert dialog.commands.remove.isEnabled()
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 1, timeout=WAIT_MS)
    menu = dialog.commands.failed
    menu.aboutToShow.emit()
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == ["&All that failed", "Damaged  (1)"]
    with qtbot.waitSignal(dialog.commands.failed_requested, timeout=WAIT_MS) as wanted:
        offered["Damaged  (1)"].trigger()
    assert wanted.args is not None
    assert (wanted.args[0].id, wanted.args[1]) == ("2026-3", {Path("/papers/a.pdf")})


def test_what_is_opened_is_looked_for_first(
    qtbot: QtBot,
    home: Path,
    show: Show,
    batches: list[str],
    opened_urls: list[str],
) -> None:
    urls = opened_urls
    with ReportWriter(
        home, BatchHeader("2026-3", "a", (str(home / "a.pdf"),), None, "2026-03-28T12:00:00Z")
    ) as report:
        report.add(job("a", JobState.DONE))
    dialog = show()
    dialog.commands.results.trigger()
    qtbot.waitUntil(lambda: urls == [str(home)], timeout=WAIT_MS)
    dialog.table.activated.emit(dialog.batches.index(0, 0))
    qtbot.waitUntil(lambda: dialog.notice.notice is not None, timeout=WAIT_MS)
    assert urls[1:] == [str(report.folder / "report.md")]
    assert QGuiApplication.clipboard().text() == urls[1]
    dialog.notice.dismiss()
    dialog.table.selectRow(1)
    dialog.commands.results.trigger()  # /out
    qtbot.waitUntil(lambda: dialog.notice.notice is not None, timeout=WAIT_MS)
    assert dialog.notice.notice is not None
    assert dialog.notice.notice.text == "/out is no longer there."


def test_a_report_is_opened_in_the_language_of_the_window(
    qtbot: QtBot,
    home: Path,
    themed: None,
    settings: Settings,
    show: Show,
    batches: list[str],
    opened_urls: list[str],
) -> None:
    settings.set(LANGUAGE, Language.CHINESE)
    with ReportWriter(
        home, BatchHeader("2026-3", "a", (str(home / "a.pdf"),), None, "2026-03-28T12:00:00Z")
    ) as report:
        report.add(job("a", JobState.DONE))
    dialog = show()
    dialog.table.selectRow(0)
    dialog.commands.report.trigger()
    qtbot.waitUntil(lambda: len(opened_urls) == 1, timeout=WAIT_MS)
    path = report.folder / "report.zh_CN.md"
    assert opened_urls == [str(path)]
    assert "个完成" in path.read_text(encoding="utf-8")
