"""New documents on the list: said, and brought into sight, wherever the list stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.jobs.model import Job
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter
from gui.table.model import JobModel
from gui.table.view import JobView

MOST_SELECTED = 2000
"""Of more new documents than these, only the first are selected."""


class ArrivalNotifier(QObject):
    """Follows what is dropped, pasted, handed over."""

    def __init__(
        self,
        parent: QWidget,
        *,
        work: JobController,
        model: JobModel,
        view: JobView,
        notices: NotificationCenter,
        occupied: Callable[[], bool],
        show_everything: Callable[[], None],
        is_told: Callable[[Job], bool],
    ) -> None:
        """``occupied``: the keys go to a document that is being read, or to a field.
        ``show_everything``: look for nothing, and show documents of all states and batches.
        ``is_told``: something else was said of this one when it was given."""
        super().__init__(parent)
        self._model = model
        self._view = view
        self._notices = notices
        self._occupied = occupied
        self._show_everything = show_everything
        self._is_told = is_told
        work.scan_finished.connect(self._on_work_scan_finished)

    def jump(self, job_ids: Sequence[str]) -> None:
        """Select these rows and bring them into sight, whatever is looked for now."""
        if self._model.place_of(job_ids[0]) is None:
            self._show_everything()
        self._view.bring_into_sight(job_ids)

    def _on_work_scan_finished(
        self, found: int, new: int, known: tuple[str, ...], added: tuple[str, ...]
    ) -> None:
        if added:
            # Their rows come with the same tick, a moment later.
            QTimer.singleShot(0, self, partial(self._announce, added))
        elif found > 0 and new == 0:
            self._notices.show(self.tr("%n document(s) already on the list.", "", found))
            self._view.select(known[:1])
            self._give_keys()

    def _announce(self, given: tuple[str, ...]) -> None:
        rows = ((job_id, self._model.row_of(job_id)) for job_id in given)
        added = tuple(job_id for job_id, row in rows if row is None or not self._is_told(row.job))
        if not added:
            return
        first = self._model.place_of(added[0])
        if first in self._view.places_in_sight():
            self._give_keys()
            return  # they are seen to come
        text = self.tr("%n document(s) added.", "", len(added))
        if first is None or self._occupied():
            self._notices.show(
                text, action=self.tr("Show"), act=partial(self.jump, self._of(added))
            )
        else:
            self._notices.show(text)
            self._view.bring_into_sight(self._of(added))
            self._give_keys()

    def _give_keys(self) -> None:
        if not self._occupied():
            self._view.setFocus()

    def _of(self, added: tuple[str, ...]) -> tuple[str, ...]:
        return added[:MOST_SELECTED]
