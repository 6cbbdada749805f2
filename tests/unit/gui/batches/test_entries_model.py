"""A batch's documents in the history: the same words as on the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from core.jobs.reports.model import ReportEntry
from core.jobs.states import JobState
from core.messages import msg
from gui.batches.entries_model import EntriesModel, EntryColumn
from gui.labels import job_word
from tests.support.jobs import job


def test_a_result_that_needs_review_is_called_so_in_the_history_too(qapp: QApplication) -> None:
    done = job(1, JobState.DONE)
    doubtful = replace(done, id="job-2", warnings=(msg("2 pages were not read."),))
    model = EntriesModel()
    model.show_entries((ReportEntry.of(done), ReportEntry.of(doubtful)))
    for row, one in enumerate((done, doubtful)):
        assert model.index(row, EntryColumn.STATE).data() == job_word(one)
    assert model.index(0, EntryColumn.REASON).data() == ""
    assert model.index(1, EntryColumn.REASON).data() == "2 pages were not read."
