"""Which cards have a runner now: the one answer to it, for the command and for the window.

A slot is a place for a runner: one on each card that a route may use, on the CPU as many as fit.
The pool compares the slots with the runners that are there, starts what is missing and lets go of
what is not wanted. It decides; the threads that carry the runners are made by its owner: a plain
thread in the command, a QThread in the window.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from core.cards.model import Card
from core.jobs.events import CardQuarantined, JobClaimed, JobEvent, JobFinished, JobRequeued
from core.jobs.execution.card_runner import CardRunner
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.model import ANY_CARD, CardSet
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.scheduling.card_routing import CardRouting
from core.jobs.states import WhenFull
from core.worker.protocol import Failure


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a runner."""

    name: str
    """The card's key; of a slot that only tells why no card can be used, a name of its own."""
    card: Card
    route: CardSet = ANY_CARD
    """Of a slot with ``unavailable``: whose documents fail."""
    unavailable: Failure | None = None


class PoolRunner:
    """A runner of the pool, and the documents that it has claimed.

    :meth:`run` belongs to the thread that carries it; the rest may be called from any thread.
    """

    def __init__(
        self,
        name: str,
        make_runner: Callable[[Callable[[JobEvent], None]], CardRunner],
        on_event: Callable[[JobEvent], None],
    ) -> None:
        self.name = name
        self._forward = on_event
        self._claimed: set[str] = set()
        """One at work, and what waits for the disk."""
        self._runner = make_runner(self._on_event)

    @property
    def is_busy(self) -> bool:
        return bool(self._claimed)

    def run(self) -> None:
        """Work through the queue until stopped."""
        self._runner.run()

    def wake(self) -> None:
        """There may be new jobs."""
        self._runner.wake()

    def cancel(self, job_id: str) -> None:
        """Cancel that document, if it is this runner's."""
        if job_id in self._claimed:
            self._runner.cancel(job_id)

    def requeue(self, job_id: str) -> None:
        """Send that document back to the queue, if it is this runner's: it was paused."""
        if job_id in self._claimed:
            self._runner.requeue(job_id)

    def stop(self, mode: StopMode) -> None:
        """End now or after the document at work."""
        self._runner.stop(mode)

    def _on_event(self, event: JobEvent) -> None:
        match event:
            case JobClaimed(job=job):
                self._claimed.add(job.id)
            case JobFinished(job=job) | JobRequeued(job=job):
                self._claimed.discard(job.id)
        self._forward(event)


