"""The right side of the window: the result to read, or a message in its place.

The reading pane brings a web engine along, so it is made when the first result is shown.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.jobs.model import Job
from core.jobs.states import JobState
from core.messages import Message
from core.worker.kinds import FailureKind
from gui.i18n import tr
from gui.icons import Glyph
from gui.labels import job_label
from gui.table.cell_text import running_text
from gui.table.delegate import state_glyph
from gui.table.printable import printable
from gui.table.rows import JobRow
from gui.table.settings_text import made_by
from gui.window.detail.message_page import MessagePage, PageMessage
from gui.window.detail.message_side import MessageSide
from gui.window.detail.provenance_line import ProvenanceLine

if TYPE_CHECKING:
    from gui.reading import ResultPane
    from gui.reading.reading_place import ReadingPlace
    from gui.reading.reading_positions import ReadingPositions

SETTLE_MS = 60
"""Rows that are passed by faster than this are not opened."""


class DetailPane(QStackedWidget):
    """Shows what there is of the current row. Its signals carry the job's id."""

    retry = Signal(str)
    cancel = Signal(str)
    change = Signal(str)
    """It is to have other settings."""
    show_log = Signal(str)
    see_engines = Signal()
    see_cards = Signal()
    locate_requested = Signal(str)
    """The document of a row was moved: the user shows where it is now."""
    password_given = Signal(str, str)
    second_requested = Signal(object, object)
    """A :class:`Result`, and the :class:`EngineName` that another is to be made with."""
    left = Signal()
    """Esc: the keys are to go back to where the document was chosen."""

    def __init__(
        self, parent: QWidget | None = None, positions: ReadingPositions | None = None
    ) -> None:
        super().__init__(parent)
        self._positions = positions
        self._row: JobRow | None = None
        self._passwords: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self._queue_is_paused = False
        self._why_unreadable: Message | None = None
        """Of the row that is shown, whose result is not there any more."""
        self._place: ReadingPlace | None = None
        """Where the row that is chosen is to be opened."""
        self._pane: ResultPane | None = None
        self._made = ProvenanceLine(self)
        self.message = MessagePage()
        self.message.retry.connect(self._on_message_retry)
        self.message.cancel.connect(self._on_message_cancel)
        self.message.change.connect(self._on_message_change)
        self.message.show_log.connect(self._on_message_show_log)
        self.message.see_engines.connect(self.see_engines)
        self.message.see_cards.connect(self.see_cards)
        self.message.locate.connect(self._on_locate_requested)
        self.message.password_given.connect(self._on_message_password_given)
        self.beside = MessageSide(self.message, self)
        self.addWidget(self.beside)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._on_settled_timeout)
        # Not an event: the web view keeps the key to itself.
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._on_leave_activated)
        self.show_row(None)

    @property
    def pane(self) -> ResultPane | None:
        """The reading pane, once there has been something to read."""
        return self._pane

    def show_place(self, row: JobRow, place: ReadingPlace) -> None:
        """Show a row's result at a place of it."""
        is_shown = row is self._row and self._pane is not None and not self._settled.isActive()
        if is_shown and self.currentWidget() is self._reading and self._pane is not None:
            self._pane.go_to(place)
            return
        self.show_row(row)
        self._place = place

    def show_row(self, row: JobRow | None) -> None:
        """Show this row, or say that none is chosen. Call again when the row has changed."""
        changed = row is not self._row
        if changed:
            self._place = None
        self._row = row
        if row is not None and readable(row.job):
            key = (row.job.id, row.job.source, row.job.markdown, row.job.finished_at)
            if key != self._shown:
                self._shown = key
                self._why_unreadable = None
                self._settled.start()
                if self.currentWidget() is self.beside:
                    if changed:
                        self.beside.show_pages(None)
                    self.message.show_message(self._message_for(row))
            return
        self._shown = ()
        self._why_unreadable = None
        if changed:
            self.message.password.clear()
            self.beside.show_pages(None)
        self.message.show_message(self._message_for(row))
        self.setCurrentWidget(self.beside)
        if self._pane is not None:
            self._pane.clear()
        if row is not None and has_pages(row.job):
            self._settled.start()
        else:
            self._settled.stop()

    def set_queue_paused(self, paused: bool) -> None:
        """The whole queue is paused, or goes on: a document that waits is told with it."""
        self._queue_is_paused = paused
        self.say_again()

    def say_again(self) -> None:
        """What is said of the row has changed, by the language or its batch."""
        if self.currentWidget() is self.beside:
            self.message.show_message(self._message_for(self._row))
        elif self._row is not None:
            self._made.set_text(made_by(self._row))

    def take_keys(self) -> None:
        """Give the keys to what is read, now or as soon as it is there."""
        if self._pane is not None and self.currentWidget() is self._reading:
            self._pane.take_keys()
        elif self._row is not None and readable(self._row.job):
            self.setFocus()
        else:
            self.message.take_keys()

    def shut_down(self) -> None:
        """End what the reading pane runs; before the window goes."""
        self._settled.stop()
        self.beside.shut_down()
        if self._pane is not None:
            self._pane.shut_down()

    def _on_settled_timeout(self) -> None:
        if self._row is None:
            return
        job = self._row.job
        if not readable(job):
            self.beside.show_pages(job.source if has_pages(job) else None)
            return
        self.beside.show_pages(None)
        if self._pane is None:
            from gui.reading import ResultPane

            self._pane = ResultPane(positions=self._positions, find_key=False)
            self._pane.more_menu.makes_second = True
            self._pane.second_requested.connect(self.second_requested)
            self._pane.unreadable.connect(self._on_pane_unreadable)
            self._pane.pages.may_locate = True
            self._pane.pages.notice.locate_requested.connect(self._on_locate_requested)
            self._reading = QWidget()
            column = QVBoxLayout(self._reading)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(self._pane, 1)
            column.addWidget(self._made)
            self.addWidget(self._reading)
        assert job.markdown is not None
        place, self._place = self._place, None
        password = self._passwords.get(job.id)
        self._pane.show_result(job.markdown.parent, source_of(job), password, place)
        self._made.set_text(made_by(self._row))
        wanted = self.hasFocus()
        self.setCurrentWidget(self._reading)
        if wanted:
            self._pane.take_keys()

    def _message_for(self, row: JobRow | None) -> PageMessage:
        if row is not None and self._why_unreadable is not None:
            message = _result_gone(row, self._why_unreadable)
        else:
            message = message_for(row, queue_is_paused=self._queue_is_paused)
        return replace(message, made="" if row is None else made_by(row))

    def _on_pane_unreadable(self, why: Message) -> None:
        if self._row is None or self._settled.isActive():
            return  # it is about another row, which is not shown any more
        had_keys = self.isAncestorOf(self.window().focusWidget())
        self._why_unreadable = why
        self.message.show_message(self._message_for(self._row))
        self.beside.show_pages(source_of(self._row.job))
        self.setCurrentWidget(self.beside)
        if had_keys:
            self.message.take_keys()

    def _on_leave_activated(self) -> None:
        if self._pane is None or not self._pane.end_search():
            self.left.emit()

    # Buttons ------------------------------------------------------------------------------------

    def _on_message_retry(self) -> None:
        if self._row is not None:
            self.retry.emit(self._row.job.id)

    def _on_message_cancel(self) -> None:
        if self._row is not None:
            self.cancel.emit(self._row.job.id)

    def _on_message_change(self) -> None:
        if self._row is not None:
            self.change.emit(self._row.job.id)

    def _on_locate_requested(self) -> None:
        if self._row is not None:
            self.locate_requested.emit(self._row.job.id)

    def _on_message_show_log(self) -> None:
        if self._row is not None:
            self.show_log.emit(self._row.job.id)

    def _on_message_password_given(self, password: str) -> None:
        if self._row is not None:
            self._passwords[self._row.job.id] = password
            self.password_given.emit(self._row.job.id, password)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say_again()
        super().changeEvent(event)


