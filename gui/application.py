"""The parts of the window's program, put together, kept alive, and ended in order."""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from core.paths import logs_folder, settings_file, worker_log_name
from core.settings.definitions import LANGUAGE, Language, Settings
from gui.batches.controller import BatchController
from gui.i18n import LanguageManager, sentences, tr
from gui.icons import Glyph, icon
from gui.jobs.controller import JobController
from gui.labels import assignment_text, passed_over_text
from gui.notifications import NotificationCenter, Severity
from gui.theme import ThemeManager
from gui.window.main_window import MainWindow
from gui.window.state import WindowState

if TYPE_CHECKING:
    import asyncio

    from core.jobs.events import WorkerChanged
    from core.jobs.scheduling.card_assignment import CardAssignment
    from core.worker.kinds import EngineName
    from gui.cards.card_order import CardArrangement
    from gui.cards.cards_state import CardsState, CardsStateProvider
    from gui.cards.controller import CardController
    from gui.cluster.controller import ClusterController
    from gui.cluster.ray_installer import RayInstaller
    from gui.cluster.state import ClusterState
    from gui.engines.integration import EngineIntegration
    from gui.help.controller import HelpController
    from gui.profiles.controller import ProfileController
    from gui.profiles.profile_service import ProfileService

log = logging.getLogger(__name__)
EXIT_INTERRUPTED = 130
CARD_LIST = "card-list"
END_WITHIN_S = 20.0
"""Children are killed within a few seconds; what still runs after this hangs in the kernel."""


