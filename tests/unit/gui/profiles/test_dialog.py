"""The page of profiles: what it says of each, and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.paths import profiles_file
from core.profiles.store import ProfileStore
from core.settings.definitions import PROFILE, Settings
from gui.profiles.dialog import ProfilesDialog
from gui.profiles.name_dialog import NameDialog
from gui.profiles.profile_service import ProfileService
from gui.profiles.rows import BADGE, SUMMARY, TROUBLE
from tests.support.window import WAIT_MS
from tests.unit.gui.profiles.conftest import PAPERS, SERVER


@pytest.fixture
def dialog(qtbot: QtBot, service: ProfileService, settings: Settings) -> Iterator[ProfilesDialog]:
    made = ProfilesDialog(service, settings)
    made.use_requested.connect(lambda name: settings.set(PROFILE, name or None))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def names(dialog: ProfilesDialog) -> list[str]:
    return [dialog.list.item(place).text() for place in range(dialog.list.count())]


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


def answer(qtbot: QtBot, dialog: ProfilesDialog, name: str) -> NameDialog:
    asker = dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    asker.line.setText(name)
    if asker.fine.isEnabled():
        asker.fine.click()
    return asker


def test_each_is_told_with_what_stands_against_it(
    qtbot: QtBot, dialog: ProfilesDialog, service: ProfileService, settings: Settings
) -> None:
    papers, server = dialog.list.item(0), dialog.list.item(1)
    assert names(dialog) == ["Papers", "Server"]
    summary = "Built-in · text, OCR, tables · language Chinese and English · beside each document"
    assert papers.data(SUMMARY) == summary
    assert papers.data(TROUBLE) == ""
    assert server.data(TROUBLE) == "The engine magic-pdf is not installed."
    service.set_cards(["npu:0"])
    wait(qtbot, lambda: "There is no card NPU 9 here." in dialog.list.item(1).data(TROUBLE))
    dialog.use.click()
    assert settings.get(PROFILE) == "Papers"
    assert dialog.list.item(0).data(BADGE) == "For new documents"
    dialog.use.click()
    assert settings.get(PROFILE) is None
    assert dialog.list.item(0).data(BADGE) == ""


def test_a_new_name_goes_with_the_choice_for_new_documents(
    qtbot: QtBot, dialog: ProfilesDialog, settings: Settings, profiles: ProfileStore
) -> None:
    dialog.use.click()
    QTest.keyClick(dialog.list, Qt.Key.Key_F2)
    asker = answer(qtbot, dialog, "Server")
    assert asker.problem.text() == "There is a profile of this name already."
    answer(qtbot, dialog, "Theses")
    wait(qtbot, lambda: names(dialog) == ["Server", "Theses"])
    assert dialog.chosen == "Theses"
    assert settings.get(PROFILE) == "Theses"
    assert profiles.get("Theses").options == PAPERS.options


def test_a_copy_has_a_name_of_its_own(
    qtbot: QtBot, dialog: ProfilesDialog, profiles: ProfileStore
) -> None:
    dialog.copy.click()
    asker = dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    assert asker.line.text() == "Papers, copy"
    asker.fine.click()
    wait(qtbot, lambda: names(dialog) == ["Papers", "Papers, copy", "Server"])
    assert dialog.chosen == "Papers, copy"
    assert profiles.get("Papers, copy").place == PAPERS.place


def test_what_is_removed_comes_back(
    qtbot: QtBot, dialog: ProfilesDialog, settings: Settings, profiles: ProfileStore
) -> None:
    dialog.use.click()
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.said.text() == "The profile Papers is removed."
    wait(qtbot, lambda: names(dialog) == ["Server"])
    assert profiles.all() == (SERVER,)
    assert settings.get(PROFILE) is None
    dialog.undo.click()
    wait(qtbot, lambda: names(dialog) == ["Papers", "Server"])
    assert profiles.all() == (PAPERS, SERVER)
    assert settings.get(PROFILE) == "Papers"
    assert not dialog.undo.isVisible()


def test_one_that_cannot_be_used_can_only_be_removed(
    qtbot: QtBot,
    home: Path,
    service: ProfileService,
    dialog: ProfilesDialog,
    profiles: ProfileStore,
) -> None:
    profiles_file(home).write_text('{"profiles": [{"name": "Odd", "options": {}}]}')
    service.reload()
    wait(qtbot, lambda: names(dialog) == ["Odd"])
    assert dialog.list.item(0).data(TROUBLE).startswith("The profile Odd cannot be used: ")
    assert not dialog.use.isEnabled()
    assert not dialog.rename.isEnabled()
    assert not dialog.copy.isEnabled()
    dialog.remove.click()
    wait(qtbot, lambda: names(dialog) == [])
    assert not dialog.undo.isVisible()
    assert not dialog.remove.isEnabled()


def test_a_file_that_cannot_be_read_is_told_and_kept(
    qtbot: QtBot, home: Path, service: ProfileService, dialog: ProfilesDialog
) -> None:
    file = profiles_file(home)
    file.write_text("{")
    service.reload()
    wait(qtbot, lambda: "cannot be read" in dialog.said.text())
    assert names(dialog) == []
    service.save(PAPERS)
    with qtbot.waitSignal(service.failed, timeout=WAIT_MS):
        pass
    assert file.read_text() == "{"
