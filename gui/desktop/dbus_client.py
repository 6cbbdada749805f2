"""The desktop's session bus (D-Bus), on a connection and in a thread of our own.

Many machines have none: by X forwarding, in VNC, in a container. Then, and when the bus hangs or
goes away, every call is answered with `None`, and nothing waits.
"""

from __future__ import annotations

import logging
import os
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from gui.desktop.dbus_address import address_of

if TYPE_CHECKING:
    from jeepney import Message

log = logging.getLogger(__name__)
CONNECT_WITHIN_S = 1.0
ANSWER_WITHIN_S = 10.0
"""Services may have to be started by the bus first."""
CHUNK = 1 << 16

Body = tuple[object, ...]
Then = Callable[[Body | None], None]


@dataclass(frozen=True)
class BusObject:
    """The object that is called or, without a service, that emits a signal."""

    path: str
    interface: str
    service: str | None = None


THE_BUS = BusObject("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


class SessionBus(QObject):
    """Sends and calls; what comes back arrives in the GUI thread."""

    signalled = Signal(str, object)
    """A signal of :meth:`wait_for_event`: its member and its body, a tuple."""
    _answered = Signal(int, object)

    def __init__(
        self, environ: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._waiting: dict[int, Then] = {}
        self._tickets = 0
        self._line: _BusThread | None = None
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        address = address_of(environ)
        if address is None:
            log.info("there is no session bus: no messages of the desktop")
        else:
            self._line = _BusThread(address, self._answered.emit, self.signalled.emit)
            self._line.start()

    def emit_signal(self, place: BusObject, member: str, signature: str, body: Body) -> None:
        """Emit a signal."""
        if self._line is not None:
            self._line.put(_Call(place, member, signature, body))

    def call(self, place: BusObject, member: str, signature: str, body: Body, then: Then) -> None:
        """Call a method; ``then`` gets the answer, `None` for an error, in the GUI thread."""
        self._tickets += 1
        self._waiting[self._tickets] = then
        if self._line is None:
            self._answered.emit(self._tickets, None)
        else:
            self._line.put(_Call(place, member, signature, body, self._tickets))

    def listen(self, interface: str) -> None:
        """Be told of an interface's signals."""
        rule = f"type='signal',interface='{interface}'"
        if self._line is not None:
            self._line.put(_Call(THE_BUS, "AddMatch", "s", (rule,)))

    def close(self) -> None:
        """Send what is to be sent still, then end the thread."""
        self._waiting.clear()
        if self._line is not None:
            self._line.close()
            self._line = None

    def _on_answered(self, ticket: int, body: Body | None) -> None:
        then = self._waiting.pop(ticket, None)
        if then is not None:
            then(body)


@dataclass(frozen=True)
class _Call:
    place: BusObject
    member: str
    signature: str
    body: Body
    ticket: int | None = None

    def message(self) -> Message:
        from jeepney import DBusAddress, new_method_call, new_signal

        place, signature = self.place, self.signature or None
        address = DBusAddress(place.path, bus_name=place.service, interface=place.interface)
        make = new_signal if place.service is None else new_method_call
        return make(address, self.member, signature, self.body)


@dataclass(frozen=True)
class _PendingCall:
    ticket: int | None
    until: float


class _BusThread:
    """The thread: a socket, what is to be sent, what is waited for."""

    def __init__(
        self,
        address: str,
        answered: Callable[[int, Body | None], None],
        signalled: Callable[[str, Body], None],
    ) -> None:
        self._address = address
        self._answered = answered
        self._signalled = signalled
        self._orders: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._asked: dict[int, _PendingCall] = {}
        self._serial = 0
        self._thread = threading.Thread(target=self._run, name="session bus", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, order: _Call | None) -> None:
        self._orders.put(order)
        with suppress(BlockingIOError):  # it rings already
            self._bell.send(b".")

    def close(self) -> None:
        self.put(None)
        self._thread.join()
        self._bell.close()
        self._ear.close()

    # In the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            with self._connected() as line:
                self._serve(line)
                return
        except Exception as error:  # whatever a bus does: it is a courtesy that is lost
            log.info("the session bus is not used: %s", error)
        for asked in self._asked.values():
            self._answer(asked, None)
        while (order := self._orders.get()) is not None:
            if order.ticket is not None:
                self._answered(order.ticket, None)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        from jeepney.bus import get_bus  # late, and not in the GUI thread: they take their time
        from jeepney.io.blocking import prep_socket

        with prep_socket(get_bus(self._address), timeout=CONNECT_WITHIN_S) as line:
            line.settimeout(CONNECT_WITHIN_S)
            self._order(line, _Call(THE_BUS, "Hello", "", ()))
            yield line

    def _serve(self, line: socket.socket) -> None:
        from jeepney import Parser

        parser = Parser()
        with selectors.DefaultSelector() as selector:
            selector.register(line, selectors.EVENT_READ)
            selector.register(self._ear, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select(self._time_left())}
                if line in ready:
                    data = line.recv(CHUNK)
                    if not data:
                        raise ConnectionResetError("it has gone")
                    parser.add_data(data)
                    while (message := parser.get_next_message()) is not None:
                        self._take(line, message)
                if self._ear in ready:
                    self._ear.recv(CHUNK)
                while not self._orders.empty():
                    order = self._orders.get()
                    if order is None:
                        return
                    self._order(line, order)
                self._give_up_late_ones()

    def _order(self, line: socket.socket, order: _Call) -> None:
        self._send(line, order.message())
        if order.place.service is not None:
            until = time.monotonic() + ANSWER_WITHIN_S
            self._asked[self._serial] = _PendingCall(order.ticket, until)

    def _send(self, line: socket.socket, message: Message) -> None:
        self._serial += 1
        line.sendall(message.serialise(serial=self._serial))

    def _take(self, line: socket.socket, message: Message) -> None:
        from jeepney import HeaderFields, MessageType
        from jeepney.wrappers import new_error

        fields = message.header.fields
        match message.header.message_type:
            case MessageType.method_return:
                asked = self._asked.pop(fields.get(HeaderFields.reply_serial), None)
                self._answer(asked, tuple(message.body))
            case MessageType.error:
                log.info("the session bus says %s", fields.get(HeaderFields.error_name))
                asked = self._asked.pop(fields.get(HeaderFields.reply_serial), None)
                self._answer(asked, None)
            case MessageType.signal:
                self._signalled(fields.get(HeaderFields.member), tuple(message.body))
            case MessageType.method_call:
                unknown = "org.freedesktop.DBus.Error.UnknownMethod"
                self._send(line, new_error(message, unknown))

    def _answer(self, asked: _PendingCall | None, body: Body | None) -> None:
        if asked is not None and asked.ticket is not None:
            self._answered(asked.ticket, body)

    def _time_left(self) -> float | None:
        if not self._asked:
            return None
        return max(0.0, min(asked.until for asked in self._asked.values()) - time.monotonic())

    def _give_up_late_ones(self) -> None:
        now = time.monotonic()
        for serial in [serial for serial, asked in self._asked.items() if asked.until <= now]:
            self._answer(self._asked.pop(serial), None)