class Application(QObject):
    """Lives as long as the process does."""

    def __init__(self, app: QApplication, home: Path) -> None:
        super().__init__()
        self._app = app
        self._home = home
        self.settings = Settings(settings_file(home))
        self._language = LanguageManager(app, self.settings)
        self._theme = ThemeManager(app, self.settings)
        self.notices = NotificationCenter(self)
        self.state = WindowState(home, self)
        self.work = JobController(home, self.settings, self)
        self.window = MainWindow(self.work, self.settings, self.notices, self.state)
        self._help: HelpController | None = None
        self._windows: dict[type[QWidget], QWidget] = {}
        self._cluster: ClusterController | None = None
        self._ray_installer: RayInstaller | None = None
        self._engines: EngineIntegration | None = None
        self._batches = BatchController(
            self.window, self.work, home=home, state=self.state, open_window=self._open
        )
        self._profiles: ProfileService | None = None
        self._card_watch: CardsStateProvider | None = None
        self._engine_at_work: EngineName | None = None
        """What works where the engine that was meant to has not been seen to work yet."""
        self._exit_code: int | None = None
        self._exit: asyncio.Event | None = None
        self._gone: asyncio.Event | None = None
        self._connect()
        self.notices.install()

    def show(self) -> None:
        """Put the window on the screen."""
        self._app.setWindowIcon(icon(Glyph.HEADFRAME, "", size=64))
        self.window.show()
        QCoreApplication.processEvents()

    async def live(self, paths: Sequence[Path]) -> int:
        """Work until the end is asked for, then end everything in order. The exit code."""
        import asyncio  # late, as much else: the window is on the screen before

        from gui.cards.controller import CardController
        from gui.desktop.integration import DesktopIntegration
        from gui.desktop.when_done import WhenDoneController
        from gui.engines.integration import EngineIntegration
        from gui.help.controller import HelpController
        from gui.profiles.controller import ProfileController
        from gui.search.controller import SearchController
        from gui.single_instance.server import SingleInstanceServer

        self._exit, self._gone = asyncio.Event(), asyncio.Event()
        if self._exit_code is not None:
            self._exit.set()  # closed while it was starting
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.notices.in_loop)
        async with AsyncExitStack() as at_end:  # what is begun last ends first
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit, EXIT_INTERRUPTED)
                at_end.callback(loop.remove_signal_handler, number)
            at_end.push_async_callback(self._end_cluster)
            at_end.push_async_callback(self._end, self._gone)
            at_end.push_async_callback(self._end_installing)
            self._help = HelpController(self.window, self._home, self.notices)
            presence = DesktopIntegration(self._app, self.window, self.work, self.settings, self)
            at_end.callback(presence.close)
            ending = WhenDoneController(self.window, self.work, self.notices, self.state)
            ending.quit_requested.connect(self._on_closing_exit_requested)
            self.work.start()
            self.window.add(paths)
            cards = CardController(self.window, self._home, self.settings)
            at_end.push_async_callback(cards.stop)
            self._connect_cards(cards)
            cards.start()
            search = SearchController(self._home, self.window, self.work)
            at_end.callback(search.stop)
            self._start_cluster(cards)
            profiles = ProfileController(
                self.window, self.window.header.profile, self._home, self.settings, self.notices
            )
            at_end.callback(profiles.stop)
            self._connect_profiles(profiles, cards)
            self._engines = EngineIntegration(
                self.window, self._home, os.environ, self.state, self.notices, self._open, self
            )
            self._engines.chosen.connect(self.work.engines_changed)
            self.work.jobs_changed.connect(self._engines.take_update)
            if self._cluster is not None:
                self._cluster.hosts_read.connect(self._engines.show_hosts)
            cards.test_requested.connect(self._engines.test_on)
            server = SingleInstanceServer(self._home, self)
            at_end.callback(server.close)
            server.knocked.connect(self._on_server_knocked)
            at_end.callback(self.window.hide)
            await self._exit.wait()
        return self._exit_code or 0

    def exit(self, code: int = 0) -> None:
        """End without asking the user. GUI thread."""
        if self._exit_code is None:
            self._exit_code = code
        if self._exit is not None:
            self._exit.set()

    # Inside -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window = self.window
        window.closing.exit_requested.connect(self._on_closing_exit_requested)
        self._batches.engines_requested.connect(self._on_engines_requested)
        window.settings_requested.connect(self._on_window_settings_requested)
        window.engines_requested.connect(self._on_engines_requested)
        window.cluster_requested.connect(self._on_window_cluster_requested)
        window.log_requested.connect(self._on_window_log_requested)
        window.worker_log_requested.connect(self._on_window_worker_log_requested)
        window.about_requested.connect(self._on_window_about_requested)
        self.work.cards_assigned.connect(self._on_work_cards_assigned)
        self.work.worker_changed.connect(self._on_work_worker_changed)
        self.settings.observe(LANGUAGE, self._on_language_changed)
        self.work.stopped.connect(self._on_work_stopped)
        self._app.commitDataRequest.connect(self._on_app_commit_data_request)

    def _connect_cards(self, cards: CardController) -> None:
        from gui.cards.card_order import CardArrangement

        self._card_watch = self.window.card_watch = self._batches.card_watch = cards.watch
        cards.watch.set_arrangement(CardArrangement.from_text(self.state.text(CARD_LIST)))
        cards.watch.arrangement_changed.connect(self._on_watch_arrangement_changed)
        self.window.set_card_strip(cards.strip)
        self.window.cards_requested.connect(cards.choose)
        self.work.cards_assigned.connect(cards.set_assignment)
        self.work.worker_changed.connect(cards.worker_is)
        self.work.job_started.connect(cards.job_started)
        self.work.card_reported.connect(cards.card_news)
        cards.not_kept.connect(self._on_choice_not_kept)

    def _on_watch_arrangement_changed(self, arrangement: CardArrangement) -> None:
        self.state.keep(CARD_LIST, arrangement.to_text())

    def _start_cluster(self, cards: CardController) -> None:
        from gui.cluster.controller import ClusterController
        from gui.cluster.ray_installer import RayInstaller

        cluster = self._cluster = ClusterController(
            self.work.cluster, self._home, self.settings, parent=self
        )
        self._ray_installer = RayInstaller(self._home, parent=self)
        cluster.changed.connect(self._show_cluster)
        cluster.serve(self.work, cards)
        cluster.not_kept.connect(self._on_choice_not_kept)
        cluster.connect_at_start()

    async def _end_cluster(self) -> None:
        if self._ray_installer is not None:
            self._ray_installer.cancel()
        if self._cluster is not None:
            await self._cluster.stop()

    def _connect_profiles(self, profiles: ProfileController, cards: CardController) -> None:
        self._profiles = self._batches.profiles = profiles.profiles
        self.window.profiles_requested.connect(profiles.open)
        cards.watch.changed.connect(self._on_watch_changed)

    def _on_watch_changed(self, board: CardsState) -> None:
        if self._profiles is not None and board.snapshot is not None:
            self._profiles.set_cards([card.key for card in board.cards])

    def _on_choice_not_kept(self, why: str) -> None:
        self.notices.show(
            lambda: self.tr(
                "The choice of cards holds until the end; it cannot be written: {why}."
            ).format(why=why),
            Severity.WARNING,
        )

    def _on_closing_exit_requested(self) -> None:
        self.exit()

    def _on_app_commit_data_request(self, _manager: QSessionManager) -> None:
        # Without a question: what runs is queued again, and carries on next time.
        self.state.write()
        self.exit()

    def _on_server_knocked(self, paths: Sequence[Path], token: str) -> None:
        self.window.come_forward(token)
        self.window.add(paths)

    def _on_work_stopped(self) -> None:
        if self._gone is not None:
            self._gone.set()

    async def _end(self, gone: asyncio.Event) -> None:
        """Intake, children, threads; then the window."""
        import asyncio

        from core.jobs.execution.control import StopMode

        if self._help is not None:
            self._help.close()
        for widget in self._windows.values():
            widget.close()
        self._batches.close()
        self.work.stop(StopMode.NOW)
        try:
            async with asyncio.timeout(END_WITHIN_S):
                await gone.wait()
        except TimeoutError:
            self._give_up()
        self.window.shut_down()
        self.state.write()
        self.notices.uninstall()
        self._theme.close()
        self._language.close()
        for widget in (*self._windows.values(), self.window):
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    async def _end_installing(self) -> None:
        if self._engines is not None:
            await self._engines.stop()

    def _give_up(self) -> None:
        """A thread hangs, in a driver or on a dead drive: end all the same; the queue is safe."""
        frames = sys._current_frames().values()
        stacks = ["".join(traceback.format_stack(frame)) for frame in frames]
        log.error("threads did not end in time:\n%s", "\n".join(stacks))
        self.state.write()
        logging.shutdown()
        os._exit(self._exit_code or 0)

    # Other windows, loaded when they are first wanted -------------------------------------------

    def _on_window_settings_requested(self) -> None:
        from gui.settings.dialog import SettingsDialog

        self._open(
            SettingsDialog,
            lambda: SettingsDialog(
                self.settings, self.notices, self.window, watch=self._card_watch
            ),
        )

    def _on_engines_requested(self) -> None:
        if self._engines is not None:  # else it is still starting: what it asks for needs the loop
            self._engines.open()

    def _on_window_cluster_requested(self) -> None:
        from gui.cluster.dialog import ClusterDialog

        cluster, installer = self._cluster, self._ray_installer
        if cluster is not None and installer is not None:  # else: still starting
            settings, window = self.settings, self.window
            self._open(ClusterDialog, lambda: ClusterDialog(cluster, installer, settings, window))

    def _on_window_log_requested(self) -> None:
        from gui.window.log_window import LogWindow

        self._open(LogWindow, lambda: LogWindow(self._home, self.window))

    def _on_window_worker_log_requested(self, card_key: str) -> None:
        from gui.window.log_window import LogWindow

        self._on_window_log_requested()
        shown = self._windows[LogWindow]
        if isinstance(shown, LogWindow):
            shown.show_file(logs_folder(self._home) / worker_log_name(card_key))

    def _on_window_about_requested(self) -> None:
        from gui.help.about import AboutDialog

        self._open(AboutDialog, lambda: AboutDialog(self.window))

    def _open(self, kind: type[QWidget], make: Callable[[], QWidget]) -> None:
        widget = self._windows.get(kind)
        if widget is not None and not widget.isVisible():
            widget.move(widget.pos())  # else X11 takes its place for that of its frame: it sinks
        if widget is None:
            widget = self._windows[kind] = make()
        widget.show()
        widget.raise_()
        widget.activateWindow()

    # Words that no part of the window is the place for ------------------------------------------

    def _show_cluster(self, state: ClusterState) -> None:
        from gui.cluster.state import ClusterPhase, state_text

        is_off = state.phase is ClusterPhase.OFF
        self.window.empty.show_on_cluster(not is_off)
        why = [state.address]
        if state.problem is not None:
            why.append(tr(state.problem))
        self.window.header.cluster.show_state(
            "" if is_off else state_text(state),
            is_lost=state.phase is ClusterPhase.LOST,
            why="\n".join(why),
        )
        from gui.cluster.dialog import ClusterDialog

        dialog = self._windows.get(ClusterDialog)
        told = dialog is not None and dialog.isVisible()
        if is_off and state.problem is not None and not told:
            told_text = [part for part in (state.problem, state.hint) if part is not None]
            self.notices.show(lambda: sentences(told_text), Severity.WARNING)

    def _on_language_changed(self, _language: Language) -> None:
        if self._cluster is not None and not self._cluster.is_off:
            self._show_cluster(self._cluster.state)
        if self.work.assignment is not None:
            self._show_assignment(self.work.assignment)

    def _on_work_cards_assigned(self, assignment: CardAssignment) -> None:
        self._engine_at_work = None
        self._show_assignment(assignment)

    def _on_work_worker_changed(self, change: WorkerChanged) -> None:
        # A batch may have asked for another engine: only an unproven one can have given way to it.
        if self.work.state.engine_is_proven or change.engine in (None, self._engine_at_work):
            return
        self._engine_at_work = change.engine
        if self.work.assignment is not None:
            self._show_assignment(self.work.assignment)

    def _show_assignment(self, assignment: CardAssignment) -> None:
        state = self.work.state
        passed_over = state.skipped_engines
        title, detail = assignment_text(
            assignment,
            state.engine,
            passed_over,
            is_proven=state.engine_is_proven,
            at_work=self._engine_at_work,
        )
        self.window.header.card.set_texts(title, detail, passed_over_text(passed_over))
        self.window.status.set_cards(assignment)
