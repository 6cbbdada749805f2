"""A document that wants another engine, or models, leads to the engines page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from gui.table.rows import JobRow
from gui.window.detail.detail_pane import DetailPane
from tests.support.jobs import job

LEADS_THERE = {FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING, FailureKind.NEEDS_OCR}


@pytest.mark.parametrize("kind", list(FailureKind))
def test_the_button_stands_where_an_engine_would_help(
    qtbot: QtBot, themed: None, kind: FailureKind
) -> None:
    detail = DetailPane()
    qtbot.addWidget(detail)
    asked: list[bool] = []
    detail.see_engines.connect(lambda: asked.append(True))
    failure = Failure(kind, msg("It went wrong."))
    detail.show_row(JobRow(job(1, JobState.FAILED, failure=failure)))
    detail.show()
    button = next(b for b in detail.findChildren(QPushButton) if b.text() == "Engines…")
    assert button.isVisible() == (kind in LEADS_THERE)
    if button.isVisible():
        button.click()
        assert asked == [True]
