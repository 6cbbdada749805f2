"""The live list: its pace, what it keeps when a driver falls silent, its end."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from core.cards.history import CardHistory
from core.cards.model import Card, CardKind, Problem, Reading
from core.cards.monitor import FORGET_AFTER_S, CardMonitor, PollInterval, Snapshot, _kept
from core.cards.reader import CardReader
from core.messages import msg
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b
from tests.support.ascend.state import FaultKind
from tests.support.engines.fakes import until
from tests.unit.core.cards.samples import gpu, npu, reading

AT_ONCE = PollInterval(seen_s=0, hidden_s=0, load=0)
NEVER = PollInterval(seen_s=3600, hidden_s=3600, load=0)
SILENT = frozenset({CardKind.NPU})
TIMEOUT = Problem("npu-smi-timeout", msg("No answer."), None)


class Script:
    """A reader that gives these readings, then the last one for ever."""

    def __init__(self, *readings: Reading) -> None:
        self._readings = list(readings)
        self.given = 0
        self.closed = False
        self.gate: threading.Event | None = None
        """When set, a reading waits for it, as for a driver that hangs."""
        self.begun = threading.Event()
        self.at_once = 0
        self.most_at_once = 0

    def read(self) -> Reading:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.given += 1
        self.begun.set()
        if self.gate is not None:
            self.gate.wait()
        result = self._readings.pop(0) if len(self._readings) > 1 else self._readings[0]
        self.at_once -= 1
        return replace(result, read_at=datetime.now(UTC))

    def interrupt(self) -> None:
        if self.gate is not None:
            self.gate.set()

    def close(self) -> None:
        self.closed = True


def watch(
    monitor: CardMonitor, count: int, before: Callable[[], None] = lambda: None
) -> list[Snapshot]:
    """Run the monitor until it has told that many snapshots."""
    snapshots: list[Snapshot] = []

    async def run() -> None:
        enough = asyncio.Event()

        def take(snapshot: Snapshot) -> None:
            snapshots.append(snapshot)
            if len(snapshots) >= count:
                enough.set()

        unsubscribe = monitor.subscribe(take)
        monitor.start()
        monitor.start()  # a second start changes nothing
        before()
        await enough.wait()
        unsubscribe()
        unsubscribe()
        await monitor.stop()

    asyncio.run(run())
    return snapshots


def first_call(host: AscendHost) -> None:
    """Wait until the host's tool was called."""
    until(host.calls, "the tool was never called")


def keys(snapshot: Snapshot) -> list[str]:
    return [card.key for card in snapshot.reading.cards]


def test_readings_come_one_after_the_other() -> None:
    script = Script(reading(npu(0)), reading(npu(0), npu(1)))
    monitor = CardMonitor(script, AT_ONCE)
    before = monitor.snapshot
    snapshots = watch(monitor, 5)
    assert keys(snapshots[0]) == ["npu:0", "cpu"]
    assert keys(snapshots[-1]) == ["npu:0", "npu:1", "cpu"]
    assert (before, monitor.snapshot) == (None, snapshots[-1])
    assert not any(snapshot.stale for snapshot in snapshots)
    assert script.most_at_once == 1
    assert script.closed


def test_a_subscriber_that_fails_disturbs_nobody(caplog: pytest.LogCaptureFixture) -> None:
    monitor = CardMonitor(Script(reading(npu(0))), AT_ONCE)

    def broken(_: Snapshot) -> None:
        raise ValueError("broken")

    monitor.subscribe(broken)
    assert len(watch(monitor, 2)) >= 2
    assert "broken" in caplog.text


# Pace -----------------------------------------------------------------------------------------


def test_a_slow_tool_is_asked_less_often_and_a_hidden_list_hardly() -> None:
    pace = PollInterval()
    assert pace.until_next(0.1, seen=True) == 2
    assert pace.until_next(4.0, seen=True) == 12
    assert pace.until_next(0.1, seen=False) == 20
    assert pace.until_next(10.0, seen=False) == 30


def test_a_look_brings_the_next_reading_at_once_when_it_is_due() -> None:
    script = Script(reading(npu(0)))
    monitor = CardMonitor(script, PollInterval(seen_s=0, hidden_s=3600, load=0))
    snapshots: list[Snapshot] = []

    async def run() -> None:
        first, second = asyncio.Event(), asyncio.Event()

        def take(snapshot: Snapshot) -> None:
            snapshots.append(snapshot)
            (second if first.is_set() else first).set()

        monitor.subscribe(take)
        monitor.start()
        await first.wait()
        assert len(snapshots) == 1
        with monitor.viewing():
            await second.wait()
        monitor.remove_viewer()  # one too many changes nothing
        await monitor.stop()

    asyncio.run(run())
    assert len(snapshots) >= 2


