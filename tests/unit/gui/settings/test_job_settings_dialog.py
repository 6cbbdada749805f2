"""Convert again with other settings, and other settings for what waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from core.engines.choice import EngineChoice
from core.jobs.model import PageRange
from core.jobs.states import IfExists, JobState
from core.settings.definitions import ENGINE, IF_EXISTS, LANG, OCR
from core.settings.of_documents import TIER
from core.worker.kinds import FailureKind, Ocr
from core.worker.mineru.tier import Tier
from gui.settings.job_settings_dialog import JobSettingsDialog
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import RunningApp


def paused(app: RunningApp, tmp_path: Path, names: str) -> None:
    """Documents that wait in a queue that takes nothing."""
    app.work.pause_all(True)
    app.drop(*(pdfs.text_pdf(tmp_path / f"{name}.pdf", title=name, pages=3) for name in names))
    app.wait(lambda: len(app.jobs()) == len(names))


def opened(app: RunningApp, *names: str) -> JobSettingsDialog:
    """The dialog for these rows, as the keys open it."""
    app.choose(*names)
    app.window.actions_[Command.CONVERT_WITH].trigger()
    dialog = app.window.findChildren(JobSettingsDialog)[-1]
    assert dialog.isVisible()
    return dialog


def combo(dialog: JobSettingsDialog, key: str) -> QComboBox:
    box = dialog.fields[key].focus_widget
    assert isinstance(box, QComboBox)
    return box


def pick(box: QComboBox, text: str) -> None:
    place = box.findText(text)
    assert place >= 0, [box.itemText(number) for number in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def type_pages(dialog: JobSettingsDialog, text: str) -> None:
    line = dialog.pages.focus_widget
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


@pytest.mark.slow
def test_waiting_ones_take_their_new_settings_and_come_out_with_them(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "ab")
    dialog = opened(app, "a.pdf")
    assert dialog.go.text() == "Apply"
    assert not dialog.go.isEnabled(), "nothing was changed"
    type_pages(dialog, "2-3")
    pick(combo(dialog, LANG.key), "Japanese")
    dialog.go.click()
    app.wait(lambda: app.job("a.pdf").options.pages == PageRange(2, 3))
    assert app.job("a.pdf").options.lang == "japan"
    assert app.job("b.pdf").options.pages is None
    assert [job.source.name for job in app.jobs()] == ["a.pdf", "b.pdf"]
    app.work.pause_all(False)
    app.wait_until_over(2)
    options = json.loads((tmp_path / "out" / "a" / "headframe.json").read_text())["options"]
    assert (options["pages"], options["lang"]) == ("2-3", "japan")


@pytest.mark.slow
def test_what_is_done_is_converted_again_beside_its_result_and_that_can_be_undone(
    app: RunningApp, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "a.pdf", title="a", pages=3))
    app.wait_until_over(1)
    before = app.job("a.pdf")
    app.work.pause_all(True)
    dialog = opened(app, "a.pdf")
    assert dialog.go.text() == "Convert again"
    type_pages(dialog, "1")
    dialog.go.click()
    app.wait(lambda: app.job("a.pdf").state is JobState.QUEUED)
    undo = app.window.actions_[Command.UNDO]
    app.wait(lambda: undo.text() == "&Undo new settings of 1 document")
    undo.trigger()
    app.wait(lambda: app.job("a.pdf") == before)
    assert not app.work.busy
    redo = app.window.actions_[Command.REDO]
    app.wait(lambda: redo.text() == "Apply new settings to 1 document again")
    redo.trigger()
    app.wait(lambda: app.job("a.pdf").state is JobState.QUEUED)
    app.work.pause_all(False)
    app.wait_until_over(1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "a (2)"]
    assert app.job("a.pdf").markdown == tmp_path / "out" / "a (2)" / "a.md"
    assert app.job("a.pdf").options.pages == PageRange(1, 1)


@pytest.mark.slow
def test_a_scan_that_failed_is_done_with_its_pages_and_in_the_place_of_its_old_result(
    app: RunningApp, tmp_path: Path
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"no PDF at all")
    app.drop(paper)
    app.wait_until_over(1)
    failure = app.job("a.pdf").failure
    assert failure is not None
    assert failure.kind is FailureKind.NOT_A_PDF
    pdfs.text_pdf(paper, title="a", pages=2)
    dialog = opened(app, "a.pdf")
    pick(combo(dialog, OCR.key), "Never")
    pick(combo(dialog, IF_EXISTS.key), "Replace")
    pick(combo(dialog, ENGINE.key), "Built-in · text, OCR, tables")
    dialog.go.click()
    app.wait(lambda: app.states()["a.pdf"] is JobState.DONE)
    options = app.job("a.pdf").options
    assert (options.ocr, options.if_exists, options.engine) == (
        Ocr.OFF,
        IfExists.OVERWRITE,
        EngineChoice.FLASH,
    )


@pytest.mark.slow
def test_of_many_what_differs_is_shown_as_such_and_left_unless_it_is_touched(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "abc")
    dialog = opened(app, "a.pdf")
    type_pages(dialog, "2-")
    pick(combo(dialog, ENGINE.key), "MinerU 4")
    pick(combo(dialog, TIER.key), "basic: small models for layout, OCR, formulas, tables")
    dialog.cards.keys.focus_widget.setFocus()
    QTest.keyClicks(dialog.cards.keys.focus_widget, "npu:6")
    QTest.keyClick(dialog.cards.keys.focus_widget, Qt.Key.Key_Return)  # as the button
    app.wait(lambda: app.job("a.pdf").options.engine is EngineChoice.MINERU)
    first = app.job("a.pdf")
    assert (first.options.tier, first.cards) == (Tier.BASIC, ("npu:6",))
    dialog = opened(app, "a.pdf", "b.pdf", "c.pdf")
    line = dialog.pages.focus_widget
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.placeholderText()) == ("", "(different)")
    for key in (ENGINE.key, TIER.key):
        box = combo(dialog, key)
        assert (box.currentIndex(), box.placeholderText()) == (-1, "(different)")
    assert combo(dialog, OCR.key).currentText() == "Only on pages without text"
    pick(combo(dialog, OCR.key), "Always")
    QTest.keyClick(dialog.cards.keys.focus_widget, Qt.Key.Key_Return)  # passed by: no choice
    if dialog.isVisible():
        dialog.go.click()
    app.wait(lambda: all(job.options.ocr is Ocr.ON for job in app.jobs()))
    assert [job.options.pages for job in app.jobs()] == [PageRange(2), None, None]
    assert [job.options.tier for job in app.jobs()] == [Tier.BASIC, None, None]
    assert [job.cards for job in app.jobs()] == [("npu:6",), None, None]
    app.wait(
        lambda: app.window.actions_[Command.UNDO].text() == "&Undo new settings of 3 documents"
    )


def test_pages_are_read_while_they_are_typed(app: RunningApp, tmp_path: Path) -> None:
    paused(app, tmp_path, "a")
    dialog = opened(app, "a.pdf")
    for text, valid in (("7-3", False), ("x", False), ("3-", True), ("0", False), ("5", True)):
        type_pages(dialog, text)
        assert dialog.pages.valid is valid, text
        assert dialog.pages.problem.isVisible() is not valid
        assert dialog.go.isEnabled() is valid
    dialog.reject()


def test_the_tier_is_offered_where_mineru_may_do_it(app: RunningApp, tmp_path: Path) -> None:
    paused(app, tmp_path, "a")
    dialog = opened(app, "a.pdf")
    assert combo(dialog, TIER.key).isEnabled()
    pick(combo(dialog, ENGINE.key), "Built-in · text, OCR, tables")
    assert not combo(dialog, TIER.key).isEnabled()
    pick(combo(dialog, ENGINE.key), "MinerU 4")
    assert combo(dialog, TIER.key).isEnabled()
    dialog.reject()


def test_the_command_says_what_it_will_do(app: RunningApp, tmp_path: Path) -> None:
    action = app.window.actions_[Command.CONVERT_WITH]
    assert not action.isEnabled()
    paused(app, tmp_path, "ab")
    app.choose("a.pdf")
    assert action.text() == "Document se&ttings…"
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: app.states()["a.pdf"] is JobState.CANCELLED)
    assert action.text() == "Convert again &with…"
    assert action.isEnabled()
    dialog = opened(app, "a.pdf", "b.pdf")
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "2 documents · 1 of them still waiting" in said
    assert all(field.focus_widget.accessibleName() for field in dialog.fields.values())
    dialog.reject()


def test_a_language_that_is_not_listed_stays(app: RunningApp, tmp_path: Path) -> None:
    app.settings.set(LANG, "ch_server")
    paused(app, tmp_path, "a")
    dialog = opened(app, "a.pdf")
    assert combo(dialog, LANG.key).currentText() == "ch_server"
    pick(combo(dialog, LANG.key), "Automatic")
    dialog.go.click()
    app.wait(lambda: app.job("a.pdf").options.lang is None)


def test_the_page_of_a_cancelled_document_leads_to_its_settings(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "ab")
    app.work.cancel([app.job("a.pdf").id])
    app.wait(lambda: app.job("a.pdf").state is JobState.CANCELLED)
    app.choose("a.pdf")
    page = app.window.detail.message
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Try again with…")
    assert button.isVisible()
    button.click()
    (dialog,) = app.window.findChildren(JobSettingsDialog)
    assert "a.pdf" in {label.text() for label in dialog.findChildren(QLabel)}
    dialog.reject()


@pytest.mark.slow
def test_an_open_dialog_follows_what_becomes_of_its_documents(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "abc")
    dialog = opened(app, "a.pdf", "b.pdf")
    (about,) = [one for one in dialog.findChildren(QLabel) if "2 documents" in one.text()]
    assert (dialog.go.text(), dialog.go.isEnabled()) == ("Apply", False)
    app.work.cancel([app.job("a.pdf").id])
    app.wait(lambda: dialog.go.text() == "Convert again")
    assert dialog.go.isEnabled()
    assert about.text() == "2 documents · 1 of them still waiting"
    app.work.remove([app.job("a.pdf").id])
    app.wait(lambda: dialog.go.text() == "Apply")
    assert about.text() == "1 document"
    app.work.remove([app.job("c.pdf").id])
    app.wait(lambda: len(app.jobs()) == 1)
    assert dialog.isVisible(), "it is about another one"
    app.work.remove([app.job("b.pdf").id])
    app.wait(lambda: not app.window.findChildren(JobSettingsDialog))


def test_what_runs_keeps_its_settings_and_that_is_said(app: RunningApp, tmp_path: Path) -> None:
    first = pdfs.text_pdf(tmp_path / "first.pdf", pages=1)
    hold(first)
    app.work.pause_all(True)
    app.drop(first)
    app.wait(lambda: len(app.jobs()) == 1)
    dialog = opened(app, "first.pdf")
    type_pages(dialog, "1")
    assert dialog.go.isEnabled()
    app.work.pause_all(False)
    app.wait(lambda: app.states()["first.pdf"] is JobState.RUNNING)
    app.wait(lambda: not dialog.go.isEnabled())
    assert any("running now" in label.text() for label in dialog.findChildren(QLabel))
    let_go(first)
    app.wait(lambda: dialog.go.isEnabled() and dialog.go.text() == "Convert again")
    dialog.reject()
