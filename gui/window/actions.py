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
from gui.widgets.mnemonics import without_mnemonic

if TYPE_CHECKING:
    from core.session.undo_stack import UndoableAction


class Command(Enum):
    """The commands."""

    ADD_FILES = "add-files"
    ADD_FOLDER = "add-folder"
    CONVERT_FOLDER = "convert-folder"
    HISTORY = "history"
    SEARCH_RESULTS = "search-results"
    OPEN_RESULT = "open-result"
    PASTE = "paste"
    OPEN_SETTINGS = "settings"
    OPEN_ENGINES = "engines"
    CLUSTER = "cluster"
    PROFILES = "profiles"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    CANCEL = "cancel"
    RETRY = "retry"
    CONVERT_WITH = "convert-with"
    """Convert again with other settings, or change those of what waits."""
    NEXT = "next"
    PAUSE = "pause"
    RESUME = "resume"
    PAUSE_ALL = "pause-all"
    """Pause everything, or go on: whichever is not so."""
    RETRY_FAILED = "retry-failed"
    REMOVE = "remove"
    CLEAR_FINISHED = "clear-finished"
    SELECT_ALL = "select-all"
    SHOW_RUNNING = "show-running"
    FIND = "find"
    READ = "read"
    OPEN_FOLDER = "open-folder"
    OPEN_SOURCE = "open-source"
    COPY_MARKDOWN = "copy-markdown"
    SAVE_AS = "save-as"
    SHORTCUTS = "shortcuts"
    MANUAL = "manual"
    SHOW_LOG = "show-log"
    HIDE_FINISHED = "hide-finished"
    GROUP_BY_BATCH = "group-by-batch"
    SHOW_WORKER_LOG = "show-worker-log"
    SHOW_PREVIEW = "show-preview"
    PREVIEW_BELOW = "preview-below"
    REPORT_PROBLEM = "report-problem"
    COPY_VERSIONS = "copy-versions"
    ABOUT = "about"


@dataclass(frozen=True)
class _ActionSpec:
    glyph: Glyph | None = None
    keys: tuple[str | QKeySequence.StandardKey, ...] = ()


