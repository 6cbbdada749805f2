"""What the cells of the list say, and what its columns are called."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from core.jobs.states import JobState
from gui.card_names import card_key_label
from gui.i18n import sentences, tr
from gui.labels import duration, job_label, progress_text, rough_duration
from gui.table.printable import printable
from gui.table.rows import JobColumn, JobRow, ViewFilter
from gui.table.status_groups import StatusGroup


def column_title(column: JobColumn) -> str:
    """A column's heading."""
    translate = QCoreApplication.translate
    match column:
        case JobColumn.DOCUMENT:
            return translate("JobModel", "Document")
        case JobColumn.STATE:
            return translate("JobModel", "State")
        case JobColumn.PAGES:
            return translate("JobModel", "Pages")
        case JobColumn.CARD:
            return translate("JobModel", "Card")
        case JobColumn.TIME:
            return translate("JobModel", "Time")
        case JobColumn.BATCH:
            return translate("JobModel", "Batch")


def cell_text(row: JobRow, column: JobColumn) -> str:
    """What a cell says, in words alone."""
    match column:
        case JobColumn.DOCUMENT:
            return printable(row.job.source.name)
        case JobColumn.STATE:
            if row.job.state is JobState.RUNNING:
                return running_text(row)
            return job_label(row.job, paused=row.paused)
        case JobColumn.PAGES:
            return "" if row.pages is None else str(row.pages)
        case JobColumn.CARD:
            return "" if row.job.card is None else card_key_label(row.job.card)
        case JobColumn.TIME:
            seconds = row.seconds(time.time())
            return "" if seconds is None else duration(seconds)
        case JobColumn.BATCH:
            return printable(row.batch_name)


def running_text(row: JobRow) -> str:
    """How far a running document is, and what is left of it where that is no guess."""
    far = stage_text(row)
    return far if row.left is None else f"{far} · {rough_duration(row.left)}"


def stage_text(row: JobRow) -> str:
    """What is being done with a running document, and how far that is."""
    if row.saving:
        return QCoreApplication.translate("Words", "Saving")
    return progress_text(row.progress)


def why(row: JobRow) -> str:
    """The reason for a row's state, in words; empty where there is none to give."""
    if row.job.failure is not None and row.job.state is JobState.FAILED:
        said = (row.job.failure.message, row.job.failure.hint)
        return sentences(part for part in said if part is not None)
    if row.reason is not None:
        return tr(row.reason)
    return sentences(row.job.warnings)


def nothing_text(arrangement: ViewFilter) -> str:
    """Why no document is shown, though there are some."""
    translate = QCoreApplication.translate
    if arrangement.text:
        text = translate("JobView", "No document matches “{text}”.")
        return text.format(text=printable(arrangement.text))
    if arrangement.group is StatusGroup.ALL and arrangement.hide_finished:
        return translate("JobView", "All documents are finished, and hidden.")
    return translate("JobView", "No document is in this state.")
