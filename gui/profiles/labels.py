"""A profile in a line of words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.profiles.store import Profile
from core.settings.definitions import ENGINE
from gui.card_names import card_key_label
from gui.i18n import tr
from gui.labels import listed
from gui.table.printable import printable
from gui.table.settings_text import differences


def summary(profile: Profile) -> str:
    """Engine, what is not as usual, cards, where results go."""
    parts = [tr(ENGINE.choices[profile.options.engine]), *differences(profile.options)]
    parts += [listed(map(card_key_label, profile.cards))] if profile.cards else []
    translate = QCoreApplication.translate
    if profile.place is not None and profile.place.folder is None:
        parts.append(translate("Profiles", "beside each document"))
    elif profile.place is not None:
        template = translate("Profiles", "results in {folder}")
        parts.append(template.format(folder=printable(str(profile.place.folder))))
    return " · ".join(parts)
