"""The CPU as a card: always there, always usable, always last in the list."""

from __future__ import annotations

import re
from pathlib import Path

import psutil

from core.cards.model import Card, CardKind, Health
from core.messages import Message, msg

CPU_KEY = "cpu"
_CORES = re.compile(r"(?:(?P<model>.+) · )?(?P<cores>\d+) cores")
"""A name as :func:`processor_name` makes it, which `cards --json` and other hosts give, too."""


def cpu_card(load_percent: float | None, name: str | None) -> Card:
    """The CPU's row: the machine's memory, and the load that the caller measured."""
    memory = psutil.virtual_memory()
    return Card(
        key=CPU_KEY,
        kind=CardKind.CPU,
        label="CPU",
        npu_id=None,
        chip_id=None,
        logic_id=None,
        name=name,
        health=Health.OK,
        usable=True,
        reason=None,
        utilisation_percent=load_percent,
        # What the machine cannot give away at once, the kernel's caches left out.
        memory_used_mb=float((memory.total - memory.available) >> 20),
        memory_total_mb=float(memory.total >> 20),
    )


def processor_name(cpuinfo: Path = Path("/proc/cpuinfo")) -> str | None:
    """The model and its cores, "AMD EPYC 7543 · 64 cores"; the cores alone where it is nameless.

    Arm kernels print no model name.
    """
    model = None
    try:
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            model = next(
                (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
                None,
            )
    except OSError:
        pass
    cores = psutil.cpu_count()
    parts = [model, f"{cores} cores" if cores else None]
    return " · ".join(part for part in parts if part) or None


def processor_sentence(name: str) -> Message:
    """A processor's name for people: the cores are counted in their language."""
    found = _CORES.fullmatch(name)
    if found is None:
        return Message("{name}", {"name": name})
    count = int(found["cores"])
    cores = msg("{count} {count:core|cores}", count=count)
    if found["model"] is None:
        return cores
    return Message("{model} · {cores}", {"model": found["model"], "cores": cores})
