"""The address of a cluster, as the user writes it: ``auto``, ``HOST:PORT``, ``ray://HOST:PORT``."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from core.messages import Message, msg

AUTO = "auto"
CLIENT = "ray://"
CLIENT_PORT = 10001
HEAD_PORT = 6379
ANSWERS_S = 5.0
"""A head on the same network answers within milliseconds."""


class AddressError(ValueError):
    """What was written is no address of a cluster."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class ClusterError(Exception):
    """The cluster cannot be used: why, and what to do."""

    def __init__(self, message: Message, hint: Message) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[ClusterError], tuple[Message, Message]]:
        return type(self), (self.message, self.hint)


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Where a cluster's head is."""

    text: str
    """In Ray's own form: ``auto``, ``10.0.0.1:6379``, ``ray://10.0.0.1:10001``."""
    host: str | None
    """``None``: Ray finds the cluster of this machine."""
    port: int | None

    @classmethod
    def parse(cls, text: str) -> ClusterAddress:
        """Raises :class:`AddressError`. A port that is left out is Ray's own default."""
        text = text.strip()
        if text == AUTO:
            return cls(AUTO, None, None)
        client = text.startswith(CLIENT)
        host, port = _split(text.removeprefix(CLIENT).rstrip("/"))
        if not host or "/" in host or any(char.isspace() for char in host):
            raise AddressError(
                msg(
                    "'{text}' is no address of a cluster: auto, HOST:PORT or ray://HOST:PORT.",
                    text=text,
                )
            )
        number = port if port is not None else CLIENT_PORT if client else HEAD_PORT
        shown = f"[{host}]" if ":" in host else host
        return cls(f"{CLIENT if client else ''}{shown}:{number}", host, number)

    @property
    def is_client(self) -> bool:
        """Whether Headframe is outside of the cluster, and Ray Client lets it in."""
        return self.text.startswith(CLIENT)

    @property
    def is_loopback(self) -> bool:
        """Whether the cluster is on this machine alone."""
        return self.host in ("127.0.0.1", "localhost", "::1")

    def check_reachable(self, timeout_s: float = ANSWERS_S) -> None:
        """Raises :class:`ClusterError` where nothing listens: Ray itself waits for minutes."""
        if self.host is None or self.port is None:
            return
        try:
            with socket.create_connection((self.host, self.port), timeout_s):
                pass
        except OSError as error:
            raise no_answer(self.text, _network_reason(error), is_client=self.is_client) from error

    def check_installed(self) -> None:
        """Raises :class:`ClusterError` where Ray, or its client, is not installed here."""
        if importlib.util.find_spec("ray") is None:
            raise ClusterError(
                msg("Ray is not installed here, and a cluster is reached through it."),
                msg(
                    "Start Headframe with packaging/run, which installs it the first time, or "
                    "install the extra: pip install 'headframe[cluster]'."
                ),
            )


def _network_reason(error: OSError) -> Message | str:
    match error:
        case TimeoutError():
            return msg("no answer in time")
        case ConnectionRefusedError():
            return msg("nothing listens there")
        case socket.gaierror():
            return msg("the name is not known")
        case _:
            return error.strerror or str(error)


def _split(text: str) -> tuple[str, int | None]:
    if text.startswith("["):  # IPv6
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    else:
        host, port = text, ""
    if not port:
        return host, None
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise AddressError(msg("'{port}' is no port: a number from 1 to 65535.", port=port))
    return host, int(port)


def no_answer(address: str, reason: Message | str, *, is_client: bool = False) -> ClusterError:
    """Nothing at that address speaks Ray."""
    hint = (
        msg(
            "Look whether the head runs (`ray status` there), whether Ray Client is installed on "
            "it (`pip install 'ray[client]'`), and whether a firewall lets port 10001 through."
        )
        if is_client
        else msg(
            "Look whether the head runs (`ray status` there) and whether a firewall lets its ports "
            "through. Outside of the cluster the address is ray://HOST:10001."
        )
    )
    return ClusterError(
        msg("The cluster at {address} does not answer ({reason}).", address=address, reason=reason),
        hint,
    )


def gateway_environment(address: ClusterAddress, environ: Mapping[str, str]) -> dict[str, str]:
    """What Ray has to find in the gateway's environment before it is imported.

    Ray turns a loopback address into the machine's own, where a head that was bound to loopback
    does not listen; where it is told that it runs on one machine only, it does not.
    """
    result = {**environ, "RAY_USAGE_STATS_ENABLED": "0", "PYTHONUNBUFFERED": "1"}
    # Python must match in its minor version only: pickles of plain values do not know more.
    result.setdefault("RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL", "minor")
    # As for the actors (`core.cluster.host_environment`).
    result["RAY_task_events_report_interval_ms"] = "0"
    if address.is_loopback and not address.is_client:
        result["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    return result
