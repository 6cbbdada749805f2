"""All cards of this machine in one call that always comes back."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from core.cards.cpu import CpuTimes, cpu_card, processor_name
from core.cards.device_files import DEVICE_FOLDER, read_device_files
from core.cards.limits import ascend_limit
from core.cards.model import Card, Problem, Reading, Source
from core.cards.npu_smi import NpuSmiReader, find_npu_smi
from core.cards.problems import tool_missing
from core.cards.reports import Report

log = logging.getLogger(__name__)

_LOAD_WINDOW_S = 0.1
"""A first reading watches the CPU this long: a load needs two looks."""


class CardReader:
    """Reads accelerators, then the CPU.

    One reader serves one thread at a time; :meth:`interrupt` may come from another.
    """

    def __init__(
        self, home: Path, environ: Mapping[str, str] = os.environ, devices: Path = DEVICE_FOLDER
    ) -> None:
        self._home = home
        self._environ = dict(environ)
        self._devices = devices
        self._limit = ascend_limit(environ)
        self._stop = threading.Event()
        program = find_npu_smi(environ)
        self._npu_smi = NpuSmiReader(program, environ, self._limit) if program else None
        self._cpu_name = processor_name()
        self._cpu_times: CpuTimes | None = None

    def read(self) -> Reading:
        """Ask every source once; blocks for as long as they take, within their limits.

        The CPU is always in it. Never raises.
        """
        earlier = self._cpu_times or CpuTimes.now()
        first = self._cpu_times is None
        try:
            report = self._read_npus()
        except Exception:
            log.exception("reading the cards failed")
            report = Report(Source.CPU)
        if first:
            self._stop.wait(_LOAD_WINDOW_S)
        self._cpu_times = CpuTimes.now()
        cpu = cpu_card(self._cpu_times.load_since(earlier), self._cpu_name)
        cards: tuple[Card, ...] = (*report.cards, cpu)
        source = report.source if report.cards else Source.CPU
        return Reading(datetime.now(UTC), source, cards, report.problems)

    def interrupt(self) -> None:
        """End the reading in flight within a moment, from any thread; later ones end at once."""
        self._stop.set()
        if self._npu_smi is not None:
            self._npu_smi.interrupt()

    def close(self) -> None:
        """Let go of every process that serves this reader."""
        self.interrupt()

    def _read_npus(self) -> Report:
        problems: tuple[Problem, ...] = (tool_missing(),)
        if self._npu_smi is not None:
            report = self._npu_smi.read()
            if report.cards:
                return report
            problems = report.problems
        may_work = any(problem.code == "dcmi-9005" for problem in problems)
        present = read_device_files(self._devices, self._limit, may_work)
        return Report(present.source, present.cards, problems)
