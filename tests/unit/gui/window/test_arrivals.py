"""New documents are said and seen; the list goes to what runs, and leaves out what is finished."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from core.jobs.states import JobState
from gui.table.rows import FINISHED, JobColumn
from gui.table.status_groups import StatusGroup
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import Desk, end_desk, make_desk

MANY = 40
"""More rows than a window shows."""


def given(desk: Desk, tmp_path: Path, *names: str) -> None:
    """Documents that wait in a queue that takes nothing."""
    desk.work.pause_all(True)
    before = len(desk.jobs())
    desk.drop(*(pdfs.text_pdf(tmp_path / "in" / name, title=name, pages=1) for name in names))
    desk.wait(lambda: len(desk.jobs()) == before + len(names))


def full(desk: Desk, tmp_path: Path) -> None:
    given(desk, tmp_path, *(f"old-{number:02}.pdf" for number in range(MANY)))
    desk.wait(lambda: desk.window.view.places_in_sight().start == 0)
    desk.window.view.clearSelection()
    desk.window.notice_bar.dismiss()


def notice(desk: Desk) -> str:
    shown = desk.window.notice_bar.notice
    return "" if shown is None else shown.text


def selected(desk: Desk) -> list[str]:
    return [row.job.source.name for row in desk.window.view.selected_rows()]


def test_what_is_dropped_on_a_full_list_is_said_selected_and_in_sight(
    desk: Desk, tmp_path: Path
) -> None:
    full(desk, tmp_path)
    desk.window.view.scrollToTop()
    given(desk, tmp_path, "new-1.pdf", "new-2.pdf")
    desk.wait(lambda: notice(desk) == "2 documents added.")
    assert selected(desk) == ["new-1.pdf", "new-2.pdf"]
    sight = desk.window.view.places_in_sight()
    assert MANY in sight
    assert MANY + 1 in sight


def test_a_few_that_are_seen_to_come_change_nothing(desk: Desk, tmp_path: Path) -> None:
    given(desk, tmp_path, "a.pdf")
    desk.wait(lambda: not desk.window.view.horizontalHeader().isHidden())
    assert notice(desk) == ""
    assert selected(desk) == []


def test_who_reads_is_not_disturbed_and_may_jump(desk: Desk, tmp_path: Path) -> None:
    full(desk, tmp_path)
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.choose("old-00.pdf")
    page = desk.window.detail.message
    button = next(one for one in page.findChildren(QPushButton) if one.isVisible())
    button.setFocus()
    desk.wait(lambda: desk.window.focusWidget() is button)
    given(desk, tmp_path, "new.pdf")
    desk.wait(lambda: notice(desk) == "1 document added.")
    assert selected(desk) == ["old-00.pdf"]
    shown = desk.window.notice_bar.notice
    assert shown is not None
    assert shown.action == "Show"
    assert shown.act is not None
    shown.act()
    assert selected(desk) == ["new.pdf"]
    assert MANY in desk.window.view.places_in_sight()


def test_a_jump_drops_the_search_and_the_filter_that_hide_the_new_ones(
    desk: Desk, tmp_path: Path
) -> None:
    full(desk, tmp_path)
    window = desk.window
    window.header.search.setText("old-3")
    given(desk, tmp_path, "new.pdf")
    desk.wait(lambda: notice(desk) == "1 document added.")
    assert window.model.rowCount() == 10
    assert window.header.search.text() == "old-3", "nothing of that is dropped unasked"
    shown = window.notice_bar.notice
    assert shown is not None
    assert shown.act is not None
    shown.act()
    assert window.header.search.text() == ""
    assert window.model.rowCount() == MANY + 1
    assert selected(desk) == ["new.pdf"]


def test_the_list_goes_to_what_runs(desk: Desk, tmp_path: Path) -> None:
    action = desk.window.actions_[Command.SHOW_RUNNING]
    assert not action.isEnabled()
    full(desk, tmp_path)
    slow = pdfs.text_pdf(tmp_path / "in" / "slow.pdf", title="slow", pages=400)
    desk.drop(slow)
    desk.wait(lambda: len(desk.jobs()) == MANY + 1)
    desk.choose("slow.pdf")
    desk.window.actions_[Command.NEXT].trigger()
    desk.choose(*(f"old-{number:02}.pdf" for number in range(MANY)))
    desk.window.actions_[Command.PAUSE].trigger()
    desk.wait(lambda: sum(job.paused for job in desk.jobs()) == MANY)
    desk.window.view.clearSelection()
    desk.window.view.scrollToBottom()
    desk.window.header.search.setText("old")
    desk.work.pause_all(False)
    desk.wait(lambda: desk.states()["slow.pdf"] is not JobState.QUEUED)
    desk.wait(action.isEnabled)
    action.trigger()
    assert selected(desk) == ["slow.pdf"]
    assert desk.window.model.place_of(desk.job("slow.pdf").id) in (
        desk.window.view.places_in_sight()
    )
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: desk.states()["slow.pdf"].is_final)


def test_finished_ones_are_hidden_on_wish_and_that_is_remembered(
    desk: Desk, home: Path, tmp_path: Path
) -> None:
    desk.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "ab"))
    desk.wait_until_over(2)
    desk.work.pause_all(True)
    desk.drop(pdfs.text_pdf(tmp_path / "in" / "c.pdf", pages=1), tmp_path / "missing.pdf")
    desk.wait(lambda: len(desk.jobs()) == 4)
    window = desk.window
    window.view.clearSelection()
    hide = window.actions_[Command.HIDE_FINISHED]
    hide.trigger()
    assert names(desk) == ["c.pdf", "missing.pdf"]
    assert chip(desk, StatusGroup.ALL) == "Unfinished  2"
    window.chips.choose(StatusGroup.DONE)
    assert names(desk) == ["a.pdf", "b.pdf"], "who asks for them sees them"
    window.chips.choose(StatusGroup.ALL)
    desk.choose("c.pdf")
    desk.work.pause_all(False)
    desk.wait_until_over(4)
    assert names(desk) == ["c.pdf", "missing.pdf"], "what is read stays when it ends"
    desk.choose("missing.pdf")
    window.actions_[Command.GROUP_BY_BATCH].trigger()
    hide.trigger()
    hide.trigger()
    assert names(desk) == ["missing.pdf"]
    end_desk(desk)
    again = make_desk(desk.qtbot, home, desk.settings)
    again.wait(lambda: len(again.jobs()) == 4)
    assert names(again) == ["missing.pdf"]
    assert again.window.actions_[Command.HIDE_FINISHED].isChecked()
    assert again.window.model.arrangement.grouped
    end_desk(again)


def test_cancelled_ones_are_not_counted_as_failed(desk: Desk, tmp_path: Path) -> None:
    given(desk, tmp_path, "a.pdf", "b.pdf")
    desk.choose("a.pdf")
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: desk.states()["a.pdf"] in FINISHED)
    assert chip(desk, StatusGroup.CANCELLED) == "Cancelled  1"
    assert desk.window.model.counts_in_view.groups[StatusGroup.FAILED] == 0
    desk.window.chips.choose(StatusGroup.CANCELLED)
    assert names(desk) == ["a.pdf"]


def names(desk: Desk) -> list[str]:
    model = desk.window.model
    return [model.index(place, JobColumn.DOCUMENT).data() for place in range(model.rowCount())]


def chip(desk: Desk, group: StatusGroup) -> str:
    """What the chip of a group says."""
    button = desk.window.chips._buttons[group]
    assert not button.isHidden()
    return button.text()
