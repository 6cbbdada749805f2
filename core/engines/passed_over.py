"""A better engine that is set up, and that ``auto`` has passed over: which, and why."""

from __future__ import annotations

from dataclasses import dataclass

from core.engines.model import Engine, EngineChoice
from core.engines.registry import BEST_FIRST, Engines
from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An engine that somebody has set up, and that is not ready."""

    engine: EngineName
    """The one that does the work in its stead."""
    better: EngineName
    failure: Failure
    """Why the better one is not ready, and what to do."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What is so, why, and what to do, in this order."""
        hint = () if self.failure.hint is None else (self.failure.hint,)
        head = say(
            "{engine} does the work: {better} is set up, but not ready.",
            engine=self.engine.value,
            better=self.better.value,
        )
        return (head, self.failure.message, *hint)


def passed_over(
    engines: Engines, choice: EngineChoice, found: Engine | Failure
) -> tuple[PassedOver, ...]:
    """Engines better than the one that ``choice`` came to, the best first.

    None where an engine was named, where none is ready, and of those that nobody has set up.
    """
    if choice is not EngineChoice.AUTO or isinstance(found, Failure):
        return ()
    better = BEST_FIRST[: BEST_FIRST.index(found.name)]
    looks = [engines.status(name) for name in better if engines.chosen(name) is not None]
    return tuple(
        PassedOver(found.name, look.name, look.failure)
        for look in looks
        if look.failure is not None
    )
