"""What is said of a document without a result, and what can be done about it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from gui.table.rows import JobRow
from gui.window.detail.detail_pane import message_for
from tests.support.jobs import job


@pytest.mark.parametrize(
    ("kind", "may_change", "may_locate"),
    [
        (FailureKind.NOT_FOUND, False, True),
        (FailureKind.EMPTY, False, False),
        (FailureKind.NOT_A_PDF, False, False),
        (FailureKind.ENCRYPTED, False, False),
        (FailureKind.NEEDS_OCR, True, False),
        (FailureKind.TIMED_OUT, True, False),
    ],
)
def test_other_settings_are_offered_where_they_may_help(
    qapp: QApplication, kind: FailureKind, may_change: bool, may_locate: bool
) -> None:
    failed = job(1, JobState.FAILED, failure=Failure(kind, msg("Because.")))
    message = message_for(JobRow(failed))
    assert (message.may_change, message.may_locate) == (may_change, may_locate)
    assert message.text == "Because."
