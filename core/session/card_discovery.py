"""Finding out which cards work goes to: drivers and interpreters may be slow, or hang."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from core.cards.cpu import cpu_card, processor_name
from core.cards.selection import UnknownCardError
from core.engines.choice import EngineChoice
from core.engines.model import Engine, Readiness
from core.engines.registry import Engines
from core.engines.skipped_engines import skipped_engines
from core.jobs.model import ANY_CARD, CardSet
from core.jobs.scheduling.card_assignment import CardAssignment, assign_cards, max_cpu_workers
from core.session.messages import CardsAssigned
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)


def send_scout(
    wanted: str,
    choice: EngineChoice,
    *,
    engines: Engines,
    home: Path,
    environ: Mapping[str, str],
    post: Callable[[CardsAssigned], None],
    on_cpu: int | None = None,
    route: CardSet = ANY_CARD,
) -> None:
    """Find the cards for ``wanted`` (what ``--card`` takes) in a thread, and post them from it.

    ``on_cpu``: documents at a time on the CPU; ``None``: as many as fit cores and memory.
    ``route``: of which batches they are.

    The thread is a daemon: a driver that hangs must not hold up the end of the program.
    """

    def run() -> None:
        engine = engines.resolve(choice)
        try:
            number = on_cpu or max_cpu_workers(engine)
            assignment = assign_cards(wanted, engine, home, environ, on_cpu=number)
        except UnknownCardError as error:
            # The card was there when it was chosen. Each document says so, none runs elsewhere.
            failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
            assignment = CardAssignment((cpu_card(None, processor_name()),), unavailable=failure)
        name = engine.name if isinstance(engine, Engine) else None
        better = skipped_engines(engines, choice, engine)
        proven = name is None or engines.status(name).readiness is Readiness.READY
        post(CardsAssigned(assignment, name, better, route, is_proven=proven))

    threading.Thread(target=run, name="card-discovery", daemon=True).start()
