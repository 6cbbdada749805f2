"""Which place waiting documents are moved to. Only those that wait have one to give or to take.

What runs or is over keeps its row: documents let go among such rows go before the next that waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.jobs.states import JobState
from gui.table.model import JobModel


def movable(model: JobModel, job_ids: Iterable[str]) -> list[str]:
    """Those of the jobs that wait, in their order."""
    if not model.can_be_ordered:
        return []
    rows = (model.row_of(job_id) for job_id in job_ids)
    return [row.job.id for row in rows if row is not None and row.job.state is JobState.QUEUED]


def gap_at(model: JobModel, moving: Sequence[str], place: int) -> int:
    """Where jobs let go above a place really go: above this place, or below the last row."""
    gone = frozenset(moving)
    for here in range(place, model.rowCount()):
        job = model.row(here).job
        if job.state is JobState.QUEUED and job.id not in gone:
            return here
    return model.rowCount()


def gap_upwards(model: JobModel, moving: Sequence[str]) -> int | None:
    """One step up: above the waiting row that stands over the first; ``None``: it is the first."""
    return _next_waiting(model, moving, range(_places(model, moving)[0] - 1, -1, -1))


def gap_downwards(model: JobModel, moving: Sequence[str]) -> int | None:
    """One step down: below the waiting row that stands under the last; ``None``: it is the last."""
    below = range(_places(model, moving)[-1] + 1, model.rowCount())
    place = _next_waiting(model, moving, below)
    return None if place is None else gap_at(model, moving, place + 1)


def _next_waiting(model: JobModel, moving: Sequence[str], places: Iterable[int]) -> int | None:
    gone = frozenset(moving)
    for place in places:
        job = model.row(place).job
        if job.state is JobState.QUEUED and job.id not in gone:
            return place
    return None


def _places(model: JobModel, job_ids: Iterable[str]) -> list[int]:
    return sorted(place for one in job_ids if (place := model.place_of(one)) is not None)
