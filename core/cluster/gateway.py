"""The gateway: the one process of a Headframe that is connected to Ray.

Ray ends the process that uses it when its head or its raylet is lost for good, and holds the
interpreter in calls of its own; so neither the window nor the command imports it. They talk to
this process over sockets in a folder of their own (`core.cluster.frames`), and start another one
when it is gone. It owns the actors on the hosts: none is detached, so all of them end with it,
and it ends with the program that started it.

``python -m core.cluster.gateway --address A --socket PATH --control FD --code FOLDER``
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import logging
import os
import platform
import re
import shutil
import signal
import socket
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.cluster.address import ClusterAddress, ClusterError, no_answer
from core.cluster.frames import FrameSocket, encode, read_frame
from core.cluster.host_environment import ACTOR_VARIABLES
from core.cluster.hosts import HostDirectory
from core.cluster.messages import (
    AgentAnswer,
    AgentCall,
    AgentCallFailed,
    CardHolder,
    Connected,
    ListNodes,
    NotConnected,
    OpenProcess,
    SurveyHosts,
)
from core.cluster.session import ProcessSession
from core.messages import msg

log = logging.getLogger(__name__)

NAMESPACE = "headframe"
"""Of the names of actors: those of all Headframes of a cluster know of each other."""
END_SESSIONS_S = 4.0
"""For processes on the hosts to end; the program waits some seconds more for this process."""
SHUTDOWN_S = 5.0
POLL_S = 0.5
EXIT_PROGRAM_GONE = 4


def connect(address: ClusterAddress, code: Path) -> None:
    """Connect this process. Raises :class:`ClusterError`."""
    address.check_reachable()
    import ray

    try:
        ray.init(
            address=address.text,
            namespace=NAMESPACE,
            log_to_driver=False,
            configure_logging=False,
            runtime_env={"working_dir": str(code), "env_vars": ACTOR_VARIABLES},
        )
    except Exception as error:  # Ray may raise anything
        log.exception("no connection to %s", address.text)
        raise refused(address, error) from error


def refused(address: ClusterAddress, error: Exception) -> ClusterError:
    """Why Ray does not connect, in words."""
    text = str(error)
    found = re.findall(r"Ray:\s*(\S+)\s+Python:\s*(\S+)", text)
    if len(found) > 1 or "ersion mismatch" in text:
        (ray_there, python_there), (ray_here, python_here) = (*found, ("?", "?"), ("?", "?"))[:2]
        return ClusterError(
            msg(
                "The cluster at {address} runs Ray {ray_there} under Python {python_there}, and "
                "this Headframe has Ray {ray_here} under Python {python_here}: they do not match.",
                address=address.text,
                ray_there=ray_there,
                python_there=python_there,
                ray_here=ray_here,
                python_here=python_here,
            ),
            msg(
                "Install that Ray here, or this one on every host; Python must match in its minor "
                "version (docs/cluster.md, “Versions”)."
            ),
        )
    if "uthentication" in text or ("token" in text.lower() and "invalid" in text.lower()):
        return ClusterError(
            msg("The cluster at {address} does not accept the token.", address=address.text),
            msg(
                "Set RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or RAY_AUTH_TOKEN_PATH to the token "
                "that the cluster was started with."
            ),
        )
    if address.host is None:
        return ClusterError(
            msg("There is no Ray cluster on this machine."),
            msg(
                "Start one (`ray start --head`), join one (`ray start --address HEAD:6379`), or "
                "choose one: --cluster HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere."
            ),
        )
    if "No module named 'grpc'" in text:
        return ClusterError(
            msg("Ray Client is not installed here."), msg("Install it: pip install 'ray[client]'.")
        )
    if isinstance(error, TimeoutError) or re.search("time(d )?out", text, re.IGNORECASE):
        return no_answer(address.text, msg("no answer in time"), is_client=address.is_client)
    first = text.strip().splitlines()[0][:200] if text.strip() else type(error).__name__
    return no_answer(address.text, first, is_client=address.is_client)


class Gateway:
    """Serves the program that started it."""

    def __init__(self, control: FrameSocket) -> None:
        self._control = control
        self._owner = CardHolder(
            user=_user(), machine=socket.gethostname(), pid=os.getppid(), since=datetime.now(UTC)
        )
        self._hosts = HostDirectory(self._owner)
        self._sessions: set[asyncio.Task[None]] = set()

    async def serve(self, path: Path, connected: Connected) -> None:
        """Until the program is gone, or the cluster. Tells that it is there first."""
        server = await asyncio.start_unix_server(self._serve, path)
        async with server:
            self._control.send(connected)
            watch = asyncio.create_task(self._hosts.watch())
            ended = asyncio.get_running_loop().run_in_executor(None, self._until_closed)
            await asyncio.wait({watch, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not watch.done():  # the cluster is there: leave nothing behind on it
                await self._end_sessions()
                await self._hosts.remove_stale()
            watch.cancel()

    async def _end_sessions(self) -> None:
        """Each session sees that the program is gone and ends its process. To be waited for: at
        this process's end Ray kills an actor with its children, which then remove nothing."""
        if self._sessions:
            await asyncio.wait(self._sessions, timeout=END_SESSIONS_S)

    def _until_closed(self) -> None:
        """The program closes its end, or is gone."""
        with contextlib.suppress(EOFError):
            while self._control.receive(None) is not None:
                pass

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                match await read_frame(reader):
                    case OpenProcess() as request:
                        session = ProcessSession(self._hosts, request, reader, writer)
                        task = asyncio.create_task(session.run())
                        self._sessions.add(task)
                        task.add_done_callback(self._sessions.discard)
                        await task
                        return
                    case AgentCall() as call:
                        reply = await self._call(call)
                    case ListNodes():
                        reply = AgentAnswer(await self._hosts.nodes())
                    case SurveyHosts(wait_s=wait_s, wait=wait):
                        reply = AgentAnswer(await self._hosts.survey(wait_s, wait))
                    case other:
                        raise ValueError(f"no request: {other!r}")
                writer.write(encode(reply))
                await writer.drain()
        except (EOFError, ConnectionError, asyncio.CancelledError):
            pass  # the program's thread has what it wanted, or no longer wants it; or this one ends
        except Exception:  # one request's failure must not end the gateway
            log.exception("a request has failed")
        finally:
            writer.close()

    async def _call(self, call: AgentCall) -> AgentAnswer | AgentCallFailed:
        return await self._hosts.call(call.host, call.method, call.arguments, call.timeout_s)


