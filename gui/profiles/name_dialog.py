"""A small dialog that asks for a profile's name, and says at once why one cannot be used."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.profiles.store import MAX_NAME, name_problem
from gui.i18n import tr

WIDTH = 380


class NameDialog(QDialog):
    """Use ``open()``; :attr:`named` brings the name."""

    named = Signal(str)

    def __init__(
        self,
        title: str,
        question: str,
        name: str,
        taken: Collection[str],
        *,
        may_replace: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``taken``: names that there are; ``may_replace``: one of them can be chosen all the
        same, and its profile gives way."""
        super().__init__(parent)
        self.setObjectName("profile-name")
        self.setWindowTitle(title)
        self._taken = frozenset(taken)
        self._may_replace = may_replace
        label = QLabel(question)
        self.line = QLineEdit(name)
        self.line.setMaxLength(MAX_NAME)
        self.line.selectAll()
        label.setBuddy(self.line)
        self.line.setAccessibleName(question)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("muted", True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.fine = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._update_status)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (label, self.line, self.problem):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self._buttons)
        self.setMinimumWidth(WIDTH)
        self._update_status()

    @property
    def name(self) -> str:
        """As typed, without space around it."""
        return self.line.text().strip()

    def _update_status(self) -> None:
        name = self.name
        taken = name in self._taken
        problem = name_problem(name)
        if not name:
            text = ""
        elif problem is not None:
            text = tr(problem)
        elif taken and self._may_replace:
            text = self.tr("There is a profile of this name. It will be replaced.")
        elif taken:
            text = self.tr("There is a profile of this name already.")
        else:
            text = ""
        self.problem.setText(text)
        self.fine.setText(self.tr("Replace") if taken and self._may_replace else self.tr("Save"))
        self.fine.setEnabled(problem is None and (self._may_replace or not taken))

    def _on_buttons_accepted(self) -> None:
        self.named.emit(self.name)
        self.accept()