_STYLES = {
    Command.ADD_FILES: _ActionSpec(Glyph.ADD, (QKeySequence.StandardKey.Open,)),
    Command.ADD_FOLDER: _ActionSpec(Glyph.FOLDER, ("Ctrl+Shift+O",)),
    Command.CONVERT_FOLDER: _ActionSpec(Glyph.BATCH, ("Ctrl+Shift+N",)),
    Command.HISTORY: _ActionSpec(Glyph.LOG, ("Ctrl+H",)),
    Command.SEARCH_RESULTS: _ActionSpec(Glyph.SEARCH, ("Ctrl+Shift+F",)),
    Command.OPEN_RESULT: _ActionSpec(Glyph.PREVIEW),
    Command.PASTE: _ActionSpec(None, (QKeySequence.StandardKey.Paste,)),
    Command.OPEN_SETTINGS: _ActionSpec(Glyph.SETTINGS, ("Ctrl+,",)),
    Command.OPEN_ENGINES: _ActionSpec(Glyph.ENGINE),
    Command.CLUSTER: _ActionSpec(Glyph.CLUSTER),
    Command.PROFILES: _ActionSpec(Glyph.PROFILE, ("Ctrl+Shift+L",)),
    Command.QUIT: _ActionSpec(None, ("Ctrl+Q",)),
    Command.UNDO: _ActionSpec(Glyph.UNDO, (QKeySequence.StandardKey.Undo,)),
    Command.REDO: _ActionSpec(Glyph.REDO, (QKeySequence.StandardKey.Redo,)),
    Command.CANCEL: _ActionSpec(Glyph.STOP, ("Ctrl+.",)),
    Command.RETRY: _ActionSpec(Glyph.RETRY, ("Ctrl+R", "F5")),
    Command.CONVERT_WITH: _ActionSpec(Glyph.SETTINGS, ("Alt+Return", "Alt+Enter")),
    Command.NEXT: _ActionSpec(None, ("Ctrl+Up",)),
    Command.PAUSE: _ActionSpec(Glyph.PAUSE, ("Ctrl+Shift+P",)),
    Command.RESUME: _ActionSpec(Glyph.PLAY, ("Ctrl+Shift+G",)),
    Command.PAUSE_ALL: _ActionSpec(Glyph.PAUSE, ("Ctrl+Alt+P", "Pause")),
    Command.RETRY_FAILED: _ActionSpec(None, ("Ctrl+Shift+R",)),
    Command.REMOVE: _ActionSpec(Glyph.TRASH, (QKeySequence.StandardKey.Delete,)),
    Command.CLEAR_FINISHED: _ActionSpec(None, ("Ctrl+Shift+Del",)),
    Command.SELECT_ALL: _ActionSpec(None, (QKeySequence.StandardKey.SelectAll,)),
    Command.SHOW_RUNNING: _ActionSpec(Glyph.RUNNING, ("Ctrl+J",)),
    Command.FIND: _ActionSpec(Glyph.SEARCH, (QKeySequence.StandardKey.Find,)),
    Command.READ: _ActionSpec(Glyph.PREVIEW),
    Command.OPEN_FOLDER: _ActionSpec(Glyph.FOLDER_OPEN, ("Ctrl+Shift+E",)),
    Command.OPEN_SOURCE: _ActionSpec(Glyph.DOCUMENT),
    Command.COPY_MARKDOWN: _ActionSpec(Glyph.COPY, ("Ctrl+Shift+C",)),
    Command.SAVE_AS: _ActionSpec(Glyph.EXPORT),
    Command.SHORTCUTS: _ActionSpec(None, ("F1", "?")),
    Command.MANUAL: _ActionSpec(Glyph.DOCUMENT, ("Shift+F1",)),
    Command.SHOW_LOG: _ActionSpec(Glyph.LOG, ("Ctrl+L",)),
    Command.HIDE_FINISHED: _ActionSpec(None, ("Ctrl+Shift+H",)),
    Command.GROUP_BY_BATCH: _ActionSpec(None, ("Ctrl+Shift+B",)),
    Command.SHOW_WORKER_LOG: _ActionSpec(Glyph.LOG, ("Ctrl+Shift+W",)),
    Command.SHOW_PREVIEW: _ActionSpec(Glyph.PREVIEW, ("F9",)),
    Command.PREVIEW_BELOW: _ActionSpec(None, ("Shift+F9",)),
    Command.REPORT_PROBLEM: _ActionSpec(),
    Command.COPY_VERSIONS: _ActionSpec(Glyph.COPY),
    Command.ABOUT: _ActionSpec(Glyph.HEADFRAME),
}


OF_ROWS = frozenset(
    {
        Command.UNDO,
        Command.REDO,
        Command.CANCEL,
        Command.RETRY,
        Command.CONVERT_WITH,
        Command.NEXT,
        Command.PAUSE,
        Command.RESUME,
        Command.RETRY_FAILED,
        Command.REMOVE,
        Command.CLEAR_FINISHED,
        Command.SELECT_ALL,
        Command.SHOW_RUNNING,
        Command.READ,
        Command.OPEN_FOLDER,
        Command.OPEN_SOURCE,
        Command.COPY_MARKDOWN,
        Command.SAVE_AS,
        Command.SHOW_WORKER_LOG,
    }
)
"""They cannot be given before there are rows (`gui.window.commands`)."""


CHECKED = (
    Command.HIDE_FINISHED,
    Command.GROUP_BY_BATCH,
    Command.SHOW_PREVIEW,
    Command.PREVIEW_BELOW,
)
"""They are so, or not so."""


