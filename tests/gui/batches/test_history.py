"""The history shows what the command and the window did."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.batches.history_dialog import HistoryDialog
from tests import pdfs
from tests.cli.command import run
from tests.gui.conftest import WAIT_MS


def test_a_run_of_the_command_is_found_and_its_result_reopened(
    qtbot: QtBot, home: Path, dressed: None, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "letters" / "one.pdf")
    (tmp_path / "letters" / "two.pdf").write_bytes(b"")
    assert run("convert", tmp_path / "letters", "-o", tmp_path / "out").code == 1
    dialog = HistoryDialog(home)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.search.running, timeout=WAIT_MS)
    assert [row[0] for row in dialog.batches.rows] == ["letters"]
    assert dialog.batches.rows[0][2:] == ("1", "0", "1")
    names = [Path(row[0]).name for row in dialog.entries.rows]
    assert sorted(names) == ["one.pdf", "two.pdf"]
    index = dialog.entries.index(names.index("one.pdf"), 0)
    dialog.documents.setCurrentIndex(index)
    with qtbot.waitSignal(dialog.read_wanted) as wanted:
        dialog.documents.activated.emit(index)
    assert wanted.args == [tmp_path / "out" / "one"]
    dialog.only_failed.click()
    assert [Path(row[0]).name for row in dialog.entries.rows] == ["two.pdf"]
    dialog.field.setText("no such batch")
    qtbot.waitUntil(lambda: not dialog.search.running, timeout=WAIT_MS)
    assert dialog.batches.rows == []
    assert dialog.empty.isVisible()
