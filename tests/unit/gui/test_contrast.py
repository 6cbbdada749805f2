"""WCAG 2.2 AA, from the colours of both themes: text 4.5, graphics and focus 3."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette

from gui.theme import DARK, LIGHT, Colours, palette_for

GROUNDS = ("surface", "window", "sunken", "selection")
INKS = ("text", "muted", "accent", "done", "warning", "failed")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_figure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_on_every_ground(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_the_accent(colours: Colours) -> None:
    assert contrast(colours.on_accent, colours.fill) >= 4.5
    assert contrast(colours.on_accent, colours.fill_deep) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "window", "sunken"])
def test_graphics_and_focus(colours: Colours, ground: str) -> None:
    assert contrast(colours.faint, getattr(colours, ground)) >= 3
    assert contrast(colours.accent, getattr(colours, ground)) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_tool_tips_belong_to_their_theme(colours: Colours) -> None:
    palette = palette_for(colours)
    base = palette.color(QPalette.ColorRole.ToolTipBase)
    text = palette.color(QPalette.ColorRole.ToolTipText)
    assert contrast(base.name(), text.name()) >= 4.5
    is_dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    assert (base.lightness() < 128) is is_dark
