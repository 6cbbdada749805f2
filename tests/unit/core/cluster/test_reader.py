from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import (
    Card,
    CardKind,
    CardProcess,
    Health,
    Problem,
    Reading,
    ReadingSource,
    host_of,
)
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.cluster.connection import HostCallError
from core.cluster.messages import HostSurvey
from core.cluster.model import (
    ClusterNode,
    ClusterReading,
    HostFacts,
    HostReport,
    HostState,
    unique_names,
)
from core.cluster.reader import ClusterReader, merged, on_host, on_its_own
from core.cluster.serialization import cluster_record, cluster_sheet
from core.engines.model import EngineStatus
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.unit.core.cards.samples import npu

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
FACTS = HostFacts("3.11.7", "2.60.0", 64, 500_000.0, 64)
MISSING = Failure(FailureKind.ENGINE_MISSING, msg("not here"))


def report(*cards: Card, problems: tuple[Problem, ...] = ()) -> HostReport:
    reading = Reading(NOON, ReadingSource.NPU_SMI, (*cards, cpu_card(1.0, None)), problems)
    engines = (EngineStatus(EngineName.MAGIC_PDF, None, MISSING),)
    return HostReport(reading, engines, Reservations({"npu:6.0": "DeepSeek"}), frozenset({4242}))


def survey(host: str, told: HostReport | None, *, alive: bool = True) -> HostSurvey:
    node = ClusterNode(f"id-{host}", host, "10.0.0.1", alive)
    return HostSurvey(node, FACTS if told else None, told)


def read(*surveys: HostSurvey, before: ClusterReading | None = None) -> ClusterReading:
    hosts = () if before is None else before.hosts
    cards = () if before is None else before.reading.cards
    return merged(surveys, hosts, cards, NOON + timedelta(seconds=30), NO_RESERVATIONS)


def test_every_hosts_cards_stand_in_one_list_under_its_name() -> None:
    found = read(survey("atlas-10", report(npu(6))), survey("atlas-2", report(npu(6), npu(7))))
    keys = [card.key for card in found.reading.cards]
    assert keys == [
        *("atlas-2/npu:6", "atlas-2/npu:7", "atlas-2/cpu"),
        *("atlas-10/npu:6", "atlas-10/cpu"),
    ], "hosts by the numbers in their names"
    assert [host_of(key) for key in keys[:1]] == ["atlas-2"]
    assert found.reading.cards[0].label == "atlas-2 · NPU 6"
    assert found.reading.source is ReadingSource.CLUSTER


@pytest.mark.parametrize("hours_off", [-1, 0, 1])
def test_a_host_whose_clock_is_wrong_is_as_old_as_its_reading(hours_off: int) -> None:
    """Its times are those of this machine, less the age that it measured itself."""
    there = NOON + timedelta(hours=hours_off)
    told = report(npu(6))
    told = replace(told, reading=replace(told.reading, read_at=there), age_s=2.0)
    arrived = NOON + timedelta(seconds=10)
    found = read(survey("atlas-1", told.received(arrived)), survey("atlas-2", report(npu(6))))
    assert found.hosts[0].read_at == NOON + timedelta(seconds=8)
    assert found.reading.read_at == found.hosts[0].read_at
    assert not found.hosts[0].is_old(arrived)
    assert found.hosts[0].is_old(arrived + timedelta(hours=0.5))


def test_a_card_goes_to_its_host_and_back() -> None:
    own = npu(6)
    assert on_its_own(on_host(own, "atlas-1")) == own
    assert on_its_own(own) == own


def test_reservations_of_each_host_hold_for_its_cards_alone() -> None:
    found = read(survey("a", report(npu(6))), survey("b", HostReport(report(npu(6)).reading, ())))
    a, b = (found.reading.card(key) for key in ("a/npu:6", "b/npu:6"))
    assert a is not None
    assert b is not None
    assert found.reservations.note_of(a) == "DeepSeek"
    assert found.reservations.note_of(b) is None


