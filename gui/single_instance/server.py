"""Listens for second starts of the program and passes on what they bring."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.single_instance.client import MAX_LINE_BYTES, read_message, socket_path

log = logging.getLogger(__name__)


class SingleInstanceServer(QObject):
    """Belongs to the holder of the home's lock: a socket that is left there is a dead one's."""

    knocked = Signal(object, str)
    """Paths, and the desktop's token for coming forward, which may be empty."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        self._lines: dict[QLocalSocket, bytearray] = {}
        path = socket_path(home)
        QLocalServer.removeServer(str(path))
        if not self._server.listen(str(path)):
            log.warning("a second start will not find this window: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more; the socket is gone."""
        self._server.close()

    def _on_server_new_connection(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            self._lines[guest] = bytearray()
            guest.readyRead.connect(self._on_guest_ready_read)
            guest.disconnected.connect(self._on_guest_disconnected)
            self._take(guest)

    def _on_guest_ready_read(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._take(guest)

    def _take(self, guest: QLocalSocket) -> None:
        line = self._lines.get(guest)
        if line is None:
            return
        line += bytes(guest.readAll().data())
        if len(line) > MAX_LINE_BYTES:
            guest.abort()
        elif line.endswith(b"\n"):
            message = read_message(bytes(line))
            line.clear()
            if message is None:
                guest.abort()
                return
            guest.write(b"ok\n")
            guest.flush()
            guest.disconnectFromServer()
            self.knocked.emit(*message)

    def _on_guest_disconnected(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._lines.pop(guest, None)
            guest.deleteLater()
