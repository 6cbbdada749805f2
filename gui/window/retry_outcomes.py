"""What came of converting documents again that had a result: said, where it is no plain success."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.documents.versions import is_edited
from core.jobs.model import Job
from core.jobs.states import JobState
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter
from gui.table.model import JobModel
from gui.table.printable import printable


class RetryOutcomes(QObject):
    """Told of what is begun and what has ended; speaks once all of it is over."""

    def __init__(
        self,
        parent: QObject,
        *,
        work: JobController,
        model: JobModel,
        notices: NotificationCenter,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._model = model
        self._notices = notices
        self._retried: dict[str, Path] = {}
        """The results of before, by their jobs' ids, while these are not over."""
        self._up_to_date: list[str] = []
        """Ids of jobs that were left as they are, since nothing has changed."""
        self._kept: list[Path] = []
        """Results of before that were edited: the new ones lie beside them."""

    def expect(self, jobs: Iterable[Job]) -> None:
        """These are about to be converted again."""
        self._retried.update(
            (job.id, job.markdown)
            for job in jobs
            if job.state.is_final and job.markdown is not None
        )

    def note_ends(self, job_ids: Iterable[str]) -> None:
        """These have ended."""
        ended = self._retried.keys() & set(job_ids)
        if not ended:
            return
        for job_id in ended:
            before, row = self._retried.pop(job_id), self._model.row_of(job_id)
            if row is None:
                continue
            if row.job.state is JobState.SKIPPED:
                self._up_to_date.append(job_id)
            elif row.job.markdown not in (None, before) and is_edited(before):
                self._kept.append(before.parent)
        if self._retried:
            return
        skipped, self._up_to_date = self._up_to_date, []
        kept, self._kept = self._kept, []
        if kept:
            self._notices.show(partial(self._kept_words, kept))
        elif skipped:
            self._notices.show(
                lambda: self.tr("%n result(s) up to date: not converted again.", "", len(skipped)),
                action=lambda: self.tr("Convert anyway"),
                act=partial(self._replace, skipped),
            )

    def _kept_words(self, kept: Sequence[Path]) -> str:
        if len(kept) == 1:
            text = self.tr("Your edited version is kept in {folder}, beside the new result.")
            return text.format(folder=printable(kept[0].name))
        return self.tr("%n edited version(s) kept, beside the new results.", "", len(kept))

    def _replace(self, job_ids: list[str]) -> None:
        from core.jobs.store.settings_change import SettingsChange  # late, with the work

        rows = (self._model.row_of(job_id) for job_id in job_ids)
        self.expect(row.job for row in rows if row is not None)
        self._work.change_settings(job_ids, SettingsChange(replace_once=True))
