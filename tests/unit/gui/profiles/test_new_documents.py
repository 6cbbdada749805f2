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
from tests.support.window import RunningApp
from tests.unit.gui.profiles.conftest import PAPERS


@pytest.fixture
def profile_controller(app: RunningApp, home: Path) -> Iterator[ProfileController]:
    window = app.window
    made = ProfileController(window, window.header.profile, home, app.settings, app.notices)
    app.wait(lambda: made.profiles.known is not None)
    yield made
    made.stop()


def offered(app: RunningApp) -> dict[str, bool]:
    menu = app.window.header.profile.menu_of_profiles()
    found = {one.text(): one.isChecked() for one in menu.actions() if one.isCheckable()}
    menu.deleteLater()
    return found


@pytest.mark.slow
def test_documents_are_converted_with_it(
    profile_controller: ProfileController, app: RunningApp, home: Path, tmp_path: Path
) -> None:
    here = OutputLocation(tmp_path / "elsewhere")
    own = Profile("Papers", ConvertOptions(EngineChoice.FLASH, lang="ch"), (), here)
    profile_controller.profiles.save(own)
    app.wait(lambda: offered(app) == {"As in the settings": True, "Papers": False})
    menu = app.window.header.profile.menu_of_profiles()
    next(one for one in menu.actions() if one.text() == "Papers").trigger()
    menu.deleteLater()
    assert app.settings.get(PROFILE) == "Papers"
    assert app.window.header.profile.text() == "Papers"
    assert "language Chinese and English" in app.window.header.profile.toolTip()

    app.window.add([pdfs.text_pdf(tmp_path / "one.pdf")])
    app.wait_until_over(1)
    (job,) = app.jobs()
    assert job.state is JobState.DONE
    assert job.options == own.options
    assert job.markdown is not None
    assert job.markdown.is_relative_to(tmp_path / "elsewhere")
    assert [batch.new.profile for batch in app.work.state.batches] == ["Papers"]

    profile_controller.choose("")
    app.window.add([pdfs.text_pdf(tmp_path / "two.pdf")])
    app.wait_until_over(2)
    assert app.job("two.pdf").options == app.settings.convert_options()


def test_one_that_is_gone_holds_up_what_it_was_to_convert(
    profile_controller: ProfileController, app: RunningApp, tmp_path: Path
) -> None:
    heard: list[Notification] = []
    app.notices.posted.connect(heard.append)
    profile_controller.choose("Gone")
    assert "no longer exists" in app.window.header.profile.toolTip()
    app.window.add([pdfs.text_pdf(tmp_path / "one.pdf")])
    app.wait(lambda: bool(heard))
    assert "There is no profile Gone" in heard[0].text
    assert heard[0].level is Severity.ERROR
    assert app.jobs() == []
    assert app.work.state.batches == ()


def test_the_settings_become_a_profile(
    profile_controller: ProfileController, app: RunningApp, home: Path
) -> None:
    profile_controller.open()
    assert profile_controller.dialog is not None
    profile_controller.dialog.new.click()
    asker = profile_controller.dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    assert not asker.fine.isEnabled()
    asker.line.setText("As today")
    asker.fine.click()
    app.wait(lambda: "As today" in offered(app))
    kept = ProfileStore(profiles_file(home)).get("As today")
    assert kept.options == app.settings.convert_options()
    assert kept.place is not None

    profile_controller.save_settings()  # over it: nobody is surprised
    askers = [one for one in app.window.findChildren(NameDialog) if one.isVisible()]
    askers[0].line.setText("As today")
    assert askers[0].fine.text() == "Replace"
    askers[0].reject()


def test_what_the_command_saves_is_offered(
    profile_controller: ProfileController, app: RunningApp, home: Path
) -> None:
    assert offered(app) == {"As in the settings": True}
    ProfileStore(profiles_file(home)).save(PAPERS)
    app.window.header.profile.opened.emit()
    app.wait(lambda: "Papers" in offered(app))
