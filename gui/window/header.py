"""The top of the window: where work goes, what to look for, what to add."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from gui.cluster.button import ClusterButton
from gui.icons import Glyph, icon, pixmap
from gui.profiles.button import ProfileButton
from gui.theme import colours_of
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.focus_order import chain_focus
from gui.widgets.tooltips import paragraph

HEIGHT = 56
TOOLS_FROM = 860
"""A header that is narrower has no room for what can be done with the rows (menus have it) …"""
WORDS_FROM = 720
"""… nor, below this, for words beside the icons."""
LEAST = 480


class CardButton(QToolButton):
    """Shows where work will go, in two lines; a click asks to choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("framed", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ""
        self._detail = ""
        self._why = ""
        self._note = ""
        self._update_text()

    def set_texts(self, title: str, detail: str, why: str = "") -> None:
        """``title``: the card, or cards; ``detail``: what there is to know about it.

        ``why``: what more there is to say, in sentences; it is read on demand.
        """
        self._title, self._detail, self._why = title, detail, why
        self._update_text()

    def note(self, text: str) -> None:
        """Say that in the place of the detail, as it asks for something; ``""``: no longer."""
        if text != self._note:
            self._note = text
            self._update_text()

    @property
    def detail(self) -> str:
        """The second line."""
        return self._note or self._detail

    def _update_text(self) -> None:
        parts = [part for part in (self._note, self._detail, self._why) if part]
        what = self.tr("Where work goes. Click to choose.")
        name = self.tr("Work goes to {card}").format(card=self._title)
        self.setAccessibleName(name if self._title else what)
        self.setAccessibleDescription("\n".join(parts))
        more = [part for part in (self._note, self._why) if part]
        self.setToolTip(paragraph(*more, what) if more else what)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._update_text()

    def sizeHint(self) -> QSize:
        texts = max(
            self.fontMetrics().horizontalAdvance(self._title),
            round(self.fontMetrics().horizontalAdvance(self.detail) * 0.9),
        )
        return QSize(min(320, texts + 72), 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = colours_of(self.palette())
        painter = QPainter(self)
        scale = self.devicePixelRatioF()
        painter.drawPixmap(12, 12, pixmap(Glyph.CHIP, colours.accent, 16, scale))
        right = self.width() - 24
        painter.drawPixmap(right, 14, pixmap(Glyph.CHEVRON_DOWN, colours.muted, 12, scale))
        elide = Qt.TextElideMode.ElideRight
        width = right - 38 - 4
        font = self.font()
        painter.setPen(QColor(colours.text))
        if not self.detail:
            text = self.fontMetrics().elidedText(self._title, elide, width)
            painter.drawText(38, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, text)
            return
        text = self.fontMetrics().elidedText(self._title, elide, width)
        painter.drawText(38, 4, width, 17, Qt.AlignmentFlag.AlignVCenter, text)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        text = painter.fontMetrics().elidedText(self.detail, elide, width)
        painter.drawText(38, 20, width, 15, Qt.AlignmentFlag.AlignVCenter, text)


class SearchField(ClearableLineEdit):
    """Narrows the list while one types; Esc empties it."""

    left = Signal()
    """Esc in an empty field, or Down: on to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(96)
        self.setMaximumWidth(280)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def tint(self) -> None:
        """Take the palette's colours."""
        self._lens.setIcon(icon(Glyph.SEARCH, colours_of(self.palette()).muted))


class Header(QWidget):
    """Card button, what can be done with the chosen rows, search, settings, add."""

    pause_requested = Signal(bool)
    """Pause everything, or go on."""

    def __init__(
        self, add: QAction, add_folder: QAction, convert_folder: QAction, settings: QAction
    ) -> None:
        super().__init__()
        self.setObjectName("header")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.card = CardButton()
        self.cluster = ClusterButton()
        self.profile = ProfileButton()
        self.search = SearchField()
        self.pause = QToolButton()
        self.pause.setProperty("flat", True)
        self.pause.setCheckable(True)
        self.pause.setEnabled(False)  # until the queue has been read
        self.pause.clicked.connect(self._on_pause_clicked)
        self.settings = QToolButton()
        self.settings.setProperty("flat", True)
        self.settings.clicked.connect(settings.trigger)
        self.add = QToolButton()
        self.add.setProperty("primary", True)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.add.clicked.connect(add.trigger)
        menu = QMenu(self.add)
        menu.addActions([add, add_folder, convert_folder])
        self.add.setMenu(menu)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.card)
        row.addWidget(self.cluster)
        row.addWidget(self.profile)
        row.addWidget(self.pause)
        row.addWidget(self._tools)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addWidget(self.settings)
        row.addSpacing(4)
        row.addWidget(self.add)
        self.retranslate()
        self.tint()

    def show_tools(self, actions: Iterable[QAction | None]) -> None:
        """Buttons for these actions; ``None`` is a gap."""
        row = self._tools.layout()
        assert isinstance(row, QHBoxLayout)
        for action in actions:
            if action is None:
                row.addSpacing(10)
                continue
            button = QToolButton()
            button.setProperty("flat", True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setDefaultAction(action)
            row.addWidget(button)
        self._chain()

    def show_paused(self, paused: bool) -> None:
        """Everything is paused, or goes on."""
        self.pause.setEnabled(True)
        self.pause.setChecked(paused)
        self._update_pause_button()

    def _on_pause_clicked(self, paused: bool) -> None:
        self.pause.setChecked(not paused)  # until it is so
        self.pause_requested.emit(paused)

    def _update_pause_button(self) -> None:
        paused = self.pause.isChecked()
        colours = colours_of(self.palette())
        words = self.tr("Resume") if paused else self.tr("Pause everything")
        self.pause.setToolTip(words)
        self.pause.setAccessibleName(words)
        self.pause.setText(words)
        self.pause.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if paused and self.width() >= WORDS_FROM
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        glyph = Glyph.PLAY if paused else Glyph.PAUSE
        self.pause.setIcon(icon(glyph, colours.accent if paused else colours.muted))

    def _fold(self) -> None:
        """Show as much as there is room for."""
        self._tools.setVisible(self.width() >= TOOLS_FROM)
        self.add.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if self.width() >= WORDS_FROM
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        self.cluster.fold(narrow=self.width() < TOOLS_FROM)
        self._update_pause_button()
        self._name_search()

    def _name_search(self) -> None:
        roomy = self.width() >= WORDS_FROM
        self.search.setPlaceholderText(self.tr("Search documents") if roomy else self.tr("Search"))

    def retranslate(self) -> None:
        """The language has changed."""
        self._update_pause_button()
        self._name_search()
        self.search.setAccessibleName(self.tr("Search documents"))
        self.add.setText(self.tr("Add PDFs"))
        self.add.setAccessibleName(self.tr("Add PDFs"))
        self.add.setToolTip(self.tr("Add PDFs"))
        self.settings.setToolTip(self.tr("Settings"))
        self.settings.setAccessibleName(self.tr("Settings"))

    def tint(self) -> None:
        """The colours have changed."""
        colours = colours_of(self.palette())
        self.add.setIcon(icon(Glyph.ADD, colours.on_accent))
        self._update_pause_button()
        self.settings.setIcon(icon(Glyph.SETTINGS, colours.muted))
        self.search.tint()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, HEIGHT)  # folded, whatever it shows now

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._chain()

    def _chain(self) -> None:
        """Tab goes from left to right, as the widgets stand."""
        row = self.layout()
        if row is None:
            return
        items = (row.itemAt(place) for place in range(row.count()))
        widgets = [widget for item in items if item and (widget := item.widget()) is not None]
        chain_focus(
            part
            for widget in widgets
            for part in (widget.findChildren(QToolButton) if widget is self._tools else [widget])
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.tint()
        super().changeEvent(event)