def _end_with_program(control: FrameSocket, folder: Path, connected: threading.Event) -> None:
    """Until this process is connected: Ray's start takes minutes where a head does not answer,
    and neither SIGTERM nor anything else ends it."""
    while not connected.wait(POLL_S):
        if control.is_ended():
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(EXIT_PROGRAM_GONE)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's number without a name
        return str(os.getuid())


def main(arguments: list[str]) -> int:
    """Entry of the process."""
    parser = argparse.ArgumentParser(prog="core.cluster.gateway")
    parser.add_argument("--address", type=ClusterAddress.parse, required=True)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--code", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it decides
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level="INFO")
    control = FrameSocket(socket.socket(fileno=chosen.control))
    ready = threading.Event()
    threading.Thread(
        target=_end_with_program,
        args=(control, chosen.socket.parent, ready),
        name="end-with-program",
        daemon=True,
    ).start()
    try:
        connect(chosen.address, chosen.code)
    except ClusterError as error:
        control.send(NotConnected(error.message, error.hint))
        return 1
    finally:
        ready.set()
    import ray

    connected = Connected(_address_of(chosen.address), ray.__version__, platform.python_version())
    try:
        asyncio.run(Gateway(control).serve(chosen.socket, connected))
    finally:
        # Ray waits for a head that does not answer; the actors end with this process in any case.
        timer = threading.Timer(SHUTDOWN_S, lambda: os._exit(3))
        timer.daemon = True
        timer.start()
        shutil.rmtree(chosen.socket.parent, ignore_errors=True)  # a program that was killed did not
        ray.shutdown()
    return 0


def _address_of(address: ClusterAddress) -> str:
    import ray

    if address.host is not None:
        return address.text
    context: Any = ray.get_runtime_context()
    return str(context.gcs_address)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
