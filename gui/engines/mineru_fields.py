"""What MinerU can be told, as fields on its row of the engines page; kept as they are changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from core.engines.mineru_options import MineruOptions
from core.worker.mineru_tier import Tier
from gui.combo import Combo
from gui.engines.looks import EngineLook
from gui.engines.words import tier_words

ROOM = 6
"""Between two fields, which want more of it than the lines of facts above them."""
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
        self.tier, self.server = Combo(parent), QLineEdit(parent)
        self.downloads = QCheckBox(parent)
        self.server.setClearButtonEnabled(True)
        for tier in (None, *Tier):
            self.tier.addItem("", tier)
        self.keys = (QLabel(parent), QLabel(parent), QLabel(parent))
        for key, field in zip(self.keys, self._fields, strict=True):
            key.setProperty("muted", True)
            key.setBuddy(field)
        self.tier.activated.connect(self._edited)
        self.server.editingFinished.connect(self._edited)
        self.downloads.clicked.connect(self._edited)

    @property
    def _fields(self) -> tuple[QWidget, QWidget, QWidget]:
        return (self.tier, self.server, self.downloads)

    def lay_out(self, grid: QGridLayout, first: int) -> None:
        """Put them into the grid, from that row on."""
        for number, (key, field) in enumerate(zip(self.keys, self._fields, strict=True)):
            grid.addWidget(key, first + number, 0)
            grid.addWidget(field, first + number, 1)
        self._grid, self._first = grid, first

    def tell(self, look: EngineLook | None, *, enabled: bool) -> None:
        """Show what counts, unless that is what the fields were filled with already.

        So a text that was refused stays where it can be mended.
        """
        options = None if look is None else look.options
        for widget in (*self.keys, *self._fields):
            widget.setVisible(options is not None)
            widget.setEnabled(enabled)
        for number, field in enumerate(self._fields):  # a hidden row takes no room
            height = 0 if options is None else field.sizeHint().height() + ROOM
            self._grid.setRowMinimumHeight(self._first + number, height)
        if look is None or options is None or self._shown == (options, look.in_effect):
            return
        self._shown = (options, look.in_effect)
        self._fill(options, look.in_effect)

    def retranslate(self) -> None:
        """In the language of now."""
        names = (self.tr("Tier"), self.tr("Model server"), self.tr("Downloads"))
        for key, field, name in zip(self.keys, self._fields, names, strict=True):
            key.setText(name)
            field.setAccessibleName(f"mineru: {name}")
        self.downloads.setText(self.tr("Fetch models that are missing from the network"))
        self.server.setToolTip(
            self.tr("Where MinerU's vision-language model is served, like {example}").format(
                example=EXAMPLE
            )
        )
        self._name_tiers()

    def _name_tiers(self) -> None:
        for number in range(1, self.tier.count()):
            self.tier.setItemText(number, tier_words(Tier(self.tier.itemData(number))))
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
            self.server.setText(options.vlm_url or "")
            inherited = in_effect.vlm_url if options.vlm_url is None else None
            self.server.setPlaceholderText(inherited or EXAMPLE)
            self.downloads.setChecked(bool(in_effect.downloads))

    def _edited(self) -> None:
        if self._shown is None:
            return
        options, in_effect = self._shown
        tier = self.tier.currentData()
        downloads: bool | None = self.downloads.isChecked()
        if downloads == in_effect.downloads:
            downloads = options.downloads  # as it was: inherited, if nothing was chosen
        wanted = MineruOptions(
            None if tier is None else Tier(tier), self.server.text().strip() or None, downloads
        )
        if wanted != options:
            self.changed.emit(wanted)
