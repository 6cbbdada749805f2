"""Time and memory of a document, held against what it may take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.engines.process import host_memory
from core.engines.process.host_memory import kernel_kills, machine_memory_mb
from core.engines.process.local_process import LocalProcess
from core.engines.process.resource_limits import (
    POLL_S,
    SILENCE_S,
    LimitWatchdog,
    ResourceLimits,
    limits_for,
)
from core.suspend_aware_clock import MOST_S
from core.worker.kinds import EngineName, FailureKind, Stage
from core.worker.protocol import Failure, Progress
from tests.support.engines.fakes import all_gone, fake, family, greeted


@dataclass
class Process:
    """What a watch sees of one."""

    seconds_since_message: float = 0.0
    resident: float = 100.0
    proportional: float = 100.0

    def memory_mb(self, above: float = 0.0) -> float:
        return self.resident if self.resident <= above else self.proportional


class Passing:
    """A clock that the test turns, with a look at the watch each time as long as it should be."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def until(self, moment: float, watch: LimitWatchdog) -> Failure | None:
        """What the last look says; it is at that moment."""
        while self.now < moment - POLL_S:
            self.now += POLL_S
            assert watch.check() is None, self.now
        self.now = moment
        return watch.check()


def pages(count: int) -> Progress:
    return Progress("a", Stage.READ, 1, count, 0.0)


def test_the_ceilings_are_those_of_the_contract() -> None:
    flash, neural = limits_for(EngineName.FLASH), limits_for(EngineName.MINERU)
    assert [flash.time_s(None), flash.time_s(13)] == [120, 185]
    assert [neural.time_s(None), neural.time_s(10)] == [600, 1200]
    assert flash.memory_mb == min(8192, machine_memory_mb() / 2)
    assert neural.memory_mb == machine_memory_mb() / 2


def test_what_the_user_chose_comes_before_what_the_engine_needs() -> None:
    chosen = limits_for(EngineName.FLASH, timeout_s=7, memory_mb=512)
    assert (chosen.time_s(1000), chosen.memory_mb) == (7, 512)


def test_time_grows_with_the_pages_that_are_converted() -> None:
    clock = Passing()
    watch = LimitWatchdog(Process(), ResourceLimits(10, 2, 1000), clock=clock)
    assert clock.until(9.9, watch) is None
    watch.on_progress(pages(5))
    assert clock.until(19.9, watch) is None
    failure = clock.until(20.1, watch)
    assert failure is not None
    assert failure.kind is FailureKind.TIMED_OUT
    assert "20 s" in str(failure.message)


def test_time_in_which_nobody_could_look_does_not_count() -> None:
    clock = Passing()
    watch = LimitWatchdog(Process(), ResourceLimits(10, 0, 1000), clock=clock)
    assert clock.until(8, watch) is None
    clock.now += 8 * 3600  # the lid was closed for the night
    assert watch.check() is None
    assert clock.until(clock.now + 10 - 8 - MOST_S - 0.05, watch) is None
    assert clock.until(clock.now + 0.1, watch) is not None


@pytest.mark.parametrize(
    ("first", "last", "converted"),
    [(None, None, 10), (4, None, 6), (None, 3, 4), (2, 3, 2), (2, 99, 8), (20, None, 0)],
)
def test_pages_outside_the_range_give_no_time(
    first: int | None, last: int | None, converted: int
) -> None:
    clock = Passing()
    watch = LimitWatchdog(
        Process(), ResourceLimits(0, 1, 1000), first_page=first, last_page=last, clock=clock
    )
    watch.on_progress(pages(10))
    watch.on_progress(Progress("a", Stage.WRITE))  # tells of no pages
    assert clock.until(converted - 0.1, watch) is None
    assert clock.until(converted + 0.1, watch) is not None


def test_memory_is_measured_exactly_before_anybody_is_stopped_for_it() -> None:
    shared = Process(resident=1500, proportional=900)
    assert LimitWatchdog(shared, ResourceLimits(10, 0, 1000)).check() is None
    failure = LimitWatchdog(
        Process(resident=1500, proportional=1234), ResourceLimits(10, 0, 1000)
    ).check()
    assert failure is not None
    assert failure.kind is FailureKind.TOO_LARGE
    assert "1234 MB" in str(failure.message)
    assert "1000 MB" in str(failure.message)


