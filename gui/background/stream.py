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


class _Task:
    """One search, as its thread and the window both see it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.found: deque[object] = deque()
        self.over = False
        """Set last: nothing is found any more."""
        self.error: Exception | None = None


class BackgroundStream(QObject):
    """Runs one search at a time. A new one takes the place of the one before, at once.

    The threads are daemons and know nothing of this object: one that hangs in the kernel holds up
    neither the window nor the program's end, and what it finds later is dropped.
    """

    found = Signal(object)
    """A tuple of what was found, in order."""
    ended = Signal(object)
    """``None``, or the exception that broke the search off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: _Task | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick_timeout)

    @property
    def running(self) -> bool:
        """Its end has not been told yet."""
        return self._task is not None

    def begin(self, make: Callable[[], Iterable[object]]) -> None:
        """Go through what ``make`` returns; it is called, and gone through, in a thread."""
        self.cancel()
        task = self._task = _Task()

        def run() -> None:
            try:
                for item in make():
                    if task.stop.is_set():
                        return
                    task.found.append(item)
            except Exception as error:  # whatever fails in this thread, the window waits for an end
                log.info("a search broke off", exc_info=True)
                task.error = error
            finally:
                task.over = True

        threading.Thread(target=run, name="search", daemon=True).start()
        self._tick.start()

    def cancel(self) -> None:
        """Hear no more of it. Its thread ends with the next thing that it finds."""
        self._tick.stop()
        if self._task is not None:
            self._task.stop.set()
            self._task = None

    def _on_tick_timeout(self) -> None:
        task = self._task
        if task is None:
            return
        over = task.over  # before the finds are taken: none comes after it
        items: list[object] = []
        while task.found and len(items) < AT_ONCE:
            items.append(task.found.popleft())
        if items:
            self.found.emit(tuple(items))
        if over and not task.found and self._task is task:
            self.cancel()
            self.ended.emit(task.error)
