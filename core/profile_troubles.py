"""What stands against a profile on this machine, said before a batch fails for it."""

from __future__ import annotations

from collections.abc import Collection

from core.cards.choosing import AUTO
from core.engines.registry import Engines
from core.profiles import Profile
from core.sentences import Sentence, say
from core.worker.protocol import Failure


def troubles(
    profile: Profile, engines: Engines, cards: Collection[str] | None
) -> tuple[Sentence, ...]:
    """An engine that is not ready, cards that are not here. Looks at files: not for every paint.

    ``cards``: keys of those that are listed; ``None``: nobody knows yet.
    """
    found: list[Sentence] = []
    engine = engines.resolve(profile.options.engine)
    if isinstance(engine, Failure):
        found.append(engine.message)
    if cards is not None:
        found += [
            say("There is no card {key} here.", key=key)
            for key in profile.cards
            if key not in cards and key != AUTO
        ]
    return tuple(found)
