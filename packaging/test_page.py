"""Draws resources/test_page/page.pdf, the page that `headframe engine test` converts.

Ours from the first to the last line: a title, two paragraphs, a table, a formula. Run it after a
change: `python packaging/test_page.py`; the same input gives the same bytes.
"""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

PLACE = Path(__file__).resolve().parents[1] / "resources" / "test_page" / "page.pdf"
PARAGRAPHS = (
    (
        "This page comes with Headframe. It is converted when an engine is tested on a card:",
        "whoever reads these lines in the result knows that the engine was started, that its",
        "models were loaded, and that the card which was chosen has done the work.",
    ),
    (
        "The second paragraph stands apart from the first, so that layout has something to do.",
        "Below it are a small table and one formula.",
    ),
)
ROWS = (("Part", "Count"), ("Pages", "1"), ("Tables", "1"), ("Formulas", "1"))


def main() -> None:
    """Draw it."""
    PLACE.parent.mkdir(exist_ok=True)
    page = Canvas(str(PLACE), pagesize=A4, invariant=1)
    page.setTitle("Headframe test page")
    page.setFont("Helvetica-Bold", 20)
    page.drawString(72, 760, "Headframe test page")
    height = 715
    page.setFont("Helvetica", 11)
    for lines in PARAGRAPHS:
        for line in lines:
            page.drawString(72, height, line)
            height -= 16
        height -= 14
    top = height
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            page.drawString(80 + column * 150, top - 16 - number * 22, text)
    for number in range(len(ROWS) + 1):
        page.line(72, top - number * 22, 372, top - number * 22)
    for edge in (72, 222, 372):
        page.line(edge, top, edge, top - len(ROWS) * 22)
    page.setFont("Times-Italic", 13)
    page.drawString(72, top - len(ROWS) * 22 - 40, "E = m c")
    page.setFont("Times-Roman", 9)
    page.drawString(116, top - len(ROWS) * 22 - 35, "2")
    page.save()


if __name__ == "__main__":
    main()
