"""Which cards and hosts may take a document that one had no room for, and for how long not."""

from __future__ import annotations

import pytest

from core.jobs.scheduling import failover
from core.jobs.scheduling.failover import CardFailover
from core.jobs.states import WhenFull


def test_a_host_whose_disk_is_full_is_left_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("core.jobs.scheduling.failover.time.monotonic", lambda: now[0])
    cards = CardFailover(["a/npu:0", "b/npu:0"])
    assert not cards.is_host_full("a")
    assert cards.note_host_full("a", ["a", "b"])
    assert cards.is_host_full("a")
    assert not cards.is_host_full("b")
    now[0] += failover.FULL_S
    assert not cards.is_host_full("a")


def test_the_last_host_is_asked_again_for_each_document() -> None:
    """So each document is told at once, and room is found as soon as there is some."""
    cards = CardFailover(["a/npu:0", "b/npu:0"])
    assert cards.note_host_full("a", ["a", "b"])
    assert not cards.note_host_full("b", ["a", "b"])
    assert cards.is_host_full("a")
    assert not cards.is_host_full("b")
    assert not cards.note_host_full("b", ["a", "b"])


def test_hosts_that_a_document_may_not_use_are_no_way_out() -> None:
    assert not CardFailover(["a/npu:0", "b/npu:0"]).note_host_full("a", ["a"])


@pytest.mark.parametrize(
    ("when_full", "chosen", "may"),
    [
        (WhenFull.STOP, ["npu:6", "npu:7"], False),
        (WhenFull.CHOSEN, ["npu:6"], False),
        (WhenFull.CHOSEN, ["npu:6", "npu:7"], True),
        (WhenFull.ANY, ["npu:6"], True),
    ],
)
def test_a_full_card_is_asked_about_again_only_where_another_one_may_do_it(
    when_full: WhenFull, chosen: list[str], may: bool
) -> None:
    cards = CardFailover(chosen, when_full)
    assert cards.may_reassign("npu:6", chosen) is may
