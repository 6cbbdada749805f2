"""The list: what the model tells its view, what is shown in which order, what stays selected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.jobs.model import JobState
from core.sentences import say
from core.worker.protocol import Failure, FailureKind
from gui.table.model import Index, JobModel
from gui.table.rows import Arrangement, Column, Group
from gui.table.view import JobView
from gui.work.news import News
from tests.gui.jobs import job, progress, queue

DISPLAY = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def model(qapp: QApplication) -> Iterator[JobModel]:
    """A model that Qt's own tester watches."""
    made = JobModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()
    made.deleteLater()


@pytest.fixture
def view(qtbot: QtBot, dressed: None, model: JobModel) -> JobView:
    """The list of that model, on the screen."""
    made = JobView(model)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def names(model: JobModel) -> list[str]:
    return [model.index(place, Column.DOCUMENT).data() for place in range(model.rowCount())]


def test_ten_thousand_rows_come_and_change(model: JobModel) -> None:
    model.apply(queue(10_000))
    assert model.rowCount() == 10_000
    assert model.counts[JobState.QUEUED] == 10_000
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _: changed.append((first.row(), last.row())))
    model.apply(News(jobs=tuple(job(n, JobState.RUNNING) for n in (5000, 5001, 9000))))
    assert changed == [(4999, 5000), (8999, 8999)], "neighbours are told together, others apart"
    model.apply(News(jobs=tuple(job(n, JobState.RUNNING) for n in range(1, 10_000, 50))))
    assert changed[2:] == [(0, 9950)], "very many are told as one span"
    assert model.counts[JobState.RUNNING] == 202


def test_new_rows_are_told_of_as_insertions_at_the_end(model: JobModel, qtbot: QtBot) -> None:
    model.apply(queue(2))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.apply(News(jobs=(job(3), job(4))))
    assert inserted.args is not None
    assert inserted.args[1:] == [2, 3]


def test_progress_counts_only_while_the_job_runs(model: JobModel) -> None:
    model.apply(News(jobs=(job(1, JobState.RUNNING), job(2))))
    model.apply(News(progress={"job-1": progress(), "job-2": progress(), "gone": progress()}))
    assert model.index(0, Column.STATE).data() == "Recognising 3 / 10"
    assert model.index(0, Column.PAGES).data() == "10"
    assert model.standing().fraction == pytest.approx(0.15)
    assert model.index(1, Column.STATE).data() == "Waiting"
    model.apply(News(jobs=(job(1, JobState.DONE, pages=10, seconds=4.2),)))
    assert model.standing().fraction == pytest.approx(0.5)
    assert model.index(0, Column.TIME).data() == "4.2 s"


def test_a_failure_is_said_in_words(model: JobModel) -> None:
    failure = Failure(FailureKind.DAMAGED, say("{name} is damaged.", name="a"), say("Mend it."))
    model.apply(News(jobs=(job(1, JobState.FAILED, failure=failure),)))
    index = model.index(0, Column.DOCUMENT)
    assert "a is damaged. Mend it." in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Failed" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_filter_and_sorting_follow_what_changes(model: JobModel) -> None:
    model.apply(queue(4))
    model.arrange(Arrangement(group=Group.RUNNING))
    assert model.rowCount() == 0
    model.apply(News(jobs=(job(2, JobState.RUNNING),)))
    assert names(model) == ["00002.pdf"]
    model.apply(News(jobs=(job(2, JobState.DONE), job(3, JobState.RUNNING))))
    assert names(model) == ["00003.pdf"]
    model.arrange(Arrangement(column=Column.STATE))
    assert names(model)[0] == "00003.pdf"
    model.apply(News(jobs=(job(1, JobState.FAILED), job(9))))
    assert names(model)[0] == "00003.pdf", "nothing jumps under the pointer"
    assert names(model)[-1] == "00009.pdf"
    model.arrange(Arrangement(column=Column.DOCUMENT, descending=True))
    assert names(model)[0] == "00009.pdf"
    model.arrange(Arrangement())
    assert names(model)[0] == "00001.pdf"


def test_removed_rows_come_back_to_their_places(model: JobModel) -> None:
    model.apply(queue(4))
    model.apply(News(removed=frozenset({"job-2", "job-3"})))
    assert names(model) == ["00001.pdf", "00004.pdf"]
    assert model.counts[JobState.QUEUED] == 2
    model.apply(News(jobs=(job(3), job(2))))
    assert names(model) == ["00001.pdf", "00002.pdf", "00003.pdf", "00004.pdf"]


