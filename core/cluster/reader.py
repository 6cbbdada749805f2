"""All cards of a cluster in one reading: each host's own, under keys that begin with the host."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.cards.model import Card, CardKind, Health, Problem, Reading, ReadingSource
from core.cards.reservations import Reservations, load_reservations
from core.cluster.connection import ClusterConnection, HostCallError
from core.cluster.messages import HostSurvey
from core.cluster.model import ClusterReading, HostState, HostStatus, SurveyWait
from core.messages import Message, msg

WAIT_S = 10.0
"""For a host that is slow to answer; what it told before is shown then, with its age."""


class ClusterReader:
    """Reads all hosts at once. The monitor, the window and the command use it as a `CardReader`.

    A host that is lost keeps its cards in the list: not usable, with since when.
    """

    def __init__(
        self,
        connection: ClusterConnection,
        home: Path,
        wait_s: float = WAIT_S,
        wait: SurveyWait = SurveyWait.ALL,
    ) -> None:
        """``wait``: for hosts whose agents are being started."""
        self._connection = connection
        self._home = home
        self._wait_s = wait_s
        self._wait = wait
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._latest: ClusterReading | None = None

    @property
    def latest(self) -> ClusterReading | None:
        """What the last reading found; ``None`` before the first."""
        return self._latest

    def read(self) -> Reading:
        """All hosts' cards now. Blocks; never raises."""
        return self.read_all().reading

    def read_all(self, wait: SurveyWait | None = None) -> ClusterReading:
        """The same with the hosts. One reading at a time; a second caller waits."""
        with self._lock:
            before = () if self._latest is None else self._latest.hosts
            cards = () if self._latest is None else self._latest.reading.cards
            now = datetime.now(UTC)
            kept = load_reservations(self._home)
            try:
                surveys = self._connection.survey(
                    self._wait_s,
                    wait=wait or self._wait,
                    is_wanted=lambda: not self._stopped.is_set(),
                )
            except HostCallError as error:
                found = lost_reading(before, cards, error.reason, now, kept)
            else:
                found = merged(surveys or (), before, cards, now, kept)
            self._latest = found
            return found

    def interrupt(self) -> None:
        """End the reading in flight within a moment, for good. The connection stays."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing is held: the connection is its owner's."""


def merged(
    surveys: Sequence[HostSurvey],
    before: Sequence[HostStatus],
    earlier: Sequence[Card],
    now: datetime,
    kept: Reservations,
) -> ClusterReading:
    """One reading of what the hosts told. ``earlier``: the cards of the reading before."""
    known = {status.name: status for status in before}
    hosts: list[HostStatus] = []
    cards: list[Card] = []
    notes: dict[str, str] = {}
    silent: set[CardKind] = set()
    for survey in sorted(surveys, key=lambda one: _natural_key(one.node.host)):
        name = survey.node.host
        status = _status(survey, known.get(name), now)
        hosts.append(status)
        if survey.report is not None:
            own = [on_host(card, name) for card in survey.report.reading.cards]
            theirs = survey.report.reservations.notes
            notes |= {f"{name}/{one}": text for one, text in theirs.items()}
            silent |= survey.report.reading.silent
        else:
            own = [card for card in earlier if card.host == name]
        cards += [lost_card(card, status) for card in own] if status.lost_at else own
    names = {status.name for status in hosts}
    for name, status in known.items():  # Ray forgets dead nodes after a while
        if name not in names:
            gone = _as_lost(status, now)
            hosts.append(gone)
            cards += [lost_card(card, gone) for card in earlier if card.host == name]
    reading = Reading(
        read_at=max((one.read_at for one in hosts if one.read_at), default=now),
        source=ReadingSource.CLUSTER,
        cards=tuple(cards),
        silent=frozenset(silent),
    )
    ours = {one.node.host: one.report.ours for one in surveys if one.report is not None}
    return ClusterReading(
        reading,
        tuple(hosts),
        Reservations({**notes, **kept.notes}),
        host_reservations=Reservations(notes),
        ours=ours,
    )


def lost_reading(
    before: Sequence[HostStatus],
    cards: Sequence[Card],
    reason: Message | str,
    now: datetime,
    kept: Reservations,
) -> ClusterReading:
    """The cluster as a whole is out of reach."""
    hosts = tuple(_as_lost(status, now) for status in before)
    by_name = {status.name: status for status in hosts}
    problem = Problem(
        "cluster-lost",
        msg("The cluster does not answer: {reason}.", reason=reason),
        msg("Check that its head runs (`ray status` there). Headframe reconnects automatically."),
    )
    return ClusterReading(
        Reading(
            read_at=max((one.read_at for one in hosts if one.read_at), default=now),
            source=ReadingSource.CLUSTER,
            cards=tuple(
                lost_card(card, by_name[card.host]) if card.host in by_name else card
                for card in cards
            ),
            problems=(problem,),
        ),
        hosts,
        kept,
    )


def on_host(card: Card, host: str) -> Card:
    """A host's own card as it stands in the cluster's list."""
    return dataclasses.replace(
        card, key=f"{host}/{card.key}", label=f"{host} · {card.label}", host=host
    )


def on_its_own(card: Card) -> Card:
    """The other way: as its host lists it."""
    if card.host is None:
        return card
    prefix, label = f"{card.host}/", f"{card.host} · "
    return dataclasses.replace(
        card,
        key=card.key.removeprefix(prefix),
        label=card.label.removeprefix(label),
        host=None,
    )


def lost_card(card: Card, status: HostStatus) -> Card:
    """A card of a host that is lost: listed, not usable, and nothing else is known of it now."""
    if status.lost_at is None:
        return card
    since = status.lost_at.astimezone().strftime("%H:%M:%S")
    reason = msg("{host} is lost since {time}.", host=status.name, time=since)
    return dataclasses.replace(
        card,
        usable=False,
        reason=reason,
        health=Health.UNKNOWN,
        power_w=None,
        temperature_c=None,
        utilisation_percent=None,
        memory_used_mb=None,
        processes=(),
    )


def _status(survey: HostSurvey, before: HostStatus | None, now: datetime) -> HostStatus:
    report, node = survey.report, survey.node
    problems = () if report is None else report.reading.problems
    if survey.trouble is not None and node.alive:
        problems = (*problems, _agent_problem(node.host, survey.trouble))
    lost_at = None
    if not node.alive:
        lost_at = before.lost_at if before is not None and before.lost_at else now
    return HostStatus(
        name=node.host,
        address=node.address,
        state=HostState.ALIVE if node.alive else HostState.LOST,
        read_at=None if report is None else report.reading.read_at,
        facts=survey.facts or (None if before is None else before.facts),
        engines=() if report is None else report.engines,
        problems=problems,
        lost_at=lost_at,
    )


def _as_lost(status: HostStatus, now: datetime) -> HostStatus:
    return dataclasses.replace(status, state=HostState.LOST, lost_at=status.lost_at or now)


def _agent_problem(host: str, reason: Message | str) -> Problem:
    if isinstance(reason, str):
        reason = reason.rstrip(".")
    return Problem(
        "host-agent",
        msg("The cards of {host} cannot be read: {reason}.", host=host, reason=reason),
        msg("Look there: `ray status`, and Ray's logs in /tmp/ray/session_latest/logs."),
    )


def _natural_key(name: str) -> list[tuple[bool, int, str]]:
    """Numbers in a name count as numbers: atlas-2 stands before atlas-10."""
    parts: list[tuple[bool, int, str]] = []
    digits = ""
    for char in f"{name}\0":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            parts.append((False, int(digits), ""))
            digits = ""
        parts.append((True, 0, char))
    return parts
