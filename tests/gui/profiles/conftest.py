"""A file of profiles, and the keeper of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.engines.model import EngineChoice
from core.jobs.model import ConvertOptions
from core.paths import profiles_file
from core.profiles import Place, Profile, Profiles
from gui.profiles.keeper import ProfileKeeper
from tests.gui.conftest import WAIT_MS

PAPERS = Profile("Papers", ConvertOptions(EngineChoice.FLASH, lang="ch"), (), Place(None))
SERVER = Profile("Server", ConvertOptions(EngineChoice.MAGIC_PDF), ("npu:9",))


@pytest.fixture
def profiles(home: Path) -> Profiles:
    made = Profiles(profiles_file(home))
    made.save(PAPERS)
    made.save(SERVER)
    return made


@pytest.fixture
def keeper(qtbot: QtBot, home: Path, dressed: None, profiles: Profiles) -> Iterator[ProfileKeeper]:
    made = ProfileKeeper(home)
    made.look()
    qtbot.waitUntil(lambda: made.known is not None, timeout=WAIT_MS)
    yield made
    made.stop()
    made.deleteLater()
