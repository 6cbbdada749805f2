"""Make a host's values live: they wander with time, and real processes stand on their chips."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.worker.process_tree import ENV_MARKER, descendants
from tests.support.ascend.resting import (
    CARDS_FILE,
    HOST_VARIABLE,
    PIN_VARIABLE,
    USES_CARD_VARIABLE,
)
from tests.support.ascend.state import ChipState, HostState, ProcessState

if TYPE_CHECKING:
    from tests.support.cann.cards import Cards

HOST_PIDS_ADD = 4_000_000
"""What a process's number is more outside its container: beyond all that are given here."""


@dataclass(frozen=True)
class RealProcess:
    """A process of this machine that works on the emulated host."""

    pid: int
    name: str
    visible: str | None
    """Its pin; ``None`` when it has none, and so works on the first chip."""


def at_this_moment(state: HostState, path: Path, now: float) -> HostState:
    """The host as the tools would show it now. ``now`` in seconds since the epoch."""
    chips = [_wandering(chip, now) if state.moving else chip for chip in state.chips]
    if (file := path.with_name(CARDS_FILE)).exists():
        from tests.support.cann.cards import opened  # few hosts have it, and the tool starts often

        with opened(file) as cards:
            chips = [_as_it_is(chip, cards, state.pids_hidden) for chip in chips]
        return dataclasses.replace(state, chips=tuple(chips))
    for process in real_processes(path):
        for logic in visible_logic_ids(process.visible, len(chips)):
            held = ProcessState(process.pid, process.name, state.process_mb)
            chips = [_with(chip, held) if chip.logic == logic else chip for chip in chips]
    return dataclasses.replace(state, chips=tuple(chips))


def visible_logic_ids(visible: str | None, count: int) -> list[int]:
    """Chips that a process works on: as CANN reads its variable, and the first where nothing pins.

    Digits and commas only, strictly ascending; reading stops at the first other thing.
    """
    if visible is None:
        return [0] if count else []
    ids: list[int] = []
    for item in visible.split(","):
        fits = item.isascii() and item.isdigit() and int(item) < count
        if not fits or (ids and int(item) <= ids[-1]):
            break
        ids.append(int(item))
    return ids


def real_processes(path: Path) -> Iterator[RealProcess]:
    """Processes whose environment names this host and that work on a chip, by pid.

    Those are Headframe's workers, without the guard above each, and what a test marks.
    """
    wanted = str(path)
    found: dict[int, dict[str, str]] = {}
    for entry in sorted(Path("/proc").iterdir(), key=lambda entry: entry.name):
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            environ = _environ(entry)
            if environ.get(HOST_VARIABLE) == wanted:
                found[int(entry.name)] = environ
    for pid, environ in sorted(found.items()):
        mark = environ.get(ENV_MARKER)
        is_guard = mark is not None and any(
            found.get(child, {}).get(ENV_MARKER) == mark for child in descendants(pid)
        )
        if USES_CARD_VARIABLE in environ or (mark is not None and not is_guard):
            yield RealProcess(pid, _name(pid), environ.get(PIN_VARIABLE))


def _environ(entry: Path) -> dict[str, str]:
    try:
        data = (entry / "environ").read_bytes()
    except OSError:
        return {}
    items = (item.partition("=") for item in os.fsdecode(data).split("\0"))
    return {name: value for name, _, value in items}


def _name(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def _with(chip: ChipState, held: ProcessState) -> ChipState:
    return dataclasses.replace(
        chip,
        used_mb=min(chip.total_mb, chip.used_mb + held.memory_mb),
        load=max(chip.load, 35),
        processes=(*chip.processes, held),
    )


def _as_it_is(chip: ChipState, cards: Cards, pids_hidden: bool) -> ChipState:
    """The chip with what its runtime counts: who holds how much, and whether it is there at all."""
    add = HOST_PIDS_ADD if pids_hidden else 0
    uses = [use for use in cards.uses() if use.card == chip.logic and use.held_mb]
    held = tuple(ProcessState(use.pid + add, _name(use.pid), use.held_mb) for use in uses)
    return dataclasses.replace(
        chip,
        used_mb=min(chip.total_mb, cards.others_mb(chip.logic) + sum(use.held_mb for use in uses)),
        load=max(chip.load, 35) if uses else chip.load,
        health="UNKNOWN" if cards.is_lost(chip.logic) else chip.health,
        processes=(*chip.processes, *held),
    )


def _wandering(chip: ChipState, now: float) -> ChipState:
    """Slow waves of a phase of its own: idle chips stay idle, busy ones go up and down."""
    phase = 1.7 * chip.logic
    wave, ripple = math.sin(now / 17 + phase), math.sin(now / 5 + 2 * phase)
    busy = chip.load > 0
    return dataclasses.replace(
        chip,
        load=max(0, min(100, round(chip.load + 12 * wave + 6 * ripple))) if busy else 0,
        temperature_c=chip.temperature_c + round(2 * wave),
        power_w=None if chip.power_w is None else round(chip.power_w + 4 * ripple, 1),
        used_mb=max(0, min(chip.total_mb, chip.used_mb + round(8 * ripple))),
    )


def flat_lines(state: HostState) -> Sequence[str]:
    """The host for the stand-in library: one line a chip or process, fields apart by tabs."""
    health = {"OK": 0, "Warning": 1, "Alarm": 2, "Critical": 3}
    lines = [f"driver\t{state.driver}\t{state.dcmi_generation}"]
    for chip in state.chips:
        fields = [
            chip.npu,
            chip.chip,
            chip.logic,
            health.get(chip.health, 0xFFFFFFFF),
            chip.temperature_c,
            -1 if chip.power_w is None else round(chip.power_w * 10),
            chip.load,
            chip.used_mb,
            chip.total_mb,
            int("310" not in state.layout.value),
            chip.name,
            chip.bus or "-",
        ]
        lines.append("\t".join(["chip", *map(str, fields)]))
        lines.extend(
            f"process\t{chip.logic}\t{process.pid}\t{process.memory_mb << 20}"
            for process in chip.processes
        )
    return lines
