"""The menu bar and the menu of a row, made of the window's actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.worker.kinds import FailureKind
from gui.labels import failure_label
from gui.table.status_counts import StatusCounts
from gui.window.actions import Actions, Command

FILE = (
    Command.ADD_FILES,
    Command.ADD_FOLDER,
    Command.CONVERT_FOLDER,
    Command.PASTE,
    None,
    Command.OPEN_RESULT,
    Command.SEARCH_RESULTS,
    Command.HISTORY,
    None,
    Command.OPEN_SETTINGS,
    Command.PROFILES,
    Command.OPEN_ENGINES,
    Command.CLUSTER,
    None,
    Command.QUIT,
)
EDIT = (
    Command.UNDO,
    Command.REDO,
    None,
    Command.PAUSE_ALL,
    None,
    Command.NEXT,
    Command.PAUSE,
    Command.RESUME,
    Command.CANCEL,
    Command.RETRY,
    Command.CONVERT_WITH,
    None,
    Command.REMOVE,
    Command.CLEAR_FINISHED,
    None,
    Command.SELECT_ALL,
    Command.FIND,
)
RESULT = (
    Command.READ,
    Command.OPEN_FOLDER,
    Command.OPEN_SOURCE,
    Command.COPY_MARKDOWN,
    Command.SAVE_AS,
    None,
    Command.SHOW_WORKER_LOG,
)
VIEW = (
    Command.SHOW_RUNNING,
    Command.HIDE_FINISHED,
    Command.GROUP_BY_BATCH,
    None,
    Command.SHOW_PREVIEW,
    Command.PREVIEW_BELOW,
)
HELP = (
    Command.SHORTCUTS,
    Command.MANUAL,
    None,
    Command.SHOW_LOG,
    Command.REPORT_PROBLEM,
    Command.COPY_VERSIONS,
    None,
    Command.ABOUT,
)
ROW = (
    Command.READ,
    Command.OPEN_FOLDER,
    Command.OPEN_SOURCE,
    Command.COPY_MARKDOWN,
    Command.SAVE_AS,
    None,
    Command.NEXT,
    Command.PAUSE,
    Command.RESUME,
    Command.CANCEL,
    Command.RETRY,
    Command.CONVERT_WITH,
    Command.REMOVE,
    None,
    Command.SHOW_WORKER_LOG,
)


TOOLS = (
    Command.CANCEL,
    Command.RETRY,
    Command.REMOVE,
    None,
    Command.OPEN_FOLDER,
    Command.COPY_MARKDOWN,
)
"""For the chosen rows, as buttons in the header."""


def fill_menu(menu: QMenu, actions: Actions, commands: tuple[Command | None, ...]) -> QMenu:
    """Put commands into a menu; ``None`` is a line."""
    menu.aboutToShow.connect(actions.set_icons)
    for do in commands:
        if do is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[do])
    return menu


class RetryMenu(QMenu):
    """Convert again what failed: all of it, or what failed for one reason."""

    requested = Signal(object)
    """The :class:`FailureKind`."""

    def __init__(
        self, every: QAction, kinds: Callable[[], Mapping[FailureKind, int]], parent: QWidget
    ) -> None:
        """``every``: converts again all that failed; ``kinds``: how many failed for each reason."""
        super().__init__(parent)
        self._kinds = kinds
        self.addAction(every)
        self.addSeparator()
        self._first = len(self.actions())
        self.aboutToShow.connect(self._on_about_to_show)
        self.triggered.connect(self._on_triggered)

    def update_enabled(self) -> None:
        """Only where something has failed."""
        self.menuAction().setEnabled(bool(self._failed()))

    def retranslate(self) -> None:
        """The language has changed."""
        self.setTitle(QCoreApplication.translate("MenuBar", "Convert &failed again"))

    def _on_about_to_show(self) -> None:
        for action in self.actions()[self._first :]:
            self.removeAction(action)
            action.deleteLater()
        for kind, count in self._failed().most_common():
            self.addAction(f"{failure_label(kind)}  ({count:n})").setData(kind.value)

    def _failed(self) -> Counter[FailureKind]:
        kinds = self._kinds().items()
        return Counter({k: n for k, n in kinds if n > 0 and k is not FailureKind.CANCELLED})

    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.requested.emit(FailureKind(action.data()))


class MenuBar(QMenuBar):
    """File, Edit, Result, View, Help."""

    def __init__(self, actions: Actions, counts: Callable[[], StatusCounts]) -> None:
        """``counts``: of what the list is about."""
        super().__init__()
        self._menus = [
            fill_menu(self.addMenu(""), actions, commands)
            for commands in (FILE, EDIT, RESULT, VIEW, HELP)
        ]
        self.view_menu = self._menus[3]
        edit = self._menus[1]
        self.again = RetryMenu(actions[Command.RETRY_FAILED], lambda: counts().kinds, edit)
        edit.insertMenu(edit.actions()[EDIT.index(Command.RETRY) + 1], self.again)
        edit.aboutToShow.connect(self.again.update_enabled)
        self.retranslate()

    def retranslate(self) -> None:
        """The language has changed."""
        translate = QCoreApplication.translate
        titles = (
            translate("MenuBar", "&File"),
            translate("MenuBar", "&Edit"),
            translate("MenuBar", "&Result"),
            translate("MenuBar", "&View"),
            translate("MenuBar", "&Help"),
        )
        for menu, title in zip(self._menus, titles, strict=True):
            menu.setTitle(title)
        self.again.retranslate()
