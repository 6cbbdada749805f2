"""Ceilings on time and memory, kept from outside the engine's process.

An engine has no limits of its own: on hostile files the memory of one worker's tree has passed
20 GB, and one document has run past 100 s (engines.md). Whoever owns the process looks at it every
:data:`LOOK_S`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.awake import AwakeClock
from core.engines.host_memory import machine_memory_mb
from core.sentences import say
from core.worker.protocol import EngineName, Failure, FailureKind, Progress

LOOK_S = 0.1
"""Between two looks: a hostile file can take a gigabyte a second."""
SILENCE_S = 120.0
"""A worker says something every second, but one in a long call of a library that keeps Python's
lock cannot; after this long it is taken for hung."""
FLASH_MEMORY_MB = 8192


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What one document may take (CONTRACT.md, "headframe convert")."""

    timeout_s: float
    """Whatever its number of pages."""
    timeout_per_page_s: float
    memory_mb: float
    """Of a worker and its helpers together, in MiB."""

    def time_s(self, pages: int | None) -> float:
        """Seconds for that many pages; as long as nobody knows them, for none."""
        return self.timeout_s + self.timeout_per_page_s * (pages or 0)


def ceiling_of(
    engine: EngineName, timeout_s: float | None = None, memory_mb: float | None = None
) -> Ceiling:
    """The engine's defaults, or what the user chose instead."""
    base, per_page = (120.0, 5.0) if engine is EngineName.FLASH else (600.0, 60.0)
    if timeout_s is not None:
        base, per_page = timeout_s, 0.0
    if memory_mb is None:
        memory_mb = machine_memory_mb() / 2
        if engine is EngineName.FLASH:
            memory_mb = min(memory_mb, FLASH_MEMORY_MB)
    return Ceiling(base, per_page, memory_mb)


def too_large(size: int, ceiling: Ceiling) -> Failure | None:
    """Why a source of so many bytes cannot be converted; ``None``: its size alone forbids nothing.

    Every engine holds the whole file in memory, with much else.
    """
    megabytes = size / 2**20
    if megabytes <= ceiling.memory_mb:
        return None
    return Failure(
        FailureKind.TOO_LARGE,
        say(
            "The file has {size} MB, and an engine may take {allowed} MB of memory.",
            size=round(megabytes),
            allowed=round(ceiling.memory_mb),
        ),
        say("Allow more memory (--memory-limit MB), or split the file."),
    )


class Measured(Protocol):
    """The part of an `EngineProcess` that a watch looks at."""

    @property
    def silent_s(self) -> float:
        """Seconds since it was last heard, as far as it could be."""
        ...

    def memory_mb(self, above: float = 0.0) -> float:
        """Memory of its tree in MiB."""
        ...


class Watch:
    """One document's time and its worker's memory, held against a ceiling."""

    def __init__(
        self,
        process: Measured,
        ceiling: Ceiling,
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
        self._clock = AwakeClock(clock)

    def saw(self, progress: Progress) -> None:
        """Progress tells how many pages the document has, and so how long it may take."""
        if progress.pages is not None:
            last = progress.pages - 1
            if self._last is not None:
                last = min(self._last, last)
            self._pages = max(0, last - self._first + 1)

    def check(self) -> Failure | None:
        """Why the worker must be killed now; ``None`` while all is well. Every :data:`LOOK_S`."""
        allowed = self._ceiling.time_s(self._pages)
        if self._clock.now() > allowed:
            return Failure(
                FailureKind.TIMED_OUT,
                say("Not done after {seconds} s, and so stopped.", seconds=round(allowed)),
                say(
                    "Give it more time (--timeout S), or convert fewer pages at a time "
                    "(--pages 1-20)."
                ),
            )
        memory = self._process.memory_mb(above=self._ceiling.memory_mb)
        if memory > self._ceiling.memory_mb:
            return Failure(
                FailureKind.TOO_LARGE,
                say(
                    "Stopped when it took {used} MB of memory; {allowed} MB are allowed.",
                    used=round(memory),
                    allowed=round(self._ceiling.memory_mb),
                ),
                say(
                    "Allow more memory (--memory-limit MB), or convert fewer pages at a time "
                    "(--pages 1-20)."
                ),
            )
        if (silent := self._process.silent_s) > SILENCE_S:
            return Failure(
                FailureKind.WORKER_DIED,
                say(
                    "The engine's process has not answered for {seconds} s.", seconds=round(silent)
                ),
                say(
                    "Try again; if it happens again, convert fewer pages at a time (--pages 1-20)."
                ),
            )
        return None
