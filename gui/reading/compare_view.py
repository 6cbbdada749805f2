"""Two texts of one document side by side, in a window of its own."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from core.documents.diff import Comparison, DiffRow
from gui.icons import Glyph
from gui.reading.file_tasks import CompareResult
from gui.reading.tool_buttons import ToolButton
from gui.widgets.window_size import fit

MAX_ROWS = 1_500
"""Rows that are laid out: Qt's text browser takes a second for more."""


class CompareView(QDialog):
    """Shows what differs; it goes when it is closed."""

    def __init__(self, compared: CompareResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._compared = compared
        fit(self, 1000, 700)
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setContentsMargins(12, 8, 12, 8)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(self.text)
        self._differences = 0
        self._current = 0
        """The difference that is shown, from 1; 0 before the first was gone to."""
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Compare"))
        self.text.setAccessibleName(self.tr("Differences"))
        self.previous.set_label(self.tr("Previous difference"), "Shift+F8")
        self.next.set_label(self.tr("Next difference"), "F8")
        self.summary.setText(self._summary())
        self._fill()
        for widget in (self.previous, self.next, self.where):
            widget.setVisible(self._differences > 0)
        self._say_where()

    def _summary(self) -> str:
        comparison = self._compared.comparison
        if comparison is None:
            text = self.tr("{name} cannot be read.")
            return text.format(name=self._names()[0])
        if not comparison.changed:
            return self.tr("Both texts are the same.")
        text = self.tr(
            "%n paragraph(s) differ; {percent} % of the text is the same.", "", comparison.changed
        )
        return text.format(percent=int(comparison.likeness * 100))

    def _names(self) -> tuple[str, str]:
        asked = self._compared.asked
        return asked.left_name or self.tr("As converted"), asked.right_name or self.tr("Now")

    def _fill(self) -> None:
        """Lay the differences out, in the colours and the language of now, where they were."""
        comparison = self._compared.comparison
        if comparison is not None and comparison.changed:
            at = self.text.verticalScrollBar().value()
            self._differences = 0
            self.text.setHtml(self._page(self._compared, comparison))
            self.text.verticalScrollBar().setValue(at)

    def _make_bar(self) -> QWidget:
        self.previous = ToolButton(Glyph.UP, self)
        self.next = ToolButton(Glyph.CHEVRON_DOWN, self)
        self.where = QLabel(self)
        for button, slot, keys in (
            (self.previous, self.go_back, "Shift+F8"),
            (self.next, self.go_next, "F8"),
        ):
            button.clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.summary, 1)
        for widget in (self.where, self.previous, self.next):
            row.addWidget(widget)
        return bar

    def go_next(self) -> None:
        """Show the next difference; after the last comes the first."""
        self._go(self._current % max(1, self._differences) + 1)

    def go_back(self) -> None:
        """Show the difference before; before the first comes the last."""
        self._go(self._current - 1 if self._current > 1 else self._differences)

    def _go(self, number: int) -> None:
        if 1 <= number <= self._differences:
            self._current = number
            self.text.scrollToAnchor(f"difference-{number}")
            self._say_where()

    def _say_where(self) -> None:
        if self._current:
            text = self.tr("Difference {n} of {count}")
            self.where.setText(text.format(n=self._current, count=self._differences))
        else:
            self.where.setText(self.tr("%n difference(s)", "", self._differences))

    def _page(self, compared: CompareResult, comparison: Comparison) -> str:
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        line = self.palette().color(QPalette.ColorRole.Mid).name()
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        gone, new = ("#5c2b2b", "#1f4d33") if dark else ("#fbdcd9", "#d3f0df")
        left, right = self._names()
        rows = [f"<tr><th>{html.escape(left)}</th><th>{html.escape(right)}</th></tr>"]
        before: DiffRow | None = None
        for row in comparison.rows[:MAX_ROWS]:
            if row.skipped:
                words = self.tr("%n identical paragraph(s)", "", row.skipped)
                rows.append(f'<tr><td colspan="2" class="skipped">⋯ {words}</td></tr>')
            if row.left or row.right:
                # Paragraphs that differ one after the other are one difference to go to.
                begins = row.differs and (before is None or not before.differs)
                self._differences += begins
                mark = f'<a name="difference-{self._differences}"></a>' if begins else ""
                cells = (_cell(row.left), _cell(row.right))
                rows.append(f"<tr><td>{mark}{cells[0]}</td><td>{cells[1]}</td></tr>")
            before = row
        if len(comparison.rows) > MAX_ROWS:
            words = self.tr("More differs; this is its beginning.")
            rows.append(f'<tr><td colspan="2" class="skipped">{words}</td></tr>')
        style = (
            f"td {{ border-bottom: 1px solid {line}; padding: 6px 10px; vertical-align: top; }}"
            f" th {{ text-align: left; padding: 6px 10px; color: {muted}; }}"
            f" .skipped {{ color: {muted}; }}"
            f" del {{ background: {gone}; text-decoration: none; }}"
            f" ins {{ background: {new}; text-decoration: none; }}"
        )
        body = f'<table width="100%" cellspacing="0">{"".join(rows)}</table>'
        return f"<html><head><style>{style}</style></head><body>{body}</body></html>"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._fill()


def _cell(text: str) -> str:
    return text.replace("\n", "<br>")
