"""A batch's documents in the history: the same words as on the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.jobs.reports.model import ReportEntry
from core.jobs.states import JobState
from core.messages import msg
from core.settings.definitions import LANGUAGE, Language, Settings
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from gui.batches.entries_model import EntriesModel, EntryColumn
from gui.labels import job_label
from tests.support.jobs import job


def test_a_result_that_needs_review_is_called_so_in_the_history_too(qapp: QApplication) -> None:
    done = job(1, JobState.DONE)
    doubtful = replace(done, id="job-2", warnings=(msg("2 pages were not read."),))
    model = EntriesModel()
    model.show_entries((ReportEntry.of(done), ReportEntry.of(doubtful)))
    for row, one in enumerate((done, doubtful)):
        assert model.index(row, EntryColumn.STATE).data() == job_label(one)
    assert model.index(0, EntryColumn.REASON).data() == ""
    assert model.index(1, EntryColumn.REASON).data() == "2 pages were not read."


ENCRYPTED = Failure(
    FailureKind.ENCRYPTED,
    msg("{name} is protected with a password.", name="a.pdf"),
    msg("Enter the password and try again."),
)


def test_reasons_are_whole_sentences_in_the_language_of_the_window(
    themed: None, settings: Settings
) -> None:
    model = EntriesModel()
    failed = replace(job(1, JobState.FAILED), failure=ENCRYPTED)
    model.show_entries((ReportEntry.of(failed),))
    reason = model.index(0, EntryColumn.REASON)
    assert reason.data() == "a.pdf is protected with a password."
    settings.set(LANGUAGE, Language.CHINESE)
    assert reason.data() == "a.pdf 受密码保护。"
    tip = reason.data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "a.pdf 受密码保护。\n请提供密码后重试。"


def test_a_report_of_an_older_version_names_the_kind_of_failure(
    themed: None, settings: Settings
) -> None:
    model = EntriesModel()
    entry = ReportEntry.of(replace(job(1, JobState.FAILED), failure=ENCRYPTED))
    model.show_entries((replace(entry, sentences=None),))
    reason = model.index(0, EntryColumn.REASON)
    assert reason.data() == "a.pdf is protected with a password."
    settings.set(LANGUAGE, Language.CHINESE)
    assert reason.data() == "需要密码"
