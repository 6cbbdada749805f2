"""A host keeps its name when it starts Ray again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.cluster.node_list import NodeList, RayNode

HOST = "127.0.0.1"


@pytest.fixture
def raylet() -> Iterator[Callable[[], socket.socket]]:
    """Something that listens as a raylet does; close it to end it."""
    made: list[socket.socket] = []

    def listen() -> socket.socket:
        made.append(socket.create_server((HOST, 0)))
        return made[-1]

    yield listen
    for one in made:
        one.close()


def node(node_id: str, listener: socket.socket, name: str = "atlas") -> RayNode:
    return RayNode(node_id, name, HOST, listener.getsockname()[1], alive=True)


def names(nodes: NodeList, *listed: RayNode) -> dict[str, str]:
    return {one.node_id: one.host for one in asyncio.run(nodes.living(listed))}


def test_a_host_that_starts_ray_again_keeps_its_name(
    raylet: Callable[[], socket.socket],
) -> None:
    nodes = NodeList()
    first = raylet()
    old = node("old", first)
    assert names(nodes, old) == {"old": "atlas"}
    first.close()
    new = node("new", raylet())
    assert names(nodes, old, new) == {"new": "atlas"}  # Ray still lists both as alive
    assert names(nodes, replace(old, alive=False), new) == {"new": "atlas"}


def test_a_host_that_starts_it_again_on_the_same_port_does_too(
    raylet: Callable[[], socket.socket],
) -> None:
    nodes = NodeList()
    listener = raylet()
    assert names(nodes, node("old", listener)) == {"old": "atlas"}
    assert names(nodes, node("old", listener), node("new", listener)) == {"new": "atlas"}


def test_it_keeps_a_name_that_was_made_for_it(raylet: Callable[[], socket.socket]) -> None:
    nodes = NodeList()
    stays, ends = raylet(), raylet()
    both = (node("111111", stays), node("222222", ends))
    assert names(nodes, *both) == {"111111": "atlas-111111", "222222": "atlas-222222"}
    ends.close()
    again = node("333333", raylet())
    assert names(nodes, *both, again) == {"111111": "atlas-111111", "333333": "atlas-222222"}


def test_a_driver_that_comes_between_sees_the_living_one_alone(
    raylet: Callable[[], socket.socket],
) -> None:
    ended = raylet()
    old = node("old", ended)
    ended.close()
    assert names(NodeList(), old, node("new", raylet())) == {"new": "atlas"}


def test_nodes_that_live_and_share_a_name_are_told_apart(
    raylet: Callable[[], socket.socket],
) -> None:
    nodes = NodeList()
    one, other = node("111111", raylet()), node("222222", raylet())
    assert names(nodes, one) == {"111111": "atlas"}
    assert names(nodes, one, other) == {"111111": "atlas", "222222": "atlas-222222"}


def test_nodes_that_are_out_of_reach_from_here_all_stay(
    raylet: Callable[[], socket.socket],
) -> None:
    listener = raylet()
    old, new = node("111111", listener), node("222222", listener)
    listener.close()
    assert set(names(NodeList(), old, new)) == {"111111", "222222"}


def test_a_node_without_a_name_is_named_after_its_machine() -> None:
    told = {"NodeID": "1", "NodeManagerAddress": "10.0.0.2", "NodeManagerPort": 7, "Alive": True}
    assert RayNode.from_ray(told).name == "10.0.0.2"
    named = {**told, "NodeName": "10.0.0.2", "NodeManagerHostname": "atlas-2"}
    assert RayNode.from_ray(named) == RayNode("1", "atlas-2", "10.0.0.2", 7, alive=True)
    assert RayNode.from_ray({**named, "NodeName": "left"}).name == "left"
