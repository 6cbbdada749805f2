"""Ascend chips from the best source that answers: DCMI, npu-smi, the names of device files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.cards import driver_errors
from core.cards.ascend.chips import Chip, cards_of, listed_twice
from core.cards.ascend.device_files import read_device_files
from core.cards.ascend.presence import dcmi_may_be_here, find_npu_smi
from core.cards.inherited_visibility import ascend_limit
from core.cards.model import Problem
from core.cards.probing.interrupt_flag import InterruptFlag
from core.cards.source_reading import ChipReading, SourceReading

if TYPE_CHECKING:
    from core.cards.ascend.dcmi import DcmiReader
    from core.cards.ascend.driver_lock import DriverLock
    from core.cards.ascend.npu_smi import NpuSmiReader


@dataclasses.dataclass(frozen=True, slots=True)
class DriverVersions:
    """What the driver's two interfaces say of themselves; ``None`` where they do not."""

    npu_smi: Path | None = None
    npu_smi_version: str | None = None
    dcmi_version: str | None = None
    driver_version: str | None = None
    npu_smi_problems: tuple[Problem, ...] = ()
    dcmi_problems: tuple[Problem, ...] = ()
    dcmi_tried: bool = False


class AscendReader:
    """Asks DCMI, then npu-smi, under the home's lock; falls back to device files.

    Not thread-safe but for :meth:`interrupt`.
    """

    def __init__(self, home: Path, environ: Mapping[str, str], devices: Path) -> None:
        self._devices = devices
        self._limit = ascend_limit(environ)
        self._home = home
        self._stop = InterruptFlag()
        self._dcmi: DcmiReader | None = None
        self._npu_smi: NpuSmiReader | None = None
        self._program = find_npu_smi(environ)
        # Late: where there is no driver, a list of cards does not wait for what talks to it.
        if dcmi_may_be_here(environ, devices):
            from core.cards.ascend.dcmi import DcmiReader

            self._dcmi = DcmiReader(environ)
        if self._program is not None:
            from core.cards.ascend.npu_smi import NpuSmiReader

            self._npu_smi = NpuSmiReader(self._program, environ)

    @cached_property
    def _turns(self) -> DriverLock:
        from core.cards.ascend.driver_lock import DriverLock

        return DriverLock(self._home)

    def interrupt(self) -> None:
        """Kill what is in flight, from any thread; no later call is made."""
        self._stop.set()
        if self._dcmi is not None:
            self._dcmi.interrupt()
        if self._npu_smi is not None:
            self._npu_smi.interrupt()

    def close(self) -> None:
        """End the helper process."""
        if self._dcmi is not None:
            self._dcmi.close()

    def read(self) -> SourceReading:
        """One round; blocks within the sources' limits. Never raises for what a driver does."""
        found: tuple[Problem, ...] = ()
        if self._dcmi is not None or self._npu_smi is not None:
            answer = self._in_turn()
            found = answer.problems
            if answer.chips:
                cards = cards_of(answer.chips, answer.logic_ids, self._limit)
                return SourceReading(answer.source, answer.read_at, cards, found)
        if self._npu_smi is None:
            found = (*found, driver_errors.tool_missing())
        may_work = any(problem.code == driver_errors.UNLISTABLE for problem in found)
        present = read_device_files(self._devices, self._limit, may_work)
        asked = self._dcmi is not None or self._npu_smi is not None
        # "No card on this server" is an answer, too; so is a tool that does not exist.
        answered = any(
            problem.code in (driver_errors.NO_CARD, driver_errors.MISSING) for problem in found
        )
        return dataclasses.replace(present, problems=found, silent=asked and not answered)

    def versions(self) -> DriverVersions:
        """Ask both interfaces what they are, each once, in turn with other processes."""
        tool: str | None = None
        library: str | None = None
        driver: str | None = None
        tool_problems: tuple[Problem, ...] = ()
        library_problems: tuple[Problem, ...] = ()
        with self._turns.acquire(self._stop) as turn:
            if turn.answer is not None:
                tool_problems = turn.answer.problems
            else:
                if self._dcmi is not None:
                    library, driver, library_problems = self._dcmi.version()
                if self._npu_smi is not None:
                    tool, printed, tool_problems = self._npu_smi.version(turn.held)
                    driver = driver or printed
        return DriverVersions(
            self._program,
            tool,
            library,
            driver,
            tool_problems,
            library_problems,
            self._dcmi is not None,
        )

    def _in_turn(self) -> ChipReading:
        with self._turns.acquire(self._stop) as turn:
            if turn.answer is not None:
                return turn.answer
            answer = self._ask(turn.held)
            if not self._stop.is_set():
                self._turns.share(answer)
            return answer

    def _ask(self, held: int | None) -> ChipReading:
        answers: list[ChipReading] = []
        if self._dcmi is not None:
            answers.append(self._dcmi.read())
        if self._npu_smi is not None and not (answers and answers[0].chips):
            answers.append(self._npu_smi.read(held))
        every = [problem for answer in answers for problem in answer.problems]
        every.extend(driver_errors.same_chip(*pair) for pair in _labels(answers[-1].chips))
        by_code = {problem.code: problem for problem in reversed(every)}
        return dataclasses.replace(answers[-1], problems=tuple(reversed(by_code.values())))


def _labels(chips: Sequence[Chip]) -> list[tuple[str, str]]:
    return [
        (f"NPU {one.npu_id} · chip {one.chip_id}", f"NPU {two.npu_id} · chip {two.chip_id}")
        for one, two in listed_twice(chips)
    ]
