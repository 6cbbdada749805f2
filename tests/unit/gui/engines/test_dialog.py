"""The engines page on a home of its own: engines are looked at, chosen, installed, removed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from core.engines.mineru_options import MineruOptions
from core.engines.registry import Engines
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier
from core.worker.model_files import FORMULA_DETECTION
from gui.engines.engine_status import EngineState
from tests.support.qt_loop import Runs, until
from tests.unit.core.worker.test_model_files import magic_pdf_models
from tests.unit.gui.engines.page import interpreter, page

MAGIC, MINERU, FLASH = EngineName.MAGIC_PDF, EngineName.MINERU, EngineName.FLASH


def test_each_engine_says_how_it_is_and_what_to_do(run: Runs, home: Path) -> None:
    async def work() -> None:
        async with page(home) as (_, dialog):
            flash, magic = dialog.rows[FLASH], dialog.rows[MAGIC]
            assert flash.state.text() == "Ready on processor"
            assert flash.facts[1].text() == sys.executable
            assert flash.install_button.isHidden()
            assert magic.state.text() == "Not installed"
            assert "Install the engine first" in magic.models_button.toolTip()
            assert "Install it" in magic.lines.lines[0].hint
            assert magic.install_button.isEnabled()
            assert not magic.install_button.property("primary")
            assert dialog.rows[MINERU].install_button.property("primary"), "the way on from here"
            assert not magic.models_button.isEnabled()
            assert magic.remove_button.isHidden()
            assert magic.accessibleName() == "magic-pdf: Not installed"
            dialog.grab()

    run(work())


def test_an_interpreter_is_used_once_it_has_answered_and_forgotten_when_asked(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        async with page(home) as (controller, dialog):
            row, changes = dialog.rows[MINERU], []
            controller.chosen.connect(lambda: changes.append(1))
            python = interpreter(tmp_path / "env" / "bin", "4.0.12")
            controller.use(MINERU, str(python))
            assert not row.use_button.isEnabled()
            await until(lambda: row.state.text().startswith("Models missing"))
            assert row.facts[0].text() == "4.0.12"
            assert row.models_button.isEnabled()
            assert changes == [1]
            controller.use_models(MINERU, tmp_path)
            await until(lambda: controller.outcome(MINERU) is not None)
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
        async with page(home) as (controller, dialog):
            assert dialog.text.text().endswith("At present that is Built-in.")
            controller.use(MINERU, str(interpreter(tmp_path / "env" / "bin", "4.0.12")))
            why = "At present that is Built-in. Installed, but not ready: MinerU 4."
            await until(lambda: dialog.text.text().endswith(why))
            controller.use_options(MineruOptions(Tier.FLASH))
            untested = "At present that is MinerU 4, which has not been tested here yet."
            await until(lambda: dialog.text.text().endswith(untested))

    run(work())


def test_what_cannot_run_it_is_refused_in_words(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with page(home) as (controller, dialog):
            controller.use(MAGIC, str(tmp_path / "none"))
            await until(lambda: controller.outcome(MAGIC) is not None)
            assert "cannot be started" in dialog.rows[MAGIC].lines.lines[0].text
            assert "Nothing has changed" in dialog.rows[MAGIC].lines.lines[0].hint
            assert dialog.rows[MAGIC].state.text() == "Not installed"

    run(work())


def test_an_interpreter_that_went_away_is_told(run: Runs, home: Path, tmp_path: Path) -> None:
    python = interpreter(tmp_path / "env" / "bin", "1.3.12")
    Engines(home).use(MAGIC, str(python))
    python.unlink()

    async def work() -> None:
        async with page(home) as (controller, dialog):
            info = controller.info(MAGIC)
            assert info is not None
            assert info.state is EngineState.BROKEN
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
        async with page(home) as (controller, dialog):
            row = dialog.rows[MINERU]
            await until(lambda: row.state.text() == "Not tested yet")
            answer = python.read_text()
            python.write_text(text)
            controller.refresh()
            await until(lambda: row.state.text() == "Interpreter unfit")
            assert said in row.lines.lines[0].text
            assert "Install it, or choose" in row.lines.lines[0].hint
            # Documents that name no engine go there all the same, and fail: it must not say else.
            now = "At present that is MinerU 4, which does not work as it is set up now."
            assert dialog.text.text().endswith(now)
            python.write_text(answer)
            controller.refresh()
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
        async with page(home, **environ) as (controller, dialog):
            row = dialog.rows[MINERU]
            assert row.state.text() == "Setting not valid"
            assert said in row.lines.lines[0].text
            assert "overrides it" in row.lines.lines[0].hint
            controller.use_options(MineruOptions(Tier.FLASH, "http://host:1"))
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
        async with page(home) as (controller, dialog):
            row = dialog.rows[MAGIC]
            line = row.lines.lines[0]
            assert row.state.text().startswith("Models incomplete")
            assert str(cut) in line.text
            assert f"in {kit / 'models'}, or import it" in line.hint
            assert row.facts[2].text() == str(kit / "models")
            changes: list[int] = []
            controller.chosen.connect(lambda: changes.append(1))
            controller.refresh()
            cut.write_bytes(whole)
            controller.refresh()
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


def test_what_mineru_is_told_stands_on_its_row_and_is_kept_as_it_is_changed(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    python = interpreter(tmp_path / "env" / "bin", "4.0.12")

    async def work() -> None:
        async with page(home, HEADFRAME_MINERU_TIER="basic") as (controller, dialog):
            row, changes = dialog.rows[MINERU], []
            fields = row.mineru
            assert fields is not None
            assert dialog.rows[MAGIC].mineru is None
            assert fields.server.isHidden()  # nothing to tell an engine that is not there
            controller.use(MINERU, str(python))
            await until(lambda: not fields.server.isHidden())
            assert fields.tier.currentText() == "From the environment: basic"
            assert not fields.downloads.isChecked()
            controller.chosen.connect(lambda: changes.append(1))

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
            await until(lambda: len(changes) >= 2 and controller.doing(MINERU) is None)
            await until(lambda: "found" in row.lines.lines[0].text)
            assert "another tier" in row.lines.lines[0].hint
            fields.downloads.click()
            await until(
                lambda: (
                    (info := controller.info(MINERU)) is not None
                    and info.options is not None
                    and info.options.downloads is True
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
            await until(lambda: controller.doing(MINERU) is None)
            controller.refresh()
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
