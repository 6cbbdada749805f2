"""Operations on a real queue, and the messages that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from core.jobs.model import NewJob
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, NewBatch
from core.jobs.store.job_store import JobStore
from core.paths import queue_file
from core.session import queue_service
from core.session.event_queue import QueueMessage
from core.session.messages import (
    BatchesChanged,
    CancelPending,
    JobsAdded,
    JobsChanged,
    JobsLoaded,
    JobsPaused,
    JobsRemoved,
    JobsRestored,
    MarkdownRead,
    OperationFailed,
    PartiallyScanned,
    QueuePausedChanged,
    ScanFinished,
)
from core.session.queue_service import QueueService
from core.session.undo_stack import Direction, RemoveJobs

Kind = TypeVar("Kind")


class Window:
    """What a window would hear."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.messages: list[QueueMessage] = []

    def take(self, kind: type[Kind]) -> list[Kind]:
        """Those of a kind so far; all are forgotten."""
        found: list[Kind] = [one for one in self.messages if isinstance(one, kind)]
        self.messages.clear()
        return found


@pytest.fixture
def window(tmp_path: Path) -> Window:
    return Window(tmp_path / "home")


@pytest.fixture
def service(window: Window) -> Iterator[QueueService]:
    with QueueService.open(window.home, window.messages.append) as service:
        service.load()
        window.messages.clear()
        yield service


def paper(folder: Path, name: str) -> NewJob:
    return NewJob(folder / name, folder / "out", Path(name).stem)


def filled(
    service: QueueService, window: Window, folder: Path, number: int, *, watch: bool = False
) -> tuple[BatchRecord, list[str]]:
    """A scanned batch of so many documents, and their ids."""
    batch = service.add_batch(NewBatch("Papers", (folder,), folder / "out", watch=watch))
    assert batch is not None
    service.add([paper(folder, f"{n}.pdf") for n in range(number)], batch.id, resumed=False)
    (added,) = window.take(JobsAdded)
    service.finish_scan(batch.id, number, complete=True, resumed=False)
    window.messages.clear()
    return batch, [job.id for job in added.jobs]


