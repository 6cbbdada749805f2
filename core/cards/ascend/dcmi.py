"""Ascend chips from the driver's library, asked through a helper process."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.cards.ascend.chips import Chip
from core.cards.ascend.driver_paths import with_driver_libraries
from core.cards.ascend.presence import LIBRARY_VARIABLE
from core.cards.driver_errors import problem_of_code
from core.cards.model import CardProcess, Health, Problem, ReadingSource
from core.cards.probing.helper_client import (
    HelperClient,
    HelperDiedError,
    HelperError,
    HelperHungError,
)
from core.cards.source_reading import ChipReading
from core.messages import msg

log = logging.getLogger(__name__)

LIMIT_S = 10.0
"""Of one round over all chips."""
RETRY_S = 60.0
"""After a failure npu-smi alone is asked for this long; doubled with each further failure."""
MAX_RETRY_S = 600.0

_HEALTH = {0: Health.OK, 1: Health.WARNING, 2: Health.ALARM, 3: Health.CRITICAL}
_FIRST_PID_NAMESPACE = "pid:[4026531836]"
"""The kernel's own name of the host's pid namespace (``PROC_PID_INIT_INO``)."""


class DcmiReader:
    """Reads Ascend chips through DCMI. Not thread-safe but for `interrupt`."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        limit_s: float = LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._named = bool(environ.get(LIBRARY_VARIABLE))
        self._helper = HelperClient("core.cards.ascend.dcmi_helper", with_driver_libraries(environ))
        self._limit_s = limit_s
        self._clock = clock
        self._pause_s = RETRY_S
        self._again_at = 0.0
        self._failed: ChipReading | None = None

    def interrupt(self) -> None:
        """End the question in flight, from any thread; no later one is asked."""
        self._helper.interrupt()

    def close(self) -> None:
        """End the helper process."""
        self._helper.close()

    def read(self) -> ChipReading:
        """Ask once. Never raises; an answer without chips says why in its problems.

        After a failure the same answer is given again, without a call, until it is time to try.
        """
        if self._failed is not None and self._clock() < self._again_at:
            return self._failed
        answer = self._ask()
        if answer.chips:
            self._failed, self._pause_s = None, RETRY_S
        else:
            self._failed, self._again_at = answer, self._clock() + self._pause_s
            self._pause_s = min(MAX_RETRY_S, 2 * self._pause_s)
            self._helper.close()
        return answer

    def version(self) -> tuple[str | None, str | None, tuple[Problem, ...]]:
        """(library's version, driver's version, problems)."""
        reply, problems = self._reply("version")
        versions = reply.get("version") or {}
        return versions.get("dcmi"), versions.get("driver"), problems

    def _ask(self) -> ChipReading:
        reply, problems = self._reply("chips")
        now = datetime.now(UTC)
        told = reply.get("chips", [])
        chips = tuple(chip_of(values, names_are_ours()) for values in told)
        if any(values["processes"] is None for values in told):
            problems = (*problems, _processes_unknown())
        logic_ids = {(values["npu"], values["chip"]): values["logic"] for values in told}
        return ChipReading(ReadingSource.DCMI, now, chips, logic_ids if chips else None, problems)

    def _reply(self, word: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        try:
            reply = self._helper.ask(word, self._limit_s)
        except HelperHungError:
            return {}, (_hangs(self._limit_s),)
        except HelperDiedError:
            return {}, (_crashed(),)
        except HelperError:
            return {}, ()
        if "code" in reply:
            return {}, (problem_of_code(int(reply["code"])),)
        if "unloadable" in reply:
            log.info("DCMI: %s", reply["unloadable"])
            # Only a library that was named is reported as missing.
            return {}, (_unloadable(str(reply["unloadable"])),) if self._named else ()
        return reply, ()


def chip_of(values: Mapping[str, Any], names_are_known: bool) -> Chip:
    """A chip from the helper's object (`core.cards.ascend.dcmi_helper`)."""
    health, power = values["health"], values["power_dw"]
    return Chip(
        npu_id=values["npu"],
        chip_id=values["chip"],
        name=values["name"],
        health=Health.UNKNOWN if health is None else _HEALTH.get(health, Health.UNKNOWN),
        bus_id=values["bus"],
        power_w=None if power is None else power / 10,
        temperature_c=values["temperature_c"],
        utilisation_percent=values["utilisation"],
        memory_used_mb=values["used_mb"],
        memory_total_mb=values["total_mb"],
        processes=tuple(
            CardProcess(
                pid=pid,
                container_pid=None,
                name=_process_name(pid) if names_are_known else None,
                memory_mb=round(size / (1 << 20), 1),
            )
            for pid, size in values["processes"] or ()
        ),
        complete=values["total_mb"] is not None,
    )


def names_are_ours(namespace: Path = Path("/proc/self/ns/pid")) -> bool:
    """Whether the host pids that the driver tells mean the same here.

    In a container with pids of its own, another process may bear the same number.
    """
    try:
        return str(namespace.readlink()) == _FIRST_PID_NAMESPACE
    except OSError:
        return False


def _process_name(pid: int, proc: Path = Path("/proc")) -> str | None:
    try:
        return (proc / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def _hangs(seconds: float) -> Problem:
    return Problem(
        "dcmi-timeout",
        msg("The Ascend driver's library gave no answer within {seconds} s.", seconds=int(seconds)),
        msg("The driver hangs or is heavily loaded; Headframe asks again automatically."),
    )


def _crashed() -> Problem:
    return Problem(
        "dcmi-crashed",
        msg("The Ascend driver's library crashed."),
        msg("Set HEADFRAME_DCMI=off to leave it alone; reinstall the driver if it stays."),
    )


def _unloadable(reason: str) -> Problem:
    return Problem(
        "dcmi-not-loaded",
        msg("The library that HEADFRAME_DCMI names cannot be loaded: {reason}", reason=reason),
        msg("Correct the path, or set HEADFRAME_DCMI=off."),
    )


def _processes_unknown() -> Problem:
    return Problem(
        "dcmi-processes",
        msg("The driver does not tell which processes use a card."),
        msg("Memory and load are right all the same."),
    )
