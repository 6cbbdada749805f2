"""An engine is installed from its page: the plan, the list of packages, the log, what fails."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from core.engines.installation import requirement_sets
from core.engines.installation.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.installation.requirement_sets import Device
from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from gui.engines.engine_tasks import EngineTask
from gui.engines.install_dialog import InstallDialog
from tests.support.qt_loop import Runs, until
from tests.unit.core.engines.installation.test_installer import wheel
from tests.unit.gui.engines.page import fake_pip, page, plan_here

MAGIC, MINERU, FLASH = EngineName.MAGIC_PDF, EngineName.MINERU, EngineName.FLASH


@pytest.mark.slow
def test_an_engine_is_installed_from_a_folder_of_wheels_and_removed_with_its_environment(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(tmp_path / "wheels")
    needs = tmp_path / "needs.txt"
    needs.write_text("mineru==4.0.12\n")
    sets = requirement_sets.RequirementSet(
        MINERU, Device.CPU, (needs,), 1, ((sys.version_info[0], sys.version_info[1]),)
    )
    monkeypatch.setattr(
        "core.engines.installation.install_plan.requirement_set", lambda *_, **__: sets
    )

    async def work() -> None:
        async with page(home) as (controller, dialog):
            row = dialog.rows[MINERU]
            row.install_button.click()
            ask = dialog.findChild(InstallDialog)
            assert ask is not None
            ask.device.setCurrentIndex(ask.device.findData(Device.CPU))
            ask.wheels.setText(str(tmp_path / "wheels"))
            await until(ask.go.isEnabled)
            assert f"From the folder {tmp_path / 'wheels'} alone" in ask.facts.text()
            ask.go.click()
            assert controller.installs
            assert not row.cancel_button.isHidden()
            assert not dialog.rows[MAGIC].install_button.isEnabled()
            dialog.close()  # it goes on
            await until(lambda: not controller.installs)
            assert controller.outcome(MINERU) is None
            dialog.show()
            await until(lambda: row.state.text().startswith("Models missing"))
            environment = home / "engines" / "mineru-cpu"
            assert row.facts[1].text() == str(environment / "bin" / "python")
            row.remove_button.click()
            box = dialog.findChild(QMessageBox)
            assert box is not None
            assert str(environment) in box.informativeText()
            next(b for b in box.buttons() if b.text() == "Remove").click()
            await until(lambda: row.state.text() == "Not installed")
            assert not environment.exists()

    run(work())


@pytest.mark.slow
def test_a_plan_for_another_folder_is_not_taken_while_one_types(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of a look that began before the last key comes after it."""
    may_answer = threading.Event()
    answered = threading.Event()

    def slow(
        home: Path, environ: Mapping[str, str], request: InstallRequest
    ) -> InstallPlan | Failure:
        may_answer.wait(60)
        plan = plan_installation(home, environ, request)
        answered.set()
        return plan

    monkeypatch.setattr("gui.engines.controller.plan_installation", slow)

    async def work() -> None:
        async with page(home, HEADFRAME_TORCH_INDEX="") as (_, dialog):
            dialog.rows[MAGIC].install_button.click()
            ask = dialog.findChild(InstallDialog)
            assert ask is not None
            ask.wheels.setText(str(tmp_path))
            ask._clock.setInterval(0)
            ask._clock.stop()  # one goes on typing
            may_answer.set()
            await until(answered.is_set)
            await asyncio.sleep(0.2)  # its answer has reached the dialog, if it does
            assert not ask.go.isEnabled()
            assert ask.plan is None
            ask.wheels.clear()
            await until(lambda: ask.plan is not None)

    run(work())


@pytest.mark.slow
def test_the_dialog_says_what_a_folder_lacks_and_saves_the_list(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "wheels").mkdir()

    async def work() -> None:
        async with page(home, HEADFRAME_TORCH_INDEX="") as (controller, dialog):
            dialog.rows[MINERU].install_button.click()
            ask = dialog.findChild(InstallDialog)
            assert ask is not None
            assert not ask.go.isEnabled()
            ask.device.setCurrentIndex(ask.device.findData(Device.CPU))
            await until(lambda: ask.plan is not None)
            assert "mineru 4.0.12 with" in ask.facts.text()
            assert "to fetch" in ask.facts.text()
            assert ask.go.isEnabled()
            ask.wheels.setText(str(tmp_path / "wheels"))
            assert not ask.go.isEnabled()
            await until(lambda: bool(ask.lines.lines))
            assert "packages are not in" in ask.lines.lines[0].text
            assert not ask.go.isEnabled()
            assert ask.save.isEnabled()
            ask.save_recipe(str(tmp_path / "list.sh"))
            await until(lambda: ask.lines.lines[0].tone == "done")
            assert "pip download" in (tmp_path / "list.sh").read_text()
            assert "packages are not in" in ask.lines.lines[1].text
            ask.save_recipe(str(tmp_path / "no" / "such" / "folder"))
            await until(lambda: ask.lines.lines[0].tone == "failed")
            ask.reject()
            assert not controller.installs

    run(work())


SLOW = """
import signal, sys
print("Resolved 3 packages", flush=True)
signal.pause()
"""


@pytest.mark.slow
def test_an_installation_shows_its_log_and_is_cancelled(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{fake_pip(tmp_path / 'bin', SLOW)}:{os.environ['PATH']}"
    own = (sys.version_info[0], sys.version_info[1])
    monkeypatch.setitem(requirement_sets.PYTHONS, MAGIC, (own,))

    async def work() -> None:
        async with page(home, PATH=path) as (controller, dialog):
            row = dialog.rows[MAGIC]
            controller.install(plan_here(home, path))
            row.log_button.click()
            await until(lambda: "Resolved 3 packages" in row.log.toPlainText())
            doing = controller.doing(MAGIC)
            assert doing is not None
            assert doing.task is EngineTask.INSTALL
            assert "environment" in row.progress.text()
            dialog.grab()
            row.cancel_button.click()
            await until(lambda: not controller.installs)
            assert controller.outcome(MAGIC) is None  # nobody need be told what he did
            assert row.log.isHidden()
            assert [item.name for item in (home / "engines").iterdir() if item.is_dir()] == []
            controller.install(plan_here(home, path))  # the page's end ends this one

    run(work())


@pytest.mark.slow
def test_what_an_installer_fails_with_is_shown_with_the_next_step(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = "import sys\nprint('no route to the index')\nsys.exit(1)"
    path = f"{fake_pip(tmp_path / 'bin', failing)}:{os.environ['PATH']}"
    own = (sys.version_info[0], sys.version_info[1])
    monkeypatch.setitem(requirement_sets.PYTHONS, MAGIC, (own,))

    async def work() -> None:
        async with page(home, PATH=path) as (controller, dialog):
            controller.install(plan_here(home, path))
            await until(lambda: controller.outcome(MAGIC) is not None)
            line = dialog.rows[MAGIC].lines.lines[0]
            assert "no route to the index" in line.text
            assert "install.log" in line.hint

    run(work())
