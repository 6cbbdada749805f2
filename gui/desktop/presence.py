"""Headframe outside of its window: what the desktop is told while documents are converted.

Made once the window is on the screen; of the desktop nothing is asked before there is work. Where
it lacks something, nobody is told and nothing waits: all of this is a courtesy.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from core.jobs.batches import BatchRecord
from core.jobs.model import Job
from core.settings import KEEP_AWAKE, LANGUAGE, NOTIFY, TRAY, Language, Settings
from core.sleep import Awake
from gui.desktop.bus import Bus
from gui.desktop.launcher import Launcher
from gui.desktop.notifier import Notifier, Topic
from gui.desktop.rounds import Counts, Round, counts_of
from gui.desktop.tray import Tray
from gui.i18n import words
from gui.table.tally import Standing
from gui.window.actions import Do
from gui.window.main_window import MainWindow
from gui.work.news import News
from gui.work.work import Work

SOON_MS = 1500
"""A failure waits so long to be told: where everything is over with it, that is the news."""


class Presence(QObject):
    """Follows how the work stands, and tells."""

    def __init__(
        self, app: QApplication, window: MainWindow, work: Work, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._window = window
        self._work = work
        self._settings = settings
        self._standing = Standing()
        self._urgent = False
        self._round = Round(time.time())
        self._failed: dict[str | None, Job] = {}
        """The first of their batches, by these; they are about to be told."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._bus: Bus | None = None
        self._notifier: Notifier | None = None
        self._launcher: Launcher | None = None
        self._awake = Awake(self.tr("Documents are being converted"))
        self._tray: Tray | None = None
        self._forget = (
            settings.observe(KEEP_AWAKE, self._choose_awake),
            settings.observe(TRAY, self._choose_tray),
            settings.observe(LANGUAGE, self._speak),
        )
        self._connect()
        self._choose_tray(settings.get(TRAY))

    def close(self) -> None:
        """Take everything back, and have nothing running any more."""
        self._window.standing_changed.disconnect(self._follow)
        self._work.news.disconnect(self._take)
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
        self._window.standing_changed.connect(self._follow)
        self._work.news.connect(self._take)
        self._work.batches_changed.connect(self._take_batches)
        self._work.idle.connect(self._end_round)
        self._app.applicationStateChanged.connect(self._is_looked_at)
        self._soon.timeout.connect(self._tell_failed)

    # How far it is ------------------------------------------------------------------------------

    def _follow(self, standing: Standing) -> None:
        self._standing = standing
        self._choose_awake(self._settings.get(KEEP_AWAKE))
        if standing.busy:
            self._arrive()
        self._show_progress()

    def _arrive(self) -> None:
        """There is work, so that there will be something to tell."""
        if self._bus is not None:
            return
        self._bus = Bus(parent=self)
        self._launcher = Launcher(self._bus)
        self._notifier = Notifier(self._bus, self.tr("Show Headframe"), self)
        self._notifier.clicked.connect(self._window.come_forward)
        self._notifier.unheard.connect(self._tell_by_tray)

    def _choose_awake(self, allowed: bool) -> None:
        self._awake.keep(allowed and self._standing.busy)

    def _choose_tray(self, wanted: bool) -> None:
        if wanted and self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            actions = self._window.actions_
            actions.dress()
            entries = (actions[Do.PAUSE_ALL], actions[Do.QUIT])
            self._tray = Tray(entries, self)
            self._tray.wanted.connect(self._window.come_forward)
            self._show_progress()
        elif not wanted and self._tray is not None:
            self._tray.close()
            self._tray = None

    def _speak(self, _language: Language) -> None:
        QTimer.singleShot(0, self._show_progress)  # the window takes the language up first

    def _tell_by_tray(self, title: str, text: str) -> None:
        if self._tray is not None:
            self._tray.message(title, text)

    def _show_progress(self) -> None:
        if self._launcher is not None:
            fraction = self._standing.fraction if self._standing.busy else None
            self._launcher.show(fraction, urgent=self._urgent)
        if self._tray is not None:
            text = f"{self._window.windowTitle()}\n{self._window.status.summary()}"
            self._tray.tell(text, self.tr("Show Headframe"))

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

    def _take(self, news: News) -> None:
        for job in self._round.take(news.jobs):
            self._failed[job.batch] = job
            if not self._soon.isActive():
                self._soon.start()

    def _tell_failed(self) -> None:
        failed, self._failed = self._failed, {}
        for job in failed.values():
            title = self.tr("{document} could not be converted")
            why = words(job.failure.message) if job.failure is not None else ""
            self._tell(Topic.FAILURE, title.format(document=job.source.name), why, urgent=True)

    def _take_batches(self, batches: tuple[BatchRecord, ...]) -> None:
        for batch in self._round.over(batches):
            self._failed.pop(batch.id, None)
            counts = counts_of(batch)
            title = self.tr("“{batch}” is done").format(batch=batch.new.name)
            self._tell(Topic.BATCH, title, self._counted(counts), urgent=counts.failed > 0)

    def _end_round(self) -> None:
        self._soon.stop()
        self._failed.clear()
        counts = self._round.end(time.time())
        if counts:
            title = self.tr("Everything is done")
            self._tell(Topic.ALL, title, self._counted(counts), urgent=counts.failed > 0)

    def _tell(self, topic: Topic, title: str, text: str, *, urgent: bool) -> None:
        if self._app.activeWindow() is not None or not self._settings.get(NOTIFY):
            return
        self._arrive()  # it may all have happened before anybody saw that there was work
        self._call_for_attention(urgent)
        if self._notifier is not None:
            self._notifier.tell(topic, title, text)

    def _counted(self, counts: Counts) -> str:
        parts = (
            self.tr("%n converted", "", counts.done) if counts.done else "",
            self.tr("%n skipped", "", counts.skipped) if counts.skipped else "",
            self.tr("%n failed", "", counts.failed) if counts.failed else "",
        )
        return " · ".join(filter(None, parts))
