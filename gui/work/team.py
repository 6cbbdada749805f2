"""The card workers: found out, started when there is work, told to stop, waited for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cards.choosing import AUTO
from core.cards.cpu import CPU_KEY
from core.cards.model import Card
from core.engines.registry import Engines
from core.jobs.card_loop import CardLoop
from core.jobs.claims import Claims
from core.jobs.crew import Crew
from core.jobs.drives import Drives
from core.jobs.events import JobEvent
from core.jobs.lanes import OPEN_LANE, Lane, Lanes
from core.jobs.orders import StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.sideline import Sideline
from core.jobs.space import SpaceWatch
from core.jobs.targets import TargetBook
from core.paths import drives_file, logs_folder, queue_file
from core.settings import CARDS, CPU_WORKERS, ENGINE, WHEN_FULL, Settings
from core.worker.protocol import Failure
from gui.card_worker import CardWorker
from gui.work.mailbox import Note
from gui.work.scout import send_scout


@dataclass(frozen=True)
class House:
    """What workers need to know of this machine and this home."""

    home: Path
    engines: Engines
    environ: Mapping[str, str]

    @classmethod
    def at(cls, home: Path, environ: Mapping[str, str] = os.environ) -> House:
        """The house of a HEADFRAME_HOME."""
        return cls(home, Engines(home, environ), environ)


@dataclass(frozen=True)
class _Post:
    """A place to work at."""

    name: str
    """The card's key; of a post that only refuses, a name of its own."""
    card: Card
    lane: Lane = OPEN_LANE
    """Of a post that only refuses: whose documents."""
    refusal: Failure | None = None


