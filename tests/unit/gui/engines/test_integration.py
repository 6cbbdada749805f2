"""Engines in the window: what goes on is seen while their page is closed, and what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.engines.engine_config import EngineConfig, save_engine_configs
from core.engines.installation import requirement_sets
from core.engines.installation.install_lock import broken_installations
from core.jobs.model import JobProgress
from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from core.worker.kinds import EngineName, Stage
from gui.engines.dialog import EnginesDialog
from gui.engines.integration import EngineIntegration
from gui.engines.models_dialog import ModelsDialog
from gui.engines.page_test_dialog import PageTestDialog
from gui.notifications import Notification, Severity
from tests.support.pdfs import text_pdf
from tests.support.qt_loop import Runs, until
from tests.support.window import RunningApp
from tests.unit.core.engines.installation.test_installer import PLAIN
from tests.unit.core.engines.test_registry import python_with
from tests.unit.core.worker.test_model_files import magic_pdf_models
from tests.unit.gui.engines.page import fake_pip, plan_here

MAGIC = EngineName.MAGIC_PDF
WAITING = """
import subprocess
subprocess.Popen(["sleep", "600"])
print("Collecting torch", flush=True)
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    signal.pause()
"""
FAILING = "import sys\nprint('no route to the index')\nsys.exit(1)"


@asynccontextmanager
async def engines_of(app: RunningApp, home: Path, path: str) -> AsyncIterator[EngineIntegration]:
    windows: list[QWidget] = []

    def show(_kind: type[QWidget], make: Callable[[], QWidget]) -> None:
        if not windows:
            windows.append(make())
        windows[0].show()

    environ = PLAIN | {"HOME": str(home), "HEADFRAME_DCMI": "off", "PATH": path}
    made = EngineIntegration(app.window, home, environ, app.state, app.notices, show, app.window)
    try:
        yield made
    finally:
        await made.stop()
        await until(lambda: not made.controller.tasks)
        for widget in windows:
            widget.close()
            widget.deleteLater()
        made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def any_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        requirement_sets.PYTHONS, MAGIC, ((sys.version_info[0], sys.version_info[1]),)
    )


@pytest.mark.slow
@pytest.mark.usefixtures("any_python")
def test_an_installation_is_seen_in_the_main_window_and_cancelled_at_once(
    run: Runs, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    path = f"{fake_pip(tmp_path / 'bin', WAITING)}:{os.environ['PATH']}"

    async def work() -> None:
        async with engines_of(app, home, path) as engines:
            button = app.window.status.engine_task
            assert button.isHidden()
            engines.controller.install(plan_here(home, path))
            await until(lambda: "Installing magic-pdf · 2 %" in button.text())
            assert "torch (1 of" in button.toolTip()
            button.click()
            dialog = app.window.findChild(EnginesDialog)
            assert dialog is not None
            row = dialog.rows[MAGIC]
            await until(lambda: row.state.text() == "Installing…")
            row.cancel_button.click()
            assert engines.controller.installs, "the click has waited for nothing"
            assert row.progress.text() == "Cancelling…"
            assert not row.cancel_button.isEnabled()
            assert button.text() == "magic-pdf: cancelling…"
            await until(lambda: not engines.controller.installs)
            assert button.isHidden()
            assert broken_installations(home) == ()
            await until(lambda: row.state.text() == "Not installed")

    run(work())


@pytest.mark.slow
@pytest.mark.usefixtures("any_python")
def test_what_came_of_it_is_told_where_the_page_is_closed(
    run: Runs, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    path = f"{fake_pip(tmp_path / 'bin', FAILING)}:{os.environ['PATH']}"

    async def work() -> None:
        async with engines_of(app, home, path) as engines:
            shown: list[Notification] = []
            app.notices.posted.connect(shown.append)
            engines.controller.install(plan_here(home, path))
            await until(lambda: bool(shown))
            assert "magic-pdf: The packages could not be installed" in shown[0].text
            assert shown[0].level is Severity.ERROR
            assert shown[0].act is not None
            shown[0].act()
            dialog = app.window.findChild(EnginesDialog)
            assert dialog is not None
            assert dialog.isVisible()
            engines.controller.install(plan_here(home, path))
            await until(lambda: not engines.controller.installs)
            assert len(shown) == 1  # its row has said it

    run(work())


@pytest.mark.slow
def test_a_scan_that_was_read_without_a_card_offers_mineru_until_it_is_declined(
    run: Runs, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    source = text_pdf(tmp_path / "paper.pdf")

    async def work() -> None:
        async with engines_of(app, home, "/usr/bin:/bin") as engines:
            app.work.jobs_changed.connect(engines.take_update)
            card = app.window.setup_card
            app.window.add([source])
            await until(lambda: [job.state for job in app.jobs()] == [JobState.DONE])
            (job,) = app.jobs()
            assert card.isHidden(), "its text was its own"
            # As from a page that is a picture; reading one takes a minute on a busy machine.
            read = JobProgress(Stage.OCR, 1, 1, 0.5)
            engines.take_update(JobListUpdate(progress={job.id: read}))
            engines.take_update(JobListUpdate(jobs=(job,), ended=frozenset({job.id})))
            await until(lambda: not card.isHidden())
            assert "on the processor" in card.text.text()
            assert app.window.empty.setup_card.isHidden()
            card.later.click()
            assert card.isHidden()
            assert app.state.text("setup-card") != "dismissed", "cards are another offer"
            engines.look_for_setup()
            engines.open()
            dialog = app.window.findChild(EnginesDialog)
            assert dialog is not None
            await until(lambda: not dialog.offer_button.isHidden())
            assert card.isHidden()
            dialog.offer_button.click()
            assert not card.isHidden()
            assert dialog.offer_button.isHidden()

    run(work())


@pytest.mark.slow
def test_the_card_leads_from_the_engine_to_its_models_and_on_to_the_test(
    run: Runs, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    python = python_with(tmp_path / "env", "magic-pdf")

    async def work() -> None:
        async with engines_of(app, home, "/usr/bin:/bin") as engines:
            card = app.window.empty.setup_card
            engines.controller.use(MAGIC, str(python))
            await until(lambda: card.go.text() == "Get models…")
            card.go.click()
            models = app.window.findChild(ModelsDialog)
            assert models is not None
            assert models.isVisible()
            assert card.parent() is app.window.empty, "it stays until they are here"
            models.use(str(magic_pdf_models(tmp_path / "models")))
            await until(lambda: card.go.text() == "Test it…")
            models.reject()
            card.go.click()
            test = app.window.findChild(PageTestDialog)
            assert test is not None
            await until(lambda: test.name is MAGIC)
            test.reject()

    run(work())


@pytest.mark.slow
def test_an_engine_that_the_command_has_chosen_meanwhile_is_offered(
    run: Runs, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    python = python_with(tmp_path / "env", "magic-pdf")

    async def work() -> None:
        async with engines_of(app, home, "/usr/bin:/bin") as engines:
            card = app.window.empty.setup_card
            assert card.isHidden()
            config = EngineConfig(str(python), "3.11", "1.3.12")
            save_engine_configs(home, {MAGIC: config})  # as `headframe engine use` does
            engines.open()
            await until(lambda: card.go.text() == "Get models…")

    run(work())


@pytest.mark.slow
def test_a_test_that_is_asked_for_before_the_engines_were_looked_at_finds_them(
    run: Runs, app: RunningApp, home: Path
) -> None:
    async def work() -> None:
        async with engines_of(app, home, "/usr/bin:/bin") as engines:
            engines.test_on("cpu")
            test = app.window.findChild(PageTestDialog)
            assert test is not None
            await until(lambda: test.name is EngineName.FLASH)
            assert test.go.isEnabled()
            assert test.card.currentData() == "cpu"
            test.reject()

    run(work())
