"""A job: one document's run, its options, its states and the legal moves between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.engines.model import EngineChoice
from core.sentences import Sentence
from core.worker.protocol import EngineName, Failure, Ocr, Stage


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    """The result was there already, from the same bytes with the same options."""
    FAILED = "failed"
    CANCELLED = "cancelled"

    # Enum's own is Python code, and a hundred thousand rows are counted by their states.
    __hash__ = str.__hash__

    @property
    def is_final(self) -> bool:
        """Nothing more happens to the job unless the user asks."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset(
        {
            JobState.DONE,
            JobState.SKIPPED,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.QUEUED,  # the program died, or stopped now to carry on next time
        }
    ),
    JobState.DONE: frozenset({JobState.QUEUED}),
    JobState.SKIPPED: frozenset({JobState.QUEUED}),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
}
"""The only moves there are; everything that changes a state asks this table."""


class IfExists(StrEnum):
    """What to do where a result of this name is there already."""

    SKIP = "skip"
    """Skip a result of the same bytes and options, else :attr:`RENAME`."""
    UPDATE = "update"
    """The same, but the source's own older result is replaced."""
    RENAME = "rename"
    """A folder of the next free name: ``paper (2)``."""
    OVERWRITE = "overwrite"
    """Replace a folder that Headframe made; others are never touched."""


class WhenFull(StrEnum):
    """What to do with a document for which a card has not enough memory, smaller batches or no.

    A card that is reserved for others is never taken, nor is the CPU.
    """

    CHOSEN = "chosen"
    """Another one of the chosen cards that has more room does it."""
    ANY = "any"
    """Any card that has more room."""
    STOP = "stop"
    """The document fails, with figures."""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages from 1, both ends included; ``last`` of ``None`` means up to the end."""

    first: int = 1
    last: int | None = None

    @classmethod
    def parse(cls, text: str) -> PageRange:
        """Read ``3-7``, ``5``, ``3-`` or ``-7``. Raises ``ValueError`` with a sentence."""
        head, dash, tail = text.strip().partition("-")
        parts = [part.strip() for part in (head, tail)]
        digits = all(part == "" or (part.isascii() and part.isdigit()) for part in parts)
        if not digits or parts == ["", ""]:
            raise ValueError(f"'{text}' is not a page range: write 3-7, 5, 3- or -7.")
        first = int(parts[0]) if parts[0] else 1
        last = int(parts[1]) if parts[1] else (None if dash else first)
        if first < 1 or (last is not None and last < first):
            raise ValueError(f"'{text}' is not a page range: pages count from 1, upwards.")
        return cls(first, last)

    def __str__(self) -> str:
        return f"{self.first}-{self.last if self.last is not None else ''}"


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How to convert, as the user asked. Passwords are not among them: they stay in memory."""

    engine: EngineChoice = EngineChoice.AUTO
    pages: PageRange | None = None
    ocr: Ocr = Ocr.AUTO
    lang: str | None = None
    formula: bool = True
    table: bool = True
    if_exists: IfExists = IfExists.SKIP
    timeout_s: float | None = None
    """Per document; ``None``: by engine and number of pages."""
    memory_limit_mb: int | None = None
    """Of a worker and its helpers together; ``None``: by machine and engine."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """A document to be queued."""

    source: Path
    """Absolute."""
    out_parent: Path
    """Absolute: the folder in which the result folder is made."""
    stem: str
    """The result folder's name, before any `` (2)``."""
    rank: int = 1
    """1, or n for the n-th source of this stem in ``out_parent``: it begins at ``stem (n)``."""
    options: ConvertOptions = field(default_factory=ConvertOptions)
    size: int | None = None
    """Of the source in bytes, where somebody has looked."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the queue knows it."""

    id: str
    position: int
    """Order in the queue; smaller goes first."""
    source: Path
    out_parent: Path
    stem: str
    rank: int
    options: ConvertOptions
    state: JobState
    created_at: float
    """Seconds since the epoch, UTC; so are the others."""
    started_at: float | None = None
    finished_at: float | None = None
    engine: EngineName | None = None
    card: str | None = None
    """Key of the card it runs, or ran, on."""
    pages: int | None = None
    seconds: float | None = None
    markdown: Path | None = None
    """The result, when there is one."""
    failure: Failure | None = None
    warnings: tuple[Sentence, ...] = ()
    deaths: int = 0
    """How often a worker died on this document."""
    batch: str | None = None
    """Id of the batch it belongs to (`core.jobs.batches`)."""
    size: int | None = None
    """Of the source in bytes, where somebody has looked."""
    paused: bool = False
    """It is not to be taken; a running one is put back and then stays."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a running job is; kept in memory, never in the queue's file."""

    stage: Stage
    page: int | None
    pages: int | None
    fraction: float
