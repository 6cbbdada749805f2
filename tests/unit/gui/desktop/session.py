"""A session bus of a test's own, and on it a service that writes down what it is told."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME = "org.freedesktop.Notifications"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
ABILITIES = ["actions", "body", "body-markup"]
HAS_BUS = shutil.which("dbus-daemon") is not None
WHY_NOT = "there is no dbus-daemon on this machine"

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """The address of a bus that is up."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(socket=folder / "bus"), encoding="utf-8")
    with subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.kill()


class Peer:
    """A service on the bus, in a thread: answers calls, receives signals."""

    def __init__(self, address: str, *names: str) -> None:
        self._line: DBusConnection = open_dbus_connection(address)
        for name in names:
            self._line.send_and_get_reply(message_bus.RequestName(name))
        rule = MatchRule(type="signal", interface=LAUNCHER)
        self._line.send_and_get_reply(message_bus.AddMatch(rule))
        self._thread = threading.Thread(target=self._serve, name=type(self).__name__)
        self._thread.start()

    def end(self) -> None:
        """Hang up."""
        self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._line.close()

    def _serve(self) -> None:
        try:
            while True:
                self._take(self._line.receive())
        except (ConnectionError, OSError):
            pass  # hung up

    def _take(self, message: Message) -> None:
        member = message.header.fields.get(HeaderFields.member)
        if message.header.message_type is MessageType.signal:
            self.hear(member, message.body)
        elif message.header.message_type is MessageType.method_call:
            answer = self.answer(member, message)
            unknown = "org.freedesktop.DBus.Error.UnknownMethod"
            self._line.send(answer if answer is not None else new_error(message, unknown))

    def hear(self, member: str, body: tuple[Any, ...]) -> None:
        """A signal."""

    def answer(self, member: str, call: Message) -> Message | None:
        """What a call is answered with; `None`: there is no such method."""
        return None


class Service(Peer):
    """Shows messages, as a desktop's shell would: it keeps them. Also hears of progress."""

    def __init__(self, address: str) -> None:
        self.messages: list[tuple[Any, ...]] = []
        self.progress: list[tuple[str, dict[str, Any]]] = []
        super().__init__(address, NAME)

    def click(self, number: int, token: str) -> None:
        """Somebody clicks a message."""
        emitter = DBusAddress("/org/freedesktop/Notifications", interface=NAME)
        self._line.send(new_signal(emitter, "ActivationToken", "us", (number, token)))
        self._line.send(new_signal(emitter, "ActionInvoked", "us", (number, "default")))

    def hear(self, member: str, body: tuple[Any, ...]) -> None:
        if member == "Update":
            self.progress.append((body[0], body[1]))

    def answer(self, member: str, call: Message) -> Message | None:
        match member:
            case "GetCapabilities":
                return new_method_return(call, "as", (ABILITIES,))
            case "Notify":
                assert call.header.fields[HeaderFields.signature] == "susssasa{sv}i"
                self.messages.append(call.body)
                return new_method_return(call, "u", (call.body[1] or len(self.messages),))
        return None


class TrayHost(Peer):
    """The desktop's tray (StatusNotifierWatcher): learns of icons, reads and clicks them."""

    def __init__(self, address: str) -> None:
        self.icons: list[str] = []
        self._asking = open_dbus_connection(address)
        super().__init__(address, "org.kde.StatusNotifierWatcher")

    def end(self) -> None:
        self._asking.close()
        super().end()

    def answer(self, member: str, call: Message) -> Message | None:
        match member, call.body:
            case "RegisterStatusNotifierItem", (str() as icon,):
                self.icons.append(icon)
                return new_method_return(call)
            case "Get", (_, "IsStatusNotifierHostRegistered"):
                return new_method_return(call, "v", (("b", True),))
        return None

    def tooltip(self) -> str:
        """What the icon says."""
        where = DBusAddress("/StatusNotifierItem", self.icons[-1], "org.kde.StatusNotifierItem")
        ((_, (_, _, title, text)),) = self._ask(Properties(where).get("ToolTip"))
        return f"{title}\n{text}".strip()

    def entries(self) -> dict[str, int]:
        """The words of its menu that can be clicked now, and their numbers."""
        ((_, (_, _, children)),) = [self._ask(self._menu("GetLayout", "iias", (0, -1, [])))]
        return {
            words["label"][1].replace("_", ""): number
            for _, (number, words, _) in children
            if "label" in words and words.get("enabled", ("b", True))[1]
        }

    def choose(self, label: str) -> None:
        """Click an entry of the menu."""
        event = (self.entries()[label], "clicked", ("s", ""), 0)
        self._ask(self._menu("Event", "isvu", event))

    def _menu(self, method: str, signature: str, body: tuple[Any, ...]) -> Message:
        where = DBusAddress("/MenuBar", self.icons[-1], "com.canonical.dbusmenu")
        return new_method_call(where, method, signature, body)

    def _ask(self, call: Message) -> tuple[Any, ...]:
        answer = self._asking.send_and_get_reply(call)
        assert answer.header.message_type is MessageType.method_return, answer.body
        return tuple(answer.body)
