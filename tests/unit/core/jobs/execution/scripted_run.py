"""Runs of documents with an engine that does as it is told, on an emulated host."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Protocol

from core.cards.reader import CardReader
from core.engines.model import Engine
from core.jobs.events import CardQuarantined, WorkerVerified
from core.jobs.execution.batch_runner import BatchRequest, BatchRunner
from core.jobs.model import ConvertOptions
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import WhenFull
from core.worker.kinds import EngineName
from tests.support import pdfs
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.engines.scripted import Fixed, worker
from tests.support.witness import Witness


class Run:
    """A run of documents with an engine that does as it is told, on an emulated host."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.host = AscendHost(folder / "host", presets.eight_910b())
        self.folder = folder
        self.home = home

    def __call__(
        self,
        body: str,
        *cards: str,
        papers: int = 1,
        before: str = "pass",
        when_full: WhenFull = WhenFull.CHOSEN,
    ) -> Witness:
        """``body`` is done with each document, ``before`` once, before the worker is ready."""
        python = worker(self.folder / "fake", body.strip().replace("\n", "\n" + 12 * " "), 1)
        ready = 'say(Ready("0", 1))'
        python.write_text(python.read_text().replace(ready, f"{before}\n{ready}"))
        environ = {**os.environ, **self.host.environment()}
        with CardReader(self.home, environ) as reader:
            reading = reader.read()
        chosen = tuple(card for key in cards if (card := reading.card(key)) is not None)
        assert len(chosen) == len(cards)
        sources = [pdfs.text_pdf(self.folder / f"{n}.pdf", pages=1) for n in range(papers)]
        engine = Engine(EngineName.MAGIC_PDF, python, uses_card=True)
        plan = BatchRequest(
            tuple(sources), self.folder / "out", ConvertOptions(), None, when_full=when_full
        )
        witness = Witness()
        BatchRunner(plan, CardAssignment(chosen), Fixed(self.home, engine), self.home, environ).run(
            witness
        )
        return witness


def verified(witness: Witness) -> list[WorkerVerified]:
    return [event for event in witness.events if isinstance(event, WorkerVerified)]


def aside(witness: Witness) -> list[CardQuarantined]:
    return [event for event in witness.events if isinstance(event, CardQuarantined)]


class Hosted(Protocol):
    """What runs on an emulated host."""

    host: AscendHost


def fuller(run: Hosted, *npus: int, used_mb: int = 30_000) -> None:
    """Another program holds ``used_mb`` of each of those cards' memory: by default half of it."""
    run.host.change(
        lambda state: dataclasses.replace(
            state,
            chips=tuple(
                dataclasses.replace(chip, used_mb=used_mb) if chip.npu in npus else chip
                for chip in state.chips
            ),
        )
    )


HERE = "HERE = os.environ['ASCEND_RT_VISIBLE_DEVICES']\n"


def cards(witness: Witness) -> list[str]:
    return [event.card for event in witness.started()]
