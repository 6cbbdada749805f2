"""The list: what the model tells its view, what is shown in which order, what stays selected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, NewBatch
from core.messages import msg
from core.session.updates import JobListUpdate
from core.worker.hints import SCANS_ELSEWHERE
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from gui.card_names import card_key_label
from gui.icons import Glyph
from gui.table.cell_text import nothing_text, why
from gui.table.delegate import ROW_HEIGHT, SECTION_HEIGHT, found_by, section_text, state_glyph
from gui.table.marked_text import MarkedTextPainter, runs
from gui.table.model import Index, JobModel
from gui.table.rows import JobColumn, JobRow, ViewFilter
from gui.table.status_groups import StatusGroup
from gui.table.view import JobView
from gui.theme import CELL_END, CELL_START
from tests.support.jobs import job, progress, queue

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
def view(qtbot: QtBot, themed: None, model: JobModel) -> JobView:
    """The list of that model, on the screen."""
    made = JobView(model)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def names(model: JobModel) -> list[str]:
    return [model.index(place, JobColumn.DOCUMENT).data() for place in range(model.rowCount())]


@pytest.mark.slow
def test_two_thousand_rows_come_and_change(model: JobModel) -> None:
    model.apply(queue(2_000))
    assert model.rowCount() == 2_000
    assert model.counts[JobState.QUEUED] == 2_000
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _: changed.append((first.row(), last.row())))
    model.apply(JobListUpdate(jobs=tuple(job(n, JobState.RUNNING) for n in (500, 501, 900))))
    assert changed == [(499, 500), (899, 899)], "neighbours are told together, others apart"
    model.apply(JobListUpdate(jobs=tuple(job(n, JobState.RUNNING) for n in range(1, 2_000, 50))))
    assert changed[2:] == [(0, 1950)], "very many are told as one span"
    assert model.counts[JobState.RUNNING] == 42


def test_only_a_warning_makes_a_result_one_to_review(model: JobModel) -> None:
    plain, hint, warned = (job(number, JobState.DONE) for number in (1, 2, 3))
    hint = replace(hint, warnings=(SCANS_ELSEWHERE,))
    warned = replace(warned, warnings=(SCANS_ELSEWHERE, msg("There is no text on these pages.")))
    model.apply(JobListUpdate(jobs=(plain, hint, warned)))
    states = [model.index(place, JobColumn.STATE).data() for place in range(3)]
    assert states == ["Done", "Done", "Done, needs review"]
    glyphs = [state_glyph(JobRow(one)) for one in (plain, hint, warned)]
    assert glyphs == [Glyph.DONE, Glyph.DONE, Glyph.INFO]
    assert why(JobRow(hint)).startswith("MinerU reads scanned pages better.")


def test_new_rows_are_told_of_as_insertions_at_the_end(model: JobModel, qtbot: QtBot) -> None:
    model.apply(queue(2))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.apply(JobListUpdate(jobs=(job(3), job(4))))
    assert inserted.args is not None
    assert inserted.args[1:] == [2, 3]


def test_progress_counts_only_while_the_job_runs(model: JobModel) -> None:
    model.apply(JobListUpdate(jobs=(job(1, JobState.RUNNING), job(2))))
    model.apply(
        JobListUpdate(progress={"job-1": progress(), "job-2": progress(), "gone": progress()})
    )
    assert model.index(0, JobColumn.STATE).data() == "Recognising · 30 %"
    assert model.index(0, JobColumn.PAGES).data() == "10"
    assert model.queue_status().fraction == pytest.approx(0.15)
    assert model.index(1, JobColumn.STATE).data() == "Waiting"
    model.apply(JobListUpdate(jobs=(job(1, JobState.DONE, pages=10, seconds=4.2),)))
    assert model.queue_status().fraction == pytest.approx(0.5)
    assert model.index(0, JobColumn.TIME).data() == "4.2 s"


@pytest.mark.slow
def test_an_empty_list_says_why_it_is(model: JobModel, qtbot: QtBot) -> None:
    model.apply(JobListUpdate(jobs=(job(1, JobState.DONE),)))
    view = JobView(model)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()

    def is_empty() -> bool:
        shot = view.viewport().grab().toImage()
        first = shot.pixel(0, 0)
        return all(shot.pixel(x, y) == first for x in range(shot.width()) for y in range(80, 120))

    assert is_empty(), "one row, and nothing below it"
    assert nothing_text(ViewFilter(text="zzz")) == "No document matches “zzz”."
    for arrangement, word in (
        (ViewFilter(text="zzz"), "zzz"),
        (ViewFilter(hide_finished=True), "finished"),
        (ViewFilter(group=StatusGroup.FAILED, hide_finished=True), "state"),
    ):
        model.arrange(arrangement)
        assert word in nothing_text(model.arrangement)
        assert not is_empty()


def test_what_is_being_saved_is_on_no_worker(model: JobModel) -> None:
    """A worker has the next document while the result of the last one waits for the disk."""
    model.apply(JobListUpdate(jobs=(job(1, JobState.RUNNING), job(2, JobState.RUNNING))))
    model.apply(JobListUpdate(saving=frozenset({"job-1", "gone"})))
    queue_status = model.queue_status()
    assert (queue_status.groups[StatusGroup.RUNNING], queue_status.groups[StatusGroup.DONE]) == (
        1,
        1,
    )
    assert model.index(0, JobColumn.STATE).data() == "Saving"
    model.arrange(replace(model.arrangement, group=StatusGroup.RUNNING))
    assert [row.job.id for row in model.rows_at(range(2))] == ["job-2"]
    model.apply(JobListUpdate(jobs=(job(2, JobState.DONE),)))
    assert model.queue_status().busy, "the last result is not there yet"
    model.apply(JobListUpdate(jobs=(job(1, JobState.QUEUED),)))
    assert model.queue_status().groups[StatusGroup.WAITING] == 1, (
        "the disk was full: it waits again"
    )
    assert model.queue_status().saving == 0


def test_a_failure_is_said_in_words(model: JobModel) -> None:
    failure = Failure(FailureKind.DAMAGED, msg("{name} is damaged.", name="a"), msg("Mend it."))
    model.apply(JobListUpdate(jobs=(job(1, JobState.FAILED, failure=failure),)))
    index = model.index(0, JobColumn.DOCUMENT)
    assert "a is damaged. Mend it." in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Failed" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_filter_and_sorting_follow_what_changes(model: JobModel) -> None:
    model.apply(queue(4))
    model.arrange(ViewFilter(group=StatusGroup.RUNNING))
    assert model.rowCount() == 0
    model.apply(JobListUpdate(jobs=(job(2, JobState.RUNNING),)))
    assert names(model) == ["00002.pdf"]
    model.apply(JobListUpdate(jobs=(job(2, JobState.DONE), job(3, JobState.RUNNING))))
    assert names(model) == ["00003.pdf"]
    model.arrange(ViewFilter(column=JobColumn.STATE))
    assert names(model)[0] == "00003.pdf"
    model.apply(JobListUpdate(jobs=(job(1, JobState.FAILED), job(9))))
    assert names(model)[0] == "00003.pdf", "nothing jumps under the pointer"
    assert names(model)[-1] == "00009.pdf"
    model.arrange(ViewFilter(column=JobColumn.DOCUMENT, descending=True))
    assert names(model)[0] == "00009.pdf"
    model.arrange(ViewFilter())
    assert names(model)[0] == "00001.pdf"


def test_removed_rows_come_back_to_their_places(model: JobModel) -> None:
    model.apply(queue(4))
    model.apply(JobListUpdate(removed=frozenset({"job-2", "job-3"})))
    assert names(model) == ["00001.pdf", "00004.pdf"]
    assert model.counts[JobState.QUEUED] == 2
    model.apply(JobListUpdate(jobs=(job(3), job(2))))
    assert names(model) == ["00001.pdf", "00002.pdf", "00003.pdf", "00004.pdf"]


def test_the_selection_is_kept_by_job(view: JobView, model: JobModel) -> None:
    model.apply(queue(6))
    view.select(["job-5", "job-2", "job-3"])
    assert view.current_id() == "job-5"
    model.arrange(ViewFilter(column=JobColumn.DOCUMENT, descending=True))
    assert set(view.selected_ids()) == {"job-2", "job-3", "job-5"}
    assert view.current_id() == "job-5"
    model.apply(JobListUpdate(removed=frozenset({"job-5"})))
    assert set(view.selected_ids()) == {"job-2", "job-3"}
    model.apply(JobListUpdate(removed=frozenset({"job-2", "job-3"})))
    assert view.selected_ids() == [view.current_id()]
    assert view.current_id()
    model.apply(JobListUpdate(removed=frozenset({"job-1", "job-4", "job-6"})))
    assert view.current_id() == ""


def test_all_stay_selected_while_rows_go(view: JobView, model: JobModel) -> None:
    model.apply(queue(6))
    view.selectAll()
    model.apply(JobListUpdate(removed=frozenset({"job-2", "job-3"})))
    assert view.selected_ids() == ["job-1", "job-4", "job-5", "job-6"]
    model.apply(JobListUpdate(jobs=(job(7),)))
    assert view.selected_ids() == ["job-1", "job-4", "job-5", "job-6"], "a new one was not chosen"
    model.apply(JobListUpdate(removed=frozenset(f"job-{number}" for number in range(1, 8))))
    assert view.selected_ids() == []


@pytest.mark.slow
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
    model.apply(JobListUpdate(jobs=(job(1, name="b.pdf"), job(2, name="a.pdf"))))
    header = view.horizontalHeader()
    place = QPoint(header.sectionPosition(JobColumn.DOCUMENT) + 20, header.height() // 2)
    seen = []
    for _ in range(3):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seen.append(names(model))
    assert seen == [["a.pdf", "b.pdf"], ["b.pdf", "a.pdf"], ["b.pdf", "a.pdf"]]
    assert model.arrangement == ViewFilter()


def test_columns_give_way_in_a_narrow_list(view: JobView, qtbot: QtBot) -> None:
    assert not view.isColumnHidden(JobColumn.CARD)
    view.resize(420, 400)
    assert view.isColumnHidden(JobColumn.CARD)
    assert view.isColumnHidden(JobColumn.PAGES)
    assert not view.isColumnHidden(JobColumn.STATE)
    view.resize(900, 400)
    view.set_column_shown(JobColumn.PAGES, shown=False)
    assert view.isColumnHidden(JobColumn.PAGES)
    assert not view.isColumnHidden(JobColumn.CARD)


def test_every_state_can_be_drawn(view: JobView, model: JobModel) -> None:
    failure = Failure(FailureKind.NEEDS_OCR, msg("A scan."), msg("Use OCR. " * 40))
    jobs = [job(n, state) for n, state in enumerate(JobState, 1)]
    model.apply(JobListUpdate(jobs=(*jobs, job(20, JobState.FAILED, failure=failure))))
    model.apply(JobListUpdate(progress={one.id: progress() for one in jobs}))
    view.selectAll()
    first = view.grab().toImage()
    model.apply(JobListUpdate(progress={one.id: progress(9, 10, 0.9) for one in jobs}))
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
    model.apply(JobListUpdate(jobs=(job(1, name="two\nlines\x07.pdf"),)))
    assert names(model)[0].isprintable()
    assert Path(model.row(0).job.source).name == "two\nlines\x07.pdf"


def test_what_is_told_to_be_shown_is_always_highlighted(
    model: JobModel, view: JobView, qtbot: QtBot
) -> None:
    """After rows went, with a part of the selection among them (2.4 a)."""
    shown: list[str] = []
    view.picked.connect(shown.append)
    model.apply(queue(9))
    view.select(["job-2", "job-3", "job-7"])
    assert shown == ["job-2"]
    view.setCurrentIndex(model.index(1, 0))
    view.select(["job-2", "job-3", "job-7"])
    model.apply(JobListUpdate(removed=frozenset({"job-2", "job-3"})))
    assert view.selected_ids() == ["job-7"]
    assert (view.current_id(), shown[-1]) == ("job-7", "job-7")
    model.apply(JobListUpdate(jobs=(job(2), job(3))))  # as an undo brings them back
    assert view.selected_ids() == ["job-7"]
    assert shown[-1] == view.shown_id() == "job-7"
    view.clearSelection()
    assert (view.selected_ids(), shown[-1]) == ([], "")


def test_a_change_of_the_list_tells_nothing_while_the_same_one_is_shown(
    model: JobModel, view: JobView
) -> None:
    model.apply(queue(9))
    view.select(["job-5"])
    shown: list[str] = []
    view.picked.connect(shown.append)
    model.apply(JobListUpdate(removed=frozenset({"job-1"})))
    model.arrange(ViewFilter(column=JobColumn.DOCUMENT, descending=True))
    assert view.selected_ids() == ["job-5"]
    assert shown == [], "it would be loaded once more"


def test_the_keys_that_lead_into_the_list_highlight_what_they_make_current(
    model: JobModel, view: JobView, qtbot: QtBot
) -> None:
    model.apply(queue(5))
    shown: list[str] = []
    view.picked.connect(shown.append)
    for reason, chosen in (
        (Qt.FocusReason.ActiveWindowFocusReason, []),
        (Qt.FocusReason.TabFocusReason, ["job-1"]),
    ):
        QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut, reason))
        QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, reason))
        assert view.selected_ids() == chosen
        assert view.currentIndex().isValid() is bool(chosen)
    assert shown == ["job-1"]


def test_a_search_brings_names_first_then_folders_then_batches(model: JobModel) -> None:
    papers = [
        replace(job(1, name="/in/a/doc-1.pdf"), batch="batch-1"),
        job(2, name="/in/big600/doc-2.pdf"),
        job(3, name="/in/a/big600.pdf"),
        job(4, JobState.DONE, name="/in/a/x-BIG600-y.pdf"),
        job(5, name="/in/a/other.pdf"),
    ]
    model.set_batches((BatchRecord("batch-1", NewBatch("big600, doc-1.pdf", ()), 1.0),))
    model.apply(JobListUpdate(jobs=tuple(papers)))
    model.arrange(ViewFilter(text="Big600"))
    assert names(model) == ["big600.pdf", "x-BIG600-y.pdf", "doc-2.pdf", "doc-1.pdf"]
    assert [found_by(model.row(place), model.arrangement) for place in range(4)] == [
        "",
        "",
        "/in/big600",
        "Batch big600, doc-1.pdf",
    ]
    # The counts are of what was found; those of all stay what they are.
    assert model.counts_found.groups[StatusGroup.ALL] == 4
    assert model.counts_found.groups[StatusGroup.DONE] == 1
    assert model.counts_in_view.groups[StatusGroup.ALL] == 5
    model.apply(JobListUpdate(jobs=(replace(papers[2], state=JobState.DONE),)))
    assert model.counts_found.groups[StatusGroup.DONE] == 2
    assert names(model)[0] == "big600.pdf", "rows stay where they are"
    model.arrange(ViewFilter(text="Big600", group=StatusGroup.DONE))
    assert names(model) == ["big600.pdf", "x-BIG600-y.pdf"]
    assert model.counts_found.groups[StatusGroup.ALL] == 4
    model.arrange(ViewFilter())
    assert model.counts_found.groups[StatusGroup.ALL] == 5


def test_what_was_searched_for_is_bold(model: JobModel, view: JobView) -> None:
    assert runs("x-BIG600-y big600", "big600") == [
        ("x-", False),
        ("BIG600", True),
        ("-y ", False),
        ("big600", True),
    ]
    assert runs("plain", "") == [("plain", False)]
    assert runs("a+b", "+") == [("a", False), ("+", True), ("b", False)]
    model.apply(JobListUpdate(jobs=(job(1, name="/in/report.pdf"),)))
    plain = view.viewport().grab().toImage()
    model.arrange(ViewFilter(text="report"))
    view.clearSelection()
    view.setCurrentIndex(QModelIndex())
    assert view.viewport().grab().toImage() != plain


def grouped(model: JobModel) -> None:
    """Three batches, one of which came in two parts, and a document without one."""
    model.set_batches(
        tuple(BatchRecord(f"batch-{n}", NewBatch(f"Batch {n}", ()), float(n)) for n in (1, 2, 3))
    )
    of = {1: 1, 2: 1, 3: 2, 4: 2, 5: 1, 7: 3}
    jobs = (replace(job(n), batch=f"batch-{of[n]}") if n in of else job(n) for n in range(1, 8))
    model.apply(JobListUpdate(jobs=tuple(jobs)))


@pytest.mark.parametrize("key", ["cpu", "npu:12", "cuda:12"])
def test_the_column_of_cards_has_room_for_their_names(view: JobView, key: str) -> None:
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 0.9)  # as the delegate writes it
    room = view.columnWidth(JobColumn.CARD) - CELL_START - CELL_END
    assert QFontMetrics(font).horizontalAdvance(card_key_label(key)) <= room


def test_batches_stand_together_under_their_names(model: JobModel, view: JobView) -> None:
    grouped(model)
    assert model.sections == {}
    view.select(["job-5"])
    model.arrange(ViewFilter(grouped=True))
    ids = [model.row(place).job.id for place in range(model.rowCount())]
    assert ids == [f"job-{n}" for n in (1, 2, 5, 3, 4, 6, 7)]
    assert model.sections == {0: "batch-1", 3: "batch-2", 5: None, 6: "batch-3"}
    assert [section_text(model, place) for place in (0, 5)] == [
        "Batch 1  0 of 3",
        "Without a batch",
    ]
    heights = [view.rowHeight(place) - ROW_HEIGHT for place in range(7)]
    assert [height > 0 for height in heights] == [True, False, False, True, False, True, True]
    assert view.selected_ids() == ["job-5"]
    assert not model.can_be_ordered, "what stands above does not go first"
    model.apply(JobListUpdate(jobs=(replace(job(1, JobState.DONE), batch="batch-1"),)))
    assert section_text(model, 0) == "Batch 1  1 of 3"
    # One more of the first batch, and one of the last.
    more = (replace(job(8), batch="batch-3"), replace(job(9), batch="batch-1"))
    model.apply(JobListUpdate(jobs=more))
    ids = [model.row(place).job.id for place in range(model.rowCount())]
    assert ids == [f"job-{n}" for n in (1, 2, 5, 9, 3, 4, 6, 7, 8)]
    assert model.sections == {0: "batch-1", 4: "batch-2", 6: None, 7: "batch-3"}
    assert [place for place in range(9) if view.rowHeight(place) > ROW_HEIGHT] == [0, 4, 6, 7]
    assert not view.viewport().grab().isNull()
    assert view.selected_ids() == ["job-5"], "rows that come above do not move what is chosen"
    # Two batches that were not there, and one more of each of two that were.
    batches = ((10, 4), (11, 2), (12, 4), (13, 5))
    later = (*(replace(job(n), batch=f"batch-{b}") for n, b in batches), job(14))
    model.apply(JobListUpdate(jobs=later))
    ids = [model.row(place).job.id for place in range(model.rowCount())]
    assert ids == [f"job-{n}" for n in (1, 2, 5, 9, 3, 4, 11, 6, 14, 7, 8, 10, 12, 13)]
    begins = {0: "batch-1", 4: "batch-2", 7: None, 9: "batch-3", 11: "batch-4", 13: "batch-5"}
    assert model.sections == begins
    assert [place for place in range(14) if view.rowHeight(place) > ROW_HEIGHT] == [*begins]
    assert [model.place_of(name) for name in ids] == list(range(14))
    # Sorted by a column there are no sections, and in the queue's order all rows are of a height.
    model.arrange(ViewFilter(grouped=True, column=JobColumn.DOCUMENT))
    assert model.sections == {}
    model.arrange(ViewFilter())
    assert {view.rowHeight(place) for place in range(14)} == {ROW_HEIGHT}


def test_a_section_is_drawn_above_its_first_row(model: JobModel, view: JobView) -> None:
    grouped(model)
    model.arrange(ViewFilter(grouped=True))
    image = view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    top = [image.pixel(5, round(y * ratio)) for y in (2, SECTION_HEIGHT + 20)]
    assert top[0] != top[1], "the strip has a ground of its own"


@pytest.mark.slow
def test_very_many_rows_bear_being_grouped(qtbot: QtBot, themed: None) -> None:
    many, batches = 30_000, 50
    model = JobModel()  # without Qt's tester, which looks at each row
    view = JobView(model)
    qtbot.addWidget(view)
    view.show()
    model.set_batches(
        tuple(BatchRecord(f"batch-{n}", NewBatch(f"B{n}", ()), 1.0) for n in range(batches))
    )
    jobs = tuple(replace(job(n), batch=f"batch-{n % batches}") for n in range(1, many + 1))
    model.apply(JobListUpdate(jobs=jobs))
    model.arrange(ViewFilter(grouped=True))
    assert len(model.sections) == batches
    assert view.rowHeight(0) == ROW_HEIGHT + SECTION_HEIGHT


def test_what_was_searched_for_keeps_its_place_in_a_name_from_right_to_left(
    qapp: QApplication,
) -> None:
    font = QApplication.font()
    marker = MarkedTextPainter(font)
    first, second = "\u05d0\u05d1\u05d2", "\u05d3\u05d4\u05d5"

    def drawn(sought: str) -> QImage:
        image = QImage(300, 40, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        marker.draw(painter, image.rect(), f"{first} {second}", sought)
        painter.end()
        return image

    # The second word stands at the left, and nothing of it is bold.
    left = QRect(0, 0, marker.metrics.horizontalAdvance(second) - 1, 40)
    assert drawn(first).copy(left) == drawn("").copy(left)
    assert drawn(first) != drawn("")


def test_home_and_end_go_to_the_first_and_the_last_document(model: JobModel, view: JobView) -> None:
    model.apply(queue(30))
    view.setCurrentIndex(model.index(7, 0))
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current_id() == model.row(29).job.id
    assert 29 in view.places_in_sight()
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_id() == model.row(0).job.id
    assert view.selected_number == 30
