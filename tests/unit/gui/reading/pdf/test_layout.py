"""Where pages are in pixels, and what is kept of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from gui.reading.block_types import COLOURS, BlockType, kind_label, kind_of
from gui.reading.pdf.layout import GAP, MARGIN, FitMode, PdfLayout, fitting_scale
from gui.reading.pdf.page_cache import PdfPageCache

sizes = st.lists(st.tuples(st.floats(0.2, 3000), st.floats(0.2, 3000)), min_size=1, max_size=6)


@given(sizes, st.floats(0.05, 8), st.integers(0, 3), st.integers(1, 2000), st.data())
def test_places_go_to_pixels_and_back(
    pages: list[tuple[float, float]], scale: float, turn: int, width: int, data: st.DataObject
) -> None:
    layout = PdfLayout(pages, scale, turn, width)
    page = data.draw(st.integers(0, len(pages) - 1))
    rect = layout.rect(page)
    assert rect.left() >= 0
    assert rect.right() <= layout.width
    if page:
        assert rect.top() - layout.rect(page - 1).bottom() == GAP + 1
    x = data.draw(st.floats(0, 1)) * pages[page][0]
    y = data.draw(st.floats(0, 1)) * pages[page][1]
    at = layout.to_pixels(page, (x, y, x, y)).topLeft()
    back = layout.to_points(at)
    if rect.adjusted(1, 1, -1, -1).contains(at.toPoint()):
        assert back is not None
        assert back[0] == page
        assert abs(back[1] - x) < 1e-6 * max(1, x) + 1e-6
        assert abs(back[2] - y) < 1e-6 * max(1, y) + 1e-6


@given(sizes, st.floats(0.05, 4), st.integers(0, 5000), st.integers(0, 2000))
def test_visible_pages_are_those_that_are_seen(
    pages: list[tuple[float, float]], scale: float, top: int, height: int
) -> None:
    layout = PdfLayout(pages, scale, 0, 400)
    seen = [
        page
        for page in range(len(pages))
        if layout.rect(page).bottom() >= top and layout.rect(page).top() <= top + height
    ]
    assert set(seen) <= set(layout.visible(top, top + height))


def test_one_wide_page_does_not_make_the_others_small() -> None:
    pages = [(300.0, 400.0)] * 9 + [(3000.0, 400.0)]
    assert fitting_scale(pages, FitMode.WIDTH, 0, 0, (600 + 2 * MARGIN, 500)) == 2.0
    assert fitting_scale(pages, FitMode.PAGE, 9, 0, (600 + 2 * MARGIN, 500)) == 0.2
    assert fitting_scale((), FitMode.PAGE, 0, 0, (1, 1)) > 0


def test_images_make_room() -> None:
    images = PdfPageCache(budget=100)
    for page in range(4):
        images.put(page, QImage(5, 5, QImage.Format.Format_Grayscale8))
    assert images.bytes <= 100 + 40
    assert images.get(0) is None
    assert images.get(3) is not None
    images.clear()
    assert images.bytes == 0


def test_every_kind_has_a_colour_and_a_word() -> None:
    assert set(COLOURS) == set(BlockType)
    assert len({kind_label(kind) for kind in BlockType}) == len(BlockType)
    assert kind_of("interline_equation") is BlockType.FORMULA
    assert kind_of("doc_title") is BlockType.TITLE
    assert kind_of("image_caption") is BlockType.NOTE
    assert kind_of("paragraph") is BlockType.TEXT
