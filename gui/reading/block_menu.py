"""What can be done with a place in the Markdown: copied, in one form or another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.documents.tables import as_tsv, rows_of
from gui.reading.markdown.markdown_view import MenuTarget


class BlockMenu(QMenu):
    """Copies the selection, or the block that was pointed at."""

    selection_requested = Signal()
    """The selection is to be copied."""

    def __init__(self, target: MenuTarget, block: str, parent: QWidget) -> None:
        """``block``: the Markdown of the block that was pointed at; ``""``: none was."""
        super().__init__(parent)
        copy = self.addAction(self.tr("Copy"))
        copy.setEnabled(target.has_selection)
        copy.triggered.connect(self.selection_requested)
        for label, content in (
            (self.tr("Copy this block as Markdown"), block),
            (self.tr("Copy the table for a spreadsheet"), as_tsv(block) if rows_of(block) else ""),
            (self.tr("Copy the formula as LaTeX"), target.tex),
            (self.tr("Copy the formula as MathML"), target.mathml),
        ):
            if content:
                action = self.addAction(label)
                action.setData(content)
                action.triggered.connect(self._on_action_triggered)

    def _on_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            QGuiApplication.clipboard().setText(action.data())
