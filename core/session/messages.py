"""What the queue's thread and the search for cards tell the GUI thread: values.

What is done to very many jobs is told in parts, one message each: ``more`` says that a message
continues the one before it of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.jobs.model import ANY_CARD, CardSet, Job
from core.messages import Message
from core.session.undo_stack import Direction, UndoableAction
from core.worker.kinds import EngineName

if TYPE_CHECKING:
    from core.engines.skipped_engines import SkippedEngine
    from core.jobs.scheduling.card_assignment import CardAssignment
    from core.jobs.store.batch_store import BatchRecord


@dataclass(frozen=True)
class JobsLoaded:
    """The queue as it was found at the start, in order."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True)
class JobsAdded:
    """Documents that were given have come to the list."""

    jobs: tuple[Job, ...]
    """New ones."""
    again: tuple[Job, ...] = ()
    """On the list already, and given again for a reason: they wait again."""
    known: tuple[str, ...] = ()
    """Ids of those that are on the list already, and stay as they are."""
    watched: bool = False
    """They were found in a watched folder; the user has not just added them."""


@dataclass(frozen=True)
class ScanFinished:
    """All that was dropped or chosen in one go has been looked through."""

    found: int
    """Documents in it, new or not."""
    not_pdfs: tuple[str, ...] = ()
    """Names of files that were given, are no PDFs and do not claim to be: they were left out."""
    quiet: bool = False
    """More may come, or it goes on with what was begun earlier: that it is nothing, or nothing new,
    is no news."""


@dataclass(frozen=True)
class JobsChanged:
    """Jobs have another state or place, because the user said so."""

    jobs: tuple[Job, ...]
    step: UndoableAction | None = None
    """What to take back, if that can be done."""
    way: Direction = Direction.DONE
    more: bool = False


@dataclass(frozen=True)
class JobsPaused:
    """Jobs that run were paused: their cards are to put them back."""

    job_ids: tuple[str, ...]


@dataclass(frozen=True)
class QueuePausedChanged:
    paused: bool


@dataclass(frozen=True)
class BatchesChanged:
    """The batches that are open, or have jobs on the list; the newest first."""

    batches: tuple[BatchRecord, ...]
    cards_of_jobs: frozenset[CardSet] = frozenset()
    """What open jobs ask for themselves."""


@dataclass(frozen=True)
class PartiallyScanned:
    """Batches whose folders were not gone through to their end when the program went."""

    batches: tuple[BatchRecord, ...]


@dataclass(frozen=True)
class BatchFoldersMissing:
    """Which folders that are waited for are not there; none: all are back."""

    batch: str
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class CancelPending:
    """Jobs that were to be cancelled and did not wait any more: they may be running."""

    job_ids: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True)
class JobsRemoved:
    """Jobs are off the list; they can be put back as they are here."""

    jobs: tuple[Job, ...]
    way: Direction = Direction.DONE
    more: bool = False


@dataclass(frozen=True)
class JobsRestored:
    """Removed jobs are back."""

    jobs: tuple[Job, ...]
    step: UndoableAction | None = None
    """What takes them away again."""
    more: bool = False


@dataclass(frozen=True)
class MarkdownRead:
    """The Markdown that was to be copied."""

    text: str
    documents: int
    missing: int = 0
    """How many were asked for as well and cannot be read."""


@dataclass(frozen=True)
class OperationFailed:
    """Something could not be done; the sentence says what, and the next step."""

    sentence: Message


@dataclass(frozen=True)
class CardsAssigned:
    """The cards that work goes to from now on."""

    assignment: CardAssignment
    engine: EngineName | None
    """The engine that it goes to; ``None`` where none is ready."""
    skipped_engines: tuple[SkippedEngine, ...] = ()
    """Better ones that are set up, and not ready."""
    route: CardSet = ANY_CARD
    """Of other cards than the window's, the batches that asked for them."""
    is_proven: bool = True
    """The engine has been seen to work on this machine; else its first document shows whether."""


QueueServiceMessage = (
    JobsLoaded
    | JobsAdded
    | ScanFinished
    | JobsChanged
    | JobsPaused
    | QueuePausedChanged
    | BatchesChanged
    | PartiallyScanned
    | BatchFoldersMissing
    | CancelPending
    | JobsRemoved
    | JobsRestored
    | MarkdownRead
    | OperationFailed
    | CardsAssigned
)
