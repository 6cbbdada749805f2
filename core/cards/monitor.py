"""The live list: a reading every few seconds, for as long as the program runs.

An asyncio service. Each reading is made in a thread of its own, so that a driver that hangs holds
up neither the loop nor its end. One reading at a time; the next one starts no sooner than
max(2 s, 3 × the last one's time) after the last one did, and much later while no viewer is open.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.cards.history import CardHistory, CardSample
from core.cards.model import Card, CardKind, Reading, ReadingSource
from core.cards.reader import CardReaderProtocol

log = logging.getLogger(__name__)

FORGET_AFTER_S = 600.0
"""Cards of a driver that stopped answering are shown, grey, for this long."""
_STOP_GRACE_S = 3.0
"""A reading that was interrupted ends within a moment; past this its thread is given up."""


@dataclass(frozen=True, slots=True)
class PollInterval:
    """How often to read; seconds between the starts of two readings."""

    seen_s: float = 2.0
    """While the list has viewers."""
    hidden_s: float = 20.0
    load: float = 3.0
    """A reading that takes long is repeated after this many times its own duration."""

    def until_next(self, duration_s: float, seen: bool) -> float:
        """Seconds from a reading's start to the next one's."""
        return max(self.seen_s if seen else self.hidden_s, self.load * duration_s)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What to show: the last reading, or, where the driver stopped answering, the last good one."""

    reading: Reading
    """Its problems are always the latest ones."""
    stale: bool
    """The accelerators are of an earlier moment: the driver did not answer since."""
    read_at: float
    """`time.monotonic` when the accelerators were read."""
    duration_s: float
    """How long the last reading took."""

    def age_s(self, now: float | None = None) -> float:
        """Seconds since the accelerators were read; ``now`` as of `time.monotonic`."""
        return max(0.0, (time.monotonic() if now is None else now) - self.read_at)


class CardMonitor:
    """Reads again and again, and passes each snapshot to its subscribers. Owns its reader.

    Everything but the readings themselves happens in the thread of the running loop.
    """

    def __init__(self, reader: CardReaderProtocol, pace: PollInterval | None = None) -> None:
        self._reader = reader
        self._pace = pace or PollInterval()
        self._history = CardHistory()
        self._callbacks: list[Callable[[Snapshot], None]] = []
        self._snapshot: Snapshot | None = None
        self._viewers = 0
        self._wanted = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """The latest; ``None`` before the first reading is there."""
        return self._snapshot

    def history(self, card: Card, since: float | None = None) -> tuple[CardSample, ...]:
        """The last ten minutes of a card, or what is not older than ``since``; oldest first."""
        return self._history.samples(card, since)

    def subscribe(self, callback: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Call back with every snapshot, in the loop's thread. Returns what ends that."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._callbacks.remove(callback)

        return unsubscribe

    @contextlib.contextmanager
    def viewing(self) -> Iterator[None]:
        """Read at the quick interval while this context is open."""
        self.add_viewer()
        try:
            yield
        finally:
            self.remove_viewer()

    def add_viewer(self) -> None:
        """Read at the quick interval from now on, until :meth:`remove_viewer`."""
        self._viewers += 1
        self._wake.set()

    def remove_viewer(self) -> None:
        """One who looked does so no more."""
        self._viewers = max(0, self._viewers - 1)

    def refresh(self) -> None:
        """Read again as soon as the last reading is over, whatever the pace."""
        self._wanted = True
        self._wake.set()

    def start(self) -> None:
        """Begin to read. Call it within the running loop."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="card-monitor")

    async def stop(self) -> None:
        """End it: the driver's tools are killed, threads and processes are gone on return."""
        self._reader.interrupt()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._thread is None or not self._thread.is_alive():
            self._reader.close()

    async def _run(self) -> None:
        while True:
            started = time.monotonic()
            self._wanted = False
            reading = await self._read()
            duration = time.monotonic() - started
            self._publish(reading, duration)
            await self._wait_for_next(started, duration)

    async def _wait_for_next(self, started: float, duration: float) -> None:
        """Wait for the next reading's time, which a new viewer brings forward."""
        while not self._wanted:
            wait = self._pace.until_next(duration, self._viewers > 0)
            left = started + wait - time.monotonic()
            if left <= 0:
                return
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._wake.wait()

    async def _read(self) -> Reading:
        """One reading in a thread; on cancellation it is interrupted and waited for."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Reading] = loop.create_future()

        def deliver(reading: Reading) -> None:
            if not done.done():
                done.set_result(reading)

        def work() -> None:
            reading = self._reader.read()
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(deliver, reading)

        # A daemon: a driver that hangs in the kernel must not hold up the program's end.
        self._thread = threading.Thread(target=work, name="card-reading", daemon=True)
        self._thread.start()
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            self._reader.interrupt()
            await asyncio.wait({done}, timeout=_STOP_GRACE_S)
            if done.done():
                self._thread.join()
            raise

    def _publish(self, reading: Reading, duration: float) -> None:
        now = time.monotonic()
        fresh = Snapshot(reading, False, now - _age_s(reading), duration)
        self._snapshot = _kept(self._snapshot, fresh, now)
        self._history.add(reading, fresh.read_at)
        for callback in tuple(self._callbacks):
            try:
                callback(self._snapshot)
            except Exception:  # one subscriber's mistake must not end the reading for the others
                log.exception("a subscriber to the cards failed")


def _age_s(reading: Reading) -> float:
    """A reading that another process made is older than its arrival here."""
    return max(0.0, (datetime.now(UTC) - reading.read_at).total_seconds())


def _kept(last: Snapshot | None, fresh: Snapshot, now: float) -> Snapshot:
    """The fresh snapshot, with the last one's cards of each driver that did not answer.

    A driver that answers, and lists fewer cards, is believed. A cluster's reading is whole: it
    holds the last cards of hosts that did not answer.
    """
    if last is None or now - last.read_at > FORGET_AFTER_S:
        return fresh
    if ReadingSource.CLUSTER in (last.reading.source, fresh.reading.source):
        return fresh
    kept = [
        card
        for card in last.reading.cards
        if card.kind in fresh.reading.silent and not card.is_only_a_name
    ]
    if not kept:
        return fresh
    kinds = {card.kind for card in kept}
    cards = [*kept, *(card for card in fresh.reading.cards if card.kind not in kinds)]
    cards.sort(key=lambda card: list(CardKind).index(card.kind))
    reading = replace(
        fresh.reading,
        cards=tuple(cards),
        source=last.reading.source,
        read_at=last.reading.read_at,
    )
    return Snapshot(reading, True, last.read_at, fresh.duration_s)
