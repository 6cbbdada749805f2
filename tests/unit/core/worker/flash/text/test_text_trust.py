"""Text layers that say what the page shows, and such that do not."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.preparation.font_letters import contradicts
from core.worker.flash.preparation.prepare import prepare
from core.worker.flash.text.text_trust import FontText, TextTrust, is_soup, judge, page_trust
from tests.support import pdfs
from tests.support.flash_pages import BODY, Pages, body, line, text_of

PROSE = " ".join(BODY)


def moved(text: str, by: int) -> str:
    return "".join(
        chr((ord(letter) - base + by) % 26 + base)
        if letter.isascii() and letter.isalpha() and (base := 65 if letter.isupper() else 97)
        else letter
        for letter in text
    )


def shown(text: str, unmapped: int = 0) -> FontText:
    return FontText(list(text), unmapped)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "Der Ausschuß tagte am ersten Montag des Monats und hörte den Bericht des Schatzmeisters.",
        "Ủy ban đã họp vào ngày thứ hai đầu tiên của tháng và nghe báo cáo của thủ quỹ hôm nay.",
        "Výbor se sešel první pondělí v měsíci a vyslechl zprávu pokladníka o stavu účtu.",
        "养护资金由市财政承担。道路日常养护；桥梁定期检测；附属设施更新。" * 3,
        "XK-4711 BT-0815 RC-1234 TL-9981 KV-3302 XK-4712 BT-0816 RC-1235 TL-9982 KV-3303",
        "0x7f3a 0xdeadbeef 0x00ff 0xcafe 0x1234 0x7f3b 0xdeadbef0 0x0100 0xcaff 0x1235",
        "..................... 12 ............................ 17 ......................... 23",
        "∑ ∫ ∂ ≤ ≥ ± ∈ ∉ ⊂ ∪ ∩ α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χ ψ ω",
        "if (x != y) { return f(a[i], &b->c); } /* ok */ while (!done && n-- > 0) { *p++ = 0; }",
        "لجنة اجتمعت في اليوم الأول من الشهر واستمعت إلى تقرير أمين الصندوق عن الرصيد",
    ],
)
def test_true_text_is_trusted(text: str) -> None:
    assert judge([shown(text)]) is TextTrust.GOOD


def test_blanks_to_fill_in_are_no_signs_within_words() -> None:
    assert not is_soup("100901. A. B. C. D. 2. A. B. C. D. 3. ________________4. ________kg/m³5.")


@pytest.mark.parametrize("by", [1, 3, 5, 8, 12, 16, 23])
def test_a_moved_alphabet_is_not(by: int) -> None:
    assert judge([shown(moved(PROSE, by))]) is TextTrust.GARBLED


def test_codes_moved_out_of_the_alphabet_are_not() -> None:
    away = "".join(letter if letter == " " else chr(ord(letter) % 32 + 32) for letter in PROSE)
    assert judge([shown(away)]) is TextTrust.GARBLED
    strange = "".join(letter if letter == " " else chr(ord(letter) + 0xC0) for letter in PROSE)
    assert judge([shown(strange)]) is TextTrust.GARBLED


def test_one_bad_font_is_no_bad_page_and_much_of_it_is() -> None:
    bad = shown(moved(PROSE, 3))
    assert judge([shown(PROSE * 8), bad]) is TextTrust.GOOD
    assert judge([shown(PROSE), bad]) is TextTrust.GARBLED


def test_glyphs_without_letters_are_told_from_no_text() -> None:
    assert judge([]) is TextTrust.NONE
    assert judge([shown("", 200)]) is TextTrust.UNMAPPED
    assert judge([shown(PROSE, 3)]) is TextTrust.GOOD


@given(st.text())
def test_any_text_gets_a_verdict(text: str) -> None:
    assert judge([shown(text)]) in TextTrust


def test_a_page_is_judged_by_what_pdfium_reads(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(pdfs.text_pdf(tmp_path / "good.pdf")) as document:
        assert page_trust(document[0]) is TextTrust.GOOD
    with pypdfium2.PdfDocument(_garbled(embedded=True)) as document:
        assert page_trust(document[0]) is TextTrust.GARBLED


def _garbled(*, embedded: bool) -> bytes:
    """A page whose font says that each letter is the third after it."""
    pages = Pages()
    pairs = "".join(f"<{ord(a):02x}> <{ord(moved(a, 3)):04x}>" for a in map(chr, range(32, 127)))
    pages.font["/ToUnicode"] = pages.pdf.make_stream(
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 95 beginbfchar {pairs} "
        "endbfchar endcmap".encode()
    )
    if embedded:
        pages.font["/FontDescriptor"] = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontFile=pages.pdf.make_stream(b"%!")
        )
    pages.add(line("Receipt of the committee", 72, 760) + body())
    return pages.data


def test_a_font_that_is_not_embedded_is_read_as_it_is_drawn() -> None:
    data = _garbled(embedded=False)
    assert BODY[0] not in text_of(data)
    assert BODY[0] in text_of(prepare(data, [0]).data)


def test_an_embedded_font_is_not_judged_by_its_encoding() -> None:
    data = _garbled(embedded=True)
    assert prepare(data, [0]).data == data


def test_differences_may_move_letters() -> None:
    said = {code: chr(code + 1) for code in range(65, 91)}
    assert contradicts(said, pikepdf.Name.WinAnsiEncoding)
    kept = pikepdf.Dictionary(Differences=[65, pikepdf.Name.A, 128, pikepdf.Name.Euro])
    moving = pikepdf.Dictionary(Differences=[65, pikepdf.Name.B, pikepdf.Name.C])
    assert contradicts(said, kept)
    assert not contradicts(said, moving)
    assert not contradicts({65: "B"}, pikepdf.Name.WinAnsiEncoding)


def test_boxes_and_figures_beside_a_chinese_font_are_no_soup() -> None:
    assert not is_soup("□√1.□☑2.□☑□3.□□☑□4.____________________  010-55550199")
