"""What works on the hosts of a cluster and what does not: each host's own checks, named by host."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Iterable, Iterator

from core.cluster.connection import ClusterConnection, HostCallError
from core.cluster.model import HostStatus
from core.cluster.reader import ClusterReader
from core.diagnostics.checks import is_usable
from core.diagnostics.model import Check, CheckStatus
from core.messages import msg

HOST_S = 180.0
"""Engines are started for their checks, on a host that may be busy."""


def check_cluster(connection: ClusterConnection, reader: ClusterReader) -> Iterator[Check]:
    """The cluster, then each host's checks as soon as that host has made them all."""
    hosts = reader.read_all().hosts
    alive = [host for host in hosts if host.lost_at is None]
    yield _overview(connection, hosts)
    done: queue.SimpleQueue[list[Check]] = queue.SimpleQueue()
    for host in alive:
        threading.Thread(
            target=lambda host=host: done.put(_check_host(connection, host)),
            name=f"doctor-{host.name}",
            daemon=True,
        ).start()
    for _ in alive:
        yield from done.get()


def any_host_converts(checks: Iterable[Check]) -> bool:
    """Whether a document can be converted somewhere."""
    by_host: dict[str, list[Check]] = {}
    for check in checks:
        host, slash, name = check.name.partition("/")
        if slash:
            by_host.setdefault(host, []).append(dataclasses.replace(check, name=name))
    return any(is_usable(found) for found in by_host.values())


def _overview(connection: ClusterConnection, hosts: tuple[HostStatus, ...]) -> Check:
    lost = [host.name for host in hosts if host.lost_at is not None]
    unresponsive = [host.name for host in hosts if host.lost_at is None and host.facts is None]
    alive = len(hosts) - len(lost)
    if not alive:
        return Check(
            "cluster",
            CheckStatus.FAIL,
            msg("The cluster at {address} has no host.", address=connection.address.text),
            msg("Start Ray on its hosts: `ray start --address HEAD:6379`."),
        )
    if unresponsive:
        return Check(
            "cluster",
            CheckStatus.WARN,
            msg(
                "{alive} hosts are in the cluster; these do not answer: {names}.",
                alive=alive,
                names=", ".join(unresponsive),
            ),
            msg("Look there: `ray status`, and Ray's logs in /tmp/ray/session_latest/logs."),
        )
    if lost:
        return Check(
            "cluster",
            CheckStatus.WARN,
            msg(
                "{alive} hosts are in the cluster; lost: {names}.",
                alive=alive,
                names=", ".join(lost),
            ),
            msg("Start Ray there again: `ray start --address HEAD:6379`."),
        )
    facts = next(host.facts for host in hosts if host.facts is not None)
    return Check(
        "cluster",
        CheckStatus.OK,
        msg(
            "{alive} hosts answer, with Ray {ray} and Python {python}.",
            alive=alive,
            ray=facts.ray,
            python=facts.python,
        ),
    )


def _check_host(connection: ClusterConnection, host: HostStatus) -> list[Check]:
    try:
        checks = connection.call(host.name, "check_up", timeout_s=HOST_S)
        assert isinstance(checks, list)
    except HostCallError as error:
        return [
            Check(
                f"{host.name}/host",
                CheckStatus.FAIL,
                msg("{host} does not answer: {reason}.", host=host.name, reason=error.reason),
                msg("Look there: `ray status`, and Ray's logs in /tmp/ray/session_latest/logs."),
            )
        ]
    return [dataclasses.replace(check, name=f"{host.name}/{check.name}") for check in checks]
