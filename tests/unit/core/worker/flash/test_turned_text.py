"""Turned pages, tables and letters are read as they stand."""

from __future__ import annotations

import math

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.model import Box
from core.worker.flash.page_turn import MIRRORED, unturned
from core.worker.flash.preparation.matrix import IDENTITY, inverse, times
from tests.support.flash_pages import BODY, HEIGHT, WIDTH, Pages, body, line, text_of
from tests.unit.core.worker.flash.prepared_pages import prepared

_TURNED = {90: "0 -1 1 0 0 842", 180: "-1 0 0 -1 595 842", 270: "0 1 -1 0 595 0"}


@pytest.mark.parametrize("degrees", _TURNED)
def test_a_page_whose_text_is_turned_is_turned_back(degrees: int) -> None:
    pages = Pages()
    pages.add(f"q {_TURNED[degrees]} cm\n" + body(500) + "Q\n")
    ready = prepared(pages)
    assert ready.turned == {0: degrees}
    document = pypdfium2.PdfDocument(ready.data)
    page = document[0]
    assert page.get_rotation() == 0
    words = page.get_textpage()
    index, _ = words.search("committee").get_next()
    left, bottom, right, top = words.get_charbox(index)
    assert right - left < 10
    height = page.get_height()
    read = Box(left, height - top, right, height - bottom)
    box = unturned(read, degrees, (WIDTH, HEIGHT))
    original = pypdfium2.PdfDocument(pages.data)
    there = original[0].get_textpage()
    found, _ = there.search("committee").get_next() or (None, None)
    if found is not None:
        x0, y0, x1, y1 = there.get_charbox(found)
        assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(
            (x0, HEIGHT - y1, x1, HEIGHT - y0), abs=0.1
        )
    original.close()
    document.close()


def test_a_turned_table_beside_upright_text_gets_a_page_of_its_own() -> None:
    pages = Pages()
    turned = "".join(
        line(f"Gallery {number} has {number} lamps and a bell", 100, 500 - 20 * number)
        for number in range(6)
    )
    pages.add(body() + f"q {_TURNED[270]} cm\n" + turned + "Q\n")
    pages.add(body())
    ready = prepared(pages)
    assert ready.pages == (0, 0, 1)
    assert ready.turned == {1: 270}
    assert "Gallery" not in text_of(ready.data, 0)
    assert "Gallery 3 has 3 lamps and a bell" in text_of(ready.data, 1)
    assert "committee" not in text_of(ready.data, 1)


def test_turned_lettering_of_a_figure_stays_in_it() -> None:
    pages = Pages()
    figure = pages.form(
        f"q {_TURNED[270]} cm\n"
        + "".join(line(f"Series {n} of many lamps", 100, 500 - 20 * n) for n in range(6))
        + "Q\n"
    )
    pages.add(body() + "/F Do\n", resources={"/XObject": pikepdf.Dictionary(F=figure)})
    assert prepared(pages).data == pages.data


def test_the_label_of_an_axis_stays_where_it_is() -> None:
    pages = Pages()
    pages.add(body() + f"q {_TURNED[270]} cm\n" + line("Lamps a day", 100, 500) + "Q\n")
    ready = prepared(pages)
    assert ready.data == pages.data


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(*[st.floats(0, 500) for _ in range(4)]),
)
def test_turning_there_and_back_is_nothing(
    degrees: int, sides: tuple[float, float, float, float]
) -> None:
    size = (500.0, 700.0)
    turned_size = size if degrees in (0, 180) else (700.0, 500.0)
    box = Box(min(sides[0::2]), min(sides[1::2]), max(sides[0::2]), max(sides[1::2]))
    there = unturned(box, degrees, size)
    back = unturned(there, -degrees % 360, turned_size)
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx(
        (box.x0, box.y0, box.x1, box.y1), abs=1e-9
    )


def test_letters_along_a_curve_become_a_word() -> None:
    pages = Pages()
    letters = []
    for number, letter in enumerate("AROUNDTHEBEND"):
        angle = math.radians(100 - 15 * number)
        x, y = 300 + 90 * math.cos(angle), 400 + 90 * math.sin(angle)
        c, s = math.cos(angle - math.pi / 2), math.sin(angle - math.pi / 2)
        letters.append(
            f"BT /F1 14 Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.2f} {y:.2f} Tm ({letter}) Tj ET\n"
        )
    pages.add(body() + "".join(letters))
    assert "AROUNDTHEBEND" in text_of(prepared(pages).data)


def test_a_slanted_stamp_is_no_curve() -> None:
    pages = Pages()
    pages.add(body() + "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 200 Tm (DRAFT) Tj ET\n")
    assert prepared(pages).data == pages.data


@given(st.tuples(*[st.floats(-3, 3) for _ in range(6)]))
def test_a_matrix_and_its_inverse_do_nothing(
    matrix: tuple[float, float, float, float, float, float],
) -> None:
    undone = inverse(matrix)
    if undone is None or abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) < 0.01:
        return
    assert times(matrix, undone) == pytest.approx(IDENTITY, abs=1e-6)


@pytest.mark.parametrize("angles", [(90,), (270,), (0, 90, 180, 270)])
def test_letters_that_are_turned_one_by_one_become_a_word(angles: tuple[int, ...]) -> None:
    """Beside each other, but none along the line that it stands on."""
    pages = Pages()
    letters = []
    for number, letter in enumerate("SIDEWAYS"):
        angle = math.radians(angles[number % len(angles)])
        c, s = round(math.cos(angle)), round(math.sin(angle))
        letters.append(
            f"BT /F1 14 Tf {c} {s} {-s} {c} {100 + 16 * number} 400 Tm ({letter}) Tj ET\n"
        )
    pages.add(body() + "".join(letters))
    assert "SIDEWAYS" in text_of(prepared(pages).data)


def test_a_word_that_runs_up_letter_by_letter_stays() -> None:
    pages = Pages()
    letters = [
        f"BT /F1 14 Tf 0 1 -1 0 100 {300 + 12 * number} Tm ({letter}) Tj ET\n"
        for number, letter in enumerate("UPWARDS")
    ]
    pages.add(body() + "".join(letters))
    assert prepared(pages).data == pages.data


def test_a_mirrored_page_is_read_from_the_head_down() -> None:
    pages = Pages()
    pages.add(f"q -1 0 0 1 {WIDTH} 0 cm\n" + line("Seen in a mirror", 72, 740) + body() + "Q\n")
    ready = prepared(pages)
    assert text_of(ready.data).startswith(f"Seen in a mirror {BODY[0]} {BODY[1]}")
    assert ready.turned == {0: MIRRORED}
    box = unturned(Box(72, 100, 150, 120), MIRRORED, (WIDTH, HEIGHT))
    assert (box.x0, box.x1, box.y0, box.y1) == (WIDTH - 150, WIDTH - 72, 100, 120)
