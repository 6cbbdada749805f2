"""The history shows what the command and the window did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.jobs.history import pasts
from core.jobs.model import ConvertOptions
from core.jobs.report_model import Head
from core.jobs.reports import BatchReport
from gui.batches.history_dialog import HistoryDialog
from gui.batches.history_model import Column
from gui.window.state import WindowState
from tests import pdfs
from tests.cli.command import run
from tests.gui.conftest import WAIT_MS


def shown(qtbot: QtBot, dialog: HistoryDialog) -> HistoryDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.search.running, timeout=WAIT_MS)
    return dialog


@pytest.fixture
def batches(home: Path) -> list[str]:
    """Ids of two batches that are over, the newest first."""
    for number, name in enumerate(("Theses", "Letters"), start=1):
        moment = f"2026-0{number}-28T12:00:00Z"
        head = Head(f"2026-{number}", name, ("/papers",), "/out", moment, options=ConvertOptions())
        BatchReport(home, head).close(finished=True)
    return ["2026-2", "2026-1"]


def written(qtbot: QtBot, dialog: HistoryDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.change.running, timeout=WAIT_MS)


def ids(dialog: HistoryDialog) -> list[str]:
    return [past.head.id for past in dialog.batches.pasts]


def test_a_run_of_the_command_is_found_and_its_result_reopened(
    qtbot: QtBot, home: Path, state: WindowState, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "letters" / "one.pdf")
    (tmp_path / "letters" / "two.pdf").write_bytes(b"")
    assert run("convert", tmp_path / "letters", "-o", tmp_path / "out").code == 1
    dialog = shown(qtbot, HistoryDialog(home, state, lambda _: False))
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 2, timeout=WAIT_MS)
    assert [past.head.name for past in dialog.batches.pasts] == ["letters"]
    assert [dialog.batches.index(0, column).data() for column in range(3, 8)] == [
        "2", "1", "1", "flash", str(tmp_path / "out"),
    ]  # fmt: skip
    names = [Path(entry.source).name for entry in dialog.entries.entries]
    assert sorted(names) == ["one.pdf", "two.pdf"]
    index = dialog.entries.index(names.index("one.pdf"), 0)
    dialog.documents.setCurrentIndex(index)
    with qtbot.waitSignal(dialog.read_wanted) as wanted:
        dialog.documents.activated.emit(index)
    assert wanted.args == [tmp_path / "out" / "one"]
    dialog.only_failed.click()
    assert [Path(entry.source).name for entry in dialog.entries.entries] == ["two.pdf"]
    dialog.field.setText("no such batch")
    qtbot.waitUntil(lambda: not dialog.search.running, timeout=WAIT_MS)
    assert dialog.batches.pasts == []
    assert dialog.empty.isVisible()


def test_a_batch_is_renamed_in_place(
    qtbot: QtBot, home: Path, state: WindowState, batches: list[str]
) -> None:
    dialog = shown(qtbot, HistoryDialog(home, state, lambda _: False))
    dialog.table.setFocus()
    dialog.rename.trigger()
    field = dialog.table.findChild(QLineEdit)
    assert field is not None
    field.setText("  Autumn ")
    with qtbot.waitSignal(dialog.batches.renamed) as renamed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [batches[0], "Autumn"]
    written(qtbot, dialog)
    assert [past.head.name for past in pasts(home)] == ["Autumn", "Theses"]
    assert not dialog.batches.setData(dialog.batches.index(0, Column.NAME), " ")
    assert [past.head.name for past in dialog.batches.pasts] == ["Autumn", "Theses"]


def test_a_batch_is_taken_out_and_put_back(
    qtbot: QtBot, home: Path, state: WindowState, batches: list[str]
) -> None:
    dialog = shown(qtbot, HistoryDialog(home, state, lambda _: False))
    dialog.table.setFocus()
    qtbot.waitUntil(dialog.table.hasFocus, timeout=WAIT_MS)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert ids(dialog) == batches[1:]
    written(qtbot, dialog)
    assert [past.head.id for past in pasts(home)] == batches[1:]
    notice = dialog.notice.notice
    assert notice is not None
    assert "Letters" in notice.text
    assert notice.act is not None
    notice.act()
    assert ids(dialog) == batches
    written(qtbot, dialog)
    assert [past.head.id for past in pasts(home)] == batches


def test_what_cannot_be_written_is_told_and_shown_as_it_is(
    qtbot: QtBot, home: Path, state: WindowState, batches: list[str]
) -> None:
    dialog = shown(qtbot, HistoryDialog(home, state, lambda _: False))
    (home / "batches" / f".removed-{batches[0]}").write_text("in the way")
    dialog.remove.trigger()
    qtbot.waitUntil(lambda: ids(dialog) == batches, timeout=WAIT_MS)
    notice = dialog.notice.notice
    assert notice is not None
    assert notice.text.startswith("The history cannot be changed")


def test_an_open_batch_stays_and_any_is_converted_again(
    qtbot: QtBot, home: Path, state: WindowState, batches: list[str]
) -> None:
    dialog = shown(qtbot, HistoryDialog(home, state, lambda batch: batch == batches[0]))
    assert not dialog.remove.isEnabled()
    dialog.table.selectRow(1)
    assert dialog.remove.isEnabled()
    with qtbot.waitSignal(dialog.again_wanted) as wanted:
        dialog.again.trigger()
    assert wanted.args is not None
    assert wanted.args[0].id == batches[1]
    dialog.close()
    assert state.bytes("history") is not None
