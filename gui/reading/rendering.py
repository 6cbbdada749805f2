"""Reading and rendering results in a thread of its own; the newest request is the only one.

The thread touches no widget. What it makes are frozen values, and its signals are to be connected
to bound methods of QObjects in the GUI thread, so that they arrive there.
"""

from __future__ import annotations

import html
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Condition

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

from core.documents.maths import Formula
from core.documents.render import Heading, Section, UnitRenderer, outline, sections
from core.documents.result import Result, ResultMissing, load_result
from core.documents.units import Unit, cut
from core.sentences import Sentence, say

log = logging.getLogger(__name__)

STACK_BYTES = 64 << 20
"""Converters of Markdown and formulas recurse: bad input must not overflow the stack."""
FIRST_CHARS = 40_000
NEXT_CHARS = 250_000
"""HTML handed over at once: a first screen at once, then pieces that do not stall the window."""


@dataclass(frozen=True)
class Request:
    """A result to be read and rendered."""

    token: int
    folder: Path
    markdown: str | None = None
    """The text to render in place of the file's: one that is being edited."""
    maths: bool = True
    """Formulas as MathML; else as their source, for a view that has none."""


@dataclass(frozen=True)
class Loaded:
    """A result, read and cut; its HTML follows."""

    token: int
    result: Result
    units: tuple[Unit, ...]
    outline: tuple[Heading, ...]


@dataclass(frozen=True)
class Piece:
    """HTML of some pages."""

    token: int
    sections: tuple[Section, ...]
    literal: str
    """All of it, as a JavaScript string."""
    is_last: bool


@dataclass(frozen=True)
class Missing:
    """There is nothing to show."""

    token: int
    reason: Sentence


class RenderThread(QThread):
    """Renders one result at a time and drops it when another is asked for."""

    loaded = Signal(object)
    """A :class:`Loaded`."""
    rendered = Signal(object)
    """A :class:`Piece`."""
    missing = Signal(object)
    """A :class:`Missing`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rendering")
        self.setStackSize(STACK_BYTES)
        self._changed = Condition()
        self._wanted: Request | None = None
        self._ends = False
        self._with_maths = UnitRenderer()
        self._with_source = UnitRenderer(_source_html)

    def ask(self, request: Request) -> None:
        """Render this, and nothing that was asked for before."""
        with self._changed:
            self._wanted = request
            self._changed.notify()
        if not self.isRunning():
            self.start(QThread.Priority.LowPriority)

    def drop(self) -> None:
        """Render nothing more for now."""
        with self._changed:
            self._wanted = None

    def shut_down(self) -> None:
        """End the thread; it is over when this returns."""
        with self._changed:
            self._ends = True
            self._wanted = None
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """Wait for requests and serve them: Qt calls this in the new thread."""
        done: Request | None = None
        while True:
            with self._changed:
                while not self._ends and (self._wanted is None or self._wanted is done):
                    self._changed.wait()
                if self._ends or self._wanted is None:
                    return
                done = self._wanted
            try:
                self._serve(done)
            except Exception:
                log.exception("cannot render %s", done.folder)
                reason = say("This result cannot be shown. The log says more.")
                self.missing.emit(Missing(done.token, reason))

    def _is_stale(self, request: Request) -> bool:
        return self._wanted is not request

    def _serve(self, request: Request) -> None:
        try:
            result = load_result(request.folder, request.markdown)
        except ResultMissing as error:
            self.missing.emit(Missing(request.token, error.sentence))
            return
        units = cut(result)
        if self._is_stale(request):
            return
        self.loaded.emit(Loaded(request.token, result, units, outline(result, units)))
        renderer = self._with_maths if request.maths else self._with_source
        too_long = QCoreApplication.translate(
            "Reading", "This is shown in part: it is too long. The source has all of it."
        )
        ready: list[Section] = []
        size, limit = 0, FIRST_CHARS
        for section in sections(result, units, renderer, too_long):
            if self._is_stale(request):
                return
            ready.append(section)
            size += len(section.html)
            if size >= limit:
                self.rendered.emit(_piece(request, ready, is_last=False))
                ready, size, limit = [], 0, NEXT_CHARS
        self.rendered.emit(_piece(request, ready, is_last=True))


def _piece(request: Request, ready: list[Section], *, is_last: bool) -> Piece:
    literal = json.dumps("".join(section.html for section in ready))
    return Piece(request.token, tuple(ready), literal, is_last)


def _source_html(tex: str, _formula: Formula, display: bool) -> str:
    source = html.escape(" ".join(tex.split()))
    return f"<p><code>{source}</code></p>" if display else f"<code>{source}</code>"
