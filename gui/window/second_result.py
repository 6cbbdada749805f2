"""The same document converted with another engine, and both results compared when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.documents.result import Result
from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions, Job
from core.jobs.store.batch_store import NewBatch
from core.session.updates import JobListUpdate
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from gui.background.stream import BackgroundStream
from gui.i18n import tr
from gui.labels import job_label, short_engine_label
from gui.notifications import NotificationCenter, Severity
from gui.table.printable import printable

SET_UP = (FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING)
"""What is mended on the engines page."""


@dataclass(frozen=True)
class ComparisonRequest:
    """Two results of one document."""

    first: Path
    """Its Markdown."""
    first_name: str
    second: Path
    second_name: str


@dataclass(frozen=True)
class _Pending:
    first: Path
    first_name: str
    engine: EngineName
    source: Path
    out: Path


class SecondResults(QObject):
    """Queues second results, and says when there are two to compare."""

    ready = Signal(object)
    """A :class:`ComparisonRequest`."""

    def __init__(
        self,
        begin: Callable[[NewBatch], None],
        notices: NotificationCenter,
        parent: QObject,
        *,
        obstacle_to: Callable[[EngineName], Failure | None],
        see_engines: Callable[[], None],
    ) -> None:
        """``obstacle_to``: why an engine would not start; it is asked in a thread.

        ``see_engines``: show the page on which an engine that is missing is set up.
        """
        super().__init__(parent)
        self._obstacle_to = obstacle_to
        self._see_engines = see_engines
        self._begin = begin
        self._notices = notices
        self._pending: list[_Pending] = []
        self._folders: set[Path] = set()
        """Where second results go."""

    def make(
        self, result: Result, engine: EngineName, options: ConvertOptions, listed: Iterable[Job]
    ) -> None:
        """Convert a result's document again, beside it; the result itself stays as it is.

        ``listed``: the jobs there are: what was made before is compared at once.
        """
        source = result.origin.source
        if source is None:
            return
        first = result.origin.engine
        first_name = result.folder.name if first is None else short_engine_label(EngineName(first))
        out = result.folder.with_name(f"{result.folder.name} ({engine.value})")
        pending = _Pending(result.markdown_path, first_name, engine, source, out)
        for job in listed:
            if (job.source, job.out_parent) == (source, out) and job.markdown is not None:
                self._announce(pending, job.markdown)
                return
        looking = BackgroundStream(self)
        looking.found.connect(partial(self._on_looking_found, pending, options))
        looking.ended.connect(looking.deleteLater)
        looking.begin(lambda: [self._obstacle_to(engine)])

    def _on_looking_found(
        self, pending: _Pending, options: ConvertOptions, found: tuple[Failure | None, ...]
    ) -> None:
        """It is known whether the engine would start: without, there is no row that fails."""
        (obstacle,) = found
        if obstacle is not None:
            self._notices.show(
                lambda: self.tr("{engine} is not ready: {reason}").format(
                    engine=short_engine_label(pending.engine), reason=tr(obstacle.message)
                ),
                Severity.WARNING,
                action=lambda: self.tr("Set it up…"),
                act=self._see_engines,
            )
            return
        self._folders.add(pending.out)
        self._pending = [one for one in self._pending if one.out != pending.out]
        self._pending.append(pending)
        new = replace(options, engine=EngineChoice(pending.engine.value))
        source, out = pending.source, pending.out
        self._begin(NewBatch(name=out.name, sources=(source,), out=out, options=new))
        self._notices.show(
            lambda: self.tr(
                "{name} is converted with {engine}. The comparison opens when it is done."
            ).format(name=printable(source.name), engine=short_engine_label(pending.engine))
        )

    def is_second(self, job: Job) -> bool:
        """Whether a job was begun here, which was said then."""
        return job.out_parent in self._folders

    def follow(self, update: JobListUpdate) -> None:
        """Jobs have changed."""
        if not self._pending:
            return
        for job in update.jobs:
            if job.id not in update.ended:
                continue
            for pending in [one for one in self._pending if one.out == job.out_parent]:
                self._pending.remove(pending)
                if job.markdown is not None:
                    self._announce(pending, job.markdown)
                else:
                    self._say_failure(pending, job)

    def _announce(self, pending: _Pending, second: Path) -> None:
        name = short_engine_label(pending.engine)
        self.ready.emit(ComparisonRequest(pending.first, pending.first_name, second, name))

    def _say_failure(self, pending: _Pending, job: Job) -> None:
        missing = job.failure is not None and job.failure.kind in SET_UP
        self._notices.show(
            lambda: self.tr("There is nothing to compare: {name} with {engine}: {reason}").format(
                name=printable(job.source.name),
                engine=short_engine_label(pending.engine),
                reason=job_label(job) if job.failure is None else tr(job.failure.message),
            ),
            Severity.WARNING,
            action=(lambda: self.tr("Engines…")) if missing else None,
            act=self._see_engines if missing else None,
        )
