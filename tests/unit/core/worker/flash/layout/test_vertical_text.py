"""Chinese and Japanese in columns, which are read from right to left."""

from __future__ import annotations

import io

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.layout.vertical_text import is_vertical, turned_back, vertical_layout
from core.worker.flash.model import Box, Word
from core.worker.flash.preparation.prepare import prepare
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import structure
from core.worker.flash.text.words import read_words
from tests.support.flash_lines import word

SIZE = (420.0, 300.0)
FIRST = ("川の流れの変化は下流の水の安", "全に影響するため、長い間人々", "の関心を集めてきた。")
SECOND = ("本稿では冬の川の流れを分析し", "下流の流れが三分の一減ったこ", "とを示す。")


def column(text: str, x: float, y: float, size: float = 10.0) -> list[Word]:
    return [
        Word(letter, Box(x, y + n * size, x + size, y + (n + 1) * size), "Ming", size)
        for n, letter in enumerate(text)
    ]


def columns(texts: tuple[str, ...], x: float, y: float) -> list[list[Word]]:
    return [column(text, x - 17 * number, y) for number, text in enumerate(texts)]


def markdown(words: list[Word]) -> str:
    done = structure([vertical_layout(0, SIZE, words, [])])
    return assemble(done.blocks(), [draft.joins_previous for draft in done.drafts]).markdown


def test_columns_are_read_from_right_to_left_whatever_the_stream_says() -> None:
    words = [one for part in reversed(columns(FIRST, 380, 20)) for one in part]
    assert is_vertical(words)
    assert markdown(words) == "".join(FIRST) + "\n"


def test_two_bands_are_read_one_after_the_other() -> None:
    upper, lower = columns(FIRST, 380, 0), columns(SECOND, 380, 160)
    words = [one for a, b in zip(upper, lower, strict=True) for one in (*a, *b)]
    assert markdown(words) == f"{''.join(FIRST)}\n\n{''.join(SECOND)}\n"


def test_readings_beside_the_letters_and_the_page_number_are_no_text() -> None:
    words = [one for part in columns(FIRST, 380, 20) for one in part]
    words += [*column("かわ", 391, 20, 5.0), word("12", 200, 290)]
    assert markdown(words) == "".join(FIRST) + "\n"


def test_signs_of_columns_are_written_as_in_lines() -> None:
    page = turned_back(column("︵川︶は︑流れる︒", 380, 20), SIZE)
    assert "".join(one.text for one in page.words) == "(川)は、流れる。"


def test_figures_upright_in_a_column_and_words_beside_the_columns_are_kept() -> None:
    words = [one for part in columns(FIRST, 380, 20) for one in part]
    words += [word("8", 382, 170), *column("月のこと", 380, 174), word("Chapter", 60, 20)]
    text = markdown(words)
    assert f"{FIRST[0]}8月のこと{FIRST[1]}" in text
    assert "Chapter" in text


def test_boxes_are_those_of_the_page_as_it_is_displayed() -> None:
    words = [one for part in columns(FIRST, 380, 20) for one in part]
    page = vertical_layout(0, SIZE, words, [])
    assert page.displayed_size == SIZE
    box = page.displayed(page.drafts[0].box)
    assert (box.x0, box.x1) == (346.0, 390.0)
    assert (box.y0, box.y1) == (20.0, 160.0)


def test_lines_and_columns_of_figures_are_not_vertical() -> None:
    lines = [word(text, 72, 20 + 12 * n) for n, text in enumerate(FIRST + SECOND)]
    assert not is_vertical(lines)
    assert not is_vertical([one for n in range(8) for one in column("0123456789", 40 * n, 20)])
    assert not is_vertical(column("川の流れ", 380, 20))  # a word in the margin


def drawn(canvas: Canvas, text: str, x: float) -> None:
    for number, letter in enumerate(text):
        canvas.drawString(x, 270 - 11 * number, letter)


def test_preparing_a_page_of_columns_does_not_double_it() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    canvas.setFont("HeiseiMin-W3", 10)
    for number, text in enumerate(FIRST + SECOND):
        drawn(canvas, text, 380 - 17 * number)
    canvas.save()
    ready = prepare(buffer.getvalue(), range(1))
    document = pypdfium2.PdfDocument(ready.data)
    letters = "".join(one.text for one in read_words(document[0]))
    assert len(letters) == sum(map(len, FIRST + SECOND))
