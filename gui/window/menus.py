"""The menu bar and the menu of a row, made of the window's actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.worker.protocol import FailureKind
from gui.table.tally import Counts
from gui.window.actions import Actions, Do
from gui.words import failure_word

FILE = (
    Do.ADD_FILES,
    Do.ADD_FOLDER,
    Do.CONVERT_FOLDER,
    Do.PASTE,
    None,
    Do.OPEN_RESULT,
    Do.HISTORY,
    None,
    Do.OPEN_SETTINGS,
    Do.PROFILES,
    Do.OPEN_ENGINES,
    None,
    Do.QUIT,
)
EDIT = (
    Do.UNDO,
    Do.REDO,
    None,
    Do.PAUSE_ALL,
    None,
    Do.NEXT,
    Do.PAUSE,
    Do.RESUME,
    Do.CANCEL,
    Do.RETRY,
    None,
    Do.REMOVE,
    Do.CLEAR_FINISHED,
    None,
    Do.SELECT_ALL,
    Do.FIND,
)
RESULT = (Do.READ, Do.OPEN_FOLDER, Do.OPEN_SOURCE, Do.COPY_MARKDOWN, Do.SAVE_AS)
VIEW = (Do.SHOW_PREVIEW, Do.PREVIEW_BELOW)
HELP = (Do.SHOW_LOG, None, Do.ABOUT)
ROW = (
    Do.READ,
    Do.OPEN_FOLDER,
    Do.OPEN_SOURCE,
    Do.COPY_MARKDOWN,
    Do.SAVE_AS,
    None,
    Do.NEXT,
    Do.PAUSE,
    Do.RESUME,
    Do.CANCEL,
    Do.RETRY,
    Do.REMOVE,
    None,
    Do.SHOW_LOG,
)


TOOLS = (Do.CANCEL, Do.RETRY, Do.REMOVE, None, Do.OPEN_FOLDER, Do.COPY_MARKDOWN)
"""For the chosen rows, as buttons in the header."""


def fill_menu(menu: QMenu, actions: Actions, commands: tuple[Do | None, ...]) -> QMenu:
    """Put commands into a menu; ``None`` is a line."""
    menu.aboutToShow.connect(actions.dress)
    for do in commands:
        if do is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[do])
    return menu


class RetryMenu(QMenu):
    """Convert again what failed: all of it, or what failed for one reason."""

    wanted = Signal(object)
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
        self.aboutToShow.connect(self._offer)
        self.triggered.connect(self._choose)

    def look(self) -> None:
        """Is there anything that failed?"""
        self.menuAction().setEnabled(bool(self._failed()))

    def retranslate(self) -> None:
        """The language has changed."""
        self.setTitle(QCoreApplication.translate("MenuBar", "Convert &failed again"))

    def _offer(self) -> None:
        for action in self.actions()[self._first :]:
            self.removeAction(action)
            action.deleteLater()
        for kind, count in self._failed().most_common():
            self.addAction(f"{failure_word(kind)}  ({count:n})").setData(kind.value)

    def _failed(self) -> Counter[FailureKind]:
        kinds = self._kinds().items()
        return Counter({k: n for k, n in kinds if n > 0 and k is not FailureKind.CANCELLED})

    def _choose(self, action: QAction) -> None:
        if action.data():
            self.wanted.emit(FailureKind(action.data()))


class MenuBar(QMenuBar):
    """File, Edit, Result, View, Help."""

    def __init__(self, actions: Actions, counts: Callable[[], Counts]) -> None:
        """``counts``: of what the list is about."""
        super().__init__()
        self._menus = [
            fill_menu(self.addMenu(""), actions, commands)
            for commands in (FILE, EDIT, RESULT, VIEW, HELP)
        ]
        self.view_menu = self._menus[3]
        edit = self._menus[1]
        self.again = RetryMenu(actions[Do.RETRY_FAILED], lambda: counts().kinds, edit)
        edit.insertMenu(edit.actions()[EDIT.index(Do.RETRY) + 1], self.again)
        edit.aboutToShow.connect(self.again.look)
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
