"""The groups that documents are counted by."""

from __future__ import annotations

from enum import Enum


class StatusGroup(Enum):
    """What the chips above the list narrow it to: each row is of one group, and of ``ALL``."""

    ALL = "all"
    WAITING = "waiting"
    PAUSED = "paused"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    # Enum's own is Python code, and every change of a row is counted by groups.
    __hash__ = object.__hash__
