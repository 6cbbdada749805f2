"""Which cluster a program works on, for its runners and for the search for cards."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a window without a cluster loads nothing of it
    from core.cluster.remote_hosts import RemoteHosts
    from core.jobs.execution.card_host import CardHost


class ClusterLink:
    """Empty at first. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: RemoteHosts | None = None
        self._last: RemoteHosts | None = None
        self._expected = False

    @property
    def hosts(self) -> RemoteHosts | None:
        """Those of the cluster; ``None``: work goes to this machine, or waits."""
        with self._lock:
            return self._hosts

    @property
    def is_expected(self) -> bool:
        """Work is for a cluster, also while that is being connected to."""
        with self._lock:
            return self._expected

    def expect(self) -> None:
        """A connection is being made: documents that have no cards yet wait for it."""
        with self._lock:
            self._expected = True

    def open(self, hosts: RemoteHosts) -> None:
        with self._lock:
            self._hosts = self._last = hosts
            self._expected = True

    def close(self) -> RemoteHosts | None:
        """Work on this machine from now on. Returns the hosts there were: close their connection,
        away from the GUI thread."""
        with self._lock:
            hosts, self._hosts = self._hosts, None
            self._expected = False
            return hosts

    def host(self, name: str) -> CardHost:
        """A host for a runner; of the last cluster while a runner of that one still ends."""
        with self._lock:
            if self._last is None:
                raise LookupError(f"there is no cluster with a host {name}")
            return self._last.host(name)
