"""NVIDIA cards, asked of NVML through a helper process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from core.cards.inherited_visibility import InheritedVisibility, cuda_limit
from core.cards.model import (
    Card,
    CardKind,
    CardProcess,
    Health,
    Problem,
    ReadingSource,
    health_problem,
)
from core.cards.probing.helper_client import (
    HelperClient,
    HelperError,
    HelperHungError,
    HelperStoppedError,
)
from core.cards.source_reading import SourceReading
from core.messages import Message, msg

LIMIT_S = 10.0
RETRY_S = 60.0
"""After a failure, or where no driver is, NVML is left alone for this long."""


class NvmlReader:
    """Reads NVIDIA cards. Not thread-safe but for `interrupt`."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        limit_s: float = LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._helper = HelperClient("core.cards.nvidia.nvml_helper", environ)
        self._limit = cuda_limit(environ)
        self._limit_s = limit_s
        self._clock = clock
        self._again_at = 0.0
        self._failed: SourceReading | None = None

    def interrupt(self) -> None:
        """End the question in flight, from any thread; no later one is asked."""
        self._helper.interrupt()

    def close(self) -> None:
        """End the helper process."""
        self._helper.close()

    def read(self) -> SourceReading:
        """Ask once. Never raises; a failure is remembered for a while, and a problem."""
        if self._failed is not None and self._clock() < self._again_at:
            return self._failed
        reply, problems = self._reply("cards")
        cards = tuple(card_of(values, self._limit) for values in reply.get("cards", ()))
        report = SourceReading(
            ReadingSource.NVML, datetime.now(UTC), cards, problems, silent=bool(problems)
        )
        self._failed = None if cards else report
        if not cards:
            self._again_at = self._clock() + RETRY_S
            self._helper.close()
        return report

    def version(self) -> tuple[str | None, tuple[Problem, ...]]:
        """(driver's version, problems)."""
        reply, problems = self._reply("version")
        return reply.get("version"), problems

    def _reply(self, word: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        try:
            reply = self._helper.ask(word, self._limit_s)
        except HelperStoppedError:
            return {}, ()
        except HelperHungError:
            return {}, (_hangs(self._limit_s),)
        except HelperError:
            return {}, (_crashed(),)
        if "code" in reply:
            return {}, (_refused(int(reply["code"]), str(reply["text"])),)
        return reply, ()


def card_of(values: Mapping[str, Any], limit: InheritedVisibility | None) -> Card:
    """A card from the helper's object (`core.cards.nvidia.nvml_helper`)."""
    index, mig = values["index"], values["mig"]
    uuid = values.get("uuid")
    health = Health(values.get("health", Health.UNKNOWN))
    power, used, total = (values.get(name) for name in ("power_mw", "used", "total"))
    reason = _reason(values, health, limit)
    return Card(
        key=f"cuda:{index}" if mig is None else f"cuda:{index}.{mig}",
        kind=CardKind.CUDA,
        label=f"GPU {index}" if mig is None else f"GPU {index} · MIG {mig}",
        npu_id=None,
        chip_id=None,
        logic_id=None,
        name=values.get("name"),
        health=health,
        usable=reason is None,
        reason=reason,
        bus_id=values.get("bus"),
        uuid=uuid,
        power_w=None if power is None else power / 1000,
        temperature_c=values.get("temperature_c"),
        utilisation_percent=values.get("utilisation"),
        memory_used_mb=None if used is None else float(used >> 20),
        memory_total_mb=None if total is None else float(total >> 20),
        processes=tuple(
            CardProcess(
                pid=pid,
                container_pid=None,
                name=name,
                memory_mb=None if size is None else round(size / (1 << 20), 1),
            )
            for pid, size, name in values.get("processes") or ()
        ),
    )


def _reason(
    values: Mapping[str, Any], health: Health, limit: InheritedVisibility | None
) -> Message | None:
    if "lost" in values:
        return msg("The driver has lost this card (NVML code {code}).", code=values["lost"])
    if "uncut" in values:
        return msg("MIG is on and no instance is made: no process can use the card.")
    if health is Health.CRITICAL:
        return health_problem(health)
    uuid = values.get("uuid")
    if uuid is None:
        return msg("The driver reports no UUID, so no process can be pinned to it.")
    if limit is not None and not (
        limit.allows_uuid(uuid) or (values["mig"] is None and limit.allows_index(values["index"]))
    ):
        return limit.reason
    return None


def _hangs(seconds: float) -> Problem:
    return Problem(
        "nvml-timeout",
        msg("The NVIDIA driver gave no answer within {seconds} s.", seconds=int(seconds)),
        msg("The driver hangs or is heavily loaded; Headframe asks again automatically."),
    )


def _crashed() -> Problem:
    return Problem(
        "nvml-crashed",
        msg("The NVIDIA driver's library crashed."),
        msg("Run `nvidia-smi` in a terminal; reinstall the driver if it fails, too."),
    )


def _refused(code: int, text: str) -> Problem:
    return Problem(
        f"nvml-{code}",
        msg("The NVIDIA driver refuses: {text}.", text=text),
        msg("Restart the machine after a driver upgrade; else run `nvidia-smi` to see more."),
    )
