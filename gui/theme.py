"""The look: Fusion with a palette of our own, light and dark, a little style sheet, one accent.

`setColorScheme` does nothing on a bare X server, so every role of the palette is set here. What
a palette has no role for (the colours of states, hairlines) is in :class:`Colours`; a widget asks
:func:`colours_of` with its own palette, and so follows every change of theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from core.settings.definitions import THEME, Settings
from core.settings.definitions import Theme as Choice


@dataclass(frozen=True, eq=False, repr=False)
class Colours:
    """One set of colours; text on ``window`` and ``surface`` has a contrast of at least 4.5."""

    window: str
    surface: str
    sunken: str
    """What lies a little deeper than a surface: headers, tracks, hovered rows."""
    text: str
    muted: str
    faint: str
    """Disabled text, idle icons, bars, boxes to tick: a contrast of at least 3 on every ground but
    a selection; never text that tells something."""
    line: str
    edge: str
    """Borders of what can be clicked."""
    accent: str
    """As ink: icons, bars, links."""
    fill: str
    """The accent as ground for :attr:`on_accent`."""
    fill_deep: str
    """The same, pressed."""
    on_accent: str
    selection: str
    done: str
    warning: str
    failed: str


LIGHT = Colours(
    window="#f5f6f8",
    surface="#ffffff",
    sunken="#eef0f3",
    text="#1a1f27",
    muted="#5b6675",
    faint="#7d8693",
    line="#e3e6ea",
    edge="#cdd3da",
    accent="#3457d5",
    fill="#3457d5",
    fill_deep="#2946b3",
    on_accent="#ffffff",
    selection="#e8edfc",
    done="#177245",
    warning="#8a5a00",
    failed="#c0322b",
)
DARK = Colours(
    window="#15171b",
    surface="#1c1f24",
    sunken="#262a31",
    text="#e7eaef",
    muted="#9ea8b6",
    faint="#7a8391",
    line="#2b3038",
    edge="#3d444e",
    accent="#7c97f7",
    fill="#4c6ae0",
    fill_deep="#3f5bcb",
    on_accent="#ffffff",
    selection="#262f4b",
    done="#4cc38a",
    warning="#e0ad4f",
    failed="#f2776d",
)

GENERIC_FAMILIES = ("DejaVu Sans", "Bitstream Vera Sans", "Liberation Sans")
"""What fontconfig falls back to where no desktop has chosen a font."""
PREFERRED_FAMILIES = (
    "Inter",
    "Noto Sans",
    "Source Sans 3",
    "Open Sans",
    "Cantarell",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
CHINESE_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)
POINT_SIZE = 10.0
CELL_START, CELL_END = 12, 16
"""Room in the cells of tables and their headings; at the end an arrow says what is sorted."""
ICONS = (Path(resources.__file__).parent / "icons").as_posix()


def colours_of(palette: QPalette) -> Colours:
    """The set that a palette belongs to."""
    dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    return DARK if dark else LIGHT


class ThemeManager(QObject):
    """Dresses the application, now and whenever the setting or the desktop changes."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        app.setStyle("Fusion")
        app.setFont(ui_font(app.font()))
        self._forget = settings.observe(THEME, self._chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        self._apply()

    def close(self) -> None:
        """Stop following the setting."""
        self._forget()

    def _chosen(self, _choice: Choice) -> None:
        self._apply()

    def _on_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._apply()

    def _apply(self) -> None:
        colours = self._colours_for_setting()
        self._app.setPalette(palette_for(colours))
        self._app.setStyleSheet(style_sheet(colours))

    def _colours_for_setting(self) -> Colours:
        choice = self._settings.get(THEME)
        if choice is Choice.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return DARK if choice is Choice.DARK else LIGHT


def ui_font(system: QFont) -> QFont:
    """The desktop's own font where it has chosen one, else the best that is there.

    Chinese families follow, so that Han characters have their mainland forms.
    """
    font = QFont(system)
    families = list(system.families())
    if QFontInfo(system).family() in GENERIC_FAMILIES:
        families = [*PREFERRED_FAMILIES, *families]  # Qt takes the first that is there
    font.setFamilies([*families, *(name for name in CHINESE_FAMILIES if name not in families)])
    font.setPointSizeF(max(POINT_SIZE, system.pointSizeF()))
    return font


def palette_for(colours: Colours) -> QPalette:
    """Every role of a palette, from one set of colours."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.ToolTipBase: colours.sunken,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_accent,
        role.Light: colours.surface,
        role.Midlight: colours.line,
        role.Mid: colours.edge,
        role.Dark: colours.faint,
        role.Shadow: colours.edge,
        role.Highlight: colours.fill,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Accent: colours.fill,
    }.items():
        palette.setColor(name, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(disabled, name, QColor(colours.faint))
    palette.setColor(disabled, role.Highlight, QColor(colours.edge))
    palette.setColor(disabled, role.HighlightedText, QColor(colours.muted))
    return palette


def style_sheet(colours: Colours) -> str:
    """What Fusion cannot be told by a palette: radii, hairlines, roomy fields and menus."""
    c = colours
    field = f"border: 1px solid {c.edge}; border-radius: 6px; background: {c.surface};"
    return f"""
QToolTip {{ color: {c.text}; background: {c.sunken}; border: 1px solid {c.edge};
    padding: 4px 8px; }}
QPushButton, QToolButton, QComboBox {{ outline: 0; }}
QPushButton, QToolButton[framed="true"] {{ {field} padding: 6px 14px; }}
QToolButton[framed="true"] {{ padding: 6px 10px; }}
QPushButton:hover, QToolButton[framed="true"]:hover {{ background: {c.sunken}; }}
QPushButton:pressed, QToolButton[framed="true"]:pressed {{ background: {c.line}; }}
QPushButton:focus, QToolButton[framed="true"]:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.faint}; background: {c.window}; border-color: {c.line}; }}
QPushButton:default, QPushButton[primary="true"], QToolButton[primary="true"] {{
    color: {c.on_accent}; background: {c.fill}; border: 1px solid {c.fill}; border-radius: 6px;
    padding: 6px 14px; }}
