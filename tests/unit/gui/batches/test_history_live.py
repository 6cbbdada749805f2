"""The history shows a batch of the window as it stands, and lets it rest, go on, end, try again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.jobs.reports.model import BatchSummary
from core.jobs.store.batch_store import BatchRecord, NewBatch
from gui.batches.batch_states import BatchState, figures_of, past_of_live, state_of
from gui.batches.entries_model import BatchDocuments
from gui.batches.history_dialog import HistoryDialog
from gui.batches.history_model import HistoryColumn
from gui.batches.live_batches import ActiveBatch, ActiveBatches
from gui.table.status_groups import StatusGroup
from tests.support import pdfs
from tests.support.window import RunningApp


@pytest.fixture
def history(app: RunningApp, home: Path) -> Iterator[HistoryDialog]:
    live = ActiveBatches(app.work, app.window.counts_of, app.window)
    dialog = HistoryDialog(home, app.state, live, app.window)
    dialog.show()
    yield dialog
    dialog.close()


def stands(history: HistoryDialog, row: int = 0) -> tuple[str, ...]:
    """State, documents, done, failed: as they are shown."""
    columns = (
        HistoryColumn.STATE,
        HistoryColumn.DOCUMENTS,
        HistoryColumn.DONE,
        HistoryColumn.FAILED,
    )
    return tuple(str(history.batches.index(row, column).data()) for column in columns)


@pytest.mark.slow
def test_a_batch_rests_goes_on_and_is_followed_to_its_end(
    app: RunningApp, history: HistoryDialog, tmp_path: Path
) -> None:
    app.wait(lambda: not history.search.running)
    assert history.empty.isVisible()
    app.work.pause_all(True)
    app.wait(lambda: app.work.paused)
    for name in "ab":
        pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1)
    (tmp_path / "in" / "c.pdf").write_bytes(b"no pdf")
    app.work.add_batch(NewBatch("Papers", (tmp_path / "in",), tmp_path / "out"))
    app.wait(lambda: history.batches.rowCount() == 1)
    app.wait(lambda: stands(history) == ("Everything is paused", "3", "0", "0"))
    commands = history.commands
    assert commands.pause.text() == "Pause"
    assert not commands.end.isVisible()
    assert not commands.remove.isEnabled()
    commands.pause.trigger()
    app.wait(lambda: commands.pause.text() == "Resume")
    app.work.pause_all(False)
    app.wait(lambda: stands(history)[0] == "Paused")
    commands.pause.trigger()
    app.wait(lambda: stands(history) == ("Finished, some failed", "3", "2", "1"))
    assert not commands.pause.isVisible()
    app.wait(lambda: history.entries.rowCount() == 3)
    history.reading.found.emit((BatchDocuments(),))  # a report that is not as far yet
    assert history.entries.rowCount() == 0
    app.wait(lambda: history.entries.rowCount() == 3)
    assert commands.remove.isEnabled()
    pdfs.text_pdf(tmp_path / "in" / "c.pdf", pages=1)
    menu = commands.failed
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == "Not a PDF  (1)").trigger()
    app.wait(lambda: stands(history) == ("Finished", "3", "3", "0"))
    assert not commands.every.isEnabled()
    assert len(app.work.state.batches) == 1, "it was done where it was"


@pytest.mark.slow
def test_a_watched_batch_is_watched_no_longer(
    app: RunningApp, history: HistoryDialog, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=1)
    app.work.add_batch(NewBatch("Inbox", (tmp_path / "in",), tmp_path / "out", watch=True))
    app.wait(lambda: history.batches.rowCount() == 1)
    app.wait(lambda: stands(history) == ("Watching", "1", "1", "0"))
    assert history.commands.end.text() == "Stop watching"
    took = history.batches.index(0, HistoryColumn.TOOK)
    app.wait(lambda: history.batches.pasts[0].ended_at is not None)
    assert took.data() == "", "most of it is waiting"
    history.commands.end.trigger()
    app.wait(lambda: stands(history) == ("Finished", "1", "1", "0"))
    app.wait(lambda: str(took.data()).endswith(" s"))
    assert "." not in str(took.data()), "it is measured in whole seconds"
    assert not history.commands.end.isVisible()


@pytest.mark.slow
def test_failed_ones_that_are_off_the_list_are_a_batch_of_their_own(
    app: RunningApp, history: HistoryDialog, tmp_path: Path
) -> None:
    begun: list[NewBatch] = []
    for name in ("sub/a.pdf", "sub/b.pdf", "c.pdf"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"no pdf")
    pdfs.text_pdf(tmp_path / "in" / "good.pdf", pages=1)
    given = NewBatch("Papers", (tmp_path / "in",), tmp_path / "out")
    app.work.add_batch(given)
    app.wait_until_over(4)
    app.wait(lambda: not app.work.state.is_open(app.work.state.batches[0].id))
    app.work.remove([job.id for job in app.jobs()])
    app.wait(lambda: not app.jobs() and not app.work.state.batches)
    app.wait(lambda: history.batches.rowCount() == 1)
    history.commands.failed_requested.connect(
        lambda head, only: begun.append(replace(given, only=only, retry_of=head.id))
    )
    pdfs.text_pdf(tmp_path / "in" / "sub" / "a.pdf", pages=1)
    app.wait(history.commands.every.isEnabled)
    history.commands.every.trigger()
    app.wait(lambda: bool(begun))
    app.work.add_batch(begun[0])
    app.wait_until_over(3)
    assert (tmp_path / "out" / "sub" / "a" / "a.md").is_file()
    app.wait(lambda: history.batches.rowCount() == 2)
    app.wait(lambda: stands(history) == ("Finished, some failed", "3", "1", "2"))
    first, second = history.batches.pasts
    app.wait(lambda: history.batches.pasts[0].head.retry_of == second.head.id)
    assert first.head.id != second.head.id


def open_batch(**how: object) -> BatchRecord:
    return replace(BatchRecord("b", NewBatch("x", ()), 0.0), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("live", "state"),
    [
        (ActiveBatch(open_batch(), {}, {}), BatchState.SCANNING),
        (ActiveBatch(open_batch(), {StatusGroup.WAITING: 1}, {}), BatchState.WAITING),
        (ActiveBatch(open_batch(paused=True), {StatusGroup.RUNNING: 1}, {}), BatchState.RUNNING),
        (ActiveBatch(open_batch(paused=True), {StatusGroup.PAUSED: 1}, {}), BatchState.PAUSED),
        (
            ActiveBatch(open_batch(), {StatusGroup.PAUSED: 1, StatusGroup.DONE: 1}, {}),
            BatchState.PAUSED,
        ),
        (
            ActiveBatch(open_batch(), {StatusGroup.WAITING: 1}, {}, paused=True),
            BatchState.ALL_PAUSED,
        ),
        (ActiveBatch(open_batch(), {}, {}, away=(Path("/drive"),)), BatchState.AWAY),
        (ActiveBatch(open_batch(new=NewBatch("x", (), watch=True)), {}, {}), BatchState.WATCHING),
        (ActiveBatch(open_batch(finished_at=1.0, done=2), {}, {}), BatchState.FINISHED),
        (ActiveBatch(open_batch(finished_at=1.0, failed=2), {}, {}), BatchState.FAILED),
    ],
)
def test_each_state_is_told(live: ActiveBatch, state: BatchState) -> None:
    assert state_of(past_of_live(live), live) is state


def test_what_was_taken_off_the_list_still_counts() -> None:
    live = ActiveBatch(open_batch(finished_at=1.0, done=5, failed=1), {}, {})
    past: BatchSummary = past_of_live(live)
    again = ActiveBatch(open_batch(), {StatusGroup.WAITING: 1}, {})
    figures = figures_of(past, again)
    assert (figures.documents, figures.done, figures.failed, figures.percent) == (6, 5, 0, 83)
