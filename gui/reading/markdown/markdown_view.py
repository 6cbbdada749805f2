"""What a view of the rendered Markdown can do, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QWidget

from gui.reading.render_thread import RenderedChunk, ResultLoaded

MIN_ZOOM, MAX_ZOOM = 0.5, 3.0


@dataclass(frozen=True)
class MenuTarget:
    """What a context menu was asked for on."""

    unit: int
    """Or -1."""
    tex: str
    """LaTeX of the formula there, or nothing."""
    mathml: str
    has_selection: bool


class MarkdownView(QWidget):
    """Shows a result's Markdown, unit by unit."""

    clicked = Signal(int)
    """A unit."""
    hovered = Signal(int)
    """A unit, or -1."""
    moved = Signal(int, float)
    """The user scrolled: a page from 0, and how far into it, 0 to 1."""
    linked = Signal(str)
    """A link out of the document was clicked."""
    menu_requested = Signal(object)
    """A :class:`OutputTarget`."""
    shown = Signal()
    """The first screen of a result can be read."""
    found = Signal(int, int)
    """Of a search: which match is shown, from 1, and how many there are; 0, 0 for none."""
    broken = Signal()
    """This view cannot go on; another one is needed."""

    has_maths = True
    """It lays out MathML."""

    def begin(self, loaded: ResultLoaded) -> None:
        """Show a new result from its beginning; pieces follow."""
        raise NotImplementedError

    def add(self, piece: RenderedChunk) -> None:
        """Show more of it."""
        raise NotImplementedError

    def clear(self) -> None:
        """Show nothing."""
        raise NotImplementedError

    def mark(self, unit: int, *, scroll: bool) -> None:
        """Mark a unit, and only it; -1 for none."""
        raise NotImplementedError

    def mark_doubt(self, unit: int, number: int) -> None:
        """Mark a unit and bring the doubt of this number within it into view."""
        raise NotImplementedError

    def hover(self, unit: int) -> None:
        """Mark a unit lightly; -1 for none."""
        raise NotImplementedError

    def follow(self, page: int, fraction: float) -> None:
        """Scroll along with the PDF: ``fraction`` of a page, 0 to 1."""
        raise NotImplementedError

    def search(self, text: str, *, backward: bool) -> None:
        """Show the next match; an empty text ends the search."""
        raise NotImplementedError

    def set_zoom(self, factor: float) -> None:
        """Set the size of the text, 1.0 for the usual."""
        raise NotImplementedError

    def copy(self) -> None:
        """Copy the selection, as rich and as plain text."""
        raise NotImplementedError

    def shut_down(self) -> None:
        """Let go of everything that a window must not leave behind."""


def page_colours(palette: QPalette, font: QFont) -> dict[str, str]:
    """The variables of the page's style sheet, from a widget's palette and font."""
    role = QPalette.ColorRole
    accent = palette.color(role.Highlight)
    dark = palette.color(role.Base).lightness() < 128
    families = [f'"{name}"' for name in (font.families() or [QFontInfo(font).family()])]
    mono = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()
    return {
        "text": palette.color(role.Text).name(),
        "muted": palette.color(role.PlaceholderText).name(),
        "base": palette.color(role.Base).name(),
        "sunken": palette.color(role.AlternateBase).name(),
        "line": palette.color(role.Mid).name(),
        "accent": palette.color(role.Link).name(),
        "mark": _faded(accent, 0.22 if dark else 0.11),
        "hover": _faded(accent, 0.12 if dark else 0.055),
        "warning": "#e0ad4f" if dark else "#9a6400",
        "doubt": _faded(QColor("#e0ad4f" if dark else "#9a6400"), 0.14),
        "font": ", ".join([*families, "sans-serif"]),
        "mono": f'"{mono}", monospace',
    }


def code_style(palette: QPalette) -> str:
    """The style sheet of coloured code, light or dark."""
    from pygments.formatters import HtmlFormatter

    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    style = "github-dark" if dark else "default"
    formatter: Any = HtmlFormatter(style=style, classprefix="c-")
    rules: list[str] = formatter.get_style_defs("pre").split("\n")
    return "\n".join(rule for rule in rules if rule.startswith("pre .c-"))


def _faded(colour: QColor, alpha: float) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {alpha})"
