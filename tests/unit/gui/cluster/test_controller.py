"""A connection that cannot be made, is cancelled, is wanted from the start on."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from core.cluster.address import ClusterAddress
from core.cluster.link import ClusterLink
from core.cluster.security import ClusterSecurity
from core.paths import settings_file
from core.settings.definitions import (
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    CLUSTER_TOKEN_FILE,
    Settings,
)
from gui.cluster.controller import ClusterController
from gui.cluster.state import ClusterPhase, ClusterState, state_text
from tests.support.qt_loop import Runs, until

NO_SECURITY = ClusterSecurity()


@pytest.fixture
def closed() -> ClusterAddress:
    """Nothing listens there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return ClusterAddress.parse(f"127.0.0.1:{port}")


@asynccontextmanager
async def controller(home: Path) -> AsyncIterator[tuple[ClusterController, ClusterLink]]:
    link = ClusterLink()
    made = ClusterController(link, home, Settings(settings_file(home)))
    try:
        yield made, link
    finally:
        await made.stop()
        made.deleteLater()


def heard(emitter: QObject, signal: str) -> list[object]:
    found: list[object] = []
    getattr(emitter, signal).connect(lambda *values: found.append(values))
    return found


def test_an_address_where_nothing_listens_says_so_and_work_stays_here(
    run: Runs, home: Path, closed: ClusterAddress
) -> None:
    async def check() -> None:
        async with controller(home) as (cluster, link):
            changes = heard(cluster, "hosts_changed")
            cluster.connect_to(closed, NO_SECURITY, at_start=False)
            assert cluster.state.phase is ClusterPhase.CONNECTING
            expected = [link.is_expected]
            await until(lambda: cluster.state.problem is not None)
            assert state_text(cluster.state) == "Not connected"
            assert closed.text in str(cluster.state.problem)
            assert [*expected, link.is_expected] == [True, False]
            assert changes, "the cards are looked for again"

    run(check())


def test_the_address_is_remembered_and_no_token(
    run: Runs, home: Path, closed: ClusterAddress, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("secret")

    async def check() -> None:
        async with controller(home) as (cluster, _):
            cluster.connect_to(closed, ClusterSecurity(token), at_start=False)

    run(check())
    kept = Settings(settings_file(home))
    assert kept.get(CLUSTER_ADDRESS) == closed.text
    assert kept.get(CLUSTER_TOKEN_FILE) == token
    assert not kept.get(CLUSTER_AT_START)
    assert "secret" not in settings_file(home).read_text()


@pytest.mark.slow
def test_connecting_is_cancelled_at_once(run: Runs, home: Path) -> None:
    """A port that takes connections and says nothing, as behind a firewall: Ray waits for it."""

    async def check(address: ClusterAddress) -> None:
        async with controller(home) as (cluster, link):
            cluster.connect_to(address, NO_SECURITY, at_start=False)
            await asyncio.sleep(0.2)
            assert cluster.state.phase is ClusterPhase.CONNECTING
            began = time.monotonic()
            cluster.disconnect_cluster()
            assert time.monotonic() - began < 2.0, "the GUI thread does not wait for Ray"
            assert cluster.state == ClusterState()
            assert not link.is_expected

    with socket.create_server(("127.0.0.1", 0)) as server:
        run(check(ClusterAddress.parse(f"127.0.0.1:{server.getsockname()[1]}")))


def test_a_cluster_that_is_wanted_from_the_start_is_waited_for(
    run: Runs, home: Path, closed: ClusterAddress
) -> None:
    settings = Settings(settings_file(home))
    settings.set(CLUSTER_ADDRESS, closed.text)
    settings.set(CLUSTER_AT_START, True)

    async def check() -> None:
        async with controller(home) as (cluster, link):
            cluster.connect_at_start()
            await until(lambda: cluster.state.phase is ClusterPhase.LOST)
            first = cluster.state
            assert first.since is not None
            assert link.is_expected, "documents wait, and do not go to this machine unasked"
            cluster._on_retry_timeout()
            await until(lambda: cluster.state.problem is not None and cluster._retry.isActive())
            assert cluster.state.since == first.since
            cluster.disconnect_cluster()
            assert not link.is_expected

    run(check())


def test_a_token_file_that_is_missing_is_named(
    run: Runs, home: Path, closed: ClusterAddress, tmp_path: Path
) -> None:
    async def check() -> None:
        async with controller(home) as (cluster, _):
            security = ClusterSecurity(tmp_path / "no-token")
            cluster.connect_to(closed, security, at_start=False)
            await until(lambda: cluster.state.problem is not None)
            assert "no-token" in str(cluster.state.problem)

    run(check())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda state: state, "3 host(s), 24 card(s)"),
        (lambda state: replace(state, lost_hosts=1), "3 host(s), 24 card(s), 1 lost"),
        (lambda state: replace(state, hosts=None), "Reading the hosts…"),
        (lambda state: replace(state, phase=ClusterPhase.CONNECTING), "Connecting…"),
        (
            lambda state: replace(
                state,
                phase=ClusterPhase.LOST,
                since=datetime.now(UTC).astimezone().replace(hour=0, minute=5),
            ),
            "Lost since 00:05, reconnecting",
        ),
    ],
)
def test_the_state_in_words(
    change: Callable[[ClusterState], ClusterState], words: str, qapp: object
) -> None:
    state = ClusterState(ClusterPhase.CONNECTED, "10.0.0.1:6379", hosts=3, cards=24)
    assert state_text(change(state)) == words
