"""New documents are said and seen; the list goes to what runs, and leaves out what is finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from gui.table.rows import FINISHED, JobColumn
from gui.table.status_groups import StatusGroup
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.engines.scripted import hold
from tests.support.window import RunningApp, end_app, make_app

MANY = 40
"""More rows than a window shows."""


def given(app: RunningApp, tmp_path: Path, *names: str) -> None:
    """Documents that wait in a queue that takes nothing."""
    app.work.pause_all(True)
    before = len(app.jobs())
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / name, title=name, pages=1) for name in names))
    app.wait(lambda: len(app.jobs()) == before + len(names))


def full(app: RunningApp, tmp_path: Path) -> None:
    given(app, tmp_path, *(f"old-{number:02}.pdf" for number in range(MANY)))
    app.wait(lambda: app.window.view.places_in_sight().start == 0)
    app.window.view.clearSelection()
    app.window.notice_bar.dismiss()


def notice(app: RunningApp) -> str:
    shown = app.window.notice_bar.notice
    return "" if shown is None else shown.text


def selected(app: RunningApp) -> list[str]:
    return [row.job.source.name for row in app.window.view.selected_rows()]


@pytest.mark.slow
def test_what_is_dropped_on_a_full_list_is_said_selected_and_in_sight(
    app: RunningApp, tmp_path: Path
) -> None:
    full(app, tmp_path)
    app.window.view.scrollToTop()
    given(app, tmp_path, "new-1.pdf", "new-2.pdf")
    app.wait(lambda: notice(app) == "2 documents added.")
    assert selected(app) == ["new-1.pdf", "new-2.pdf"]
    sight = app.window.view.places_in_sight()
    assert MANY in sight
    assert MANY + 1 in sight


@pytest.mark.slow
def test_what_a_watched_folder_brought_does_not_pass_for_what_is_given_next(
    app: RunningApp, tmp_path: Path
) -> None:
    full(app, tmp_path)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    app.work.add_batch(NewBatch(name="inbox", sources=(inbox,), out=tmp_path / "out", watch=True))
    app.wait(lambda: any(batch.new.watch for batch in app.work.state.batches))
    pdfs.text_pdf(inbox / "found.pdf", title="found", pages=1)
    app.wait(lambda: len(app.jobs()) == MANY + 1)
    app.window.view.scrollToTop()
    given(app, tmp_path, "new.pdf")
    app.wait(lambda: notice(app) == "1 document added.")
    assert selected(app) == ["new.pdf"]


def test_a_few_that_are_seen_to_come_change_nothing(app: RunningApp, tmp_path: Path) -> None:
    given(app, tmp_path, "a.pdf")
    app.wait(lambda: not app.window.view.horizontalHeader().isHidden())
    app.choose("a.pdf")
    given(app, tmp_path, "b.pdf")
    assert notice(app) == ""
    assert selected(app) == ["a.pdf"]


@pytest.mark.slow
def test_what_comes_takes_the_keys_to_the_list_but_not_from_who_types(
    app: RunningApp, tmp_path: Path
) -> None:
    window = app.window
    app.qtbot.waitUntil(window.isActiveWindow)
    given(app, tmp_path, "a.pdf")
    window.header.card.setFocus()
    given(app, tmp_path, "b.pdf")
    app.wait(window.view.hasFocus)
    window.header.search.setFocus()
    with app.qtbot.waitSignal(app.work.scan_finished):
        given(app, tmp_path, "c.pdf")
    QApplication.processEvents()
    assert QApplication.focusWidget() is window.header.search


def test_who_reads_is_not_disturbed_and_may_jump(app: RunningApp, tmp_path: Path) -> None:
    full(app, tmp_path)
    app.window.activateWindow()
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.choose("old-00.pdf")
    page = app.window.detail.message
    button = next(one for one in page.findChildren(QPushButton) if one.isVisible())
    button.setFocus()
    app.wait(lambda: app.window.focusWidget() is button)
    given(app, tmp_path, "new.pdf")
    app.wait(lambda: notice(app) == "1 document added.")
    assert selected(app) == ["old-00.pdf"]
    shown = app.window.notice_bar.notice
    assert shown is not None
    assert shown.action == "Show"
    assert shown.act is not None
    shown.act()
    assert selected(app) == ["new.pdf"]
    assert MANY in app.window.view.places_in_sight()


@pytest.mark.slow
def test_a_jump_drops_the_search_and_the_filter_that_hide_the_new_ones(
    app: RunningApp, tmp_path: Path
) -> None:
    full(app, tmp_path)
    window = app.window
    window.header.search.setText("old-3")
    given(app, tmp_path, "new.pdf")
    app.wait(lambda: notice(app) == "1 document added.")
    assert window.model.rowCount() == 10
    assert window.header.search.text() == "old-3", "nothing of that is dropped unasked"
    shown = window.notice_bar.notice
    assert shown is not None
    assert shown.act is not None
    shown.act()
    assert window.header.search.text() == ""
    assert window.model.rowCount() == MANY + 1
    assert selected(app) == ["new.pdf"]


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_list_goes_to_what_runs(app: RunningApp, tmp_path: Path) -> None:
    action = app.window.actions_[Command.SHOW_RUNNING]
    assert not action.isEnabled()
    full(app, tmp_path)
    slow = pdfs.text_pdf(tmp_path / "in" / "slow.pdf", title="slow", pages=1)
    hold(slow)
    app.drop(slow)
    app.wait(lambda: len(app.jobs()) == MANY + 1)
    app.choose("slow.pdf")
    app.window.actions_[Command.NEXT].trigger()
    app.choose(*(f"old-{number:02}.pdf" for number in range(MANY)))
    app.window.actions_[Command.PAUSE].trigger()
    app.wait(lambda: sum(job.paused for job in app.jobs()) == MANY)
    app.window.view.clearSelection()
    app.window.view.scrollToBottom()
    app.window.header.search.setText("old")
    app.work.pause_all(False)
    app.wait(lambda: app.states()["slow.pdf"] is not JobState.QUEUED)
    app.wait(action.isEnabled)
    action.trigger()
    assert selected(app) == ["slow.pdf"]
    assert app.window.model.place_of(app.job("slow.pdf").id) in (app.window.view.places_in_sight())
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: app.states()["slow.pdf"].is_final)


@pytest.mark.slow
def test_finished_ones_are_hidden_on_wish_and_that_is_remembered(
    app: RunningApp, home: Path, tmp_path: Path
) -> None:
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "ab"))
    app.wait_until_over(2)
    app.work.pause_all(True)
    app.drop(pdfs.text_pdf(tmp_path / "in" / "c.pdf", pages=1), tmp_path / "missing.pdf")
    app.wait(lambda: len(app.jobs()) == 4)
    window = app.window
    window.view.clearSelection()
    hide = window.actions_[Command.HIDE_FINISHED]
    hide.trigger()
    assert names(app) == ["c.pdf", "missing.pdf"]
    assert chip(app, StatusGroup.ALL) == "Unfinished  2"
    window.chips.choose(StatusGroup.DONE)
    assert names(app) == ["a.pdf", "b.pdf"], "who asks for them sees them"
    window.chips.choose(StatusGroup.ALL)
    app.choose("c.pdf")
    app.work.pause_all(False)
    app.wait_until_over(4)
    assert names(app) == ["c.pdf", "missing.pdf"], "what is read stays when it ends"
    app.choose("missing.pdf")
    window.actions_[Command.GROUP_BY_BATCH].trigger()
    hide.trigger()
    hide.trigger()
    assert names(app) == ["missing.pdf"]
    end_app(app)
    again = make_app(app.qtbot, home, app.settings)
    again.wait(lambda: len(again.jobs()) == 4)
    assert names(again) == ["missing.pdf"]
    assert again.window.actions_[Command.HIDE_FINISHED].isChecked()
    assert again.window.model.arrangement.grouped
    end_app(again)


def test_cancelled_ones_are_not_counted_as_failed(app: RunningApp, tmp_path: Path) -> None:
    given(app, tmp_path, "a.pdf", "b.pdf")
    app.choose("a.pdf")
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: app.states()["a.pdf"] in FINISHED)
    assert chip(app, StatusGroup.CANCELLED) == "Cancelled  1"
    assert app.window.model.counts_in_view.groups[StatusGroup.FAILED] == 0
    app.window.chips.choose(StatusGroup.CANCELLED)
    assert names(app) == ["a.pdf"]


def names(app: RunningApp) -> list[str]:
    model = app.window.model
    return [model.index(place, JobColumn.DOCUMENT).data() for place in range(model.rowCount())]


def chip(app: RunningApp, group: StatusGroup) -> str:
    """What the chip of a group says."""
    button = app.window.chips._buttons[group]
    assert not button.isHidden()
    return button.text()
