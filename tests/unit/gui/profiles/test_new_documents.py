"""The profile that new documents are converted with: chosen in the header, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions
from core.jobs.states import JobState
from core.paths import profiles_file
from core.profiles.store import OutputLocation, Profile, ProfileStore
from core.settings.definitions import PROFILE
from gui.notifications import Notification, Severity
from gui.profiles.controller import ProfileController
from gui.profiles.name_dialog import NameDialog
from tests.support import pdfs
from tests.support.window import Desk
from tests.unit.gui.profiles.conftest import PAPERS


@pytest.fixture
def profile_desk(desk: Desk, home: Path) -> Iterator[ProfileController]:
    window = desk.window
    made = ProfileController(window, window.header.profile, home, desk.settings, desk.notices)
    desk.wait(lambda: made.profiles.known is not None)
    yield made
    made.stop()


def offered(desk: Desk) -> dict[str, bool]:
    menu = desk.window.header.profile.menu_of_profiles()
    found = {one.text(): one.isChecked() for one in menu.actions() if one.isCheckable()}
    menu.deleteLater()
    return found


def test_documents_are_converted_with_it(
    profile_desk: ProfileController, desk: Desk, home: Path, tmp_path: Path
) -> None:
    here = OutputLocation(tmp_path / "elsewhere")
    own = Profile("Papers", ConvertOptions(EngineChoice.FLASH, lang="ch"), (), here)
    profile_desk.profiles.save(own)
    desk.wait(lambda: offered(desk) == {"As in the settings": True, "Papers": False})
    menu = desk.window.header.profile.menu_of_profiles()
    next(one for one in menu.actions() if one.text() == "Papers").trigger()
    menu.deleteLater()
    assert desk.settings.get(PROFILE) == "Papers"
    assert desk.window.header.profile.text() == "Papers"
    assert "language Chinese and English" in desk.window.header.profile.toolTip()

    desk.window.add([pdfs.text_pdf(tmp_path / "one.pdf")])
    desk.wait_until_over(1)
    (job,) = desk.jobs()
    assert job.state is JobState.DONE
    assert job.options == own.options
    assert job.markdown is not None
    assert job.markdown.is_relative_to(tmp_path / "elsewhere")
    assert [batch.new.profile for batch in desk.work.state.batches] == ["Papers"]

    profile_desk.choose("")
    desk.window.add([pdfs.text_pdf(tmp_path / "two.pdf")])
    desk.wait_until_over(2)
    assert desk.job("two.pdf").options == desk.settings.convert_options()


def test_one_that_is_gone_holds_up_what_it_was_to_convert(
    profile_desk: ProfileController, desk: Desk, tmp_path: Path
) -> None:
    heard: list[Notification] = []
    desk.notices.posted.connect(heard.append)
    profile_desk.choose("Gone")
    assert "no longer exists" in desk.window.header.profile.toolTip()
    desk.window.add([pdfs.text_pdf(tmp_path / "one.pdf")])
    desk.wait(lambda: bool(heard))
    assert "There is no profile Gone" in heard[0].text
    assert heard[0].level is Severity.ERROR
    assert desk.jobs() == []
    assert desk.work.state.batches == ()


def test_the_settings_become_a_profile(
    profile_desk: ProfileController, desk: Desk, home: Path
) -> None:
    profile_desk.open()
    assert profile_desk.dialog is not None
    profile_desk.dialog.new.click()
    asker = profile_desk.dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    assert not asker.fine.isEnabled()
    asker.line.setText("As today")
    asker.fine.click()
    desk.wait(lambda: "As today" in offered(desk))
    kept = ProfileStore(profiles_file(home)).get("As today")
    assert kept.options == desk.settings.convert_options()
    assert kept.place is not None

    profile_desk.save_settings()  # over it: nobody is surprised
    askers = [one for one in desk.window.findChildren(NameDialog) if one.isVisible()]
    askers[0].line.setText("As today")
    assert askers[0].fine.text() == "Replace"
    askers[0].reject()


def test_what_the_command_saves_is_offered(
    profile_desk: ProfileController, desk: Desk, home: Path
) -> None:
    assert offered(desk) == {"As in the settings": True}
    ProfileStore(profiles_file(home)).save(PAPERS)
    desk.window.header.profile.opened.emit()
    desk.wait(lambda: "Papers" in offered(desk))
