"""What a report says of a batch and its documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from operator import attrgetter

from core.cards.model import host_of
from core.jobs.ids import iso
from core.jobs.model import ConvertOptions, Job
from core.jobs.reports.sentences import EntrySentences
from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState


@dataclass(frozen=True, slots=True)
class BatchHeader:
    id: str
    name: str
    sources: tuple[str, ...]
    out: str | None
    """``None``: beside each source."""
    created_at: str
    """UTC, ISO 8601 with a ``Z``; so is the other."""
    finished_at: str | None = None
    """``None``: it runs, or was broken off."""
    retry_of: str | None = None
    """Id of the batch whose failed documents these are."""
    options: ConvertOptions | None = None
    """``None``, here and below: written by an older version, which did not tell."""
    rules: FileFilter | None = None
    profile: str | None = None
    cards: tuple[str, ...] = ()
    """Keys of those that were asked for; none: whichever fits."""
    watch: bool = False


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """The outcome of a document. What is not known is ``None``."""

    job: str
    source: str
    state: str
    """A :class:`JobState`."""
    markdown: str | None
    engine: str | None
    card: str | None
    pages: int | None
    seconds: float | None
    kind: str | None
    message: str | None
    hint: str | None
    finished_at: str | None
    host: str | None = None
    assigned: str | None = None
    """The card whose worker had it, whatever computed; ``None`` where older versions wrote."""
    review: str | None = None
    """Why a person should compare the result with the document; ``None``: for no known reason."""

    sentences: str | None = None
    """:class:`EntrySentences` as JSON; ``None`` where there are none, or an older version wrote."""

    @property
    def has_result(self) -> bool:
        """Whether there is something to read."""
        return self.state in (JobState.DONE, JobState.SKIPPED)

    @property
    def cells(self) -> tuple[str | int | float | None, ...]:
        """The values, in the order of :data:`COLUMNS`."""
        return _CELLS(self)

    @classmethod
    def of(cls, job: Job) -> ReportEntry:
        failure = job.failure
        return cls(
            job=job.id,
            source=str(job.source),
            state=job.state.value,
            markdown=None if job.markdown is None else str(job.markdown),
            engine=None if job.engine is None else job.engine.value,
            card=job.card,
            pages=job.pages,
            seconds=None if job.seconds is None else round(job.seconds, 3),
            kind=None if failure is None else failure.kind.value,
            message=None if failure is None else str(failure.message),
            hint=None if failure is None or failure.hint is None else str(failure.hint),
            finished_at=None if job.finished_at is None else iso(job.finished_at),
            host=None if job.card is None else host_of(job.card),
            assigned=job.assigned,
            review=" ".join(map(str, job.warnings)) if job.needs_review else None,
            sentences=EntrySentences.of(job).to_json(),
        )


COLUMNS = tuple(field.name for field in fields(ReportEntry))
_CELLS = attrgetter(*COLUMNS)  # ``astuple`` copies each value, and takes thirty times as long


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a history shows of a batch, read without its documents."""

    head: BatchHeader
    counts: Counter[JobState]
    engines: tuple[str, ...] = ()
    """That did the work, the most frequent first; none: not known."""
    pages: int | None = None
    ended_at: str | None = None
    """When the last of its documents ended."""
    in_use: bool = False
    """A program is writing it at this moment."""
    cards_used: tuple[str, ...] = ()
    """Keys of what did the work, the most frequent first; none: not known."""

    @property
    def failed(self) -> int:
        """How many documents have no result."""
        return self.counts[JobState.FAILED] + self.counts[JobState.CANCELLED]


@dataclass(frozen=True, slots=True)
class Report:
    """A batch's report, read back."""

    head: BatchHeader
    entries: tuple[ReportEntry, ...]

    @property
    def counts(self) -> Counter[JobState]:
        """Documents by final state."""
        return Counter(JobState(entry.state) for entry in self.entries)

    @property
    def past(self) -> BatchSummary:
        engines = Counter(entry.engine for entry in self.entries if entry.engine is not None)
        cards = Counter(entry.card for entry in self.entries if entry.card is not None)
        return BatchSummary(
            self.head,
            self.counts,
            tuple(engine for engine, _ in engines.most_common()),
            sum(entry.pages or 0 for entry in self.entries),
            max((entry.finished_at for entry in self.entries if entry.finished_at), default=None),
            cards_used=tuple(card for card, _ in cards.most_common()),
        )

    @property
    def failed(self) -> tuple[ReportEntry, ...]:
        """The documents without a result."""
        return tuple(entry for entry in self.entries if not entry.has_result)
