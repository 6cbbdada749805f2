"""Hosts whose disks are full: who is left alone, and for how long."""

from __future__ import annotations

import pytest

from core.jobs.scheduling import failover
from core.jobs.scheduling.failover import CardFailover


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
