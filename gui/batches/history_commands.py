"""What can be done with the batches that are selected in the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QTableView

from core.jobs.reports.files import write_for_reader
from core.jobs.reports.history import failed_in, remove_report, rename_report, restore_report
from core.jobs.reports.model import BatchSummary
from core.jobs.states import JobState
from core.paths import batches_folder
from core.translation import SpokenLanguage
from core.worker.kinds import FailureKind
from gui.background.stream import BackgroundStream
from gui.batches.entries_model import BatchDocuments
from gui.batches.history_model import BatchesModel, HistoryColumn
from gui.batches.live_batches import ActiveBatches
from gui.i18n import window_language
from gui.icons import Glyph, icon
from gui.notifications import Notification, Severity
from gui.opener import open_path
from gui.table.printable import printable
from gui.theme import colours_of
from gui.window.menus import RetryMenu

MANY = 20
"""Folders opened at once; more would bury the desktop."""


class HistoryCommands(QObject):
    """The actions, and what they do."""

    again_requested = Signal(object)
    """A :class:`BatchHeader`: what it was made from is to be converted again."""
    failed_requested = Signal(object, object)
    """A :class:`BatchHeader`, and of its documents the paths that are to be converted again."""
    told = Signal(object)
    """A :class:`Notification`."""
    stale = Signal()
    """What is shown is not what there is."""

    def __init__(
        self, home: Path, model: BatchesModel, live: ActiveBatches, table: QTableView
    ) -> None:
        super().__init__(table)
        self._home, self._model, self._live, self._table = home, model, live, table
        self.change, self.lookup = BackgroundStream(self), BackgroundStream(self)
        self.documents = BatchDocuments()
        """Of the one that is selected."""
        self.again, self.results, self.report = QAction(self), QAction(self), QAction(self)
        self.pause, self.end = QAction(self), QAction(self)
        self.rename, self.remove, self.every = QAction(self), QAction(self), QAction(self)
        self.failed = RetryMenu(self.every, self._kinds, table)
        self._paused = False
        """What :attr:`pause` does is to resume the batches."""
        self._connect()
        self.rename.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        for action in (self.rename, self.remove):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for one in (
            self.again,
            self.failed.menuAction(),
            None,
            self.pause,
            self.end,
            None,
            self.results,
            self.report,
            None,
            self.rename,
            self.remove,
        ):
            table.addAction(self._line() if one is None else one)
        self.retranslate()

    @property
    def selected(self) -> list[BatchSummary]:
        """The batches that are selected, from top to bottom."""
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        return [self._model.pasts[row] for row in rows]

    def refresh(self) -> None:
        """The selection, or what is selected, has changed: what can be done now?"""
        selected, idle = self.selected, not self.change.running
        one, over = len(selected) == 1, [self._model.state(past).is_over for past in selected]
        can_pause, can_resume = self._to_set(paused=True), self._to_set(paused=False)
        self._paused = bool(can_resume) and not can_pause
        self.again.setEnabled(one)
        self.every.setEnabled(any(self._has_failed(past) for past in selected))
        self.failed.menuAction().setEnabled(self.every.isEnabled())
        self.pause.setVisible(bool(can_pause or can_resume))  # what is not visible is disabled, too
        self.end.setVisible(bool(self._to_end()))
        self.results.setEnabled(bool(selected))
        self.report.setEnabled(any(past.counts.total() for past in selected))
        self.rename.setEnabled(one and idle)
        self.remove.setEnabled(bool(selected) and all(over) and idle)
        self._name_some()

    # What is done -------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.change.ended.connect(self._on_change_ended)
        self.lookup.found.connect(self._on_lookup_found)
        self.again.triggered.connect(self._on_again_triggered)
        self.every.triggered.connect(self._on_every_triggered)
        self.failed.requested.connect(self._retry)
        self.pause.triggered.connect(self._on_pause_triggered)
        self.end.triggered.connect(self._on_end_triggered)
        self.results.triggered.connect(self._on_results_triggered)
        self.report.triggered.connect(self._on_report_triggered)
        self.rename.triggered.connect(self._on_rename_triggered)
        self.remove.triggered.connect(self._on_remove_triggered)
        self._model.renamed.connect(self._on_model_renamed)

    def _on_again_triggered(self) -> None:
        for past in self.selected[:1]:
            self.again_requested.emit(past.head)

    def _on_every_triggered(self) -> None:
        self._retry(None)

    def _retry(self, kind: FailureKind | None) -> None:
        """On the list, where they are; else as a batch of their own, with the same choices."""
        elsewhere: list[BatchSummary] = []
        for past in self.selected:
            if self._kinds_on_list(past):
                self._live.retry_failed(past.head.id, kind)
            elif self._has_failed(past):
                elsewhere.append(past)
        if elsewhere:
            self.lookup.begin(partial(_failed_again, self._home, elsewhere, kind))

    def _on_pause_triggered(self) -> None:
        for past in self._to_set(paused=not self._paused):
            self._live.pause(past.head.id, not self._paused)

    def _on_end_triggered(self) -> None:
        for past in self._to_end():
            self._live.end(past.head.id)

    def _on_results_triggered(self) -> None:
        self.lookup.begin(partial(_places, self.selected))

    def _on_report_triggered(self) -> None:
        folder = batches_folder(self._home)
        folders = [folder / past.head.id for past in self.selected]
        self.lookup.begin(partial(_reports, folders, window_language()))

    def _on_rename_triggered(self) -> None:
        self._table.edit(self._table.currentIndex().siblingAtColumn(HistoryColumn.NAME))

    def _on_model_renamed(self, batch_id: str, name: str) -> None:
        self._live.rename(batch_id, name)
        self._change(partial(rename_report, self._home, batch_id, name))

    def _on_remove_triggered(self) -> None:
        gone = self.selected
        ids = [past.head.id for past in gone]
        self._model.take_out(ids)
        self._change(partial(_each, remove_report, self._home, ids))
        if len(gone) == 1:
            text = self.tr("{name} is taken out of the history. Its results stay where they are.")
            text = text.format(name=printable(gone[0].head.name))
        else:
            text = self.tr(
                "%n batch(es) are taken out of the history. Results stay where they are.",
                "",
                len(gone),
            )
        undo = partial(self._put_back, gone)
        self.told.emit(Notification(Severity.INFO, text, self.tr("Undo"), undo))

    def _put_back(self, pasts: Sequence[BatchSummary]) -> None:
        self._model.take(pasts)
        self._change(partial(_each, restore_report, self._home, [past.head.id for past in pasts]))

    def _change(self, do: Callable[[], None]) -> None:
        """Write, in a thread: a report of ten thousand documents is megabytes long."""
        self.change.begin(partial(_done, do))
        self.refresh()

    def _on_change_ended(self, error: Exception | None) -> None:
        if error is not None:
            text = self.tr("The history cannot be changed: {reason}.").format(reason=error)
            self.told.emit(Notification(Severity.ERROR, text))
            self.stale.emit()
        self.refresh()

    def _on_lookup_found(self, found: tuple[tuple[object, object], ...]) -> None:
        """Something that had to be looked up in a thread is known."""
        for what, how in found:
            if isinstance(what, Path):
                self._open(what, there=bool(how))
            elif how:
                self.failed_requested.emit(what, how)

    def _open(self, path: Path, *, there: bool) -> None:
        why = open_path(path, is_there=there)
        if why is not None:
            self.told.emit(Notification(Severity.WARNING, why()))

    # What can be done ---------------------------------------------------------------------------

    def _to_set(self, *, paused: bool) -> list[BatchSummary]:
        """Those selected that the window can pause, or else resume."""
        lives = ((past, self._model.live(past.head.id)) for past in self.selected)
        return [
            past
            for past, live in lives
            if live is not None and live.is_open and live.record.paused is not paused
        ]

    def _to_end(self) -> list[BatchSummary]:
        lives = ((past, self._model.live(past.head.id)) for past in self.selected)
        return [
            past
            for past, live in lives
            if live is not None and live.is_open and (live.record.new.watch or live.away)
        ]

    def _kinds_on_list(self, past: BatchSummary) -> Counter[FailureKind]:
        live = self._model.live(past.head.id)
        return Counter() if live is None else Counter(live.kinds)

    def _has_failed(self, past: BatchSummary) -> bool:
        over = self._model.state(past).is_over
        return bool(self._kinds_on_list(past)) or (over and past.counts[JobState.FAILED] > 0)

    def _kinds(self) -> Counter[FailureKind]:
        """How many of the selected batches' documents failed for which reason, as far as known."""
        kinds: Counter[FailureKind] = Counter()
        for past in self.selected:
            kinds += self._kinds_on_list(past)
        return kinds or self.documents.kinds

    # Words and looks ----------------------------------------------------------------------------

    def retranslate(self) -> None:
        """The language has changed."""
        self.again.setText(self.tr("Convert again…"))
        self.every.setText(QCoreApplication.translate("Actions", "&All that failed"))
        self.results.setText(self.tr("Open results"))
        self.report.setText(self.tr("Open report"))
        self.rename.setText(self.tr("Rename"))
        self.remove.setText(self.tr("Remove from history"))
        self.failed.retranslate()
        self._name_some()

    def _name_some(self) -> None:
        watched = any(
            live is not None and live.record.new.watch
            for live in (self._model.live(past.head.id) for past in self._to_end())
        )
        self.pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        self.end.setText(self.tr("Stop watching") if watched else self.tr("End the batch"))
        colours = colours_of(QGuiApplication.palette())
        for action, glyph in {
            self.again: Glyph.REDO,
            self.failed.menuAction(): Glyph.RETRY,
            self.pause: Glyph.PLAY if self._paused else Glyph.PAUSE,
            self.end: Glyph.STOP,
            self.results: Glyph.FOLDER_OPEN,
            self.report: Glyph.DOCUMENT,
            self.remove: Glyph.TRASH,
        }.items():
            action.setIcon(icon(glyph, colours.muted, colours.faint))

    def _line(self) -> QAction:
        line = QAction(self)
        line.setSeparator(True)
        return line


