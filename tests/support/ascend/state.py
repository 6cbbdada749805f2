"""What the emulated Ascend host is made of: values, kept in a JSON file that tests may rewrite."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class LayoutName(StrEnum):
    """The tables that npu-smi has printed over the years."""

    OLD_310 = "310-old"
    """20.x and 21.0.3: no huge pages, no process table."""
    P310 = "310"
    """310, 310B and 310P from 22 on."""
    OLD_910 = "910-old"
    """21.x: no huge pages, no process table."""
    A910 = "910a"
    """910A, 22 and 23.0.rc1: narrow first cell."""
    B910 = "910b"
    """910B up to 25.x."""
    A3 = "a3"
    """Two dies a card, Phy-ID, power on die 0 only."""
    B910_26 = "910b-26"
    """26.x: wide, with a fifth process column."""
    A5 = "a5"
    """950: NPU id and name in cells of their own."""


class FaultKind(StrEnum):
    """What the host can be told to do wrong."""

    HANG = "hang"
    """Print nothing and go on for an hour."""
    STUTTER = "stutter"
    """Print the table piece by piece, over `seconds`."""
    FLOOD = "flood"
    """Print the table, then lines without end."""
    GARBAGE = "garbage"
    """Print bytes that are no text."""
    EXIT = "exit"
    """Fail with a DCMI code, in the tool's own words."""
    VANISH = "vanish"
    """The last card goes away while the table is printed."""
    CRASH = "crash"
    """End by a signal, as after a fault in the driver's library."""


class MappingKind(StrEnum):
    """How the tool answers ``info -m``."""

    WHOLE = "whole"
    TOO_OLD = "too-old"
    FAILS = "fails"


@dataclass(frozen=True)
class Fault:
    """One fault, on ``info``, on ``-m``, on the library (``dcmi``), or on all."""

    kind: FaultKind
    on: tuple[str, ...] = ("info", "-m", "dcmi")
    code: int = -8005
    seconds: float = 1.0


@dataclass(frozen=True)
class ProcessState:
    """A process that holds memory on a chip."""

    pid: int
    name: str
    memory_mb: int
    container_pid: int | None = None


@dataclass(frozen=True)
class ChipState:
    """One chip's values at rest."""

    npu: int
    chip: int
    logic: int
    name: str
    bus: str | None
    total_mb: int
    used_mb: int
    health: str = "OK"
    power_w: float | None = 95.0
    temperature_c: int = 41
    load: int = 0
    phy: int | None = None
    ddr_mb: tuple[int, int] = (0, 0)
    hugepages: tuple[int, int] = (0, 0)
    processes: tuple[ProcessState, ...] = ()


@dataclass(frozen=True)
class HostState:
    """The whole host."""

    layout: LayoutName
    chips: tuple[ChipState, ...]
    tool: str = "25.2.0"
    driver: str = "25.2.0"
    mapping: MappingKind = MappingKind.WHOLE
    mcu: bool = True
    """``-m`` lists a microcontroller for each card."""
    names_hidden: bool = False
    """A container without the host's pids: the tool prints no process names."""
    pids_hidden: bool = False
    """A container: the tool prints the host's pids, which mean nothing in it. Needs a runtime."""
    warns: bool = False
    """The tool ends its table with the warning about an incomplete driver package."""
    moving: bool = False
    """Load, temperature, power and memory wander with time."""
    process_mb: int = 2048
    """What a real process of this machine holds on the chip that it is pinned to."""
    dcmi_generation: int = 1
    fault: Fault | None = None

    def with_fault(self, kind: FaultKind | None, **values: Any) -> HostState:
        """The same host, failing so; ``None`` heals it."""
        fault = None if kind is None else Fault(kind, **values)
        return dataclasses.replace(self, fault=fault)

    def fault_on(self, call: str) -> Fault | None:
        """The fault that meets this call, if there is one."""
        return self.fault if self.fault is not None and call in self.fault.on else None


def save(state: HostState, path: Path) -> None:
    """Write the state whole: a stand-in may read it at any moment."""
    from core.atomic_file import write_atomic  # the stand-in starts often, and only reads

    write_atomic(path, json.dumps(dataclasses.asdict(state)))


def load(path: Path) -> HostState:
    """Read it back."""
    data = json.loads(path.read_text(encoding="utf-8"))
    fault = data["fault"]
    return HostState(
        **{
            **data,
            "layout": LayoutName(data["layout"]),
            "mapping": MappingKind(data["mapping"]),
            "chips": tuple(_chip(values) for values in data["chips"]),
            "fault": None
            if fault is None
            else Fault(
                FaultKind(fault["kind"]), tuple(fault["on"]), fault["code"], fault["seconds"]
            ),
        }
    )


def _chip(values: dict[str, Any]) -> ChipState:
    return ChipState(
        **{
            **values,
            "ddr_mb": tuple(values["ddr_mb"]),
            "hugepages": tuple(values["hugepages"]),
            "processes": tuple(ProcessState(**process) for process in values["processes"]),
        }
    )
