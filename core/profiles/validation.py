"""Problems of a profile on this machine, found before a batch fails because of them."""

from __future__ import annotations

from collections.abc import Collection

from core.cards.selection import AUTO
from core.engines.registry import Engines
from core.messages import Message, msg
from core.profiles.store import Profile
from core.worker.protocol import Failure


def profile_problems(
    profile: Profile, engines: Engines, cards: Collection[str] | None
) -> tuple[Message, ...]:
    """An engine that is not ready, cards that are not here. Looks at files: not for every paint.

    ``cards``: keys of those that are listed; ``None``: not known yet.
    """
    found: list[Message] = []
    engine = engines.resolve(profile.options.engine)
    if isinstance(engine, Failure):
        found.append(engine.message)
    if cards is not None:
        found += [
            msg("There is no card {key} here.", key=key)
            for key in profile.cards
            if key not in cards and key != AUTO
        ]
    return tuple(found)
