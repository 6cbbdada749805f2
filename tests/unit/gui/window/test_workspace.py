"""List and reading together: what stays selected, where the keys go, what is said meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.jobs.states import JobState
from gui.table.rows import JobRow
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.jobs import job
from tests.support.window import RunningApp


@pytest.mark.slow
def test_undone_the_rows_are_back_as_they_were_selected_and_nothing_else_is_said(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "abcd"))
    app.wait(lambda: len(app.jobs()) == 4)
    app.choose("b.pdf", "c.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: len(app.jobs()) == 2)
    app.wait(app.window.notice_bar.isVisible)
    app.window.actions_[Command.UNDO].trigger()
    assert app.window.notice_bar.isHidden(), "it is not true any more"
    app.wait(lambda: len(app.jobs()) == 4)
    selected = [row.job.source.name for row in app.window.view.selected_rows()]
    assert selected == ["b.pdf", "c.pdf"]
    # What is said after that is not taken down by an undo of something else.
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: app.states()["b.pdf"] is JobState.CANCELLED)
    app.notices.show("something else")
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: app.states()["b.pdf"] is JobState.QUEUED)
    assert app.window.notice_bar.isVisible()


def test_after_try_again_the_keys_are_the_lists(app: RunningApp, tmp_path: Path) -> None:
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.work.pause_all(True)
    app.window.activateWindow()
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.choose("missing.pdf")
    buttons = app.window.detail.message.findChildren(QPushButton)
    again = next(one for one in buttons if one.text() == "Try again")
    again.setFocus()
    again.click()
    app.wait(lambda: app.states()["missing.pdf"] is JobState.QUEUED)
    assert QApplication.focusWidget() is app.window.view


def test_what_is_about_to_be_read_is_named_meanwhile(app: RunningApp, tmp_path: Path) -> None:
    detail = app.window.detail
    app.drop(tmp_path / "missing.pdf")
    app.wait(detail.isVisible)
    detail.show_row(None)
    detail.show_row(JobRow(replace(job(1, JobState.DONE), markdown=tmp_path / "paper.md")))
    said = [one.text() for one in detail.message.findChildren(QLabel) if one.isVisible()]
    assert "Opening…" in said
    assert "Nothing chosen" not in said
    detail.show_row(None)
