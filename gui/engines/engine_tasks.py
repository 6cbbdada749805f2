"""What can be done with an engine here, what goes on, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.messages import Message
from core.worker.kinds import EngineName
from core.worker.protocol import Failure


class EngineTask(Enum):
    """What can be done with an engine here."""

    INSTALL = "install"
    PROBE = "probe"
    MODELS = "models"
    GET_MODELS = "get-models"
    """Fetched from a hub, or taken from a folder or archive."""
    TEST = "test"
    OPTIONS = "options"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """What goes on with an engine."""

    task: EngineTask
    sentence: Message | None = None
    """Where an installation is."""
    fraction: float | None = None
    """0 to 1; ``None`` where it cannot be told."""
    cancelling: bool = False
    """It was told to end, and has not ended yet."""


@dataclass(frozen=True, slots=True)
class SystemErrorInfo:
    """Something that the engines' code has no sentence for: the system's word on it."""

    reason: str


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """What did not come about, and why."""

    task: EngineTask
    why: Failure | SystemErrorInfo


@dataclass(frozen=True, slots=True)
class TaskEnd:
    """Something that was done with an engine has come to its end."""

    name: EngineName
    task: EngineTask
    why: Failure | SystemErrorInfo | None
    """``None``: it came about. A cancelled one has a failure of that kind."""