class Actions(QObject):
    """One QAction a command."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._colours: Colours | None = None
        self._all: dict[Command, QAction] = {}
        self._steps: dict[Command, UndoableAction] = {}
        for do, look in _STYLES.items():
            action = QAction(window)
            action.setObjectName(do.value)
            if look.keys:
                action.setShortcuts([QKeySequence(key) for key in look.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setIconVisibleInMenu(look.glyph is not None)
            action.setEnabled(do not in OF_ROWS)
            self._all[do] = action
            window.addAction(action)
        for do in CHECKED:
            self._all[do].setCheckable(True)
            self._all[do].setIconVisibleInMenu(False)
        self._paused = False
        self._waiting = False
        """All that is selected waits."""
        self._all[Command.PAUSE_ALL].setEnabled(False)  # until the queue has been read
        self.retranslate()

    def __getitem__(self, do: Command) -> QAction:
        return self._all[do]

    def on(self, do: Command, slot: Callable[..., None] | SignalInstance) -> None:
        """``slot``: a bound method of an object of the GUI thread, or its signal."""
        self._all[do].triggered.connect(slot)

    def keep_keys_in(self, widget: QWidget, do: Command) -> None:
        """Let the keys of a command hold only while the focus is in that widget."""
        action = self._all[do]
        self._window.removeAction(action)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        widget.addAction(action)

    def offer(self, undo: UndoableAction | None, redo: UndoableAction | None) -> None:
        """What can be taken back now, and what done again: the words say it."""
        steps = {Command.UNDO: undo, Command.REDO: redo}
        now = {do: step for do, step in steps.items() if step is not None}
        if now == self._steps:
            return
        self._steps = now
        for do in steps:
            self._all[do].setEnabled(do in now)
            self._name(do)

    def show_waiting(self, waiting: bool) -> None:
        """Whether all selected documents wait: settings are changed then, else asked for again."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._name(Command.CONVERT_WITH)

    def show_paused(self, paused: bool) -> None:
        """Everything is paused, or goes on."""
        self._paused = paused
        action = self._all[Command.PAUSE_ALL]
        action.setEnabled(True)
        self._name(Command.PAUSE_ALL)
        if self._colours is not None:
            glyph = Glyph.PLAY if paused else Glyph.PAUSE
            action.setIcon(icon(glyph, self._colours.muted, self._colours.faint))

    def set_icons(self) -> None:
        """Give every command its icon, before a menu shows it: not before, there are many."""
        colours = colours_of(self._window.palette())
        if colours is self._colours:
            return
        self._colours = colours
        for do, look in _STYLES.items():
            if look.glyph is not None:
                self._all[do].setIcon(icon(look.glyph, colours.muted, colours.faint))
        if self._paused:
            self.show_paused(True)

    def retranslate(self) -> None:
        """The language has changed."""
        for do in self._all:
            self._name(do)

    def _name(self, do: Command) -> None:
        action, step = self._all[do], self._steps.get(do)
        word = _label(do) if step is None else self._word_of_step(do, step)
        if do is Command.PAUSE_ALL and self._paused:
            word = self.tr("R&esume everything")
        elif do is Command.CONVERT_WITH and self._waiting:
            word = self.tr("Document se&ttings…")
        action.setText(word)
        plain = without_mnemonic(word)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({keys})" if keys else plain)

    def _word_of_step(self, do: Command, step: UndoableAction) -> str:
        from core.session.undo_stack import (  # late: a start undoes nothing
            CancelJobs,
            ChangeSettings,
            MoveJobs,
            RelocateJobs,
            RemoveJobs,
        )

        match do, step:
            case Command.UNDO, RemoveJobs():
                text = self.tr("&Undo removing %n document(s)", "", step.number)
            case Command.UNDO, CancelJobs():
                text = self.tr("&Undo cancelling %n document(s)", "", step.number)
            case Command.UNDO, MoveJobs():
                text = self.tr("&Undo moving %n document(s)", "", step.number)
            case Command.UNDO, ChangeSettings():
                text = self.tr("&Undo new settings of %n document(s)", "", step.number)
            case Command.UNDO, RelocateJobs():
                text = self.tr("&Undo locating %n document(s)", "", step.number)
            case _, RelocateJobs():
                text = self.tr("Locate %n document(s) again", "", step.number)
            case _, ChangeSettings():
                text = self.tr("Apply new settings to %n document(s) again", "", step.number)
            case _, RemoveJobs():
                text = self.tr("Remove %n document(s) again", "", step.number)
            case _, CancelJobs():
                text = self.tr("Cancel %n document(s) again", "", step.number)
            case _:
                text = self.tr("Move %n document(s) again", "", step.number)
        return text


