"""A look for cards that takes longer than the program is open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from core.cards.cpu import cpu_card
from core.jobs.execution.control import StopMode
from core.jobs.scheduling.card_assignment import CardAssignment
from core.paths import settings_file
from core.session import card_discovery
from core.settings.definitions import Settings
from gui.jobs.controller import JobController


def test_cards_that_are_found_after_the_end_are_told_to_nobody(
    qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception in the thread, which fails this test, would be printed at the program's end."""
    begun, end = threading.Event(), threading.Event()

    def assign_slowly(*_arguments: object, **_named: object) -> CardAssignment:
        begun.set()
        end.wait(60)
        return CardAssignment((cpu_card(None, None),))

    monkeypatch.setattr(card_discovery, "assign_cards", assign_slowly)
    work = JobController(home, Settings(settings_file(home)))
    work.start()
    assert begun.wait(60)
    (thread,) = (one for one in threading.enumerate() if one.name == "card-discovery")
    with qtbot.waitSignal(work.stopped, timeout=60_000):
        work.stop(StopMode.NOW)
    shiboken6.delete(work)
    end.set()
    thread.join(60)
    assert not thread.is_alive()
