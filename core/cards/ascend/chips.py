"""From chips, as the driver lists them, to cards that a process can be pinned to.

A chip is known by (NPU id, chip id, bus id). What ``ASCEND_RT_VISIBLE_DEVICES`` takes is another
number, the *logic id*: 0, 1, … over the chips that this process's view of the machine holds. In a
container with NPU 6 and 7 they are 0 and 1; on an A3, NPU 7 chip 1 is 15 (docs/command.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.cards.inherited_visibility import InheritedVisibility
from core.cards.model import Card, CardKind, CardProcess, Health, health_problem
from core.messages import Message, msg


@dataclass(frozen=True, slots=True)
class Chip:
    """One Ascend chip as DCMI or npu-smi gives it. ``None`` where the value is not known."""

    npu_id: int
    chip_id: int
    name: str | None = None
    health: Health = Health.UNKNOWN
    bus_id: str | None = None
    power_w: float | None = None
    temperature_c: float | None = None
    utilisation_percent: float | None = None
    memory_used_mb: float | None = None
    memory_total_mb: float | None = None
    device: int | None = None
    """npu-smi's Device column (310 family): a logic id. A3's Phy-ID is not it."""
    phy_id: int | None = None
    """N of ``/dev/davinciN`` where the tool tells (A3's Phy-ID column)."""
    processes: tuple[CardProcess, ...] = ()
    complete: bool = True
    """All that this layout prints of a chip was read."""

    @property
    def place(self) -> tuple[int, int]:
        """(NPU id, chip id)."""
        return self.npu_id, self.chip_id


LogicIds = Mapping[tuple[int, int], int | None]
"""(NPU id, chip id) → logic id; ``None``: the driver lists the chip and gives it no logic id."""


def without_twins(chips: Sequence[Chip]) -> list[Chip]:
    """One chip for each (NPU id, chip id): the first whole one, where there are several."""
    kept: dict[tuple[int, int], Chip] = {}
    for chip in chips:
        known = kept.get(chip.place)
        if known is None or (chip.complete and not known.complete):
            kept[chip.place] = chip
    return list(kept.values())


def listed_twice(chips: Sequence[Chip]) -> list[tuple[Chip, Chip]]:
    """Pairs of entries that are one and the same chip.

    Two entries of one (NPU id, chip id), or two of one device number on one bus: npu-smi does
    that to a die of which only one half is given to a container. A bus id alone tells nothing:
    the chips of an Atlas 300I Duo share theirs.
    """
    seen: dict[tuple[object, ...], Chip] = {}
    pairs: list[tuple[Chip, Chip]] = []
    for chip in chips:
        names: list[tuple[object, ...]] = [chip.place]
        number = chip.device if chip.phy_id is None else chip.phy_id
        if chip.bus_id is not None and number is not None:
            names.append((chip.bus_id, number, "device"))
        twin = next((seen[name] for name in names if name in seen), None)
        if twin is not None:
            pairs.append((twin, chip))
        for name in names:
            seen.setdefault(name, chip)
    return pairs


def cards_of(
    chips: Sequence[Chip], logic_ids: LogicIds | None, limit: InheritedVisibility | None
) -> tuple[Card, ...]:
    """Cards in the chips' order. ``logic_ids`` is ``None`` when no source tells them.

    ``limit`` is an inherited ``ASCEND_RT_VISIBLE_DEVICES``. The driver's tools ignore that
    variable, and a child gets a value of its own in its place, so the limit says which chips may
    be used and changes no chip's logic id.
    """
    chips = without_twins(chips)
    ids = _logic_ids(chips, logic_ids)
    siblings = Counter(chip.npu_id for chip in chips)
    return tuple(
        _card(
            chip,
            logic_id,
            chip.chip_id == 0 and siblings[chip.npu_id] == 1,
            _reason(chip.health, logic_id, limit),
        )
        for chip, logic_id in zip(chips, ids, strict=True)
    )


def _logic_ids(chips: Sequence[Chip], told: LogicIds | None) -> list[int | None]:
    """From the driver's mapping; else the Device column; else the rank in the list.

    A chip that the mapping lacks gets its Device or rank only where no other chip has it: two
    chips of one logic id would send work to a card that was not picked.
    """
    known = dict(told or {})
    taken = {logic_id for logic_id in known.values() if logic_id is not None}
    ids: list[int | None] = []
    for rank, chip in enumerate(chips):
        if chip.place in known:
            ids.append(known[chip.place])
            continue
        guess = rank if chip.device is None else chip.device
        ids.append(None if guess in taken else guess)
        taken.add(guess)
    return ids


def _reason(
    health: Health, logic_id: int | None, limit: InheritedVisibility | None
) -> Message | None:
    """Why a chip is not to be used; ``None`` when it is."""
    match health:
        case Health.ALARM | Health.CRITICAL:
            return health_problem(health)
        case Health.UNKNOWN:
            return msg("Its health is unknown: the chip is absent or has not started.")
        case Health.OK | Health.WARNING:
            pass
    if logic_id is None:
        return msg("The driver gives this chip no logic id, so no process can be pinned to it.")
    if limit is not None and not limit.allows_index(logic_id):
        return limit.reason
    return None


def _card(chip: Chip, logic_id: int | None, alone: bool, reason: Message | None) -> Card:
    key = f"npu:{chip.npu_id}" if alone else f"npu:{chip.npu_id}.{chip.chip_id}"
    label = f"NPU {chip.npu_id}" if alone else f"NPU {chip.npu_id} · chip {chip.chip_id}"
    return Card(
        key=key,
        kind=CardKind.NPU,
        label=label,
        npu_id=chip.npu_id,
        chip_id=chip.chip_id,
        logic_id=logic_id,
        name=chip.name,
        health=chip.health,
        usable=reason is None,
        reason=reason,
        bus_id=chip.bus_id,
        phy_id=chip.phy_id,
        power_w=chip.power_w,
        temperature_c=chip.temperature_c,
        utilisation_percent=chip.utilisation_percent,
        memory_used_mb=chip.memory_used_mb,
        memory_total_mb=chip.memory_total_mb,
        processes=tuple(_in_megabytes(process, chip) for process in chip.processes),
    )


MEGABYTE = 1 << 20
MORE_THAN_ANY_CHIP_MB = 1 << 20
"""1 TB: no process holds that much on a chip, so a larger figure is in bytes."""


def _in_megabytes(process: CardProcess, chip: Chip) -> CardProcess:
    """Some tools print bytes below a header that says MB, others MB below one that says B.

    A process larger than its chip is in bytes (docs/command.md).
    """
    memory, total = process.memory_mb, chip.memory_total_mb or MORE_THAN_ANY_CHIP_MB
    if memory is None or memory <= total:
        return process
    return replace(process, memory_mb=memory / MEGABYTE)
