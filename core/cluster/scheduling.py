"""Which cards of which hosts a run works on: what ``--card`` means over a cluster.

Which document goes where is decided by the runners themselves: each takes the next one as soon as
it is done, so a slow host takes fewer. What is decided here is who may take any, and who first:
where there are fewer documents than cards, the first cards of the list get them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.cards.selection import (
    AUTO,
    MEMORY_NEED_MB,
    CardUnavailableError,
    CardWarning,
    UnknownCardError,
    rank,
    select_cards,
    unfit_reason,
)
from core.cluster.model import ClusterReading, HostStatus
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.registry import BEST_FIRST
from core.jobs.scheduling.card_assignment import CardAssignment
from core.messages import Message, joined, msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

_REASONS = 16
"""Hosts and cards that a refusal names at most."""


@dataclass(frozen=True, slots=True)
class _HostCards:
    """What ``auto`` takes of a host, its best card first."""

    cards: tuple[Card, ...] = ()
    reasons: tuple[Message, ...] = ()
    """Why it takes no more."""
    failure: Failure | None = None
    """No engine is ready there."""


def assign_cluster_cards(
    wanted: str, choice: EngineChoice, found: ClusterReading, workers: int | None = None
) -> CardAssignment:
    """The cards that ``--card`` means. ``workers``: on each host's CPU; ``None``: what fits.

    Raises `UnknownCardError` for a key or a host that is not listed.
    """
    cards: dict[str, Card] = {}
    notes: list[CardWarning] = []
    without_cards: list[_HostCards] = []
    named: list[str] = []
    for key in (key.strip() for key in wanted.split(",")):
        host, _, own = key.rpartition("/")
        if own != AUTO:
            named.append(key)
            continue
        hosts = [one for one in found.hosts if host in ("", one.name)]
        if not hosts:
            raise UnknownCardError(
                msg("There is no host '{host}' in the cluster.", host=host),
                msg("Its hosts: {names}.", names=", ".join(one.name for one in found.hosts)),
            )
        found_by_host = [_host_cards(one, choice, found) for one in hosts]
        without_cards += [found_cards for found_cards in found_by_host if not found_cards.cards]
        cards |= {
            card.key: card
            for card in _round_robin(found_cards.cards for found_cards in found_by_host)
        }
    if named:
        try:
            selection = select_cards(
                found.reading,
                ",".join(named),
                need_mb=_need_mb(choice, found.hosts),
                reservations=found.reservations,
            )
        except UnknownCardError as error:
            raise _unknown(named, found) from error
        except CardUnavailableError as error:
            failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
            return _unavailable(failure)
        cards |= {card.key: card for card in selection.cards}
        notes += selection.warnings
    if not cards:
        return _unavailable(_explain_no_card(without_cards))
    return CardAssignment(
        tuple(cards.values()),
        tuple(notes),
        host_cpu_workers=_cpu_workers(cards, choice, found, workers),
    )


def engine_of(host: HostStatus, choice: EngineChoice) -> Engine | Failure:
    """The engine that a document gets on a host, as that host told."""
    by_name = {status.name: status for status in host.engines}
    names = BEST_FIRST if choice is EngineChoice.AUTO else (EngineName(choice.value),)
    for name in names:
        status = by_name.get(name)
        if status is not None and status.engine is not None:
            return status.engine
    last = by_name.get(names[-1])
    if last is not None and last.failure is not None:
        failure = last.failure
        message = msg("{host}: {reason}", host=host.name, reason=failure.message)
        hint = failure.hint and msg("On {host}: {reason}", host=host.name, reason=failure.hint)
        return replace(failure, message=message, hint=hint)
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg("{host} does not tell which engines it has.", host=host.name),
        msg("`headframe doctor --cluster ADDRESS` looks at each host."),
    )


def cluster_engines(hosts: Iterable[HostStatus], choice: EngineChoice) -> list[Engine]:
    """What documents get on those hosts that are ready for them."""
    engines = (engine_of(host, choice) for host in hosts if host.lost_at is None)
    return [engine for engine in engines if isinstance(engine, Engine)]


def _host_cards(host: HostStatus, choice: EngineChoice, found: ClusterReading) -> _HostCards:
    if host.lost_at is not None:
        return _HostCards(reasons=(msg("{host} is lost.", host=host.name),))
    engine = engine_of(host, choice)
    if isinstance(engine, Failure):
        return _HostCards(failure=engine)
    own = [card for card in found.reading.cards if card.host == host.name]
    accelerators = [card for card in own if card.kind is not CardKind.CPU]
    if not engine.uses_card or not accelerators:
        # Never to the processor because a driver did not answer.
        silent = engine.uses_card and bool(found.reading.silent)
        cpus = () if silent else tuple(card for card in own if card.kind is CardKind.CPU)
        return _HostCards(cpus)
    need = MEMORY_NEED_MB.get(engine.name)
    reasons = {card.key: unfit_reason(card, need, found.reservations) for card in accelerators}
    fit = sorted((card for card in accelerators if reasons[card.key] is None), key=rank)
    return _HostCards(
        tuple(fit),
        tuple(
            msg("{card}: {reason}", card=card.label, reason=reason)
            for card in accelerators
            if (reason := reasons[card.key]) is not None
        ),
    )


def _round_robin(found_by_host: Iterable[tuple[Card, ...]]) -> list[Card]:
    """Each host's best card, then each one's second: few documents go over many hosts."""
    lists = [list(cards) for cards in found_by_host]
    turns = max((len(cards) for cards in lists), default=0)
    return [
        card
        for turn in range(turns)
        for card in sorted((cards[turn] for cards in lists if turn < len(cards)), key=rank)
    ]


def _cpu_workers(
    cards: Iterable[str], choice: EngineChoice, found: ClusterReading, workers: int | None
) -> dict[str, int]:
    """How many documents at a time each host's CPU gets, where it is among the cards."""
    result = {}
    chosen = set(cards)
    for host in found.hosts:
        key = f"{host.name}/cpu"
        engine = engine_of(host, choice)
        if key in chosen and host.facts is not None:
            several = isinstance(engine, Engine) and not engine.uses_card
            result[key] = workers or (host.facts.cpu_workers if several else 1)
    return result


