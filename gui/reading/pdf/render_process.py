"""The window's end of the process that draws pages: one request at a time, each with a deadline.

PDFium can hang for ever on 10 KB, ask for 4 GB or crash. So it works in
:mod:`core.documents.pdf_render_server`; here a request that takes too long costs that child, which
is started again, and the page is shown as one that cannot be drawn.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QImage

import core
from core.documents.pdf_render_protocol import MAX_PIXELS

log = logging.getLogger(__name__)

OPEN_DEADLINE_MS = 15_000
DRAW_DEADLINE_MS = 20_000
OPEN_WAIT_S = 0.25
"""How long a new document waits for a page of the last one before the child is ended."""


@dataclass(frozen=True)
class RenderedPage:
    """A page, drawn."""

    page: int
    turn: int
    image: QImage
    is_small: bool = False
    """Drawn for the thumbnails."""


@dataclass(frozen=True)
class PdfPageText:
    """The characters of a page and, where they were asked for, their boxes in points."""

    page: int
    text: str
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class _Request:
    op: str
    deadline_ms: int
    body: dict[str, Any]
    is_small: bool = False


class PdfRenderProcess(QObject):
    """Draws pages of one document at a time, in the GUI thread without ever waiting in it."""

    opened = Signal(object)
    """Tuple of the pages' sizes in points."""
    refused = Signal(str)
    """Why the document cannot be shown: ``missing``, ``password``, ``damaged``, ``timeout``."""
    drawn = Signal(object)
    """A :class:`RenderedPage`."""
    texted = Signal(object)
    """A :class:`PdfPageText`."""
    failed = Signal(int)
    """A page that cannot be drawn."""
    idle = Signal()
    """The next request can be taken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._document: _Request | None = None
        self._current: _Request | None = None
        self._next_open: _Request | None = None
        self._reopening: _Request | None = None
        """What waits while a new child opens the document again."""
        self._since = 0.0
        self._header: dict[str, Any] | None = None
        self._deadline = QTimer(self, singleShot=True)
        self._deadline.timeout.connect(self._on_deadline_timeout)
        self._open_wait = QTimer(self, singleShot=True)
        self._open_wait.timeout.connect(self._on_open_wait_timeout)

    @property
    def is_busy(self) -> bool:
        """A request is under way."""
        return self._current is not None

    def open(self, path: Path, password: str | None) -> None:
        """Show another document: whatever is under way for the last one is dropped."""
        body = {"path": os.fspath(path), "password": password}
        request = _Request("open", OPEN_DEADLINE_MS, body)
        self._document = request
        self._reopening = None
        if self._current is None:
            self._send(request)
            return
        self._next_open = request
        waited = time.monotonic() - self._since
        self._open_wait.start(max(0, round((OPEN_WAIT_S - waited) * 1000)))

    def draw(
        self, page: int, width: int, height: int, turn: int, *, is_small: bool = False
    ) -> None:
        """Draw a page at a size in pixels; only while not busy and a document is open."""
        shrink = min(1.0, (MAX_PIXELS / max(1, width * height)) ** 0.5)
        width, height = max(1, int(width * shrink)), max(1, int(height * shrink))
        body = {"page": page, "width": width, "height": height, "turn": turn}
        self._request(_Request("draw", DRAW_DEADLINE_MS, body, is_small))

    def text(self, page: int, *, boxes: bool) -> None:
        """Read a page's characters; only while not busy and a document is open."""
        self._request(_Request("text", DRAW_DEADLINE_MS, {"page": page, "boxes": boxes}))

    def close(self) -> None:
        """Drop the document; the child stays for the next one."""
        self._document = self._next_open = self._reopening = None
        if self._current is not None:
            self._end_process()

    def shut_down(self) -> None:
        """End the child. Nothing is left behind, and nothing more is signalled."""
        self._document = self._next_open = self._reopening = None
        self._end_process()
        for process in self.findChildren(QProcess):
            process.waitForFinished(2000)  # killed, so it is gone at once

    def _request(self, request: _Request) -> None:
        if self._process is None and self._document is not None:
            self._reopening = request
            self._send(self._document)
        else:
            self._send(request)

    def _send(self, request: _Request) -> None:
        self._open_wait.stop()
        process = self._process or self._start()
        self._current = request
        self._since = time.monotonic()
        self._deadline.start(request.deadline_ms)
        line = json.dumps({"id": 0, "op": request.op, **request.body})
        process.write(line.encode() + b"\n")

    def _start(self) -> QProcess:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        root = str(Path(core.__file__).resolve().parents[1])
        paths = [root, *filter(None, [environment.value("PYTHONPATH")])]
        environment.insert("PYTHONPATH", os.pathsep.join(paths))
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._died)
        process.errorOccurred.connect(self._broke)
        process.start(sys.executable, ["-m", "core.documents.pdf_render_server"])
        self._process = process
        self._header = None
        return process

    def _read(self) -> None:
        while (process := self._process) is not None and self._current is not None:
            if self._header is None:
                if not process.canReadLine():
                    return
                try:
                    self._header = json.loads(bytes(process.readLine().data()))
                except ValueError:
                    log.exception("the page process said something unreadable")
                    self._lose("failed")
                    return
            header = self._header
            if process.bytesAvailable() < header.get("bytes", 0):
                return
            pixels = bytes(process.read(header.get("bytes", 0)).data())
            self._header = None
            self._answered(header, pixels)

    def _answered(self, answer: dict[str, Any], pixels: bytes) -> None:
        request = self._current
        self._current = None
        self._deadline.stop()
        if self._next_open is not None:
            following, self._next_open = self._next_open, None
            self._send(following)
            return
        if request is None or self._document is None:
            return
        if self._reopening is not None and request.op == "open" and "error" not in answer:
            following, self._reopening = self._reopening, None
            self._send(following)
            return
        self._deliver(request, answer, pixels)
        if self._current is None:
            self.idle.emit()

    def _deliver(self, request: _Request, answer: dict[str, Any], pixels: bytes) -> None:
        error = answer.get("error")
        if request.op == "open":
            if error is not None:
                self._document = self._reopening = None
                self.refused.emit(str(error))
            else:
                self.opened.emit(tuple((width, height) for width, height in answer["sizes"]))
            return
        page = request.body["page"]
        if request.op == "text":
            boxes = tuple(tuple(box) for box in answer.get("boxes", ()))
            self.texted.emit(PdfPageText(page, str(answer.get("text", "")), boxes))
        elif error is not None:
            self.failed.emit(page)
        else:
            image = QImage(
                pixels,
                answer["width"],
                answer["height"],
                answer["stride"],
                QImage.Format.Format_RGB32,
            ).copy()  # the bytes go when this returns
            self.drawn.emit(RenderedPage(page, request.body["turn"], image, request.is_small))

    def _on_open_wait_timeout(self) -> None:
        """A new document is wanted, and the page of the last one takes long."""
        if self._next_open is None:
            return
        following, self._next_open = self._next_open, None
        self._end_process()
        self._send(following)

    def _on_deadline_timeout(self) -> None:
        log.info("the page process took too long and is ended")
        self._lose("timeout")

    def _died(self, code: int, _status: QProcess.ExitStatus) -> None:
        log.info("the page process ended by itself with %s", code)
        self._lose("damaged")

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            log.error("the page process cannot be started")
            self._lose("failed")

    def _lose(self, reason: str) -> None:
        """The child is of no more use: tell what it was at, and go on with a new one later."""
        request = self._reopening or self._current
        self._reopening = None
        self._end_process()
        if self._next_open is not None:
            following, self._next_open = self._next_open, None
            self._send(following)
            return
        if request is None or self._document is None:
            return
        if request.op == "open":
            self._document = None
            self.refused.emit(reason)
        elif request.op == "text":
            self.texted.emit(PdfPageText(request.body["page"], "", ()))
        else:
            self.failed.emit(request.body["page"])
        if self._current is None:
            self.idle.emit()

    def _end_process(self) -> None:
        process, self._process = self._process, None
        self._current = None
        self._header = None
        self._deadline.stop()
        self._open_wait.stop()
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._read)
        process.finished.disconnect(self._died)
        process.errorOccurred.disconnect(self._broke)
        process.finished.connect(process.deleteLater)
        process.kill()
