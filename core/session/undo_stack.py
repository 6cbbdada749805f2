"""What the user did to the list and may take back: one step each, and which way it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from core.jobs.model import Job
from core.jobs.store.positions import QueuePosition
from core.jobs.store.relocation import JobLocation
from core.jobs.store.settings_change import SettingsChange


class Direction(Enum):
    """Why a step was taken."""

    DONE = "done"
    """The user did it."""
    UNDONE = "undone"
    """It takes one back."""
    REDONE = "redone"
    """It repeats one that was taken back."""


@dataclass(frozen=True, slots=True)
class RemoveJobs:
    """Jobs are off the list; they can be put back as they are here."""

    jobs: tuple[Job, ...]

    @property
    def number(self) -> int:
        """How many documents it is about."""
        return len(self.jobs)


@dataclass(frozen=True, slots=True)
class CancelJobs:
    """Jobs that waited or ran are cancelled."""

    job_ids: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many documents it is about."""
        return len(self.job_ids)


@dataclass(frozen=True, slots=True)
class MoveJobs:
    """Jobs stand elsewhere; these are the places that they had before."""

    places: tuple[QueuePosition, ...]

    @property
    def number(self) -> int:
        """How many documents it is about."""
        return sum(len(place.job_ids) for place in self.places)


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Jobs have other settings, and wait; these are they as they were before."""

    jobs: tuple[Job, ...]
    change: SettingsChange

    @property
    def number(self) -> int:
        """How many documents it is about."""
        return len(self.jobs)


@dataclass(frozen=True, slots=True)
class RelocateJobs:
    """Jobs whose documents were moved outside have other paths; one of each in both."""

    before: tuple[JobLocation, ...]
    after: tuple[JobLocation, ...]

    @property
    def number(self) -> int:
        """How many documents it is about."""
        return len(self.after)


UndoableAction = RemoveJobs | CancelJobs | MoveJobs | ChangeSettings | RelocateJobs
MOST = 20


class UndoStack:
    """Those that can be taken back, and those that can be taken again."""

    def __init__(self) -> None:
        self._undo: list[UndoableAction] = []
        self._redo: list[UndoableAction] = []
        self._last: UndoableAction | None = None
        """The one that was taken last, one way or the other."""

    @property
    def to_undo(self) -> UndoableAction | None:
        """The last one that was taken."""
        return self._undo[-1] if self._undo else None

    @property
    def to_redo(self) -> UndoableAction | None:
        """The last one that was taken back."""
        return self._redo[-1] if self._redo else None

    def took(self, step: UndoableAction, way: Direction, *, more: bool = False) -> None:
        """One was taken, this way. What was taken back before cannot be repeated after a new one.

        One that is about no document leaves no trace. ``more``: it is a part of the one before,
        unless that was about none, or the user has taken it back meanwhile.
        """
        if not more:
            self._last = None
        if not step.number:
            return
        stack = self._redo if way is Direction.UNDONE else self._undo
        if more and stack and stack[-1] is self._last:
            stack[-1] = self._last = _joined(stack[-1], step)
            return
        if way is Direction.DONE:
            self._redo.clear()
        self._last = step
        stack.append(step)
        del self._undo[:-MOST]

    def renew(self, step: UndoableAction) -> None:
        """More has come of the one that was taken last: it is this one now."""
        self._undo[-1] = self._last = step

    def undo(self) -> UndoableAction | None:
        """The one to take back now."""
        return self._undo.pop() if self._undo else None

    def redo(self) -> UndoableAction | None:
        """The one to take again now."""
        return self._redo.pop() if self._redo else None


def _joined(step: UndoableAction, more: UndoableAction) -> UndoableAction:
    match step, more:
        case RemoveJobs(), RemoveJobs():
            return RemoveJobs(step.jobs + more.jobs)
        case CancelJobs(), CancelJobs():
            return CancelJobs(step.job_ids + more.job_ids)
        case ChangeSettings(), ChangeSettings():
            return replace(step, jobs=step.jobs + more.jobs)
        case RelocateJobs(), RelocateJobs():
            return RelocateJobs(step.before + more.before, step.after + more.after)
    return more
