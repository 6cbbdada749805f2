"""The title tells the progress, for the task bar and the list of windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.table.status_counts import QueueStatus


def title_of(now: QueueStatus) -> str:
    """``37 % · Headframe``."""
    translate = QCoreApplication.translate
    if now.paused:
        head = translate("MainWindow", "Paused")
    elif now.held:
        head = translate("MainWindow", "Waits for a disk")
    elif now.busy:
        head = f"{int(100 * now.fraction)} %"
    elif now.failed:
        head = translate("MainWindow", "{count} failed").format(count=now.failed)
    else:
        head = ""
    name = translate("MainWindow", "Headframe")
    return f"{head} · {name}" if head else name