class Team(QObject):
    """Starts, stops and counts the workers. Lives in the GUI thread."""

    gone = Signal()
    """The last thread of the team has ended."""

    def __init__(
        self, house: House, settings: Settings, post: Callable[[Note], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._house = house
        self._settings = settings
        self._post = post
        self._targets = TargetBook(Claims(house.home))
        self._space = SpaceWatch(Drives(drives_file(house.home)))
        self._sideline = Sideline(())
        self._lanes = Lanes()
        self._asked: dict[Lane, Crew | None] = {}
        """What open batches ask for; ``None`` while that is being found out."""
        self.passwords = PasswordBook()
        self.crew: Crew | None = None
        self._workers: list[CardWorker] = []
        self._leaving: list[CardWorker] = []
        self._scouting = False
        self._look_again = False
        self._dismissed = False
        self._sharing = 0
        """How many share the work: an int, which the workers' threads read."""
        self._waiting = 0
        """Documents that were told of last."""
        self._held_back = False
        """Nobody was started on a card, since one who leaves still works there."""

    @property
    def is_gone(self) -> bool:
        """No thread of the team runs."""
        return not self._workers and not self._leaving

    @property
    def closed(self) -> tuple[Path, ...]:
        """What is to go below these, or comes from there, waits for room or for a drive."""
        return self._space.closed

    @property
    def size(self) -> int:
        """How many documents can be at work at a time."""
        return len(self._workers)

    @property
    def room(self) -> int:
        """How many documents at a time there are places for."""
        return len(self._posts())

    def scout(self) -> None:
        """Find out anew which cards the settings mean. The answer comes as ``CrewFound``."""
        if self._dismissed:
            return
        if self._scouting:
            self._look_again = True  # asked with settings that are old by now
            return
        self._scouting = True
        keys: tuple[str, ...] = self._settings.get(CARDS)
        self._send_scout(keys, OPEN_LANE)

    def _send_scout(self, keys: tuple[str, ...], lane: Lane) -> None:
        send_scout(
            ",".join(keys) or AUTO,
            self._settings.get(ENGINE),
            engines=self._house.engines,
            home=self._house.home,
            environ=self._house.environ,
            post=self._post,
            on_cpu=self._settings.get(CPU_WORKERS),
            lane=lane,
        )

    def ask(self, lanes: Collection[Lane]) -> None:
        """Open batches ask for these cards; the answers come as ``CrewFound``."""
        wanted = set(lanes) - {OPEN_LANE}
        if self._dismissed or wanted == self._asked.keys():
            return
        for lane in wanted - self._asked.keys():
            self._send_scout(lane, lane)
        self._asked = {lane: self._asked.get(lane) for lane in wanted}
        self._keep_wanted(())

    def take_for(self, lane: Lane, crew: Crew) -> None:
        """These are the cards that batches asked for."""
        if lane in self._asked:
            self._asked[lane] = crew
            self._keep_wanted(())

    def take(self, crew: Crew) -> None:
        """Work with these cards from now on. Workers on others finish their document first."""
        self._scouting = False
        if self._look_again:
            self._look_again = False
            self.scout()
            return
        self.crew = crew
        given_up = [w for w in self._workers if self._sideline.why(w.name) is not None]
        keys = (card.key for card in crew.cards)
        self._sideline.renew(keys, self._settings.get(WHEN_FULL))
        self._keep_wanted(given_up)

    def _keep_wanted(self, given_up: Collection[CardWorker]) -> None:
        """Share the lanes out, and let go of whoever has none; who tells why not looks anew."""
        served = {
            lane: [card.key for card in crew.cards]
            for lane, crew in self._crews().items()
            if crew.refusal is None
        }
        self._sideline.admit(key for keys in served.values() for key in keys)
        self._lanes.renew(served)
        wanted = [post.name for post in self._posts() if post.refusal is None]
        for worker in list(self._workers):
            if worker not in given_up and worker.name in wanted:
                wanted.remove(worker.name)
            else:
                self._let_go(worker, StopWhen.AFTER_THIS)

    def call(self, waiting: int) -> None:
        """So many documents wait: have a worker at each post, awake, and as many on the CPU as
        there is something to do for. None: nobody is started, as while everything is paused."""
        if self._dismissed:
            return
        self._waiting = waiting
        missing = self._posts()
        for worker in self._workers:
            _take_out(worker.name, missing)
        # Two processes on one card would not fit: who leaves finishes first.
        held = [_take_out(worker.name, missing) for worker in self._leaving]
        self._held_back = any(held)
        idle = sum(not worker.is_busy for worker in self._workers)
        start = self._worth_starting(missing, waiting - idle) if waiting else []
        self._sharing = len(self._workers) + len(start)
        for worker in self._workers:
            worker.wake()  # only now: it looks at once, and at how many share the last few
        for post in start:
            self._start(post)

    def cancel(self, job_id: str) -> None:
        """Give up a document, on whichever card it runs."""
        for worker in (*self._workers, *self._leaving):
            worker.cancel(job_id)

    def put_back(self, job_id: str) -> None:
        """Let a document wait again, on whichever card it runs: it was paused."""
        for worker in (*self._workers, *self._leaving):
            worker.put_back(job_id)

    def dismiss(self, when: StopWhen) -> None:
        """Let everybody go, for good; ``gone`` tells when, if it is not so already."""
        self._dismissed = True
        for worker in list(self._workers):
            self._let_go(worker, when)
        for worker in self._leaving:
            worker.stop(when)

    # Inside -------------------------------------------------------------------------------------

    def _crews(self) -> dict[Lane, Crew]:
        """The cards of each lane, as far as they are known."""
        crews = {OPEN_LANE: self.crew, **self._asked}
        return {lane: crew for lane, crew in crews.items() if crew is not None}

    def _posts(self) -> list[_Post]:
        """The places to work at: a card each, the CPU as often as fits.

        None at a card with a fault; one at each that stands in for a full one. A lane that no card
        is left for has a post, too, where each document is told why.
        """
        cards: dict[str, Card] = {card.key: card for card in self._sideline.stand_ins()}
        refused: list[_Post] = []
        on_cpu = 1
        for lane, crew in self._crews().items():
            fit = [card for card in crew.cards if self._sideline.why(card.key) is None]
            left = fit or self._sideline.stand_ins(lane)
            refusal = crew.refusal or (None if left else self._sideline.why(crew.cards[0].key))
            if refusal is None:
                cards |= {card.key: card for card in fit}
                on_cpu = max(on_cpu, crew.on_cpu)
            else:
                refused.append(_Post(f"none of {lane}", crew.cards[0], lane, refusal))
        return [
            _Post(card.key, card)
            for card in cards.values()
            for _ in range(on_cpu if card.key == CPU_KEY else 1)
        ] + refused

    def _worth_starting(self, missing: list[_Post], documents: int) -> list[_Post]:
        """Every post once; more workers at one, the CPU, for so many documents at most."""
        there = {worker.name for worker in self._workers}
        start: list[_Post] = []
        for post in missing:
            if post.name not in there or len(start) < documents:
                there.add(post.name)
                start.append(post)
        return start

    def _start(self, post: _Post) -> None:
        card = post.card
        lanes = self._lanes if post.refusal is None else Lanes({post.lane: [card.key]})

        def loop_for(on_event: Callable[[JobEvent], None]) -> CardLoop:
            return CardLoop(
                queue_path=queue_file(self._house.home),
                card=card,
                engines=self._house.engines,
                targets=self._targets,
                passwords=self.passwords,
                logs=logs_folder(self._house.home),
                environ=self._house.environ,
                on_event=on_event,
                leave_when_empty=post.refusal is not None,
                refusal=post.refusal,
                sideline=self._sideline,
                workers=lambda: self._sharing,
                lanes=lanes,
                space=self._space,
            )

        worker = CardWorker(post.name, loop_for, self._post, self)
        worker.finished.connect(self._worker_left)
        self._workers.append(worker)
        worker.start()

    def _let_go(self, worker: CardWorker, when: StopWhen) -> None:
        self._workers.remove(worker)
        self._sharing = len(self._workers)
        self._leaving.append(worker)
        worker.stop(when)

    def _worker_left(self) -> None:
        for worker in [*self._workers, *self._leaving]:
            if worker.isFinished():
                (self._workers if worker in self._workers else self._leaving).remove(worker)
                worker.deleteLater()
        self._sharing = len(self._workers)
        if self._held_back:
            self.call(self._waiting)
        self._tell_when_gone()

    def _tell_when_gone(self) -> None:
        if self.is_gone:
            self.gone.emit()


def _take_out(name: str, posts: list[_Post]) -> bool:
    """Take a post of that name out of the list; whether there was one."""
    found = next((post for post in posts if post.name == name), None)
    if found is not None:
        posts.remove(found)
    return found is not None
