"""The cards of this machine as values: a reading, its cards, their processes, its problems.

The unit is the *chip*: what a process can be pinned to. A value that is not known is ``None``,
never 0 (docs/command.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.messages import Message, msg


class CardKind(StrEnum):
    """What sort of device a card is."""

    NPU = "npu"
    CUDA = "cuda"
    CPU = "cpu"


class Health(StrEnum):
    """The driver's own word for a chip's health, as npu-smi prints it."""

    OK = "OK"
    WARNING = "Warning"
    ALARM = "Alarm"
    CRITICAL = "Critical"
    UNKNOWN = "UNKNOWN"


_HEALTH_WORDS = {
    Health.WARNING: msg("Warning"),
    Health.ALARM: msg("Alarm"),
    Health.CRITICAL: msg("Critical"),
}


def health_problem(health: Health) -> Message:
    """What the driver says of a chip, with its word in the reader's language."""
    word = _HEALTH_WORDS.get(health, health.value)
    return msg("The driver reports its health as {health}.", health=word)


class ReadingSource(StrEnum):
    DCMI = "dcmi"
    NPU_SMI = "npu-smi"
    NVML = "nvml"
    DEVICE_FILES = "device-files"
    CPU = "cpu"
    CLUSTER = "cluster"
    """Several hosts, each with sources of its own."""


@dataclass(frozen=True, slots=True)
class CardProcess:
    """A process that holds memory on a chip."""

    pid: int | None
    """The tool's "Process id": a host pid, unless the tool runs on the host itself."""
    container_pid: int | None
    name: str | None
    """``None`` where the tool prints no name (a container without the host's pids)."""
    memory_mb: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """One chip that work can be pinned to, or the CPU."""

    key: str
    """``npu:6``, ``npu:7.1``, ``cuda:0``, ``cpu``: what ``--card`` takes."""
    kind: CardKind
    label: str
    npu_id: int | None
    chip_id: int | None
    logic_id: int | None
    """What ``ASCEND_RT_VISIBLE_DEVICES`` takes in this process's view."""
    name: str | None
    health: Health
    usable: bool
    reason: Message | None
    """Why the card is not usable, in words; ``None`` when it is."""
    bus_id: str | None = None
    uuid: str | None = None
    """NVML's UUID, which ``CUDA_VISIBLE_DEVICES`` takes; ``None`` for other kinds."""
    phy_id: int | None = None
    """N of ``/dev/davinciN``, where the tool tells."""
    power_w: float | None = None
    temperature_c: float | None = None
    utilisation_percent: float | None = None
    memory_used_mb: float | None = None
    memory_total_mb: float | None = None
    processes: tuple[CardProcess, ...] = ()
    host: str | None = None
    """The host of a cluster that it is in, and that its key begins with; ``None`` without one."""

    @property
    def is_only_a_name(self) -> bool:
        """Known from its device file alone, without values."""
        return self.kind is CardKind.NPU and self.npu_id is None

    @property
    def memory_free_mb(self) -> float | None:
        """Total less used, in MB; ``None`` unless both are known."""
        if self.memory_total_mb is None or self.memory_used_mb is None:
            return None
        return max(0.0, self.memory_total_mb - self.memory_used_mb)


def host_of(key: str) -> str | None:
    """The host in a card's key, as in ``atlas-3/npu:6``; ``None``: a card of this machine."""
    host, slash, _ = key.rpartition("/")
    return host if slash else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader could not find out, with the next step for the user."""

    code: str
    """Stable, for scripts: ``dcmi-8005``, ``npu-smi-missing``, …"""
    text: Message
    hint: Message | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All cards at one moment."""

    read_at: datetime
    """Aware, UTC: when the tool answered."""
    source: ReadingSource
    """The best source that answered: accelerators before the CPU."""
    cards: tuple[Card, ...]
    """Accelerators in the tool's order, the CPU last."""
    problems: tuple[Problem, ...] = ()
    silent: frozenset[CardKind] = frozenset()
    """Kinds whose driver is there and did not answer: their cards are unknown, not gone."""

    def card(self, key: str) -> Card | None:
        """The card of that key, if it is listed."""
        return next((card for card in self.cards if card.key == key), None)
