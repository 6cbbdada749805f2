"""Two texts of one document side by side, in a window of its own."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QTextBrowser, QVBoxLayout, QWidget

from core.documents.compare import Comparison
from gui.fit import fit
from gui.reading.chores import Compared

MAX_ROWS = 1_500
"""Rows that are laid out: Qt's text browser takes a second for more."""


class CompareView(QDialog):
    """Shows what differs; it goes when it is closed."""

    def __init__(self, compared: Compared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Compare"))
        fit(self, 1000, 700)
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setContentsMargins(12, 8, 12, 8)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("Differences"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.summary)
        column.addWidget(self.text)
        comparison = compared.comparison
        if comparison is None:
            self.summary.setText(
                self.tr("{name} cannot be read.").format(name=compared.asked.left_name)
            )
        elif not comparison.changed:
            self.summary.setText(self.tr("Both texts are the same."))
        else:
            self.summary.setText(
                self.tr("{count} paragraphs differ; {percent} % of the text is the same.").format(
                    count=comparison.changed, percent=int(comparison.likeness * 100)
                )
            )
            self.text.setHtml(self._page(compared, comparison))

    def _page(self, compared: Compared, comparison: Comparison) -> str:
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        line = self.palette().color(QPalette.ColorRole.Mid).name()
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        gone, new = ("#5c2b2b", "#1f4d33") if dark else ("#fbdcd9", "#d3f0df")
        rows = [
            f"<tr><th>{html.escape(compared.asked.left_name)}</th>"
            f"<th>{html.escape(compared.asked.right_name)}</th></tr>"
        ]
        for row in comparison.rows[:MAX_ROWS]:
            if row.skipped:
                words = self.tr("{count} alike paragraphs").format(count=row.skipped)
                rows.append(f'<tr><td colspan="2" class="skipped">⋯ {words}</td></tr>')
            if row.left or row.right:
                cells = (_cell(row.left), _cell(row.right))
                rows.append(f"<tr><td>{cells[0]}</td><td>{cells[1]}</td></tr>")
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


def _cell(text: str) -> str:
    return text.replace("\n", "<br>")
