"""Text that nobody sees is left out, and text under a scan stays."""

from __future__ import annotations

import pikepdf
import pytest

from tests.support.flash_pages import BODY, HEIGHT, WIDTH, Pages, body, line, text_of
from tests.unit.core.worker.flash.prepared_pages import notes, prepared

_HIDDEN = {
    "not drawn": line("HIDDEN WORDS HERE", 72, 740, before="3 Tr") + "0 Tr\n",
    "white on white": "1 1 1 rg\n" + line("HIDDEN WORDS HERE", 72, 740) + "0 g\n",
    "black on black": "72 730 300 30 re f\n" + line("HIDDEN WORDS HERE", 80, 740),
    "painted over": line("HIDDEN WORDS HERE", 72, 740) + "60 730 300 30 re f\n",
    "outside": line("HIDDEN WORDS HERE", -400, 740),
    "of no size": line("HIDDEN WORDS HERE", 72, 740, size=0.1),
    "cut off": "q 400 400 50 50 re W n\n" + line("HIDDEN WORDS HERE", 72, 740) + "Q\n",
}


@pytest.mark.parametrize("how", _HIDDEN)
def test_text_that_nobody_sees_is_left_out(how: str) -> None:
    pages = Pages()
    pages.add(_HIDDEN[how] + body())
    ready = prepared(pages, [6])
    text = text_of(ready.data)
    assert "HIDDEN" not in text
    assert BODY[0] in text
    if how not in ("of no size",):
        assert "Text that does not show on its page was left out: pages 7." in notes(ready)


_SHOWN = {
    "white on blue": "0 0 0.6 rg 60 730 300 30 re f 1 1 1 rg\n" + line("SHOWN WORDS", 72, 740),
    "in a frame": "60 730 300 30 re S\n" + line("SHOWN WORDS", 72, 740),
    "on a thick line": "30 w 60 745 m 400 745 l S 1 1 1 rg\n" + line("SHOWN WORDS", 72, 740),
    "outlined": line("SHOWN WORDS", 72, 740, before="1 Tr") + "0 Tr\n",
    "half cut off": "q 60 700 500 44 re W n\n" + line("SHOWN WORDS", 72, 740) + "Q\n",
    "small print": line("SHOWN WORDS", 72, 740, size=4),
}


@pytest.mark.parametrize("how", _SHOWN)
def test_text_that_somebody_sees_stays(how: str) -> None:
    pages = Pages()
    pages.add("q\n" + _SHOWN[how] + "Q\n" + body())
    ready = prepared(pages)
    assert "SHOWN WORDS" in text_of(ready.data)
    assert ready.notes == ()


def _picture(pages: Pages) -> pikepdf.Object:
    stream = pages.pdf.make_stream(b"\xcc")
    stream["/Subtype"], stream["/Width"], stream["/Height"] = pikepdf.Name.Image, 1, 1
    stream["/ColorSpace"], stream["/BitsPerComponent"] = pikepdf.Name.DeviceGray, 8
    return stream


def test_the_text_layer_of_a_scan_stays() -> None:
    pages = Pages()
    pages.add(
        line("Read by OCR", 72, 740, before="3 Tr") + f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q\n",
        resources={"/XObject": pikepdf.Dictionary(P=_picture(pages))},
    )
    ready = prepared(pages)
    assert "Read by OCR" in text_of(ready.data)
    assert ready.notes == ()


def test_text_under_a_picture_on_a_page_of_text_goes() -> None:
    pages = Pages()
    pages.add(
        line("UNDER A PICTURE", 72, 400) + "q 300 0 0 40 60 390 cm /P Do Q\n" + body(),
        resources={"/XObject": pikepdf.Dictionary(P=_picture(pages))},
    )
    assert "UNDER" not in text_of(prepared(pages).data)


def test_a_form_is_changed_only_where_its_text_is_hidden() -> None:
    """It is drawn twice, once where the page has ended; and by another page, too."""
    pages = Pages()
    shared = pages.form(line("Shared words of a form", 72, 500))
    drawables = {"/XObject": pikepdf.Dictionary(F=shared)}
    pages.add("/F Do q 1 0 0 1 0 2000 cm /F Do Q\n" + body(), resources=drawables)
    pages.add("/F Do\n" + body(), resources=drawables)
    ready = prepared(pages)
    assert text_of(ready.data).count("Shared words") == 1
    assert "Shared words of a form" in text_of(ready.data, 1)
