"""The theme: every role is set, every text can be read, in both sets of colours."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.icons import Glyph, icon, pixmap
from gui.theme import DARK, LIGHT, Colours, colours_of, palette_for, style_sheet, ui_font

READABLE = 4.5
"""WCAG's contrast for text."""


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_text_can_be_read_on_every_ground(colours: Colours) -> None:
    for ink in ("text", "muted", "accent", "done", "warning", "failed"):
        for ground in ("window", "surface", "selection"):
            found = contrast(getattr(colours, ink), getattr(colours, ground))
            assert found >= READABLE, f"{ink} on {ground}: {found:.2f}"
    for ground in (colours.fill, colours.fill_deep):
        assert contrast(colours.on_accent, ground) >= READABLE
    assert contrast(colours.surface, colours.text) >= READABLE, "tool tips"


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_role_of_the_palette_is_ours(colours: Colours, qapp: QApplication) -> None:
    palette = palette_for(colours)
    assert colours_of(palette) is colours
    left_alone = {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    for role in QPalette.ColorRole:
        if role not in left_alone:
            assert palette.isBrushSet(QPalette.ColorGroup.Active, role), role


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_style_sheet_has_only_colours_of_the_set(colours: Colours) -> None:
    ours = set(vars(colours).values())
    assert set(re.findall(r"#[0-9a-f]{6}", style_sheet(colours))) <= ours


@pytest.mark.parametrize("glyph", list(Glyph))
def test_every_icon_is_drawn_in_the_colour_asked_for(glyph: Glyph, qapp: QApplication) -> None:
    picture = pixmap(glyph, "#ff0000", 16, 2.0)
    assert picture.size().toTuple() == (32, 32)
    assert picture.deviceIndependentSize().toTuple() == (16, 16)
    image = picture.toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    if glyph is not Glyph.HEADFRAME:
        assert {colour.name() for colour in inked} == {"#ff0000"}
    assert not icon(glyph, "#ff0000", "#00ff00").isNull()


def test_the_font_has_chinese_families_and_a_readable_size(qapp: QApplication) -> None:
    font = ui_font(qapp.font())
    assert "Noto Sans CJK SC" in font.families()
    assert font.pointSizeF() >= 10
