"""Hosts as they stand in server rooms."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping

from tests.support.ascend.state import ChipState, HostState, LayoutName, ProcessState

SERVICES = (
    ("VLLM::Worker_TP", 30_500),
    ("VLLM::Worker_TP", 30_500),
    ("VLLM::Worker_TP", 30_500),
    ("VLLM::Worker_TP", 30_500),
    ("text-embeddings", 55_100),
    ("reranker-serve", 57_000),
)
"""What fills the seed's cards 0 to 5: DeepSeek on four, an embedding model, a reranker."""


def eight_910b(busy: Collection[int] = range(6)) -> HostState:
    """The seed: eight 910B3 of 64 GB; those in ``busy`` are full, the others idle."""
    return HostState(LayoutName.B910, tuple(_910b(npu, npu, npu in busy) for npu in range(8)))


def container_6_7(busy: Collection[int] = ()) -> HostState:
    """A container that was given /dev/davinci6 and 7: real NPU ids, logic ids 0 and 1."""
    chips = tuple(_910b(npu, rank, npu in busy) for rank, npu in enumerate((6, 7)))
    return HostState(LayoutName.B910, chips, names_hidden=True)


def sparse_slots() -> HostState:
    """Cards in slots 0, 1, 3 and 4 of a 26.x host: NPU ids are not logic ids."""
    chips = tuple(_910b(npu, rank, False) for rank, npu in enumerate((0, 1, 3, 4)))
    return HostState(LayoutName.B910_26, chips, tool="26.1.0", driver="26.1.0")


def a3_16_dies(busy: Collection[int] = range(4)) -> HostState:
    """Eight A3 cards of two dies; the logic ids in ``busy`` are full."""
    return _a3(16, busy)


def a3_64_dies(busy: Collection[int] = range(40)) -> HostState:
    """As many as a list must bear: a view of a supernode."""
    return _a3(64, busy)


def _a3(dies: int, busy: Collection[int]) -> HostState:
    return HostState(
        LayoutName.A3,
        tuple(
            ChipState(
                npu=die // 2,
                chip=die % 2,
                logic=die,
                phy=die,
                name="Ascend910",
                bus=f"{die // 32:04X}:{0x9D - 4 * (die // 2 % 16):02X}:00.0",
                total_mb=65_536,
                used_mb=58_300 if die in busy else 3_150,
                power_w=178.0 if die % 2 == 0 else None,
                temperature_c=37,
                load=44 if die in busy else 0,
                processes=_service(die, 55_000) if die in busy else (),
            )
            for die in range(dies)
        ),
        tool="25.2.3",
        driver="25.2.3",
    )


def duo(cards: int = 2) -> HostState:
    """Atlas 300I Duo: two chips a card that share a bus id, NPU ids from the PCI position."""
    return HostState(
        LayoutName.P310,
        tuple(
            ChipState(
                npu=32_768 * (chip // 2) + 64,
                chip=chip % 2,
                logic=chip,
                name="310P3",
                bus=f"0000:{0x03 + 0x80 * (chip // 2):02X}:00.0",
                total_mb=(44_280, 43_693)[chip % 2],
                used_mb=(1_526, 1_429)[chip % 2],
                power_w=None,
                temperature_c=33,
            )
            for chip in range(2 * cards)
        ),
    )


def single_310b() -> HostState:
    """A development board: 3.5 GB, no bus id."""
    chip = ChipState(0, 0, 0, "310B4", None, 3_513, 1_797, power_w=7.2, hugepages=(15, 15))
    return HostState(LayoutName.P310, (chip,), tool="23.0.rc3", driver="23.0.rc3")


def a5() -> HostState:
    """Two Ascend 950: no chip number in the table, no logic ids in ``-m``, DCMI V2."""
    chips = tuple(
        ChipState(npu, 0, npu, "950PR", f"0000:{0x91 + npu:02X}:00.0", 86_016, 4_439, phy=npu)
        for npu in range(2)
    )
    return HostState(LayoutName.A5, chips, dcmi_generation=2)


def sick() -> HostState:
    """One chip of each health."""
    words = ("OK", "Warning", "Alarm", "Critical", "UNKNOWN")
    return dataclasses.replace(
        eight_910b(busy=()),
        chips=tuple(
            dataclasses.replace(_910b(npu, npu, False), health=word)
            for npu, word in enumerate(words)
        ),
    )


def no_card() -> HostState:
    """The driver runs, and there is no card."""
    return HostState(LayoutName.B910, ())


PRESETS: Mapping[str, Callable[[], HostState]] = {
    "seed": eight_910b,
    "container": container_6_7,
    "sparse": sparse_slots,
    "a3": a3_16_dies,
    "a3-64": a3_64_dies,
    "duo": duo,
    "310b": single_310b,
    "a5": a5,
    "sick": sick,
    "none": no_card,
}


def _910b(npu: int, logic: int, busy: bool) -> ChipState:
    return ChipState(
        npu=npu,
        chip=0,
        logic=logic,
        name="910B3",
        bus=f"0000:{(0xC1, 0xC2, 0x81, 0x82, 0x01, 0x02, 0x41, 0x42)[npu]:02X}:00.0",
        total_mb=65_536,
        used_mb=(62_430 if busy else 3_400) + 3 * npu,
        power_w=(236.4 if busy else 92.1) + npu,
        temperature_c=(52 if busy else 38) + npu % 3,
        load=63 - 4 * npu if busy else 0,
        processes=_service(npu, 59_030) if busy else (),
    )


def _service(number: int, memory_mb: int) -> tuple[ProcessState, ...]:
    name, _ = SERVICES[number % len(SERVICES)]
    return (ProcessState(310_000 + 17 * number, name, memory_mb),)
