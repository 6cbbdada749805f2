"""What the cells of the list say, and what its columns are called."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from core.jobs.model import JobState
from gui.i18n import words
from gui.table.rows import Column, Row
from gui.words import duration, job_word, progress_words, rough_duration


def column_title(column: Column) -> str:
    """A column's heading."""
    translate = QCoreApplication.translate
    match column:
        case Column.DOCUMENT:
            return translate("JobModel", "Document")
        case Column.STATE:
            return translate("JobModel", "State")
        case Column.PAGES:
            return translate("JobModel", "Pages")
        case Column.CARD:
            return translate("JobModel", "Card")
        case Column.TIME:
            return translate("JobModel", "Time")
        case Column.BATCH:
            return translate("JobModel", "Batch")


def cell_text(row: Row, column: Column) -> str:
    """What a cell says, in words alone."""
    match column:
        case Column.DOCUMENT:
            return printable(row.job.source.name)
        case Column.STATE:
            if row.job.state is JobState.RUNNING:
                return running_words(row)
            return job_word(row.job, paused=row.paused)
        case Column.PAGES:
            return "" if row.pages is None else str(row.pages)
        case Column.CARD:
            return row.job.card or ""
        case Column.TIME:
            seconds = row.seconds(time.time())
            return "" if seconds is None else duration(seconds)
        case Column.BATCH:
            return printable(row.batch_name)


def running_words(row: Row) -> str:
    """How far a running document is, and what is left of it where that is no guess."""
    far = progress_words(row.progress)
    return far if row.left is None else f"{far} · {rough_duration(row.left)}"


def why(row: Row) -> str:
    """The reason for a row's state, in words; empty where there is none to give."""
    if row.job.failure is not None and row.job.state is JobState.FAILED:
        hint = row.job.failure.hint
        return words(row.job.failure.message) + (" " + words(hint) if hint is not None else "")
    if row.reason is not None:
        return words(row.reason)
    return " ".join(words(warning) for warning in row.job.warnings)


def printable(name: str) -> str:
    """A file's name on one line, whatever bytes and breaks it has."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
