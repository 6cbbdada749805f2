from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card, Reading, ReadingSource
from core.cards.reservations import Reservations
from core.cards.selection import UnknownCardError
from core.cluster.model import ClusterReading, HostFacts, HostState, HostStatus
from core.cluster.reader import on_host
from core.cluster.scheduling import assign_cluster_cards
from core.engines.choice import EngineChoice
from core.engines.model import Engine, EngineStatus
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.unit.core.cards.samples import npu

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
FACTS = HostFacts("3.11.7", "2.60.0", 4, 64_000.0, 4)
MISSING = Failure(FailureKind.ENGINE_MISSING, msg("The engine is not installed."))


def host(name: str, *ready: EngineName) -> HostStatus:
    engines = tuple(
        EngineStatus(
            one,
            Engine(one, Path("/python"), uses_card=one is not EngineName.FLASH)
            if one in ready
            else None,
            None if one in ready else MISSING,
        )
        for one in EngineName
    )
    return HostStatus(name, "10.0.0.1", HostState.ALIVE, NOW, FACTS, engines)


def room(
    *hosts: tuple[HostStatus, list[Card]], reservations: Reservations | None = None
) -> ClusterReading:
    cards = tuple(
        on_host(card, status.name) for status, own in hosts for card in (*own, cpu_card(1.0, None))
    )
    reading = Reading(NOW, ReadingSource.CLUSTER, cards)
    return ClusterReading(
        reading, tuple(status for status, _ in hosts), reservations or Reservations()
    )


def keys(found: ClusterReading, wanted: str = "auto", choice: str = "auto") -> list[str]:
    assignment = assign_cluster_cards(wanted, EngineChoice(choice), found)
    assert assignment.unavailable is None, assignment.unavailable
    return [card.key for card in assignment.cards]


def refusal(found: ClusterReading, wanted: str = "auto") -> Failure:
    failure = assign_cluster_cards(wanted, EngineChoice.AUTO, found).unavailable
    assert failure is not None
    return failure


def test_auto_takes_every_fit_card_each_hosts_best_first() -> None:
    found = room(
        (host("a", EngineName.MINERU), [npu(6, free_gb=60), npu(7, free_gb=62)]),
        (host("b", EngineName.MINERU), [npu(0, free_gb=4), npu(1, free_gb=64)]),
    )
    assert keys(found) == ["b/npu:1", "a/npu:7", "a/npu:6"]
    assert keys(found, "a/auto") == ["a/npu:7", "a/npu:6"]
    assert keys(found, "a/npu:6,b/auto") == ["b/npu:1", "a/npu:6"]


def test_what_is_reserved_on_its_host_is_left_alone() -> None:
    found = room(
        (host("a", EngineName.MINERU), [npu(6)]),
        (host("b", EngineName.MINERU), [npu(6)]),
        reservations=Reservations({"a/npu:6.0": "DeepSeek"}),
    )
    assert keys(found) == ["b/npu:6"]
    assert keys(found, "a/npu:6") == ["a/npu:6"], "what a person names is taken as named"


def test_an_engine_without_a_card_works_on_each_hosts_processor() -> None:
    found = room((host("a", EngineName.FLASH), [npu(6)]), (host("b", EngineName.FLASH), []))
    assignment = assign_cluster_cards("auto", EngineChoice.FLASH, found)
    assert [card.key for card in assignment.slots] == ["a/cpu"] * 4 + ["b/cpu"] * 4
    two = assign_cluster_cards("auto", EngineChoice.FLASH, found, workers=2)
    assert len(two.slots) == 4


def test_a_host_without_the_engine_and_a_lost_one_are_left_out() -> None:
    lost = replace(host("c", EngineName.MINERU), state=HostState.LOST, lost_at=NOW)
    found = room((host("a", EngineName.MINERU), [npu(6)]), (host("b"), [npu(6)]), (lost, [npu(6)]))
    assert keys(found) == ["a/npu:6"]
    assert keys(found, choice="mineru") == ["a/npu:6"]


def test_why_no_card_is_taken_is_said() -> None:
    full = room((host("a", EngineName.MINERU), [npu(6, free_gb=1)]))
    assert refusal(full).kind is FailureKind.CARD_UNAVAILABLE
    assert "a · NPU 6: 1.0 GB free" in str(refusal(full).message)
    without = room((host("a"), [npu(6)]))
    assert refusal(without).kind is FailureKind.ENGINE_MISSING
    assert "a: The engine" in str(refusal(without).message)
    unusable = room((host("a", EngineName.MINERU), [npu(6, usable=False, reason=msg("broken"))]))
    assert "broken" in str(refusal(unusable, "a/npu:6").message)


@pytest.mark.parametrize("wanted", ["npu:6", "z/npu:6", "z/auto"])
def test_a_key_that_no_host_lists_is_a_wrong_command(wanted: str) -> None:
    found = room((host("a", EngineName.MINERU), [npu(6)]))
    with pytest.raises(UnknownCardError, match="in the cluster") as caught:
        assign_cluster_cards(wanted, EngineChoice.AUTO, found)
    assert "this machine" not in str(caught.value.hint)
