"""Raised and lowered letters in the cells of tables, drawn, open and without any rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.layout.respacing import respaced
from core.worker.flash.markdown.cells import cell_of
from core.worker.flash.markdown.grid import Cell, to_markdown
from core.worker.flash.model import Word
from tests.support.flash_lines import word
from tests.support.worker import WorkerDriver

ROWS = (
    ("Substance", "Formula", "Amount/m^3"),
    ("Water", "H_2O", "12.5^a"),
    ("Carbon dioxide", "CO_2", "3.1"),
    ("Floor", "m^2", "41^b"),
    ("Sulphate", "SO_4", "7.8"),
)
LEFT, TOP, WIDTH, HEIGHT = 80, 700, 120, 20


def drawn(path: Path, *, level: bool, upright: bool) -> Path:
    """``^`` raises the next letter, ``_`` lowers it."""
    canvas = Canvas(str(path))
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            text = canvas.beginText(LEFT + WIDTH * column + 5, TOP - HEIGHT * row - 14)
            for number, part in enumerate(cell.replace("_", "^_").split("^")):
                shift = -2 if part[:1] == "_" else 4 if number else 0
                letters = part.lstrip("_")
                small, rest = (letters[:1], letters[1:]) if number else ("", letters)
                text.setFont("Times-Roman", 6.5)
                text.setRise(shift)
                text.textOut(small)
                text.setFont("Times-Roman", 10)
                text.setRise(0)
                text.textOut(rest)
            canvas.drawText(text)
    right, foot = LEFT + 3 * WIDTH, TOP - HEIGHT * len(ROWS)
    for row in range(len(ROWS) + 1) if level and upright else (0, 1, len(ROWS)) if level else ():
        canvas.line(LEFT, TOP - HEIGHT * row, right, TOP - HEIGHT * row)
    for column in range(4) if upright else ():
        canvas.line(LEFT + WIDTH * column, TOP, LEFT + WIDTH * column, foot)
    canvas.save()
    return path


@pytest.mark.parametrize(("level", "upright"), [(True, True), (True, False), (False, False)])
def test_scripts_of_cells_are_kept(
    worker: WorkerDriver, tmp_path: Path, level: bool, upright: bool
) -> None:
    path = drawn(tmp_path / "air.pdf", level=level, upright=upright)
    assert worker.result(path).markdown.splitlines()[:6] == [
        "| Substance | Formula | Amount/m<sup>3</sup> |",
        "| --- | --- | --- |",
        "| Water | H<sub>2</sub>O | 12.5<sup>a</sup> |",
        "| Carbon dioxide | CO<sub>2</sub> | 3.1 |",
        "| Floor | m<sup>2</sup> | 41<sup>b</sup> |",
        "| Sulphate | SO<sub>4</sub> | 7.8 |",
    ]


def script(text: str, x: float, y: float, *, glued: bool = True) -> Word:
    return word(text, x, y, size=6.5, glued=glued)


def test_a_cell_without_scripts_is_plain() -> None:
    small = [word("a", 72, 100, size=8), word("<b>", 90, 100), word("12", 72, 112)]
    assert cell_of(small) == Cell("a <b> 12")
    assert cell_of([script("1", 72, 96)]) == Cell("1")  # all of it is small


def test_signs_of_html_and_pipes_beside_a_script_are_text() -> None:
    cell = cell_of([word("a<b|c", 72, 100), script("2", 97, 96), word("mm", 72, 112)])
    assert cell == Cell("a<b|c2 mm", inline="a&lt;b|c<sup>2</sup> mm")
    assert to_markdown([[cell, Cell("x")]]).splitlines()[0] == r"| a\<b\|c<sup>2</sup> mm | x |"


def test_cells_of_the_analysis_get_the_scripts_of_their_words() -> None:
    words = [word("CO", 72, 100), script("2", 82, 102), word("of", 95, 100)]
    (row,) = respaced([[Cell("CO2of", columns=2)]], words)
    assert row == (Cell("CO2 of", 1, 2, "CO<sub>2</sub> of"),)
