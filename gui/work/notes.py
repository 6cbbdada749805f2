"""What the ledger's and the scout's threads tell the GUI thread: values.

What is done to very many jobs is told in parts, one note each: ``more`` says that a note goes on
with what the one before it of its kind began.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.jobs.lanes import OPEN_LANE, Lane
from core.jobs.model import Job
from core.sentences import Sentence
from core.worker.protocol import EngineName
from gui.work.steps import Step, Way

if TYPE_CHECKING:
    from core.engines.passed_over import PassedOver
    from core.jobs.batches import BatchRecord
    from core.jobs.crew import Crew


@dataclass(frozen=True)
class Listed:
    """The queue as it was found at the start, in order."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True)
class Added:
    """Documents that were given have come to the list."""

    jobs: tuple[Job, ...]
    """New ones."""
    again: tuple[Job, ...] = ()
    """On the list already, and given again for a reason: they wait once more."""
    known: tuple[str, ...] = ()
    """Ids of those that are on the list already, and stay as they are."""


@dataclass(frozen=True)
class IntakeEnded:
    """All that was dropped or chosen in one go has been looked through."""

    found: int
    """Documents in it, new or not."""
    quiet: bool = False
    """More may come, or it goes on with what was begun earlier: that it is nothing, or nothing new,
    is no news."""


@dataclass(frozen=True)
class Moved:
    """Jobs have another state or place, because the user said so."""

    jobs: tuple[Job, ...]
    step: Step | None = None
    """What to take back, if that can be done."""
    way: Way = Way.DONE
    more: bool = False


@dataclass(frozen=True)
class Held:
    """Jobs that run were paused: their cards are to put them back."""

    job_ids: tuple[str, ...]


@dataclass(frozen=True)
class PausedIs:
    """Whether the whole queue is paused."""

    paused: bool


@dataclass(frozen=True)
class BatchesAre:
    """The batches that are open, or have jobs on the list; the newest first."""

    batches: tuple[BatchRecord, ...]


@dataclass(frozen=True)
class HalfWalked:
    """Batches whose folders were not gone through to their end when the program went."""

    batches: tuple[BatchRecord, ...]


@dataclass(frozen=True)
class FoldersAway:
    """Which folders that are waited for are not there; none: all are back."""

    batch: str
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class NotWaiting:
    """Jobs that were to be cancelled and did not wait any more: they may be running."""

    job_ids: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True)
class Removed:
    """Jobs are off the list; they can be put back as they are here."""

    jobs: tuple[Job, ...]
    way: Way = Way.DONE
    more: bool = False


@dataclass(frozen=True)
class Restored:
    """Removed jobs are back."""

    jobs: tuple[Job, ...]
    step: Step | None = None
    """What takes them away again."""
    more: bool = False


@dataclass(frozen=True)
class MarkdownRead:
    """The Markdown that was to be copied."""

    text: str
    documents: int


@dataclass(frozen=True)
class Trouble:
    """Something could not be done; the sentence says what, and the next step."""

    sentence: Sentence


@dataclass(frozen=True)
class CrewFound:
    """The cards that work goes to from now on."""

    crew: Crew
    engine: EngineName | None
    """The engine that it goes to; ``None`` where none is ready."""
    passed_over: tuple[PassedOver, ...] = ()
    """Better ones that are set up, and not ready."""
    lane: Lane = OPEN_LANE
    """Of other cards than the window's, the batches that asked for them."""


LedgerNote = (
    Listed
    | Added
    | IntakeEnded
    | Moved
    | Held
    | PausedIs
    | BatchesAre
    | HalfWalked
    | FoldersAway
    | NotWaiting
    | Removed
    | Restored
    | MarkdownRead
    | Trouble
    | CrewFound
)
