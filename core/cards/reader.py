"""All cards of this machine in one call that always comes back."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from core.cards.ascend.device_files import DEVICE_FOLDER
from core.cards.ascend.reader import AscendReader
from core.cards.cpu import cpu_card, processor_name
from core.cards.cpu_times import CpuTimes
from core.cards.driver_errors import MISSING, reading_failed
from core.cards.model import CardKind, Reading, ReadingSource
from core.cards.nvidia.presence import nvml_may_be_here
from core.cards.probing.interrupt_flag import InterruptFlag
from core.cards.source_reading import SourceReading

if TYPE_CHECKING:
    from core.cards.nvidia.reader import NvmlReader

log = logging.getLogger(__name__)

_LOAD_WINDOW_S = 0.04
"""A first reading watches the CPU this long: a load needs two looks. The kernel counts in
hundredths of a second, on each core."""


class CardReaderProtocol(Protocol):
    """What the monitor, the window and the command need of a reader."""

    def read(self) -> Reading:
        """All cards now. Blocks; never raises."""

    def interrupt(self) -> None:
        """End the reading in flight within a moment, from any thread; for good."""

    def close(self) -> None:
        """Let go of helper processes. Call it when no reading is in flight."""


class CardReader:
    """Reads accelerators, then the CPU. One reading at a time; a second caller waits.

    Close it, or use it as a context: drivers' libraries are asked through helper processes that
    stay alive between readings.
    """

    def __init__(
        self,
        home: Path,
        environ: Mapping[str, str] = os.environ,
        devices: Path = DEVICE_FOLDER,
        since: CpuTimes | None = None,
    ) -> None:
        """``since``: CPU times read earlier. The first reading then shows the CPU's load, too."""
        self._one_at_a_time = threading.Lock()
        self._stop = InterruptFlag()
        self._ascend = AscendReader(home, environ, devices)
        self._nvml: NvmlReader | None = None
        if nvml_may_be_here():
            from core.cards.nvidia.reader import NvmlReader  # late: most have no such card

            self._nvml = NvmlReader(environ)
        self._cpu_name = processor_name()
        self._cpu_times = since
        self._watches_cpu = False
        """The CPU has been looked at for long enough."""

    def read(self) -> Reading:
        """Ask every source once, within their time limits: at most half a minute or so.

        The CPU is always in it, last. Never raises.
        """
        with self._one_at_a_time:
            earlier = self._cpu_times or CpuTimes.now()
            npus = _guarded(self._ascend.read)
            gpus = _guarded(self._nvml.read) if self._nvml is not None else None
            if not self._watches_cpu:
                self._stop.wait(_LOAD_WINDOW_S - earlier.age)
                self._watches_cpu = True
            self._cpu_times = CpuTimes.now()
            load = self._cpu_times.load_since(earlier)
        return _reading(npus, gpus, load, self._cpu_name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def interrupt(self) -> None:
        """End the reading in flight within a moment, from any thread; later ones end at once."""
        self._stop.set()
        self._ascend.interrupt()
        if self._nvml is not None:
            self._nvml.interrupt()

    def close(self) -> None:
        """End every process that serves this reader; waits for a reading in flight."""
        self.interrupt()
        with self._one_at_a_time:
            self._ascend.close()
            if self._nvml is not None:
                self._nvml.close()


def _guarded(read: Callable[[], SourceReading]) -> SourceReading:
    """A source that fails unexpectedly loses its own cards, not the list."""
    try:
        return read()
    except Exception:  # a maker's library may raise anything
        log.exception("reading cards failed")
        problems = (reading_failed(),)
        return SourceReading(ReadingSource.CPU, datetime.now(UTC), problems=problems, silent=True)


def _reading(
    npus: SourceReading, gpus: SourceReading | None, load: float | None, cpu_name: str | None
) -> Reading:
    reports = [npus, gpus] if gpus is not None else [npus]
    telling = next((report for report in reports if report.cards), None)
    problems = tuple(problem for report in reports for problem in report.problems)
    if telling is gpus is not None:
        # Ascend's tools are not expected on a machine with NVIDIA cards.
        problems = tuple(problem for problem in problems if problem.code != MISSING)
    cards = [card for report in reports for card in report.cards]
    kinds = (CardKind.NPU, CardKind.CUDA)
    return Reading(
        read_at=telling.read_at if telling is not None else datetime.now(UTC),
        source=telling.source if telling is not None else ReadingSource.CPU,
        cards=(*cards, cpu_card(load, cpu_name)),
        problems=problems,
        silent=frozenset(
            kind for kind, report in zip(kinds, reports, strict=False) if report.silent
        ),
    )
