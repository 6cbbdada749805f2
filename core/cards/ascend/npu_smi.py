"""Ascend chips from the driver's own tool: ``npu-smi info``, and ``npu-smi info -m`` once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.cards import driver_errors
from core.cards.ascend.chips import Chip, LogicIds
from core.cards.ascend.driver_paths import with_driver_libraries
from core.cards.ascend.npu_smi_parser import NpuTable, parse_info, parse_mapping
from core.cards.model import Problem, ReadingSource
from core.cards.probing.tool_runner import MAX_OUTPUT_BYTES, ExitReason, ToolOutput, ToolRunner
from core.cards.source_reading import ChipReading

log = logging.getLogger(__name__)

LIMIT_S = 10.0
"""Of one call. Under load the tool takes seconds; tools of others allow 3 to 60 s."""
MAPPING_RETRY_S = 60.0
"""A failed ``-m`` is tried again after this long."""
TRUSTED_CHARACTERS = 1 << 20
"""Of a longer output only this beginning is read: the table stands there."""

_TOO_OLD = ("usage:", "error parameter", "unknown option", "invalid option", "unrecognized option")
"""What a tool says to an option it does not know (npu-smi: "Error parameter of -m", usage)."""


@dataclass(frozen=True, slots=True)
class _Mapping:
    """What ``-m`` said, for which chips it was asked, and when (monotonic seconds)."""

    chips: tuple[tuple[int, int, str | None], ...]
    ids: LogicIds | None
    problem: Problem | None
    asked_at: float


class NpuSmiReader:
    """Reads Ascend chips through one npu-smi program. Not thread-safe but for `interrupt`."""

    def __init__(
        self,
        program: Path,
        environ: Mapping[str, str],
        *,
        limit_s: float = LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program = program
        self._environ = {**environ, "LC_ALL": "C"}
        self._limit_s = limit_s
        self._clock = clock
        self._runner = ToolRunner()
        self._mapping: _Mapping | None = None

    def interrupt(self) -> None:
        """Kill the call in flight, from any thread; no later call is made."""
        self._runner.interrupt()

    def read(self, held: int | None = None) -> ChipReading:
        """Call the tool and read what it prints. Never raises.

        ``held`` is a locked descriptor that the tool inherits, so that the lock outlives us.
        """
        if self._runner.has_stuck_process:
            return ChipReading(
                ReadingSource.NPU_SMI,
                datetime.now(UTC),
                problems=(driver_errors.tool_still_hangs(),),
            )
        output = self._call(held, "info")
        now = datetime.now(UTC)
        flooded = output.reason is ExitReason.OUTPUT_LIMIT
        table = parse_info(output.text[:TRUSTED_CHARACTERS] if flooded else output.text)
        found = self._problems(output, table)
        logic_ids: LogicIds | None = None
        if table.chips:
            mapping = self._logic_ids(table.chips, held)
            logic_ids = mapping.ids
            found.extend([mapping.problem] if mapping.problem else [])
            seen = {chip.place for chip in table.chips}
            if missing := sorted((logic_ids or {}).keys() - seen):
                found.append(driver_errors.chips_missing(missing))
        return ChipReading(ReadingSource.NPU_SMI, now, table.chips, logic_ids, tuple(found))

    def version(
        self, held: int | None = None
    ) -> tuple[str | None, str | None, tuple[Problem, ...]]:
        """(tool's version, driver's version, problems), by one call of the tool."""
        output = self._call(held, "info")
        table = parse_info(output.text)
        return table.tool_version, table.driver_version, tuple(self._problems(output, table))

    def _call(self, held: int | None, *arguments: str) -> ToolOutput:
        argv = [str(self._program), *arguments]
        output = self._runner.run(argv, self._limit_s, self._environ, held)
        told = with_driver_libraries(self._environ)
        if "error while loading shared libraries" in output.text and told != self._environ:
            self._environ = told
            output = self._runner.run(argv, self._limit_s, self._environ, held)
        log.debug("%s: %s after %.2f s, code %s", argv, output.reason, output.seconds, output.code)
        return output

    def _problems(self, output: ToolOutput, table: NpuTable) -> list[Problem]:
        """Everything that went wrong with one ``info``, the gravest first."""
        found: list[Problem] = []
        match output.reason:
            case ExitReason.NOT_STARTED if output.error is not None:
                found.append(driver_errors.tool_not_startable(str(self._program), output.error))
            case ExitReason.TIMED_OUT:
                found.append(driver_errors.tool_timed_out(self._limit_s))
            case ExitReason.OUTPUT_LIMIT:
                found.append(driver_errors.tool_flooded(MAX_OUTPUT_BYTES >> 20))
        said = "\n".join(table.messages)
        told = driver_errors.problem_of_text(said)
        if told is not None:
            found.append(told)
        elif output.reason is ExitReason.EXITED and output.code != 0:
            found.append(driver_errors.tool_failed(output.code, said))
        elif output.reason is ExitReason.EXITED and not table.chips:
            found.append(driver_errors.tool_unreadable(said))
        if table.flaws:
            log.warning("npu-smi info: %s", "; ".join(table.flaws[:20]))
            found.append(driver_errors.table_damaged(len(table.flaws), table.flaws[0]))
        return found

    def _logic_ids(self, chips: tuple[Chip, ...], held: int | None) -> _Mapping:
        """The answer of ``-m``, asked once for the same chips, again after a failure."""
        places = tuple((chip.npu_id, chip.chip_id, chip.bus_id) for chip in chips)
        known, now = self._mapping, self._clock()
        if known is not None and known.chips == places:
            failed = known.problem is not None
            if not failed or now - known.asked_at < MAPPING_RETRY_S:
                return known
        output = self._call(held, "info", "-m")
        ids = parse_mapping(output.text) if output.reason is ExitReason.EXITED else None
        problem = None if ids is not None else _mapping_problem(output, self._limit_s)
        self._mapping = _Mapping(places, ids, problem, now)
        return self._mapping


def _mapping_problem(output: ToolOutput, limit_s: float) -> Problem | None:
    """Why there are no logic ids; ``None`` when the tool just does not know ``-m``, or them."""
    if output.reason is ExitReason.INTERRUPTED:
        return None
    if output.reason is ExitReason.TIMED_OUT:
        return driver_errors.mapping_failed(f"no answer within {limit_s:.0f} s")
    text = output.text.casefold()
    table = parse_info(output.text)
    if table.chips or any(word in text for word in _TOO_OLD):
        return None
    if output.code == 0 and "npu id" in text and "chip id" in text:
        return None  # A5's mapping has no logic ids
    return driver_errors.mapping_failed("\n".join(table.messages))
