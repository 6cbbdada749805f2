"""Cards and readings for tests that need no driver."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind, Health, Problem, Reading, ReadingSource

READ_AT = datetime(2026, 1, 31, 12, tzinfo=UTC)


def npu(npu_id: int, chip_id: int = 0, *, free_gb: float | None = 60.0, **values: Any) -> Card:
    """An idle, healthy 910 of 64 GB."""
    alone = f"npu:{npu_id}" if chip_id == 0 else f"npu:{npu_id}.{chip_id}"
    usual: dict[str, Any] = {
        "key": alone,
        "kind": CardKind.NPU,
        "label": f"NPU {npu_id}",
        "npu_id": npu_id,
        "chip_id": chip_id,
        "logic_id": npu_id,
        "name": "910B3",
        "health": Health.OK,
        "usable": True,
        "reason": None,
        "bus_id": f"0000:{npu_id:02X}:00.0",
        "utilisation_percent": 0.0,
        "memory_total_mb": 65_536.0,
        "memory_used_mb": None if free_gb is None else 65_536.0 - 1024 * free_gb,
    }
    return Card(**{**usual, **values})


def gpu(index: int, **values: Any) -> Card:
    """An idle NVIDIA card of 80 GB."""
    usual: dict[str, Any] = {
        "key": f"cuda:{index}",
        "kind": CardKind.CUDA,
        "label": f"GPU {index}",
        "npu_id": None,
        "chip_id": None,
        "logic_id": None,
        "name": "NVIDIA H100",
        "health": Health.OK,
        "usable": True,
        "reason": None,
        "uuid": f"GPU-{index:08d}-aaaa-bbbb-cccc-dddddddddddd",
        "memory_total_mb": 81_559.0,
        "memory_used_mb": 1_000.0,
        "utilisation_percent": 0.0,
    }
    return Card(**{**usual, **values})


def cpu() -> Card:
    """This machine's CPU."""
    return cpu_card(12.5, "a processor")


def reading(*cards: Card, problems: tuple[Problem, ...] = (), **values: Any) -> Reading:
    """A reading of these cards and the CPU."""
    return Reading(READ_AT, ReadingSource.NPU_SMI, (*cards, cpu()), problems, **values)
