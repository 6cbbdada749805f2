"""A job: one document's run and its options. Its states are in `core.jobs.states`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from core.documents.exporting import ExportFormat
from core.engines.choice import EngineChoice
from core.jobs.states import IfExists, JobState
from core.messages import Message
from core.worker.hints import asks_for_review
from core.worker.kinds import EngineName, Ocr, Stage
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

CardSet = tuple[str, ...]
"""Keys of the cards that a batch asks for."""
ANY_CARD: CardSet = ()
"""Of documents whose batch asks for no card, or that have no batch."""


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
    export: tuple[ExportFormat, ...] = ()
    """Formats that the result is saved in when it is done."""
    export_folder: Path | None = None
    """Absolute; ``None``: in the result's folder."""
    tier: Tier | None = None
    """MinerU's for this document; ``None``: as the engine is set up."""
    replace_once: bool = False
    """The next conversion replaces the result there is; :attr:`if_exists` counts again after it."""


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
    """Of the source in bytes, where it is known."""


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
    """Key of what computes, or computed: ``cpu`` for an engine that uses no card."""
    assigned: str | None = None
    """Key of the card whose worker has it, or had it, whatever computes there."""
    pages: int | None = None
    seconds: float | None = None
    markdown: Path | None = None
    """The result, when there is one."""
    failure: Failure | None = None
    warnings: tuple[Message, ...] = ()
    deaths: int = 0
    """How often a worker died on this document."""
    batch: str | None = None
    """Id of the batch it belongs to (`core.jobs.store.batch_store`)."""
    size: int | None = None
    """Of the source in bytes, where it is known."""
    paused: bool = False
    """It is not to be taken; a running one is put back and then stays."""
    cards: CardSet | None = None
    """Keys of the cards that it asks for itself; ``None``: those of its batch."""

    @property
    def needs_review(self) -> bool:
        """Whether its result is there, and a person should compare it with the document."""
        return self.state is JobState.DONE and asks_for_review(self.warnings)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a running job is; kept in memory, never in the queue's file."""

    stage: Stage
    page: int | None
    pages: int | None
    fraction: float
