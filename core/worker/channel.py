"""The worker's end of the channel: requests in by a thread, reports out under a lock, a pulse."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable

from core.worker.codec import encode, request_reader
from core.worker.protocol import (
    Heartbeat,
    Progress,
    ProtocolError,
    WorkerReport,
    WorkerRequest,
)

PULSE_S = 1.0
_log = logging.getLogger(__name__)


class Channel:
    """One socket of its own, so that nothing a library prints can get between the words."""

    def __init__(self, descriptor: int) -> None:
        """Takes over the descriptor. Raises ``OSError`` if it is no socket."""
        self._socket = socket.socket(fileno=descriptor)
        self._socket.set_inheritable(False)
        self._sending = threading.Lock()
        self._deferred: Progress | None = None
        self._closed = threading.Event()

    def send(self, report: WorkerReport) -> None:
        """Say it; blocks while the other side does not read. Raises ``OSError`` if it is gone.

        What was deferred is dropped: it is older than this.
        """
        line = encode(report)
        with self._sending:
            self._deferred = None
            self._socket.sendall(line)

    def defer(self, progress: Progress) -> None:
        """Say it with the next pulse, unless something newer is said before."""
        self._deferred = progress

    def start(
        self, on_request: Callable[[WorkerRequest], None], on_lost: Callable[[], None]
    ) -> None:
        """Start listening, and start the pulse. Both callbacks run in the listening thread."""
        threading.Thread(target=self._listen, args=(on_request, on_lost), daemon=True).start()
        threading.Thread(target=self._send_heartbeats, daemon=True).start()

    def stop_heartbeat(self) -> None:
        """No more heartbeats: the worker is about to end."""
        self._closed.set()

    def _listen(
        self, on_request: Callable[[WorkerRequest], None], on_lost: Callable[[], None]
    ) -> None:
        reader = request_reader()
        try:
            while data := self._socket.recv(1 << 16):
                reader.feed(data)
                while (request := reader.next_message()) is not None:
                    on_request(request)
        except (OSError, ProtocolError):
            _log.exception("The window's side cannot be understood; this worker ends.")
        on_lost()

    def _send_heartbeats(self) -> None:
        while not self._closed.wait(PULSE_S):
            try:
                with self._sending:
                    report, self._deferred = self._deferred or Heartbeat(), None
                    self._socket.sendall(encode(report))
            except OSError:
                return
