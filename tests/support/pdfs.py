"""Our own little PDFs, one function a kind: real files with known text, the same bytes every time.

Each function writes ``path``, makes the folder above it where that is missing, and returns
``path``. Text is numbered, so that a test can ask for a sentence that occurs once: parsers drop
lines that repeat on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

CHINESE_FONT = "STSong-Light"
"""One of the fonts that every PDF reader brings along: none is embedded, none is needed here."""
CHINESE_TITLE = "井架上的文件"
CHINESE_TEXT = (
    "井架立在矿井之上,把矿工挖出的矿石提升到地面。",
    "本文用来检查中文文字能否被正确读出,并保持原来的顺序。",
    "每一段都有编号,因此同一句话在全文中只出现一次。",
)
MARGIN_PT = 72.0
_WHO = (
    "the surveyor",
    "an old smelter",
    "the night shift",
    "a boy with a lamp",
    "the engine driver",
    "the pump keeper",
    "our carpenter",
)
_DID = (
    "measured the water",
    "signed the book",
    "carried the chalk",
    "rang the bell twice",
    "renewed the timber",
    "weighed the ore",
    "oiled the rope",
    "counted the cages",
)
_WHERE = (
    "below the northern gallery",
    "at the upper landing",
    "beside the winding drum",
    "near the flooded drift",
    "in the lamp room",
    "behind the second gate",
    "above the lower pump",
    "under the headframe",
    "along the pale seam",
)
_WHEN = (
    "before sunrise",
    "after the spring floods",
    "on the first of May",
    "during the long strike",
    "while the kettle boiled",
    "once the fog had gone",
    "in the year of the fire",
    "at the end of the week",
    "when the market was closed",
    "between two storms",
    "as the bell fell silent",
)


def words(number: int) -> str:
    """The ``number``-th plain sentence, from 0; it comes again after 5,544 others."""
    parts = (options[number % len(options)] for options in (_WHO, _DID, _WHERE, _WHEN))
    text = " ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def sentence(number: int) -> str:
    """The ``number``-th numbered sentence, from 0; no two are the same."""
    return f"Note {number + 1}: {words(number)}"


def text_pdf(
    path: Path, *, pages: int = 2, paragraphs: int = 4, title: str = "Notes from the shaft"
) -> Path:
    """Running text in one column; page ``n`` (from 0) begins with ``sentence(n * paragraphs)``."""
    story: list[Flowable] = [Paragraph(title, _style("Title"))]
    for page in range(pages):
        if page:
            story.append(PageBreak())
        numbers = range(page * paragraphs, (page + 1) * paragraphs)
        story += [Paragraph(_paragraph(number), _style("BodyText")) for number in numbers]
    return _laid_out(path, story)


def headings_pdf(path: Path, *, sections: int = 3) -> Path:
    """A title, then ``sections`` numbered headings, each with a sub-heading and its text."""
    story: list[Flowable] = [Paragraph("The book of levels", _style("Title"))]
    for section in range(sections):
        story += [
            Paragraph(f"{section + 1} Level {section + 1}", _style("Heading1")),
            Paragraph(_paragraph(2 * section), _style("BodyText")),
            Paragraph(f"{section + 1}.1 Its pumps", _style("Heading2")),
            Paragraph(_paragraph(2 * section + 1), _style("BodyText")),
        ]
    return _laid_out(path, story)


def two_column_pdf(path: Path, *, paragraphs: int = 16) -> Path:
    """Two columns of text: the left one is read to its end before the right one."""
    width, height = A4
    column = (width - 2 * MARGIN_PT - 24) / 2
    frames = [
        Frame(left, MARGIN_PT, column, height - 2 * MARGIN_PT, id=name, leftPadding=0)
        for name, left in (("left", MARGIN_PT), ("right", MARGIN_PT + column + 24))
    ]
    story: list[Flowable] = [
        Paragraph(_paragraph(number), _style("BodyText")) for number in range(paragraphs)
    ]
    return _laid_out(path, story, frames)


def table_pdf(
    path: Path,
    *,
    rows: Sequence[Sequence[str]] = (
        ("Level", "Depth in m", "Ore in t"),
        ("North", "120", "3400"),
        ("South", "185", "2150"),
        ("East", "240", "990"),
    ),
) -> Path:
    """A sentence, a ruled table of ``rows`` (the first is its head), a sentence."""
    table = Table([list(row) for row in rows], colWidths=[110] * len(rows[0]))
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.8, colors.black),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
            ]
        )
    )
    before, after = (Paragraph(_paragraph(number), _style("BodyText")) for number in range(2))
    return _laid_out(path, [before, Spacer(1, 12), table, Spacer(1, 12), after])


def chinese_pdf(path: Path, *, pages: int = 1) -> Path:
    """:data:`CHINESE_TITLE` and, on every page, :data:`CHINESE_TEXT` with running numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    width, height = A4
    canvas = _canvas(path)
    for page in range(pages):
        y = height - MARGIN_PT
        if page == 0:
            canvas.setFont(CHINESE_FONT, 20)
            canvas.drawCentredString(width / 2, y, CHINESE_TITLE)
            y -= 48
        canvas.setFont(CHINESE_FONT, 12)
        for number, text in enumerate(CHINESE_TEXT):
            canvas.drawString(MARGIN_PT, y, f"第{page * len(CHINESE_TEXT) + number + 1}段:{text}")
            y -= 36
        canvas.showPage()
    return _saved(path, canvas)


