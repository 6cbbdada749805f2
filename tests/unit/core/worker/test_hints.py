"""A hint says what else there is; only a warning asks a person to look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.jobs.states import JobState
from core.messages import Message, msg
from core.worker.hints import (
    SCANS_ELSEWHERE,
    asks_for_review,
    equations_elsewhere,
    read_by_ocr,
)
from tests.support.jobs import job

WARNING = msg("Only {percent} % of the text of the PDF is in the Markdown: compare the two.")
HINTS = (SCANS_ELSEWHERE, equations_elsewhere(3), read_by_ocr(2, "4, 7"))


def test_hints_have_their_facts() -> None:
    assert str(equations_elsewhere(3)).startswith("3 equations are pictures;")
    assert str(read_by_ocr(2, "4, 7")).endswith("by OCR: 4, 7.")


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: str(hint)[:20])
def test_a_hint_asks_for_nothing(hint: Message) -> None:
    assert not asks_for_review([hint])
    assert asks_for_review([hint, WARNING])


def test_a_result_is_done_when_nothing_was_said() -> None:
    assert not asks_for_review([])


def test_only_a_finished_job_needs_review() -> None:
    done = replace(job(1, JobState.DONE), warnings=(WARNING,))
    assert done.needs_review
    assert not replace(done, warnings=HINTS).needs_review
    assert not replace(done, state=JobState.RUNNING).needs_review
