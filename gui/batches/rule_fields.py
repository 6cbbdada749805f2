"""Which files of the folders are taken: folded away at first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from core.jobs.sources.filters import FileFilter
from gui.widgets.no_wheel import NoWheelSpinBox

DEEPEST = 99


class RuleFields(QWidget):
    """Patterns, depth, hidden names. :attr:`rules` is ``None`` while a pattern makes no sense."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.include, self.exclude = QLineEdit(), QLineEdit()
        self.levels = NoWheelSpinBox()
        self.levels.setRange(0, DEEPEST)
        self.hidden = QCheckBox()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._labels = {name: QLabel() for name in (self.include, self.exclude, self.levels)}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for field, label in self._labels.items():
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow("", self.hidden)
        form.addRow(self.problem)
        self.include.textChanged.connect(self._on_field_changed)
        self.exclude.textChanged.connect(self._on_field_changed)
        self.levels.valueChanged.connect(self._on_field_changed)
        self.hidden.clicked.connect(self._on_field_changed)
        self._retranslate()

    @property
    def rules(self) -> FileFilter | None:
        """As chosen."""
        try:
            return FileFilter(
                _patterns(self.include.text()),
                _patterns(self.exclude.text()),
                self.levels.value() or None,
                self.hidden.isChecked(),
            )
        except ValueError:
            return None

    def show_rules(self, rules: FileFilter) -> None:
        """Show these instead."""
        self.include.setText("; ".join(rules.include))
        self.exclude.setText("; ".join(rules.exclude))
        self.levels.setValue(rules.max_depth or 0)
        self.hidden.setChecked(rules.hidden)

    def summary(self) -> str:
        """The rules in a few words."""
        only, without = self.include.text().strip(), self.exclude.text().strip()
        parts = [self.tr("only {patterns}").format(patterns=only) if only else self.tr("All PDFs")]
        if without:
            parts.append(self.tr("not {patterns}").format(patterns=without))
        if self.levels.value():
            parts.append(self.tr("%n level(s) deep", "", self.levels.value()))
        if self.hidden.isChecked():
            parts.append(self.tr("hidden ones, too"))
        return " · ".join(parts)

    def _on_field_changed(self) -> None:
        self.problem.setVisible(self.rules is None)
        self.changed.emit()

    def _retranslate(self) -> None:
        labels = (self.tr("Only"), self.tr("Not"), self.tr("Depth"))
        for (field, label), text in zip(self._labels.items(), labels, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
        self.include.setPlaceholderText(self.tr("All PDFs, or 2024-*.pdf; drafts/*"))
        self.exclude.setPlaceholderText(self.tr("None, or *-old.pdf; backup/"))
        self.levels.setSpecialValueText(self.tr("All sub-folders"))
        self.hidden.setText(self.tr("Names that begin with a dot, too"))
        self.problem.setText(self.tr("A slash alone is no pattern: write a name before it."))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _patterns(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(";") if (part := piece.strip()))
