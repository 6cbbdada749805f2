"""A card's loop in a thread of its own, and what it says."""

from __future__ import annotations

import dataclasses
import os
import queue
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.engines.model import Engine
from core.jobs.events import (
    JobEvent,
    JobFinished,
)
from core.jobs.execution.card_runner import CardRunner
from core.jobs.execution.context import RunContext
from core.jobs.execution.passwords import PasswordStore
from core.jobs.model import ConvertOptions, Job, NewJob
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from tests.support.engines.scripted import Fixed, holding

PATIENCE_S = 60.0

Kind = TypeVar("Kind")


class Bench:
    """A loop in a thread of its own, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue_path = folder / "queue.sqlite"
        self.passwords = PasswordStore()
        self.heard: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self.loop: CardRunner | None = None
        self.thread: threading.Thread | None = None

    def add(self, *sources: Path, options: ConvertOptions | None = None) -> list[Job]:
        out = self.folder / "out"
        with JobStore(self.queue_path) as jobs:
            return jobs.add(
                [
                    NewJob(source, out, source.stem, options=options or ConvertOptions())
                    for source in sources
                ]
            )

    def start(
        self,
        engine: Engine | Failure | None = None,
        *,
        card: Card | None = None,
        stay: bool = False,
        refusal: Failure | None = None,
        environ: Mapping[str, str] | None = None,
        engines: type[Fixed] = Fixed,
    ) -> CardRunner:
        """Begin; ``engine``: by default one that is done at once, or with what is held."""
        if engine is None:
            engine = holding(self.folder / "engine")
        card = card or cpu_card(None, None)
        context = RunContext.create(
            self.queue_path,
            engines(self.folder, engine),
            os.environ if environ is None else environ,
            cards=[card.key],
        )
        self.loop = CardRunner(
            dataclasses.replace(context, passwords=self.passwords, logs=self.folder / "logs"),
            card,
            self.heard.put,
            leave_when_empty=not stay,
            unavailable=refusal,
        )
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()
        return self.loop

    def until(self, kind: type[Kind], wanted: Callable[[Kind], bool] = lambda event: True) -> Kind:
        """Wait for an event; those before it are dropped."""
        while True:
            event = self.heard.get(timeout=PATIENCE_S)
            if isinstance(event, kind) and wanted(event):
                return event

    def rest(self, patience_s: float = PATIENCE_S) -> list[JobEvent]:
        """Wait for the loop's end; all it said until then."""
        assert self.thread is not None
        self.thread.join(patience_s)
        assert not self.thread.is_alive()
        events: list[JobEvent] = []
        while not self.heard.empty():
            events.append(self.heard.get())
        return events

    def ended(self) -> dict[str, Job]:
        """Wait for the loop's end; the jobs that came to an end, by file name."""
        return {
            event.job.source.name: event.job
            for event in self.rest()
            if isinstance(event, JobFinished)
        }

    def states(self) -> list[JobState]:
        with JobStore(self.queue_path) as jobs:
            return [job.state for job in jobs.jobs()]

    def leavings(self) -> list[str]:
        out = self.folder / "out"
        return [item.name for item in out.iterdir() if item.name.startswith(".")]


def failing(
    interpreter: Path, name: EngineName = EngineName.FLASH, *, card: bool = False
) -> Engine:
    return Engine(name, interpreter, uses_card=card)


def npu(logic_id: int | None) -> Card:
    return dataclasses.replace(
        cpu_card(None, None), key="npu:6", kind=CardKind.NPU, label="NPU 6", logic_id=logic_id
    )