def test_what_is_given_twice_is_on_the_list_once(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    _, ids = filled(service, window, tmp_path, 2)
    again = service.add_batch(NewBatch("Again", (tmp_path,), tmp_path / "out"))
    assert again is not None
    service.add([paper(tmp_path, "1.pdf"), paper(tmp_path, "2.pdf")], again.id, resumed=False)
    (added,) = window.take(JobsAdded)
    assert ([job.source.name for job in added.jobs], added.known) == (["2.pdf"], (ids[1],))


def test_a_batch_of_nothing_new_is_forgotten(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    first, _ = filled(service, window, tmp_path, 1)
    again = service.add_batch(NewBatch("Again", (tmp_path,), tmp_path / "out"))
    assert again is not None
    service.add([paper(tmp_path, "0.pdf")], again.id, resumed=False)
    window.messages.clear()
    service.finish_scan(again.id, 1, complete=True, resumed=False)
    scanned = [one for one in window.messages if isinstance(one, ScanFinished)]
    assert scanned == [ScanFinished(1, quiet=False)]
    (batches,) = window.take(BatchesChanged)
    assert [batch.id for batch in batches.batches] == [first.id]


def test_what_another_window_had_failed_is_not_given_again_by_its_scan(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    """A scan that is resumed finds documents that have ended since: they stay as they are."""
    batch, (job_id,) = filled(service, window, tmp_path, 1)
    service.cancel([job_id])
    window.messages.clear()
    service.add([paper(tmp_path, "0.pdf")], batch.id, resumed=True)
    (added,) = window.take(JobsAdded)
    assert (added.jobs, added.again, added.known) == ((), (), (job_id,))
    service.add([paper(tmp_path, "0.pdf")], batch.id, resumed=False)
    (added,) = window.take(JobsAdded)
    assert [job.state for job in added.again] == [JobState.QUEUED], "it was cancelled: a reason"
    service.finish_scan(batch.id, 1, complete=False, resumed=True)
    assert window.take(ScanFinished) == [ScanFinished(1, quiet=True)]


def test_a_partial_scan_is_named_at_the_next_start(window: Window, tmp_path: Path) -> None:
    with QueueService.open(window.home, window.messages.append) as service:
        service.load()
        given = service.add_batch(NewBatch("Half", (tmp_path,), tmp_path / "out"))
        watched = service.add_batch(NewBatch("In", (tmp_path,), tmp_path / "out", watch=True))
        assert given is not None
        assert watched is not None
    window.messages.clear()
    with QueueService.open(window.home, window.messages.append) as service:
        assert service.load() == []
    (partial,) = window.take(PartiallyScanned)
    assert [batch.id for batch in partial.batches] == [given.id], "a watch looks at all anyway"


def test_cancelling_is_told_in_parts_and_undone(
    service: QueueService, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_service, "CHUNK", 2)
    _, ids = filled(service, window, tmp_path, 5)
    service.cancel(ids)
    pending = [one for one in window.messages if isinstance(one, CancelPending)]
    assert {message.job_ids for message in pending} == {()}
    changed = window.take(JobsChanged)
    assert [(len(one.jobs), one.more) for one in changed] == [(2, False), (2, True), (1, True)]
    for one in changed:
        assert one.step is not None
        service.undo(one.step)
    undone = window.take(JobsChanged)
    assert {one.way for one in undone} == {Direction.UNDONE}
    assert [job.id for one in undone for job in one.jobs] == ids
    assert {job.state for one in undone for job in one.jobs} == {JobState.QUEUED}
    assert undone[0].step is not None
    service.redo(undone[0].step)
    (redone, *_) = window.take(JobsChanged)
    assert {job.state for job in redone.jobs} == {JobState.CANCELLED}


def test_moving_is_undone_and_done_again(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    _, ids = filled(service, window, tmp_path, 4)
    service.move_to_front([ids[3]])
    (moved,) = window.take(JobsChanged)
    assert order(window) == [ids[3], *ids[:3]]
    service.move_before([ids[3]], ids[2])
    assert order(window) == [ids[0], ids[1], ids[3], ids[2]]
    service.move_before([ids[0]], None)
    assert order(window) == [ids[1], ids[3], ids[2], ids[0]]
    assert moved.step is not None
    service.undo(moved.step)
    (back,) = [one for one in window.take(JobsChanged) if one.way is Direction.UNDONE]
    assert order(window)[-1] in (ids[0], ids[3])
    assert back.step is not None
    service.redo(back.step)
    assert [one.way for one in window.take(JobsChanged)] == [Direction.REDONE]


def order(window: Window) -> list[str]:
    with JobStore(queue_file(window.home)) as jobs:
        return [job.id for job in jobs.jobs()]


def test_removing_finishes_a_batch_and_is_undone_but_for_what_was_given_again(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    batch, ids = filled(service, window, tmp_path, 2)
    service.remove(ids)
    (batches,) = [one for one in window.messages if isinstance(one, BatchesChanged)]
    assert batch.id not in {one.id for one in batches.batches}
    (removed,) = window.take(JobsRemoved)
    assert [job.id for job in removed.jobs] == ids
    given = service.add_batch(NewBatch("Again", (tmp_path,), tmp_path / "out"))
    assert given is not None
    service.add([paper(tmp_path, "1.pdf")], given.id, resumed=False)
    window.messages.clear()
    service.undo(RemoveJobs(removed.jobs))
    (restored,) = window.take(JobsRestored)
    assert [job.id for job in restored.jobs] == [ids[0]]
    service.redo(RemoveJobs(restored.jobs))
    (removed,) = window.take(JobsRemoved)
    assert (removed.way, [job.id for job in removed.jobs]) == (Direction.REDONE, [ids[0]])


def test_pausing_names_what_runs(service: QueueService, window: Window, tmp_path: Path) -> None:
    batch, ids = filled(service, window, tmp_path, 2)
    with JobStore(queue_file(window.home)) as jobs:
        running = jobs.claim_next("cpu")
        assert running is not None
    service.pause(ids)
    assert JobsPaused((running.id,)) in window.messages
    assert {job.paused for one in window.take(JobsChanged) for job in one.jobs} == {True}
    service.resume(ids)
    assert {job.paused for one in window.take(JobsChanged) for job in one.jobs} == {False}
    service.pause_all(True)
    assert window.messages == [QueuePausedChanged(True), JobsPaused((running.id,))]
    service.pause_all(False)
    service.pause_batch(batch.id, True)
    assert window.messages[-1] == JobsPaused((running.id,))
    service.pause_batch(batch.id, False)
    service.rename_batch(batch.id, "Essays")
    batches = window.take(BatchesChanged)[-1].batches
    assert [(one.new.name, one.paused) for one in batches] == [("Essays", False)]


def test_a_watched_batch_takes_what_is_new_until_it_is_stopped(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    batch, _ = filled(service, window, tmp_path, 1, watch=True)
    service.add_watched(batch.id, [paper(tmp_path, "0.pdf"), paper(tmp_path, "new.pdf")])
    (added,) = window.take(JobsAdded)
    assert [job.source.name for job in added.jobs] == ["new.pdf"]
    service.stop_watching(batch.id)
    window.messages.clear()
    service.add_watched(batch.id, [paper(tmp_path, "late.pdf")])
    assert window.messages == []


def test_failed_documents_wait_again(service: QueueService, window: Window, tmp_path: Path) -> None:
    _, ids = filled(service, window, tmp_path, 2)
    service.cancel(ids)
    window.messages.clear()
    service.retry(ids)
    assert [job.id for one in window.take(JobsChanged) for job in one.jobs] == ids
    service.retry_failed(None, None)
    assert window.take(JobsChanged) == []


def test_a_profile_that_is_not_there_is_said(service: QueueService, window: Window) -> None:
    assert service.add_batch(NewBatch("Papers", ()), profile="Nothing") is None
    (failed,) = window.take(OperationFailed)
    assert "Nothing" in str(failed.sentence)


def test_results_are_read_as_one_text(
    service: QueueService, window: Window, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# A", encoding="utf-8")
    (tmp_path / "b.md").write_text("二", encoding="utf-8")
    service.read_markdown([tmp_path / "a.md", tmp_path / "b.md"])
    assert window.take(MarkdownRead) == [MarkdownRead("# A\n\n二", 2)]
    (tmp_path / ".b.draft.md").write_text("三", encoding="utf-8")
    service.read_markdown([tmp_path / "b.md"])
    assert window.take(MarkdownRead) == [MarkdownRead("三", 1)], "as it is shown"
    service.read_markdown([tmp_path / "a.md", tmp_path / "none.md"])
    assert window.take(MarkdownRead) == [MarkdownRead("# A", 1, missing=1)]
    service.read_markdown([tmp_path / "none.md"])
    (failed,) = window.messages
    assert isinstance(failed, OperationFailed)
    assert "none.md" in str(failed.sentence)


def test_the_queue_is_loaded_as_it_was_left(window: Window, tmp_path: Path) -> None:
    with QueueService.open(window.home, window.messages.append) as service:
        service.load()
        _, ids = filled(service, window, tmp_path, 3)
    with QueueService.open(window.home, window.messages.append) as service:
        assert [job.id for job in service.load()] == ids
    assert [job.id for one in window.take(JobsLoaded) for job in one.jobs] == ids
