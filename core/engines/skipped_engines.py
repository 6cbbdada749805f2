"""A better engine that is set up, and that ``auto`` has passed over: which, and why."""

from __future__ import annotations

from dataclasses import dataclass

from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.registry import BEST_FIRST, Engines
from core.messages import Message, msg
from core.worker.kinds import EngineName
from core.worker.protocol import Failure


@dataclass(frozen=True, slots=True)
class SkippedEngine:
    """An engine that the user has set up, and that is not ready."""

    engine: EngineName
    """The one that does the work in its stead."""
    better: EngineName
    failure: Failure
    """Why the better one is not ready, and what to do."""

    @property
    def sentences(self) -> tuple[Message, ...]:
        """What is so, why, and what to do, in this order."""
        hint = () if self.failure.hint is None else (self.failure.hint,)
        head = msg(
            "{engine} does the work: {better} is installed, but not ready.",
            engine=self.engine.value,
            better=self.better.value,
        )
        return (head, self.failure.message, *hint)


def skipped_engines(
    engines: Engines, choice: EngineChoice, found: Engine | Failure
) -> tuple[SkippedEngine, ...]:
    """Engines better than the one that ``choice`` resolved to, the best first.

    None where an engine was named, where none is ready, and of those that were never set up.
    """
    if choice is not EngineChoice.AUTO or isinstance(found, Failure):
        return ()
    better = BEST_FIRST[: BEST_FIRST.index(found.name)]
    looks = [engines.status(name) for name in better if engines.chosen(name) is not None]
    return tuple(
        SkippedEngine(found.name, look.name, look.failure)
        for look in looks
        if look.failure is not None
    )
