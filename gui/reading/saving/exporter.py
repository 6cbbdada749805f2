"""Saving results in other formats, in processes of their own: a book as Word takes ten seconds."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import core
from core.documents.exporting import ExportFormat
from core.documents.exporting.files import DRAFTS, ENDED_EARLY, OUT, TARGET
from core.messages import Message

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExportRequest:
    """A result to be saved into a folder, under a name that is free."""

    folder: Path
    format: ExportFormat
    out: Path

    @property
    def arguments(self) -> list[str]:
        """For the process."""
        return [DRAFTS, OUT, str(self.out), self.format.value, str(self.folder)]


@dataclass(frozen=True)
class FileExportRequest:
    """Results to be saved as one file, which is replaced if it is there."""

    folders: tuple[Path, ...]
    format: ExportFormat
    target: Path

    @property
    def folder(self) -> Path:
        """The first, to name it."""
        return self.folders[0]

    @property
    def arguments(self) -> list[str]:
        """For the process."""
        return [DRAFTS, TARGET, str(self.target), self.format.value, *map(str, self.folders)]


AnyExportRequest = ExportRequest | FileExportRequest


class Exporter(QObject):
    """Saves one after another. Everything here is in the GUI thread and never waits."""

    saved = Signal(object, object)
    """An :data:`AnyExportRequest`, and the path of the file that was made."""
    failed = Signal(object, object)
    """An :data:`AnyExportRequest`, and a :class:`PageMessage`: why there is no file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[AnyExportRequest] = deque()
        self._current: AnyExportRequest | None = None
        self._process: QProcess | None = None

    @property
    def is_busy(self) -> bool:
        """Something is being saved, or waits to be."""
        return self._process is not None

    def save(self, wanted: AnyExportRequest) -> None:
        """Save it; :attr:`saved` or :attr:`failed` follows."""
        self._waiting.append(wanted)
        if self._process is None:
            self._next()

    def drop_waiting(self) -> int:
        """Save nothing more than what is being saved now. Returns how many were given up."""
        dropped = len(self._waiting)
        self._waiting.clear()
        return dropped

    def shut_down(self) -> None:
        """Give up what is under way: no half file is left."""
        self._waiting.clear()
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.terminate()
            if not process.waitForFinished(2000):
                process.kill()
                process.waitForFinished(2000)

    def _next(self) -> None:
        if not self._waiting:
            return
        wanted = self._waiting.popleft()
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        root = str(Path(core.__file__).resolve().parents[1])
        paths = [root, *filter(None, [environment.value("PYTHONPATH")])]
        environment.insert("PYTHONPATH", os.pathsep.join(paths))
        process.setProcessEnvironment(environment)
        process.finished.connect(self._on_process_finished)
        process.errorOccurred.connect(self._on_process_error_occurred)
        self._process = process
        self._current = wanted
        module = "core.documents.exporting.files"
        process.start(sys.executable, ["-m", module, *wanted.arguments])

    def _on_process_finished(self, _code: int, _status: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        output = bytes(process.readAllStandardOutput().data())
        errors = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        if errors.strip():
            log.info("the export said: %s", errors.strip()[-4000:])
        self._done(output)

    def _on_process_error_occurred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._done(b"")

    def _done(self, output: bytes) -> None:
        process, self._process = self._process, None
        wanted, self._current = self._current, None
        if process is None or wanted is None:
            return
        process.deleteLater()
        try:
            answer = json.loads(output)
        except ValueError:
            answer = {}
        if "file" in answer:
            self.saved.emit(wanted, Path(answer["file"]))
        elif "template" in answer:
            self.failed.emit(wanted, Message.from_dict(answer))
        else:
            self.failed.emit(wanted, ENDED_EARLY)
        self._next()
