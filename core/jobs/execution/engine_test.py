"""Trying an engine on a card: a page that comes with Headframe, through the same pinned worker."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from core.cards.model import Card, CardKind
from core.cards.selection import AUTO
from core.engines.model import Engine
from core.engines.process.resource_limits import LimitWatchdog, limits_for
from core.engines.proofs import Evidence
from core.engines.registry import Engines
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl, StopMode
from core.jobs.execution.document_run import DocumentRun, Interruption, WorkerCrash
from core.jobs.execution.worker_slot import EngineWorker, WorkerSlot
from core.jobs.model import JobProgress
from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.protocol import Convert, Converted, Failure

PAGE = ("test_page", "page.pdf")
STEM = "page"
CANCELLED = Failure(FailureKind.CANCELLED, msg("Cancelled."))


@dataclass(frozen=True, slots=True)
class EngineTestResult:
    """What came of it. What is not known is ``None``."""

    engine: str
    card: str | None
    """Key of what computed; ``None``: it was not settled yet."""
    assigned: str | None
    failure: Failure | None = None
    """``None``: it works."""
    pid: int | None = None
    visible_devices: str | None = None
    device_count: int | None = None
    verified: str | None = None
    """By what the worker is known to be on its card; see `PlacementEvidence`."""
    start_s: float | None = None
    page_s: float | None = None
    memory_before_mb: float | None = None
    """Of the card, before the worker was started."""
    memory_after_mb: float | None = None
    """Of the card, with the models loaded."""
    worker_mb: float | None = None
    """Of the machine: the worker and its helpers."""
    markdown: str | None = None

    @classmethod
    def not_begun(cls, name: EngineName, wanted: str, failure: Failure) -> EngineTestResult:
        """The engine is not there, or no card is to be had: nothing was started."""
        return cls(name.value, None, None if wanted == AUTO else wanted, failure)

    def to_json(self) -> dict[str, Any]:
        """As `headframe engine test --json` prints it."""
        body: dict[str, Any] = {
            "schema": 1,
            "ok": self.failure is None,
            "engine": self.engine,
            "card": self.card,
            "assigned": self.assigned,
            "pid": self.pid,
            "visible_devices": self.visible_devices,
            "device_count": self.device_count,
            "verified": self.verified,
            "seconds": {"start": _rounded(self.start_s), "page": _rounded(self.page_s)},
            "memory_mb": _rounded(self.memory_after_mb or self.worker_mb),
            "memory_before_mb": _rounded(self.memory_before_mb),
            "worker_mb": _rounded(self.worker_mb),
            "markdown": self.markdown,
        }
        if self.failure is not None:
            hint = self.failure.hint
            body |= {
                "kind": self.failure.kind.value,
                "message": str(self.failure.message),
                "hint": None if hint is None else str(hint),
            }
        return body

    def as_text(self, say: Callable[[Message], str] = str) -> str:
        """To be pasted into a report. ``say`` translates."""
        failure = self.failure
        rows: list[tuple[Message, object]] = [
            (msg("engine"), self.engine),
            (msg("result"), say(msg("works") if failure is None else msg("does not work"))),
            (msg("card"), self.card),
            (msg("assigned"), self.assigned),
            (msg("process"), self.pid),
            (msg("visible devices"), self.visible_devices),
            (msg("devices counted"), self.device_count),
            (msg("seen on its card by"), self.verified),
            (msg("seconds to start"), _rounded(self.start_s)),
            (msg("seconds for the page"), _rounded(self.page_s)),
            (msg("card's memory before, MB"), _rounded(self.memory_before_mb)),
            (msg("card's memory after, MB"), _rounded(self.memory_after_mb)),
            (msg("worker's memory, MB"), _rounded(self.worker_mb)),
        ]
        if failure is not None:
            rows.append((msg("why"), say(failure.message)))
            if failure.hint is not None:
                rows.append((msg("what to do"), say(failure.hint)))
        lines = [f"{say(name)}: {'–' if value is None else value}" for name, value in rows]
        if self.markdown is not None:
            lines += ["", self.markdown.strip()]
        return "\n".join(lines) + "\n"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


class EngineTest:
    """One try. Call :meth:`run` once, in any thread; :meth:`cancel` from any other."""

    def __init__(
        self, engines: Engines, engine: Engine, card: Card, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._engines = engines
        self._engine = engine
        self._card = card
        self._environ = environ
        self._control = RunnerControl()

    def cancel(self) -> None:
        """End it within seconds. Thread-safe."""
        self._control.stop(StopMode.NOW)

    def run(self, on_progress: Callable[[JobProgress], None]) -> EngineTestResult:
        """Start a worker, convert the page, let the worker go. Never leaves anything behind.

        Whether it works is kept: the engine is then ready, or not, on this kind of card.
        """
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="headframe-")))
            result = self._run(folder, on_progress)
        uses = self._engine.uses_card
        kind = self._card.kind if uses else CardKind.CPU
        if uses and result.failure is None:
            self._engines.note_works(self._engine, kind, Evidence.TEST_PAGE)
        elif uses and result.failure is not None:
            self._engines.note_fails(self._engine, kind, Evidence.TEST_PAGE, result.failure)
        return result

    def _run(self, folder: Path, on_progress: Callable[[JobProgress], None]) -> EngineTestResult:
        context = RunContext.create(
            folder / "queue.sqlite", self._engines, self._environ, cards=[self._card.key]
        )
        slot = WorkerSlot(context, self._card, self._control, lambda _event: None)
        seen: dict[str, Any] = {
            "engine": self._engine.name.value,
            "card": self._engine.computes_on(self._card.key),
            "assigned": self._card.key,
        }
        asks = self._engine.uses_card and self._card.kind is not CardKind.CPU
        try:
            if asks:
                seen["memory_before_mb"] = self._card_memory(context)
            began = time.monotonic()
            worker = slot.worker(self._engine, lambda: not self._control.stop_immediately)
            if worker is None:
                return EngineTestResult(**seen, failure=CANCELLED)
            if isinstance(worker, Failure):
                return EngineTestResult(**seen, failure=worker)
            seen |= {
                "pid": worker.hello.pid,
                "visible_devices": worker.hello.visible_devices,
                "device_count": worker.ready.device_count,
                "verified": None if (of := worker.verified) is None else of.proof,
                "start_s": time.monotonic() - began,
            }
            if asks:
                seen["memory_after_mb"] = self._card_memory(context)
            return self._convert(worker, folder, seen, on_progress)
        finally:
            slot.kill()
            self._control.bell.close()

    def _convert(
        self,
        worker: EngineWorker,
        folder: Path,
        seen: dict[str, Any],
        on_progress: Callable[[JobProgress], None],
    ) -> EngineTestResult:
        source = folder / f"{STEM}.pdf"
        source.write_bytes(resources.files("resources").joinpath(*PAGE).read_bytes())
        staging = folder / "result"
        staging.mkdir()
        request = Convert(
            job="test",
            source=str(source),
            staging=str(staging),
            stem=STEM,
            first_page=None,
            last_page=None,
            password=None,
            ocr=Ocr.AUTO,
            lang=None,
            formula=True,
            table=True,
            checkpoint=None,
        )
        watch = LimitWatchdog(worker.process, limits_for(self._engine.name))
        began = time.monotonic()
        outcome = DocumentRun(worker, request, watch, self._control, on_progress).run()
        seen |= {"page_s": time.monotonic() - began}
        if isinstance(outcome, Converted):
            seen["worker_mb"] = worker.process.memory_mb()
            return self._judged(staging, seen)
        if isinstance(outcome, WorkerCrash):
            return EngineTestResult(**seen, failure=outcome.as_failure_after(1))
        if isinstance(outcome, Interruption):
            return EngineTestResult(**seen, failure=CANCELLED)
        return EngineTestResult(**seen, failure=outcome)

    def _judged(self, staging: Path, seen: dict[str, Any]) -> EngineTestResult:
        """A page of text that comes out empty is no page that was read."""
        markdown = (staging / f"{STEM}.md").read_text("utf-8")
        if markdown.strip():
            return EngineTestResult(**seen, markdown=markdown)
        failure = Failure(
            FailureKind.INTERNAL,
            msg("{engine} ran, and read nothing on the test page.", engine=seen["engine"]),
            msg(
                "Its models may be of another version: `headframe engine models {engine} "
                "--verify` looks at them.",
                engine=seen["engine"],
            ),
        )
        return EngineTestResult(**seen, markdown=markdown, failure=failure)

    def _card_memory(self, context: RunContext) -> float | None:
        card = context.host_of(self._card).read_all_cards().card(self._card.key)
        return None if card is None else card.memory_used_mb
