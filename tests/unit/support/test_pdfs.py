"""The PDFs of the tests are what they say they are, by a reader that did not make them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.support import pdfs

MAKERS: dict[str, Callable[[Path], Path]] = {
    name: function
    for name, function in inspect.getmembers(pdfs, inspect.isfunction)
    if name.endswith("_pdf") and not name.startswith("_")
}


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(path, password=password)
    try:
        yield document
    finally:
        document.close()


def texts(path: Path, password: str | None = None) -> list[str]:
    with opened(path, password) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("name", sorted(MAKERS.keys() - {"aes_encrypted_pdf"}))
def test_the_bytes_are_the_same_each_time(name: str, tmp_path: Path) -> None:
    first = MAKERS[name](tmp_path / "a folder" / "one.pdf").read_bytes()
    assert first
    assert first == MAKERS[name](tmp_path / "two.pdf").read_bytes()


def test_text_begins_each_page_with_its_own_sentence(tmp_path: Path) -> None:
    pages = texts(pdfs.text_pdf(tmp_path / "a.pdf", pages=5, paragraphs=2))
    assert len(pages) == 5
    for page, text in enumerate(pages):
        assert f"Note {page * 2 + 1}:" in text
    assert sum(text.count("Note 7:") for text in pages) == 1


def test_headings_are_larger_than_the_text(tmp_path: Path) -> None:
    (text,) = texts(pdfs.headings_pdf(tmp_path / "a.pdf", sections=2))
    assert text.index("The book of levels") < text.index("1 Level 1") < text.index("2.1 Its pumps")


def test_the_second_column_begins_at_the_top_right(tmp_path: Path) -> None:
    with opened(pdfs.two_column_pdf(tmp_path / "a.pdf")) as document:
        width, height = document[0].get_size()
        page = document[0].get_textpage()
        found = page.search("Note 2:")
        left, bottom, *_ = page.get_charbox(found.get_next()[0])
        assert left < width / 2
        upper_right = page.get_text_bounded(
            left=width / 2, bottom=height - 110, right=width, top=height
        )
        assert upper_right.strip()
        assert bottom < height


def test_a_table_holds_its_cells(tmp_path: Path) -> None:
    (text,) = texts(pdfs.table_pdf(tmp_path / "a.pdf"))
    assert "Depth in m" in text
    assert "2150" in text


def test_chinese_is_read_as_chinese(tmp_path: Path) -> None:
    pages = texts(pdfs.chinese_pdf(tmp_path / "a.pdf", pages=2))
    assert pdfs.CHINESE_TITLE in pages[0]
    assert f"第6段:{pdfs.CHINESE_TEXT[2]}" in pages[1]


@pytest.mark.parametrize(("maker", "has_text"), [("image_pdf", True), ("scan_pdf", False)])
def test_pictures_are_pictures(maker: str, has_text: bool, tmp_path: Path) -> None:
    path = MAKERS[maker](tmp_path / "a.pdf")
    assert bool(texts(path)[0].strip()) is has_text
    with opened(path) as document:
        kinds = [item.type for item in document[0].get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


@pytest.mark.parametrize("maker", ["encrypted_pdf", "aes_encrypted_pdf"])
def test_the_password_is_needed(maker: str, tmp_path: Path) -> None:
    path = MAKERS[maker](tmp_path / "a.pdf")
    with pytest.raises(pypdfium2.PdfiumError):
        texts(path)
    assert "Note 1:" in texts(path, "secret")[0]


@pytest.mark.parametrize("maker", [pdfs.encrypted_pdf, pdfs.aes_encrypted_pdf])
def test_a_blank_password_just_opens(maker: Callable[..., Path], tmp_path: Path) -> None:
    path = maker(tmp_path / "a.pdf", user_password="")
    assert b"/Encrypt" in path.read_bytes()
    assert "Note 1:" in texts(path)[0]


def test_zero_pages(tmp_path: Path) -> None:
    with pikepdf.open(pdfs.zero_page_pdf(tmp_path / "a.pdf")) as document:
        assert len(document.pages) == 0


def test_damaged_and_false_ones_do_not_open(tmp_path: Path) -> None:
    damaged = pdfs.damaged_pdf(tmp_path / "damaged.pdf")
    assert damaged.read_bytes().startswith(b"%PDF-")
    false = pdfs.not_a_pdf(tmp_path / "false.pdf")
    assert b"%PDF" not in false.read_bytes()
    for path in (damaged, false):
        with pytest.raises(pypdfium2.PdfiumError):
            texts(path)


@pytest.mark.slow
def test_ten_thousand_pages(tmp_path: Path) -> None:
    with opened(pdfs.long_pdf(tmp_path / "a.pdf")) as document:
        assert len(document) == 10_000
        assert "This is page 10000." in document[9_999].get_textpage().get_text_range()


def test_a_turned_page_is_wider_than_high(tmp_path: Path) -> None:
    with opened(pdfs.rotated_pdf(tmp_path / "a.pdf", degrees=270)) as document:
        width, height = document[0].get_size()
        assert document[0].get_rotation() == 270
        assert width > height
        assert "Note 8:" in document[0].get_textpage().get_text_range()


def test_a_form_has_its_fields(tmp_path: Path) -> None:
    with opened(pdfs.form_pdf(tmp_path / "a.pdf")) as document:
        document.init_forms()
        assert document.formenv is not None
        assert document.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM
