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
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import new_error

NAME = "org.freedesktop.Notifications"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
ABILITIES = ("actions", "body", "body-markup")
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


class Service:
    """Shows messages, as a desktop's shell would: it keeps them. Also hears of progress."""

    def __init__(self, address: str, abilities: tuple[str, ...] | None = ABILITIES) -> None:
        """Without ``abilities`` there is nobody who shows messages, but progress is heard."""
        self.messages: list[tuple[Any, ...]] = []
        self.progress: list[tuple[str, dict[str, Any]]] = []
        self._abilities = abilities
        self._line: DBusConnection = open_dbus_connection(address)
        if abilities is not None:
            self._ask(message_bus.RequestName(NAME))
        self._ask(message_bus.AddMatch(MatchRule(type="signal", interface=LAUNCHER)))
        self._thread = threading.Thread(target=self._serve, name="service")
        self._thread.start()

    def click(self, number: int, token: str) -> None:
        """Somebody clicks a message."""
        emitter = DBusAddress("/org/freedesktop/Notifications", interface=NAME)
        self._line.send(new_signal(emitter, "ActivationToken", "us", (number, token)))
        self._line.send(new_signal(emitter, "ActionInvoked", "us", (number, "default")))

    def end(self) -> None:
        """Hang up."""
        self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._line.close()

    def _ask(self, message: Message) -> None:
        self._line.send_and_get_reply(message)

    def _serve(self) -> None:
        try:
            while True:
                self._take(self._line.receive())
        except (ConnectionError, OSError):
            pass  # hung up

    def _take(self, message: Message) -> None:
        member = message.header.fields.get(HeaderFields.member)
        if message.header.message_type is MessageType.signal:
            if member == "Update":
                self.progress.append(message.body)
        elif message.header.message_type is MessageType.method_call:
            self._line.send(self._reply(message, member))

    def _reply(self, call: Message, member: str) -> Message:
        match member:
            case "GetCapabilities":
                return new_method_return(call, "as", (list(self._abilities or ()),))
            case "Notify":
                assert call.header.fields[HeaderFields.signature] == "susssasa{sv}i"
                self.messages.append(call.body)
                return new_method_return(call, "u", (call.body[1] or len(self.messages),))
            case _:
                return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
