"""Headframe outside of its window: what the desktop is told while documents are converted.

Made once the window is on the screen; of the desktop nothing is asked before there is work. Where
it lacks something, nothing is said and nothing waits: all of this is a courtesy.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from core.jobs.model import Job
from core.jobs.store.batch_store import BatchRecord
from core.session.updates import JobListUpdate
from core.settings.definitions import KEEP_AWAKE, LANGUAGE, NOTIFY, TRAY, Language, Settings
from core.sleep_inhibitor import SleepInhibitor
from gui.desktop.dbus_client import SessionBus
from gui.desktop.launcher import Launcher
from gui.desktop.notifications import DesktopNotifier, NotificationTopic
from gui.desktop.run_summary import RunCounts, RunSummary, counts_of
from gui.desktop.tray import TrayIcon
from gui.i18n import tr
from gui.jobs.controller import JobController
from gui.table.status_counts import QueueStatus
from gui.window.actions import Command
from gui.window.main_window import MainWindow

SOON_MS = 1500
"""A failure waits so long to be told: where everything is over with it, that is the news."""


class DesktopIntegration(QObject):
    """Follows how the work stands, and tells."""

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        work: JobController,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._window = window
        self._work = work
        self._settings = settings
        self._queue_status = QueueStatus()
        self._urgent = False
        self._round = RunSummary(time.time())
        self._failed: dict[str | None, Job] = {}
        """The first of their batches, by these; they are about to be told."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._bus: SessionBus | None = None
        self._notifier: DesktopNotifier | None = None
        self._launcher: Launcher | None = None
        self._awake = SleepInhibitor(self.tr("Documents are being converted"))
        self._tray: TrayIcon | None = None
        self._forget = (
            settings.observe(KEEP_AWAKE, self._choose_awake),
            settings.observe(TRAY, self._choose_tray),
            settings.observe(LANGUAGE, self._speak),
        )
        self._connect()
        self._choose_tray(settings.get(TRAY))

    def close(self) -> None:
        """Take everything back, and have nothing running any more."""
        self._window.queue_status_changed.disconnect(self._follow)
        self._work.jobs_changed.disconnect(self._take)
        self._work.batches_changed.disconnect(self._take_batches)
        self._work.idle.disconnect(self._end_round)
        self._app.applicationStateChanged.disconnect(self._is_looked_at)
        self._soon.stop()
        for forget in self._forget:
            forget()
        self._choose_tray(False)
        self._awake.close()
        if self._launcher is not None:
            self._launcher.show(None, urgent=False)
        if self._bus is not None:
            self._bus.close()

    def _connect(self) -> None:
        self._window.queue_status_changed.connect(self._follow)
        self._work.jobs_changed.connect(self._take)
        self._work.batches_changed.connect(self._take_batches)
        self._work.idle.connect(self._end_round)
        self._app.applicationStateChanged.connect(self._is_looked_at)
        self._soon.timeout.connect(self._on_soon_timeout)

    # How far it is ------------------------------------------------------------------------------

    def _follow(self, queue_status: QueueStatus) -> None:
        self._queue_status = queue_status
        self._choose_awake(self._settings.get(KEEP_AWAKE))
        if queue_status.busy:
            self._arrive()
        self._show_progress()

    def _arrive(self) -> None:
        """There is work, so that there will be something to tell."""
        if self._bus is not None:
            return
        self._bus = SessionBus(parent=self)
        self._launcher = Launcher(self._bus)
        self._notifier = DesktopNotifier(self._bus, self.tr("Show Headframe"), self)
        self._notifier.clicked.connect(self._window.come_forward)
        self._notifier.unheard.connect(self._on_notifier_unheard)

    def _choose_awake(self, allowed: bool) -> None:
        self._awake.set_active(allowed and self._queue_status.busy)

    def _choose_tray(self, wanted: bool) -> None:
        if wanted and self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            actions = self._window.actions_
            actions.set_icons()
            entries = (actions[Command.PAUSE_ALL], actions[Command.QUIT])
            self._tray = TrayIcon(entries, self)
            self._tray.requested.connect(self._window.come_forward)
            self._show_progress()
        elif not wanted and self._tray is not None:
            self._tray.close()
            self._tray = None

    def _speak(self, _language: Language) -> None:
        QTimer.singleShot(0, self._show_progress)  # the window takes the language up first

    def _on_notifier_unheard(self, title: str, text: str) -> None:
        if self._tray is not None:
            self._tray.message(title, text)

    def _show_progress(self) -> None:
        if self._launcher is not None:
            fraction = self._queue_status.fraction if self._queue_status.busy else None
            self._launcher.show(fraction, urgent=self._urgent)
        if self._tray is not None:
            text = f"{self._window.windowTitle()}\n{self._window.status.summary()}"
            self._tray.set_texts(text, self.tr("Show Headframe"))

    def _call_for_attention(self, urgent: bool) -> None:
        if urgent:
            self._app.alert(self._window)
        if urgent is not self._urgent:
            self._urgent = urgent
            self._show_progress()

    def _is_looked_at(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._call_for_attention(False)

    # What has happened --------------------------------------------------------------------------

    def _take(self, update: JobListUpdate) -> None:
        for job in self._round.take(update.jobs):
            self._failed[job.batch] = job
            if not self._soon.isActive():
                self._soon.start()

    def _on_soon_timeout(self) -> None:
        failed, self._failed = self._failed, {}
        for job in failed.values():
            title = self.tr("{document} could not be converted")
            why = tr(job.failure.message) if job.failure is not None else ""
            self._notify(
                NotificationTopic.FAILURE, title.format(document=job.source.name), why, urgent=True
            )

    def _take_batches(self, batches: tuple[BatchRecord, ...]) -> None:
        for batch in self._round.over(batches):
            self._failed.pop(batch.id, None)
            counts = counts_of(batch)
            title = self.tr("“{batch}” is done").format(batch=batch.new.name)
            self._notify(
                NotificationTopic.BATCH, title, self._counted(counts), urgent=counts.failed > 0
            )

    def _end_round(self) -> None:
        self._soon.stop()
        self._failed.clear()
        counts = self._round.end(time.time())
        if counts:
            title = self.tr("Everything is done")
            self._notify(
                NotificationTopic.ALL, title, self._counted(counts), urgent=counts.failed > 0
            )

    def _notify(self, topic: NotificationTopic, title: str, text: str, *, urgent: bool) -> None:
        if self._app.activeWindow() is not None or not self._settings.get(NOTIFY):
            return
        self._arrive()  # a short batch may be done before its start was noticed
        self._call_for_attention(urgent)
        if self._notifier is not None:
            self._notifier.notify(topic, title, text)

    def _counted(self, counts: RunCounts) -> str:
        parts = (
            self.tr("%n converted", "", counts.done) if counts.done else "",
            self.tr("%n skipped", "", counts.skipped) if counts.skipped else "",
            self.tr("%n failed", "", counts.failed) if counts.failed else "",
        )
        return " · ".join(filter(None, parts))
