"""Ray's list of nodes, as hosts with a name each that they keep."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from core.cluster.model import ClusterNode, unique_names

ANSWER_S = 1.0
"""Within which a raylet that lives lets one connect."""


@dataclass(frozen=True, slots=True)
class RayNode:
    """One of Ray's nodes, as Ray lists it."""

    node_id: str
    name: str
    address: str
    port: int
    """Of its raylet."""
    alive: bool
    """False once Ray has noticed, which takes up to half a minute."""

    @classmethod
    def from_ray(cls, node: dict[str, Any]) -> Self:
        """From what ``ray.nodes()`` gives."""
        address = str(node["NodeManagerAddress"])
        name = str(node.get("NodeName") or "")
        if not name or name == address:  # what Ray takes where `ray start` was given no name
            name = str(node.get("NodeManagerHostname") or address)
        port = int(node.get("NodeManagerPort") or 0)
        return cls(str(node["NodeID"]), name, address, port, bool(node["Alive"]))

    @property
    def place(self) -> tuple[str, str]:
        """What two nodes of one host have in common."""
        return self.name, self.address


class NodeList:
    """Gives nodes their names.

    A host that starts Ray again is listed twice until Ray notices that the first node is gone. It
    has its name all the same: that is what its cards' keys begin with.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        """Node id → host, also of nodes that are gone."""
        self._ended: set[str] = set()
        """Ids of nodes that Ray lists as alive, and that have ended."""

    async def living(self, listed: Sequence[RayNode]) -> list[ClusterNode]:
        """The nodes that are alive, with the names that they had before."""
        alive = [node for node in listed if node.alive and node.node_id not in self._ended]
        for _, same in groupby(sorted(alive, key=_place), key=_place):
            await self._sort_out(list(same))
        alive = [node for node in alive if node.node_id not in self._ended]
        names = unique_names([(node.node_id, *node.place) for node in alive])
        return [
            ClusterNode(
                node.node_id,
                self._names.setdefault(node.node_id, names[node.node_id]),
                node.address,
                alive=True,
            )
            for node in alive
        ]

    async def _sort_out(self, same: Sequence[RayNode]) -> None:
        """Find out which nodes of one name and address have ended, when another one comes."""
        new = [node for node in same if node.node_id not in self._names]
        if len(same) == 1 or not new:
            return
        answers = await asyncio.gather(*map(_answers, same))
        if not any(answers):  # out of reach from here: that says nothing
            return
        new_ports = {node.port for node in new}
        for node, answered in zip(same, answers, strict=True):
            # Where all raylets are given one port, the one that answers is the last that came.
            is_superseded = node not in new and node.port in new_ports
            if is_superseded or not answered:
                self._ended.add(node.node_id)
        names = {self._names.get(node.node_id) for node in same if node.node_id in self._ended}
        names.discard(None)
        left = [node for node in new if node.node_id not in self._ended]
        if len(names) == len(left) == 1:
            name = names.pop()
            assert name is not None
            self._names[left[0].node_id] = name


def _place(node: RayNode) -> tuple[str, str]:
    return node.place


async def _answers(node: RayNode) -> bool:
    """Whether its raylet still accepts connections."""
    try:
        async with asyncio.timeout(ANSWER_S):
            _, writer = await asyncio.open_connection(node.address, node.port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
