"""The menu bar and the menu of a row, made of the window's actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.window.actions import Actions, Do

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
    Do.OPEN_ENGINES,
    None,
    Do.QUIT,
)
EDIT = (
    Do.UNDO,
    Do.REDO,
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


class MenuBar(QMenuBar):
    """File, Edit, Result, View, Help."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._menus = [
            fill_menu(self.addMenu(""), actions, commands)
            for commands in (FILE, EDIT, RESULT, VIEW, HELP)
        ]
        self.view_menu = self._menus[3]
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