def _label(do: Command) -> str:  # noqa: PLR0912 - one line a command
    translate = QCoreApplication.translate
    match do:
        case Command.ADD_FILES:
            return translate("Actions", "&Add PDFs…")
        case Command.ADD_FOLDER:
            return translate("Actions", "Add a &folder…")
        case Command.CONVERT_FOLDER:
            return translate("Actions", "Con&vert a folder…")
        case Command.HISTORY:
            return translate("Actions", "&Batches and history…")
        case Command.SEARCH_RESULTS:
            return translate("Actions", "Searc&h all results…")
        case Command.OPEN_RESULT:
            return translate("Actions", "&Open a result's folder…")
        case Command.PASTE:
            return translate("Actions", "&Paste files or paths")
        case Command.OPEN_SETTINGS:
            return translate("Actions", "&Settings…")
        case Command.OPEN_ENGINES:
            return translate("Actions", "&Engines…")
        case Command.CLUSTER:
            return translate("Actions", "Co&nnect to a cluster…")
        case Command.PROFILES:
            return translate("Actions", "P&rofiles…")
        case Command.QUIT:
            return translate("Actions", "&Quit")
        case Command.UNDO:
            return translate("Actions", "&Undo")
        case Command.REDO:
            return translate("Actions", "Re&do")
        case Command.CANCEL:
            return translate("Actions", "&Cancel")
        case Command.RETRY:
            return translate("Actions", "Convert a&gain")
        case Command.CONVERT_WITH:
            return translate("Actions", "Convert again &with…")
        case Command.NEXT:
            return translate("Actions", "Move to &top")
        case Command.PAUSE:
            return translate("Actions", "&Pause")
        case Command.RESUME:
            return translate("Actions", "Res&ume")
        case Command.PAUSE_ALL:
            return translate("Actions", "Pause e&verything")
        case Command.RETRY_FAILED:
            return translate("Actions", "&All that failed")
        case Command.REMOVE:
            return translate("Actions", "&Remove from the list")
        case Command.CLEAR_FINISHED:
            return translate("Actions", "Clear &finished")
        case Command.SELECT_ALL:
            return translate("Actions", "Select &all")
        case Command.SHOW_RUNNING:
            return translate("Actions", "Go to what is r&unning")
        case Command.FIND:
            return translate("Actions", "&Search")
        case Command.READ:
            return translate("Actions", "R&ead")
        case Command.OPEN_FOLDER:
            return translate("Actions", "Open the &result's folder")
        case Command.OPEN_SOURCE:
            return translate("Actions", "Open the &PDF")
        case Command.COPY_MARKDOWN:
            return translate("Actions", "Copy as &Markdown")
        case Command.SAVE_AS:
            return translate("Actions", "&Save as")
        case Command.SHOW_LOG:
            return translate("Actions", "Show &log")
        case Command.GROUP_BY_BATCH:
            return translate("Actions", "&Group by batch")
        case Command.HIDE_FINISHED:
            return translate("Actions", "&Hide finished documents")
        case Command.SHOW_WORKER_LOG:
            return translate("Actions", "Show the worker's &log")
        case Command.SHOW_PREVIEW:
            return translate("Actions", "Show the &result")
        case Command.PREVIEW_BELOW:
            return translate("Actions", "Result &below the list")
        case Command.SHORTCUTS:
            return translate("Actions", "&Keyboard shortcuts")
        case Command.MANUAL:
            return translate("Actions", "&Manual")
        case Command.REPORT_PROBLEM:
            return translate("Actions", "&Report a problem…")
        case Command.COPY_VERSIONS:
            return translate("Actions", "Copy &version information")
        case Command.ABOUT:
            return translate("Actions", "&About Headframe")
