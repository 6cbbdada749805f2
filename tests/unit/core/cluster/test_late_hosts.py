"""Hosts that answer late: the others begin, and those join when they come."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.cards.model import Reading, ReadingSource
from core.cards.selection import UnknownCardError
from core.cluster.discovery import assign_arrived
from core.cluster.hosts import HostDirectory
from core.cluster.late_hosts import LateHosts
from core.cluster.messages import CardHolder
from core.cluster.model import ClusterNode, ClusterReading, HostReport, HostStatus, SurveyWait
from core.cluster.remote_hosts import RemoteHosts
from core.cluster.scheduling import assign_cluster_cards
from core.engines.choice import EngineChoice
from core.jobs.scheduling.card_assignment import CardAssignment
from core.worker.kinds import EngineName
from tests.unit.core.cluster.test_scheduling import NOW, host, room

WAIT_S = 30.0
FAST = host("fast", EngineName.FLASH)
SLOW = host("slow", EngineName.FLASH)
BARE = host("bare")


def starting(status: HostStatus) -> HostStatus:
    return replace(status, read_at=None, facts=None, engines=())


class Hosts:
    """Stands in for `RemoteHosts`: one reading after the other, as hosts come."""

    def __init__(self, *readings: ClusterReading) -> None:
        self._readings = list(readings)
        self.latest: ClusterReading | None = None

    def read_arrived(self) -> ClusterReading:
        self.latest = self._readings.pop(0)
        return self.latest

    read_next_arrival = read_arrived

    @property
    def left(self) -> int:
        return len(self._readings)


def readings(*answered: tuple[HostStatus, ...], known: tuple[HostStatus, ...]) -> Hosts:
    """``known``: all hosts; of each reading those that have answered by then."""
    made = []
    for there in answered:
        found = room(*((one, []) for one in there))
        others = tuple(starting(one) for one in known if one not in there)
        made.append(replace(found, hosts=(*found.hosts, *others)))
    return Hosts(*made)


def assign(keys: str, found: ClusterReading) -> CardAssignment:
    return assign_cluster_cards(keys, EngineChoice.FLASH, found)


def begun(hosts: Hosts, wanted: str) -> list[str]:
    found = assign_arrived(wanted, assign, _as_hosts(hosts))
    assert found is not None
    return [card.key for card in found.cards]


@pytest.mark.parametrize("wanted", ["auto", "fast/cpu,slow/cpu", "slow/auto,fast/auto"])
def test_the_others_begin_without_a_host_that_has_not_answered(wanted: str) -> None:
    hosts = readings((FAST,), (FAST, SLOW), known=(FAST, SLOW))
    assert begun(hosts, wanted) == ["fast/cpu"]
    assert hosts.left == 1


@pytest.mark.parametrize(
    ("wanted", "known"),
    [("slow/cpu", (FAST, SLOW)), ("slow/auto", (FAST, SLOW)), ("auto", (BARE, SLOW))],
)
def test_a_slow_host_is_waited_for_where_nothing_can_be_done_without_it(
    wanted: str, known: tuple[HostStatus, HostStatus]
) -> None:
    hosts = readings(known[:1], known[:1], known, known=known)
    assert begun(hosts, wanted) == ["slow/cpu"]
    assert hosts.left == 0


def test_a_card_that_no_host_has_is_known_to_be_wrong_once_all_have_answered() -> None:
    hosts = readings((FAST,), (FAST, SLOW), known=(FAST, SLOW))
    with pytest.raises(UnknownCardError):
        begun(hosts, "fast/npu:9")
    assert hosts.left == 0


def test_cards_of_a_host_that_comes_are_added_to_the_first() -> None:
    hosts = readings((FAST,), (FAST,), (FAST, SLOW), known=(FAST, SLOW))
    told: queue.Queue[object] = queue.Queue()
    with LateHosts(_as_hosts(hosts), lambda names: told.put(list(names))) as late:
        first = late.begin("auto", assign)
        assert [card.key for card in first.cards] == ["fast/cpu"]
        assert late.awaited == {"slow"}
        late.follow(lambda found: told.put([card.key for card in found.cards]))
        both = [told.get(timeout=WAIT_S), told.get(timeout=WAIT_S)]
        assert sorted(map(str, both)) == ["['fast/cpu', 'slow/cpu']", "['slow']"]
        again: list[CardAssignment] = []
        late.follow(again.append)
        assert len(again) == 1, "a later run hears at once of what has come"


def _as_hosts(hosts: Hosts) -> RemoteHosts:
    return hosts  # type: ignore[return-value]


# The gateway's side -----------------------------------------------------------------------------


class Directory(HostDirectory):
    """Hosts that answer when the test says so."""

    def __init__(self, *names: str) -> None:
        super().__init__(CardHolder("me", "here", 1, datetime(2026, 1, 31, tzinfo=UTC)))
        self.answers = {name: asyncio.Event() for name in names}
        self._update_nodes([ClusterNode(name, name, "10.0.0.1", alive=True) for name in names])
        self._known.set()

    async def _refresh(self, host: object) -> None:
        found = next(one for one in self._hosts.values() if one is host)
        await self.answers[found.node.host].wait()
        found.report = HostReport(Reading(NOW, ReadingSource.NPU_SMI, ()), ())

    async def answered(self, wait: SurveyWait, wait_s: float = 0.0) -> set[str]:
        found = await self.survey(wait_s, wait)
        return {one.node.host for one in found if one.report is not None}


def test_a_survey_waits_for_the_first_and_then_for_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.cluster.hosts.AS_QUICK_S", 0.0)

    async def check() -> None:
        there = Directory("a", "b", "c")
        first = asyncio.create_task(there.answered(SurveyWait.FIRST))
        await asyncio.sleep(0)
        there.answers["a"].set()
        assert "a" in await first
        assert await there.answered(SurveyWait.FIRST) == {"a"}, "others work already"
        next_one = asyncio.create_task(there.answered(SurveyWait.NEXT, WAIT_S))
        await asyncio.sleep(0)
        there.answers["b"].set()
        assert await next_one == {"a", "b"}
        there.answers["c"].set()
        assert await there.answered(SurveyWait.ALL) == {"a", "b", "c"}

    run_within(check)


def test_hosts_that_are_as_quick_begin_together() -> None:
    async def check() -> None:
        there = Directory("a", "b")
        for event in there.answers.values():
            event.set()
        assert await there.answered(SurveyWait.FIRST) == {"a", "b"}

    run_within(check)


def run_within(check: Callable[[], object]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(WAIT_S):
            await check()  # type: ignore[misc]

    asyncio.run(bounded())
