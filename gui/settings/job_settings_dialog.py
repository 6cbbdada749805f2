"""How documents are converted: changed while they wait, or for converting them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.engines.choice import EngineChoice
from core.jobs.states import JobState
from core.jobs.store.settings_change import SettingsChange
from core.session.updates import JobListUpdate
from core.settings.definitions import ENGINE, IF_EXISTS, LANG, OCR
from core.settings.of_documents import BATCH_CARDS, PAGES, TIER
from core.settings.types import Setting
from core.worker.mineru.tier import Tier
from gui.i18n import tr
from gui.settings.cards_field import CardsField
from gui.settings.field import SettingField
from gui.settings.fields import field_for
from gui.settings.page_range_field import PageRangeField
from gui.table.printable import printable
from gui.table.rows import JobRow

if TYPE_CHECKING:
    from gui.cards.cards_state import CardsStateProvider

WIDTH = 560
LABEL_WIDTH = 150
CHOICES: tuple[Setting[Any], ...] = (ENGINE, TIER, PAGES, OCR, LANG, IF_EXISTS)
"""In the order of the form; the cards follow."""


class JobSettingsDialog(QDialog):
    """Of one row or many. What they have in common stands there; what is not touched stays."""

    chosen = Signal(object)
    """A :class:`SettingsChange`; the documents that have ended are to be converted again."""

    def __init__(
        self,
        rows: Sequence[JobRow],
        watch: CardsStateProvider | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``watch``: knows the cards; ``None``: their keys are typed."""
        super().__init__(parent)
        self.setObjectName("job-settings")
        self._rows = {row.job.id: row for row in rows}
        self._name = printable(rows[0].job.source.name) if len(rows) == 1 else ""
        self._held = {setting.key: _held(rows, setting) for setting in CHOICES}
        self._held[BATCH_CARDS.key] = frozenset(row.cards for row in rows)
        self._new: dict[str, Any] = {}
        """What was touched, by the keys of the settings."""
        self._about = QLabel()
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self.pages = PageRangeField(PAGES, None)
        self.fields: dict[str, SettingField] = {
            setting.key: self.pages if setting is PAGES else field_for(setting, setting.default)
            for setting in CHOICES
        }
        self.cards = CardsField(watch)
        self.go = QPushButton()
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        for setting in CHOICES:
            self._show_held(setting.key, self.fields[setting.key])
        self._show_held(BATCH_CARDS.key, self.cards)
        for field in (*self.fields.values(), self.cards.field):
            field.changed.connect(self._on_field_changed)
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        self.resize(WIDTH, self.sizeHint().height())
        self._retranslate()
        self._update_status()

    def change(self) -> SettingsChange:
        """What was chosen that is other than it was."""
        new = {
            key: value for key, value in self._new.items() if self._held[key] != frozenset({value})
        }
        cards = new.pop(BATCH_CARDS.key, None)
        if cards is not None:
            new["cards"] = cards
        if new.get(TIER.key) is not None:
            new[TIER.key] = Tier(new[TIER.key])
        return SettingsChange(**new)

    def follow(self, news: JobListUpdate) -> None:
        """Documents have ended, begun or gone meanwhile: say what will be done with them now."""
        told = news.removed.union(job.id for job in news.jobs)
        if self._rows.keys().isdisjoint(told):
            return
        for job_id in news.removed:
            self._rows.pop(job_id, None)
        if not self._rows:
            self.reject()
            return
        self._retranslate()
        self._update_status()

    def _count(self) -> tuple[int, int]:
        """How many have ended, and how many run, whose settings stay."""
        states = [row.job.state for row in self._rows.values()]
        return sum(state.is_final for state in states), states.count(JobState.RUNNING)

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        lines: list[tuple[str, QWidget, QWidget]] = [
            (setting.key, self.fields[setting.key], self.fields[setting.key].focus_widget)
            for setting in CHOICES
        ]
        lines.append((BATCH_CARDS.key, self.cards, self.cards.keys.focus_widget))
        for row, (key, field, focus) in enumerate(lines):
            label = self._labels[key] = QLabel()
            label.setWordWrap(True)
            label.setFixedWidth(LABEL_WIDTH)
            label.setMinimumHeight(focus.sizeHint().height())
            label.setBuddy(focus)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.go.setProperty("primary", True)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addWidget(self._about)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def _show_held(self, key: str, field: SettingField | CardsField) -> None:
        values = self._held[key]
        if len(values) == 1:
            field.show_value(next(iter(values)))
        else:
            field.show_mixed()

    # What is chosen -----------------------------------------------------------------------------

    def _on_field_changed(self, setting: Setting[Any], value: object) -> None:
        self._new[setting.key] = value
        self._update_status()

    def _update_status(self) -> None:
        engines = self._held[ENGINE.key]
        if ENGINE.key in self._new:
            engines = frozenset({self._new[ENGINE.key]})
        maybe_mineru = bool(engines & {EngineChoice.AUTO, EngineChoice.MINERU})
        self.fields[TIER.key].setEnabled(maybe_mineru)
        self._labels[TIER.key].setEnabled(maybe_mineru)
        ended, running = self._count()
        something = ended > 0 or self.change() != SettingsChange()
        self.go.setEnabled(self.pages.valid and something and running < len(self._rows))

    def _on_buttons_accepted(self) -> None:
        if self.go.isEnabled():
            self.chosen.emit(self.change())
            self.accept()

    # Words --------------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        ended, running = self._count()
        number = len(self._rows)
        waiting = number - ended - running
        if not ended:
            self.setWindowTitle(self.tr("Settings of waiting documents"))
            self.go.setText(self.tr("Apply"))
        else:
            self.setWindowTitle(self.tr("Convert again with other settings"))
            self.go.setText(self.tr("Convert again"))
        parts = [self._name] if self._name else [self.tr("%n document(s)", "", number)]
        if ended and waiting:
            parts.append(self.tr("%n of them still waiting", "", waiting))
        if running == number:
            parts.append(self.tr("running now, with the settings of before"))
        elif running:
            parts.append(self.tr("%n of them running, with the settings of before", "", running))
        self._about.setText(" · ".join(parts))
        for setting in CHOICES:
            field = self.fields[setting.key]
            self._labels[setting.key].setText(tr(setting.label))
            field.retranslate()
            field.focus_widget.setAccessibleName(tr(setting.label))
        self._labels[BATCH_CARDS.key].setText(tr(BATCH_CARDS.label))
        self.cards.retranslate()
        self.cards.keys.focus_widget.setAccessibleName(tr(BATCH_CARDS.label))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _held(rows: Sequence[JobRow], setting: Setting[Any]) -> frozenset[Any]:
    """The values that the documents have now."""
    return frozenset(_plain(getattr(row.job.options, setting.key)) for row in rows)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Tier) else value
