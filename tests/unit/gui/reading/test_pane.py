"""The pane with its real views: a click on either side shows the other."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.reading.markdown.markdown_view import MenuTarget
from gui.reading.markdown.text_view import TextMarkdownView
from gui.reading.markdown.web_view import WebMarkdownView
from gui.reading.result_pane import ResultPane
from tests.unit.gui.reading.conftest import PAPER, WAIT_MS, MakeResult


def show(pane: ResultPane, qtbot: QtBot, folder: Path, pdf: Path | None) -> None:
    """Show a result and wait until both sides are there."""
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.show_result(folder, pdf)
    if pdf is not None:
        qtbot.waitUntil(lambda: pane.pages.view.page_count > 0, timeout=WAIT_MS)


def ask(pane: ResultPane, qtbot: QtBot, script: str) -> Any:
    """The value of a script beside the page."""
    view = pane.markdown.view
    assert isinstance(view, WebMarkdownView)
    answers: list[object] = []
    view.run(f"JSON.stringify({script})", answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return json.loads(str(answers[0])) if answers[0] else None


def marked(pane: ResultPane, qtbot: QtBot) -> int:
    return int(
        ask(
            pane,
            qtbot,
            "Number((document.querySelector('.marked') || {dataset: {b: -1}}).dataset.b)",
        )
    )


def is_marked(pane: ResultPane, qtbot: QtBot, unit: int) -> bool:
    return marked(pane, qtbot) == unit


@pytest.mark.slow
def test_a_click_on_each_block_lands_on_its_box_and_back(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    folder, pdf = make_result(PAPER)
    show(pane, qtbot, folder, pdf)
    pages = pane.pages.view
    for unit in range(len(PAPER)):
        with qtbot.waitSignal(pane.markdown.clicked, timeout=WAIT_MS) as clicked:
            ask(pane, qtbot, f"(document.querySelector('[data-b=\"{unit}\"]').click(), 1)")
        assert clicked.args == [unit]
        (mark,) = pages.marks_of(unit)
        box = pages.rect_of(mark)
        assert pages.viewport().rect().contains(box.center().toPoint())

    for unit in reversed(range(len(PAPER))):
        (mark,) = pages.marks_of(unit)
        pages.reveal(unit)
        place = pages.rect_of(mark).center().toPoint()
        with qtbot.waitSignal(pages.clicked, timeout=WAIT_MS) as page_click:
            QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page_click.args == [unit]
        qtbot.waitUntil(partial(is_marked, pane, qtbot, unit), timeout=WAIT_MS)
        seen = ask(
            pane,
            qtbot,
            f"(() => {{ const r = document.querySelector('[data-b=\"{unit}\"]')"
            ".getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0; })()",
        )
        assert seen


@pytest.mark.slow
def test_hovering_frames_the_other_side(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    pages = pane.pages.view
    place = pages.rect_of(pages.marks_of(2)[0]).center().toPoint()
    QTest.mouseMove(pages.viewport(), place)
    qtbot.waitUntil(
        lambda: (
            ask(pane, qtbot, "[...document.querySelectorAll('.hovered')].map(e => e.dataset.b)")
            == ["2"]
        ),
        timeout=WAIT_MS,
    )
    with qtbot.waitSignal(pane.markdown.hovered, timeout=WAIT_MS) as hovered:
        ask(
            pane,
            qtbot,
            "(document.querySelector('[data-b=\"3\"]').dispatchEvent("
            "new MouseEvent('mouseover', {bubbles: true})), 1)",
        )
    assert hovered.args == [3]


@pytest.mark.slow
def test_everything_is_rendered_and_nothing_reaches_out(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    hostile = [
        ("text", "<script>document.title='run'</script><img src='https://example.org/x.png'>Hi"),
        ("text", "![](images/good.png) ![](images/../../../secret.png) ![](images/huge.png)"),
    ]
    folder, pdf = make_result([*PAPER, *hostile])
    from PySide6.QtGui import QImage

    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(folder / "images" / "good.png"))
    assert image.save(str(folder.parent.parent / "secret.png"))
    wide = QImage(30_000, 2_500, QImage.Format.Format_Mono)
    wide.fill(0)
    assert wide.save(str(folder / "images" / "huge.png"))
    show(pane, qtbot, folder, pdf)
    assert ask(pane, qtbot, "document.querySelectorAll('math').length") == 3
    assert ask(pane, qtbot, "document.querySelector('td[rowspan]').rowSpan") == 2
    assert ask(pane, qtbot, "document.querySelector('.tag').textContent") == "(1)"
    assert ask(pane, qtbot, "document.querySelectorAll('.c-nb').length") == 1
    assert ask(pane, qtbot, "document.title") == ""
    qtbot.waitUntil(
        lambda: ask(pane, qtbot, "[...document.images].map(i => i.naturalWidth)") == [40, 320],
        timeout=WAIT_MS,
    )
    assert "images/missing.png" in ask(
        pane, qtbot, "document.querySelector('.picture-missing').textContent"
    )


def test_a_link_leaves_the_page_where_it_is(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    pane.markdown.linked.disconnect(pane._on_markdown_linked)
    with qtbot.waitSignal(pane.markdown.linked, timeout=WAIT_MS) as linked:
        ask(pane, qtbot, "(document.querySelector('a[href^=http]').click(), 1)")
    assert linked.args == ["https://example.org"]
    ask(pane, qtbot, "(document.querySelector('a[href^=\"#\"]').click(), 1)")
    assert ask(pane, qtbot, "location.host") == "shell"


@pytest.mark.slow
def test_linked_scrolling_carries_the_other_side_and_can_be_switched_off(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    pages = pane.pages.view
    pages.set_percent(150)
    bar = pages.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: ask(pane, qtbot, "Math.round(scrollY)") > 50, timeout=WAIT_MS)
    pages.moved.emit(2, 0.0)
    pane.linked.setChecked(False)
    before = ask(pane, qtbot, "Math.round(scrollY)")
    bar.setValue(0)
    assert ask(pane, qtbot, "Math.round(scrollY)") == before
    pane.markdown.moved.emit(2, 0.5)
    assert pages.page == 0
    pane.linked.setChecked(True)
    pane.markdown.moved.emit(2, 0.5)
    assert pages.page == 2


def test_only_the_newest_of_many_results_is_shown(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    made = [make_result([("title", f"# Result {n}"), *PAPER[1:]], name=f"r{n}") for n in range(8)]
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        for folder, pdf in made:
            pane.show_result(folder, pdf)
    qtbot.waitUntil(
        lambda: ask(pane, qtbot, "document.querySelector('h1').textContent") == "Result 7",
        timeout=WAIT_MS,
    )
    assert pane.result is not None
    assert pane.result.folder == made[-1][0]
    assert ask(pane, qtbot, "document.querySelectorAll('h1').length") == 1


@pytest.mark.slow
def test_a_killed_page_comes_back_and_one_that_always_dies_gives_way(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    import os
    import signal

    show(pane, qtbot, *make_result(PAPER))
    view = pane.markdown.view
    assert isinstance(view, WebMarkdownView)
    for _ in range(2):
        with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
            os.kill(view.renderer_pid(), signal.SIGKILL)
        assert ask(pane, qtbot, "document.querySelectorAll('math').length") == 3
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        os.kill(view.renderer_pid(), signal.SIGKILL)
    assert isinstance(pane.markdown.view, TextMarkdownView)


@pytest.mark.slow
def test_search_outline_and_steps(pane: ResultPane, qtbot: QtBot, make_result: MakeResult) -> None:
    show(pane, qtbot, *make_result(PAPER))
    bar = pane.markdown.find_bar
    pane.start_search()
    bar.field.setText("words")
    qtbot.waitUntil(lambda: bar.matches.text().endswith(" of 120"), timeout=WAIT_MS)
    bar.field.setText("no such thing")
    qtbot.waitUntil(lambda: bar.matches.text() == "nothing found", timeout=WAIT_MS)
    bar.leave()
    pane.markdown.outline.list.aboutToShow.emit()
    titles = [action.text().strip() for action in pane.markdown.outline.list.actions()]
    assert titles == ["On reading 阅读", "Second page"]
    pane.markdown.outline.list.actions()[1].trigger()
    assert pane.markdown.unit == 6
    assert (
        pane.pages.view.viewport()
        .rect()
        .contains(pane.pages.view.rect_of(pane.pages.view.marks_of(6)[0]).center().toPoint())
    )
    pane.units.go_next()
    pane.units.go_next()
    pane.units.go_back()
    assert pane.markdown.unit == 7
    assert marked(pane, qtbot) == 7


def test_the_source_shows_the_same_places(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    side = pane.markdown
    side.set_source(True)
    assert side.source.text() == "\n\n".join(text for _, text in PAPER)
    for unit in (4, 5, 12):  # behind a character that is two units long for Qt
        pane.pages.view.clicked.emit(unit)
        assert side.source.marked_text() == PAPER[unit][1]
    cursor = side.source.textCursor()
    cursor.setPosition(side.source.text().index("Alone on") + 1)
    side.source.setTextCursor(cursor)
    with qtbot.waitSignal(side.clicked, timeout=WAIT_MS) as clicked:
        place = side.source.cursorRect().center()
        QTest.mouseClick(side.source.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [12]
    side.find_bar.enter()
    side.find_bar.field.setText("WORDS")
    assert side.find_bar.matches.text() == "1 of 120"
    side.set_source(False)
    assert marked(pane, qtbot) == 12


def test_the_menu_copies_what_is_under_it(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    with qtbot.waitSignal(pane.markdown.menu_requested, timeout=WAIT_MS) as wanted:
        ask(
            pane,
            qtbot,
            "(document.querySelector('[data-b=\"3\"] math').dispatchEvent("
            "new MouseEvent('contextmenu', {bubbles: true})), 1)",
        )
    QApplication.activePopupWidget().close()  # type: ignore[union-attr]
    target = wanted.args[0]
    assert (target.unit, target.has_selection) == (3, False)
    assert target.tex == "\\frac { a } { b } \\tag{1}"
    menu = pane.menu_for(target)
    texts = [action.text() for action in menu.actions()]
    assert "Copy the formula as MathML" in texts
    assert "Copy the table for a spreadsheet" not in texts
    menu.actions()[2].trigger()
    assert QGuiApplication.clipboard().text() == target.tex
    pane.menu_for(MenuTarget(2, "", "", False)).actions()[2].trigger()
    assert QGuiApplication.clipboard().text() == "a\t$ y $\n\tb"


def test_the_page_follows_the_palette(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(pane, qtbot, *make_result(PAPER))
    palette = QPalette(pane.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("#101820"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    pane.setPalette(palette)
    qtbot.waitUntil(
        lambda: (
            ask(pane, qtbot, "getComputedStyle(document.documentElement).backgroundColor")
            == "rgb(16, 24, 32)"
        ),
        timeout=WAIT_MS,
    )
    assert ask(pane, qtbot, "getComputedStyle(document.body).color") == "rgb(240, 240, 240)"


@pytest.mark.parametrize("gone", ["folder", "markdown", "pdf", "blocks"])
def test_what_is_gone_is_said_and_the_rest_is_shown(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult, gone: str
) -> None:
    folder, pdf = make_result(PAPER)
    match gone:
        case "folder":
            folder = folder / "nowhere"
        case "markdown":
            (folder / "paper.md").unlink()
        case "pdf":
            pdf.unlink()
        case "blocks":
            (folder / "blocks.json").unlink()
    if gone in ("folder", "markdown"):
        pane.show_result(folder, pdf)
        qtbot.waitUntil(lambda: "nothing to read" in pane.message.title, timeout=WAIT_MS)
        return
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.show_result(folder, pdf)
    if gone == "pdf":
        qtbot.waitUntil(lambda: "no longer" in pane.pages.notice.text.text(), timeout=WAIT_MS)
    else:
        assert "blocks.json is missing" in pane.markdown.problems.text()
        assert ask(pane, qtbot, "document.querySelectorAll('.b.nowhere').length") == len(PAPER)


@pytest.mark.slow
def test_clearing_lets_go(pane: ResultPane, qtbot: QtBot, make_result: MakeResult) -> None:
    show(pane, qtbot, *make_result(PAPER))
    pane.clear()
    assert pane.result is None
    assert pane.pages.view.page_count == 0
    assert ask(pane, qtbot, "document.querySelector('main').childElementCount") == 0
    pane.show_message("Locked", "It needs a password.")
    assert pane.message.title == "Locked"


def test_the_simple_view_does_the_same_a_page_at_a_time(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    show(pane, qtbot, *make_result(PAPER))
    view = pane.markdown.view
    assert isinstance(view, TextMarkdownView)
    for unit in range(len(PAPER)):
        pane.pages.view.clicked.emit(unit)
        assert view.marked_text().strip() != "" or PAPER[unit][0] == "image"
    view.turn(-5)
    assert "Alone on" in view.text()
    view.turn(-1)
    view.turn(-1)
    assert "$" not in view.text()
    assert "x ^ { 2 }" in view.text()
    with qtbot.waitSignal(pane.markdown.clicked, timeout=WAIT_MS) as clicked:
        view.clicked_at(QPointF(view.place_of(1) + QPoint(4, 4)))
    assert clicked.args == [1]
    pane.start_search()
    pane.markdown.find_bar.field.setText("Alone on")
    assert pane.markdown.find_bar.matches.text() == "1 of 1"
    assert "Alone on" in view.text()


@pytest.mark.slow
def test_zoom_of_both_sides(pane: ResultPane, qtbot: QtBot, make_result: MakeResult) -> None:
    show(pane, qtbot, *make_result(PAPER))
    pane.markdown.larger.click()
    qtbot.waitUntil(lambda: ask(pane, qtbot, "devicePixelRatio") > 1.05, timeout=WAIT_MS)
    assert pane.pages.fit_width.isChecked()
    pane.pages.zoom_in.click()
    assert not pane.pages.fit_width.isChecked()
    pane.pages.fit_page.click()
    assert pane.pages.fit_page.isChecked()


@pytest.mark.slow
def test_the_web_view_is_scrolled_back_to_where_it_was(
    pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    long = [("text", f"Paragraph {n}. " + "Words of it. " * 60 + "End.") for n in range(24)]
    one, two = make_result(long, name="one"), make_result(PAPER, name="two")
    show(pane, qtbot, *one)
    pane.pages.view.go_to_page(2)  # the Markdown follows

    def page() -> int:
        """The page a fifth down the view."""
        script = (
            "[...document.querySelectorAll('section')].findIndex("
            "one => one.getBoundingClientRect().bottom > innerHeight / 5)"
        )
        return int(ask(pane, qtbot, script))

    qtbot.waitUntil(lambda: pane.linked_scrolling.is_settled and page() == 2, timeout=WAIT_MS)
    show(pane, qtbot, *two)
    qtbot.waitUntil(lambda: page() == 0, timeout=WAIT_MS)
    show(pane, qtbot, *one)
    qtbot.waitUntil(lambda: page() == 2, timeout=WAIT_MS)
    assert pane.pages.view.page == 2


def test_a_search_in_the_simple_view_counts_as_the_web_view_does(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    show(pane, qtbot, *make_result(PAPER))
    view, bar = pane.markdown.view, pane.markdown.find_bar
    assert isinstance(view, TextMarkdownView)
    told: list[tuple[int, int]] = []
    view.found.connect(lambda place, count: told.append((place, count)))
    pane.start_search()
    bar.field.setText("words")
    qtbot.waitUntil(lambda: bar.matches.text() == "1 of 120", timeout=WAIT_MS)
    for _ in range(120):
        view.search("words", backward=False)
    places = [place for place, _ in told]
    assert places == [*range(1, 121), 1], "through all sections, and round again"
    assert {count for _, count in told} == {120}
    view.search("words", backward=True)
    assert told[-1] == (120, 120)
    view.search("no such thing", backward=False)
    assert told[-1] == (0, 0)
    view.search("Alo", backward=False)
    view.search("Alone o", backward=False)
    view.search("Alone", backward=False)
    assert told[-3:] == [(1, 1)] * 3, "what one types on is found where it was"
    bar.leave()


def test_the_simple_view_gives_formulas_to_copy(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    show(pane, qtbot, *make_result(PAPER))
    view = pane.markdown.view
    assert isinstance(view, TextMarkdownView)
    number = next(n for n, (kind, _) in enumerate(PAPER) if kind == "equation")

    def copied(unit: int) -> dict[str, str]:
        target = view.target_at(QPointF(view.place_of(unit) + QPoint(4, 4)))
        assert target.unit == unit
        menu = pane.menu_for(target)
        found = {action.text(): action.data() for action in menu.actions()}
        menu.deleteLater()
        return found

    view.mark(number, scroll=True)
    found = copied(number)
    assert found["Copy the formula as LaTeX"] == "\\frac { a } { b } \\tag{1}"
    assert found["Copy the formula as MathML"].startswith("<math")
    assert "<mfrac>" in found["Copy the formula as MathML"]
    assert not any("formula" in label for label in copied(1))
