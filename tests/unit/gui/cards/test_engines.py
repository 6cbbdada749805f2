"""The engines page on a home of its own: engines are looked at, chosen, installed, removed."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from core.engines import requirement_sets
from core.engines.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.mineru_options import MineruOptions
from core.engines.registry import Engines
from core.engines.requirement_sets import Device
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier
from core.worker.model_files import FORMULA_DETECTION
from core.worker.protocol import Failure
from gui.engines.controller import EngineController
from gui.engines.dialog import EnginesDialog
from gui.engines.engine_status import EngineState
from gui.engines.engine_tasks import EngineTask
from gui.engines.install_dialog import InstallDialog
from tests.unit.core.engines.test_installer import PLAIN, wheel
from tests.unit.core.worker.test_model_files import magic_pdf_models
from tests.unit.gui.cards.conftest import Runs, until

MAGIC, MINERU, FLASH = EngineName.MAGIC_PDF, EngineName.MINERU, EngineName.FLASH


@asynccontextmanager
async def page(home: Path, **environ: str) -> AsyncIterator[tuple[EngineController, EnginesDialog]]:
    """The page on a home, looked over once; its desk is stopped at the end."""
    plain = {name: value for name, value in PLAIN.items() if name != "MINERU_MODEL_SOURCE"}
    desk = EngineController(home, plain | {"HOME": str(home)} | environ)
    dialog = EnginesDialog(desk)
    dialog.show()
    try:
        await until(lambda: all(desk.look(name) is not None for name in EngineName))
        yield desk, dialog
    finally:
        await desk.stop()
        await until(lambda: not any(desk.doing(name) for name in EngineName))
        dialog.close()
        dialog.deleteLater()
        desk.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def interpreter(folder: Path, version: str) -> Path:
    """Something that answers as a Python with an engine does."""
    folder.mkdir(parents=True)
    path = folder / "python"
    answer = f'{{"python": [3, 11, 2], "version": "{version}"}}'
    path.write_text(f"#!/bin/sh\necho '{answer}'\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def fake_pip(folder: Path, body: str) -> Path:
    """A ``uv`` that does this; it is found before any other."""
    folder.mkdir(parents=True)
    path = folder / "uv"
    path.write_text(f"#!{sys.executable}\n{body}\n")
    path.chmod(0o755)
    return folder


def plan_here(home: Path, path: str) -> InstallPlan:
    """What installing magic-pdf for the processor would do, with this PATH."""
    environ = PLAIN | {"PATH": path, "HEADFRAME_TORCH_INDEX": ""}
    plan = plan_installation(home, environ, InstallRequest(MAGIC, Device.CPU))
    assert isinstance(plan, InstallPlan)
    assert plan.obstacle is None
    return plan


def test_each_engine_says_how_it_is_and_what_to_do(run: Runs, home: Path) -> None:
    async def work() -> None:
        async with page(home) as (_, dialog):
            flash, magic = dialog.rows[FLASH], dialog.rows[MAGIC]
            assert flash.state.text() == "Ready on processor"
            assert flash.facts[1].text() == sys.executable
            assert flash.install_button.isHidden()
            assert magic.state.text() == "Not installed"
            assert "First the engine itself" in magic.models_button.toolTip()
            assert "Install it" in magic.lines.lines[0].hint
            assert magic.install_button.isEnabled()
            assert not magic.models_button.isEnabled()
            assert magic.remove_button.isHidden()
            assert magic.accessibleName() == "magic-pdf: Not installed"
            dialog.grab()

    run(work())


def test_an_interpreter_is_used_once_it_has_answered_and_forgotten_when_asked(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        async with page(home) as (desk, dialog):
            row, changes = dialog.rows[MINERU], []
            desk.chosen.connect(lambda: changes.append(1))
            python = interpreter(tmp_path / "env" / "bin", "4.0.12")
            desk.use(MINERU, str(python))
            assert not row.use_button.isEnabled()
            await until(lambda: row.state.text().startswith("Models missing"))
            assert row.facts[0].text() == "4.0.12"
            assert row.models_button.isEnabled()
            assert changes == [1]
            desk.use_models(MINERU, tmp_path)
            await until(lambda: desk.outcome(MINERU) is not None)
            line = row.lines.lines[0]
            assert line.tone == "failed"
            assert f"in the folder named for them, {tmp_path}" in line.text
            assert "another folder" in line.hint
            row.remove_button.click()
            box = dialog.findChild(QMessageBox)
            assert box is not None
            assert "nothing there is changed" in box.informativeText()
            next(b for b in box.buttons() if b.text() == "Remove").click()
            await until(lambda: row.state.text() == "Not installed")
            assert python.exists()
            assert Engines(home).chosen(MINERU) is None

    run(work())


def test_the_page_says_which_engine_documents_go_to_and_why_to_no_better_one(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        async with page(home) as (desk, dialog):
            assert dialog.text.text().endswith("Now: Built-in.")
            desk.use(MINERU, str(interpreter(tmp_path / "env" / "bin", "4.0.12")))
            why = "Now: Built-in. Installed, but not ready: MinerU 4."
            await until(lambda: dialog.text.text().endswith(why))
            desk.use_options(MineruOptions(Tier.FLASH))
            await until(lambda: dialog.text.text().endswith("Now: MinerU 4."))

    run(work())


def test_what_cannot_run_it_is_refused_in_words(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with page(home) as (desk, dialog):
            desk.use(MAGIC, str(tmp_path / "none"))
            await until(lambda: desk.outcome(MAGIC) is not None)
            assert "cannot be started" in dialog.rows[MAGIC].lines.lines[0].text
            assert "Nothing has changed" in dialog.rows[MAGIC].lines.lines[0].hint
            assert dialog.rows[MAGIC].state.text() == "Not installed"

    run(work())


def test_an_interpreter_that_went_away_is_told(run: Runs, home: Path, tmp_path: Path) -> None:
    python = interpreter(tmp_path / "env" / "bin", "1.3.12")
    Engines(home).use(MAGIC, str(python))
    python.unlink()

    async def work() -> None:
        async with page(home) as (desk, dialog):
            look = desk.look(MAGIC)
            assert look is not None
            assert look.state is EngineState.BROKEN
            assert str(python) in dialog.rows[MAGIC].lines.lines[0].text

    run(work())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#!/bin/sh\nexit 1\n", "not a Python interpreter that works"),
        ('#!/bin/sh\necho \'{"python": [3, 11, 2], "version": null}\'\n', "does not have mineru"),
    ],
)
def test_an_interpreter_that_does_not_work_any_more_is_told_though_it_is_there(
    run: Runs, home: Path, tmp_path: Path, text: str, said: str
) -> None:
    python = interpreter(tmp_path / "env" / "bin", "4.0.12")
    Engines(home).use(MINERU, str(python))
    Engines(home).use_options(MineruOptions(Tier.FLASH))  # so that it wants no models

    async def work() -> None:
        async with page(home) as (desk, dialog):
            row = dialog.rows[MINERU]
            await until(lambda: row.state.text() == "Not tested yet")
            answer = python.read_text()
            python.write_text(text)
            desk.refresh()
            await until(lambda: row.state.text() == "Interpreter unfit")
            assert said in row.lines.lines[0].text
            assert "Install it, or name" in row.lines.lines[0].hint
            # Documents that name no engine go there all the same, and fail: it must not say else.
            assert dialog.text.text().endswith("Now: MinerU 4.")
            python.write_text(answer)
            desk.refresh()
            await until(lambda: row.state.text() == "Not tested yet")

    run(work())


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"HEADFRAME_MINERU_TIER": "huge"}, "'huge' is no tier"),
        ({"MINERU_MODEL_VLM_SERVER_URL": "host"}, "address of the model server"),
    ],
)
def test_what_the_environment_says_wrong_is_overruled_below(
    run: Runs, home: Path, tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    Engines(home).use(MINERU, str(interpreter(tmp_path / "env" / "bin", "4.0.12")))

    async def work() -> None:
        async with page(home, **environ) as (desk, dialog):
            row = dialog.rows[MINERU]
            assert row.state.text() == "Setting not valid"
            assert said in row.lines.lines[0].text
            assert "overrides it" in row.lines.lines[0].hint
            desk.use_options(MineruOptions(Tier.FLASH, "http://host:1"))
            await until(lambda: row.state.text() == "Not tested yet")

    run(work())


def test_models_that_are_cut_are_told_with_the_folder_to_copy_them_to(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    kit = magic_pdf_models(tmp_path / "kit")
    engines = Engines(home)
    engines.use(MAGIC, str(interpreter(tmp_path / "env" / "bin", "1.3.12")), kit)
    cut = kit / "models" / FORMULA_DETECTION
    whole = cut.read_bytes()
    cut.write_bytes(whole[:100])

    async def work() -> None:
        async with page(home) as (desk, dialog):
            row = dialog.rows[MAGIC]
            line = row.lines.lines[0]
            assert row.state.text().startswith("Models incomplete")
            assert str(cut) in line.text
            assert f"in {kit / 'models'}, or import it" in line.hint
            assert row.facts[2].text() == str(kit / "models")
            changes: list[int] = []
            desk.chosen.connect(lambda: changes.append(1))
            desk.refresh()
            cut.write_bytes(whole)
            desk.refresh()
            await until(lambda: row.state.text() == "Not tested yet")
            assert changes == [1]  # documents go there from now on

    run(work())


def test_the_keyboard_goes_down_the_row_of_mineru(run: Runs, home: Path, tmp_path: Path) -> None:
    Engines(home).use(MINERU, str(interpreter(tmp_path / "env" / "bin", "4.0.12")))

    async def work() -> None:
        async with page(home) as (_, dialog):
            row = dialog.rows[MINERU]
            assert row.mineru is not None
            down = [*row.facts[:2], *row.mineru.fields, row.install_button, row.use_button]
            down[0].setFocus()
            for there in down[1:]:
                dialog.focusNextChild()
                assert there.hasFocus()

    run(work())


def test_an_engine_is_installed_from_a_folder_of_wheels_and_removed_with_its_environment(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(tmp_path / "wheels")
    needs = tmp_path / "needs.txt"
    needs.write_text("mineru==4.0.12\n")
    sets = requirement_sets.RequirementSet(
        MINERU, Device.CPU, (needs,), 1, ((sys.version_info[0], sys.version_info[1]),)
    )
    monkeypatch.setattr("core.engines.install_plan.requirement_set", lambda *_, **__: sets)

    async def work() -> None:
        async with page(home) as (desk, dialog):
            row = dialog.rows[MINERU]
            row.install_button.click()
            ask = dialog.findChild(InstallDialog)
            assert ask is not None
            ask.device.setCurrentIndex(ask.device.findData(Device.CPU))
            ask.wheels.setText(str(tmp_path / "wheels"))
            await until(ask.go.isEnabled)
            assert f"From the folder {tmp_path / 'wheels'} alone" in ask.facts.text()
            ask.go.click()
            assert desk.installs
            assert not row.cancel_button.isHidden()
            assert not dialog.rows[MAGIC].install_button.isEnabled()
            dialog.close()  # it goes on
            await until(lambda: not desk.installs)
            assert desk.outcome(MINERU) is None
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


def test_the_dialog_says_what_a_folder_lacks_and_saves_the_list(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "wheels").mkdir()

    async def work() -> None:
        async with page(home, HEADFRAME_TORCH_INDEX="") as (desk, dialog):
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
            assert not desk.installs

    run(work())


SLOW = """
import signal, sys
print("Resolved 3 packages", flush=True)
signal.pause()
"""


def test_an_installation_shows_its_log_and_is_cancelled(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{fake_pip(tmp_path / 'bin', SLOW)}:{os.environ['PATH']}"
    own = (sys.version_info[0], sys.version_info[1])
    monkeypatch.setitem(requirement_sets.PYTHONS, MAGIC, (own,))

    async def work() -> None:
        async with page(home, PATH=path) as (desk, dialog):
            row = dialog.rows[MAGIC]
            desk.install(plan_here(home, path))
            row.log_button.click()
            await until(lambda: "Resolved 3 packages" in row.log.toPlainText())
            doing = desk.doing(MAGIC)
            assert doing is not None
            assert doing.task is EngineTask.INSTALL
            assert "environment" in row.progress.text()
            dialog.grab()
            row.cancel_button.click()
            await until(lambda: not desk.installs)
            assert desk.outcome(MAGIC) is None  # nobody need be told what he did
            assert row.log.isHidden()
            assert [item.name for item in (home / "engines").iterdir() if item.is_dir()] == []
            desk.install(plan_here(home, path))  # the page's end ends this one

    run(work())


def test_what_an_installer_fails_with_is_shown_with_the_next_step(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = "import sys\nprint('no route to the index')\nsys.exit(1)"
    path = f"{fake_pip(tmp_path / 'bin', failing)}:{os.environ['PATH']}"
    own = (sys.version_info[0], sys.version_info[1])
    monkeypatch.setitem(requirement_sets.PYTHONS, MAGIC, (own,))

    async def work() -> None:
        async with page(home, PATH=path) as (desk, dialog):
            desk.install(plan_here(home, path))
            await until(lambda: desk.outcome(MAGIC) is not None)
            line = dialog.rows[MAGIC].lines.lines[0]
            assert "no route to the index" in line.text
            assert "install.log" in line.hint

    run(work())


def test_what_mineru_is_told_stands_on_its_row_and_is_kept_as_it_is_changed(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    python = interpreter(tmp_path / "env" / "bin", "4.0.12")

    async def work() -> None:
        async with page(home, HEADFRAME_MINERU_TIER="basic") as (desk, dialog):
            row, changes = dialog.rows[MINERU], []
            fields = row.mineru
            assert fields is not None
            assert dialog.rows[MAGIC].mineru is None
            assert fields.server.isHidden()  # nothing to tell an engine that is not there
            desk.use(MINERU, str(python))
            await until(lambda: not fields.server.isHidden())
            assert fields.tier.currentText() == "From the environment: basic"
            assert not fields.downloads.isChecked()
            desk.chosen.connect(lambda: changes.append(1))

            def kept() -> MineruOptions:
                chosen = Engines(home).chosen(MINERU)
                assert chosen is not None
                return chosen.options

            fields.server.setText(" http://10.0.0.7:30000 ")
            fields.server.editingFinished.emit()
            fields.server.editingFinished.emit()  # Return, and then the focus goes
            # Before the first is kept: it waits for it.
            fields.tier.setCurrentIndex(
                fields.tier.findText("standard", Qt.MatchFlag.MatchStartsWith)
            )
            fields.tier.activated.emit(fields.tier.currentIndex())
            await until(lambda: kept() == MineruOptions(Tier.STANDARD, "http://10.0.0.7:30000"))
            await until(lambda: len(changes) >= 2 and desk.doing(MINERU) is None)
            await until(lambda: "found" in row.lines.lines[0].text)
            assert "another tier" in row.lines.lines[0].hint
            fields.downloads.click()
            await until(
                lambda: (
                    (look := desk.look(MINERU)) is not None
                    and look.options is not None
                    and look.options.downloads is True
                )
            )
            assert kept().downloads is True
            # They may be fetched, and are not here.
            assert row.state.text().startswith("Models missing")
            fields.server.setText("http://me:secret@host")
            QTest.keyClick(fields.server, Qt.Key.Key_Return)
            assert dialog.isVisible()
            assert "password" in fields.problem.lines[0].text
            assert not fields.problem.isHidden()
            fields.tier.setCurrentIndex(fields.tier.findData(Tier.BASIC))
            fields.tier.activated.emit(fields.tier.currentIndex())
            await until(lambda: kept().tier is Tier.BASIC)  # it waits for no address
            await until(lambda: desk.doing(MINERU) is None)
            desk.refresh()
            await until(lambda: fields.tier.currentData() == Tier.BASIC)
            assert fields.server.text() == "http://me:secret@host"  # to be mended
            assert kept().vlm_url == "http://10.0.0.7:30000"
            fields.server.selectAll()
            QTest.keyClicks(fields.server, "host:1")
            assert fields.problem.isHidden()  # not while one types
            QTest.keyClick(fields.server, Qt.Key.Key_Return)
            assert "like http://host:30000" in fields.problem.lines[0].text
            fields.server.clear()
            QTest.keyClick(fields.server, Qt.Key.Key_Return)
            await until(lambda: kept().vlm_url is None)
            assert fields.problem.isHidden()
            assert all(field.toolTip() for field in (fields.tier, fields.server, fields.downloads))
            dialog.grab()

    run(work())
