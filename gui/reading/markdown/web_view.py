"""The Markdown in Chromium: mathematics, long documents and wide tables as they should be.

A view is made at once, and Chromium in it piece by piece (`gui.reading.markdown.web_engine_start`).
Until it is there, results and calls are held.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.documents.result import PageReading
from gui.reading.markdown.markdown_view import (
    MAX_ZOOM,
    MIN_ZOOM,
    MarkdownView,
    MenuTarget,
    code_style,
    page_colours,
)
from gui.reading.markdown.web_engine_start import WebEngineStart
from gui.reading.page_readings import doubt_text, reading_text
from gui.reading.render_thread import RenderedChunk, ResultLoaded

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import (
        QWebEngineFindTextResult,
        QWebEnginePage,
        QWebEngineProfile,
    )
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from gui.reading.markdown.web_profile import ResultFileHandler

log = logging.getLogger(__name__)

MAX_CRASHES = 3
"""A page that crashes its process this often does so every time."""


class PageBridge(QObject):
    """What the page's script may call. Everything it says is checked: it is numbers and text."""

    is_ready = Signal()
    was_clicked = Signal(int)
    was_hovered = Signal(int)
    was_moved = Signal(int, float)
    was_linked = Signal(str)
    wants_menu = Signal(object)

    @Slot()
    def ready(self) -> None:
        """The script runs."""
        self.is_ready.emit()

    @Slot(int)
    def clicked(self, unit: int) -> None:
        """A unit was clicked."""
        self.was_clicked.emit(unit)

    @Slot(int)
    def hovered(self, unit: int) -> None:
        """The pointer is over a unit, or over none."""
        self.was_hovered.emit(unit)

    @Slot(int, float)
    def moved(self, page: int, fraction: float) -> None:
        """The user scrolled."""
        self.was_moved.emit(page, fraction)

    @Slot(str)
    def linked(self, href: str) -> None:
        """A link was clicked."""
        self.was_linked.emit(href)

    @Slot(int, str, str, bool)
    def menu(self, unit: int, tex: str, mathml: str, selected: bool) -> None:
        """A context menu is wanted."""
        self.wants_menu.emit(MenuTarget(unit, tex, mathml, selected))


