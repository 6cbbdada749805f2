"""Where the window and the profiles meet: the button in the header, the page, what is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.messages import Message
from core.profiles.store import OutputLocation, Profile
from core.settings.definitions import CARDS, OUTPUT_FOLDER, PROFILE, Settings
from gui.i18n import os_error_text, tr
from gui.notifications import NotificationCenter, Severity
from gui.profiles.button import ProfileButton
from gui.profiles.dialog import ProfilesDialog
from gui.profiles.name_dialog import NameDialog
from gui.profiles.profile_service import ProfileService, ProfileState
from gui.table.printable import printable


class ProfileController(QObject):
    """Owns the profiles and the page."""

    def __init__(
        self,
        window: QWidget,
        button: ProfileButton,
        home: Path,
        settings: Settings,
        notices: NotificationCenter,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._button = button
        self._settings = settings
        self._notices = notices
        self._dialog: ProfilesDialog | None = None
        self.profiles = ProfileService(home, parent=self)
        self._forget: Callable[[], None] = settings.observe(PROFILE, self._chosen)
        self.profiles.changed.connect(self._on_profiles_changed)
        self.profiles.failed.connect(self._on_profiles_failed)
        button.chosen.connect(self.choose)
        button.opened.connect(self.profiles.reload)
        button.manage_requested.connect(self.open)
        button.save_requested.connect(self.save_settings)
        self._chosen(settings.get(PROFILE))
        self.profiles.reload()

    def stop(self) -> None:
        """Hear of nothing any more."""
        self._forget()
        self.profiles.stop()
        if self._dialog is not None:
            self._dialog.close()

    @property
    def dialog(self) -> ProfilesDialog | None:
        """The page, once it has been opened."""
        return self._dialog

    def choose(self, name: str) -> None:
        """Convert new documents with this profile; ``""``: as in the settings."""
        try:
            self._settings.set(PROFILE, name or None)
        except OSError as error:
            why = error
            self._notices.show(
                lambda: self.tr(
                    "The choice holds until the end; it cannot be written: {why}."
                ).format(why=os_error_text(why)),
                Severity.WARNING,
            )

    def open(self) -> None:
        """Show the page."""
        if self._dialog is None:
            self._dialog = ProfilesDialog(self.profiles, self._settings, self._window)
            self._dialog.save_requested.connect(self.save_settings)
            self._dialog.use_requested.connect(self.choose)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def save_settings(self) -> None:
        """Ask under which name the settings are to be kept."""
        known = self.profiles.known or ProfileState()
        asker = self._window
        if self._dialog is not None and self._dialog.isVisible():
            asker = self._dialog
        dialog = NameDialog(
            self.tr("Save the settings as a profile"),
            self.tr("Name of the profile"),
            "",
            known.shelf.names,
            may_replace=True,
            parent=asker,
        )
        dialog.named.connect(self._on_dialog_named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_dialog_named(self, name: str) -> None:
        settings = self._settings
        self.profiles.save(
            Profile(
                name,
                settings.convert_options(),
                settings.get(CARDS),
                OutputLocation(settings.get(OUTPUT_FOLDER)),
            )
        )
        text = self.tr("The settings are kept as the profile {name}.")
        self._notices.show(text.format(name=printable(name)))

    def _chosen(self, name: str | None) -> None:
        self._button.show_chosen(name or "")

    def _on_profiles_changed(self, known: ProfileState) -> None:
        self._button.show_known(known)

    def _on_profiles_failed(self, why: Message) -> None:
        if self._dialog is None or not self._dialog.isVisible():
            self._notices.show(lambda: tr(why), Severity.ERROR)
