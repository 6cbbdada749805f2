"""Reading and rendering results in a thread of its own; the newest request is the only one.

The thread touches no widget. What it makes are frozen values, and its signals are to be connected
to bound methods of QObjects in the GUI thread, so that they arrive there.
"""

from __future__ import annotations

import html
import json
import logging
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

from core.documents.doubts import DoubtfulPlace, doubtful_places
from core.documents.editing import saving_failed, with_draft
from core.documents.math_conversion import Formula
from core.documents.render import NOT_SHOWN, Heading, Section, UnitRenderer, outline, sections
from core.documents.result import Result, ResultMissing, load_result
from core.documents.sections import Unit, split_units
from core.messages import Message
from gui.reading.block_types import BlockOverlay, kind_of
from gui.reading.file_tasks import (
    CompareResult,
    CompareTask,
    DraftTask,
    FileTask,
    SaveResult,
    SaveTask,
    compare_texts,
    keep,
)

log = logging.getLogger(__name__)

STACK_BYTES = 64 << 20
"""Converters of Markdown and formulas recurse: bad input must not overflow the stack."""
FIRST_CHARS = 20_000
NEXT_CHARS = 250_000
"""HTML handed over at once: a first screen at once, then pieces that do not stall the window."""
RECENT_CHARS = 48_000_000
"""HTML of results that were shown before, kept so that going back to one is instant."""


@dataclass(frozen=True)
class RenderRequest:
    """A result to be read and rendered."""

    token: int
    folder: Path
    markdown: str | None = None
    """The text to render in place of the file's: one that is being edited."""
    maths: bool = True
    """Formulas as MathML; else as their source, for a view that has none."""


@dataclass(frozen=True)
class ResultLoaded:
    """A result, read and cut; its HTML and its details follow."""

    token: int
    result: Result
    """As it is shown: perhaps with changes that are not saved."""
    units: tuple[Unit, ...]
    saved: Result
    """As it is on disk."""

    @property
    def is_changed(self) -> bool:
        """What is shown is not what is on disk."""
        return self.result is not self.saved


@dataclass(frozen=True)
class ResultDetails:
    """What is not needed for the first screen."""

    token: int
    outline: tuple[Heading, ...]
    overlays: tuple[BlockOverlay, ...]
    doubts: tuple[DoubtfulPlace, ...]


@dataclass(frozen=True)
class RenderedChunk:
    """HTML of some pages."""

    token: int
    sections: tuple[Section, ...]
    literal: str
    """All of it, as a JavaScript string."""
    is_last: bool


@dataclass(frozen=True)
class _CachedResult:
    """All that was made of a result; the tokens in it are those of its first time."""

    loaded: ResultLoaded
    details: ResultDetails
    pieces: tuple[RenderedChunk, ...]

    @property
    def size(self) -> int:
        """Characters, about."""
        return sum(len(piece.literal) for piece in self.pieces) * 2


@dataclass(frozen=True)
class ResultUnavailable:
    """There is nothing to show."""

    token: int
    reason: Message


