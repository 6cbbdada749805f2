"""A room of hosts on one machine: Ray's own processes, each node with an emulated Ascend host.

``python -m tests.support.cluster_room FOLDER`` reads commands, a JSON list a line, and answers each
with a line; it ends with its stdin, and everything of Ray's with it.

    ["add", "atlas-1"]   → {"address": "127.0.0.1:40321"}
    ["restart"]          all of them are ended at once, and started again
    ["kill", "atlas-2"]  the node's raylet and all below it, at once
    ["kill-head"]        the head's server of the cluster's state alone
    ["pull", "atlas-2"]  the host's cable, and ["plug", "atlas-2"] back in
    ["slow", "atlas-2", "2000"]  its line, to 2,000 kbit/s, and ["fast", "atlas-2"] again

``--network``: every host but the first has an address and a cable of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import psutil

from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import container_6_7
from tests.support.network import Network

STORE_BYTES = 80 << 20
"""Ray takes no less."""
HEAD_PORTS = (20_000, 32_000)
"""Below those that Linux hands out, above those of Ray's workers."""


def main(folder: Path, network: Network | None) -> None:
    os.environ |= {
        "RAY_USAGE_STATS_ENABLED": "0",
        # Other programs of this machine fill its memory; Ray would end our actors for that.
        "RAY_memory_monitor_refresh_ms": "0",
        # A machine without a network: an address that was given as loopback stays that.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    }
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    room = RayRoom(folder, network)
    for line in sys.stdin:
        match json.loads(line):
            case ["add", name, *more]:
                room.add(name, more)
                answer = {"address": room.address}
            case ["restart"]:
                room.restart()
                answer = {}
            case ["pull", name] if network is not None:
                network.pull(name)
                answer = {}
            case ["plug", name] if network is not None:
                network.plug(name)
                answer = {}
            case ["slow", name, kilobits] if network is not None:
                network.slow_down(name, int(kilobits))
                answer = {}
            case ["fast", name] if network is not None:
                network.speed_up(name)
                answer = {}
            case ["kill", name]:
                kill(room.nodes.pop(name))
                answer = {}
            case ["kill-head"]:
                (server,) = (one for one in own_processes() if "gcs_server" in one.name())
                server.kill()
                answer = {}
            case other:
                raise ValueError(other)
        print(json.dumps(answer), file=answers, flush=True)
    for process in own_processes():
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)


class RayRoom:
    """Ray's nodes."""

    def __init__(self, folder: Path, network: Network | None) -> None:
        self._folder = folder
        self._network = network
        self._added: dict[str, list[str]] = {}
        self._begin()

    def _begin(self) -> None:
        from ray.cluster_utils import Cluster

        self._cluster: Any = Cluster(shutdown_at_exit=True)
        self.nodes: dict[str, Any] = {}

    @property
    def address(self) -> str:
        return str(self._cluster.address)

    def add(self, name: str, more: list[str], port: int | None = None) -> None:
        """Start a node. ``more``: of its environment; ``port``: of the head, else a free one."""
        self._added[name] = more
        if port is None and not self.nodes:
            port = free_port()
        network, folder = self._network, self._folder
        with contextlib.ExitStack() as place:
            address = "127.0.0.1" if network is None else network.address
            if network is not None and self.nodes:
                address = network.add(name)
                place.enter_context(network.inside(name))
            self.nodes[name] = self._cluster.add_node(
                node_ip_address=address,
                node_name=name,
                num_cpus=2,
                object_store_memory=STORE_BYTES,
                include_dashboard=False,
                gcs_server_port=port,
                # Of its own: what one raylet unpacks, another one would remove.
                temp_dir=str(folder / name / "ray" if len(self.nodes) else folder / "ray"),
                env_vars=environment_of(folder / name, more),
                wait=True,
            )

    def restart(self) -> None:
        """Power off and on again, for all nodes."""
        port = int(self.address.rpartition(":")[2])
        for process in own_processes():
            process.kill()
        self._begin()
        for name, more in self._added.items():
            self.add(name, more, None if self.nodes else port)


def free_port() -> int:
    """Below those that Linux hands out: no other test gets it while the head is started again."""
    while True:
        port = random.randrange(*HEAD_PORTS)
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("", port))
            return port


def environment_of(folder: Path, more: list[str]) -> dict[str, str]:
    """A node's environment: home, temporary files, an emulated tool; ``more``: ``NAME=VALUE``."""
    host = AscendHost(folder / "host", container_6_7())
    (folder / "tmp").mkdir(exist_ok=True)
    extra = dict(one.split("=", 1) for one in more)
    return {
        **host.environment(),
        "HEADFRAME_HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        **extra,
    }


def own_processes() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def kill(node: Any) -> None:
    """As a power cut would: nobody gets to say anything."""
    for infos in node.all_processes.values():
        for info in infos:
            root = psutil.Process(info.process.pid)
            for process in (root, *root.children(recursive=True)):
                try:
                    process.send_signal(signal.SIGKILL)
                except psutil.NoSuchProcess:
                    continue


if __name__ == "__main__":
    with contextlib.ExitStack() as stack:
        wanted = "--network" in sys.argv
        main(Path(sys.argv[1]), stack.enter_context(Network()) if wanted else None)
