"""List and reading together: what stays selected, where the keys go, what is said meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from core.jobs.states import JobState
from gui.table.rows import JobRow
from gui.window.actions import Command
from gui.window.detail import message_for
from tests.support import pdfs
from tests.support.jobs import job
from tests.support.window import Desk


def test_undone_the_rows_are_back_as_they_were_selected_and_nothing_else_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    desk.work.pause_all(True)
    desk.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "abcd"))
    desk.wait(lambda: len(desk.jobs()) == 4)
    desk.choose("b.pdf", "c.pdf")
    desk.window.actions_[Command.REMOVE].trigger()
    desk.wait(lambda: len(desk.jobs()) == 2)
    desk.wait(desk.window.notice_bar.isVisible)
    desk.window.actions_[Command.UNDO].trigger()
    assert desk.window.notice_bar.isHidden(), "it is not true any more"
    desk.wait(lambda: len(desk.jobs()) == 4)
    selected = [row.job.source.name for row in desk.window.view.selected_rows()]
    assert selected == ["b.pdf", "c.pdf"]
    # What is said after that is not taken down by an undo of something else.
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: desk.states()["b.pdf"] is JobState.CANCELLED)
    desk.notices.show("something else")
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: desk.states()["b.pdf"] is JobState.QUEUED)
    assert desk.window.notice_bar.isVisible()


def test_after_try_again_the_keys_are_the_lists(desk: Desk, tmp_path: Path) -> None:
    desk.drop(tmp_path / "missing.pdf")
    desk.wait_until_over(1)
    desk.work.pause_all(True)
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.choose("missing.pdf")
    buttons = desk.window.detail.message.findChildren(QPushButton)
    again = next(one for one in buttons if one.text() == "Try again")
    again.setFocus()
    again.click()
    desk.wait(lambda: desk.states()["missing.pdf"] is JobState.QUEUED)
    assert QApplication.focusWidget() is desk.window.view


def test_what_is_about_to_be_read_is_named_meanwhile(dressed: None, tmp_path: Path) -> None:
    row = JobRow(replace(job(1, JobState.DONE), markdown=tmp_path / "paper.md"))
    said = message_for(row)
    assert (said.title, said.text) == ("00001.pdf", "Opening…")
