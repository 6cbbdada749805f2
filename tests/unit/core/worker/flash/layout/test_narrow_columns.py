"""Prose in narrow columns, whose nouns begin many lines with capitals, as in German."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.markdown.inline import Vocabulary, render
from core.worker.flash.structure.flow import continues
from core.worker.flash.text.column_edges import ColumnEdges
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line
from tests.support.worker import WorkerDriver

TOWN = (
    "Der Rat der Stadt Musterhausen tagte am Montag im Rathaus. Bürgermeister Weber stellte den "
    "Haushalt vor. Kritik kam aus Vereinen, Verbänden und Schulen. Frau Meier vom Verein der "
    "Eltern forderte mehr Geld für Lehrer, Busse und Turnhallen, und der Rat nahm den Antrag an."
)
FEAST = (
    "Die Feuerwehr Neustadt feiert Jubiläum. Gäste aus Polen, Ungarn, Italien und Österreich "
    "kamen. Musik von Bach, Händel, Mozart und Schubert spielte das Orchester der Stadt. Zum Essen "
    "gab es Suppe, Braten, Klöße und Rotkohl. Frau Schmidt dankte Helfern, Spendern und Nachbarn."
)


def set_in(path: Path, width: float, columns: int, *, justified: bool) -> Path:
    """Paragraphs in narrow columns of one page."""
    frames = [
        Frame(60 + number * (width + 20), 60, width, 720, 0, 0, 0, 0) for number in range(columns)
    ]
    document = BaseDocTemplate(str(path), pageTemplates=PageTemplate(frames=frames))
    style = ParagraphStyle(
        "body",
        fontName="Times-Roman",
        fontSize=10,
        leading=12,
        spaceAfter=8,
        alignment=TA_JUSTIFY if justified else TA_LEFT,
    )
    document.build([Paragraph(text, style) for text in (TOWN, FEAST) * 3])
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("width", "justified"), [(85, False), (100, False), (100, True)])
def test_narrow_columns_of_german_are_paragraphs(
    worker: WorkerDriver, tmp_path: Path, width: float, justified: bool
) -> None:
    path = set_in(tmp_path / "town.pdf", width, 3, justified=justified)
    markdown = worker.result(path).markdown
    assert "|" not in markdown
    assert markdown.count(TOWN) + markdown.count(FEAST) >= 5  # one goes on in the next column
    assert len(markdown.split("\n\n")) <= 7


def lines(*texts: str, y: float = 100.0, x: float = 72.0) -> list[TextLine]:
    return [line(text, x, y + 12 * number) for number, text in enumerate(texts)]


PROSE = ("Am Montag tagt", "der Rat. Gäste", "sind im Rathaus", "willkommen.")
NOTE = ("Pastor Lang geht.", "Nachfolger ist", "Pastor Krug aus", "Bremen.")
NAMES = ("Anna Muster", "Musterstraße 12", "12345 Musterstadt")


def parts(texts: tuple[str, ...], *others: str) -> int:
    own = lines(*texts, y=400)
    edges = ColumnEdges([*lines(*others), *own])
    return len(paragraphs(own, edges.right_of(own), edges.wrapped_at(own)))


def test_short_lines_are_prose_where_prose_is_wrapped_as_they_are() -> None:
    assert parts(NOTE, *PROSE) == 1
    assert parts(NOTE) == 4  # nothing says where lines are wrapped here


def test_an_address_below_prose_stays_lines() -> None:
    assert parts(NAMES, *PROSE) == 3
    wide = tuple(f"{one} und so ging es weiter bis in die Nacht hinein" for one in PROSE)
    assert parts(NOTE, *wide) == 4  # each word had had room


def test_the_next_line_goes_on_though_it_begins_with_a_capital() -> None:
    def draft(*texts: str, y: float) -> Draft:
        return Draft(0, lines(*texts, y=y), region=RegionKind.TEXT)

    before = draft("Zum Essen gab es", "am Abend auch", "Braten mit Klößen,", y=100)
    after = draft("Rotkohl und Bier", "aus der Gegend.", y=136)
    assert continues(before, after)
    assert not continues(before, draft("Rotkohl und Bier", "aus der Gegend.", y=142))
    assert not continues(draft("Anna Muster", y=124), draft("Berlin", y=136))
    short = draft("Zum Essen gab es auch Brot", "am Abend", y=112)
    assert not continues(short, after)


def test_a_sentence_goes_on_with_a_capital_in_the_next_column() -> None:
    def column(*texts: str, x: float, y: float) -> Draft:
        return Draft(0, lines(*texts, x=x, y=y), region=RegionKind.TEXT)

    before = column("Am Montag stellte", "er dem Rat den", x=72, y=700)
    after = column("Haushalt vor und", "ging nach Hause.", x=200, y=100)
    assert continues(before, after)
    for other in (
        column("Am Montag kam der", "er rief den Weber", x=72, y=700),  # may end with a name
        column("Am Montag stellte er", "dem Rat", x=72, y=700),  # has room
        column("er dem Rat den", x=72, y=700),  # a line, a label
    ):
        assert not continues(other, after)
    assert not continues(before, column("Berlin", "Köln", x=200, y=100))


def test_a_hyphen_before_a_capital_stays() -> None:
    assert render(lines("Verein Grün-", "Weiß sucht"), Vocabulary([])) == "Verein Grün-Weiß sucht"
    assert render(lines("das TABEL-", "LENWERK"), Vocabulary([])) == "das TABELLENWERK"
    assert render(lines("die SPD-", "Politiker"), Vocabulary([])) == "die SPD-Politiker"
