"""Take turns with the driver's tools among all Headframe processes of one home.

Huawei's tool must not run twice at once, and a busy driver refuses questions that come too often.
The holder of the lock asks; the others wait for what it finds, or make do with its last answer.
The lock is a locked descriptor that the tool inherits: it stays taken until the tool is gone, even
where its caller is killed or the tool hangs in the kernel.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from core.cards.ascend.chips import Chip
from core.cards.model import CardProcess, Health, Problem, ReadingSource
from core.cards.probing.interrupt_flag import InterruptFlag
from core.cards.source_reading import ChipReading
from core.messages import Message, msg
from core.paths import locks_folder

log = logging.getLogger(__name__)

WAIT_S = 12.0
"""How long to wait for another process's call; a call is given 10 s."""
_TICK_S = 0.05


@dataclass(frozen=True, slots=True)
class SharedReading:
    """Either the right to ask, or what another process found."""

    held: int | None = None
    """The locked descriptor, for the tool to inherit; ``None`` where locks are not to be had."""
    answer: ChipReading | None = None
    """Another process's answer: then nothing may be asked."""


class DriverLock:
    """The lock and the shared answer of one home."""

    def __init__(self, home: Path, wait_s: float = WAIT_S) -> None:
        self._lock = locks_folder(home) / "cards.lock"
        self._shared = locks_folder(home) / "cards.json"
        self._wait_s = wait_s

    @contextlib.contextmanager
    def acquire(self, stop: InterruptFlag) -> Iterator[SharedReading]:
        """Wait for the lock, or for its holder's answer, whichever comes first.

        After the waiting time the holder's last answer is given, however old, with a problem that
        says so; and so it is when ``stop`` is set meanwhile.
        """
        asked_at, until = datetime.now(UTC), time.monotonic() + self._wait_s
        try:
            descriptor = self._open()
        except OSError:
            log.warning("%s cannot be opened: no lock between processes", self._lock, exc_info=True)
            yield SharedReading()
            return
        try:
            while not _try_lock(descriptor):
                answer = self.last_reading()
                if answer is not None and answer.read_at >= asked_at:
                    yield SharedReading(answer=answer)
                    return
                if time.monotonic() >= until or stop.wait(_TICK_S):
                    yield SharedReading(answer=_with_busy(answer))
                    return
            yield SharedReading(held=descriptor)
        finally:
            # Closing, not unlocking: a tool that still runs keeps its own hold on the lock.
            os.close(descriptor)

    def share(self, answer: ChipReading) -> None:
        """Write an answer for the other processes. A failure is only logged."""
        try:
            write_atomic(self._shared, json.dumps(answer_to_json(answer)))
        except OSError:
            log.warning("%s cannot be written", self._shared, exc_info=True)

    def last_reading(self) -> ChipReading | None:
        """The last answer that any process left; ``None`` when there is none to be read."""
        try:
            return answer_from_json(json.loads(self._shared.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            log.warning("%s cannot be read", self._shared, exc_info=True)
            return None

    def _open(self) -> int:
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        log.warning("this file system knows no locks", exc_info=True)
    return True


def _with_busy(answer: ChipReading | None) -> ChipReading:
    now = datetime.now(UTC)
    if answer is None:
        return ChipReading(ReadingSource.NPU_SMI, now, problems=(_busy_for_the_first_time(),))
    age = max(0, round((now - answer.read_at).total_seconds()))
    return dataclasses.replace(answer, problems=(*answer.problems, _busy(age)))


def _busy_for_the_first_time() -> Problem:
    return Problem(
        "driver-busy",
        msg("Another Headframe process still waits for the driver."),
        msg("Wait until it has its answer, or end it."),
    )


def _busy(age_s: int) -> Problem:
    return Problem(
        "driver-busy",
        msg(
            "Another Headframe process still waits for the driver; its values are {age} s old.",
            age=age_s,
        ),
        msg("Wait until it has its answer, or end it."),
    )


def answer_to_json(answer: ChipReading) -> dict[str, Any]:
    """An answer as plain values."""
    return {
        "source": answer.source.value,
        "read_at": answer.read_at.isoformat(),
        "chips": [dataclasses.asdict(chip) for chip in answer.chips],
        "logic_ids": None
        if answer.logic_ids is None
        else [[npu, chip, logic] for (npu, chip), logic in answer.logic_ids.items()],
        "problems": [
            [problem.code, _sentence(problem.text), _sentence(problem.hint)]
            for problem in answer.problems
        ],
    }


def answer_from_json(data: dict[str, Any]) -> ChipReading:
    """The other way. Raises ``ValueError``, ``TypeError`` or ``KeyError`` on foreign data."""
    logic_ids = data["logic_ids"]
    return ChipReading(
        ReadingSource(data["source"]),
        datetime.fromisoformat(data["read_at"]),
        tuple(_chip(values) for values in data["chips"]),
        None if logic_ids is None else {(npu, chip): logic for npu, chip, logic in logic_ids},
        tuple(_problem(*values) for values in data["problems"]),
    )


def _chip(values: dict[str, Any]) -> Chip:
    held = tuple(CardProcess(**process) for process in values["processes"])
    return Chip(**{**values, "health": Health(values["health"]), "processes": held})


def _sentence(sentence: Message | None) -> list[Any] | None:
    return None if sentence is None else [sentence.template, dict(sentence.facts)]


def _problem(code: str, text: list[Any], hint: list[Any] | None) -> Problem:
    return Problem(code, Message(*text), None if hint is None else Message(*hint))