class RenderThread(QThread):
    """Renders one result at a time and drops it when another is asked for."""

    loaded = Signal(object)
    """A :class:`ResultLoaded`."""
    rendered = Signal(object)
    """A :class:`RenderedBlock`."""
    detailed = Signal(object)
    """A :class:`ResultDetails`."""
    missing = Signal(object)
    """A :class:`ResultUnavailable`."""
    saved = Signal(object)
    """A :class:`SaveResult`."""
    compared = Signal(object)
    """A :class:`CompareResult`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rendering")
        self.setStackSize(STACK_BYTES)
        self._changed = Condition()
        self._wanted: RenderRequest | None = None
        self._chores: deque[FileTask] = deque()
        self._ends = False
        self._recent: OrderedDict[tuple[object, ...], _CachedResult] = OrderedDict()
        self._with_maths = UnitRenderer()
        self._with_source = UnitRenderer(_source_html)

    def ask(self, request: RenderRequest) -> None:
        """Render this, and nothing that was asked for before."""
        with self._changed:
            self._wanted = request
            self._changed.notify()
        self._wake()

    def do(self, chore: FileTask) -> None:
        """Do this before anything else; chores are all done, in their order."""
        with self._changed:
            self._chores.append(chore)
            self._changed.notify()
        self._wake()

    def _wake(self) -> None:
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
        done: RenderRequest | None = None
        while True:
            with self._changed:
                while not (self._ends or self._chores or self._wanted not in (None, done)):
                    self._changed.wait()
                chore = self._chores.popleft() if self._chores else None
                if chore is None:
                    if self._ends or self._wanted is None:
                        return
                    done = self._wanted
            if chore is not None:
                self._do(chore)
            elif done is not None:
                self._try_to_serve(done)

    def _try_to_serve(self, request: RenderRequest) -> None:
        try:
            self._serve(request)
        except Exception:  # one result's failure must not end the thread for the others
            log.exception("cannot render %s", request.folder)
            self.missing.emit(ResultUnavailable(request.token, NOT_SHOWN))

    def _do(self, chore: FileTask) -> None:
        match chore:
            case SaveTask():
                problem = saving_failed(chore.result, chore.text)
                if problem is not None:  # another result may be on the screen by now
                    keep(DraftTask(chore.result.markdown_path, chore.text))
                self.saved.emit(SaveResult(chore.result.folder, chore.text, problem))
            case DraftTask():
                keep(chore)
            case CompareTask():
                self.compared.emit(CompareResult(chore, compare_texts(chore)))

    def _is_stale(self, request: RenderRequest) -> bool:
        return self._wanted is not request

    def _serve(self, request: RenderRequest) -> None:
        key = _state(request)
        known = self._recent.get(key)
        if known is not None:
            self._recent.move_to_end(key)
            token = request.token
            self.loaded.emit(replace(known.loaded, token=token))
            self.rendered.emit(replace(known.pieces[0], token=token))
            self.detailed.emit(replace(known.details, token=token))
            for piece in known.pieces[1:]:
                self.rendered.emit(replace(piece, token=token))
            return
        try:
            saved = load_result(request.folder)
        except ResultMissing as error:
            self.missing.emit(ResultUnavailable(request.token, error.sentence))
            return
        result = with_draft(saved, request.markdown)
        units = split_units(result)
        if self._is_stale(request):
            return
        loaded = ResultLoaded(request.token, result, units, saved)
        self.loaded.emit(loaded)
        details: ResultDetails | None = None
        pieces: list[RenderedChunk] = []
        for piece in self._pieces(request, loaded):
            self.rendered.emit(piece)
            pieces.append(piece)
            if details is None:
                details = ResultDetails(
                    request.token,
                    outline(result, units),
                    tuple(marks_of(loaded)),
                    doubtful_places(result, units),
                )
                self.detailed.emit(details)
        if details is not None and pieces[-1].is_last and request.markdown is None:
            self._remember(key, _CachedResult(loaded, details, tuple(pieces)))

    def _pieces(self, request: RenderRequest, loaded: ResultLoaded) -> Iterator[RenderedChunk]:
        renderer = self._with_maths if request.maths else self._with_source
        too_long = QCoreApplication.translate(
            "Reading", "This is shown in part: it is too long. The source has all of it."
        )
        ready: list[Section] = []
        size, limit = 0, FIRST_CHARS
        for section in sections(loaded.result, loaded.units, renderer, too_long):
            if self._is_stale(request):
                return
            ready.append(section)
            size += len(section.html)
            if size >= limit:
                yield _piece(request, ready, is_last=False)
                ready, size, limit = [], 0, NEXT_CHARS
        yield _piece(request, ready, is_last=True)

    def _remember(self, key: tuple[object, ...], rendered: _CachedResult) -> None:
        self._recent[key] = rendered
        while len(self._recent) > 1 and (
            sum(known.size for known in self._recent.values()) > RECENT_CHARS
        ):
            self._recent.popitem(last=False)


def _state(request: RenderRequest) -> tuple[object, ...]:
    """What a rendering depends on: it is the same as long as this is."""
    stamps = []
    for path in (*sorted(request.folder.glob("*.md")), request.folder / "blocks.json"):
        try:
            stamp = path.stat()
        except OSError:
            continue
        stamps.append((path.name, stamp.st_mtime_ns, stamp.st_size, stamp.st_ino))
    return (request.folder, request.maths, request.markdown, *stamps)


def marks_of(loaded: ResultLoaded) -> Iterator[BlockOverlay]:
    """The boxes of all units."""
    for number, unit in enumerate(loaded.units):
        for block in unit.blocks:
            kind = kind_of(loaded.result.blocks[block].type)
            for place in loaded.result.blocks[block].places:
                yield BlockOverlay(number, kind, place)


def _piece(request: RenderRequest, ready: list[Section], *, is_last: bool) -> RenderedChunk:
    literal = json.dumps("".join(section.html for section in ready))
    return RenderedChunk(request.token, tuple(ready), literal, is_last)


def _source_html(tex: str, _formula: Formula, display: bool) -> str:
    source = html.escape(" ".join(tex.split()))
    return f"<p><code>{source}</code></p>" if display else f"<code>{source}</code>"
