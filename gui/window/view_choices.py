"""What the menu View has chosen, kept for the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.window.actions import Actions, Command
from gui.window.state import WindowState

CHOICES = {
    Command.PREVIEW_BELOW: ("result", "below", "right"),
    Command.SHOW_PREVIEW: ("preview", "shown", "hidden"),
    Command.HIDE_FINISHED: ("finished", "hidden", "shown"),
    Command.GROUP_BY_BATCH: ("list", "grouped", "plain"),
}
"""Where each is kept, and the words for yes and no."""
SHOWN_AT_FIRST = Command.SHOW_PREVIEW


class ViewChoices(QObject):
    """Restores them at once, and keeps what the user chooses."""

    def __init__(self, actions: Actions, state: WindowState, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._state = state
        for do, (name, yes, no) in CHOICES.items():
            kept = state.text(name)
            is_on = kept != no if do is SHOWN_AT_FIRST else kept == yes
            actions[do].setChecked(is_on)
            actions.on(do, self._keep)

    def _keep(self) -> None:
        for do, (name, yes, no) in CHOICES.items():
            self._state.keep(name, yes if self._actions[do].isChecked() else no)
