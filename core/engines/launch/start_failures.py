"""An engine that does not get ready, remembered for a moment.

Starting one takes seconds, or a quarter of an hour where it hangs: a queue of a thousand documents
must not pay for that a thousand times. What is mended meanwhile changes what is looked at, and
counts at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.cards.model import Card
from core.engines.model import Engine
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

BELIEVED_S = 60.0
"""At least so long: some causes leave no trace in a file."""
DEATHS_ALLOWED = 2
"""Whatever ended one start may have been an accident."""
LASTING = frozenset({FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING, FailureKind.TIMED_OUT})


class StartFailureCache:
    """Of one card. Belongs to the loop's thread."""

    def __init__(
        self,
        card: Card,
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._card = card
        self._environ = environ
        self._clock = clock
        self._deaths = 0
        self._known: tuple[str, float, Failure] | None = None

    def reason(self, engine: Engine) -> Failure | None:
        """Why it is of no use to start it now."""
        if self._known is None:
            return None
        state, until, failure = self._known
        if self._clock() < until and state == self._state(engine):
            return failure
        self._known = None
        return None

    def record(self, engine: Engine, failure: Failure, took_s: float) -> None:
        """It did not get ready, and that took so long."""
        died = failure.kind is FailureKind.WORKER_DIED
        self._deaths += died
        if failure.kind in LASTING or (died and self._deaths >= DEATHS_ALLOWED):
            until = self._clock() + max(BELIEVED_S, took_s)
            # Of the next documents it is not to be tried again.
            self._known = (self._state(engine), until, replace(failure, scope=Scope.DOCUMENT))

    def reset(self) -> None:
        """It got ready."""
        self._deaths = 0
        self._known = None

    def _state(self, engine: Engine) -> str:
        from core.engines.launch.preflight_cache import (
            fingerprint,  # late: what it needs is not little
        )

        return fingerprint(engine, self._card, self._environ)
