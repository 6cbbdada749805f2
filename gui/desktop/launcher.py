"""Progress on the icon in the dock or task bar (com.canonical.Unity.LauncherEntry).

KDE, GNOME with its dock, Unity, Budgie and others show it; elsewhere it has no effect.
"""

from __future__ import annotations

from gui.desktop.dbus_client import BusObject, SessionBus

ENTRY = BusObject(
    "/com/canonical/unity/launcherentry/headframe", "com.canonical.Unity.LauncherEntry"
)
APPLICATION = "application://headframe.desktop"
"""Of packaging/headframe.desktop; the window has the same name (`gui.app`)."""


class Launcher:
    """Tells of each percent once."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus
        self._told: tuple[int | None, bool] = (None, False)

    def show(self, fraction: float | None, *, urgent: bool) -> None:
        """How far everything is, `None` while there is nothing to do; and whether to look here."""
        percent = None if fraction is None else int(100 * fraction)
        if (percent, urgent) == self._told:
            return
        self._told = (percent, urgent)
        values = {
            "progress": ("d", (percent or 0) / 100),
            "progress-visible": ("b", percent is not None),
            "urgent": ("b", urgent),
        }
        self._bus.emit_signal(ENTRY, "Update", "sa{sv}", (APPLICATION, values))