def test_a_look_does_not_hurry_a_tool_that_was_slow() -> None:
    script = Script(reading(npu(0)))
    monitor = CardMonitor(script, NEVER)

    async def run() -> None:
        told = asyncio.Event()
        monitor.subscribe(lambda _: told.set())
        monitor.start()
        await told.wait()
        with monitor.viewing():
            for _ in range(20):
                await asyncio.sleep(0)
        await monitor.stop()

    asyncio.run(run())
    assert script.given == 1


@pytest.mark.parametrize("steps", range(5))
def test_it_ends_whatever_woke_it_a_moment_before(steps: int) -> None:
    """`asyncio.wait_for` of Python 3.11 forgets a cancellation that comes just after the result."""
    monitor = CardMonitor(Script(reading(npu(0))), NEVER)

    async def run() -> None:
        told = asyncio.Event()
        monitor.subscribe(lambda _: told.set())
        monitor.start()
        await told.wait()
        await asyncio.sleep(0.05)  # it waits for the next reading's time
        with monitor.viewing():
            for _ in range(steps):
                await asyncio.sleep(0)
            _, late = await asyncio.wait({asyncio.create_task(monitor.stop())}, timeout=10)
        assert not late

    asyncio.run(run())


def test_a_refresh_reads_whatever_the_pace() -> None:
    script = Script(reading(npu(0)))
    monitor = CardMonitor(script, NEVER)

    async def run() -> None:
        told: asyncio.Queue[Snapshot] = asyncio.Queue()
        monitor.subscribe(told.put_nowait)
        monitor.start()
        await told.get()
        monitor.refresh()
        await told.get()
        await monitor.stop()

    asyncio.run(run())
    assert script.given == 2


# What is kept ---------------------------------------------------------------------------------


def test_a_silent_driver_leaves_its_last_cards_grey() -> None:
    good = reading(npu(6), npu(7))
    silent = reading(problems=(TIMEOUT,), silent=SILENT)
    snapshots = watch(CardMonitor(Script(good, silent, good), AT_ONCE), 3)
    first, second, third = snapshots[:3]
    assert keys(second) == ["npu:6", "npu:7", "cpu"]
    assert second.stale
    assert [problem.code for problem in second.reading.problems] == ["npu-smi-timeout"]
    assert second.read_at == first.read_at
    assert second.age_s(first.read_at + 9) == 9
    assert (third.stale, third.reading.problems) == (False, ())


def test_a_driver_that_answers_is_believed() -> None:
    """A card that vanished, or all of them, is gone: nothing is shown that is not there."""
    gone = Problem("no-npu", msg("No NPU found."), None)
    snapshots = watch(
        CardMonitor(
            Script(reading(npu(6), npu(7)), reading(npu(7)), reading(problems=(gone,))), AT_ONCE
        ),
        3,
    )
    assert keys(snapshots[1]) == ["npu:7", "cpu"]
    assert keys(snapshots[2]) == ["cpu"]
    assert not any(snapshot.stale for snapshot in snapshots)


def test_only_the_silent_driver_is_stale() -> None:
    good = reading(npu(6), gpu(0))
    silent = reading(gpu(0), gpu(1), problems=(TIMEOUT,), silent=SILENT)
    snapshots = watch(CardMonitor(Script(good, silent), AT_ONCE), 2)
    assert keys(snapshots[1]) == ["npu:6", "cuda:0", "cuda:1", "cpu"]


def test_names_of_device_files_do_not_take_the_place_of_known_cards() -> None:
    name = replace(npu(6), npu_id=None, label="NPU (davinci6)")
    silent = reading(name, problems=(TIMEOUT,), silent=SILENT)
    snapshots = watch(CardMonitor(Script(reading(npu(6)), silent), AT_ONCE), 2)
    assert [card.label for card in snapshots[1].reading.cards] == ["NPU 6", "CPU"]
    # A machine of which only names were ever known is not stale: it is read again each time.
    snapshots = watch(CardMonitor(Script(silent, silent), AT_ONCE), 2)
    assert not snapshots[1].stale


def test_cards_of_a_driver_that_stays_silent_are_forgotten() -> None:
    now = time.monotonic()
    last = Snapshot(reading(npu(6)), False, now, 0.1)
    silent = Snapshot(reading(silent=SILENT), False, now, 10.0)
    assert _kept(last, silent, now + FORGET_AFTER_S - 1).stale
    assert _kept(last, silent, now + FORGET_AFTER_S + 1) is silent


def test_an_answer_of_another_process_is_as_old_as_it_is() -> None:
    old = reading(npu(6))

    class Shared(Script):
        def read(self) -> Reading:
            return replace(super().read(), read_at=datetime.now(UTC) - timedelta(seconds=30))

    snapshot = watch(CardMonitor(Shared(old), AT_ONCE), 1)[0]
    assert 30 <= snapshot.age_s() < 3600


# History --------------------------------------------------------------------------------------


def samples(history: CardHistory, card: Card) -> Sequence[tuple[float, float | None]]:
    return [(sample.at, sample.utilisation_percent) for sample in history.samples(card)]