def image_pdf(path: Path) -> Path:
    """Text, a coloured picture of 240 × 160 points, and text below it."""
    _, height = A4
    canvas = _canvas(path)
    top = height - MARGIN_PT
    _lines(canvas, range(3), top)
    canvas.drawImage(ImageReader(_picture()), MARGIN_PT, top - 260, width=240, height=160)
    canvas.drawString(MARGIN_PT, top - 280, "Figure 1: The winding engine, seen from the east.")
    _lines(canvas, range(3, 6), top - 320)
    canvas.showPage()
    return _saved(path, canvas)


def scan_pdf(path: Path, *, pages: int = 1) -> Path:
    """Pages that are pictures of text and hold no text: what a scanner makes."""
    width, height = A4
    canvas = _canvas(path)
    for page in range(pages):
        picture = Image.new("L", (827, 1169), 255)  # A4 at 100 dots per inch
        draw = ImageDraw.Draw(picture)
        font = ImageFont.load_default(16)
        for line in range(24):
            draw.text((90, 90 + 36 * line), sentence(page * 24 + line), fill=0, font=font)
        canvas.drawImage(ImageReader(picture), 0, 0, width=width, height=height)
        canvas.showPage()
    return _saved(path, canvas)


def encrypted_pdf(path: Path, *, user_password: str = "secret", owner: str = "owner") -> Path:
    """Text behind a password (RC4, 128 bits). A blank ``user_password`` opens without one."""
    encryption = pdfencrypt.StandardEncryption(user_password, owner, canCopy=0, strength=128)
    canvas = Canvas(str(_made(path)), pagesize=A4, invariant=1, encrypt=encryption)
    _lines(canvas, range(8), A4[1] - MARGIN_PT)
    canvas.showPage()
    return _saved(path, canvas)


def aes_encrypted_pdf(path: Path, *, user_password: str = "secret", owner: str = "owner") -> Path:
    """As :func:`encrypted_pdf`, by AES with 256 bits; its random salts differ each time."""
    with pikepdf.open(BytesIO(_bytes_of_text())) as pdf:
        encryption = pikepdf.Encryption(user=user_password, owner=owner, R=6)
        pdf.save(_made(path), encryption=encryption)
    return path


def zero_page_pdf(path: Path) -> Path:
    """A sound PDF whose page tree is empty."""
    with pikepdf.new() as pdf:
        pdf.save(_made(path), deterministic_id=True)
    return path


def damaged_pdf(path: Path, *, keep: float = 0.4) -> Path:
    """The first ``keep`` (0 to 1) of a PDF: a download that broke off, with no page tree left."""
    whole = _bytes_of_text()
    _made(path).write_bytes(whole[: int(len(whole) * keep)])
    return path


def not_a_pdf(path: Path) -> Path:
    """Plain text of more than a kilobyte under whatever name ``path`` has."""
    _made(path).write_text("\n".join(map(sentence, range(40))), encoding="utf-8")
    return path


def long_pdf(path: Path, *, pages: int = 10_000) -> Path:
    """Many pages of two lines each; 10,000 take about a second to make and 5 MB."""
    canvas = Canvas(str(_made(path)), pagesize=A4, invariant=1, pageCompression=0)
    for page in range(pages):
        _lines(canvas, (page,), A4[1] - MARGIN_PT)
        canvas.drawString(MARGIN_PT, A4[1] - MARGIN_PT - 36, f"This is page {page + 1}.")
        canvas.showPage()
    return _saved(path, canvas)


def rotated_pdf(path: Path, *, degrees: int = 90) -> Path:
    """Text on a page that is shown turned clockwise by ``degrees`` (a multiple of 90)."""
    with pikepdf.open(BytesIO(_bytes_of_text())) as pdf:
        pdf.pages[0].rotate(degrees, relative=False)
        pdf.save(_made(path), deterministic_id=True)
    return path


def form_pdf(path: Path) -> Path:
    """Text with a form's fields below it: a filled text field and a ticked box."""
    canvas = _canvas(path)
    _lines(canvas, range(4), A4[1] - MARGIN_PT)
    canvas.acroForm.textfield(name="surveyor", value="Agricola", x=MARGIN_PT, y=500, width=200)
    canvas.acroForm.checkbox(name="checked", checked=True, x=MARGIN_PT, y=460)
    canvas.showPage()
    return _saved(path, canvas)


def _style(name: str) -> ParagraphStyle:
    style: ParagraphStyle = getSampleStyleSheet()[name]
    return style


def _paragraph(number: int) -> str:
    """``sentence(number)`` and four more that stand in no paragraph near it."""
    others = (words(1000 + 4 * number + step) for step in range(4))
    return " ".join((sentence(number), *others))


def _laid_out(path: Path, story: list[Flowable], frames: list[Frame] | None = None) -> Path:
    width, height = A4
    whole = Frame(MARGIN_PT, MARGIN_PT, width - 2 * MARGIN_PT, height - 2 * MARGIN_PT)
    document = BaseDocTemplate(str(_made(path)), pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames or [whole]))
    document.build(story)
    return path


def _lines(canvas: Canvas, numbers: Iterable[int], top: float) -> None:
    canvas.setFont("Helvetica", 10)
    for place, number in enumerate(numbers):
        canvas.drawString(MARGIN_PT, top - 18 * place, sentence(number))


def _picture() -> Image.Image:
    picture = Image.new("RGB", (240, 160), (28, 96, 140))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(20, 150), (120, 10), (220, 150)], fill=(236, 180, 60))
    draw.ellipse((90, 60, 150, 120), fill=(200, 60, 50))
    return picture


def _bytes_of_text() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    _lines(canvas, range(8), A4[1] - MARGIN_PT)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _canvas(path: Path) -> Canvas:
    return Canvas(str(_made(path)), pagesize=A4, invariant=1)


def _saved(path: Path, canvas: Canvas) -> Path:
    canvas.save()
    return path


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
