"""What an engine's process said on its host, numbered, until the gateway has it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from core.cluster.messages import CheckpointFiles, MemoryUsed, ProcessEvent, ProcessSaid
from core.worker.kinds import Stage
from core.worker.protocol import Heartbeat, Progress

GATHER_S = 0.25
"""How long a word that can wait is held for others to go with it: an answer for each word was most
of what a small document cost the driver."""


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    event: ProcessEvent
    at: float


class EventOutbox:
    """Events in their order. Thread-safe: one thread emits, any number take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._entries: deque[_Entry] = deque()
        self._number = 0
        self._turn = 0
        self._urgent = 0
        """Number of the last event that is to be taken at once."""

    def emit(self, *events: ProcessEvent, urgent: bool | None = None) -> None:
        """Add events that belong together. ``urgent``: take them at once; ``None``: by kind."""
        with self._changed:
            for event in events:
                if self._entries and _replaces(event, self._entries[-1].event):
                    self._entries.pop()
                self._number += 1
                self._entries.append(_Entry(self._number, event, self._clock()))
                if not _can_wait(event) if urgent is None else urgent:
                    self._urgent = self._number
            self._changed.notify_all()

    def take(self, turn: int, after: int, wait_s: float) -> list[tuple[int, ProcessEvent]]:
        """The events after that number, each with its own; those before it are forgotten.

        Waits until there is an urgent one, or one that has waited :data:`GATHER_S`, at most
        ``wait_s`` seconds. A question of a lower ``turn`` that still waits gets nothing.
        """
        with self._changed:
            self._turn = max(self._turn, turn)
            self._changed.notify_all()
            while self._entries and self._entries[0].number <= after:
                self._entries.popleft()
            until = self._clock() + wait_s
            while self._turn == turn and self._urgent <= after:
                left = min(until, self._due()) - self._clock()
                if left <= 0:
                    break
                self._changed.wait(left)
            if self._turn != turn:
                return []
            return [(entry.number, entry.event) for entry in self._entries]

    def _due(self) -> float:
        """When the oldest event that is worth an answer of its own has waited long enough."""
        waiting = (entry.at for entry in self._entries if not _is_heartbeat(entry.event))
        return next(waiting, float("inf")) + GATHER_S


def _is_heartbeat(event: ProcessEvent) -> bool:
    return isinstance(event, ProcessSaid) and isinstance(event.report, Heartbeat)


def _can_wait(event: ProcessEvent) -> bool:
    match event:
        case MemoryUsed() | CheckpointFiles() | ProcessSaid(report=Heartbeat() | Progress()):
            return True
        case _:
            return False


def _replaces(event: ProcessEvent, last: ProcessEvent) -> bool:
    """Whether the one before says nothing that this one does not."""
    match event, last:
        case (
            ProcessSaid(report=Progress(job=job, stage=stage)),
            ProcessSaid(report=Progress(job=earlier, stage=before)),
        ):
            # Each page that is read by OCR gets time of its own: none is left out.
            return job == earlier and stage is before and stage is not Stage.OCR
        case (MemoryUsed(), MemoryUsed()):
            return True
        case _:
            return _is_heartbeat(event) and _is_heartbeat(last)
