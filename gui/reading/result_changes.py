"""What the user changes in a result: drafts, saving, and how it differs from what it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.documents.versions import original_path
from gui.i18n import tr
from gui.reading.compare_view import CompareView
from gui.reading.file_tasks import CompareResult, CompareTask, DraftTask, SaveResult, SaveTask
from gui.reading.markdown.markdown_panel import MarkdownPanel
from gui.reading.render_thread import RenderThread, ResultLoaded


class ResultChanges(QObject):
    """Of the result that is shown. Files are read and written by the render thread."""

    rerender = Signal()
    """The text on disk is another one."""

    def __init__(self, pane: QWidget, thread: RenderThread, markdown: MarkdownPanel) -> None:
        super().__init__(pane)
        self._pane = pane
        self._thread = thread
        self._markdown = markdown
        self.folder: Path | None = None
        """The result that is shown, or about to be."""
        self._loaded: ResultLoaded | None = None
        markdown.draft_requested.connect(self._on_markdown_draft_requested)
        markdown.save_requested.connect(self._on_markdown_save_requested)
        thread.saved.connect(self._on_thread_saved)
        thread.compared.connect(self._on_thread_compared)

    def hold(self, loaded: ResultLoaded | None) -> None:
        """This one is read now, or none."""
        self._loaded = loaded

    def save(self) -> None:
        """Save the changes, if there are any."""
        self._markdown.save.click()

    def discard(self) -> None:
        """Forget changes that are not saved, and show what is on disk."""
        if self._loaded is not None:
            self._thread.do(DraftTask(self._loaded.saved.markdown_path, None))
            self._markdown.settle()
            self.rerender.emit()

    def compare_with_original(self) -> None:
        """Show what was changed since the conversion."""
        if self._loaded is not None:
            markdown = self._loaded.saved.markdown_path
            self._compare(original_path(markdown), "", "")

    def compare_with(self, markdown: Path) -> None:
        """Show how another result's Markdown differs from this one."""
        if self._loaded is not None:
            mine = self._loaded.saved.folder.name
            self._compare(markdown, markdown.parent.name, mine)

    def compare_files(self, left: Path, left_name: str, right: Path, right_name: str) -> None:
        """Show how two Markdown files differ, whatever is shown."""
        self._thread.do(CompareTask(left, left_name, right_name, "", right))

    def _compare(self, left: Path, left_name: str, right_name: str) -> None:
        if self._loaded is not None:
            text = self._markdown.text() or self._loaded.result.markdown
            self._thread.do(CompareTask(left, left_name, right_name, text))

    def _on_thread_compared(self, compared: CompareResult) -> None:
        CompareView(compared, self._pane).show()

    def _on_markdown_draft_requested(self, markdown: Path, text: str) -> None:
        self._thread.do(DraftTask(markdown, text))

    def _on_markdown_save_requested(self, text: str) -> None:
        if self._loaded is not None:
            self._thread.do(SaveTask(self._loaded.saved, text))

    def _on_thread_saved(self, saved: SaveResult) -> None:
        if saved.folder != self.folder:
            return
        if saved.problem is not None:
            self._markdown.say_problem(tr(saved.problem))
            return
        self._markdown.settle(saved.text)
        self.rerender.emit()