def test_the_selection_is_kept_by_job(view: JobView, model: JobModel) -> None:
    model.apply(queue(6))
    view.select(["job-5", "job-2", "job-3"])
    assert view.current_id() == "job-5"
    model.arrange(Arrangement(column=Column.DOCUMENT, descending=True))
    assert set(view.selected_ids()) == {"job-2", "job-3", "job-5"}
    assert view.current_id() == "job-5"
    model.apply(News(removed=frozenset({"job-5"})))
    assert set(view.selected_ids()) == {"job-2", "job-3"}
    model.apply(News(removed=frozenset({"job-2", "job-3"})))
    assert view.selected_ids() == [view.current_id()]
    assert view.current_id()
    model.apply(News(removed=frozenset({"job-1", "job-4", "job-6"})))
    assert view.current_id() == ""


def test_all_stay_selected_while_rows_go(view: JobView, model: JobModel) -> None:
    model.apply(queue(6))
    view.selectAll()
    model.apply(News(removed=frozenset({"job-2", "job-3"})))
    assert view.selected_ids() == ["job-1", "job-4", "job-5", "job-6"]
    model.apply(News(jobs=(job(7),)))
    assert view.selected_ids() == ["job-1", "job-4", "job-5", "job-6"], "a new one was not chosen"
    model.apply(News(removed=frozenset(f"job-{number}" for number in range(1, 8))))
    assert view.selected_ids() == []


def test_painting_does_not_ask_every_row_whether_it_is_selected(
    view: JobView, model: JobModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.apply(queue(2000))
    view.resize(900, 400)
    asked: list[int] = []
    flags = JobModel.flags

    def counted(self: JobModel, at: Index) -> Qt.ItemFlag:
        asked.append(at.row())
        return flags(self, at)

    monkeypatch.setattr(JobModel, "flags", counted)
    view.selectAll()
    view.grab()
    assert len(set(asked)) < 200
    assert len(view.selected_rows()) == 2000


def test_the_header_sorts_up_down_and_not_at_all(view: JobView, model: JobModel) -> None:
    model.apply(News(jobs=(job(1, name="b.pdf"), job(2, name="a.pdf"))))
    header = view.horizontalHeader()
    place = QPoint(header.sectionPosition(Column.DOCUMENT) + 20, header.height() // 2)
    seen = []
    for _ in range(3):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seen.append(names(model))
    assert seen == [["a.pdf", "b.pdf"], ["b.pdf", "a.pdf"], ["b.pdf", "a.pdf"]]
    assert model.arrangement == Arrangement()


def test_columns_give_way_in_a_narrow_list(view: JobView, qtbot: QtBot) -> None:
    assert not view.isColumnHidden(Column.CARD)
    view.resize(420, 400)
    assert view.isColumnHidden(Column.CARD)
    assert view.isColumnHidden(Column.PAGES)
    assert not view.isColumnHidden(Column.STATE)
    view.resize(900, 400)
    view.set_column_shown(Column.PAGES, shown=False)
    assert view.isColumnHidden(Column.PAGES)
    assert not view.isColumnHidden(Column.CARD)


def test_every_state_can_be_drawn(view: JobView, model: JobModel) -> None:
    failure = Failure(FailureKind.NEEDS_OCR, say("A scan."), say("Use OCR. " * 40))
    jobs = [job(n, state) for n, state in enumerate(JobState, 1)]
    model.apply(News(jobs=(*jobs, job(20, JobState.FAILED, failure=failure))))
    model.apply(News(progress={one.id: progress() for one in jobs}))
    view.selectAll()
    first = view.grab().toImage()
    model.apply(News(progress={one.id: progress(9, 10, 0.9) for one in jobs}))
    assert view.grab().toImage() != first


def test_the_row_under_the_pointer_is_marked(view: JobView, model: JobModel) -> None:
    model.apply(queue(3))
    plain = view.grab().toImage()
    place = QPointF(view.visualRect(model.index(1, 0)).center())
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, keys)
    QApplication.sendEvent(view.viewport(), move)
    assert view.grab().toImage() != plain
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.grab().toImage() == plain


def test_names_with_breaks_stay_on_one_line(model: JobModel) -> None:
    model.apply(News(jobs=(job(1, name="two\nlines\x07.pdf"),)))
    assert names(model)[0].isprintable()
    assert Path(model.row(0).job.source).name == "two\nlines\x07.pdf"
