"""Everything the window can be told to do: words, icon, keys, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.icons import Glyph, icon
from gui.theme import Colours, colours_of

if TYPE_CHECKING:
    from gui.work.steps import Step


class Do(Enum):
    """The commands."""

    ADD_FILES = "add-files"
    ADD_FOLDER = "add-folder"
    CONVERT_FOLDER = "convert-folder"
    HISTORY = "history"
    OPEN_RESULT = "open-result"
    PASTE = "paste"
    OPEN_SETTINGS = "settings"
    OPEN_ENGINES = "engines"
    PROFILES = "profiles"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    CANCEL = "cancel"
    RETRY = "retry"
    NEXT = "next"
    PAUSE = "pause"
    RESUME = "resume"
    PAUSE_ALL = "pause-all"
    """Let everything rest, or go on: whichever is not so."""
    RETRY_FAILED = "retry-failed"
    REMOVE = "remove"
    CLEAR_FINISHED = "clear-finished"
    SELECT_ALL = "select-all"
    FIND = "find"
    READ = "read"
    OPEN_FOLDER = "open-folder"
    OPEN_SOURCE = "open-source"
    COPY_MARKDOWN = "copy-markdown"
    SAVE_AS = "save-as"
    SHOW_LOG = "show-log"
    SHOW_PREVIEW = "show-preview"
    PREVIEW_BELOW = "preview-below"
    ABOUT = "about"


@dataclass(frozen=True)
class _Look:
    glyph: Glyph | None = None
    keys: tuple[str | QKeySequence.StandardKey, ...] = ()


_LOOKS = {
    Do.ADD_FILES: _Look(Glyph.ADD, (QKeySequence.StandardKey.Open,)),
    Do.ADD_FOLDER: _Look(Glyph.FOLDER, ("Ctrl+Shift+O",)),
    Do.CONVERT_FOLDER: _Look(Glyph.BATCH, ("Ctrl+Shift+N",)),
    Do.HISTORY: _Look(Glyph.LOG, ("Ctrl+H",)),
    Do.OPEN_RESULT: _Look(Glyph.PREVIEW),
    Do.PASTE: _Look(None, (QKeySequence.StandardKey.Paste,)),
    Do.OPEN_SETTINGS: _Look(Glyph.SETTINGS, ("Ctrl+,",)),
    Do.OPEN_ENGINES: _Look(Glyph.ENGINE),
    Do.PROFILES: _Look(Glyph.PROFILE, ("Ctrl+Shift+L",)),
    Do.QUIT: _Look(None, ("Ctrl+Q",)),
    Do.UNDO: _Look(Glyph.UNDO, (QKeySequence.StandardKey.Undo,)),
    Do.REDO: _Look(Glyph.REDO, (QKeySequence.StandardKey.Redo,)),
    Do.CANCEL: _Look(Glyph.STOP, ("Ctrl+.",)),
    Do.RETRY: _Look(Glyph.RETRY, ("Ctrl+R", "F5")),
    Do.NEXT: _Look(None, ("Ctrl+Up",)),
    Do.PAUSE: _Look(Glyph.PAUSE, ("Ctrl+Shift+P",)),
    Do.RESUME: _Look(Glyph.PLAY, ("Ctrl+Shift+G",)),
    Do.PAUSE_ALL: _Look(Glyph.PAUSE, ("Ctrl+Alt+P", "Pause")),
    Do.RETRY_FAILED: _Look(None, ("Ctrl+Shift+R",)),
    Do.REMOVE: _Look(Glyph.TRASH, (QKeySequence.StandardKey.Delete,)),
    Do.CLEAR_FINISHED: _Look(None, ("Ctrl+Shift+Del",)),
    Do.SELECT_ALL: _Look(None, (QKeySequence.StandardKey.SelectAll,)),
    Do.FIND: _Look(Glyph.SEARCH, (QKeySequence.StandardKey.Find,)),
    Do.READ: _Look(Glyph.PREVIEW),
    Do.OPEN_FOLDER: _Look(Glyph.FOLDER_OPEN, ("Ctrl+Shift+E",)),
    Do.OPEN_SOURCE: _Look(Glyph.DOCUMENT),
    Do.COPY_MARKDOWN: _Look(Glyph.COPY, ("Ctrl+Shift+C",)),
    Do.SAVE_AS: _Look(Glyph.EXPORT),
    Do.SHOW_LOG: _Look(Glyph.LOG, ("Ctrl+L",)),
    Do.SHOW_PREVIEW: _Look(Glyph.PREVIEW, ("F9",)),
    Do.PREVIEW_BELOW: _Look(None, ("Shift+F9",)),
    Do.ABOUT: _Look(Glyph.HEADFRAME),
}


OF_ROWS = frozenset(
    {
        Do.UNDO,
        Do.REDO,
        Do.CANCEL,
        Do.RETRY,
        Do.NEXT,
        Do.PAUSE,
        Do.RESUME,
        Do.RETRY_FAILED,
        Do.REMOVE,
        Do.CLEAR_FINISHED,
        Do.SELECT_ALL,
        Do.READ,
        Do.OPEN_FOLDER,
        Do.OPEN_SOURCE,
        Do.COPY_MARKDOWN,
        Do.SAVE_AS,
    }
)
"""They cannot be given before there are rows (`gui.window.commands`)."""


class Actions(QObject):
    """One QAction a command."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._colours: Colours | None = None
        self._all: dict[Do, QAction] = {}
        self._steps: dict[Do, Step] = {}
        for do, look in _LOOKS.items():
            action = QAction(window)
            action.setObjectName(do.value)
            if look.keys:
                action.setShortcuts([QKeySequence(key) for key in look.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setIconVisibleInMenu(look.glyph is not None)
            action.setEnabled(do not in OF_ROWS)
            self._all[do] = action
            window.addAction(action)
        for do in (Do.SHOW_PREVIEW, Do.PREVIEW_BELOW):
            self._all[do].setCheckable(True)
            self._all[do].setIconVisibleInMenu(False)
        self._resting = False
        self._all[Do.PAUSE_ALL].setEnabled(False)  # until the queue has been read
        self.retranslate()

    def __getitem__(self, do: Do) -> QAction:
        return self._all[do]

    def on(self, do: Do, slot: Callable[..., None] | SignalInstance) -> None:
        """``slot``: a bound method of an object of the GUI thread, or its signal."""
        self._all[do].triggered.connect(slot)

    def offer(self, undo: Step | None, redo: Step | None) -> None:
        """What can be taken back now, and what done once more: the words say it."""
        steps = {Do.UNDO: undo, Do.REDO: redo}
        now = {do: step for do, step in steps.items() if step is not None}
        if now == self._steps:
            return
        self._steps = now
        for do in steps:
            self._all[do].setEnabled(do in now)
            self._name(do)

    def show_resting(self, resting: bool) -> None:
        """Everything rests, or goes on."""
        self._resting = resting
        action = self._all[Do.PAUSE_ALL]
        action.setEnabled(True)
        self._name(Do.PAUSE_ALL)
        if self._colours is not None:
            glyph = Glyph.PLAY if resting else Glyph.PAUSE
            action.setIcon(icon(glyph, self._colours.muted, self._colours.faint))

    def dress(self) -> None:
        """Give every command its icon, before a menu shows it: not before, there are many."""
        colours = colours_of(self._window.palette())
        if colours is self._colours:
            return
        self._colours = colours
        for do, look in _LOOKS.items():
            if look.glyph is not None:
                self._all[do].setIcon(icon(look.glyph, colours.muted, colours.faint))
        if self._resting:
            self.show_resting(True)

    def retranslate(self) -> None:
        """The language has changed."""
        for do in self._all:
            self._name(do)

    def _name(self, do: Do) -> None:
        action, step = self._all[do], self._steps.get(do)
        word = _word(do) if step is None else self._word_of_step(do, step)
        if do is Do.PAUSE_ALL and self._resting:
            word = self.tr("Go on with e&verything")
        action.setText(word)
        plain = word.replace("&", "").rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({keys})" if keys else plain)

    def _word_of_step(self, do: Do, step: Step) -> str:
        from gui.work.steps import Cancelling, Moving, Removal  # late: a start undoes nothing

        match do, step:
            case Do.UNDO, Removal():
                text = self.tr("&Undo removing %n document(s)", "", step.number)
            case Do.UNDO, Cancelling():
                text = self.tr("&Undo cancelling %n document(s)", "", step.number)
            case Do.UNDO, Moving():
                text = self.tr("&Undo moving %n document(s)", "", step.number)
            case _, Removal():
                text = self.tr("Remove %n document(s) again", "", step.number)
            case _, Cancelling():
                text = self.tr("Cancel %n document(s) again", "", step.number)
            case _:
                text = self.tr("Move %n document(s) again", "", step.number)
        return text


def _word(do: Do) -> str:  # noqa: PLR0912 - one line a command
    translate = QCoreApplication.translate
    match do:
        case Do.ADD_FILES:
            return translate("Actions", "&Add PDFs…")
        case Do.ADD_FOLDER:
            return translate("Actions", "Add a &folder…")
        case Do.CONVERT_FOLDER:
            return translate("Actions", "Con&vert a folder…")
        case Do.HISTORY:
            return translate("Actions", "&Batches and history…")
        case Do.OPEN_RESULT:
            return translate("Actions", "&Open a result's folder…")
        case Do.PASTE:
            return translate("Actions", "&Paste files or paths")
        case Do.OPEN_SETTINGS:
            return translate("Actions", "&Settings…")
        case Do.OPEN_ENGINES:
            return translate("Actions", "&Engines…")
        case Do.PROFILES:
            return translate("Actions", "P&rofiles…")
        case Do.QUIT:
            return translate("Actions", "&Quit")
        case Do.UNDO:
            return translate("Actions", "&Undo")
        case Do.REDO:
            return translate("Actions", "Re&do")
        case Do.CANCEL:
            return translate("Actions", "&Cancel")
        case Do.RETRY:
            return translate("Actions", "Convert a&gain")
        case Do.NEXT:
            return translate("Actions", "Convert &next")
        case Do.PAUSE:
            return translate("Actions", "&Pause")
        case Do.RESUME:
            return translate("Actions", "G&o on")
        case Do.PAUSE_ALL:
            return translate("Actions", "Pause e&verything")
        case Do.RETRY_FAILED:
            return translate("Actions", "&All that failed")
        case Do.REMOVE:
            return translate("Actions", "&Remove from the list")
        case Do.CLEAR_FINISHED:
            return translate("Actions", "Remove all that are &done")
        case Do.SELECT_ALL:
            return translate("Actions", "Select &all")
        case Do.FIND:
            return translate("Actions", "&Search")
        case Do.READ:
            return translate("Actions", "R&ead")
        case Do.OPEN_FOLDER:
            return translate("Actions", "Open the &result's folder")
        case Do.OPEN_SOURCE:
            return translate("Actions", "Open the &PDF")
        case Do.COPY_MARKDOWN:
            return translate("Actions", "Copy as &Markdown")
        case Do.SAVE_AS:
            return translate("Actions", "&Save as")
        case Do.SHOW_LOG:
            return translate("Actions", "Show &log")
        case Do.SHOW_PREVIEW:
            return translate("Actions", "Show the &result")
        case Do.PREVIEW_BELOW:
            return translate("Actions", "Result &below the list")
        case Do.ABOUT:
            return translate("Actions", "&About Headframe")
