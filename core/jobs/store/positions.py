"""Places in the queue: where documents stand, and which numbers they get when they are moved."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

SPACING = 1 << 16
"""Between places that are given again: moves then change the moved ones alone."""


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """Some jobs, in this order, and who stands around them."""

    job_ids: tuple[str, ...]
    before: str | None
    """The one that they stand before; ``None``: they are the last."""
    after: str | None = None
    """The one that they follow: where ``before`` has gone."""


def capture_positions(order: Sequence[str], job_ids: Iterable[str]) -> tuple[QueuePosition, ...]:
    """Where these stand among all; :func:`renumber` puts them back there."""
    moving = frozenset(job_ids)
    places: list[QueuePosition] = []
    run: list[str] = []
    after: str | None = None
    for job_id in order:
        if job_id in moving:
            run.append(job_id)
            continue
        if run:
            places.append(QueuePosition(tuple(run), job_id, after))
            run = []
        after = job_id
    if run:
        places.append(QueuePosition(tuple(run), None, after))
    return tuple(places)


def renumber(positions: Mapping[str, int], places: Iterable[QueuePosition]) -> dict[str, int]:
    """New numbers for those whose numbers change.

    ``positions``: of all jobs, in their order. Jobs that are not among them are passed by; a place
    of which no neighbour is left is at the end.
    """
    places = list(places)
    moving = {one for place in places for one in place.job_ids if one in positions}
    if not moving:
        return {}
    stay = [one for one in positions if one not in moving]
    at, beyond = _followers(list(positions), moving)
    heads: dict[str | None, list[str]] = {}
    for place in places:
        anchor: str | None = None
        if place.before in at:
            anchor = at[place.before]
        elif place.before is not None and place.after in beyond:
            anchor = beyond[place.after]
        head = heads.setdefault(anchor, [])
        head += [one for one in dict.fromkeys(place.job_ids) if one in positions]
    new = _numbers(positions, stay, heads)
    if new is None:  # no room: everybody gets a new place, with room for later
        whole = [one for each in (*stay, None) for one in (*heads.get(each, ()), each) if one]
        new = dict(zip(whole, range(SPACING, (len(whole) + 1) * SPACING, SPACING), strict=True))
    return {one: number for one, number in new.items() if positions[one] != number}


def _followers(
    order: Sequence[str], moving: Container[str]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Of each the next one that stays: itself, if it does, and the one beyond it."""
    at: dict[str, str | None] = {}
    beyond: dict[str, str | None] = {}
    follower: str | None = None
    for one in reversed(order):
        beyond[one] = follower
        if one not in moving:
            follower = one
        at[one] = follower
    return at, beyond


def _numbers(
    positions: Mapping[str, int], stay: list[str], heads: Mapping[str | None, list[str]]
) -> dict[str, int] | None:
    """Numbers for the moved ones between those that stay; ``None`` where there is no room."""
    new: dict[str, int] = {}
    low: int | None = None
    for each in (*stay, None):
        high = None if each is None else positions[each]
        head = heads.get(each, ())
        between = _between(low, high, len(head))
        if between is None:
            return None
        new |= zip(head, between, strict=True)
        low = high
    return new


def _between(low: int | None, high: int | None, number: int) -> range | None:
    """That many numbers, in order, between two others; ``None`` where there is no room."""
    if number == 0:
        return range(0)
    if high is None:
        first = (low or 0) + 1
        return range(first, first + number)
    if low is None:
        return range(high - number * SPACING, high, SPACING)
    step = (high - low) // (number + 1)
    return range(low + step, low + step * number + 1, step) if step > 0 else None
