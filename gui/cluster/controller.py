"""The window's connection to a cluster: made, lost, made again and ended beside the GUI thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.cluster.address import ClusterAddress, ClusterError
from core.cluster.security import ClusterSecurity
from core.messages import msg
from core.paths import logs_folder
from core.settings.definitions import (
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    CLUSTER_TLS_AUTHORITY,
    CLUSTER_TLS_CERTIFICATE,
    CLUSTER_TLS_KEY,
    CLUSTER_TOKEN_FILE,
    Settings,
)
from core.settings.types import Setting
from gui.background.task import begin
from gui.cluster.state import ClusterPhase, ClusterState
from gui.i18n import os_error_text

if TYPE_CHECKING:
    from core.cluster.connection import ClusterConnection
    from core.cluster.link import ClusterLink
    from core.cluster.model import ClusterReading
    from core.cluster.remote_hosts import RemoteHosts
    from gui.cards.controller import CardController
    from gui.jobs.controller import JobController

log = logging.getLogger(__name__)
RETRY_MS = 10_000
"""Between two tries of a connection that is wanted from the start on."""
CLOSE_S = 12.0
"""A gateway that hangs is killed within less."""


class ClusterController(QObject):
    """Lives in the GUI thread and never waits in it."""

    changed = Signal(object)
    """A :class:`ClusterState`."""
    hosts_changed = Signal()
    """A cluster is connected or left, or hosts have come, gone or got engines: cards are others."""
    reader_changed = Signal(object)
    """What reads all hosts' cards, a `ClusterReader`; ``None``: read this machine's."""
    hosts_read = Signal(object)
    """A :class:`ClusterReading`; ``None``: there is no cluster any more."""
    not_kept = Signal(str)
    """The address holds, but cannot be written: the system's words for why."""
    _gateway_changed = Signal(object, bool)

    def __init__(
        self,
        link: ClusterLink,
        home: Path,
        settings: Settings,
        environ: Mapping[str, str] = os.environ,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._home = home
        self._settings = settings
        self._environ = environ
        self._connection: ClusterConnection | None = None
        """The one that is being made, or is there."""
        self._ending: list[threading.Thread] = []
        """They make connections, or close them; each ends soon after it was told to."""
        self._stays = False
        """A connection that cannot be made is tried again."""
        self._known: object = None
        self.state = ClusterState()
        self._gateway_changed.connect(self._on_gateway_changed, Qt.ConnectionType.QueuedConnection)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._on_retry_timeout)

    @property
    def is_off(self) -> bool:
        return self.state.phase is ClusterPhase.OFF

    @property
    def hosts(self) -> RemoteHosts | None:
        """Those of the connected cluster."""
        return self._link.hosts

    def serve(self, work: JobController, cards: CardController) -> None:
        """Let jobs and lists of cards follow the cluster."""
        self.hosts_changed.connect(work.cluster_changed)
        self.reader_changed.connect(cards.read_with)
        cards.cluster_read.connect(self.take_reading)

    def security(self) -> ClusterSecurity:
        """As it was chosen last."""
        get = self._settings.get
        return ClusterSecurity(
            get(CLUSTER_TOKEN_FILE),
            get(CLUSTER_TLS_CERTIFICATE),
            get(CLUSTER_TLS_KEY),
            get(CLUSTER_TLS_AUTHORITY),
        )

    def connect_at_start(self) -> None:
        """Connect where that was chosen, and do not give up."""
        address = self._settings.get(CLUSTER_ADDRESS)
        if not self._settings.get(CLUSTER_AT_START) or not address:
            return
        try:
            parsed = ClusterAddress.parse(address)
        except ValueError:
            self._link.close()
            self.hosts_changed.emit()
            return
        self._stays = True
        self._begin(parsed, self.security())

    def connect_to(
        self, address: ClusterAddress, security: ClusterSecurity, *, at_start: bool
    ) -> None:
        """Connect, and remember how. ``at_start``: also whenever Headframe starts."""
        values: tuple[tuple[Setting[Any], object], ...] = (
            (CLUSTER_ADDRESS, address.text),
            (CLUSTER_AT_START, at_start),
            (CLUSTER_TOKEN_FILE, security.token_file),
            (CLUSTER_TLS_CERTIFICATE, security.tls_certificate),
            (CLUSTER_TLS_KEY, security.tls_key),
            (CLUSTER_TLS_AUTHORITY, security.tls_authority),
        )
        for setting, value in values:
            try:
                self._settings.set(setting, value)
            except OSError as error:
                self.not_kept.emit(os_error_text(error))
        self.disconnect_cluster()
        self._stays = False
        self._begin(address, security)

    def disconnect_cluster(self) -> None:
        """Work on this machine again. Documents at work on hosts wait again, and go on here."""
        if self.is_off:
            return
        was_connected = self._link.close() is not None
        self._retry.stop()
        self._drop()
        self._known = None
        self.hosts_read.emit(None)
        self._show(ClusterState())
        if was_connected:
            self.reader_changed.emit(None)
        self.hosts_changed.emit()

    def take_reading(self, found: ClusterReading) -> None:
        """The hosts have been read."""
        if self.state.phase not in (ClusterPhase.CONNECTED, ClusterPhase.LOST):
            return
        self.hosts_read.emit(found)
        self._show(self.state.with_reading(found))
        known = frozenset(
            (host.name, host.lost_at is None, host.facts is not None, host.ready_engines)
            for host in found.hosts
        )
        if known != self._known:
            first, self._known = self._known is None, known
            if not first:
                self.hosts_changed.emit()

    async def stop(self) -> None:
        """Let go of everything on the hosts. Blocks nothing; the gateway is gone on return."""
        self._retry.stop()
        self._link.close()
        self._drop()
        self.state = ClusterState()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                for thread in self._ending:
                    while thread.is_alive():  # noqa: ASYNC110 - a thread has no event for its end
                        await asyncio.sleep(0.02)

    # Inside -------------------------------------------------------------------------------------

    def _begin(self, address: ClusterAddress, security: ClusterSecurity) -> None:
        from core.cluster.connection import ClusterConnection  # late: few have a cluster

        connection: ClusterConnection

        def on_change(connected: bool) -> None:  # in the connection's own thread
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._gateway_changed.emit(connection, connected)

        connection = ClusterConnection(
            address, security.environment(self._environ), logs_folder(self._home), on_change
        )
        self._connection = connection
        self._link.expect()
        before = self.state if self._stays else ClusterState()
        phase = ClusterPhase.CONNECTING if before.since is None else ClusterPhase.LOST
        self._show(replace(before, phase=phase, address=address.text))

        def connect() -> object:
            security.check()
            return connection.connect()

        thread = begin(connect, lambda answer: self._on_connected(connection, answer), self)
        self._ending.append(thread)

    def _on_connected(self, connection: ClusterConnection, answer: object) -> None:
        if connection is not self._connection:
            return  # cancelled meanwhile
        if isinstance(answer, Exception):
            self._fail(answer)
            return
        from core.cluster.remote_hosts import RemoteHosts

        hosts = RemoteHosts(connection, self._home, logs_folder(self._home))
        self._link.open(hosts)
        self._known = None
        self._show(ClusterState(ClusterPhase.CONNECTED, self.state.address))
        self.reader_changed.emit(hosts.live_reader)
        self.hosts_changed.emit()

    def _fail(self, error: Exception) -> None:
        message, hint = msg("Headframe's own connection has failed."), msg("See the log.")
        if isinstance(error, ClusterError):
            message, hint = error.message, error.hint
        self._drop()
        failed = replace(self.state, problem=message, hint=hint)
        if self._stays:
            since = self.state.since or datetime.now(UTC)
            self._show(replace(failed, phase=ClusterPhase.LOST, since=since))
            self._retry.start()
            return
        self._link.close()
        self._show(replace(failed, phase=ClusterPhase.OFF, since=None))
        self.hosts_changed.emit()

    def _on_retry_timeout(self) -> None:
        try:
            self._begin(ClusterAddress.parse(self.state.address), self.security())
        except ValueError:
            self.disconnect_cluster()

    def _on_gateway_changed(self, connection: ClusterConnection, connected: bool) -> None:
        if connection is not self._connection:
            return
        if connected:
            self._show(replace(self.state, phase=ClusterPhase.CONNECTED, since=None))
        else:
            lost = replace(self.state, phase=ClusterPhase.LOST, since=datetime.now(UTC))
            self._show(lost)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.abort()
        self._ending = [one for one in self._ending if one.is_alive()]
        self._ending.append(_in_thread(connection.close))

    def _show(self, state: ClusterState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="cluster-close", daemon=True)
    thread.start()
    return thread