def readable(job: Job) -> bool:
    """There is a result to read."""
    return job.state in (JobState.DONE, JobState.SKIPPED) and job.markdown is not None


PAGELESS = frozenset(
    {
        FailureKind.NOT_FOUND,
        FailureKind.NOT_A_PDF,
        FailureKind.EMPTY,
        FailureKind.ENCRYPTED,  # the message asks for the password
    }
)


OF_CARDS = frozenset(
    {FailureKind.CARD_UNAVAILABLE, FailureKind.CARD_OUT_OF_MEMORY, FailureKind.CARD_FAULT}
)


def has_pages(job: Job) -> bool:
    """There is no result, and there may well be pages to look at."""
    if job.state is JobState.CANCELLED:
        return True
    failure = job.failure
    return job.state is JobState.FAILED and (failure is None or failure.kind not in PAGELESS)


def source_of(job: Job) -> Path | None:
    """The document itself, where it still is."""
    try:
        return job.source if job.source.is_file() else None
    except OSError:  # its folder may not be looked into any more
        return None


def message_for(row: JobRow | None, *, queue_is_paused: bool = False) -> PageMessage:
    """What to say of a row that has nothing to read, or of none."""
    translate = QCoreApplication.translate
    if row is None:
        return PageMessage(
            Glyph.PREVIEW,
            translate("DetailPane", "Nothing chosen"),
            translate("DetailPane", "Choose a document to read its Markdown beside its pages."),
        )
    job = row.job
    name = printable(job.source.name)
    glyph = state_glyph(row)
    match job.state:
        case JobState.RUNNING:
            fraction = row.progress.fraction if row.progress is not None else 0.0
            return PageMessage(
                glyph,
                name,
                running_text(row),
                tone="accent",
                fraction=fraction,
                may_cancel=True,
            )
        case JobState.QUEUED:
            if row.paused:
                text = translate("DetailPane", "Paused. It waits until you resume it.")
            elif queue_is_paused:
                text = translate("DetailPane", "Everything is paused. It waits until you resume.")
            else:
                text = translate("DetailPane", "Waiting for its turn.")
            return PageMessage(glyph, name, text, may_cancel=True, may_change=True)
        case JobState.FAILED:
            return _failure(job, name)
        case _ if readable(job):
            return PageMessage(glyph, name, translate("DetailPane", "Opening…"))
        case _:
            return PageMessage(glyph, name, job_label(job), may_retry=True, may_change=True)