def _unknown(named: list[str], found: ClusterReading) -> UnknownCardError:
    keys = [card.key for card in found.reading.cards]
    more = [] if len(keys) <= _REASONS else ["…"]
    return UnknownCardError(
        msg(
            "There is no card '{key}' in the cluster.",
            key=next((key for key in named if key not in keys), named[0]),
        ),
        msg("Its cards: {keys}.", keys=", ".join([*keys[:_REASONS], *more])),
    )


def _need_mb(choice: EngineChoice, hosts: Iterable[HostStatus]) -> float | None:
    engines = (engine_of(host, choice) for host in hosts)
    needs = [
        need
        for engine in engines
        if isinstance(engine, Engine)
        if (need := MEMORY_NEED_MB.get(engine.name)) is not None
    ]
    return max(needs, default=None)


def _explain_no_card(without_cards: list[_HostCards]) -> Failure:
    failures = [one.failure for one in without_cards if one.failure is not None]
    reasons = [reason for one in without_cards for reason in one.reasons]
    if failures and not reasons:
        return failures[0]
    told = [*reasons, *(failure.message for failure in failures)][:_REASONS]
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("No card can do this work. {reasons}", reasons=joined(told)),
        msg("Free a card, or choose some with --card; HOST/cpu works without one."),
    )


def _unavailable(failure: Failure) -> CardAssignment:
    """Each document is told why: by a runner here, on a card that it does not use."""
    return CardAssignment((cpu_card(None, None),), unavailable=failure)
