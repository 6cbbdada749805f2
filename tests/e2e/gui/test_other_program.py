"""The window and the command meet a document: one converts it, the other waits and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.jobs.states import JobState
from gui.table.cell_text import why
from tests.e2e.cli import command
from tests.e2e.cli.test_interrupted import until
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import RunningApp


@pytest.mark.slow
def test_a_document_that_the_command_converts_is_waited_for(
    light_engine: None, app: RunningApp, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf")
    hold(long)
    short = pdfs.text_pdf(tmp_path / "short.pdf", pages=1)
    process = command.start("convert", long, "-o", tmp_path / "out", "--json")
    until(process, lambda event: event["event"] == "started")
    app.drop(long, short)
    app.wait(lambda: len(app.jobs()) == 2)
    job = app.job("long.pdf").id
    model = app.window.workspace.model

    def said() -> str:
        row = model.row_of(job)
        return "" if row is None else why(row)

    app.wait(lambda: said() == "Another run of Headframe converts it at the moment.")
    app.wait(lambda: app.states()["short.pdf"] is JobState.DONE)
    let_go(long)
    told, err = process.communicate(timeout=command.TIMEOUT_S)
    assert process.returncode == 0, err
    assert '"done"' in told
    app.wait(lambda: app.states()["long.pdf"] is JobState.SKIPPED)
    assert said().startswith("The result is there already")
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["long", "short"]
