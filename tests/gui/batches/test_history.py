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
