"""Something that is found out bit by bit beside the GUI thread, and may hang on a dead drive."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

log = logging.getLogger(__name__)
TICK_MS = 40
AT_ONCE = 1500
"""Finds that are handed on in one tick: the window has room for keys and paint between two."""


class _Errand:
    """One search, as its thread and the window both see it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.found: deque[object] = deque()
        self.over = False
        """Set last: nothing is found any more."""
        self.error: Exception | None = None


class Search(QObject):
    """Runs one search at a time. A new one takes the place of the one before, at once.

    The threads are daemons and know nothing of this object: one that hangs in the kernel holds up
    neither the window nor the program's end, and what it finds later is heard by nobody.
    """

    found = Signal(object)
    """A tuple of what was found, in order."""
    ended = Signal(object)
    """``None``, or the exception that broke the search off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errand: _Errand | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Its end has not been told yet."""
        return self._errand is not None

    def begin(self, make: Callable[[], Iterable[object]]) -> None:
        """Go through what ``make`` returns; it is called, and gone through, in a thread."""
        self.cancel()
        errand = self._errand = _Errand()

        def run() -> None:
            try:
                for item in make():
                    if errand.stop.is_set():
                        return
                    errand.found.append(item)
            except Exception as error:
                log.info("a search broke off", exc_info=True)
                errand.error = error
            finally:
                errand.over = True

        threading.Thread(target=run, name="search", daemon=True).start()
        self._tick.start()

    def cancel(self) -> None:
        """Hear no more of it. Its thread ends with the next thing that it finds."""
        self._tick.stop()
        if self._errand is not None:
            self._errand.stop.set()
            self._errand = None

    def _look(self) -> None:
        errand = self._errand
        if errand is None:
            return
        over = errand.over  # before the finds are taken: none comes after it
        items: list[object] = []
        while errand.found and len(items) < AT_ONCE:
            items.append(errand.found.popleft())
        if items:
            self.found.emit(tuple(items))
        if over and not errand.found and self._errand is errand:
            self.cancel()
            self.ended.emit(errand.error)