QToolButton[primary="true"] {{ padding-right: 40px; }}
QPushButton:default:hover, QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover,
QPushButton:default:focus, QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus {{
    background: {c.fill_deep}; border-color: {c.fill_deep}; }}
QPushButton:default:focus, QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus {{
    border-color: {c.text}; }}
QPushButton:default:disabled, QPushButton[primary="true"]:disabled {{
    color: {c.muted}; background: {c.line}; border-color: {c.line}; }}
QToolButton[primary="true"]::menu-button {{
    border: 0; border-left: 1px solid {c.fill_deep}; width: 24px; }}
QToolButton[flat="true"] {{ border: 0; border-radius: 6px; padding: 6px; background: transparent; }}
QToolButton[flat="true"]:hover {{ background: {c.sunken}; }}
QToolButton[flat="true"]:focus {{ background: {c.sunken}; border: 1px solid {c.accent};
    padding: 5px; }}
QToolButton[flat="true"]:checked {{ background: {c.selection}; }}
QToolButton[chip="true"] {{ border: 0; border-radius: 6px; padding: 4px 10px; color: {c.muted};
    background: transparent; }}
QToolButton[chip="true"]:hover {{ background: {c.sunken}; }}
QToolButton[chip="true"]:focus {{ background: {c.sunken}; border: 1px solid {c.accent};
    padding: 3px 9px; }}
QToolButton[chip="true"]:checked {{ background: {c.selection}; color: {c.text}; }}
QPushButton[quiet="true"] {{ padding: 4px 12px; }}
QPushButton[fold="true"] {{ text-align: left; padding: 6px 9px;
    background-image: url({ICONS}/drop-arrow.svg); background-repeat: no-repeat;
    background-position: center right; background-origin: content; }}
QPushButton[fold="true"]:checked {{ background-color: {c.selection}; }}
QLabel[muted="true"] {{ color: {c.muted}; }}
#header, #chips {{ background: {c.surface}; border: 0; border-bottom: 1px solid {c.line}; }}
#status {{ background: {c.window}; border: 0; border-top: 1px solid {c.line}; }}
#notice, #setup-bar {{ background: {c.sunken}; border: 0; border-top: 1px solid {c.line}; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: 0;
    padding: 0 {CELL_END}px 0 {CELL_START}px; border-bottom: 1px solid {c.line}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QComboBox, QSpinBox {{ {field} padding: 5px 8px; min-height: 20px;
    selection-background-color: {c.fill}; selection-color: {c.on_accent}; }}
QPlainTextEdit[framed="true"] {{ {field} padding: 4px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border-color: {c.accent}; }}
QSpinBox::up-button, QSpinBox::down-button {{ subcontrol-origin: border; border: 0;
    width: 0px; height: 0px; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url({ICONS}/drop-arrow.svg); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ border: 1px solid {c.edge}; outline: 0; padding: 4px;
    selection-background-color: {c.selection}; selection-color: {c.text}; }}
QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled {{ color: {c.faint};
    background: {c.window}; border-color: {c.line}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {c.faint}; border-radius: 4px;
    background: {c.surface}; }}
QCheckBox::indicator:checked {{ background: {c.fill}; border-color: {c.fill};
    image: url({ICONS}/tick.svg); }}
QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {c.text}; }}
QMenuBar {{ background: {c.surface}; padding: 2px 8px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.sunken}; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QMessageBox #qt_msgbox_informativelabel {{ min-width: 320px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; button-layout: 3; }}
QTreeWidget[framed="true"], QListWidget[framed="true"], QTextBrowser[framed="true"] {{
    border: 1px solid {c.line}; border-radius: 8px;
    background: {c.surface}; outline: 0; }}
QTreeWidget[framed="true"]::item, QListWidget[framed="true"]::item {{ padding: 3px 4px; }}
QTreeWidget[framed="true"]::item:selected, QListWidget[framed="true"]::item:selected {{
    background: {c.selection}; color: {c.text}; }}
QSplitter::handle {{ background: {c.line}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
