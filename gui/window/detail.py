"""The right side of the window: the result to read, or a message in its place.

The reading pane brings a web engine along, so it is made when the first result is shown.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.jobs.model import Job, JobState
from core.worker.protocol import FailureKind
from gui.i18n import words
from gui.icons import Glyph
from gui.table.cells import printable, running_words
from gui.table.delegate import state_glyph
from gui.table.rows import Row
from gui.table.settings_words import made_by
from gui.window.made_line import MadeLine
from gui.window.message_page import Message, MessagePage
from gui.words import job_word

if TYPE_CHECKING:
    from gui.reading import ReadingPane

SETTLE_MS = 60
"""Rows that are passed by faster than this are not opened."""


class Detail(QStackedWidget):
    """Shows what there is of the current row. Its signals carry the job's id."""

    retry = Signal(str)
    cancel = Signal(str)
    show_log = Signal(str)
    see_engines = Signal()
    password_given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: Row | None = None
        self._passwords: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self._pane: ReadingPane | None = None
        self._made = MadeLine(self)
        self.message = MessagePage()
        self.message.retry.connect(self._retry)
        self.message.cancel.connect(self._cancel)
        self.message.show_log.connect(self._show_log)
        self.message.see_engines.connect(self.see_engines)
        self.message.password_given.connect(self._password_given)
        self.addWidget(self.message)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._open_result)
        self.show_row(None)

    @property
    def pane(self) -> ReadingPane | None:
        """The reading pane, once there has been something to read."""
        return self._pane

    def show_row(self, row: Row | None) -> None:
        """Show this row, or say that none is chosen. Call again when the row has changed."""
        changed = row is not self._row
        self._row = row
        if row is not None and readable(row.job):
            key = (row.job.id, row.job.markdown, row.job.finished_at)
            if key != self._shown:
                self._shown = key
                self._settled.start()
            return
        self._settled.stop()
        self._shown = ()
        if changed:
            self.message.password.clear()
        self.message.show_message(self._message_for(row))
        self.setCurrentWidget(self.message)
        if self._pane is not None:
            self._pane.clear()

    def shut_down(self) -> None:
        """End what the reading pane runs; before the window goes."""
        self._settled.stop()
        if self._pane is not None:
            self._pane.shut_down()

    def _open_result(self) -> None:
        if self._row is None or self._row.job.markdown is None:
            return
        job = self._row.job
        if self._pane is None:
            from gui.reading import ReadingPane

            self._pane = ReadingPane()
            self._reading = QWidget()
            column = QVBoxLayout(self._reading)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(self._pane, 1)
            column.addWidget(self._made)
            self.addWidget(self._reading)
        assert job.markdown is not None
        self._pane.show_result(job.markdown.parent, source_of(job), self._passwords.get(job.id))
        self._made.tell(made_by(self._row))
        self.setCurrentWidget(self._reading)

    def _message_for(self, row: Row | None) -> Message:
        return replace(message_for(row), made="" if row is None else made_by(row))

    # Buttons ------------------------------------------------------------------------------------

    def _retry(self) -> None:
        if self._row is not None:
            self.retry.emit(self._row.job.id)

    def _cancel(self) -> None:
        if self._row is not None:
            self.cancel.emit(self._row.job.id)

    def _show_log(self) -> None:
        if self._row is not None:
            self.show_log.emit(self._row.job.id)

    def _password_given(self, password: str) -> None:
        if self._row is not None:
            self._passwords[self._row.job.id] = password
            self.password_given.emit(self._row.job.id, password)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self.currentWidget() is self.message:
            self.message.show_message(self._message_for(self._row))
        elif event.type() == QEvent.Type.LanguageChange and self._row is not None:
            self._made.tell(made_by(self._row))
        super().changeEvent(event)


def readable(job: Job) -> bool:
    """There is a result to read."""
    return job.state in (JobState.DONE, JobState.SKIPPED) and job.markdown is not None


def source_of(job: Job) -> Path | None:
    """The document itself, where it still is."""
    return job.source if job.source.is_file() else None


def message_for(row: Row | None) -> Message:
    """What to say of a row that has nothing to read, or of none."""
    translate = QCoreApplication.translate
    if row is None:
        return Message(
            Glyph.PREVIEW,
            translate("Detail", "Nothing chosen"),
            translate("Detail", "Choose a document to read its Markdown beside its pages."),
        )
    job = row.job
    name = printable(job.source.name)
    glyph = state_glyph(row)
    match job.state:
        case JobState.RUNNING:
            fraction = row.progress.fraction if row.progress is not None else 0.0
            return Message(
                glyph,
                name,
                running_words(row),
                tone="accent",
                fraction=fraction,
                may_cancel=True,
            )
        case JobState.QUEUED:
            text = (
                translate("Detail", "Paused. It waits until you let it go on.")
                if row.paused
                else translate("Detail", "Waiting for its turn.")
            )
            return Message(glyph, name, text, may_cancel=True)
        case JobState.FAILED:
            return _failure(job, name)
        case _:
            return Message(glyph, name, job_word(job), may_retry=True)


def _failure(job: Job, name: str) -> Message:
    failure = job.failure
    if failure is None:
        return Message(Glyph.FAILED, name, job_word(job), tone="failed", may_retry=True)
    encrypted = failure.kind is FailureKind.ENCRYPTED
    return Message(
        Glyph.LOCK if encrypted else Glyph.FAILED,
        name,
        words(failure.message),
        "" if failure.hint is None else words(failure.hint),
        tone="warning" if encrypted else "failed",
        wants_password=encrypted,
        may_retry=not encrypted,
        may_show_log=failure.kind
        in (FailureKind.INTERNAL, FailureKind.WORKER_DIED, FailureKind.TIMED_OUT),
        may_see_engines=failure.kind
        in (FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING, FailureKind.NEEDS_OCR),
    )
