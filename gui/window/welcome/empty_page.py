"""What an empty window shows: a place to drop things on, and what to expect of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.icons import Glyph, icon, pixmap
from gui.theme import colours_of
from gui.window.welcome.setup_card import SetupCard

MARGIN = 24
ICON = 44
ROOMY_FROM = 320
"""A page that is lower leaves the icon and the hint out, and keeps what can be pressed."""
LEAST = 190


def draw_target(painter: QPainter, area: QRectF, colour: str, fill: str | None) -> None:
    """The dashed frame that means: drop here."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 1.5, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([5, 4])
    painter.setPen(pen)
    if fill is not None:
        painter.setBrush(QColor(fill))
    painter.drawRoundedRect(area, 14, 14)


class EmptyPage(QWidget):
    """Fills the window as long as the list is empty."""

    def __init__(self, add: QAction, add_folder: QAction) -> None:
        super().__init__()
        self._on_cluster = False
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel()
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setProperty("muted", True)
        self._hint = QLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setProperty("muted", True)
        self.add_button = QPushButton()
        self.add_button.setProperty("primary", True)
        self.add_button.clicked.connect(add.trigger)
        self._add_folder = QPushButton()
        self._add_folder.clicked.connect(add_folder.trigger)
        self.setup_card = SetupCard()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self._add_folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.addStretch(5)
        column.addWidget(self._icon)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._text)
        column.addSpacing(24)
        column.addLayout(buttons)
        column.addSpacing(16)
        offered = QHBoxLayout()
        offered.addStretch(1)
        offered.addWidget(self.setup_card, 8)
        offered.addStretch(1)
        column.addLayout(offered)
        column.addStretch(5)
        column.addWidget(self._hint)
        self._retranslate()
        self._tint()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.height() >= ROOMY_FROM
        self._icon.setVisible(roomy)
        self._hint.setVisible(roomy)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = colours_of(self.palette())
        area = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        draw_target(painter, area, colours.edge, colours.surface)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Drop PDFs here"))
        self._text.setText(
            self.tr(
                "Files, folders, or both. Each becomes Markdown with its images,\n"
                "in a folder of its own beside the document."
            )
        )
        self.add_button.setText(self.tr("Choose files…"))
        self._add_folder.setText(self.tr("Choose a folder…"))
        self._hint.setText(
            self.tr("Paths can be pasted, too: Ctrl+V. Documents go to the hosts of the cluster.")
            if self._on_cluster
            else self.tr("Paths can be pasted, too: Ctrl+V. Nothing leaves this machine.")
        )

    def show_on_cluster(self, on_cluster: bool) -> None:
        """Whether documents are sent to other machines: the page says so."""
        self._on_cluster = on_cluster
        self._retranslate()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        self._icon.setPixmap(pixmap(Glyph.INBOX, colours.accent, ICON, self.devicePixelRatioF()))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.Bold)
        self._title.setFont(font)
        self.add_button.setIcon(icon(Glyph.ADD, colours.on_accent))
        self._add_folder.setIcon(icon(Glyph.FOLDER, colours.muted))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


class DropOverlay(QWidget):
    """Lies over the whole window while something is dragged across it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Show over all of the parent."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = colours_of(self.palette())
        veil = QColor(colours.window)
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        area = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        draw_target(painter, area, colours.accent, colours.selection)
        middle = self.rect().center()
        glyph = pixmap(Glyph.INBOX, colours.accent, ICON, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - ICON // 2, middle.y() - ICON - 8, glyph)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        below = self.rect().adjusted(0, middle.y() + 8, 0, 0)
        painter.drawText(
            below,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            self.tr("Drop to convert"),
        )
