"""What works on this machine and what does not, each with what to do (`headframe doctor`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.messages import Message


class CheckStatus(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    """It works, but not all of it, or not for long."""
    FAIL = "fail"
    """It is there and does not work."""
    ABSENT = "absent"
    """It is not there, which may be just as well: no accelerator, an engine not installed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    """Stable, for scripts: ``display``, ``fonts``, ``engine flash``, …"""
    status: CheckStatus
    detail: Message | None = None
    """What was found."""
    hint: Message | None = None
    """What to do about it; ``None`` where there is nothing to do."""
