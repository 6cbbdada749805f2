"""Ceilings on time and memory, kept from outside the engine's process.

An engine has no limits of its own: on hostile files the memory of one worker's tree has passed
20 GB, and one document has run past 100 s (docs/engines.md). The
owner of the process checks it every :data:`POLL_S`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.engines.process.host_memory import machine_memory_mb
from core.engines.process.kernel_memory import is_exhausted
from core.engines.process.process_outcome import ProcessOutcome
from core.messages import msg
from core.suspend_aware_clock import SuspendAwareClock
from core.worker.kinds import EngineName, FailureKind, Stage
from core.worker.protocol import Failure, Progress

POLL_S = 0.1
"""Between two looks: a hostile file can take a gigabyte a second."""
SILENCE_S = 120.0
"""A worker says something every second, but one in a long call of a library that keeps Python's
lock cannot; after this long it is taken for hung."""
FLASH_MEMORY_MB = 8192
OCR_PAGE_S = 60.0
"""A page that the built-in engine reads from its picture takes 5 to 12 s of one core, and cores are
shared: as much as a neural engine's page."""


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """What one document may take (docs/command.md)."""

    timeout_s: float
    """Whatever its number of pages."""
    timeout_per_page_s: float
    memory_mb: float
    """Of a worker and its helpers together, in MiB."""

    timeout_per_ocr_page_s: float = 0.0
    """Besides, for each page that is read from its picture."""

    def time_s(self, pages: int | None, ocr_pages: int = 0) -> float:
        """Seconds for that many pages; ``None``: not known yet, counts as none."""
        return (
            self.timeout_s
            + self.timeout_per_page_s * (pages or 0)
            + self.timeout_per_ocr_page_s * ocr_pages
        )


def limits_for(
    engine: EngineName,
    timeout_s: float | None = None,
    memory_mb: float | None = None,
    *,
    machine_mb: float | None = None,
) -> ResourceLimits:
    """The engine's defaults, or what the user chose instead."""
    base, per_page = (120.0, 5.0) if engine is EngineName.FLASH else (600.0, 60.0)
    per_ocr_page = OCR_PAGE_S if engine is EngineName.FLASH else 0.0
    if timeout_s is not None:
        base, per_page, per_ocr_page = timeout_s, 0.0, 0.0
    if memory_mb is None:
        memory_mb = (machine_memory_mb() if machine_mb is None else machine_mb) / 2
        if engine is EngineName.FLASH:
            memory_mb = min(memory_mb, FLASH_MEMORY_MB)
    return ResourceLimits(base, per_page, memory_mb, per_ocr_page)


def exceeds_memory(size: int, ceiling: ResourceLimits) -> Failure | None:
    """Why a source of that many bytes cannot be converted; ``None`` where its size is no reason.

    Every engine holds the whole file in memory, with much else.
    """
    megabytes = size / 2**20
    if megabytes <= ceiling.memory_mb:
        return None
    return Failure(
        FailureKind.TOO_LARGE,
        msg(
            "The file has {size} MB, and an engine may take {allowed} MB of memory.",
            size=round(megabytes),
            allowed=round(ceiling.memory_mb),
        ),
        msg("Allow more memory (--memory-limit MB), or split the file."),
    )


class MeasuredProcess(Protocol):
    """The part of an `EngineProcess` that a watch looks at."""

    @property
    def seconds_since_message(self) -> float:
        """Seconds since it was last heard, as far as it could be."""
        ...

    def memory_mb(self, above: float = 0.0) -> float:
        """Memory of its tree in MiB."""
        ...


class LimitWatchdog:
    """One document's time and its worker's memory, held against a ceiling."""

    def __init__(
        self,
        process: MeasuredProcess,
        ceiling: ResourceLimits,
        *,
        first_page: int | None = None,
        last_page: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """The clock starts now. ``first_page`` and ``last_page`` as in `Convert`."""
        self._process = process
        self._ceiling = ceiling
        self._first = first_page or 0
        self._last = last_page
        self._pages: int | None = None
        self._ocr_pages: set[int] = set()
        """Those that OCR has begun to read."""
        self._clock = SuspendAwareClock(clock)

    def on_progress(self, progress: Progress) -> None:
        """Progress tells how many pages the document has, and so how long it may take."""
        if progress.pages is not None:
            last = progress.pages - 1
            if self._last is not None:
                last = min(self._last, last)
            self._pages = max(0, last - self._first + 1)
        if progress.stage is Stage.OCR and progress.page is not None:
            self._ocr_pages.add(progress.page)

    def explain_crash(self, outcome: ProcessOutcome | None) -> Failure | None:
        """Why it ended, where the kernel refused it more memory than the ceiling allows."""
        if outcome is None or outcome.asked or not is_exhausted(outcome.log_tail):
            return None
        return Failure(
            FailureKind.TOO_LARGE,
            msg(
                "It needs more than the {allowed} MB of memory that are allowed.",
                allowed=round(self._ceiling.memory_mb),
            ),
            msg(
                "Allow more memory (--memory-limit MB), or convert fewer pages at a time "
                "(--pages 1-20)."
            ),
        )

    def check(self) -> Failure | None:
        """Why the worker must be killed now; ``None`` while all is well. Every :data:`POLL_S`."""
        allowed = self._ceiling.time_s(self._pages, len(self._ocr_pages))
        if self._clock.now() > allowed:
            return Failure(
                FailureKind.TIMED_OUT,
                msg("Not done after {seconds} s, and so stopped.", seconds=round(allowed)),
                msg(
                    "Give it more time (--timeout S), or convert fewer pages at a time "
                    "(--pages 1-20)."
                ),
            )
        memory = self._process.memory_mb(above=self._ceiling.memory_mb)
        if memory > self._ceiling.memory_mb:
            return Failure(
                FailureKind.TOO_LARGE,
                msg(
                    "Stopped when it took {used} MB of memory; {allowed} MB are allowed.",
                    used=round(memory),
                    allowed=round(self._ceiling.memory_mb),
                ),
                msg(
                    "Allow more memory (--memory-limit MB), or convert fewer pages at a time "
                    "(--pages 1-20)."
                ),
            )
        if (silent := self._process.seconds_since_message) > SILENCE_S:
            return Failure(
                FailureKind.WORKER_DIED,
                msg(
                    "The engine's process has not answered for {seconds} s.", seconds=round(silent)
                ),
                msg(
                    "Try again; if it happens again, convert fewer pages at a time (--pages 1-20)."
                ),
            )
        return None
