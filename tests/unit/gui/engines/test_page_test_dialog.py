"""The test page on a chosen card, by the window: a real worker, a report to be passed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.cards.cpu import CPU_KEY
from core.engines.registry import Engines
from core.worker.kinds import EngineName
from gui.engines.page_test_dialog import PageTestDialog
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS
from tests.support.qt_loop import Runs, until
from tests.unit.core.worker.test_model_files import magic_pdf_models
from tests.unit.gui.cards.conftest import dialog_on
from tests.unit.gui.cards.test_dialog import row_of
from tests.unit.gui.engines.page import interpreter, page

FLASH, MAGIC = EngineName.FLASH, EngineName.MAGIC_PDF


@pytest.mark.slow
def test_the_built_in_engine_reads_the_page_and_its_report_is_saved_and_copied(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        async with page(home, HEADFRAME_DCMI="off") as (controller, dialog):
            dialog.rows[FLASH].test_button.click()
            ask = dialog.findChild(PageTestDialog)
            assert ask is not None
            assert ask.name is FLASH
            assert not ask.report.isVisible()
            await until(lambda: ask.card.findData(CPU_KEY) >= 0)
            ask.card.setCurrentIndex(ask.card.findData(CPU_KEY))
            ask.engine.setFocus()
            ask.go.click()
            assert not ask.card.isEnabled()
            assert ask.focusWidget() is ask.stop, "and not Close, which the next Enter would press"
            await until(lambda: controller.report(FLASH) is not None)
            assert ask.focusWidget() is ask.go
            text = ask.report.toPlainText()
            assert "result: works" in text
            assert "card: cpu" in text
            assert "Processor, process" in ask.lines.lines[0].text
            ask.copy.click()
            assert QApplication.clipboard().text() == text
            ask.save_report(str(tmp_path / "report.txt"))
            await until(lambda: len(ask.lines.lines) == 2)
            assert (tmp_path / "report.txt").read_text("utf-8") == text
            ask.save_report(str(tmp_path / "no" / "folder.txt"))
            await until(lambda: ask.lines.lines[-1].tone == "failed")
            ask.reject()

    run(work())


def test_an_engine_that_does_not_work_has_a_report_that_says_why(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    kit = magic_pdf_models(tmp_path / "kit")
    Engines(home).use(MAGIC, str(interpreter(tmp_path / "env" / "bin", "1.3.12")), kit)

    async def work() -> None:
        async with page(home, HEADFRAME_DCMI="off") as (controller, dialog):
            dialog.rows[MAGIC].test_button.click()
            ask = dialog.findChild(PageTestDialog)
            assert ask is not None
            ask.go.click()
            await until(
                lambda: controller.report(MAGIC) is not None and controller.doing(MAGIC) is None
            )
            assert "result: does not work" in ask.report.toPlainText()
            assert "why: " in ask.report.toPlainText()
            assert ask.lines.lines[0].tone == "failed"
            row = dialog.rows[MAGIC]
            await until(lambda: row.state.text() == "Does not work here")
            assert ask.name is MAGIC, "it can be tested again"
            assert ask.go.isEnabled()
            assert ask.report.isVisible()
            assert ask.copy.isEnabled()
            assert row.test_button.isEnabled()
            (line,) = row.lines.lines
            assert (line.text, line.tone) == (ask.lines.lines[0].text, "failed")
            ask.reject()

    run(work())


def test_it_is_stopped(run: Runs, home: Path) -> None:
    async def work() -> None:
        async with page(home, HEADFRAME_DCMI="off") as (controller, dialog):
            dialog.rows[FLASH].test_button.click()
            ask = dialog.findChild(PageTestDialog)
            assert ask is not None
            ask.go.click()
            ask.stop.click()
            assert ask.progress.text() == "Cancelling…"
            assert not ask.stop.isEnabled()
            await until(lambda: controller.doing(FLASH) is None)
            assert ask.go.isVisible()
            ask.reject()

    run(work())


def test_the_card_dialog_asks_for_a_test_of_the_marked_card(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "host", PRESETS["seed"]())
        async with dialog_on(home, host) as dialog:
            wanted: list[str] = []
            dialog.test_requested.connect(wanted.append)
            index = dialog.model.index_of(row_of(dialog.model, "npu:6").id)
            dialog.view.setCurrentIndex(index)
            await until(dialog.test.isEnabled)
            dialog.test.click()
            assert wanted == ["npu:6"]

    run(work())
