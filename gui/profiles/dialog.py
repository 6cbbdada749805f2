"""The profiles: what each holds, its problems, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.messages import Message
from core.profiles.store import MAX_NAME, Profile
from core.settings.definitions import PROFILE, Settings
from gui.i18n import sentences, tr
from gui.icons import Glyph, icon
from gui.profiles.labels import summary
from gui.profiles.name_dialog import NameDialog
from gui.profiles.profile_service import ProfileService, ProfileState
from gui.profiles.rows import BADGE, NAME, SUMMARY, TROUBLE, ProfileRows
from gui.table.printable import printable
from gui.theme import colours_of
from gui.widgets.window_size import fit

SIZE = (680, 480)
MARGIN = 20


class ProfilesDialog(QDialog):
    """Not modal. Looks again whenever it is shown: the command may have changed the file."""

    save_requested = Signal()
    """The settings are to become a profile."""
    use_requested = Signal(str)
    """New documents are to be converted with this profile; ``""``: as in the settings."""

    def __init__(
        self, profiles: ProfileService, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("profiles")
        self._profiles = profiles
        self._settings = settings
        self._removed: tuple[Profile, bool] | None = None
        """The last one that was removed, and whether new documents were converted with it."""
        self._wanted = ""
        """Name of the profile to be selected when it is there."""
        self._follow = ""
        """Name of one that new documents are to be converted with when it is there."""
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setProperty("muted", True)
        self.list = QListWidget()
        self.list.setItemDelegate(ProfileRows(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = QLabel()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("muted", True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.undo = QPushButton()
        self.undo.setProperty("quiet", True)
        self.use, self.rename, self.copy = QPushButton(), QPushButton(), QPushButton()
        self.remove, self.new, self._close = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        fit(self, *SIZE)
        self._retranslate()
        self._show_known(profiles.known)

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._frame = QFrame()
        self._frame.setObjectName("profilelist")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        inside.addWidget(self.nothing)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.said, 1)
        bar.addWidget(self.undo)
        self._bar.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.use, self.rename, self.copy, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.new, self._close, self.undo):
            button.setAutoDefault(False)
        buttons.addWidget(self._close)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.text, 1)
        top.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._frame, 1)
        column.addWidget(self._bar)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._profiles.changed.connect(self._show_known)
        self._profiles.failed.connect(self._on_profiles_failed)
        self.list.itemSelectionChanged.connect(self._update_status)
        self.list.itemActivated.connect(self._ask_name)
        self.use.clicked.connect(self._on_use_clicked)
        self.rename.clicked.connect(self._ask_name)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._undo)
        self.new.clicked.connect(self.save_requested)
        self._close.clicked.connect(self.close)
        for key, slot in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self._remove),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo),
            (QKeySequence("F2"), self._ask_name),
        ):
            QShortcut(key, self).activated.connect(slot)

    # What is shown ------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """Name of the selected profile, usable or not; ``""``: none."""
        items = self.list.selectedItems()
        return str(items[0].data(NAME)) if items else ""

    def _profile(self) -> Profile | None:
        known = self._profiles.known
        return None if known is None else known.shelf.get(self.chosen)

    def _show_known(self, known: ProfileState | None) -> None:
        known = known or ProfileState()
        kept, row = self._wanted or self.chosen, max(0, self.list.currentRow())
        self.list.clear()
        if self._follow in known.shelf.names:
            self.use_requested.emit(self._follow)
            self._follow = ""
        default = self._settings.get(PROFILE)
        badge = self.tr("For new documents")
        for profile in known.shelf.profiles:
            trouble = sentences(known.troubles.get(profile.name, ()))
            self._add(
                profile.name, summary(profile), trouble, badge if profile.name == default else ""
            )
        for one in known.shelf.unusable:
            self._add(one.name, "", tr(one.why), badge if one.name == default else "")
        names = [self.list.item(place).data(NAME) for place in range(self.list.count())]
        self.list.setVisible(bool(names))
        self.nothing.setVisible(not names)
        if kept in names:
            self._wanted = ""
        if names:
            place = names.index(kept) if kept in names else min(row, len(names) - 1)
            self.list.setCurrentRow(place)
        if known.problem is not None:
            self._show_message(tr(known.problem))
        self._update_status()

    def _add(self, name: str, text: str, trouble: str, badge: str) -> None:
        item = QListWidgetItem(printable(name), self.list)
        item.setData(NAME, name)
        item.setData(SUMMARY, text)
        item.setData(TROUBLE, trouble)
        item.setData(BADGE, badge)
        item.setToolTip("\n".join(filter(None, (text, trouble))))
        spoken = filter(None, (printable(name), text, trouble, badge))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(spoken))

    def _update_status(self) -> None:
        usable = self._profile() is not None
        self.use.setEnabled(bool(self.chosen) and (usable or self._is_default()))
        self.use.setText(
            self.tr("Not for new documents") if self._is_default() else self._use_text()
        )
        self.rename.setEnabled(usable)
        self.copy.setEnabled(usable)
        self.remove.setEnabled(bool(self.chosen))

    def _use_text(self) -> str:
        return self.tr("Use for new documents")

    def _is_default(self) -> bool:
        return bool(self.chosen) and self.chosen == self._settings.get(PROFILE)

    def _show_message(self, text: str, *, undo: bool = False) -> None:
        self.said.setText(text)
        self.undo.setVisible(undo)
        self._bar.setVisible(bool(text))

    def _on_profiles_failed(self, why: Message) -> None:
        self._show_message(tr(why))

    # What is done -------------------------------------------------------------------------------

    def _on_use_clicked(self) -> None:
        self.use_requested.emit("" if self._is_default() else self.chosen)
        self._show_known(self._profiles.known)

    def _ask_name(self) -> None:
        profile = self._profile()
        if profile is not None:
            self._ask(self.tr("Rename a profile"), profile.name, self._rename)

    def _on_copy_clicked(self) -> None:
        profile = self._profile()
        if profile is not None:
            name = self.tr("{name}, copy").format(name=profile.name)[:MAX_NAME].strip()
            self._ask(self.tr("Duplicate a profile"), name, self._copy, own="")

    def _ask(self, title: str, name: str, slot: object, own: str | None = None) -> None:
        known = self._profiles.known or ProfileState()
        own = name if own is None else own
        dialog = NameDialog(
            title,
            self.tr("Name of the profile"),
            name,
            [one for one in known.shelf.names if one != own],
            parent=self,
        )
        dialog.named.connect(slot)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, to: str) -> None:
        name = self.chosen
        self._wanted = to
        self._show_message("")
        self._follow = to if self._is_default() else ""
        self._profiles.rename(name, to)

    def _copy(self, to: str) -> None:
        profile = self._profile()
        if profile is not None:
            self._wanted = to
            self._show_message("")
            self._profiles.add(replace(profile, name=to))

    def _remove(self) -> None:
        name, profile = self.chosen, self._profile()
        if not name:
            return
        default = self._is_default()
        if default:
            self.use_requested.emit("")
        self._removed = None if profile is None else (profile, default)
        self._profiles.remove(name)
        text = self.tr("The profile {name} is removed.").format(name=printable(name))
        self._show_message(text, undo=profile is not None)

    def _undo(self) -> None:
        if self._removed is None:
            return
        (profile, default), self._removed = self._removed, None
        self._wanted = profile.name
        self._show_message("")
        self._profiles.add(profile)
        self._follow = profile.name if default else ""

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_message("")
        self._profiles.reload()
        self._tint()
        self.list.setFocus()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        self._frame.setStyleSheet(
            f"#profilelist {{ border: 1px solid {colours.line}; border-radius: 8px;"
            f" background: {colours.surface}; }}"
        )
        self.remove.setIcon(icon(Glyph.TRASH, colours.muted, colours.faint))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Profiles"))
        self.text.setText(
            self.tr(
                "A profile keeps engine, options, cards and the place of results under a name, "
                "for the window and for headframe convert --profile."
            )
        )
        self.list.setAccessibleName(self.tr("Profiles"))
        self.nothing.setText(
            self.tr("No profiles yet. The button above saves the current settings as one.")
        )
        self.new.setText(self.tr("New from the settings…"))
        self.rename.setText(self.tr("Rename…"))
        self.copy.setText(self.tr("Duplicate…"))
        self.remove.setText(self.tr("Remove"))
        self.undo.setText(self.tr("Undo"))
        self._close.setText(self.tr("Close"))
        self._update_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_known(self._profiles.known)
        elif event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._tint()
        super().changeEvent(event)
