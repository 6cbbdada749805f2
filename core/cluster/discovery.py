"""Finding out which cards of a cluster work goes to: hosts answer within seconds, or not at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection

from core.cards.cpu import cpu_card, processor_name
from core.cards.model import Card
from core.cards.selection import AUTO, UnknownCardError
from core.cluster.model import ClusterReading
from core.cluster.remote_hosts import RemoteHosts
from core.cluster.scheduling import assign_cluster_cards, engine_of
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.jobs.model import ANY_CARD, CardSet
from core.jobs.scheduling.card_assignment import CardAssignment
from core.session.messages import CardsAssigned
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)


def start_cluster_discovery(
    wanted: str,
    choice: EngineChoice,
    hosts: RemoteHosts,
    post: Callable[[CardsAssigned | None], None],
    *,
    workers: int | None = None,
    route: CardSet = ANY_CARD,
) -> None:
    """Find the cards for ``wanted`` (what ``--card`` takes) in a thread, and post them from it.

    ``None`` is posted while no host can be reached: documents wait, as they do for a single host
    that is lost. ``workers``: documents at a time on each host's CPU; ``None``: what fits.
    """

    def run() -> None:
        try:
            post(_discover(wanted, choice, hosts, workers, route))
        except Exception:  # Ray may raise anything, and the window waits for an answer
            log.exception("the cards of the cluster cannot be found out")
            post(None)

    threading.Thread(target=run, name="cluster-discovery", daemon=True).start()


def _discover(
    wanted: str,
    choice: EngineChoice,
    hosts: RemoteHosts,
    workers: int | None,
    route: CardSet,
) -> CardsAssigned | None:
    def assign(keys: str, found: ClusterReading) -> CardAssignment | None:
        if not any(host.lost_at is None for host in found.hosts):
            return None
        return assign_present_cards(keys, choice, found, workers)

    try:
        assignment = assign_arrived(wanted, assign, hosts)
        if assignment is None:
            return None
    except UnknownCardError as error:
        failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
        assignment = CardAssignment((cpu_card(None, processor_name()),), unavailable=failure)
    engine = _engine_on(assignment.cards[0], choice, hosts)
    return CardsAssigned(assignment, engine if assignment.unavailable is None else None, (), route)


def assign_arrived(
    wanted: str,
    assign: Callable[[str, ClusterReading], CardAssignment | None],
    hosts: RemoteHosts,
) -> CardAssignment | None:
    """What ``assign`` finds on the hosts that have answered, without waiting for slow ones.

    ``assign`` gets the keys of ``wanted`` that are theirs. Slow hosts are waited for where nothing
    can be done without them. Raises what ``assign`` raises.
    """
    found = hosts.read_arrived()
    while True:
        starting = found.starting
        keys = keys_without(wanted, starting)
        try:
            assignment = assign(keys, found) if keys or not starting else None
        except UnknownCardError:
            if not starting:
                raise
        else:
            is_of_use = assignment is not None and assignment.unavailable is None
            if is_of_use or not starting:
                return assignment
        found = hosts.read_next_arrival()


def keys_without(wanted: str, hosts: Collection[str]) -> str:
    """Of what ``--card`` takes, the keys that are of none of these hosts."""
    keys = (key.strip() for key in wanted.split(","))
    return ",".join(key for key in keys if key and key.rpartition("/")[0] not in hosts)


def assign_present_cards(
    wanted: str, choice: EngineChoice, found: ClusterReading, workers: int | None = None
) -> CardAssignment:
    """As :func:`assign_cluster_cards`, but cards of hosts that are lost are kept, and wait.

    A key of a host that is not in the cluster is left out, as long as another one is there.
    Raises `UnknownCardError` where no key is known.
    """
    keys = [key.strip() for key in wanted.split(",") if key.strip()]
    lost = {host.name for host in found.hosts if host.lost_at is not None}
    names = {host.name for host in found.hosts}
    cards = {card.key: card for card in found.reading.cards}

    def host_of(key: str) -> str:
        return key.rpartition("/")[0]

    waiting = [cards[key] for key in keys if host_of(key) in lost and key in cards]
    present = [
        key
        for key in keys
        if host_of(key) not in lost
        and (key in cards or (key.endswith(AUTO) and host_of(key) in ("", *names)))
    ]
    if not present:
        if waiting:
            return CardAssignment(tuple(waiting))
        return assign_cluster_cards(wanted, choice, found, workers)
    assignment = assign_cluster_cards(",".join(present), choice, found, workers)
    if assignment.unavailable is not None or not waiting:
        return assignment
    kept = {card.key: card for card in (*assignment.cards, *waiting)}
    return CardAssignment(
        tuple(kept.values()), assignment.warnings, host_cpu_workers=assignment.host_cpu_workers
    )


def _engine_on(card: Card, choice: EngineChoice, hosts: RemoteHosts) -> EngineName | None:
    status = hosts.status(card.host or "")
    engine = None if status is None else engine_of(status, choice)
    return engine.name if isinstance(engine, Engine) else None
