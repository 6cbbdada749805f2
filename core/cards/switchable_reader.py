"""A reader whose source can be replaced while it is used: this machine's cards, or a cluster's."""

from __future__ import annotations

import threading

from core.cards.model import Reading
from core.cards.reader import CardReaderProtocol


class SwitchableReader:
    """A `CardReaderProtocol`. Owns its local reader; the other ones stay their owners'."""

    def __init__(self, local: CardReaderProtocol) -> None:
        self._local = local
        self._lock = threading.Lock()
        self._other: CardReaderProtocol | None = None

    def use(self, other: CardReaderProtocol | None) -> None:
        """Read with this one from now on; ``None``: with the local one. Returns at once."""
        with self._lock:
            before, self._other = self._other, other
        if before is not None and before is not other:
            before.interrupt()

    def read(self) -> Reading:
        """All cards now, of the source that is in use when the reading ends."""
        while True:
            reader = self._reader()
            reading = reader.read()
            if self._reader() is reader:
                return reading

    def interrupt(self) -> None:
        self._local.interrupt()
        with self._lock:
            other = self._other
        if other is not None:
            other.interrupt()

    def close(self) -> None:
        self._local.close()

    def _reader(self) -> CardReaderProtocol:
        with self._lock:
            return self._local if self._other is None else self._other
