"""Files, folders and addresses, opened by whatever program the desktop has for them.

A server has none, and says nothing: then the address is put into the clipboard, and that is told.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QCursor, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QToolTip, QWidget

from gui.table.printable import printable


def open_path(path: Path, *, is_there: bool | None = None) -> Callable[[], str] | None:
    """Open it; else what to say, in the language of then.

    ``is_there``: it was looked for already, beside this thread.
    """
    if not (path.exists() if is_there is None else is_there):
        return partial(_gone_text, printable(str(path)))
    return _open(QUrl.fromLocalFile(str(path)), str(path))


def open_url(url: QUrl) -> Callable[[], str] | None:
    """The same of an address."""
    return _open(url, url.toString())


def open_from(widget: QWidget, what: Path | QUrl) -> None:
    """Open it; where that fails, say so at the pointer: the widget has no other place for it."""
    why = open_path(what) if isinstance(what, Path) else open_url(what)
    if why is not None:
        QToolTip.showText(QCursor.pos(), why(), widget)


def _open(url: QUrl, name: str) -> Callable[[], str] | None:
    if QDesktopServices.openUrl(url):
        return None
    QGuiApplication.clipboard().setText(name)
    return partial(_not_opened_text, printable(name))


def _gone_text(name: str) -> str:
    text = QCoreApplication.translate("Opener", "{path} is no longer there.")
    return text.format(path=name)


def _not_opened_text(name: str) -> str:
    text = QCoreApplication.translate(
        "Opener", "No program here opens {path}. It is in the clipboard."
    )
    return text.format(path=name)
