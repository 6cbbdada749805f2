"""A message of the desktop, where the desktop has such a thing."""

from __future__ import annotations

import shutil

from PySide6.QtCore import QProcess


def tell(title: str, text: str) -> None:
    """Show it. Where nothing can show it, nothing happens: it is a courtesy, not the news."""
    program = shutil.which("notify-send")
    if program is not None:
        arguments = ["--app-name=Headframe", "--icon=headframe", "--", title, text]
        QProcess.startDetached(program, arguments)
