"""Models in the window: looked at, fetched from a hub's stand-in, imported, told in numbers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.engines.models.catalogue import HubName
from core.engines.registry import Engines
from core.worker.kinds import EngineName
from gui.engines.engine_status import EngineState
from gui.engines.models_dialog import ModelsDialog
from tests.support.model_hub import Hub
from tests.support.qt_loop import Runs, until
from tests.unit.core.engines.models.conftest import engines, hub, magic_pdf, mineru, published
from tests.unit.core.engines.models.test_import import laid_out
from tests.unit.gui.engines.page import page

__all__ = ["engines", "hub", "magic_pdf", "mineru"]
MINERU = EngineName.MINERU
ONNX = "opendatalab/MinerU-4_models_onnx"


@pytest.fixture
def places(engines: Engines, tmp_path: Path) -> dict[str, str]:
    """The environment in which those engines were chosen."""
    return {name: os.environ[name] for name in ("HF_HOME",)}


def at_hub(dialog: ModelsDialog, hub: Hub) -> None:
    dialog.hub.setCurrentIndex(dialog.hub.findData(None))
    dialog.mirror.setText(hub.url)
    dialog.mirror.textEdited.emit(hub.url)


@pytest.mark.slow
def test_what_is_missing_is_told_in_numbers_then_fetched_with_progress(
    run: Runs, engines: Engines, hub: Hub, places: dict[str, str]
) -> None:
    async def work() -> None:
        async with page(engines.home, **places) as (controller, dialog):
            row = dialog.rows[MINERU]
            await until(lambda: row.state.text() == "Models missing: 13 of 13")
            row.models_button.click()
            ask = dialog.findChild(ModelsDialog)
            assert ask is not None
            assert not ask.get.isEnabled()
            at_hub(ask, hub)
            await until(ask.get.isEnabled)
            assert "13 of 13 files are missing" in ask.facts.text()
            assert "to fetch; they go to" in ask.facts.text()
            assert ask.files.topLevelItemCount() == 13
            ask.get.click()
            assert ask.stop.isVisible()
            assert not ask.hub.isEnabled()
            await until(lambda: controller.doing(MINERU) is None)
            assert controller.outcome(MINERU) is None
            await until(lambda: "All 13 files are in" in ask.facts.text())
            assert not ask.get.isEnabled()
            await until(lambda: row.state.text() == "Not tested yet")
            ask.reject()

    run(work())


@pytest.mark.slow
@pytest.mark.parametrize(("status", "said"), [(403, "slanet-plus.onnx"), (404, "slanet-plus.onnx")])
def test_what_a_hub_refuses_is_told_and_the_next_try_goes_on(
    run: Runs, engines: Engines, hub: Hub, places: dict[str, str], status: int, said: str
) -> None:
    hub.faults.status["slanet-plus.onnx"] = status

    async def work() -> None:
        async with page(engines.home, **places) as (controller, dialog):
            dialog.rows[MINERU].models_button.click()
            ask = dialog.findChild(ModelsDialog)
            assert ask is not None
            at_hub(ask, hub)
            await until(ask.get.isEnabled)
            ask.get.click()
            await until(lambda: controller.doing(MINERU) is None and bool(ask.lines.lines))
            assert said in ask.lines.lines[0].text
            hub.faults.status.clear()
            await until(ask.get.isEnabled)
            ask.get.click()
            await until(lambda: controller.doing(MINERU) is None)
            await until(lambda: "All 13 files are in" in ask.facts.text())
            assert ask.lines.lines == ()
            ask.reject()

    run(work())


@pytest.mark.slow
def test_a_slow_line_is_left_and_a_half_filled_folder_is_said_in_numbers(
    run: Runs, engines: Engines, hub: Hub, places: dict[str, str], tmp_path: Path
) -> None:
    files = published(MINERU, HubName.HUGGINGFACE)[ONNX]
    half = {path: data for path, data in files.items() if not path.endswith("slanet-plus.onnx")}
    source = laid_out(tmp_path / "MinerU-4_models_onnx", half)

    async def work() -> None:
        async with page(engines.home, **places) as (controller, dialog):
            row = dialog.rows[MINERU]
            row.models_button.click()
            ask = dialog.findChild(ModelsDialog)
            assert ask is not None
            at_hub(ask, hub)
            await until(ask.get.isEnabled)
            hub.faults.pause_s = 0.02
            ask.get.click()
            await until(lambda: (doing := controller.doing(MINERU)) is not None and doing.fraction)
            ask.stop.click()
            assert ask.progress.text() == "Cancelling…"
            await until(lambda: controller.doing(MINERU) is None)
            assert controller.outcome(MINERU) is None
            hub.faults.pause_s = 0.0
            ask.take_from(str(source))
            await until(lambda: row.state.text().startswith("Models incomplete: 1 of 13"))
            info = controller.info(MINERU)
            assert info is not None
            assert info.state is EngineState.MODELS_INCOMPLETE
            await until(lambda: "1 of 13 files is missing" in ask.facts.text())
            ask.put_into(str(tmp_path / "elsewhere"))
            await until(lambda: str(tmp_path / "elsewhere") in ask.facts.text())
            ask.reject()

    run(work())


@pytest.mark.slow
def test_a_hub_that_does_not_answer_leaves_sizes_unknown_and_the_other_ways_open(
    run: Runs, engines: Engines, places: dict[str, str]
) -> None:
    async def work() -> None:
        async with page(engines.home, **places) as (_, dialog):
            dialog.rows[MINERU].models_button.click()
            ask = dialog.findChild(ModelsDialog)
            assert ask is not None
            ask.hub.setCurrentIndex(ask.hub.findData(None))
            ask.mirror.setText("nonsense")
            ask.mirror.textEdited.emit("nonsense")
            await until(lambda: "An address like" in ask.facts.text())
            assert not ask.get.isEnabled()
            ask.mirror.setText("http://127.0.0.1:9")
            ask.mirror.textEdited.emit("http://127.0.0.1:9")
            await until(lambda: bool(ask.lines.lines))
            assert "Sizes are not known" in ask.lines.lines[0].text
            assert "13 of 13 files are missing" in ask.facts.text()
            before = QApplication.clipboard().text()
            ask.other.menu().actions()[2].trigger()
            await until(lambda: QApplication.clipboard().text() != before)
            assert "snapshot_download" in QApplication.clipboard().text()
            ask.reject()

    run(work())
