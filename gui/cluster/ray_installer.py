"""Installing Ray from the window, beside the GUI thread."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.cluster.address import ClusterError
from core.cluster.installation import RayInstallation, install_command, is_ray_installed
from core.messages import Message, msg
from core.paths import logs_folder
from gui.background.task import begin


class RayInstaller(QObject):
    """Lives in the GUI thread. One installation at a time."""

    changed = Signal()
    """One of the values below is another one."""
    _told = Signal(object)

    def __init__(
        self, home: Path, environ: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._log = logs_folder(home) / "cluster-install.log"
        self._environ = environ
        self._task: RayInstallation | None = None
        self.is_installed = is_ray_installed()
        self.progress: Message | None = None
        """What is done now; ``None`` while nothing is installed."""
        self.failure: ClusterError | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def command(self) -> str:
        """What installs it, for a shell."""
        return shlex.join(install_command())

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def install(self) -> None:
        if self._task is not None:
            return
        task = self._task = RayInstallation(self._log, self._environ)
        self.failure = None
        self.progress = msg("Installing Ray…")
        self.changed.emit()

        def on_progress(message: Message) -> None:  # in the task's thread
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._told.emit(message)

        begin(lambda: task.run(on_progress), self._on_ended, self)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_told(self, message: Message) -> None:
        if self._task is not None:
            self.progress = message
            self.changed.emit()

    def _on_ended(self, answer: object) -> None:
        self._task = None
        self.progress = None
        self.is_installed = is_ray_installed()
        match answer:
            case ClusterError():
                self.failure = answer
            case Exception():
                self.failure = ClusterError(
                    msg("Ray could not be installed: {line}", line=str(answer)),
                    msg("By hand: {command}", command=self.command),
                )
        self.changed.emit()
