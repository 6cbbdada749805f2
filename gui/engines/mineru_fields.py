"""What MinerU can be told, as fields on its row of the engines page; kept as they are changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from core.engines.mineru_options import MineruOptions
from core.worker.exceptions import DocumentRejected
from core.worker.mineru.setup import checked_url
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from gui.cards.hint_lines import HintList
from gui.engines.engine_status import EngineInfo
from gui.engines.labels import failure_line, tier_text
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.no_wheel_combo import NoWheelComboBox
from gui.widgets.tooltips import paragraph

ROOM = 6
"""Between two fields, which want more of it than the lines of facts above them."""
PLACES = (0, 1, 3)
"""Rows of tier, server and downloads, from the first on …"""
PLACE_OF_PROBLEM = 2
"""… and of what is wrong with the server."""
EXAMPLE = "http://host:30000"


class MineruFields(QObject):
    """Fields that are laid out in a row's own grid, so that they stand in line with its facts."""

    changed = Signal(object)
    """The :class:`MineruOptions` that are wanted now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid, self._first = QGridLayout(), 0
        self._shown: tuple[MineruOptions, MineruOptions] | None = None
        """What was chosen, and what counts, when the fields were filled last."""
        self.tier, self.server = NoWheelComboBox(parent), ClearableLineEdit(parent)
        self.downloads = QCheckBox(parent)
        self.problem = HintList("problem", parent)
        """What is wrong with the server's address, right below it."""
        self._refused: Failure | None = None
        for tier in (None, *Tier):
            self.tier.addItem("", tier)
        self.keys = (QLabel(parent), QLabel(parent), QLabel(parent))
        for key, field in zip(self.keys, self.fields, strict=True):
            key.setProperty("muted", True)
            key.setBuddy(field)
        self.tier.activated.connect(self._on_field_edited)
        self.server.editingFinished.connect(self._on_field_edited)
        self.server.textEdited.connect(self._forget_problem)
        self.downloads.clicked.connect(self._on_field_edited)

    @property
    def fields(self) -> tuple[QWidget, QWidget, QWidget]:
        """From top to bottom."""
        return (self.tier, self.server, self.downloads)

    def lay_out(self, grid: QGridLayout, first: int) -> None:
        """Put them into the grid, from that row on."""
        for place, key, field in zip(PLACES, self.keys, self.fields, strict=True):
            grid.addWidget(key, first + place, 0)
            grid.addWidget(field, first + place, 1)
        grid.addWidget(self.problem, first + PLACE_OF_PROBLEM, 1)
        self._grid, self._first = grid, first

    def show_info(self, info: EngineInfo | None, *, enabled: bool) -> None:
        """Show what counts, unless that is what the fields were filled with already.

        A text that was refused stays where it can be mended.
        """
        options = None if info is None else info.options
        for widget in (*self.keys, *self.fields):
            widget.setVisible(options is not None)
            widget.setEnabled(enabled)
        for place, field in zip(PLACES, self.fields, strict=True):  # a hidden row takes no room
            height = 0 if options is None else field.sizeHint().height() + ROOM
            self._grid.setRowMinimumHeight(self._first + place, height)
        if options is None:
            self._forget_problem()
        if info is None or options is None or self._shown == (options, info.in_effect):
            return
        self._shown = (options, info.in_effect)
        self._fill(options, info.in_effect)

    def retranslate(self) -> None:
        """In the language of now."""
        names = (self.tr("Tier"), self.tr("Model server"), self.tr("Downloads"))
        for key, field, name in zip(self.keys, self.fields, names, strict=True):
            key.setText(name)
            field.setAccessibleName(f"mineru: {name}")
        self.downloads.setText(self.tr("Fetch models that are missing from the network"))
        for key, field, text in zip(self.keys, self.fields, self._explained(), strict=True):
            for widget in (key, field):
                widget.setToolTip(paragraph(text))
            field.setAccessibleDescription(text)
        self._name_tiers()
        self._show_problem(self._refused)

    def _explained(self) -> tuple[str, str, str]:
        return (
            self.tr("How much MinerU looks at. More of it takes longer, and needs larger models."),
            self.tr(
                "Where MinerU's vision-language model is served, like {example}. The tiers"
                " standard and advanced use it. Left empty, they use the model in the models'"
                " folder."
            ).format(example=EXAMPLE),
            self.tr(
                "Off, MinerU works with the models that are here, and asks nothing of the network."
                " On, it fetches those that are missing, several GB, with the first document."
            ),
        )

    def _name_tiers(self) -> None:
        for number in range(1, self.tier.count()):
            self.tier.setItemText(number, tier_text(Tier(self.tier.itemData(number))))
        inherited = None if self._shown is None else self._shown[1].tier
        text = self.tr("Automatic: the best that its models allow")
        if inherited is not None and self._shown is not None and self._shown[0].tier is None:
            text = self.tr("From the environment: {tier}").format(tier=inherited.value)
        self.tier.setItemText(0, text)

    def _fill(self, options: MineruOptions, in_effect: MineruOptions) -> None:
        self._name_tiers()
        with QSignalBlocker(self.tier), QSignalBlocker(self.server), QSignalBlocker(self.downloads):
            tiers = [None, *Tier]
            self.tier.setCurrentIndex(tiers.index(options.tier))
            if self._refused is None:  # else it stays where it can be mended
                self.server.setText(options.vlm_url or "")
            inherited = in_effect.vlm_url if options.vlm_url is None else None
            self.server.setPlaceholderText(inherited or EXAMPLE)
            self.downloads.setChecked(bool(in_effect.downloads))

    def _on_field_edited(self) -> None:
        if self._shown is None:
            return
        options, in_effect = self._shown
        tier = self.tier.currentData()
        downloads: bool | None = self.downloads.isChecked()
        if downloads == in_effect.downloads:
            downloads = options.downloads  # as it was: inherited, if nothing was chosen
        try:
            url = checked_url(self.server.text()) or None
            self._show_problem(None)
        except DocumentRejected as refusal:
            url = options.vlm_url  # the other two are kept all the same
            self._show_problem(refusal.failure)
        wanted = MineruOptions(None if tier is None else Tier(tier), url, downloads)
        if wanted != options:
            self.changed.emit(wanted)

    def _forget_problem(self) -> None:
        self._show_problem(None)

    def _show_problem(self, failure: Failure | None) -> None:
        self._refused = failure
        self.problem.show_lines(() if failure is None else (failure_line(failure),))
