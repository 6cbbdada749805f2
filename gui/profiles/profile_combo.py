"""Choosing a profile among choices that can then be changed: whose they are, and what of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from core.profiles.store import Profile
from gui.profiles.profile_service import ProfileState
from gui.table.printable import printable
from gui.widgets.no_wheel_combo import NoWheelComboBox


class ProfileComboBox(QWidget):
    """The settings, or a profile; with a word where the choices are not quite theirs any more."""

    picked = Signal(object)
    """The :class:`Profile`; ``None``: as in the settings."""
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known = ProfileState()
        self._name = ""
        self._changed = False
        self.box = NoWheelComboBox()
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(12)
        self.save = QPushButton()
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.save_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self.save)
        self.box.activated.connect(self._on_box_activated)
        self.retranslate()

    def show_known(self, known: ProfileState) -> None:
        """There are these profiles."""
        self._known = known
        self.retranslate()

    def show_choice(self, profile: Profile | None, *, changed: bool) -> None:
        """The choices are this profile's, or were before the user changed some."""
        self._name = "" if profile is None else profile.name
        self._changed = changed
        self.retranslate()

    def retranslate(self) -> None:
        """The language, the profiles or the choice have changed."""
        names = ["", *(profile.name for profile in self._known.shelf.profiles)]
        if self._name not in names:
            names.append(self._name)  # it was removed meanwhile: the choices are still its own
        texts = [self._text(name) for name in names]
        if texts != [self.box.itemText(place) for place in range(self.box.count())]:
            self.box.clear()
            for name, text in zip(names, texts, strict=True):
                self.box.addItem(text, name)
        self.box.setCurrentIndex(names.index(self._name))
        self.box.setAccessibleName(self.tr("Profile"))
        self.save.setText(self.tr("Save as…"))
        self.save.setToolTip(self.tr("Keep these choices as a profile"))
        self.save.setAccessibleName(self.tr("Keep these choices as a profile"))

    # Inside -------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        if name == self._name and self._changed:
            if not name:
                return self.tr("Own choices")
            return self.tr("{name}, changed").format(name=printable(name))
        return printable(name) if name else self.tr("As in the settings")

    def _on_box_activated(self, place: int) -> None:
        self.picked.emit(self._known.shelf.get(self.box.itemData(place)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