def test_a_lost_host_keeps_its_cards_with_since_when() -> None:
    before = read(survey("a", report(npu(6))), survey("b", report(npu(7))))
    after = read(
        survey("a", report(npu(6))), survey("b", report(npu(7)), alive=False), before=before
    )
    card = after.reading.card("b/npu:7")
    assert card is not None
    assert not card.usable
    assert "b is lost since" in str(card.reason)
    assert card.memory_total_mb is not None
    told = (card.health, card.memory_used_mb, card.temperature_c, card.power_w, card.processes)
    assert told == (Health.UNKNOWN, None, None, None, ()), "of an earlier moment, not of now"
    assert [host.state for host in after.hosts] == [HostState.ALIVE, HostState.LOST]
    later = read(survey("a", report(npu(6))), before=after)
    assert later.reading.card("b/npu:7") is not None, "Ray forgets it, and we do not"
    assert later.hosts[1].lost_at == after.hosts[1].lost_at
    again = read(survey("a", report(npu(6))), survey("b", report(npu(7))), before=later)
    assert [host.state for host in again.hosts] == [HostState.ALIVE, HostState.ALIVE]
    back = again.reading.card("b/npu:7")
    assert back is not None
    assert back.usable


def test_a_cluster_that_is_out_of_reach_is_a_problem_and_all_its_cards_are_lost() -> None:
    class Connection:
        def __init__(self) -> None:
            self.surveys: list[HostSurvey] | None = [survey("a", report(npu(6)))]

        def survey(self, _wait_s: float, **_: object) -> list[HostSurvey]:
            if self.surveys is None:
                raise HostCallError("the connection to the cluster is lost", lost=True)
            return self.surveys

        def close(self) -> None: ...

    connection = Connection()
    reader = ClusterReader(connection, Path("/nowhere"))  # type: ignore[arg-type]
    assert all(card.usable for card in reader.read().cards)
    connection.surveys = None
    reading = reader.read()
    assert not any(card.usable for card in reading.cards)
    assert [problem.code for problem in reading.problems] == ["cluster-lost"]
    reader.close()


def test_the_record_is_what_the_contract_says() -> None:
    trouble = Problem("dcmi-8005", msg("no"), None)
    found = read(survey("a", report(npu(6), problems=(trouble,))), survey("b", None))
    record = cluster_record(found)
    assert set(record) == {"schema", "read_at", "source", "problems", "cards", "hosts"}
    first, second = record["hosts"]
    assert first == {
        "name": "a",
        "address": "10.0.0.1",
        "state": "alive",
        "read_at": "2026-01-31T12:00:00Z",
        "python": "3.11.7",
        "ray": "2.60.0",
        "engines": [{"name": "magic-pdf", "state": "engine-missing"}],
        "problems": [{"code": "dcmi-8005", "text": "no", "hint": None}],
    }
    assert (second["read_at"], second["python"], second["engines"]) == (None, None, [])
    assert record["cards"][0]["host"] == "a"
    assert [one.code for one in found.with_host_problems().problems] == ["a: dcmi-8005"]


def test_the_sheet_knows_our_pids_by_host() -> None:
    held = npu(6, processes=(CardProcess(4242, None, "python", 500.0),))
    found = read(survey("a", report(held)), survey("b", HostReport(report(held).reading, ())))
    lines = {line.card.key: line.ours_mb for line in cluster_sheet(found).allocations}
    assert lines == {"a/npu:6": 500.0, "b/npu:6": 0.0}


def test_hosts_of_one_name_are_told_apart() -> None:
    assert unique_names([("1", "a", "x"), ("2", "b", "y")]) == {"1": "a", "2": "b"}
    assert unique_names([("1", "a", "x"), ("2", "a", "y")]) == {"1": "a-x", "2": "a-y"}
    same = unique_names([("111111f", "a", "x"), ("222222f", "a", "x")])
    assert same == {"111111f": "a-111111", "222222f": "a-222222"}
    assert unique_names([("1", "a/b,c", "x")]) == {"1": "a_b_c"}


def test_a_card_of_this_machine_has_no_host() -> None:
    assert host_of("npu:7.1") is None
    assert npu(6).host is None
    assert npu(6).kind is CardKind.NPU
