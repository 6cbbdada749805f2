"""A reading as docs/command.md has it ("headframe cards"): plain values for JSON."""

from __future__ import annotations

from typing import Any

from core.cards.model import Card, CardProcess, Problem, Reading

SCHEMA = 1


def reading_record(reading: Reading) -> dict[str, Any]:
    """The whole reading; what is not known is ``None``."""
    return {
        "schema": SCHEMA,
        "read_at": reading.read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "source": reading.source.value,
        "problems": [problem_record(problem) for problem in reading.problems],
        "cards": [card_record(card) for card in reading.cards],
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    """Code, sentence, next step."""
    return {
        "code": problem.code,
        "text": str(problem.text),
        "hint": None if problem.hint is None else str(problem.hint),
    }


def card_record(card: Card) -> dict[str, Any]:
    return {
        "key": card.key,
        "host": card.host,
        "kind": card.kind.value,
        "label": card.label,
        "npu_id": card.npu_id,
        "chip_id": card.chip_id,
        "logic_id": card.logic_id,
        "name": card.name,
        "health": card.health.value,
        "usable": card.usable,
        "reason": None if card.reason is None else str(card.reason),
        "bus_id": card.bus_id,
        "power_w": card.power_w,
        "temperature_c": _plain(card.temperature_c),
        "utilisation_percent": _plain(card.utilisation_percent),
        "memory_used_mb": _plain(card.memory_used_mb),
        "memory_total_mb": _plain(card.memory_total_mb),
        "processes": [_process_record(process) for process in card.processes],
    }


def _process_record(process: CardProcess) -> dict[str, Any]:
    return {
        "pid": process.pid,
        "container_pid": process.container_pid,
        "name": process.name,
        "memory_mb": _plain(process.memory_mb),
    }


def _plain(value: float | None) -> float | int | None:
    """Whole numbers without ".0", as the tools print them."""
    return int(value) if value is not None and float(value).is_integer() else value
