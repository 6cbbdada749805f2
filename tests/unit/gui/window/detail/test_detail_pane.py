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
from tests.support.window import RunningApp


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


@pytest.mark.parametrize(
    ("kind", "leads"),
    [
        (FailureKind.CARD_UNAVAILABLE, True),
        (FailureKind.CARD_FAULT, True),
        (FailureKind.DAMAGED, False),
    ],
)
def test_where_the_card_is_to_blame_the_list_of_cards_is_one_click_away(
    app: RunningApp, kind: FailureKind, leads: bool
) -> None:
    sentence = msg("There is no card '{key}' here.", key="npu:6")
    hint = msg("Cards of this machine: {keys}.", keys="auto, npu:0, cpu")
    failed = job(1, JobState.FAILED, failure=Failure(kind, sentence, hint))
    message = message_for(JobRow(failed))
    assert message.may_see_cards is leads
    assert message.text == "There is no card 'NPU 6' here.", "not its key"
    assert message.detail == "Choose another card in the list of cards."
    asked: list[bool] = []
    app.window.cards_requested.connect(lambda: asked.append(True))
    app.window.detail.message.see_cards.emit()
    assert asked == [True]
