"""Models fetched or imported, and test pages, beside the GUI thread: each can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from core.engines.choice import EngineChoice
from core.engines.models.fetch import ModelProgress
from core.engines.models.files import ModelsError
from core.engines.models.hub import HubSource
from core.engines.models.manager import ModelManager
from core.engines.registry import Engines
from core.jobs.execution.engine_test import EngineTest, EngineTestResult
from core.jobs.scheduling.card_assignment import assign_cards
from core.worker.kinds import EngineName
from core.worker.protocol import Failure

Listener = Callable[[ModelProgress], None]


class CancellableTask(Protocol):
    """Something that runs in a thread of its own."""

    def run(self, on_progress: Listener) -> object:
        """What came of it; a `Failure` where it did not come about."""
        ...

    def cancel(self) -> None:
        """End it within a moment. Thread-safe."""
        ...


class ModelsTask:
    """Brings what is missing, from a hub or from a folder or archive."""

    def __init__(
        self,
        engines: Engines,
        environ: Mapping[str, str],
        name: EngineName,
        source: HubSource | Path,
        folder: Path | None = None,
    ) -> None:
        self._manager = ModelManager(engines, name, environ, folder=folder)
        self._source = source

    def run(self, on_progress: Listener) -> object:
        """See :class:`CancellableTask`."""
        try:
            if isinstance(self._source, Path):
                return self._manager.import_from(self._source, on_progress)
            return self._manager.get(self._source, on_progress)
        except ModelsError as error:
            return error.failure

    def cancel(self) -> None:
        """See :class:`CancellableTask`."""
        self._manager.cancel()


class PageTask:
    """Converts the test page on the cards that the user chose, or on the best one."""

    def __init__(
        self, engines: Engines, environ: Mapping[str, str], name: EngineName, card: str
    ) -> None:
        self._engines, self._environ = engines, environ
        self._name, self._card = name, card
        self._lock = threading.Lock()
        self._test: EngineTest | None = None
        self._cancelled = False

    def run(self, _on_progress: Listener) -> EngineTestResult:
        """See :class:`CancellableTask`."""
        engine = self._engines.resolve(EngineChoice(self._name.value))
        if isinstance(engine, Failure):
            return EngineTestResult.not_begun(self._name, self._card, engine)
        assigned = assign_cards(self._card, engine, self._engines.home, self._environ)
        if assigned.unavailable is not None:
            return EngineTestResult.not_begun(self._name, self._card, assigned.unavailable)
        with self._lock:
            self._test = EngineTest(self._engines, engine, assigned.cards[0], self._environ)
            if self._cancelled:
                self._test.cancel()
        return self._test.run(lambda _progress: None)

    def cancel(self) -> None:
        """See :class:`CancellableTask`."""
        with self._lock:
            self._cancelled = True
            if self._test is not None:
                self._test.cancel()
