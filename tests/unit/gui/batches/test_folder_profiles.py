"""The folder dialog and profiles: whose choices these are, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.engines.choice import EngineChoice
from core.engines.mineru_options import MineruOptions
from core.engines.registry import Engines
from core.jobs.model import ConvertOptions, PageRange
from core.jobs.store.batch_store import NewBatch
from core.paths import profiles_file
from core.profiles.store import OutputLocation, Profile, ProfileStore
from core.settings.definitions import OUTPUT_FOLDER, PROFILE, TABLE, Settings
from core.settings.of_documents import TIER
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier
from gui.batches.folder_dialog import FolderDialog
from gui.profiles.name_dialog import NameDialog
from gui.window.state import WindowState
from tests.support import pdfs
from tests.support.window import WAIT_MS
from tests.unit.core.engines.test_registry import python_with


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    pdfs.text_pdf(tmp_path / "papers" / "one.pdf")
    return tmp_path / "papers"


@pytest.fixture
def fine(home: Path, tmp_path: Path) -> Profile:
    options = ConvertOptions(
        EngineChoice.AUTO, pages=PageRange(1, 1), lang="ch", table=False, tier=Tier.BASIC
    )
    made = Profile("Fine", options, ("npu:6",), OutputLocation(tmp_path / "fine"))
    ProfileStore(profiles_file(home)).save(made)
    ProfileStore(profiles_file(home)).save(Profile("Magic", ConvertOptions(EngineChoice.MAGIC_PDF)))
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
    qtbot.waitUntil(lambda: not dialog.dry_run.is_running, timeout=WAIT_MS)
    dialog.reject()


def test_a_profile_fills_in_everything_and_names_the_batch(
    qtbot: QtBot, dialog: FolderDialog, fine: Profile, papers: Path
) -> None:
    assert batch_of(dialog).profile is None
    pick(qtbot, dialog, "Fine")
    assert batch_of(dialog) == fine.apply_to(batch_of(dialog))
    assert batch_of(dialog).sources == (papers,)
    assert dialog.pages.focus_widget.property("text") == "1"

    dialog.fields[TABLE.key].emit_changed(True)
    assert dialog.profile.box.currentText() == "Fine, changed"
    assert batch_of(dialog).profile is None
    assert batch_of(dialog).options.pages == PageRange(1, 1)
    pick(qtbot, dialog, "As in the settings")
    assert batch_of(dialog).cards == ()
    assert batch_of(dialog).options == ConvertOptions()
    line = dialog.pages.focus_widget
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "2-")
    assert batch_of(dialog).options.pages == PageRange(2)
    assert dialog.profile.box.currentText() == "Own choices"
    QTest.keyClicks(line, "1")
    assert dialog.batch() is None
    assert not dialog.go.isEnabled(), "pages 2 to 1 are none"
    end(qtbot, dialog)


@pytest.mark.slow
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


@pytest.mark.slow
def test_choices_become_a_profile(
    qtbot: QtBot, home: Path, dialog: FolderDialog, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: "Fine" in choices(dialog), timeout=WAIT_MS)
    dialog.fields[TABLE.key].emit_changed(False)
    dialog.fields[TIER.key].emit_changed("standard")
    assert dialog.profile.box.currentText() == "Own choices"
    dialog.profile.save.click()
    asker = dialog.findChild(NameDialog)
    assert isinstance(asker, NameDialog)
    asker.line.setText("No tables")
    with qtbot.waitSignal(dialog._profiles.changed, timeout=WAIT_MS):
        asker.fine.click()
    assert batch_of(dialog).profile == "No tables"
    assert dialog.profile.box.currentText() == "No tables"
    kept = ProfileStore(profiles_file(home)).get("No tables")
    assert kept == Profile(
        "No tables",
        ConvertOptions(table=False, tier=Tier.STANDARD),
        (),
        OutputLocation(tmp_path / "out"),
    )
    end(qtbot, dialog)


@pytest.mark.slow
def test_an_earlier_batch_keeps_the_name_of_its_profile(
    qtbot: QtBot, dialog: FolderDialog, fine: Profile, papers: Path
) -> None:
    like = fine.apply_to(NewBatch("Autumn", (papers,)))
    dialog.fill(like)
    qtbot.waitUntil(lambda: "Fine" in choices(dialog), timeout=WAIT_MS)
    assert batch_of(dialog) == like
    end(qtbot, dialog)


@pytest.mark.slow
def test_it_says_that_its_engine_is_missing_and_where_to_get_it(
    qtbot: QtBot, dialog: FolderDialog
) -> None:
    pick(qtbot, dialog, "Magic")
    qtbot.waitUntil(dialog.dry_run.banner.isVisible, timeout=WAIT_MS)
    assert dialog.dry_run.banner.text.text().startswith("The engine magic-pdf is not installed.")
    assert not dialog.go.isEnabled()
    with qtbot.waitSignal(dialog.engines_requested):
        dialog.dry_run.banner.button.click()
    pick(qtbot, dialog, "As in the settings")
    qtbot.waitUntil(dialog.go.isEnabled, timeout=WAIT_MS)
    assert not dialog.dry_run.banner.isVisible()
    end(qtbot, dialog)


@pytest.mark.slow
def test_it_says_why_a_better_engine_does_not_do_the_work(
    qtbot: QtBot, dialog: FolderDialog, home: Path, tmp_path: Path
) -> None:
    banner = dialog.dry_run.banner
    qtbot.waitUntil(lambda: not dialog.dry_run.is_running, timeout=WAIT_MS)
    assert not banner.isVisible()
    engines = Engines(home)
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "env", "mineru", "4.0.12")))
    pick(qtbot, dialog, "As in the settings")
    qtbot.waitUntil(banner.isVisible, timeout=WAIT_MS)
    assert banner.text.text().startswith(
        "Built-in does the work: MinerU 4 is installed, but not ready. "
    )
    assert dialog.go.isEnabled()
    engines.use_options(MineruOptions(Tier.FLASH))
    dialog.dry_run.start(batch_of(dialog))
    assert banner.isVisible()  # the list does not jump while one types
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=WAIT_MS)
    end(qtbot, dialog)
