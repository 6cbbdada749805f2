"""How a batch stands: one state, its words, its drawing, its colour."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from core.jobs.ids import iso
from core.jobs.reports.manager import head_of
from core.jobs.reports.model import BatchSummary
from core.jobs.states import JobState
from gui.batches.live_batches import ActiveBatch
from gui.icons import Glyph
from gui.table.status_groups import StatusGroup


class BatchState(IntEnum):
    """In the order in which one wants to see them."""

    RUNNING = 0
    SCANNING = 1
    """Its folders are gone through; nothing of it runs yet."""
    WAITING = 2
    ELSEWHERE = 3
    """The command is at work on it, or another program."""
    PAUSED = 4
    ALL_PAUSED = 5
    WATCHING = 6
    AWAY = 7
    """A folder is not there, and is waited for."""
    INTERRUPTED = 8
    FAILED = 9
    """It is finished, and some of its documents failed."""
    CANCELLED = 10
    """It is finished; some of its documents were cancelled, and none failed."""
    FINISHED = 11

    @property
    def is_over(self) -> bool:
        """Nothing of it runs, or will run without the user."""
        return self >= BatchState.INTERRUPTED


@dataclass(frozen=True)
class BatchCounts:
    """How many of its documents stand where."""

    documents: int
    done: int
    failed: int
    cancelled: int = 0

    @property
    def ended(self) -> int:
        """Those that have come to their ends."""
        return self.done + self.failed + self.cancelled

    @property
    def percent(self) -> int:
        """How much of it has come to its end."""
        return 100 * self.ended // self.documents if self.documents else 0


def state_of(past: BatchSummary, live: ActiveBatch | None) -> BatchState:
    """What the queue says of an open batch, and the report of one that is over."""
    if live is not None and live.is_open:
        return _state_of_open(live)
    if live is None and past.head.finished_at is None:
        return BatchState.ELSEWHERE if past.in_use else BatchState.INTERRUPTED
    if past.counts[JobState.FAILED]:
        return BatchState.FAILED
    return BatchState.CANCELLED if past.counts[JobState.CANCELLED] else BatchState.FINISHED


def _state_of_open(live: ActiveBatch) -> BatchState:
    groups, record = live.groups, live.record
    running, waiting = groups.get(StatusGroup.RUNNING, 0), groups.get(StatusGroup.WAITING, 0)
    if running:
        return BatchState.RUNNING
    if record.paused:
        return BatchState.PAUSED
    if live.paused:
        return BatchState.ALL_PAUSED
    if waiting:
        return BatchState.WAITING
    if live.away:
        return BatchState.AWAY
    if record.new.watch:
        return BatchState.WATCHING
    return BatchState.PAUSED if groups.get(StatusGroup.PAUSED, 0) else BatchState.SCANNING


def figures_of(past: BatchSummary, live: ActiveBatch | None) -> BatchCounts:
    """Of an open batch also what has not come to its end yet."""
    done = past.counts.total() - past.failed
    if live is None or not live.is_open:
        counts = past.counts
        failed, cancelled = counts[JobState.FAILED], counts[JobState.CANCELLED]
        return BatchCounts(counts.total(), done, failed, cancelled)
    groups = live.groups
    failed, cancelled = groups.get(StatusGroup.FAILED, 0), groups.get(StatusGroup.CANCELLED, 0)
    done = max(
        done, groups.get(StatusGroup.DONE, 0)
    )  # what is done may have been taken off the list
    to_come = (
        groups.get(group, 0)
        for group in (StatusGroup.WAITING, StatusGroup.RUNNING, StatusGroup.PAUSED)
    )
    return BatchCounts(done + failed + cancelled + sum(to_come), done, failed, cancelled)


def past_of_live(live: ActiveBatch) -> BatchSummary:
    """That of a batch of which there is no report: nothing of it has come to its end yet."""
    record = live.record
    ended = None if record.finished_at is None else iso(record.finished_at)
    counts = {
        JobState.DONE: record.done,
        JobState.SKIPPED: record.skipped,
        JobState.FAILED: record.failed,
    }
    return BatchSummary(head_of(record), Counter(counts), ended_at=ended)


def words_of(state: BatchState, figures: BatchCounts) -> str:
    """The state in one word or two."""
    translate = QCoreApplication.translate
    match state:
        case BatchState.RUNNING:
            template = translate("BatchState", "Running · {percent} %")
            return template.format(percent=figures.percent)
        case BatchState.SCANNING:
            return translate("BatchState", "Looking for documents")
        case BatchState.WAITING:
            return translate("BatchState", "Waiting")
        case BatchState.ELSEWHERE:
            return translate("BatchState", "Run by the command")
        case BatchState.PAUSED:
            return translate("BatchState", "Paused")
        case BatchState.ALL_PAUSED:
            return translate("BatchState", "Everything is paused")
        case BatchState.WATCHING:
            return translate("BatchState", "Watching")
        case BatchState.AWAY:
            return translate("BatchState", "Folder not there")
        case BatchState.INTERRUPTED:
            return translate("BatchState", "Interrupted")
        case _:
            return _words_of_finished(state, figures)


def _words_of_finished(state: BatchState, figures: BatchCounts) -> str:
    translate = QCoreApplication.translate
    match state:
        case BatchState.FAILED if figures.done == 0:
            return translate("BatchState", "Failed")
        case BatchState.FAILED:
            return translate("BatchState", "Finished, some failed")
        case BatchState.CANCELLED if figures.done == 0:
            return translate("BatchState", "Cancelled")
        case BatchState.CANCELLED:
            return translate("BatchState", "Finished, some cancelled")
        case _:
            return translate("BatchState", "Finished")


def explained(state: BatchState, live: ActiveBatch | None) -> str:
    """What the word does not tell; "" where it tells all."""
    translate = QCoreApplication.translate
    if state is BatchState.INTERRUPTED:
        return translate(
            "BatchState",
            "It was interrupted. Convert it again: what is done is skipped.",
        )
    if state is BatchState.AWAY and live is not None:
        template = translate("BatchState", "{folder} is not there.")
        return "\n".join(template.format(folder=folder) for folder in live.away)
    if live is not None and live.is_open and live.record.new.watch:
        return translate("BatchState", "Its folders are watched: what comes into them is taken.")
    return ""


GLYPHS = {
    BatchState.RUNNING: Glyph.RUNNING,
    BatchState.SCANNING: Glyph.SEARCH,
    BatchState.WAITING: Glyph.WAITING,
    BatchState.ELSEWHERE: Glyph.RUNNING,
    BatchState.PAUSED: Glyph.PAUSED,
    BatchState.ALL_PAUSED: Glyph.PAUSED,
    BatchState.WATCHING: Glyph.WATCHING,
    BatchState.AWAY: Glyph.INFO,
    BatchState.INTERRUPTED: Glyph.CANCELLED,
    BatchState.FAILED: Glyph.FAILED,
    BatchState.CANCELLED: Glyph.CANCELLED,
    BatchState.FINISHED: Glyph.DONE,
}

TONES = {
    BatchState.RUNNING: "accent",
    BatchState.SCANNING: "accent",
    BatchState.ELSEWHERE: "accent",
    BatchState.WATCHING: "accent",
    BatchState.AWAY: "warning",
    BatchState.INTERRUPTED: "warning",
    BatchState.FAILED: "failed",
    BatchState.FINISHED: "done",
}
"""Names of colours in :class:`gui.theme.Colours`; the others are muted."""
