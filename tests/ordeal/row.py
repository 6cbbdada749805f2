"""What a trial comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One trial, as the table shows it."""

    name: str
    tried: str
    seen: str
    """What came of it, in figures."""
    holds: bool
