"""What a run would do, found out without doing it: nothing is written, no engine is started.

Asked for by ``headframe convert --dry-run`` and by the window before a folder is begun. A source
is read whole only where a result may be its own; else only its head is looked at.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.engines.mineru_options import EngineSettingsKey
from core.engines.process.resource_limits import ResourceLimits, exceeds_memory, limits_for
from core.jobs.model import Job, NewJob
from core.jobs.output.allocation import ExistingResult, OutputAllocator, existing_results, folder_of
from core.jobs.output.staging import write_failure
from core.jobs.sources.validation import check_header, validate_pdf
from core.jobs.states import JobState
from core.worker.kinds import EngineName
from core.worker.protocol import Failure


class PlannedAction(StrEnum):
    """What would become of a document."""

    CONVERT = "convert"
    """It is new here."""
    SKIP = "skip"
    """Its result is there, from the same bytes with the same options."""
    AGAIN = "again"
    """A result of it is there, but from other bytes, with other options, or one more is wanted."""
    BESIDE = "beside"
    """Something else has the name; the result gets the next one."""
    FAIL = "fail"
    """It cannot be converted."""


@dataclass(frozen=True, slots=True)
class DryRunEntry:
    """What would be done with one document."""

    new: NewJob
    plan: PlannedAction
    folder: Path | None = None
    """Where the result is, or would be."""
    replaces: bool = False
    """A result would be replaced by another."""
    failure: Failure | None = None
    size: int | None = None
    """Of the source, in bytes."""


def dry_run(
    new_jobs: Iterable[NewJob],
    engine: EngineName | Failure,
    *,
    settings_key: EngineSettingsKey = (),
    book: OutputAllocator | None = None,
) -> Iterator[DryRunEntry]:
    """The plan for each document, lazily and in order.

    ``engine``: which one would be used for documents that leave the choice open, or why none is;
    ``settings_key``: its settings.
    ``book``: shared between calls, it keeps documents of one name apart as the run itself would.
    """
    book = book or OutputAllocator()
    ceiling = functools.cache(limits_for)  # which looks at the machine's memory each time
    for number, new in enumerate(new_jobs):
        try:
            yield _plan_one(_job(new, number), new, engine, settings_key, book, ceiling=ceiling)
        except OSError as error:
            yield DryRunEntry(new, PlannedAction.FAIL, failure=write_failure(error, new.out_parent))


def _job(new: NewJob, number: int) -> Job:
    return Job(
        id=f"preview-{number}",
        position=number,
        source=new.source,
        out_parent=new.out_parent,
        stem=new.stem,
        rank=new.rank,
        options=new.options,
        state=JobState.QUEUED,
        created_at=0.0,
    )


def _plan_one(
    job: Job,
    new: NewJob,
    engine: EngineName | Failure,
    settings_key: EngineSettingsKey,
    book: OutputAllocator,
    *,
    ceiling: Callable[[EngineName, float | None, float | None], ResourceLimits],
) -> DryRunEntry:
    looked = check_header(new.source)
    if isinstance(looked, Failure):
        return DryRunEntry(new, PlannedAction.FAIL, failure=looked)
    if isinstance(engine, Failure):
        return DryRunEntry(new, PlannedAction.FAIL, failure=engine, size=looked)
    allowed = ceiling(engine, job.options.timeout_s, job.options.memory_limit_mb)
    if (failure := exceeds_memory(looked, allowed)) is not None:
        return DryRunEntry(new, PlannedAction.FAIL, failure=failure, size=looked)
    wanted = folder_of(job, job.rank)
    sha256 = ""
    if wanted.exists() or folder_of(job, 1).exists():
        vetted = validate_pdf(new.source)
        if isinstance(vetted, Failure):
            return DryRunEntry(new, PlannedAction.FAIL, failure=vetted, size=looked)
        sha256 = vetted.sha256
    had = bool(existing_results(job))
    decision = book.allocate(job, sha256, engine, settings_key)
    if isinstance(decision, ExistingResult):
        return DryRunEntry(new, PlannedAction.SKIP, decision.folder, size=looked)
    if had:
        plan = PlannedAction.AGAIN
    else:
        plan = (
            PlannedAction.CONVERT
            if decision.folder == wanted or decision.replaces
            else PlannedAction.BESIDE
        )
    return DryRunEntry(new, plan, decision.folder, decision.replaces, size=looked)
