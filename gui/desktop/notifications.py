"""Messages of the desktop (org.freedesktop.Notifications): shown, replaced, clicked."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal

from gui.desktop.dbus_client import Body, BusObject, SessionBus
from gui.icons import FOLDER, Glyph
from gui.table.printable import printable

NAME = "org.freedesktop.Notifications"
SERVICE = BusObject("/org/freedesktop/Notifications", NAME, NAME)
BY_THE_SERVER = -1
"""It decides how long a message is shown."""


class NotificationTopic(Enum):
    """What a message is about; a new one takes the place of the last one of its topic."""

    FAILURE = "failure"
    BATCH = "batch"
    ALL = "all"


@dataclass(frozen=True)
class _Message:
    topic: NotificationTopic
    title: str
    text: str


class DesktopNotifier(QObject):
    """Shows messages; never waits for it."""

    clicked = Signal(str)
    """A message of ours was clicked; with a token that lets a window come forward, or ""."""
    unheard = Signal(str, str)
    """No server shows messages here: title and text."""

    def __init__(self, bus: SessionBus, action: str, parent: QObject) -> None:
        """``action``: the words of the button that shows the window."""
        super().__init__(parent)
        self._bus = bus
        self._action = action
        self._abilities: frozenset[str] | None = None
        self._early: list[_Message] = []
        self._shown: dict[NotificationTopic, int] = {}
        """Their numbers with the service."""
        self._token = ""
        bus.signalled.connect(self._on_bus_signalled)
        bus.listen(NAME)
        bus.call(SERVICE, "GetCapabilities", "", (), self._is_able)

    def notify(self, topic: NotificationTopic, title: str, text: str) -> None:
        """Show a message; the title is plain, and so is the text."""
        message = _Message(topic, printable(title), printable(text))
        if self._abilities is None:
            self._early.append(message)
        else:
            self._show(message, self._abilities)

    def _is_able(self, answer: Body | None) -> None:
        match answer:
            case (list() as words,):
                self._abilities = frozenset(map(str, words))
            case _:
                self._abilities = frozenset()
        early, self._early = self._early, []
        for message in early:
            self._show(message, self._abilities)

    def _show(self, message: _Message, abilities: frozenset[str]) -> None:
        text = message.text
        if "body-markup" in abilities:
            text = html.escape(text, quote=False)
        picture = QUrl.fromLocalFile(str(FOLDER / f"{Glyph.HEADFRAME}.svg")).toString()
        body = (
            "Headframe",
            self._shown.get(message.topic, 0),
            picture,
            message.title,
            text,
            ["default", self._action] if "actions" in abilities else [],
            {"desktop-entry": ("s", "headframe"), "urgency": ("y", 1)},
            BY_THE_SERVER,
        )
        self._bus.call(SERVICE, "Notify", "susssasa{sv}i", body, partial(self._taken, message))

    def _taken(self, message: _Message, answer: Body | None) -> None:
        match answer:
            case (int() as number,):
                self._shown[message.topic] = number
            case _:
                self.unheard.emit(message.title, message.text)

    def _on_bus_signalled(self, member: str, body: Body) -> None:
        match member, body:
            case "ActivationToken", (int() as number, str() as token) if self._is_own(number):
                self._token = token
            case "ActionInvoked", (int() as number, str()) if self._is_own(number):
                token, self._token = self._token, ""
                self.clicked.emit(token)
            case "NotificationClosed", (int() as number, int()):
                self._shown = {topic: n for topic, n in self._shown.items() if n != number}

    def _is_own(self, number: int) -> bool:
        return number in self._shown.values()
