"""Hosts with addresses of their own on one machine, each behind a cable that can be pulled.

Network namespaces, joined by a bridge: for the kernel they are hosts. Root alone can make them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

CLONE_NEWNET = 0x40000000


def why_no_network() -> str:
    """Why there can be none here; empty: there can."""
    if os.geteuid() != 0:
        return "only root can make network namespaces"
    if shutil.which("ip") is None:
        return "there is no `ip` (iproute2)"
    probe = f"hf{secrets.token_hex(4)}"
    if subprocess.run(["ip", "netns", "add", probe], capture_output=True, check=False).returncode:
        return "this machine allows no network namespaces"
    _ip("netns", "del", probe)
    return ""


def why_no_slow_lines() -> str:
    """Why a line cannot be slowed down here; empty: it can."""
    if reason := why_no_network():
        return reason
    with Network() as network:
        network.add("probe")
        try:
            network.slow_down("probe", 1000)
        except (OSError, subprocess.CalledProcessError):
            return "there is no `tc`, or no token bucket in this kernel"
    return ""


class Network:
    """A bridge with hosts on it. Use as a context manager, or :meth:`close` it."""

    def __init__(self) -> None:
        token = secrets.token_hex(3)
        self._prefix = f"hf{token}"
        self._bridge = f"{self._prefix}b"
        self._net = f"10.{64 + int(token[:2], 16) % 128}.{int(token[2:4], 16)}"
        self._hosts: dict[str, str] = {}
        _ip("link", "add", self._bridge, "type", "bridge")
        _ip("addr", "add", f"{self.address}/24", "dev", self._bridge)
        _ip("link", "set", self._bridge, "up")

    @property
    def address(self) -> str:
        """Of this machine itself, as its hosts see it."""
        return f"{self._net}.1"

    def add(self, host: str) -> str:
        """A new host; its address."""
        number = len(self._hosts) + 2
        name = self._hosts[host] = f"{self._prefix}-{number}"
        address = f"{self._net}.{number}"
        cable = self._cable(host)
        _ip("netns", "add", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", cable, "master", self._bridge, "up")
        _ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        return address

    def pull(self, host: str) -> None:
        """Its cable: what is sent is lost, and neither side is told."""
        _ip("link", "set", self._cable(host), "down")

    def plug(self, host: str) -> None:
        """The cable back in."""
        _ip("link", "set", self._cable(host), "up")

    def slow_down(self, host: str, kilobits: int) -> None:
        """Limit its line to that many kilobits a second, each way.

        Packets over the limit wait for a second at most, then they are dropped.
        """
        limit = ("root", "tbf", "rate", f"{kilobits}kbit", "burst", "16kb", "latency", "1s")
        _run("tc", "qdisc", "replace", "dev", self._cable(host), *limit)
        _run("tc", "-n", self._hosts[host], "qdisc", "replace", "dev", "eth0", *limit)

    def speed_up(self, host: str) -> None:
        """Its line as it was."""
        _run("tc", "qdisc", "del", "dev", self._cable(host), "root")
        _run("tc", "-n", self._hosts[host], "qdisc", "del", "dev", "eth0", "root")

    @contextlib.contextmanager
    def inside(self, host: str) -> Iterator[None]:
        """What this thread starts meanwhile runs on that host."""
        libc = ctypes.CDLL(None, use_errno=True)
        with (
            Path("/proc/thread-self/ns/net").open("rb") as home,
            Path("/run/netns", self._hosts[host]).open("rb") as there,
        ):
            _checked(libc.setns(there.fileno(), CLONE_NEWNET))
            try:
                yield
            finally:
                _checked(libc.setns(home.fileno(), CLONE_NEWNET))

    def _cable(self, host: str) -> str:
        return self._hosts[host].replace("-", "v")

    def close(self) -> None:
        for host, name in self._hosts.items():
            _ip("link", "del", self._cable(host))
            _ip("netns", "del", name)
        _ip("link", "del", self._bridge)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _checked(code: int) -> None:
    if code != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
