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

from core.engines.ceilings import Ceiling, ceiling_of, too_large
from core.engines.mineru_options import Marks
from core.jobs.model import Job, JobState, NewJob
from core.jobs.staging import write_failure
from core.jobs.targets import AlreadyDone, TargetBook, folder_of, own_results
from core.jobs.vetting import look, vet
from core.worker.protocol import EngineName, Failure


class Plan(StrEnum):
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
class Planned:
    """One document's outlook."""

    new: NewJob
    plan: Plan
    folder: Path | None = None
    """Where the result is, or would be."""
    replaces: bool = False
    """A result would be replaced by another."""
    failure: Failure | None = None
    size: int | None = None
    """Of the source, in bytes."""


def preview(
    new_jobs: Iterable[NewJob],
    engine: EngineName | Failure,
    *,
    marks: Marks = (),
    book: TargetBook | None = None,
) -> Iterator[Planned]:
    """The outlook of each document, lazily and in order.

    ``engine``: which one would be used for documents that leave the choice open, or why none is;
    ``marks``: what it would be told.
    ``book``: shared between calls, it keeps documents of one name apart as the run itself would.
    """
    book = book or TargetBook()
    ceiling = functools.cache(ceiling_of)  # which looks at the machine's memory each time
    for number, new in enumerate(new_jobs):
        try:
            yield _outlook(_job(new, number), new, engine, marks, book, ceiling=ceiling)
        except OSError as error:
            yield Planned(new, Plan.FAIL, failure=write_failure(error, new.out_parent))


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


def _outlook(
    job: Job,
    new: NewJob,
    engine: EngineName | Failure,
    marks: Marks,
    book: TargetBook,
    *,
    ceiling: Callable[[EngineName, float | None, float | None], Ceiling],
) -> Planned:
    looked = look(new.source)
    if isinstance(looked, Failure):
        return Planned(new, Plan.FAIL, failure=looked)
    if isinstance(engine, Failure):
        return Planned(new, Plan.FAIL, failure=engine, size=looked)
    allowed = ceiling(engine, job.options.timeout_s, job.options.memory_limit_mb)
    if (failure := too_large(looked, allowed)) is not None:
        return Planned(new, Plan.FAIL, failure=failure, size=looked)
    wanted = folder_of(job, job.rank)
    sha256 = ""
    if wanted.exists() or folder_of(job, 1).exists():
        vetted = vet(new.source)
        if isinstance(vetted, Failure):
            return Planned(new, Plan.FAIL, failure=vetted, size=looked)
        sha256 = vetted.sha256
    had = bool(own_results(job))
    decision = book.claim(job, sha256, engine, marks)
    if isinstance(decision, AlreadyDone):
        return Planned(new, Plan.SKIP, decision.folder, size=looked)
    if had:
        plan = Plan.AGAIN
    else:
        plan = Plan.CONVERT if decision.folder == wanted or decision.replaces else Plan.BESIDE
    return Planned(new, plan, decision.folder, decision.replaces, size=looked)
