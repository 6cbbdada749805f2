"""A file of profiles, and the service of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions
from core.paths import profiles_file
from core.profiles.store import OutputLocation, Profile, ProfileStore
from gui.profiles.profile_service import ProfileService
from tests.support.window import WAIT_MS

PAPERS = Profile("Papers", ConvertOptions(EngineChoice.FLASH, lang="ch"), (), OutputLocation(None))
SERVER = Profile("Server", ConvertOptions(EngineChoice.MAGIC_PDF), ("npu:9",))


@pytest.fixture
def profiles(home: Path) -> ProfileStore:
    made = ProfileStore(profiles_file(home))
    made.save(PAPERS)
    made.save(SERVER)
    return made


@pytest.fixture
def service(
    qtbot: QtBot, home: Path, themed: None, profiles: ProfileStore
) -> Iterator[ProfileService]:
    made = ProfileService(home)
    made.reload()
    qtbot.waitUntil(lambda: made.known is not None, timeout=WAIT_MS)
    yield made
    made.stop()
    made.deleteLater()