# In a thread --------------------------------------------------------------------------------------


def _failed_again(
    home: Path, pasts: Sequence[BatchSummary], kind: FailureKind | None
) -> Iterator[tuple[object, object]]:
    kinds = None if kind is None else frozenset({kind})
    for past in pasts:
        yield past.head, failed_in(home, past.head.id, kinds)


def _places(pasts: Sequence[BatchSummary]) -> Iterator[tuple[object, object]]:
    """Where the results are: the folder that was chosen, or wherever the documents are."""
    places: dict[Path, None] = {}
    for past in pasts:
        sources = map(Path, past.head.sources)
        beside = (path if path.is_dir() else path.parent for path in sources)
        places |= dict.fromkeys([Path(past.head.out)] if past.head.out else beside)
    return _checked_at(places)


def _checked_at(paths: Iterable[Path]) -> Iterator[tuple[object, object]]:
    for path in list(paths)[:MANY]:
        yield path, path.exists()


def _reports(folders: Sequence[Path], language: SpokenLanguage) -> Iterator[tuple[object, object]]:
    return _checked_at(write_for_reader(folder, language) for folder in folders[:MANY])


def _each(do: Callable[[Path, str], None], home: Path, batch_ids: Iterable[str]) -> None:
    for batch_id in batch_ids:
        do(home, batch_id)


def _done(do: Callable[[], None]) -> Iterable[object]:
    do()
    return ()
