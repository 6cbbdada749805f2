"""What a killed window leaves behind is put in order by the next one."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from core.jobs.model import ConvertOptions, JobState, NewJob
from core.jobs.queue import JobQueue
from core.paths import queue_file
from core.settings import Settings
from tests import pdfs
from tests.gui.conftest import end_desk, make_desk
from tests.jobs.test_staging import die, make_result, names


def test_a_result_that_was_being_replaced_is_back_before_anything_runs(
    qtbot: QtBot, home: Path, settings: Settings, dressed: None, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    make_result(place / "paper", "old")
    source = pdfs.text_pdf(tmp_path / "paper.pdf")
    with JobQueue(queue_file(home)) as queue:
        queue.add([NewJob(source, place, "paper", 1, ConvertOptions())])
        assert queue.take("cpu") is not None
        queue.pause_all()
    die(place, "between")
    assert "paper" not in names(place)
    desk = make_desk(qtbot, home, settings)
    try:
        desk.wait(lambda: names(place) == ["paper"])
        assert desk.states() in ({}, {"paper.pdf": JobState.QUEUED})
    finally:
        end_desk(desk)
    assert (place / "paper" / "paper.md").read_text() == "old"
