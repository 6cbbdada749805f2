"""The parts of the window's program, put together, kept alive, and ended in order."""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from core.jobs.orders import StopWhen
from core.paths import settings_file
from core.settings import LANGUAGE, Language, Settings
from gui.i18n import LanguageKeeper
from gui.icons import Glyph, icon
from gui.notices import Level, Notices
from gui.theme import ThemeKeeper
from gui.window.main_window import MainWindow
from gui.window.state import WindowState
from gui.words import crew_words, passed_over_words
from gui.work.work import Work

if TYPE_CHECKING:
    import asyncio

    from core.jobs.batches import NewBatch
    from core.jobs.crew import Crew
    from core.jobs.report_model import Head
    from gui.batches.folder_dialog import FolderDialog
    from gui.cards.board import Board, CardWatch
    from gui.cards.desk import CardDesk
    from gui.engines.desk import EngineDesk
    from gui.profiles.desk import ProfileDesk
    from gui.profiles.keeper import ProfileKeeper

log = logging.getLogger(__name__)
EXIT_INTERRUPTED = 130
END_WITHIN_S = 20.0
"""Children are killed within a few seconds; what still runs after this hangs in the kernel."""


class Program(QObject):
    """Lives as long as the process does."""

    def __init__(self, app: QApplication, home: Path) -> None:
        super().__init__()
        self._app = app
        self._home = home
        self.settings = Settings(settings_file(home))
        self._language = LanguageKeeper(app, self.settings)
        self._theme = ThemeKeeper(app, self.settings)
        self.notices = Notices(self)
        self.state = WindowState(home, self)
        self.work = Work(home, self.settings, self)
        self.window = MainWindow(self.work, self.settings, self.notices, self.state)
        self._windows: dict[type[QWidget], QWidget] = {}
        self._engines: EngineDesk | None = None
        self._folder: FolderDialog | None = None
        self._profiles: ProfileKeeper | None = None
        self._card_watch: CardWatch | None = None
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

        from gui.cards.desk import CardDesk
        from gui.desktop.presence import Presence
        from gui.doorman import Doorman
        from gui.profiles.desk import ProfileDesk

        self._exit, self._gone = asyncio.Event(), asyncio.Event()
        if self._exit_code is not None:
            self._exit.set()  # closed while it was starting
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.notices.in_loop)
        async with AsyncExitStack() as at_end:  # what is begun last ends first
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit, EXIT_INTERRUPTED)
                at_end.callback(loop.remove_signal_handler, number)
            at_end.push_async_callback(self._end, self._gone)
            at_end.push_async_callback(self._end_installing)
            presence = Presence(self._app, self.window, self.work, self.settings, self)
            at_end.callback(presence.close)
            self.work.start()
            self.window.add(paths)
            desk = CardDesk(self.window, self._home, self.settings)
            at_end.push_async_callback(desk.stop)
            self._connect_cards(desk)
            desk.start()
            profiles = ProfileDesk(
                self.window, self.window.header.profile, self._home, self.settings, self.notices
            )
            at_end.callback(profiles.stop)
            self._connect_profiles(profiles, desk)
            doorman = Doorman(self._home, self)
            at_end.callback(doorman.close)
            doorman.knocked.connect(self._second_start)
            at_end.callback(self.window.hide)
            await self._exit.wait()
        return self._exit_code or 0

    def exit(self, code: int = 0) -> None:
        """End, without asking anybody. GUI thread."""
        if self._exit_code is None:
            self._exit_code = code
        if self._exit is not None:
            self._exit.set()

    # Inside -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window = self.window
        window.closing.exit_wanted.connect(self._closed)
        window.folder_wanted.connect(self._open_folder_dialog)
        window.history_wanted.connect(self._open_history)
        window.settings_wanted.connect(self._open_settings)
        window.engines_wanted.connect(self._open_engines)
        window.log_wanted.connect(self._open_log)
        window.about_wanted.connect(self._open_about)
        self.work.crew_changed.connect(self._show_crew)
        self.settings.observe(LANGUAGE, self._say_crew_anew)
        self.work.gone.connect(self._work_is_gone)
        self._app.commitDataRequest.connect(self._session_ends)

    def _connect_cards(self, desk: CardDesk) -> None:
        self._card_watch = desk.watch
        self.window.set_card_strip(desk.strip)
        self.window.cards_wanted.connect(desk.choose)
        self.work.crew_changed.connect(desk.crew_is)
        self.work.worker_changed.connect(desk.worker_is)
        self.work.started.connect(desk.job_started)
        self.work.card_news.connect(desk.card_news)
        desk.not_kept.connect(self._cards_not_kept)

    def _connect_profiles(self, profiles: ProfileDesk, cards: CardDesk) -> None:
        self._profiles = profiles.keeper
        self.window.profiles_wanted.connect(profiles.open)
        cards.watch.changed.connect(self._cards_seen)

    def _cards_seen(self, board: Board) -> None:
        if self._profiles is not None and board.snapshot is not None:
            self._profiles.cards_are([card.key for card in board.cards])

    def _cards_not_kept(self, why: str) -> None:
        text = self.tr("The choice of cards holds until the end; it cannot be written: {why}.")
        self.notices.show(text.format(why=why), Level.WARNING)

    def _closed(self) -> None:
        self.exit()

    def _session_ends(self, _manager: QSessionManager) -> None:
        # Nobody is asked: what runs is queued again, and carries on next time.
        self.state.write()
        self.exit()

    def _second_start(self, paths: Sequence[Path], token: str) -> None:
        self.window.come_forward(token)
        self.window.add(paths)

    def _work_is_gone(self) -> None:
        if self._gone is not None:
            self._gone.set()

    async def _end(self, gone: asyncio.Event) -> None:
        """Intake, children, threads; then the window."""
        import asyncio

        for widget in self._windows.values():
            widget.close()
        if self._folder is not None:
            self._folder.reject()
        self.work.leave(StopWhen.NOW)
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

    def _open_folder_dialog(self) -> None:
        self._folder_dialog().show()

    def _convert_again(self, head: Head) -> None:
        """With the choices of an earlier batch, to be changed or begun."""
        dialog = self._folder_dialog()
        dialog.fill(self._once_more(head))
        dialog.show()

    def _convert_failed(self, head: Head, failed: frozenset[Path]) -> None:
        """The same at once, of what failed."""
        self.work.begin(replace(self._once_more(head), only=failed, retry_of=head.id))

    def _once_more(self, head: Head) -> NewBatch:
        from core.jobs.batches import NewBatch
        from core.jobs.folder_rules import FolderRules

        return NewBatch(
            name=head.name,
            sources=tuple(map(Path, head.sources)),
            out=None if head.out is None else Path(head.out),
            options=head.options or self.settings.convert_options(),
            rules=head.rules or FolderRules(),
            cards=head.cards,
            profile=head.profile,
        )

    def _folder_dialog(self) -> FolderDialog:
        from gui.batches.folder_dialog import FolderDialog

        if self._folder is not None:
            self._folder.raise_()
            self._folder.activateWindow()
            return self._folder
        dialog = self._folder = FolderDialog(
            self._home,
            self.settings,
            self.state,
            keeper=self._profiles,
            watch=self._card_watch,
            parent=self.window,
        )
        dialog.begun.connect(self.work.begin)
        dialog.engines_wanted.connect(self._open_engines)
        dialog.finished.connect(self._folder_dialog_over)
        return dialog

    def _folder_dialog_over(self) -> None:
        if self._folder is not None:
            self._folder.deleteLater()
            self._folder = None

    def _open_history(self) -> None:
        from gui.batches.history_dialog import HistoryDialog

        self._open(HistoryDialog, self._make_history)

    def _make_history(self) -> QWidget:
        from gui.batches.history_dialog import HistoryDialog
        from gui.batches.live import LiveBatches

        live = LiveBatches(self.work, self.window.counts_of, self)
        made = HistoryDialog(self._home, self.state, live, self.window)
        made.read_wanted.connect(self.window.readers.open)
        made.commands.again_wanted.connect(self._convert_again)
        made.commands.failed_wanted.connect(self._convert_failed)
        return made

    def _open_settings(self) -> None:
        from gui.window.settings_dialog import SettingsDialog

        self._open(SettingsDialog, lambda: SettingsDialog(self.settings, self.notices, self.window))

    def _open_engines(self) -> None:
        from gui.engines.desk import EngineDesk
        from gui.engines.dialog import EnginesDialog

        if self._exit is None:
            return  # still starting: what it asks for needs the loop
        if self._engines is None:
            self._engines = EngineDesk(self._home, parent=self)
            self._engines.chosen.connect(self.work.engines_changed)
        desk = self._engines
        self._open(EnginesDialog, lambda: EnginesDialog(desk, self.window))

    def _open_log(self) -> None:
        from gui.window.log_window import LogWindow

        self._open(LogWindow, lambda: LogWindow(self._home, self.window))

    def _open_about(self) -> None:
        from gui.window.about import About

        self._open(About, lambda: About(self.window))

    def _open(self, kind: type[QWidget], make: Callable[[], QWidget]) -> None:
        widget = self._windows.get(kind)
        if widget is None:
            widget = self._windows[kind] = make()
        widget.show()
        widget.raise_()
        widget.activateWindow()

    # Words that no part of the window is the place for ------------------------------------------

    def _say_crew_anew(self, _language: Language) -> None:
        if self.work.crew is not None:
            self._show_crew(self.work.crew)

    def _show_crew(self, crew: Crew) -> None:
        passed_over = self.work.passed_over
        title, detail = crew_words(crew, self.work.engine, passed_over)
        self.window.header.card.tell(title, detail, passed_over_words(passed_over))
        self.window.status.cards_are(crew)
