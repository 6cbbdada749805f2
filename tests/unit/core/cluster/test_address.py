from __future__ import annotations

import pickle
import socket

import pytest

from core.cluster.address import AddressError, ClusterAddress, ClusterError, gateway_environment
from core.cluster.gateway import refused
from core.translation import SpokenLanguage, translated


@pytest.mark.parametrize(
    ("text", "ray", "host", "port"),
    [
        ("auto", "auto", None, None),
        ("10.0.0.1:6380", "10.0.0.1:6380", "10.0.0.1", 6380),
        ("atlas-1", "atlas-1:6379", "atlas-1", 6379),
        ("ray://atlas-1", "ray://atlas-1:10001", "atlas-1", 10001),
        ("ray://atlas-1:10002/", "ray://atlas-1:10002", "atlas-1", 10002),
        ("[fd00::1]:6379", "[fd00::1]:6379", "fd00::1", 6379),
    ],
)
def test_an_address_is_read(text: str, ray: str, host: str | None, port: int | None) -> None:
    address = ClusterAddress.parse(text)
    assert (address.text, address.host, address.port) == (ray, host, port)
    assert address.is_client == text.startswith("ray://")


@pytest.mark.parametrize("text", ["", "a b", "host:0", "host:x", "host:70000", "http://x/y"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match=r"is no (address|port)") as caught:
        ClusterAddress.parse(text)
    told = translated(caught.value.sentence, SpokenLanguage.CHINESE)
    assert "is no" not in told


def test_where_nothing_listens_is_known_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = ClusterAddress.parse(f"127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(ClusterError, match="does not answer") as caught:
            address.check_reachable()
    assert "ray status" in str(caught.value.hint)
    told = translated(caught.value.message, SpokenLanguage.CHINESE)
    assert not any(word in told.lower() for word in ("refused", "listens", "answer"))
    assert pickle.loads(pickle.dumps(caught.value)).message == caught.value.message


def test_a_loopback_cluster_is_reached_by_its_own_address() -> None:
    inherited = {"PATH": "/bin"}
    local = gateway_environment(ClusterAddress.parse("127.0.0.1:6379"), inherited)
    other = gateway_environment(ClusterAddress.parse("10.0.0.1:6379"), inherited)
    assert local["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] == "0"
    assert "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER" not in other
    assert other["RAY_USAGE_STATS_ENABLED"] == "0"
    assert other["PATH"] == "/bin"


def test_versions_that_do_not_match_are_named() -> None:
    error = RuntimeError(
        "Version mismatch: The cluster was started with:\n    Ray: 2.58.0\n    Python: 3.12.3\n"
        "This process on node 10.0.0.2 was started with:\n    Ray: 2.60.0\n    Python: 3.11.7\n"
    )
    told = str(refused(ClusterAddress.parse("10.0.0.1"), error).message)
    assert "Ray 2.58.0 under Python 3.12.3" in told
    assert "Ray 2.60.0 under Python 3.11.7" in told


@pytest.mark.parametrize(
    ("address", "text", "part"),
    [
        ("10.0.0.1", "AuthenticationError: invalid token", "token"),
        ("auto", "Could not find any running Ray instance", "no Ray cluster on this machine"),
        ("ray://10.0.0.1", "No module named 'grpc'", "Ray Client is not installed"),
        ("10.0.0.1", "something else\nand more", "does not answer (something else)"),
    ],
)
def test_every_refusal_is_a_sentence(address: str, text: str, part: str) -> None:
    assert part in str(refused(ClusterAddress.parse(address), RuntimeError(text)))
