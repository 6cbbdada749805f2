"""A batch that is over: what failed is one thing, what the user cancelled another."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QApplication

from core.jobs.reports.model import BatchHeader, BatchSummary
from core.jobs.states import JobState
from gui.batches.batch_states import BatchCounts, figures_of, state_of, words_of

HEAD = BatchHeader("2026-1", "Theses", ("/in",), None, "2026-01-31T12:00:00Z", "2026-02-01T12:00Z")


@pytest.mark.parametrize(
    ("done", "failed", "cancelled", "words"),
    [
        (3, 0, 0, "Finished"),
        (3, 1, 2, "Finished, some failed"),
        (3, 0, 2, "Finished, some cancelled"),
        (0, 1, 2, "Failed"),
        (0, 0, 2, "Cancelled"),
    ],
)
def test_cancelled_documents_are_no_failed_ones(
    qapp: QApplication, done: int, failed: int, cancelled: int, words: str
) -> None:
    counts = Counter({JobState.DONE: done, JobState.FAILED: failed, JobState.CANCELLED: cancelled})
    past = BatchSummary(HEAD, counts)
    figures = figures_of(past, None)
    assert figures == BatchCounts(done + failed + cancelled, done, failed, cancelled)
    assert figures.percent == 100
    assert words_of(state_of(past, None), figures) == words
