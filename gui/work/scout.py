"""Finding out which cards work goes to: drivers and interpreters may be slow, or hang."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from core.cards.choosing import UnknownCardError
from core.cards.cpu import cpu_card, processor_name
from core.engines.model import Engine, EngineChoice
from core.engines.passed_over import passed_over
from core.engines.registry import Engines
from core.jobs.crew import Crew, cpu_workers, crew_for
from core.jobs.lanes import OPEN_LANE, Lane
from core.worker.protocol import Failure, FailureKind
from gui.work.notes import CrewFound

log = logging.getLogger(__name__)


def send_scout(
    wanted: str,
    choice: EngineChoice,
    *,
    engines: Engines,
    home: Path,
    environ: Mapping[str, str],
    post: Callable[[CrewFound], None],
    on_cpu: int | None = None,
    lane: Lane = OPEN_LANE,
) -> None:
    """Find the cards for ``wanted`` (what ``--card`` takes) in a thread, and post them from it.

    ``on_cpu``: documents at a time on the CPU; ``None``: as many as fit cores and memory.
    ``lane``: of which batches they are.

    The thread is a daemon: a driver that hangs must not hold up the end of the program.
    """

    def run() -> None:
        engine = engines.resolve(choice)
        try:
            number = on_cpu or cpu_workers(engine)
            crew = crew_for(wanted, engine, home, environ, on_cpu=number)
        except UnknownCardError as error:
            # The card was there when it was chosen. Each document says so, none runs elsewhere.
            failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
            crew = Crew((cpu_card(None, processor_name()),), refusal=failure)
        name = engine.name if isinstance(engine, Engine) else None
        post(CrewFound(crew, name, passed_over(engines, choice, engine), lane))

    threading.Thread(target=run, name="scout", daemon=True).start()
