"""Headframe's side of a cluster: the gateway process, questions to hosts, processes on cards."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.cluster.address import ClusterAddress, ClusterError, gateway_environment
from core.cluster.failures import cluster_lost
from core.cluster.frames import FrameSocket
from core.cluster.messages import (
    AgentAnswer,
    AgentCall,
    AgentCallFailed,
    Connected,
    HostSurvey,
    ListNodes,
    NotConnected,
    OpenProcess,
    ProcessNotOpened,
    ProcessOpened,
    StartSpec,
    SurveyHosts,
)
from core.cluster.model import ClusterNode, SurveyWait
from core.cluster.remote_process import RemoteProcess
from core.engines.process.process_outcome import HostLost, ProcessStartFailed
from core.locked_dir import LockedTempDir, remove_stale
from core.messages import Message, msg

log = logging.getLogger(__name__)

PREFIX = "headframe-cluster-"
CONNECT_S = 90.0
"""Ray's own start in the gateway; a head that does not answer is found out before."""
RECONNECT_S = 5.0
TICK_S = 0.5
END_S = 12.0
_ROOT = Path(__file__).resolve().parents[2]


class HostCallError(Exception):
    """A host's agent gave no answer."""

    def __init__(self, reason: Message | str, *, lost: bool) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.lost = lost
        """The host, or the whole cluster, is out of reach."""


