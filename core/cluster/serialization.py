"""HostDirectory as docs/command.md has them ("--cluster"): plain values for JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.cards.allocation_report import AllocationReport, allocation_report
from core.cards.serialization import problem_record, reading_record
from core.cluster.model import ClusterReading, HostStatus
from core.engines.model import EngineStatus

READY = "ready"


def cluster_record(found: ClusterReading) -> dict[str, Any]:
    """A reading of all hosts."""
    return {**reading_record(found.reading), "hosts": [host_record(one) for one in found.hosts]}


def host_record(status: HostStatus) -> dict[str, Any]:
    """One host; what is not known is ``None``."""
    read_at = status.read_at
    return {
        "name": status.name,
        "address": status.address,
        "state": status.state.value,
        "read_at": None if read_at is None else read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "python": None if status.facts is None else status.facts.python,
        "ray": None if status.facts is None else status.facts.ray,
        "engines": [
            {"name": engine.name.value, "state": engine_state(engine)} for engine in status.engines
        ],
        "problems": [problem_record(problem) for problem in status.problems],
    }


def engine_state(status: EngineStatus) -> str:
    """``ready``, or the kind of failure that keeps it from that: ``engine-missing``, …"""
    return READY if status.failure is None else status.failure.kind.value


def cluster_sheet(found: ClusterReading) -> AllocationReport:
    """The allocation sheet of all hosts: a pid means something on its own host only."""
    sheets = [
        allocation_report(
            replace(
                found.reading,
                cards=tuple(card for card in found.reading.cards if card.host == host.name),
            ),
            found.reservations,
            found.ours.get(host.name, ()),
        )
        for host in found.hosts
    ]
    lines = tuple(line for sheet in sheets for line in sheet.allocations)
    return AllocationReport(found.reading.read_at.strftime("%Y-%m-%dT%H:%M:%SZ"), lines)
