"""A second result with another engine, compared when it is done; folders that are watched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction

from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from core.settings.definitions import OPEN_PREVIEW
from core.worker.kinds import EngineName
from gui.notifications import Notification
from gui.reading.compare_view import CompareView
from tests.support import pdfs
from tests.support.window import RunningApp
from tests.unit.gui.window.test_reading_on import shown

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


MANY = 40
"""More rows than a window shows."""


def offered(app: RunningApp) -> dict[str, QAction]:
    pane = app.window.detail.pane
    assert pane is not None
    pane.more_menu.aboutToShow.emit()
    return {action.text(): action for action in pane.more_menu.actions()}


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_a_second_result_is_made_beside_the_first_and_compared(
    app: RunningApp, tmp_path: Path
) -> None:
    app.window.resize(1600, 900)
    app.settings.set(OPEN_PREVIEW, False)  # it is changed before it is read
    app.drop(pdfs.text_pdf(tmp_path / "paper.pdf", pages=1))
    app.wait_until_over(1)
    first = app.job("paper.pdf")
    assert first.markdown is not None
    origin = first.markdown.with_name("headframe.json")
    origin.write_text(json.dumps(json.loads(origin.read_text()) | {"engine": "mineru"}))
    text = first.markdown.read_text("utf-8")
    first.markdown.write_text(text.replace("Note 1:", "Another beginning:"), "utf-8")
    shown(app, "paper.pdf")
    menu = offered(app)
    assert "Convert with MinerU 4 and compare" not in menu
    menu["Convert with Built-in and compare"].trigger()
    app.wait(lambda: bool(app.window.findChildren(CompareView)))
    (view,) = app.window.findChildren(CompareView)
    assert view.summary.text().startswith("1 paragraph differs")
    assert "Note 1:" in view.text.toPlainText()
    assert first.markdown.read_text("utf-8") != text  # the first is as it was
    assert len(app.jobs()) == 2
    second = next(job for job in app.jobs() if job.id != first.id)
    assert second.engine is EngineName.FLASH
    assert second.out_parent == first.markdown.parent.with_name("paper (flash)")
    view.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    offered(app)["Convert with Built-in and compare"].trigger()  # made already: compared at once
    app.wait(lambda: bool(app.window.findChildren(CompareView)))
    assert len(app.jobs()) == 2


@pytest.mark.slow
def test_an_engine_that_is_not_there_is_said_to_be_missing(app: RunningApp, tmp_path: Path) -> None:
    app.window.resize(1600, 900)
    app.drop(
        pdfs.text_pdf(tmp_path / "paper.pdf", pages=1),
        *(tmp_path / f"z{number}.pdf" for number in range(MANY)),
    )
    app.wait_until_over(MANY + 1)
    shown(app, "paper.pdf")
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    offered(app)["Convert with MinerU 4 and compare"].trigger()
    app.wait(lambda: bool(told))
    assert told[-1].text == "MinerU 4 is not ready: The engine MinerU 4 is not installed."
    assert told[-1].action == "Set it up…"
    assert told[-1].act is not None
    with app.qtbot.waitSignal(app.window.engines_requested):
        told[-1].act()
    selected = [row.job.state for row in app.window.view.selected_rows()]
    assert selected == [JobState.DONE]
    assert len(app.jobs()) == MANY + 1, "nothing is begun that cannot succeed"


@pytest.mark.slow
def test_watched_folders_are_seen_and_stopped_in_the_status_strip(
    app: RunningApp, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    pdfs.text_pdf(folder / "one.pdf", pages=1)
    eye = app.window.status.watched
    assert eye.isHidden()
    app.work.add_batch(NewBatch(name="inbox", sources=(folder,), out=tmp_path / "out", watch=True))
    app.wait(lambda: not eye.isHidden())
    assert eye.text() == eye.accessibleName() == "Watching 1 folder"
    app.wait_until_over(1)
    assert not eye.isHidden()
    assert str(folder) in eye.toolTip()
    eye.list.aboutToShow.emit()
    show, stop = (one for one in eye.list.actions() if not one.isSeparator())
    show.trigger()
    batch = app.window.model.arrangement.batch
    assert batch is not None
    assert app.window.model.batches[batch].new.sources == (folder,)
    stop.trigger()
    app.wait(eye.isHidden)