def test_ten_minutes_are_kept_of_each_card() -> None:
    history = CardHistory()
    for second in range(0, 700, 2):
        history.add(reading(npu(6, utilisation_percent=float(second % 100)), npu(7)), second)
    kept = samples(history, npu(6))
    assert (kept[0], kept[-1]) == ((98.0, 98.0), (698.0, 98.0))
    assert len(kept) == 301
    assert [sample.at for sample in history.samples(npu(6), since=694.0)] == [694.0, 696.0, 698.0]
    assert history.samples(npu(7), since=699.0) == ()
    assert history.samples(npu(6, key="npu:6.0", logic_id=0)) == history.samples(npu(6))


def test_a_card_that_vanished_is_forgotten_in_time() -> None:
    history = CardHistory(keep_s=60)
    history.add(reading(npu(6)), 0)
    history.add(reading(), 30)
    assert len(history.samples(npu(6))) == 1
    history.add(reading(), 61)
    assert history.samples(npu(6)) == ()


def test_one_reading_is_counted_once_and_unknown_stays_unknown() -> None:
    history = CardHistory()
    history.add(reading(npu(6, utilisation_percent=None)), 1.0)
    history.add(reading(npu(6, utilisation_percent=None)), 1.001)
    assert samples(history, npu(6)) == [(1.0, None)]


def test_the_monitor_keeps_history() -> None:
    monitor = CardMonitor(Script(reading(npu(6))), PollInterval(seen_s=0.06, hidden_s=0.06, load=0))
    watch(monitor, 3)
    assert len(monitor.history(npu(6))) >= 2


# The end --------------------------------------------------------------------------------------


def test_it_stops_while_a_driver_hangs() -> None:
    script = Script(reading(npu(0)))
    script.gate = threading.Event()

    async def run() -> None:
        monitor = CardMonitor(script, AT_ONCE)
        monitor.start()
        await asyncio.to_thread(script.begun.wait)
        await monitor.stop()
        await monitor.stop()

    asyncio.run(run())
    assert script.closed
    assert not [thread for thread in threading.enumerate() if thread.name == "card-reading"]


def test_a_monitor_that_never_ran_stops() -> None:
    script = Script(reading())
    asyncio.run(CardMonitor(script).stop())
    assert script.closed


def test_a_thread_that_does_not_come_back_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver stuck in the kernel: the program ends all the same."""
    monkeypatch.setattr("core.cards.monitor._STOP_GRACE_S", 0.05)
    script = Script(reading(npu(0)))
    gate = script.gate = threading.Event()
    script.interrupt = lambda: None  # type: ignore[method-assign]

    async def run() -> None:
        monitor = CardMonitor(script, AT_ONCE)
        monitor.start()
        await asyncio.to_thread(script.begun.wait)
        await monitor.stop()

    asyncio.run(run())
    assert not script.closed
    gate.set()  # it comes back after the loop is closed, and finds nobody


def test_a_real_hung_host_is_left_within_a_moment(home: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b().with_fault(FaultKind.HANG))
    environ = {**os.environ, **host.environment()}
    others = set(psutil.Process().children())  # a web view of another test's, say

    async def run() -> None:
        monitor = CardMonitor(CardReader(home, environ, tmp_path))
        monitor.start()
        await asyncio.to_thread(first_call, host)
        await monitor.stop()

    asyncio.run(run())
    ours = set(psutil.Process().children()) - others
    _, alive = psutil.wait_procs(ours, timeout=30)
    assert not alive


def test_a_host_whose_cards_come_and_go(home: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    environ = {**os.environ, **host.environment()}
    monitor = CardMonitor(CardReader(home, environ, tmp_path), AT_ONCE)
    seen: list[Snapshot] = []

    async def run() -> None:
        told: asyncio.Queue[Snapshot] = asyncio.Queue()
        monitor.subscribe(told.put_nowait)
        monitor.start()

        async def until(wanted: Callable[[Snapshot], bool]) -> None:
            while not wanted(snapshot := await told.get()):
                pass
            seen.append(snapshot)

        await until(lambda snapshot: len(keys(snapshot)) == 9)
        host.remove_card(2)
        await until(lambda snapshot: "npu:2" not in keys(snapshot))
        host.fail(FaultKind.EXIT, code=-8006)
        await until(lambda snapshot: snapshot.stale)
        host.fail(None)
        await until(lambda snapshot: not snapshot.stale)
        await monitor.stop()

    asyncio.run(run())
    seven = [f"npu:{n}" for n in range(8) if n != 2]
    assert [keys(snapshot) for snapshot in seen[1:]] == [[*seven, "cpu"]] * 3
    third = seen[1].reading.card("npu:3")
    assert third is not None
    assert third.logic_id == 2, "the mapping was asked anew"
    assert all(call.alone for call in host.calls())
