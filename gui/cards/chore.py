"""One thing done beside the GUI thread: disks, and processes that a driver holds, may block."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)


class Chore(QObject):
    """Calls a function in a thread of its own; its answer arrives in the GUI thread.

    The thread is a daemon: what hangs in the kernel must not hold up the program's end.
    """

    done = Signal(object)
    """What the function returned, or the exception that it raised."""
    _over = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._over.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="card-chore", daemon=True)

    def start(self) -> None:
        """Begin. Once only."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Block until it is over, but no longer than that: for what must not be lost at the end."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            answer: object = self._work()
        except Exception as error:
            log.exception("work beside the window failed")
            answer = error
        with contextlib.suppress(RuntimeError):  # whoever asked may be gone by now
            self._over.emit(answer)

    def _deliver(self, answer: object) -> None:
        self.done.emit(answer)
        self.deleteLater()