def test_silence_is_told_from_slowness() -> None:
    assert (
        LimitWatchdog(Process(seconds_since_message=SILENCE_S), ResourceLimits(1, 0, 1000)).check()
        is None
    )
    failure = LimitWatchdog(
        Process(seconds_since_message=SILENCE_S + 1), ResourceLimits(1, 0, 1000)
    ).check()
    assert failure is not None
    assert failure.kind is FailureKind.WORKER_DIED


@pytest.mark.parametrize(
    ("group", "files", "limit_mb"),
    [
        ("0::/", {"memory.max": "1048576000"}, 1000),
        ("0::/a/b", {"a/memory.max": "524288000", "a/b/memory.max": "max"}, 500),
        (
            "0::/\n4:cpu,memory:/docker/x",
            {"memory/docker/x/memory.limit_in_bytes": "104857600"},
            100,
        ),
        ("4:memory:/docker/x", {"memory/memory.limit_in_bytes": "209715200"}, 200),
        ("4:cpuset:/docker/x", {"memory.max": "1048576"}, None),
        ("0::/", {"memory.max": str(1 << 62)}, None),
        ("0::/", {}, None),
    ],
)
def test_a_containers_memory_is_the_machines(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    group: str,
    files: dict[str, str],
    limit_mb: float | None,
) -> None:
    for name, text in files.items():
        file = tmp_path / "groups" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")
    own = tmp_path / "cgroup"
    own.write_text(group + "\n")
    monkeypatch.setattr(host_memory, "OWN_GROUPS", own)
    monkeypatch.setattr(host_memory, "GROUPS", tmp_path / "groups")
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20
    assert machine_memory_mb() == (machine if limit_mb is None else limit_mb)


@pytest.mark.parametrize(
    ("group", "files", "kills"),
    [
        ("0::/a", {"a/memory.events": "low 0\noom 4\noom_kill 3\noom_group_kill 0"}, 3),
        ("0::/docker/x", {"memory.events": "oom 1\noom_kill 1"}, 1),
        ("4:memory:/x", {"memory/x/memory.oom_control": "oom_kill_disable 0\noom_kill 5"}, 5),
        ("4:memory:/x", {"memory/x/memory.oom_control": "under_oom 0"}, 7),
        ("0::/", {}, 7),
    ],
)
def test_what_the_kernel_has_killed_is_told_by_the_group_or_the_machine(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    group: str,
    files: dict[str, str],
    kills: int,
) -> None:
    for name, text in {**files, "../vmstat": "oom_kill_x 1\noom_kill 7", "../own": group}.items():
        file = tmp_path / "groups" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")
    monkeypatch.setattr(host_memory, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(host_memory, "OWN_GROUPS", tmp_path / "own")
    monkeypatch.setattr(host_memory, "VMSTAT", tmp_path / "vmstat")
    assert kernel_kills() == kills
    monkeypatch.setattr(host_memory, "GROUPS", tmp_path / "none")
    monkeypatch.setattr(host_memory, "VMSTAT", tmp_path / "none")
    assert kernel_kills() is None


def test_where_nothing_tells_of_groups_the_machine_is_all_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_memory, "OWN_GROUPS", tmp_path / "none")
    assert machine_memory_mb() > 0


@pytest.mark.slow
def test_a_worker_that_takes_all_memory_is_stopped_with_its_helpers(tmp_path: Path) -> None:
    """As the loop that owns a worker does it: a look every tenth of a second."""
    hog = "h = []\nwhile True: h.append(os.urandom(1 << 20) * 4); time.sleep(0.01)"
    body = f"say(HELLO)\nhelper('import time', start_new_session=True)\n{hog}"
    with LocalProcess.start(fake(tmp_path, body)) as process:
        greeted(process)
        watch = LimitWatchdog(process, ResourceLimits(600, 0, 150))
        while (failure := watch.check()) is None:
            process.receive(POLL_S)
        members = family(process)
        process.kill()
    assert failure.kind is FailureKind.TOO_LARGE
    assert all_gone(members)
