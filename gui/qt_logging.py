"""What Qt itself has to say: into the log, and, when it cannot start, one line for the user."""

from __future__ import annotations

import logging
import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def install() -> None:
    """Route Qt's messages; undone by :func:`uninstall`."""
    qInstallMessageHandler(_handle)


def uninstall() -> None:
    """Let Qt print its messages itself again."""
    qInstallMessageHandler(None)


def _handle(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    log.log(LEVELS.get(kind, logging.WARNING), "%s", text)
    if kind is QtMsgType.QtFatalMsg:
        # Qt would abort now, with a core dump. The reason is for a person, the rest in the log.
        from gui.display_check import EXIT_NO_WINDOW, no_window

        print(no_window(), file=sys.stderr, flush=True)
        logging.shutdown()
        os._exit(EXIT_NO_WINDOW)
