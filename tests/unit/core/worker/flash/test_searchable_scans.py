"""Scans with a text layer, through a real worker: its letters, and the structure that is seen."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.preparation.prepare import prepare
from core.worker.flash.text.text_trust import TextTrust, page_trust
from core.worker.protocol import PagesBy
from tests.support.searchable import searchable
from tests.support.worker import WorkerDriver

pytestmark = pytest.mark.slow

PROSE = (
    "The harbour master kept a book in which every ship that came in was",
    "written down with its name and the day, and he was proud of it. In the",
    "winter of that year the book was lost, and nobody could say which of",
    "the ships had paid and which had not. So a new one was begun in spring.",
)
ITEMS = ("rope and canvas from the west", "salt in barrels, two hundred", "oil for the north light")
ROWS = (
    ("Ship", "Paid", "Owed"),
    ("Aurora", "120", "14"),
    ("Selene", "98", "0"),
    ("Boreas", "7", "61"),
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A heading, prose, a list, and a table without rules, by a program that writes text."""
    canvas = Canvas(str(tmp_path / "typed.pdf"), pagesize=A4)
    canvas.setFont("Times-Bold", 20)
    canvas.drawString(72, 770, "The book of ships")
    y = _paragraph(canvas, 735)
    canvas.setFont("Times-Bold", 14)
    canvas.drawString(72, y - 14, "What came in")
    y = _paragraph(canvas, y - 40)
    canvas.setFont("Times-Roman", 11)
    for item in ITEMS:
        canvas.circle(86, y - 4, 1.8, fill=1)
        canvas.drawString(96, y - 8, item)
        y -= 16
    for number, row in enumerate(ROWS):
        canvas.setFont("Times-Bold" if number == 0 else "Times-Roman", 11)
        for place, text in zip((72, 220, 320), row, strict=True):
            canvas.drawString(place, y - 30, text)
        y -= 16
    _paragraph(canvas, y - 60)
    canvas.save()
    return tmp_path / "typed.pdf"


def _paragraph(canvas: Canvas, y: float) -> float:
    canvas.setFont("Times-Roman", 11)
    for line in PROSE:
        canvas.drawString(72, y, line)
        y -= 14
    return y


def _looks_right(markdown: str) -> None:
    lines = markdown.splitlines()
    assert lines[0] == "# The book of ships"
    assert "## What came in" in lines
    assert sum(line.startswith("#") for line in lines) == 2
    assert " ".join(PROSE) in lines
    assert [line for line in lines if line.startswith("- ")] == [f"- {item}" for item in ITEMS]
    assert "| Aurora | 120 | 14 |" in lines
    assert "`" not in markdown


@pytest.mark.parametrize(
    ("slant_deg", "size"), [(0.0, 1.0), (0.8, 1.0), (0.0, 0.75), (0.0, 1.2)], ids=str
)
def test_the_structure_is_seen_in_the_picture(
    worker: WorkerDriver, report: Path, tmp_path: Path, slant_deg: float, size: float
) -> None:
    source = searchable(report, tmp_path / "scan.pdf", slant_deg=slant_deg, size=size)
    result = worker.result(source)
    _looks_right(result.markdown)
    assert result.report.pages_by == PagesBy(text=[0])


def test_the_letters_are_the_layers(worker: WorkerDriver, report: Path, tmp_path: Path) -> None:
    source = searchable(
        report, tmp_path / "scan.pdf", told=lambda text: text.replace("harbour", "arbourh")
    )
    assert "The arbourh master kept a book" in worker.result(source).markdown


def test_what_stands_in_the_margin_is_kept(
    worker: WorkerDriver, report: Path, tmp_path: Path
) -> None:
    with pikepdf.open(searchable(report, tmp_path / "scan.pdf")) as pdf:
        pdf.pages[0].contents_add(
            b"BT 3 Tr /F 9 Tf 0 1 -1 0 30 300 Tm <%s> Tj ET"
            % "lent by the north library".encode("utf-16-be").hex().encode()
        )
        pdf.save(tmp_path / "stamped.pdf")
    result = worker.result(tmp_path / "stamped.pdf")
    _looks_right(result.markdown)
    assert "lent by the north library" in result.markdown


def test_a_layer_that_lies_elsewhere_is_read_as_text_is(
    worker: WorkerDriver, report: Path, tmp_path: Path
) -> None:
    source = searchable(report, tmp_path / "scan.pdf", moved_pt=-5000)
    result = worker.result(source)
    assert PROSE[0] in result.markdown.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "항구의 관리인은 들어오는 모든 배의 이름과 날짜를 적은 책을 가지고 있었다",
        "Смотритель гавани вёл книгу, в которую записывал каждый корабль и день",
        "港口的管理人有一本簿子，上面写着每一艘进港船只的名字和日期",
    ],
    ids=["korean", "russian", "chinese"],
)
def test_all_letters_of_a_layer_are_known(report: Path, tmp_path: Path, text: str) -> None:
    source = searchable(report, tmp_path / "scan.pdf", told=lambda _: text)
    document = pypdfium2.PdfDocument(prepare(source.read_bytes(), [0]).data)
    page = document[0]
    assert page_trust(page) is TextTrust.GOOD
    assert text[:12] in page.get_textpage().get_text_range()
    document.close()


def test_a_layer_in_a_script_that_ocr_cannot_read_is_believed(
    worker: WorkerDriver, report: Path, tmp_path: Path
) -> None:
    """What OCR makes of such a page says nothing against it."""
    source = searchable(report, tmp_path / "scan.pdf", told=lambda _: "관리인은")
    result = worker.result(source)
    assert result.report.pages_by == PagesBy(text=[0])
    assert "관리인은 관리인은" in result.markdown
