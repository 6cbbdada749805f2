"""How the history opens with hundreds of large reports: how soon, and how the GUI thread stalls.

Run it from the checkout: ``python -m tests.bench.bench_history [--reports N] [--documents N]``,
with a display or without (then offscreen). The stall is how much later than asked a precise 10 ms
timer fires. Where all documents were read for the counts, and those counted in the GUI thread: all
shown after 3.71 s, stall 795 ms on a machine of two cores; heads alone: 0.04 s, 8 ms.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.jobs.reports.model import BatchHeader
from core.jobs.reports.writer import ReportWriter
from core.jobs.states import JobState
from core.paths import settings_file
from core.settings.definitions import Settings
from gui.app import be_quick
from gui.batches.history_dialog import HistoryDialog
from gui.batches.live_batches import ActiveBatches
from gui.jobs.controller import JobController
from gui.table.status_counts import NOTHING
from gui.window.state import WindowState
from tests.unit.core.jobs.reports.test_writer import job

TIMER_MS = 10
CALM_S = 1.0
"""So long after the last row: the documents of the first batch have come, too."""


class Watch(QObject):
    """Writes down how late a precise timer fires until the dialog has all rows."""

    def __init__(self, app: QApplication, dialog: HistoryDialog) -> None:
        super().__init__()
        self._app = app
        self._dialog = dialog
        self._began = self._last = time.perf_counter()
        self.shown_s: float | None = None
        self.stall_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._fired)
        self._timer.start(TIMER_MS)

    def _fired(self) -> None:
        now = time.perf_counter()
        self.stall_ms = max(self.stall_ms, (now - self._last) * 1000 - TIMER_MS)
        self._last = now
        if self.shown_s is None and not self._dialog.search.running:
            self.shown_s = now - self._began
        if self.shown_s is not None and now - self._began > self.shown_s + CALM_S:
            self._timer.stop()
            self._app.quit()


def fill(home: Path, reports: int, documents: int) -> None:
    """So many reports of so many documents, every tenth of them failed."""
    first = BatchHeader("2026-0000", "Theses", ("/papers",), "/out", "2026-01-31T12:00:00Z")
    report = ReportWriter(home, first)
    for number in range(documents):
        report.add(job(f"{number:05}", JobState.DONE if number % 10 else JobState.FAILED))
    report.close(finished=True)
    for number in range(1, reports):
        folder = report.folder.with_name(f"2026-{number:04}")
        shutil.copytree(report.folder, folder)
        path = folder / "report.json"
        path.write_text(path.read_text().replace(first.id, folder.name, 1))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--documents", type=int, default=1000)
    chosen = parser.parse_args()
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        fill(home, chosen.reports, chosen.documents)
        app = QApplication(["headframe"])
        work = JobController(home, Settings(settings_file(home)))
        live = ActiveBatches(work, lambda _: NOTHING, work)
        dialog = HistoryDialog(home, WindowState(home), live)
        be_quick()
        watch = Watch(app, dialog)
        dialog.show()
        app.exec()
        print(
            f"{dialog.batches.rowCount()} reports of {chosen.documents} documents: "
            f"all shown after {watch.shown_s or 0:.2f} s, longest stall {watch.stall_ms:.0f} ms"
        )
        dialog.close()


if __name__ == "__main__":
    main()