class WebMarkdownView(MarkdownView):
    """One page that stays; results are put into it and taken out by script."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: QWebEngineView | None = None
        self._profile: QWebEngineProfile | None = None
        self._files: ResultFileHandler | None = None
        self._page: QWebEnginePage | None = None
        self._bridge = PageBridge(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._is_ready = False
        self._held: list[str] = []
        """Scripts for a page that is not there yet."""
        self._loaded: ResultLoaded | None = None
        self._pieces: list[RenderedChunk] = []
        self._is_following = False
        self._next_follow = ""
        self._crashes = 0
        self._zoom = 1.0
        self._bridge.is_ready.connect(self._on_ready)
        self._bridge.was_clicked.connect(self.clicked)
        self._bridge.was_hovered.connect(self.hovered)
        self._bridge.was_moved.connect(self.moved)
        self._bridge.was_linked.connect(self.linked)
        self._bridge.wants_menu.connect(self.menu_requested)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._on_again_timeout)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._start = WebEngineStart(self)
        self._start.missing.connect(self._on_start_missing)
        self._start.loaded.connect(self._on_start_loaded)
        self._making = QTimer(self, singleShot=True, interval=0)
        self._making.timeout.connect(self._on_making_timeout)

    def _on_start_missing(self, why: str) -> None:
        log.warning("the simple view shows the Markdown, the web view lacks: %s", why)
        self.broken.emit()

    def _on_start_loaded(self) -> None:
        from gui.reading.markdown.web_profile import make_profile

        self._profile, self._files = make_profile(self)  # starts Chromium
        self._making.start()

    def _on_making_timeout(self) -> None:
        from PySide6.QtWebChannel import QWebChannel
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from gui.reading.markdown.web_profile import WORLD, make_page

        if self._profile is None:
            return
        view = self._view = QWebEngineView(self)
        self._name_view()
        page = self._page = make_page(self._profile)
        channel = QWebChannel(self)
        channel.registerObject("bridge", self._bridge)
        page.setWebChannel(channel, WORLD)
        page.renderProcessTerminated.connect(self._on_terminated)
        page.loadFinished.connect(self._on_loaded)
        page.findTextFinished.connect(self._on_found)
        view.setPage(page)
        self._layout.addWidget(view)
        had_focus = self.hasFocus()
        self.setFocusProxy(view)
        if had_focus:
            view.setFocus()
        self._serve()
        self._load_shell()

    def begin(self, loaded: ResultLoaded) -> None:
        self._loaded = loaded
        self._pieces = []
        self._held = []
        self._serve()

    def _serve(self) -> None:
        """Answer for the pictures of what is shown, and of nothing else."""
        if self._files is not None:
            self._files.folder = None if self._loaded is None else self._loaded.result.folder
            if self._loaded is not None:
                self._files.generation = self._loaded.token

    def add(self, piece: RenderedChunk) -> None:
        self._pieces.append(piece)
        self._put(piece, is_first=len(self._pieces) == 1)

    def clear(self) -> None:
        self._loaded = None
        self._pieces = []
        self._serve()
        self._run("reading.clear()")

    def mark(self, unit: int, *, scroll: bool) -> None:
        self._run(f"reading.mark({unit:d}, {json.dumps(scroll)})")

    def mark_doubt(self, unit: int, number: int) -> None:
        self._run(f"reading.markDoubt({unit:d}, {number:d})")

    def hover(self, unit: int) -> None:
        self._run(f"reading.hover({unit:d})")

    def follow(self, page: int, fraction: float) -> None:
        self._next_follow = f"reading.follow({page:d}, {fraction:.5f}); 1"
        if not self._is_following and self._is_ready:
            self._on_followed(None)

    def _on_followed(self, _answer: object) -> None:
        """Scroll on only when the last scroll is done: the page may be slower than the wheel."""
        script, self._next_follow = self._next_follow, ""
        self._is_following = bool(script)
        if script:
            self.run(script, self._on_followed)

    def search(self, text: str, *, backward: bool) -> None:
        if self._page is None:
            return
        from PySide6.QtWebEngineCore import QWebEnginePage

        flags = QWebEnginePage.FindFlag.FindBackward if backward else QWebEnginePage.FindFlag(0)
        self._page.findText(text, flags)

    def set_zoom(self, factor: float) -> None:
        self._zoom = max(MIN_ZOOM, min(MAX_ZOOM, factor))
        if self._page is not None:
            self._page.setZoomFactor(self._zoom)

    def copy(self) -> None:
        if self._page is not None:
            self._page.triggerAction(self._page.WebAction.Copy)

    def run(self, script: str, answer: Any = None) -> None:  # noqa: ANN401 - a callable, or none
        """Run a script beside the page; for what this class has no method for."""
        if self._page is not None and self._is_ready:
            from gui.reading.markdown.web_profile import WORLD

            if answer is None:
                self._page.runJavaScript(script, WORLD)
            else:
                self._page.runJavaScript(script, WORLD, answer)

    def renderer_pid(self) -> int:
        """The process that lays the page out; 0 while there is none."""
        return 0 if self._page is None else self._page.renderProcessPid()

    def shut_down(self) -> None:
        """The page before its profile, and both before the application."""
        self._start.stop()
        self._making.stop()
        self._again.stop()
        self._is_ready = False
        view, page, profile = self._view, self._page, self._profile
        self._view = self._page = self._profile = self._files = None
        for one in (view, page, profile):
            if one is not None:
                shiboken6.delete(one)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._apply_colours()
        elif event.type() == QEvent.Type.LanguageChange:
            self._name_view()
            if self._is_ready and self._pieces:
                self._run(f"reading.speak({self._text()})")

    def _name_view(self) -> None:
        if self._view is not None:
            self._view.setAccessibleName(self.tr("Markdown, rendered"))

    def _on_again_timeout(self) -> None:
        if self._crashes >= MAX_CRASHES:
            self.broken.emit()
        else:
            self._load_shell()

    def _load_shell(self) -> None:
        if self._page is None:
            return
        from gui.reading.markdown.web_profile import SHELL

        self._is_ready = False
        self._page.setBackgroundColor(self.palette().color(self.palette().ColorRole.Base))
        self._page.load(SHELL)

    def _on_loaded(self, ok: bool) -> None:
        # A script of the profile's is not put into the process that follows one that was killed.
        if self._page is not None and ok:
            from gui.reading.markdown.web_profile import WORLD, own_script

            self._page.runJavaScript(own_script(), WORLD)

    def _on_ready(self) -> None:
        self._is_ready = True
        self._is_following = False
        self._apply_colours()
        self.set_zoom(self._zoom)
        for number, piece in enumerate(self._pieces):
            self._put(piece, is_first=number == 0)
        held, self._held = self._held, []
        for script in held:
            self._run(script)

    def _put(self, piece: RenderedChunk, *, is_first: bool) -> None:
        if not self._is_ready:
            return
        if not is_first:
            self._run(f"reading.append({piece.literal})")
        else:
            self.run(
                f"reading.begin({piece.token:d}, {piece.literal}, {self._text()}); 1",
                self._on_shown,
            )

    def _text(self) -> str:
        """What the page itself says, in the window's language, for its script."""
        return json.dumps(
            {
                "page": self.tr("Page %1"),
                "missing": self.tr("The picture %1 is missing."),
                "mended": self.tr(
                    "This formula was repaired automatically; check it against the page."
                ),
                "source": self.tr("This formula is not understood; here is its LaTeX."),
                "nowhere": self.tr("This has no place on the page."),
                "doubt": doubt_text(),
                "ocr": reading_text(PageReading.OCR),
                "failed": reading_text(PageReading.FAILED),
            }
        )

    def _on_shown(self, _answer: object) -> None:
        self.shown.emit()

    def _run(self, script: str) -> None:
        if self._is_ready:
            self.run(script)
        elif len(self._held) < 20:
            self._held.append(script)

    def _apply_colours(self) -> None:
        if self._page is None:
            return
        self._page.setBackgroundColor(self.palette().color(self.palette().ColorRole.Base))
        style = code_style(self.palette())
        if self._is_ready:
            self._run(f"reading.theme({json.dumps(page_colours(self.palette(), self.font()))})")
            self._run(f"reading.code({json.dumps(style)})")

    def _on_found(self, result: QWebEngineFindTextResult) -> None:
        self.found.emit(result.activeMatch(), result.numberOfMatches())

    def _on_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        if status is type(status).NormalTerminationStatus:
            return
        log.warning("the Markdown's page ended with %s (%s)", status.name, code)
        self._is_ready = False
        self._crashes += 1
        self._again.start()  # not here: the page is still busy with its end
