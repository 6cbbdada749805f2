"""One thing done beside the GUI thread: disks, and processes that a driver holds, may block."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject

log = logging.getLogger(__name__)


def begin(
    work: Callable[[], object], done: Callable[[object], None], owner: QObject
) -> threading.Thread:
    """Call ``work`` in a thread of its own, and ``done`` with its answer in the GUI thread.

    The answer is what ``work`` returned, or the exception that it raised. An owner that was
    deleted meanwhile hears nothing. The thread is a daemon: what hangs in the kernel must not
    hold up the program's end. Call it while the program's loop runs.
    """
    loop = asyncio.get_running_loop()

    def deliver(answer: object) -> None:
        if shiboken6.isValid(owner):
            done(answer)

    def run() -> None:
        try:
            answer: object = work()
        except Exception as error:  # whatever fails in this thread, the window waits for an answer
            log.exception("work beside the window failed")
            answer = error
        # No QObject is touched here: its thread may delete it at this moment.
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(deliver, answer)

    thread = threading.Thread(target=run, name="card-chore", daemon=True)
    thread.start()
    return thread
