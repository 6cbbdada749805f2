"""What can be done with an engine here, what goes on, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.engines.requirement_sets import Device
from core.sentences import Sentence
from core.worker.protocol import EngineName, Failure


@dataclass(frozen=True, slots=True)
class Wish:
    """An installation that is asked for."""

    name: EngineName
    device: Device | None = None
    """``None``: by the cards of this machine."""
    wheels: Path | None = None
    """Take packages from this folder only."""


class Task(Enum):
    """What can be done with an engine here."""

    INSTALL = "install"
    PROBE = "probe"
    MODELS = "models"
    OPTIONS = "options"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Doing:
    """What goes on with an engine."""

    task: Task
    sentence: Sentence | None = None
    """Where an installation is."""
    fraction: float | None = None
    """0 to 1; ``None`` where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the engines' code has no sentence for: the system's word on it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What did not come about, and why."""

    task: Task
    why: Failure | Trouble
