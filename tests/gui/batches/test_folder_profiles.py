"""The folder dialog and profiles: whose choices these are, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.engines.mineru_options import MineruOptions
from core.engines.model import EngineChoice
from core.engines.registry import Engines
from core.jobs.batches import NewBatch
from core.jobs.model import ConvertOptions, PageRange
from core.paths import profiles_file
from core.profiles import Place, Profile, Profiles
from core.settings import OUTPUT_FOLDER, PROFILE, TABLE, Settings
from core.worker.mineru_tier import Tier
from core.worker.protocol import EngineName
from gui.batches.folder_dialog import FolderDialog
from gui.profiles.name_dialog import NameDialog
from gui.window.state import WindowState
from tests import pdfs
from tests.engines.test_registry import python_with
from tests.gui.conftest import WAIT_MS


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    pdfs.text_pdf(tmp_path / "papers" / "one.pdf")
    return tmp_path / "papers"


@pytest.fixture
def fine(home: Path, tmp_path: Path) -> Profile:
    options = ConvertOptions(EngineChoice.FLASH, pages=PageRange(1, 1), lang="ch", table=False)
    made = Profile("Fine", options, ("npu:6",), Place(tmp_path / "fine"))
    Profiles(profiles_file(home)).save(made)
    Profiles(profiles_file(home)).save(Profile("Magic", ConvertOptions(EngineChoice.MAGIC_PDF)))
    return made


@pytest.fixture
def make(
    qtbot: QtBot, home: Path, settings: Settings, state: WindowState, papers: Path
) -> Callable[[], FolderDialog]:
    def made() -> FolderDialog:
        dialog = FolderDialog(home, settings, state, papers)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    settings.set(OUTPUT_FOLDER, papers.parent / "out")
    return made


@pytest.fixture
def dialog(fine: Profile, make: Callable[[], FolderDialog]) -> FolderDialog:
    return make()


def batch_of(dialog: FolderDialog) -> NewBatch:
    found = dialog.batch()
    assert found is not None
    return found


def choices(dialog: FolderDialog) -> list[str]:
    box = dialog.profile.box
    return [box.itemText(place) for place in range(box.count())]


def pick(qtbot: QtBot, dialog: FolderDialog, name: str) -> None:
    qtbot.waitUntil(lambda: name in choices(dialog), timeout=WAIT_MS)
    box = dialog.profile.box
    box.setCurrentIndex(choices(dialog).index(name))
    box.activated.emit(box.currentIndex())


def end(qtbot: QtBot, dialog: FolderDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.outlook.looking, timeout=WAIT_MS)
    dialog.reject()


def test_a_profile_fills_in_everything_and_names_the_batch(
    qtbot: QtBot, dialog: FolderDialog, fine: Profile, papers: Path
) -> None:
    assert batch_of(dialog).profile is None
    pick(qtbot, dialog, "Fine")
    assert batch_of(dialog) == fine.dress(batch_of(dialog))
    assert batch_of(dialog).sources == (papers,)
    assert dialog._rest.text() == "Also: pages 1-1"  # what has no field here is not hidden

    dialog.fields[TABLE.key].tell(True)
    assert dialog.profile.box.currentText() == "Fine, changed"
    assert batch_of(dialog).profile is None
    assert batch_of(dialog).options.pages == PageRange(1, 1)
    pick(qtbot, dialog, "As in the settings")
    assert batch_of(dialog).cards == ()
    assert batch_of(dialog).options == ConvertOptions()
    end(qtbot, dialog)


def test_it_begins_with_the_profile_for_new_documents(
    qtbot: QtBot, settings: Settings, fine: Profile, make: Callable[[], FolderDialog]
) -> None:
    settings.set(PROFILE, "Fine")
    made = make()
    assert not made.go.isEnabled()  # with what it would begin is not known yet
    qtbot.waitUntil(lambda: made.profile.box.currentText() == "Fine", timeout=WAIT_MS)
    qtbot.waitUntil(made.go.isEnabled, timeout=WAIT_MS)
    assert batch_of(made).options == fine.options
    end(qtbot, made)


def test_choices_become_a_profile(
    qtbot: QtBot, home: Path, dialog: FolderDialog, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: "Fine" in choices(dialog), timeout=WAIT_MS)
    dialog.fields[TABLE.key].tell(False)
    assert dialog.profile.box.currentText() == "Own choices"
    dialog.profile.save.click()
    asker = dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    asker.line.setText("No tables")
    with qtbot.waitSignal(dialog._keeper.changed, timeout=WAIT_MS):
        asker.fine.click()
    assert batch_of(dialog).profile == "No tables"
    assert dialog.profile.box.currentText() == "No tables"
    kept = Profiles(profiles_file(home)).get("No tables")
    assert kept == Profile("No tables", ConvertOptions(table=False), (), Place(tmp_path / "out"))
    end(qtbot, dialog)


def test_an_earlier_batch_keeps_the_name_of_its_profile(
    qtbot: QtBot, dialog: FolderDialog, fine: Profile, papers: Path
) -> None:
    like = fine.dress(NewBatch("Autumn", (papers,)))
    dialog.fill(like)
    qtbot.waitUntil(lambda: "Fine" in choices(dialog), timeout=WAIT_MS)
    assert batch_of(dialog) == like
    end(qtbot, dialog)


def test_it_says_that_its_engine_is_missing_and_where_to_get_it(
    qtbot: QtBot, dialog: FolderDialog
) -> None:
    pick(qtbot, dialog, "Magic")
    qtbot.waitUntil(dialog.outlook.banner.isVisible, timeout=WAIT_MS)
    assert dialog.outlook.banner.text.text().startswith("The engine magic-pdf is not installed.")
    assert not dialog.go.isEnabled()
    with qtbot.waitSignal(dialog.engines_wanted):
        dialog.outlook.banner.button.click()
    pick(qtbot, dialog, "As in the settings")
    qtbot.waitUntil(dialog.go.isEnabled, timeout=WAIT_MS)
    assert not dialog.outlook.banner.isVisible()
    end(qtbot, dialog)


def test_it_says_why_a_better_engine_does_not_do_the_work(
    qtbot: QtBot, dialog: FolderDialog, home: Path, tmp_path: Path
) -> None:
    banner = dialog.outlook.banner
    qtbot.waitUntil(lambda: not dialog.outlook.looking, timeout=WAIT_MS)
    assert not banner.isVisible()
    engines = Engines(home)
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "env", "mineru", "4.0.12")))
    pick(qtbot, dialog, "As in the settings")
    qtbot.waitUntil(banner.isVisible, timeout=WAIT_MS)
    assert banner.text.text().startswith("flash does the work: mineru is set up, but not ready. ")
    assert dialog.go.isEnabled()
    engines.use_options(MineruOptions(Tier.FLASH))
    dialog.outlook.look(batch_of(dialog))
    assert banner.isVisible()  # the list does not jump while one types
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=WAIT_MS)
    end(qtbot, dialog)
