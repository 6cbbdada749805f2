"""Fields and annotations: what is typed into them is read where it stands."""

from __future__ import annotations

import pikepdf
import pypdfium2
import pytest

from core.worker.flash.preparation.frame import frame
from core.worker.flash.preparation.matrix import IDENTITY, inverse
from tests.support.flash_pages import Pages, body, line, text_of
from tests.unit.core.worker.flash.prepared_pages import notes, prepared


def test_values_follow_their_labels_in_the_order_of_reading() -> None:
    pages = Pages()
    fields = [
        pages.field("Tx", (250, 736, 400, 752), V=pikepdf.String("Mira Muster")),
        pages.field("Tx", (250, 706, 400, 722), V=pikepdf.String("井架 7")),
        pages.field(
            "Ch",
            (250, 676, 400, 692),
            V=pikepdf.String("b"),
            Opt=[["a", "North"], ["b", "South gallery"]],
        ),
        pages.field("Tx", (250, 646, 400, 662)),
        pages.field("Tx", (250, 616, 400, 632), V=pikepdf.String("unseen"), Ff=0),
    ]
    fields[-1]["/F"] = 2
    labels = ("Name:", "Place:", "Gallery:", "Left empty:", "Hidden:")
    content = "".join(line(text, 72, 740 - 30 * number) for number, text in enumerate(labels))
    pages.add(content + body(560), Annots=fields)
    text = text_of(prepared(pages).data)
    expected = (
        "Name: Mira Muster Place: 井架 7 Gallery: South gallery Left empty: Hidden: The committee"
    )
    assert expected in text


def test_boxes_and_buttons_are_ticked_beside_their_labels() -> None:
    pages = Pages()
    yes, off = pikepdf.Name.Yes, pikepdf.Name.Off
    fields = [
        pages.field("Btn", (72, 738, 84, 750), AS=yes, V=yes),
        pages.field("Btn", (72, 708, 84, 720), AS=off, V=off),
        pages.field("Btn", (200, 678, 212, 690), AS=yes, V=yes, Ff=1 << 15),
        pages.field("Btn", (200, 648, 260, 664), Ff=1 << 16),
    ]
    content = (
        line("paid", 90, 740)
        + line("owed", 90, 710)
        + line("By post:", 72, 680)
        + line("End", 72, 650)
    )
    pages.add(content + body(560), Annots=fields)
    text = text_of(prepared(pages).data)
    assert "[x] paid" in text
    assert "[ ] owed" in text
    assert "By post: [x] End" in text


def test_cells_of_a_table_of_fields_stay_where_they_are() -> None:
    pages = Pages()
    fields = [
        pages.field("Tx", (x, 736, x + 90, 752), V=pikepdf.String(value))
        for x, value in ((200, "120"), (291, "133"), (382, "141"))
    ]
    pages.add(line("North", 72, 740) + body(560), Annots=fields)
    document = pypdfium2.PdfDocument(prepared(pages).data)
    words = document[0].get_textpage()
    for text, x in (("120", 201), ("133", 292), ("141", 383)):
        index, _ = words.search(text).get_next()
        assert words.get_charbox(index)[0] == pytest.approx(x, abs=3)
    document.close()


def test_long_values_are_broken_and_passwords_are_not_told() -> None:
    pages = Pages()
    long = "A long remark that has to be broken into lines. " * 3
    fields = [
        pages.field("Tx", (72, 600, 300, 680), V=pikepdf.String(long), Ff=1 << 12),
        pages.field("Tx", (72, 560, 300, 580), V=pikepdf.String("secret"), Ff=1 << 13),
    ]
    pages.add(line("Remarks", 72, 700) + body(500), Annots=fields)
    text = text_of(prepared(pages).data)
    assert text.count("has to be broken into lines.") == 3
    assert "secret" not in text


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_form_that_is_shown_turned_is_filled_in_as_it_is_shown(turn: int) -> None:
    """The content is written so that the turned page shows it upright."""
    pages = Pages()
    shown = frame(pages.add("", Rotate=turn))
    a, b, c, d, e, f = inverse(shown.matrix) or IDENTITY
    x0, y0 = shown.back(150, 396)
    x1, y1 = shown.back(300, 412)
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    del pages.pdf.pages[0]
    pages.add(
        f"q {a} {b} {c} {d} {e} {f} cm\n" + line("Name:", 72, 400) + body(300) + "Q\n",
        Rotate=turn,
        Annots=[pages.field("Tx", rect, V=pikepdf.String("Mira"))],
    )
    ready = prepared(pages)
    assert "Name: Mira" in text_of(ready.data)
    assert ready.turned == {}  # upright as it is displayed
    document = pypdfium2.PdfDocument(ready.data)
    assert document[0].get_size() == shown.size
    document.close()


def test_text_boxes_and_stamps_are_read_and_comments_are_told() -> None:
    pages = Pages()
    stamp = pages.form(line("RECEIVED by the office", 2, 4), box=[0, 0, 200, 20])
    annotations = [
        pages.annotation("FreeText", (72, 600, 312, 618), Contents=pikepdf.String("Approved.")),
        pages.annotation("Stamp", (72, 500, 272, 520), AP=pikepdf.Dictionary(N=stamp)),
        pages.annotation("Text", (500, 700, 520, 720), Contents=pikepdf.String("Why?")),
        pages.annotation("Highlight", (72, 690, 300, 702), Contents=pikepdf.String("See above")),
        pages.annotation("FreeText", (72, 400, 312, 418), Contents=pikepdf.String("no"), F=2),
    ]
    pages.add(body(), Annots=annotations)
    ready = prepared(pages, [3])
    text = text_of(ready.data)
    assert "Approved." in text
    assert "RECEIVED by the office" in text
    assert "Why?" not in text
    assert notes(ready) == (
        "2 comments that were written onto pages are not in the Markdown: pages 4."
    )


def test_files_within_are_told_by_name() -> None:
    pages = Pages()
    clip = pages.annotation(
        "FileAttachment",
        (10, 10, 20, 20),
        FS=pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF=pikepdf.String("sketch.png")),
    )
    pages.add(body(), Annots=[clip])
    pages.pdf.attachments["figures.csv"] = b"1,2"
    assert notes(prepared(pages)) == (
        "Files are attached to this PDF and were not converted: figures.csv, sketch.png."
    )
    pages.pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    assert "portfolio" in notes(prepared(pages))


def test_a_dynamic_form_is_told_and_a_static_one_is_read() -> None:
    pages = Pages()
    page = pages.add(line("Please wait", 72, 700) + body())
    form = pikepdf.Dictionary(XFA=pages.pdf.make_stream(b"<xdp/>"))
    pages.pdf.Root.AcroForm = form
    assert "XFA" in notes(prepared(pages))
    page.obj.Annots = pikepdf.Array(
        [pages.field("Tx", (250, 696, 400, 712), V=pikepdf.String("static"))]
    )
    ready = prepared(pages)
    assert ready.notes == ()
    assert "static" in text_of(ready.data)
