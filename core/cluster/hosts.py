"""The gateway's side of the hosts: which there are, an agent on each, actors for their cards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.cluster.card_actor import CardActor
from core.cluster.host_agent import HostAgent
from core.cluster.messages import AgentAnswer, AgentCallFailed, CardHolder, HostSurvey
from core.cluster.model import ClusterNode, HostFacts, HostReport, SurveyWait
from core.cluster.node_list import NodeList, RayNode
from core.messages import Message, msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

NODES_S = 2.0
"""Between two looks at Ray's list of nodes."""
HEAD_LOST_S = 30.0
"""A head that has not answered for so long is taken for lost; documents at work go on until then,
because their actors need it not."""
AGENT_STARTS_S = 120.0
"""An agent's first answer: Ray unpacks the code there and starts a Python."""
REPORT_S = 45.0
"""A driver's tool on a busy host takes half a minute."""
AGENT_THREADS = 32
ACTOR_THREADS = 8
REMOVE_STALE_S = 6.0
"""Where an agent has to be started for it; else it takes milliseconds."""
AS_QUICK_S = 2.0
"""Hosts that answer within this of the first one, or within twice its time, begin together."""
SWEEP_AFTER_S = 4.0
"""From an actor's end to a look at what its process left: the guard removes that itself, unless it
was killed, too."""
KEEP_ACTOR_S = 60.0
"""How long an actor without a process is kept for the next one: starting one takes seconds."""