class ClusterConnection:
    """Thread-safe. Close it, or use it as a context: the actors on all hosts end then."""

    def __init__(
        self,
        address: ClusterAddress,
        environ: Mapping[str, str],
        logs: Path,
        on_change: Callable[[bool], None] = lambda connected: None,
    ) -> None:
        """``on_change`` is told, in a thread of its own, when the cluster is lost, and is back."""
        self.address = address
        self._environ = environ
        self._log = logs / "cluster.log"
        self._on_change = on_change
        self._lock = threading.Lock()
        self._gateway: _GatewayProcess | None = None
        self._idle: list[FrameSocket] = []
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None

    def connect(self) -> Connected:
        """Blocks for some seconds. Raises :class:`ClusterError`; later losses are mended."""
        self.address.check_installed()
        self.address.check_reachable()
        gateway = _GatewayProcess(self.address, self._environ, self._log)
        try:
            connected = gateway.wait_connected(self._closing)
        except BaseException:  # Ctrl+C too: no gateway process is left behind
            gateway.close()
            raise
        with self._lock:
            wanted = not self._closing.is_set()
            if wanted:
                self._gateway = gateway
        if not wanted:
            gateway.close()
            raise ClusterError(
                msg("The connection to {address} was cancelled.", address=self.address.text),
                msg("Connect again when you need it."),
            )
        self._watcher = threading.Thread(target=self._watch_gateway, name="cluster", daemon=True)
        self._watcher.start()
        return connected

    def __enter__(self) -> ClusterConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_connected(self) -> bool:
        """Whether the gateway runs."""
        with self._lock:
            return self._gateway is not None

    def nodes(self) -> list[ClusterNode]:
        """All hosts, those that are lost among them. Raises :class:`HostCallError`."""
        value = self._ask(ListNodes(), None)
        assert isinstance(value, list)
        return value

    def survey(
        self,
        wait_s: float,
        *,
        wait: SurveyWait = SurveyWait.ALL,
        is_wanted: Callable[[], bool] | None = None,
    ) -> list[HostSurvey] | None:
        """All hosts, with what each told last; ``None`` when it is no longer wanted.

        ``wait_s``: for hosts that have answered before; ``wait``: for the others. Raises
        :class:`HostCallError`.
        """
        value = self._ask(SurveyHosts(wait_s, wait), is_wanted)
        assert value is None or isinstance(value, list)
        return value

    def call(
        self,
        host: str,
        method: str,
        *arguments: object,
        timeout_s: float = 60.0,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Any | None:  # noqa: ANN401
        """What a method of the host's agent gives; ``None`` when it is no longer wanted.

        Raises :class:`HostCallError`.
        """
        return self._ask(AgentCall(host, method, arguments, timeout_s), is_wanted)

    def start_process(
        self, host: str, spec: StartSpec, log_file: Path, is_wanted: Callable[[], bool]
    ) -> RemoteProcess | None:
        """Start a process there; ``None`` when it is no longer wanted.

        Raises :class:`ProcessStartFailed` and :class:`HostLost`.
        """
        try:
            end = self._dial()
        except HostCallError as error:
            raise HostLost(cluster_lost(error.reason)) from error
        try:
            end.send(OpenProcess(host, spec, log_file))
            while is_wanted():
                match end.receive(TICK_S):
                    case None:
                        continue
                    case ProcessOpened():
                        return RemoteProcess(end, host, log_file)
                    case ProcessNotOpened(failure=failure):
                        raise ProcessStartFailed(failure)
                    case other:
                        raise HostLost(other.failure)
        except (OSError, EOFError) as error:
            end.close()
            raise HostLost(cluster_lost(msg("the connection to it is lost"))) from error
        except BaseException:  # whatever it was, the gateway sees the end of this connection
            end.close()
            raise
        end.close()
        return None

    def abort(self) -> None:
        """Let :meth:`connect` and all questions end soon; returns at once. Then close it."""
        self._closing.set()

    def close(self) -> None:
        """End the gateway, and with it everything on the hosts. Blocks; idempotent."""
        self._closing.set()
        with self._lock:
            gateway, self._gateway = self._gateway, None
            idle, self._idle = self._idle, []
        for end in idle:
            end.close()
        if gateway is not None:
            gateway.close()
        watcher, self._watcher = self._watcher, None
        if watcher is not None and watcher is not threading.current_thread():
            watcher.join()

    def _ask(
        self, question: AgentCall | ListNodes | SurveyHosts, is_wanted: Callable[[], bool] | None
    ) -> Any:  # noqa: ANN401
        end = self._dial()
        try:
            end.send(question)
            while True:
                reply = end.receive(TICK_S)
                if reply is not None:
                    break
                if self._closing.is_set():
                    raise EOFError("closed")
                if is_wanted is not None and not is_wanted():
                    end.close()
                    return None
        except (OSError, EOFError) as error:
            end.close()
            raise HostCallError(msg("the connection to it is lost"), lost=True) from error
        with self._lock:
            if self._closing.is_set():  # who closes has taken the idle ones already
                end.close()
            else:
                self._idle.append(end)
        if isinstance(reply, AgentCallFailed):
            raise HostCallError(reply.reason, lost=reply.lost)
        assert isinstance(reply, AgentAnswer)
        return reply.value

    def _dial(self) -> FrameSocket:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            gateway = self._gateway
        if gateway is None:
            raise HostCallError(msg("it does not answer"), lost=True)
        try:
            return gateway.dial()
        except OSError as error:
            raise HostCallError(msg("the connection to it is lost"), lost=True) from error

    def _watch_gateway(self) -> None:
        """Start another gateway whenever the last one has ended."""
        while not self._closing.is_set():
            with self._lock:
                gateway = self._gateway
            if gateway is None or not gateway.wait_ended(TICK_S):
                continue
            log.warning("the gateway to %s has ended", self.address.text)
            with self._lock:
                if self._gateway is gateway:
                    self._gateway = None
                idle, self._idle = self._idle, []
            for end in idle:
                end.close()
            gateway.close()
            if self._closing.is_set():
                return
            self._on_change(False)
            self._reconnect()

    def _reconnect(self) -> None:
        while not self._closing.wait(RECONNECT_S):
            gateway = _GatewayProcess(self.address, self._environ, self._log)
            try:
                gateway.wait_connected(self._closing)
            except ClusterError as error:
                log.info("%s", error)
                gateway.close()
                continue
            with self._lock:
                taken = not self._closing.is_set()
                if taken:
                    self._gateway = gateway
            if not taken:
                gateway.close()
                return
            log.info("the cluster at %s is back", self.address.text)
            self._on_change(True)
            return


class _GatewayProcess:
    """One run of the gateway."""

    def __init__(self, address: ClusterAddress, environ: Mapping[str, str], log_file: Path) -> None:
        """Start it. Raises :class:`ClusterError` where that is not possible."""
        self._address = address
        temporary = Path(tempfile.gettempdir())
        remove_stale([temporary], PREFIX)  # of programs that were killed
        try:
            self._folder = LockedTempDir(temporary, PREFIX)
        except OSError as error:
            raise _not_started(error) from error
        ours, theirs = socket.socketpair()
        try:
            code = self._folder.path / "code"
            gather_code(code)
            log_file.parent.mkdir(parents=True, exist_ok=True)
            environment = gateway_environment(address, environ)
            environment["PYTHONPATH"] = str(_ROOT)
            with theirs, log_file.open("ab") as printed:
                self._process = subprocess.Popen(
                    [
                        *(sys.executable, "-P", "-m", "core.cluster.gateway"),
                        f"--address={address.text}",
                        f"--socket={self._path}",
                        f"--control={theirs.fileno()}",
                        f"--code={code}",
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=printed,
                    env=environment,
                    cwd=self._folder.path,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except OSError as error:
            ours.close()
            self._folder.close()
            raise _not_started(error) from error
        self._control = FrameSocket(ours)

    @property
    def _path(self) -> Path:
        return self._folder.path / "gateway"

    def wait_connected(self, closing: threading.Event) -> Connected:
        """Raises :class:`ClusterError`."""
        waited = 0.0
        while waited < CONNECT_S and not closing.is_set():
            try:
                word = self._control.receive(TICK_S)
            except EOFError:
                break
            match word:
                case Connected():
                    return word
                case NotConnected(message=message, hint=hint):
                    raise ClusterError(message, hint)
                case _:
                    waited += TICK_S
        raise ClusterError(
            msg("Ray did not connect to {address}.", address=self._address.text),
            msg("The file cluster.log among Headframe's logs has the details."),
        )

    def dial(self) -> FrameSocket:
        """A connection of its own. Raises ``OSError``."""
        end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            end.connect(str(self._path))
        except OSError:
            end.close()
            raise
        return FrameSocket(end)

    def wait_ended(self, timeout_s: float) -> bool:
        """Whether it has ended within that time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)
        return self._process.returncode is not None

    def close(self) -> None:
        """End it, in good order if it can."""
        self._control.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.close()


def gather_code(folder: Path) -> None:
    """Put what a host runs of Headframe into a folder: ``core``, and what that needs beside Ray.

    Ray brings the rest itself (psutil among its third-party files).
    """
    ignored = shutil.ignore_patterns("__pycache__", "cli", "documents")
    shutil.copytree(_ROOT / "core", folder / "core", ignore=ignored)
    for name in ("platformdirs", "pynvml"):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, folder / name, ignore=ignored)
        else:
            shutil.copy2(origin, folder / origin.name)


def _not_started(error: OSError) -> ClusterError:
    return ClusterError(
        msg(
            "The connection to the cluster cannot be made here: {reason}.",
            reason=error.strerror or str(error),
        ),
        msg(
            "Make room in {folder}, or choose another one: TMPDIR=FOLDER.",
            folder=tempfile.gettempdir(),
        ),
    )
