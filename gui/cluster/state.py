"""The connection to a cluster as it is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject

from core.cards.model import CardKind
from core.cluster.model import ClusterReading
from core.messages import Message
from gui.labels import clock_label


class ClusterPhase(Enum):
    """Where a connection is."""

    OFF = "off"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    """It was there, or is wanted from the start on, and is being tried again and again."""


@dataclass(frozen=True)
class ClusterState:
    """One moment of it."""

    phase: ClusterPhase = ClusterPhase.OFF
    address: str = ""
    hosts: int | None = None
    """That are alive; ``None`` before they have been read."""
    lost_hosts: int = 0
    cards: int = 0
    """Accelerators of all hosts that are alive."""
    since: datetime | None = None
    """When it was lost."""
    problem: Message | None = None
    """Why there is no connection."""
    hint: Message | None = None

    def with_reading(self, found: ClusterReading) -> ClusterState:
        """The same, with what the hosts say."""
        alive = {host.name for host in found.hosts if host.lost_at is None}
        read = any(host.read_at is not None for host in found.hosts)
        cards = sum(
            card.host in alive and card.kind is not CardKind.CPU for card in found.reading.cards
        )
        return ClusterState(
            phase=self.phase,
            address=self.address,
            hosts=len(alive) if read else None,
            lost_hosts=len(found.hosts) - len(alive),
            cards=cards,
            since=self.since,
            problem=self.problem,
            hint=self.hint,
        )


def state_text(state: ClusterState) -> str:
    """In a few words, for the header."""
    translate = QCoreApplication.translate
    match state.phase:
        case ClusterPhase.OFF:
            return translate("Cluster", "Not connected")
        case ClusterPhase.CONNECTING:
            return translate("Cluster", "Connecting…")
        case ClusterPhase.LOST if state.since is not None:
            return translate("Cluster", "Lost since {time}, reconnecting").format(
                time=clock_label(state.since)
            )
        case ClusterPhase.LOST:
            return translate("Cluster", "Lost, reconnecting")
        case ClusterPhase.CONNECTED if state.hosts is None:
            return translate("Cluster", "Reading the hosts…")
        case _:
            return count_text(state)


class _CountWords(QObject):
    """Has plural forms: lupdate finds those of a class alone."""

    def of(self, state: ClusterState) -> list[str]:
        words = [
            self.tr("%n host(s)", "", state.hosts or 0),
            self.tr("%n card(s)", "", state.cards),
        ]
        return [*words, self.tr("%n lost", "", state.lost_hosts)] if state.lost_hosts else words


def count_text(state: ClusterState) -> str:
    """``3 hosts, 24 cards``."""
    return QCoreApplication.translate("Cluster", ", ").join(_CountWords().of(state))