class HostLostError(Exception):
    """There is no such host any more, or it does not answer; :attr:`reason` says why."""

    def __init__(self, reason: Message | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


class CardHeldError(Exception):
    """Another Headframe works on the card; :attr:`failure` says whose."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


@dataclass(eq=False)
class CardHandle:
    """An actor for a card."""

    host: str
    card: str
    actor: Any
    idle_since: float | None = None
    after: int = 0
    """Number of the last event that was fetched."""
    turn: int = 0
    """Of the last question, and :attr:`ordered`: number of the last order, both for as long as the
    actor lives."""
    ordered: int = 0


@dataclass
class _Host:
    node: ClusterNode
    agent: Any = None
    facts: HostFacts | None = None
    report: HostReport | None = None
    problem: Message | str | None = None
    refreshing: asyncio.Task[None] | None = None
    cards: list[CardHandle] = field(default_factory=list)
    unshared: set[int] = field(default_factory=set)
    """Devices of files here that it was seen not to have."""


class HostDirectory:
    """Belongs to the gateway's loop."""

    def __init__(self, owner: CardHolder) -> None:
        self._owner = owner
        self._hosts: dict[str, _Host] = {}
        self._nodes = NodeList()
        self._has_lost_one = False
        """Whether a host was lost, with what its workers had there."""
        self._known = asyncio.Event()
        self._sweeping: set[asyncio.Task[None]] = set()

    async def watch(self) -> None:
        """Follow the list of nodes; returns when the head is lost."""
        import ray

        answered = time.monotonic()
        while time.monotonic() - answered < HEAD_LOST_S:
            try:
                async with asyncio.timeout(HEAD_LOST_S):
                    listed = await asyncio.to_thread(ray.nodes)
                listed_nodes = [RayNode.from_ray(node) for node in listed]
                self._update_nodes(await self._nodes.living(listed_nodes))
                answered = time.monotonic()
                self._known.set()
            except TimeoutError:
                break
            except Exception:  # whatever Ray raises: it is asked again until HEAD_LOST_S
                log.warning("the head does not answer", exc_info=True)
            self._end_idle()
            await asyncio.sleep(NODES_S)
        log.error("the head has not answered for %d s", HEAD_LOST_S)

    def is_alive(self, handle: CardHandle) -> bool:
        """Whether the host that the actor was made on is still there, as far as is known."""
        host = self._hosts.get(handle.host)
        return host is not None and host.node.alive and handle in host.cards

    async def nodes(self) -> list[ClusterNode]:
        """All hosts, those that are lost among them."""
        await self._until_known()
        return [host.node for host in self._hosts.values()]

    async def survey(self, wait_s: float, wait: SurveyWait) -> list[HostSurvey]:
        """What every host told last, with what those tell now that answer in time."""
        await self._until_known()
        for host in self._hosts.values():
            is_asked = wait is not SurveyWait.NEXT or host.report is None
            if not (host.node.alive and is_asked):
                continue
            if host.refreshing is None or host.refreshing.done():
                host.refreshing = asyncio.create_task(self._refresh(host))
        tasks = {
            host.refreshing: host for host in self._hosts.values() if host.refreshing is not None
        }
        starting = {task for task, host in tasks.items() if host.report is None}
        known = set(tasks) - starting
        match wait:
            case SurveyWait.ALL:
                await _wait(known, wait_s)
                await _wait(starting, AGENT_STARTS_S)
            case SurveyWait.NEXT:
                await _wait(starting, wait_s, return_when=asyncio.FIRST_COMPLETED)
            case SurveyWait.FIRST if known:
                await _wait(known, wait_s)
            case SurveyWait.FIRST:
                began = time.monotonic()
                while starting and not any(host.report for host in tasks.values()):
                    await _wait(starting, AGENT_STARTS_S, return_when=asyncio.FIRST_COMPLETED)
                    starting = {one for one in starting if not one.done()}
                await _wait(starting, max(AS_QUICK_S, time.monotonic() - began))
            case SurveyWait.NONE:
                await _wait(known | starting, wait_s)
        return [
            HostSurvey(host.node, host.facts, host.report, host.problem)
            for host in self._hosts.values()
        ]

    async def call(
        self, name: str, method: str, arguments: tuple[Any, ...], timeout_s: float
    ) -> AgentAnswer | AgentCallFailed:
        """Ask a host's agent."""
        try:
            await self._until_known()
            host = self._alive(name)
            value = await result_of(
                getattr(self._agent(host), method).remote(*arguments), timeout_s
            )
        except HostLostError as error:
            return AgentCallFailed(lost=True, reason=error.reason)
        except Exception as error:  # Ray may raise anything
            lost = is_lost(error) or isinstance(error, TimeoutError)
            if not lost:
                log.exception("%s of %s has failed", method, name)
            return AgentCallFailed(lost=lost, reason=reason_of(error))
        return AgentAnswer(value)

    async def remove_stale(self) -> None:
        """Have each host's agent remove what killed workers left there; waits a moment for it.

        A host that was lost and is back has no agent until it is asked for something.
        """
        agents = [
            self._agent(host)
            for host in self._hosts.values()
            if host.node.alive and (host.agent is not None or self._has_lost_one)
        ]
        calls = [result_of(agent.remove_stale.remote(), REMOVE_STALE_S) for agent in agents]
        await asyncio.gather(*calls, return_exceptions=True)  # a host may be gone by now

    def may_share(self, name: str, source: Path) -> bool:
        """Whether the host may see that file itself, as far as it is known."""
        host = self._hosts.get(name)
        return host is not None and source.stat().st_dev not in host.unshared

    def note_unshared(self, name: str, source: Path) -> None:
        """The host does not see that file, nor others of its drive."""
        if (host := self._hosts.get(name)) is not None:
            host.unshared.add(source.stat().st_dev)

    # Actors for cards --------------------------------------------------------------------------

    async def take_card(self, name: str, card: str) -> CardHandle:
        """An actor for a card of a host, one that was let go a moment ago if possible.

        Raises :class:`HostLostError` and :class:`CardHeldError`.
        """
        host = self._alive(name)
        for handle in host.cards:
            if handle.card == card and handle.idle_since is not None:
                handle.idle_since = None
                return handle
        handle = CardHandle(name, card, await self._make(host, card))
        host.cards.append(handle)
        return handle

    def release(self, handle: CardHandle) -> None:
        """Keep it for a while: its process is over."""
        handle.idle_since = time.monotonic()

    def discard(self, handle: CardHandle) -> None:
        """End it, and whatever it holds."""
        import ray

        for host in self._hosts.values():
            if handle in host.cards:
                host.cards.remove(handle)
                self._sweep_later(host)
        try:
            ray.kill(handle.actor, no_restart=True)
        except Exception:  # whatever Ray raises, the actor is not there to be killed
            log.info("the actor of %s on %s is gone", handle.card, handle.host)

    def _sweep_later(self, host: _Host) -> None:
        async def sweep() -> None:
            await asyncio.sleep(SWEEP_AFTER_S)
            if host.node.alive and host.agent is not None:
                with contextlib.suppress(
                    Exception
                ):  # Ray may raise anything: it is done at the end
                    await result_of(host.agent.remove_stale.remote(), REMOVE_STALE_S)

        task = asyncio.create_task(sweep())
        self._sweeping.add(task)
        task.add_done_callback(self._sweeping.discard)

    async def _make(self, host: _Host, card: str) -> Any:  # noqa: ANN401
        import ray

        options: dict[str, Any] = {
            "num_cpus": 0,
            "max_concurrency": ACTOR_THREADS,
            "scheduling_strategy": _on(host.node),
        }
        if card != "cpu":  # which has room for several
            options["name"] = f"{host.node.host}/{card}"
        try:
            kind: Any = ray.remote(CardActor)
            actor = await asyncio.to_thread(lambda: kind.options(**options).remote(self._owner))
            await result_of(actor.holder.remote(), AGENT_STARTS_S)
        except ValueError as error:
            raise CardHeldError(await self._holder_failure(host, card)) from error
        except Exception as error:  # Ray may raise anything: the host counts as lost
            raise HostLostError(reason_of(error)) from error
        return actor

    async def _holder_failure(self, host: _Host, card: str) -> Failure:
        """Who has the card."""
        import ray

        place = f"{host.node.host}/{card}"
        try:
            find: Any = ray.get_actor
            actor = await asyncio.to_thread(find, place)
            owner: CardHolder = await result_of(actor.holder.remote(), 10.0)
        except Exception:  # whatever Ray raises: the card stays its holder's
            log.warning("%s is held, and its holder does not answer", place, exc_info=True)
            message = msg("Another Headframe works on {card}.", card=place)
        else:
            message = msg(
                "Another Headframe works on {card}: that of {user} on {machine} (process {pid}), "
                "since {since}.",
                card=place,
                user=owner.user,
                machine=owner.machine,
                pid=owner.pid,
                since=owner.since.astimezone().strftime("%Y-%m-%d %H:%M"),
            )
        return Failure(
            FailureKind.CARD_UNAVAILABLE,
            message,
            msg("Pick another card, or wait until that one is done."),
            Scope.CARD,
        )

    def _end_idle(self) -> None:
        now = time.monotonic()
        for host in self._hosts.values():
            for handle in tuple(host.cards):
                if handle.idle_since is not None and now - handle.idle_since > KEEP_ACTOR_S:
                    self.discard(handle)

    async def _until_known(self) -> None:
        """Raises ``TimeoutError`` when Ray does not say which hosts there are."""
        async with asyncio.timeout(HEAD_LOST_S):
            await self._known.wait()

    # Hosts -------------------------------------------------------------------------------------

    def _update_nodes(self, alive: Sequence[ClusterNode]) -> None:
        for node in alive:
            host = self._hosts.get(node.host)
            if host is None or host.node.node_id != node.node_id:
                log.info("%s is there (%s)", node.host, node.address)
                self._has_lost_one |= host is not None
                report = None if host is None else host.report
                self._hosts[node.host] = _Host(node, report=report)
        living = {node.node_id for node in alive}
        for host in self._hosts.values():
            if host.node.alive and host.node.node_id not in living:
                log.warning("%s is lost", host.node.host)
                self._has_lost_one = True
                host.node = replace(host.node, alive=False)
                host.agent = None
                host.cards.clear()

    def _alive(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None or not host.node.alive:
            raise HostLostError(msg("it is not among the cluster's hosts"))
        return host

    def _agent(self, host: _Host) -> Any:  # noqa: ANN401
        import ray

        if host.agent is None:
            host.agent = (
                ray.remote(HostAgent)
                .options(
                    num_cpus=0,
                    max_concurrency=AGENT_THREADS,
                    scheduling_strategy=_on(host.node),
                )
                .remote()
            )
        return host.agent

    async def _refresh(self, host: _Host) -> None:
        try:
            agent = self._agent(host)
            if host.facts is None:
                host.facts = await result_of(agent.facts.remote(), AGENT_STARTS_S)
            report: HostReport = await result_of(agent.report.remote(), REPORT_S)
            host.report = report.received(datetime.now(UTC))
            host.problem = None
        except Exception as error:  # Ray may raise anything: it is tried again
            log.warning("the agent of %s fails", host.node.host, exc_info=True)
            host.problem = reason_of(error)
            host.agent = None  # made again at the next look


async def _wait(
    tasks: Collection[asyncio.Task[None]],
    timeout_s: float,
    *,
    return_when: str = asyncio.ALL_COMPLETED,
) -> None:
    """At most so long; at once where there is nothing to wait for."""
    if tasks:
        await asyncio.wait(tasks, timeout=timeout_s, return_when=return_when)


def _on(node: ClusterNode) -> Any:  # noqa: ANN401
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    return NodeAffinitySchedulingStrategy(node.node_id, soft=False)


async def result_of(reference: Any, timeout_s: float) -> Any:  # noqa: ANN401
    """What a call of an actor gives. Raises what it raised, and ``TimeoutError``."""
    async with asyncio.timeout(timeout_s):
        return await asyncio.wrap_future(reference.future())


def is_lost(error: BaseException) -> bool:
    """Whether the actor is gone or out of reach, as opposed to an error in its code."""
    from ray import exceptions

    return isinstance(
        error,
        exceptions.RayActorError
        | exceptions.ActorUnavailableError
        | exceptions.NodeDiedError
        | exceptions.ObjectLostError
        | exceptions.RaySystemError
        | ConnectionError,
    )


def reason_of(error: BaseException) -> Message | str:
    """Why a host does not do what it is asked: in a sentence's own words where Ray's are known.

    Of a host that is going Ray says much, and nothing that is of use.
    """
    from ray import exceptions

    match error:
        case exceptions.NodeDiedError():
            return msg("Ray has ended there")
        case exceptions.ActorDiedError():
            return msg("Headframe's process there has ended")
        case TimeoutError():
            return msg("it does not answer")
    return msg("it does not answer") if is_lost(error) else first_line(error)


def first_line(error: BaseException) -> str:
    """The line of what Ray says that says most: the first, or what a call was ended by."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    # A call that raised has the traceback of the other side below it.
    return (lines[-1] if "ray::" in lines[0] else lines[0])[:200]
