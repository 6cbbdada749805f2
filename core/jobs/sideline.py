"""Cards of a run that were found to have a fault, and whether others are left."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from core.worker.protocol import Failure


class Sideline:
    """Shared by the loops of a run. Thread-safe."""

    def __init__(self, keys: Iterable[str]) -> None:
        """``keys``: the cards that were chosen for the run."""
        self._lock = threading.Lock()
        self._healthy = list(dict.fromkeys(keys))
        self._aside: dict[str, Failure] = {}

    def renew(self, keys: Iterable[str]) -> None:
        """Cards were chosen anew: these, and earlier faults are over."""
        with self._lock:
            self._healthy = list(dict.fromkeys(keys))
            self._aside.clear()

    def put_aside(self, key: str, failure: Failure) -> bool:
        """Send nothing more to that card; whether another one is left to go on."""
        with self._lock:
            self._aside[key] = failure
            if key in self._healthy:
                self._healthy.remove(key)
            return bool(self._healthy)

    def why(self, key: str) -> Failure | None:
        """Why the card is put aside; ``None`` when it is not."""
        with self._lock:
            return self._aside.get(key)
