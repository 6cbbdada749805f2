"""The header says that a better engine is not ready, and its tooltip why and what to do."""

from __future__ import annotations

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.engines.choice import EngineChoice
from core.engines.registry import Engines
from core.session.card_discovery import send_scout
from core.session.messages import CardsAssigned
from core.worker.kinds import EngineName
from gui.labels import assignment_text, passed_over_text
from gui.window.header import CardButton
from tests.support.window import WAIT_MS
from tests.unit.core.engines.test_registry import python_with


def test_the_card_button_says_which_engine_is_not_ready_and_why(
    qtbot: QtBot, themed: None, home: Path, tmp_path: Path
) -> None:
    environ = {**os.environ, "HOME": str(tmp_path / "nobody")}
    engines = Engines(home, environ)
    engines.use(EngineName.MAGIC_PDF, str(python_with(tmp_path / "env", "magic-pdf", "1.3.12")))
    answers: list[CardsAssigned] = []
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
    title, detail = assignment_text(found.assignment, found.engine, found.skipped_engines)
    button.set_texts(title, detail, passed_over_text(found.skipped_engines))
    assert detail == "Built-in, as magic-pdf is not ready"
    for text in (button.toolTip(), button.accessibleDescription()):
        assert (
            "magic-pdf is installed, but not ready. The models of magic-pdf were not found" in text
        )
    button.set_texts(*assignment_text(found.assignment, found.engine))
    assert "not ready" not in button.toolTip() + button.accessibleDescription()
