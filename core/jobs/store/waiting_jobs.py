"""Which documents a card may be given next, in their order."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import ANY_CARD, CardSet
from core.jobs.states import JobState
from core.jobs.store.serialization import card_set_to_json


@dataclass(frozen=True, slots=True)
class WaitingFilter:
    """What a card is not to be given."""

    without: Sequence[str] = ()
    """Ids of jobs that are left to others."""
    routes: Sequence[CardSet] | None = None
    """Only jobs of these, and those in ``also``; ``None``: whatever card a batch asks for."""
    also: Sequence[str] = ()
    """Ids of jobs."""
    not_below: Sequence[Path] = ()
    """What comes from there, or goes there, is left."""


ANY_JOB = WaitingFilter()


def waiting_jobs(
    connection: sqlite3.Connection, wanted: WaitingFilter, most: int
) -> list[sqlite3.Row]:
    """The first jobs that wait and are not paused: ``id``, ``size``, ``moved``."""
    return connection.execute(
        "SELECT jobs.id, jobs.size, jobs.moved FROM jobs"
        " LEFT JOIN batches ON batches.id = jobs.batch"
        " WHERE jobs.state = ? AND jobs.paused = 0 AND COALESCE(batches.paused, 0) = 0"
        " AND NOT (SELECT paused FROM queue)"
        " AND jobs.id NOT IN (SELECT value FROM json_each(?))"
        " AND (? OR COALESCE(jobs.cards, batches.cards, ?)"
        " IN (SELECT value FROM json_each(?))"
        " OR jobs.id IN (SELECT value FROM json_each(?)))"
        " AND NOT EXISTS (SELECT 1 FROM json_each(?) AS closed WHERE closed.value IN ("
        "substr(hex(jobs.out_parent) || '2F', 1, length(closed.value)),"
        " substr(hex(jobs.source), 1, length(closed.value))))"
        " ORDER BY jobs.position LIMIT ?",
        (
            JobState.QUEUED.value,
            json.dumps(list(wanted.without)),
            wanted.routes is None,
            card_set_to_json(ANY_CARD),
            json.dumps([card_set_to_json(route) for route in wanted.routes or ()]),
            json.dumps(list(wanted.also)),
            json.dumps([_hex_of_folder(folder) for folder in wanted.not_below]),
            most,
        ),
    ).fetchall()


def _hex_of_folder(folder: Path) -> str:
    """How the paths in that folder begin, as SQLite writes bytes: they are no text."""
    return os.fsencode(folder / "x")[:-1].hex().upper()
