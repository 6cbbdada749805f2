"""The engines page on a home of its own, and what it meets there: interpreters, installers."""

from __future__ import annotations

import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.engines.installation.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.installation.requirement_sets import Device
from core.worker.kinds import EngineName
from gui.engines.controller import EngineController
from gui.engines.dialog import EnginesDialog
from tests.support.qt_loop import until
from tests.unit.core.engines.installation.test_installer import PLAIN

MAGIC, MINERU, FLASH = EngineName.MAGIC_PDF, EngineName.MINERU, EngineName.FLASH


@asynccontextmanager
async def page(home: Path, **environ: str) -> AsyncIterator[tuple[EngineController, EnginesDialog]]:
    """The page on a home, looked over once; its controller is stopped at the end."""
    plain = {name: value for name, value in PLAIN.items() if name != "MINERU_MODEL_SOURCE"}
    controller = EngineController(home, plain | {"HOME": str(home)} | environ)
    dialog = EnginesDialog(controller)
    dialog.show()
    try:
        await until(lambda: all(controller.info(name) is not None for name in EngineName))
        yield controller, dialog
    finally:
        await controller.stop()
        await until(lambda: not any(controller.doing(name) for name in EngineName))
        dialog.close()
        dialog.deleteLater()
        controller.deleteLater()
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
