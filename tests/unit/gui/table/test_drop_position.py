"""Rows are moved by hand: which can be, where they go, and what a drag looks like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from gui.table.drop_position import gap_at, gap_downwards, gap_upwards, movable
from gui.table.model import JobModel
from gui.table.row_drag import DropLine
from gui.table.rows import JobColumn, ViewFilter
from gui.table.status_groups import StatusGroup
from gui.table.view import JobView
from tests.support import pdfs
from tests.support.jobs import job, queue
from tests.support.window import RunningApp

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def model(qapp: QApplication) -> Iterator[JobModel]:
    """Done, running, and four that wait."""
    made = JobModel()
    done, running = job(1, JobState.DONE), job(2, JobState.RUNNING)
    made.apply(JobListUpdate(jobs=(done, running, *(job(n) for n in range(3, 7)))))
    yield made
    made.deleteLater()


@pytest.fixture
def view(qtbot: QtBot, themed: None, model: JobModel) -> JobView:
    """The list of that model, on the screen."""
    made = JobView(model)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def ids(*numbers: int) -> list[str]:
    return [f"job-{number}" for number in numbers]


def middle(view: JobView, model: JobModel, number: int) -> QPoint:
    place = model.place_of(f"job-{number}")
    assert place is not None
    return view.visualRect(model.index(place, JobColumn.DOCUMENT)).center()


def drag(view: JobView, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, and hold."""
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(view.viewport(), start + (end - start) * part)


def test_only_what_waits_moves_and_only_in_the_queues_order(model: JobModel) -> None:
    assert movable(model, ids(1, 2, 4, 3)) == ids(4, 3)
    for arrangement in (ViewFilter(column=JobColumn.PAGES), ViewFilter(text="paper")):
        model.arrange(arrangement)
        assert movable(model, ids(3)) == []
    model.arrange(ViewFilter(group=StatusGroup.WAITING))
    assert movable(model, ids(3)) == ids(3)


def test_a_place_among_what_is_over_means_before_the_first_that_waits(model: JobModel) -> None:
    assert gap_at(model, ids(5), 0) == 2
    assert gap_at(model, ids(5), 4) == 5, "above itself: where it stands"
    assert gap_at(model, ids(5), 6) == 6
    assert gap_at(model, ids(3, 4, 5, 6), 0) == 6, "nobody stays to go before"


def test_steps_go_past_the_next_that_waits(model: JobModel) -> None:
    assert gap_upwards(model, ids(3)) is None
    assert gap_upwards(model, ids(5)) == 3
    assert gap_downwards(model, ids(3)) == 4
    assert gap_downwards(model, ids(5)) == 6
    assert gap_downwards(model, ids(6)) is None


def test_rows_are_dragged_where_the_line_is(view: JobView, model: JobModel, qtbot: QtBot) -> None:
    view.select(ids(5, 6))
    line = view.findChild(DropLine)
    assert line is not None
    top = middle(view, model, 3) - QPoint(0, 15)
    with qtbot.waitSignal(view.moved) as moved:
        drag(view, middle(view, model, 6), top)
        assert line.isVisible()
        assert line.geometry().center().y() == pytest.approx(
            view.rowViewportPosition(2), abs=line.height()
        )
        QTest.mouseRelease(view.viewport(), LEFT, pos=top)
    assert moved.args == [ids(5, 6), "job-3"]
    assert not line.isVisible()
    assert view.selected_ids() == ids(5, 6)


def test_a_row_that_was_not_chosen_is_chosen_and_dragged_alone(
    view: JobView, model: JobModel, qtbot: QtBot
) -> None:
    view.select(ids(6))
    end = QPoint(200, view.viewport().height() - 60)
    with qtbot.waitSignal(view.moved) as moved:
        drag(view, middle(view, model, 3), end)
        QTest.mouseRelease(view.viewport(), LEFT, pos=end)
    assert moved.args == [ids(3), ""]
    assert view.selected_ids() == ids(3)


def test_escape_leaves_all_in_place(view: JobView, model: JobModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.moved):
        drag(view, middle(view, model, 6), middle(view, model, 3))
        QTest.keyClick(view, Qt.Key.Key_Escape)
        QTest.mouseRelease(view.viewport(), LEFT, pos=middle(view, model, 3))
    assert view.selected_ids() == ids(6)


def test_a_click_on_one_of_several_chooses_it(view: JobView, model: JobModel) -> None:
    view.select(ids(3, 4, 5))
    QTest.mousePress(view.viewport(), LEFT, pos=middle(view, model, 4))
    assert view.selected_ids() == ids(3, 4, 5)
    QTest.mouseRelease(view.viewport(), LEFT, pos=middle(view, model, 4))
    assert view.selected_ids() == ids(4)
    assert view.current_id() == "job-4"


def test_what_is_over_is_not_dragged(view: JobView, model: JobModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.moved):
        drag(view, middle(view, model, 1), middle(view, model, 5))
        QTest.mouseRelease(view.viewport(), LEFT, pos=middle(view, model, 5))


def test_the_list_scrolls_along(view: JobView, model: JobModel, qtbot: QtBot) -> None:
    model.apply(queue(200))
    view.scrollToTop()
    bottom = QPoint(200, view.viewport().height() - 2)
    drag(view, QPoint(200, 60), bottom)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 100)
    with qtbot.waitSignal(view.moved) as moved:
        QTest.mouseRelease(view.viewport(), LEFT, pos=bottom)
    assert moved.args is not None
    assert moved.args[0] == ids(2)


def test_keys_move_rows_a_step(view: JobView, qtbot: QtBot) -> None:
    view.select(ids(5))
    alt = Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(view.moved) as up:
        QTest.keyClick(view, Qt.Key.Key_Up, alt)
    with qtbot.waitSignal(view.moved) as down:
        QTest.keyClick(view, Qt.Key.Key_Down, alt)
    assert (up.args, down.args) == ([ids(5), "job-4"], [ids(5), ""])


@pytest.mark.slow
def test_the_queue_follows_and_files_are_still_dropped_on_the_list(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.wait(lambda: app.work.paused)
    names = ["a.pdf", "b.pdf", "c.pdf"]
    app.drop(*(pdfs.text_pdf(tmp_path / name) for name in names))
    app.wait(lambda: len(app.jobs()) == 3)
    first = [job.source.name for job in app.jobs()]
    app.choose(first[2])
    QTest.keyClick(app.window.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wanted = [first[0], first[2], first[1]]
    app.wait(lambda: [job.source.name for job in app.jobs()] == wanted)
    assert app.window.view.selected_ids() == [app.job(first[2]).id]
    assert not app.window.view.viewport().acceptDrops()
    app.drop(pdfs.text_pdf(tmp_path / "d.pdf"))
    app.wait(lambda: len(app.jobs()) == 4)