class WorkerPool:
    """Starts, wakes and stops runners. Belongs to one thread, its owner's."""

    def __init__(
        self,
        context: RunContext,
        start_thread: Callable[[PoolRunner], None],
        on_event: Callable[[JobEvent], None],
        *,
        leave_when_empty: bool = False,
    ) -> None:
        """``start_thread`` carries a runner; when its ``run`` has returned, the owner's thread
        calls :meth:`on_runner_exit`. ``on_event`` is called in the runners' threads.

        ``leave_when_empty``: runners end when the queue is empty, instead of waiting for more.
        """
        self._context = context
        self._start_thread = start_thread
        self._on_event = on_event
        self._leave_when_empty = leave_when_empty
        self._assignments: dict[CardSet, CardAssignment] = {}
        self._runners: list[PoolRunner] = []
        self._leaving: list[PoolRunner] = []
        """Told to stop; they finish their document first."""
        self._size = 0
        """How many share the queue: an int, which the runners' threads read."""
        self._queued = 0
        self._look_again: set[PoolRunner] = set()
        """When one of these has ended, its slot may be needed again."""
        self._stopped = False

    @property
    def is_empty(self) -> bool:
        """No runner is left, not even one that was told to stop."""
        return not self._runners and not self._leaving

    @property
    def size(self) -> int:
        """How many documents can be at work at a time."""
        return len(self._runners)

    @property
    def capacity(self) -> int:
        """How many documents at a time there are slots for."""
        return len(self._slots())

    @property
    def assignment(self) -> CardAssignment | None:
        """The cards for documents whose batch asks for none; ``None`` before they are known."""
        return self._assignments.get(ANY_CARD)

    def set_cards(self, assignment: CardAssignment, when_full: WhenFull) -> None:
        """Work on these cards from now on: earlier faults of cards are forgotten.

        Runners on other cards finish their document first.
        """
        self._assignments[ANY_CARD] = assignment
        faulty = [r for r in self._runners if self._context.failover.fault_of(r.name) is not None]
        self._context.failover.reset((card.key for card in assignment.cards), when_full)
        self._apply(faulty)

    def add_cards(self, assignment: CardAssignment) -> None:
        """Work on these cards, too: what runs goes on, and faults are remembered."""
        self._assignments[ANY_CARD] = assignment
        self._apply(())

    def set_routes(self, assignments: Mapping[CardSet, CardAssignment]) -> None:
        """The cards of batches that ask for cards of their own, as far as they are known."""
        own = {ANY_CARD: self._assignments[ANY_CARD]} if self.assignment is not None else {}
        self._assignments = own | dict(assignments)
        self._apply(())

    def ensure_running(self, queued: int, *, at_most: int | None = None) -> None:
        """Have a runner in each slot, awake. ``queued``: documents that wait; 0 starts none.

        ``at_most``: start no more than these, the first cards first.

        The CPU gets no more runners than documents. Two processes on one card would not fit, so
        a slot whose old runner still finishes a document is filled when that one has ended.
        """
        if self._stopped:
            return
        self._queued = queued
        missing = self._slots()
        for runner in self._runners:
            _remove(runner.name, missing)
        self._look_again |= {one for one in self._leaving if _remove(one.name, missing)}
        idle = sum(not runner.is_busy for runner in self._runners)
        slots = self._worth_starting(missing, queued - idle)[:at_most] if queued else []
        fresh = [self._make(slot) for slot in slots]
        woken = list(self._runners)
        self._runners += fresh
        self._size = len(self._runners)
        for runner in woken:  # only now: each looks at once, and at how many share the last few
            runner.wake()
        for runner in fresh:
            self._start_thread(runner)

    def on_event(self, event: JobEvent, queued: int) -> None:
        """Follow an event: a document that came back, or a card that is lost, needs a runner."""
        if isinstance(event, (CardQuarantined, JobRequeued)):
            if self._leave_when_empty:  # one that could take it may have seen an empty queue before
                self._look_again.update(self._runners)
            self.ensure_running(queued)

    def on_runner_exit(self, runner: PoolRunner) -> None:
        """Its ``run`` has returned."""
        (self._runners if runner in self._runners else self._leaving).remove(runner)
        self._size = len(self._runners)
        if runner in self._look_again:
            self._look_again.remove(runner)
            self.ensure_running(self._queued)

    def cancel(self, job_id: str) -> None:
        """Cancel a document, on whichever card it runs."""
        for runner in (*self._runners, *self._leaving):
            runner.cancel(job_id)

    def requeue(self, job_id: str) -> None:
        """Send a document back to the queue, on whichever card it runs: it was paused."""
        for runner in (*self._runners, *self._leaving):
            runner.requeue(job_id)

    def stop(self, mode: StopMode) -> None:
        """End all runners for good; :meth:`is_empty` says when that is done."""
        self._stopped = True
        self._look_again.clear()
        self._leaving += self._runners
        self._runners.clear()
        for runner in self._leaving:
            runner.stop(mode)

    # Inside -------------------------------------------------------------------------------------

    def _apply(self, faulty: Collection[PoolRunner]) -> None:
        """Tell the routes to the runners, and let go of those that have no slot any more.

        ``faulty``: on cards that had a fault; they read it again in a new process.
        """
        served = {
            route: [card.key for card in assignment.cards]
            for route, assignment in self._assignments.items()
            if assignment.unavailable is None
        }
        self._context.failover.add_cards(key for keys in served.values() for key in keys)
        self._context.routing.set_routes(served)
        wanted = [slot.name for slot in self._slots() if slot.unavailable is None]
        for runner in list(self._runners):
            if runner not in faulty and runner.name in wanted:
                wanted.remove(runner.name)
            else:
                self._runners.remove(runner)
                self._leaving.append(runner)
                runner.stop(StopMode.AFTER_THIS)
        self._size = len(self._runners)

    def _slots(self) -> list[Slot]:
        """One for each usable card, the CPU as often as fits, and each fallback card.

        A route without a usable card has a slot, too, where each document is told why.
        """
        failover = self._context.failover
        cards: dict[str, Card] = {card.key: card for card in failover.fallback_cards()}
        unavailable: list[Slot] = []
        workers: dict[str, int] = {}
        for route, assignment in self._assignments.items():
            usable = [card for card in assignment.cards if failover.fault_of(card.key) is None]
            left = usable or failover.fallback_cards(route)
            reason = assignment.unavailable or (
                None if left else failover.fault_of(assignment.cards[0].key)
            )
            if reason is None:
                cards |= {card.key: card for card in usable}
                for card in usable:
                    workers[card.key] = max(workers.get(card.key, 1), assignment.workers_on(card))
            else:
                name = f"none of {','.join(route)}"
                unavailable.append(Slot(name, assignment.cards[0], route, reason))
        return [
            Slot(card.key, card) for card in cards.values() for _ in range(workers.get(card.key, 1))
        ] + unavailable

    def _worth_starting(self, missing: list[Slot], documents: int) -> list[Slot]:
        """Each slot once; more of one, the CPU, for at most that many documents."""
        present = {runner.name for runner in self._runners}
        start: list[Slot] = []
        for slot in missing:
            if slot.name not in present or len(start) < documents:
                present.add(slot.name)
                start.append(slot)
        return start

    def _make(self, slot: Slot) -> PoolRunner:
        context = self._context
        if slot.unavailable is not None:
            context = replace(context, routing=CardRouting({slot.route: [slot.card.key]}))

        def make_runner(on_event: Callable[[JobEvent], None]) -> CardRunner:
            return CardRunner(
                context,
                slot.card,
                on_event,
                leave_when_empty=self._leave_when_empty or slot.unavailable is not None,
                unavailable=slot.unavailable,
                pool_size=lambda: max(1, self._size),
            )

        return PoolRunner(slot.name, make_runner, self._on_event)


def _remove(name: str, slots: list[Slot]) -> bool:
    found = next((slot for slot in slots if slot.name == name), None)
    if found is not None:
        slots.remove(found)
    return found is not None
