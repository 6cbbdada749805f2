"""What happens to jobs and workers: values that cross from a card's thread to who listens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from core.jobs.model import Job, JobProgress
from core.messages import Message
from core.worker.kinds import EngineName
from core.worker.protocol import Failure

if TYPE_CHECKING:
    from core.cards.model import Card
    from core.cards.placement import PlacementCheck  # what it needs is loaded when work begins


@dataclass(frozen=True, slots=True)
class JobClaimed:
    """A card's loop has claimed the job; it is looking at the file."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobStarted:
    """A worker has begun with the document."""

    job: Job
    engine: EngineName
    card: str
    """Key of what computes: ``cpu`` for an engine that uses no card."""
    pid: int
    """The process that does the work; its environment holds the pin."""
    visible_devices: str | None
    verified: PlacementCheck | None = None
    """Whether the driver shows the worker on its card; ``None`` where no card is used."""
    assigned: str | None = None
    """Key of the card that the worker was started for."""


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """How far a running job is. Many may come; only the latest matters."""

    job_id: str
    progress: JobProgress


@dataclass(frozen=True, slots=True)
class JobConverted:
    """The worker is done with the document; its result is being put in place."""

    job_id: str


@dataclass(frozen=True, slots=True)
class JobFinished:
    """The job is done, skipped, failed or cancelled: ``job.state`` says which."""

    job: Job
    reason: Message | None = None
    """Why it was skipped."""


@dataclass(frozen=True, slots=True)
class JobRequeued:
    """The job waits again: the loop was told to stop now, or the worker is tried again."""

    job: Job
    reason: Message | None = None
    """What it waits for, where that is not just its turn."""


class WorkerState(StrEnum):
    """What a card's worker is doing."""

    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class WorkerChanged:
    """The worker of a card has started, is ready, or has gone."""

    card: str
    state: WorkerState
    engine: EngineName | None = None
    pid: int | None = None
    device_count: int | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class WorkerVerified:
    """The driver was asked where a card's worker is, after it had loaded its models."""

    card: str
    pid: int
    verified: PlacementCheck


@dataclass(frozen=True, slots=True)
class CardQuarantined:
    """The card has a fault: nothing more goes to it in this run; others take its jobs."""

    card: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class JobReassigned:
    """A card has not enough memory for the job: another one is to do it. It waits again soon."""

    job: Job
    card: str
    to: Card
    failure: Failure


@dataclass(frozen=True, slots=True)
class QueueUnavailable:
    """The queue itself cannot be used; the loop has stopped."""

    card: str
    sentence: Message


@dataclass(frozen=True, slots=True)
class DiskFull:
    """A result did not fit, or a drive is away: what is for that disk waits until it can go on."""

    place: Path
    failure: Failure


@dataclass(frozen=True, slots=True)
class StorageAvailable:
    """There is room again, or the drive is back; work goes on."""

    place: Path


@dataclass(frozen=True, slots=True)
class FoldersMissing:
    """Which of the watched folders are not there now; none: all are back."""

    folders: tuple[Path, ...]


JobEvent = (
    JobClaimed
    | JobStarted
    | JobProgressed
    | JobConverted
    | JobFinished
    | JobRequeued
    | WorkerChanged
    | WorkerVerified
    | CardQuarantined
    | JobReassigned
    | QueueUnavailable
    | DiskFull
    | StorageAvailable
    | FoldersMissing
)
