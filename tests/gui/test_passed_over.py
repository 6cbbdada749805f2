"""The header says that a better engine is not ready, and its tooltip why and what to do."""

from __future__ import annotations

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.engines.model import EngineChoice
from core.engines.registry import Engines
from core.worker.protocol import EngineName
from gui.window.header import CardButton
from gui.words import crew_words, passed_over_words
from gui.work.notes import CrewFound
from gui.work.scout import send_scout
from tests.engines.test_registry import python_with
from tests.gui.conftest import WAIT_MS


def test_the_card_button_says_which_engine_is_not_ready_and_why(
    qtbot: QtBot, dressed: None, home: Path, tmp_path: Path
) -> None:
    environ = {**os.environ, "HOME": str(tmp_path / "nobody")}
    engines = Engines(home, environ)
    engines.use(EngineName.MAGIC_PDF, str(python_with(tmp_path / "env", "magic-pdf", "1.3.12")))
    answers: list[CrewFound] = []
    send_scout(
        "cpu",
        EngineChoice.AUTO,
        engines=engines,
        home=home,
        environ=environ,
        post=answers.append,
    )
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    (found,) = answers
    button = CardButton()
    qtbot.addWidget(button)
    title, detail = crew_words(found.crew, found.engine, found.passed_over)
    button.tell(title, detail, passed_over_words(found.passed_over))
    assert detail == "flash, as magic-pdf is not ready"
    for text in (button.toolTip(), button.accessibleDescription()):
        assert "magic-pdf is set up, but not ready. The models of magic-pdf were not found" in text
    button.tell(*crew_words(found.crew, found.engine))
    assert "not ready" not in button.toolTip() + button.accessibleDescription()
