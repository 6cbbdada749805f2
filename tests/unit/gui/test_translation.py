"""Translations: complete, with the same facts, and room for words that are longer."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.messages import Message, msg
from core.settings.definitions import LANGUAGE, Language, Settings
from core.worker.kinds import FailureKind, Stage
from core.worker.protocol import Failure
from gui.i18n import tr
from gui.labels import duration, failure_label, rough_duration, stage_label, state_label
from gui.settings.dialog import SettingsDialog
from gui.table.cell_text import why
from gui.table.rows import JobRow
from tests.support import pdfs
from tests.support.jobs import job
from tests.support.paths import ROOT
from tests.support.window import WAIT_MS, RunningApp

TOOL = ROOT / "packaging" / "translations.py"
LONGER = 1.4
"""German is about a third longer than English; some words are more."""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(
    PySide6.__version_info__ < (6, 11), reason="its lupdate cannot sort as the one in the lock does"
)
def test_everything_is_translated_and_compiled(tool: ModuleType, tmp_path: Path) -> None:
    assert tool.checked(tmp_path) == 0


def test_the_tool_finds_what_is_wrong(tool: ModuleType) -> None:
    assert tool.flaw_of("core", "a {b}", ["甲"], unfinished=False)
    assert tool.flaw_of("core", "a {b}", ["甲 {b}"], unfinished=True)
    assert tool.flaw_of("core", "a {b}", [""], unfinished=False)
    assert tool.flaw_of("", "a", ["甲"], unfinished=False)
    assert not tool.flaw_of("core", "a {b}", ["甲 {b}"], unfinished=False)
    assert tool.facts("{a} %n {b:.1f}") == {"a", "b", "%n"}


@pytest.mark.slow
def test_sentences_are_collected_by_their_literals_wherever_they_are_said(
    tool: ModuleType, tmp_path: Path
) -> None:
    found = " ".join(tool.sentences())
    for said in ("The queue {path} cannot be used", "The settings cannot be saved", "简体中文"):
        assert said in found
    (tmp_path / "gui").mkdir()
    module = tmp_path / "gui" / "module.py"
    module.write_text("msg('in {place}', place='gui')")
    assert tool.sentences(tmp_path) == ["in {place}"]
    for hidden in ("msg(text)", "from core.messages import msg as tell"):
        module.write_text(hidden)
        with pytest.raises(tool.SaidWrongError, match=r"module\.py:1"):
            tool.sentences(tmp_path)


def test_a_sentence_is_said_in_chinese_with_its_facts(themed: None, settings: Settings) -> None:
    sentence = msg("Reserved: {note}.", note="DeepSeek")
    assert tr(sentence) == "Reserved: DeepSeek."
    settings.set(LANGUAGE, Language.CHINESE)
    assert tr(sentence) == "已预留：DeepSeek。"
    assert tr(Message("never translated {x}", {"x": 1})) == "never translated 1"


def test_plurals_are_plurals(themed: None, settings: Settings) -> None:
    def said(number: int) -> str:
        return QCoreApplication.translate(
            "ArrivalNotifier", "%n document(s) already on the list.", "", number
        )

    assert said(1) == "1 document already on the list."
    assert said(2) == "2 documents already on the list."
    settings.set(LANGUAGE, Language.CHINESE)
    assert said(2) == "2 个文档已在列表中。"


def test_every_value_has_its_word(themed: None, settings: Settings) -> None:
    english = [
        *(state_label(state) for state in JobState),
        *(stage_label(stage) for stage in Stage),
        *(failure_label(kind) for kind in FailureKind),
    ]
    assert all(english)
    settings.set(LANGUAGE, Language.CHINESE)
    chinese = [state_label(state) for state in JobState]
    assert not set(chinese) & set(english)


def test_times_are_said_as_people_say_them(themed: None) -> None:
    assert [duration(seconds) for seconds in (0.84, 12.3, 59.7, 185, 3723)] == [
        "0.8 s",
        "12 s",
        "1:00",
        "3:05",
        "1:02:03",
    ]
    assert duration(0.02) == "< 0.1 s", "which is not nothing"
    assert [duration(seconds, is_whole=True) for seconds in (0, 3, 75)] == ["< 1 s", "3 s", "1:15"]
    assert [rough_duration(seconds) for seconds in (20, 250, 9000)] == [
        "less than a minute",
        "about 4 min",
        "about 2 h",
    ]


class Stretched(QTranslator):
    """Every string, longer."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return source + "W" * max(2, round(len(source) * (LONGER - 1)))

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def stretched(themed: None, qapp: QApplication) -> Iterator[None]:
    translator = Stretched()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
    translator.deleteLater()


