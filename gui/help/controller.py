"""Carries out the commands of the Help menu; each window is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.notifications import NotificationCenter
from gui.window.actions import Command
from gui.window.main_window import MainWindow


class HelpController(QObject):
    """Belongs to the main window, and so do the windows that it opens."""

    def __init__(self, window: MainWindow, home: Path, notices: NotificationCenter) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._notices = notices
        self._open: dict[Command, QWidget] = {}
        actions = window.actions_
        actions.on(Command.SHORTCUTS, self.show_shortcuts)
        actions.on(Command.MANUAL, self.show_manual)
        actions.on(Command.REPORT_PROBLEM, self.report_problem)
        actions.on(Command.COPY_VERSIONS, self.copy_versions)

    def close(self) -> None:
        """Close what is open."""
        for widget in self._open.values():
            widget.close()

    def show_shortcuts(self) -> None:
        """The sheet of all keys."""
        from gui.help.shortcut_sheet import ShortcutSheet

        menus = self._window.menuBar()
        self._show(Command.SHORTCUTS, lambda: ShortcutSheet(menus, self._window))

    def show_manual(self) -> None:
        """The manual of the window's language."""
        from gui.help.manual_window import ManualWindow

        self._show(Command.MANUAL, lambda: ManualWindow(self._window))

    def report_problem(self) -> None:
        """What is worth knowing, in one text."""
        from gui.help.report_dialog import ReportDialog

        self._show(Command.REPORT_PROBLEM, lambda: ReportDialog(self._home, self._window))

    def copy_versions(self) -> None:
        """Put the versions into the clipboard."""
        from gui.help.version_text import version_text

        QGuiApplication.clipboard().setText(version_text())
        self._notices.show(self.tr("Version information copied."))

    def _show(self, what: Command, make: Callable[[], QWidget]) -> None:
        widget = self._open.get(what)
        if widget is None:
            widget = self._open[what] = make()
        widget.show()
        widget.raise_()
        widget.activateWindow()