def _result_gone(row: JobRow, why: Message) -> PageMessage:
    is_missing = source_of(row.job) is None
    return PageMessage(
        Glyph.FAILED,
        printable(row.job.source.name),
        tr(why),
        QCoreApplication.translate(
            "DetailPane", "The PDF is not there, either. If both were moved, locate the PDF."
        )
        if is_missing
        else "",
        tone="warning",
        may_retry=True,
        may_change=not is_missing,  # which other settings would not mend
        was_converted=True,
        may_locate=is_missing,
    )


def _failure(job: Job, name: str) -> PageMessage:
    failure = job.failure
    if failure is None:
        return PageMessage(Glyph.FAILED, name, job_label(job), tone="failed", may_retry=True)
    encrypted = failure.kind is FailureKind.ENCRYPTED
    is_missing = failure.kind is FailureKind.NOT_FOUND and source_of(job) is None
    return PageMessage(
        Glyph.LOCK if encrypted else Glyph.FAILED,
        name,
        tr(failure.message),
        "" if failure.hint is None else tr(failure.hint),
        tone="warning" if encrypted else "failed",
        wants_password=encrypted,
        may_retry=not encrypted,
        may_change=failure.kind not in PAGELESS,  # which no setting helps
        may_locate=is_missing,
        may_show_log=failure.kind
        in (FailureKind.INTERNAL, FailureKind.WORKER_DIED, FailureKind.TIMED_OUT),
        may_see_cards=failure.kind in OF_CARDS,
        may_see_engines=failure.kind
        in (FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING, FailureKind.NEEDS_OCR),
    )