def cut_off(window: QWidget) -> list[str]:
    """Texts in sight that need more room than they have."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed, there = widget.heightForWidth(widget.width()), widget.height()
        elif isinstance(widget, (QAbstractButton, QLabel)):
            needed, there = widget.sizeHint().width(), widget.width()
        else:
            continue
        if widget.text() and needed > there + 1:
            found.append(f"{type(widget).__name__} {widget.text()!r}: {needed} > {there}")
    return found


def test_longer_words_have_room_in_the_window(
    stretched: None, app: RunningApp, tmp_path: Path
) -> None:
    app.window.resize(1280, 800)
    QApplication.processEvents()
    assert cut_off(app.window) == []
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.choose("missing.pdf")
    app.notices.show("A notice that is as long as such notices are." * 2, action="Undo")
    QApplication.processEvents()
    assert cut_off(app.window) == []
    assert app.window.minimumSizeHint().width() <= 1280


def test_longer_words_have_room_in_the_settings(
    stretched: None, app: RunningApp, qtbot: QtBot
) -> None:
    dialog = SettingsDialog(app.settings, app.notices)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    assert [text for text in cut_off(dialog) if "QCheckBox" not in text] == []
    assert not [box.text() for box in dialog.findChildren(QCheckBox) if box.text()]


def test_chinese_everywhere_in_the_window(app: RunningApp, tmp_path: Path) -> None:
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.choose("missing.pdf")
    app.settings.set(LANGUAGE, Language.CHINESE)
    QApplication.processEvents()
    texts = [
        widget.text()
        for widget in app.window.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, (QAbstractButton, QLabel)) and widget.text()
    ]
    plain = [text for text in texts if text.isascii() and any(c.isalpha() for c in text)]
    assert plain == ["missing.pdf"]
    assert all(not action.text().isascii() for action in app.window.menuBar().actions())


def test_the_window_loads_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    import subprocess

    code = "import sys, core.logs, gui.app, gui.application; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=TOOL.parents[1],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    late = {"asyncio", "psutil", "sqlite3", "subprocess", "PySide6.QtWebEngineCore", "ctypes.util"}
    late |= {"html", "logging.handlers", "socket"}
    late |= {
        "gui.table.view",
        "gui.jobs.worker_threads",
        "gui.settings.dialog",
        "core.cards.reader",
        "core.cards.model",
        "core.jobs.model",
        "core.worker.protocol",
        "gui.table.rows",
    }
    assert not set(done.stdout.split()) & late


@pytest.mark.slow
def test_what_is_not_seen_at_once_changes_its_language_too(app: RunningApp, tmp_path: Path) -> None:
    """Tool tips, and what a screen reader says, while a document is being read."""
    app.drop(pdfs.text_pdf(tmp_path / "7.pdf", pages=1))
    app.wait_until_over(1)
    app.choose("7.pdf")
    app.wait(lambda: app.window.detail.pane is not None)
    pane = app.window.detail.pane
    assert pane is not None
    with app.qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pass
    pane.pages.with_thumbnails.click()
    app.settings.set(LANGUAGE, Language.CHINESE)
    QApplication.processEvents()
    said = [
        text
        for widget in app.window.findChildren(QWidget)
        for text in (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if text and widget.isVisible()
    ]
    assert len(said) > 20
    own = re.compile(r"Headframe|Markdown|OCR|PDF|MB|GB|Ctrl|Shift|Del|Return|/\S+|\w+\.pdf")
    assert [text for text in said if re.search("[a-z]{2}", own.sub("", text))] == []
    assert [text for text in said if re.search(r"\(\w\)", text)] == [], "letters of menus"


def test_sentences_follow_each_other_as_the_language_has_it(
    themed: None, settings: Settings
) -> None:
    failed = replace(
        job(1, JobState.FAILED),
        failure=Failure(
            FailureKind.EMPTY, msg("{name} has no pages.", name="a.pdf"), msg("Save it again.")
        ),
    )
    assert why(JobRow(failed)) == "a.pdf has no pages. Save it again."
    settings.set(LANGUAGE, Language.CHINESE)
    assert why(JobRow(failed)) == "a.pdf 没有页面。Save it again."
