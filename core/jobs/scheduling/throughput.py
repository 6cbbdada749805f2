"""How quickly documents go, and how long the rest will take; ``None`` while that is a guess.

Work is counted in pages. The clock begins at the first sign of work and stands while nothing is
worked at: a pause, or a model that loads before the first page, makes no card look slow. Documents
that fail or are skipped at once are no work, and take away from what is left.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from core.jobs.model import Job, JobProgress
from core.jobs.states import JobState
from core.worker.kinds import Stage

WINDOW_S = 180.0
"""How far back one looks: long enough for a mixed pile, short enough to follow a change."""
STEP_S = 1.0
MEANINGFUL_S = 12.0
MEANINGFUL_PAGES = 10
MEANINGFUL_DOCUMENTS = 4
BYTES_A_PAGE = 50_000
PAGES_A_DOCUMENT = 10
"""A guess at a document's length by its size, and without one, until like documents are done."""
DOCUMENT_PAGES = 1.0
"""What a document costs beside its pages, in pages: it is opened, its result is put in place."""
MEANINGFUL_PART = 0.04
"""Of a document, before anything is said of the rest of it."""


@dataclass(slots=True)
class Backlog:
    """Documents that wait, summed up by what is known of their lengths."""

    documents: int = 0
    paged: int = 0
    """Those of them with a known number of pages, together …"""
    pages: int = 0
    sized: int = 0
    """… and those of the others with a known size, together …"""
    size: int = 0
    """… in bytes."""

    def add(self, job: Job, by: int = 1) -> None:
        """A document waits; with ``by=-1`` it waits no more."""
        self.add_document(job.pages, job.size, by)

    def add_document(self, pages: int | None, size: int | None, by: int = 1) -> None:
        """``size``: in bytes; it counts where the pages are not known."""
        self.documents += by
        if pages is not None:
            self.paged += by
            self.pages += by * pages
        elif size is not None:
            self.sized += by
            self.size += by * size


@dataclass(slots=True)
class _Sample:
    at: float
    pages: float
    documents: int
    workers: int = 1
    """The most documents that were worked at together from here to the next mark."""


class _SlidingWindow:
    """What was done in the last minutes."""

    def __init__(self, at: float) -> None:
        self._pages = 0.0
        self._documents = 0
        self._marks = deque([_Sample(at, 0.0, 0)])

    def add(self, at: float, pages: float, documents: int = 0, workers: int = 1) -> None:
        if at - self._marks[-1].at >= STEP_S:
            self._marks.append(_Sample(at, self._pages, self._documents))
            while self._marks[1].at <= at - WINDOW_S:
                self._marks.popleft()
        self._pages += pages
        self._documents += documents
        self._marks[-1].workers = max(self._marks[-1].workers, workers)

    @property
    def workers(self) -> int:
        return max(mark.workers for mark in self._marks)

    def rate(self, at: float) -> float | None:
        first = self._marks[0]
        passed, pages = at - first.at, self._pages - first.pages
        enough = (
            pages >= MEANINGFUL_PAGES or self._documents - first.documents >= MEANINGFUL_DOCUMENTS
        )
        return pages / passed if passed >= MEANINGFUL_S and enough and pages > 0 else None


@dataclass(slots=True)
class _ActiveDocument:
    card: str
    pages: int | None
    size: int | None
    counted: float = 0.0
    """Pages of it that count as done."""
    fraction: float = 0.0
    began: float | None = None
    """When its first page began, and …"""
    began_with: float = 0.0
    """… how far it was then."""
    converted: bool = False
    """Its result is being put in place; its worker has the next document."""


class ThroughputEstimator:
    """Follows documents from card to end. ``now``: seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._since: float | None = None
        self._all = _SlidingWindow(0.0)
        self._cards: dict[str, _SlidingWindow] = {}
        self._runs: dict[str, _ActiveDocument] = {}
        self._ended = 0
        self._done_pages = 0.0
        """Of this piece of work, with what each document costs beside its pages."""
        self._documents = 0
        """Of this piece of work, as of the last look; more of them is new work."""
        self._fraction = 0.0
        """As it was told last: it does not fall while nothing is added."""
        self._known = Backlog()
        """Documents that were done, with their pages."""
        self._sized = Backlog()
        """Those of them whose size was known, too."""

    # What happens -------------------------------------------------------------------------------

    def on_started(self, job: Job) -> None:
        """A card has taken the document."""
        self._leaves(job.id)
        self._runs[job.id] = _ActiveDocument(job.assigned or "", job.pages, job.size)

    def on_progress(self, job_id: str, progress: JobProgress, now: float) -> None:
        """A running document has got further."""
        run = self._runs.get(job_id)
        if run is None or progress.stage is Stage.LOAD:
            return
        run.pages = progress.pages or run.pages
        run.fraction = min(1.0, max(0.0, progress.fraction))
        self._credit(run, run.fraction * (run.pages or 0), now)
        if run.began is None:
            run.began, run.began_with = self._clock(now), run.fraction

    def on_converted(self, job_id: str) -> None:
        """The worker is done with a document, whose result is still to be put in place."""
        run = self._runs.get(job_id)
        if run is not None:
            run.converted = True

    def on_finished(self, job: Job, now: float) -> None:
        """A document has come to its end, or waits again."""
        run = self._runs.get(job.id) or _ActiveDocument(job.assigned or "", job.pages, job.size)
        run.converted = True
        if job.state is JobState.DONE:
            pages = job.pages or 0
            self._credit(run, pages, now, documents=1)
            self._known.add(job)
            self._done_pages += pages + DOCUMENT_PAGES
            if job.pages is not None and job.size is not None:
                self._sized.documents += 1
                self._sized.pages += job.pages
                self._sized.size += job.size
        self._leaves(job.id)
        self._ended += job.state.is_final

    def pause(self, now: float) -> None:
        """Nothing is worked at until the next sign of work."""
        self._spent = self._clock(now)
        self._since = None

    def reset(self) -> None:
        """Nothing waits any more: what comes next is a new piece of work."""
        self._ended = self._documents = 0
        self._done_pages = self._fraction = 0.0

    # What can be said of it ---------------------------------------------------------------------

    def fraction(self, load: Backlog) -> float:
        """How much of this piece of work is done, 0 to 1, by pages.

        Where pages are not known they are estimated from the file's size and from documents that
        are done. A better estimate never takes back what was shown; added documents do.
        """
        documents = self._ended + load.documents + len(self._runs)
        if not documents:
            return 1.0
        done, total = self._done_pages, self._done_pages + self._work_in(load)
        for run in self._runs.values():
            one = Backlog()
            one.add_document(run.pages, run.size)
            pages = self._work_in(one)
            done += run.fraction * pages
            total += pages
        now = done / total if total else 1.0
        self._fraction = now if documents > self._documents else max(self._fraction, now)
        self._documents = documents
        return self._fraction

    def pages_a_second(self, now: float) -> float | None:
        """All cards together."""
        return self._all.rate(self._clock(now))

    def card_pages_a_second(self, card: str, now: float) -> float | None:
        """One card's part, by its key."""
        stretch = self._cards.get(card)
        return None if stretch is None else stretch.rate(self._clock(now))

    def seconds_left(self, load: Backlog, now: float) -> float | None:
        """For what waits and what runs, the last and longest document included."""
        rate = self.pages_a_second(now)
        documents = load.documents + len(self._runs)
        waiting = self._pages_in(load)
        if rate is None or waiting is None or not documents:
            return None
        workers = self._all.workers
        one = rate / workers
        running: list[float] = []
        for job_id, run in self._runs.items():
            # Its own pace, once it has one: a long document may go much quicker than short ones.
            left = self.document_seconds_left(job_id, now)
            if left is None:
                pages = run.pages if run.pages is not None else self._average
                if pages is None:
                    return None
                left = pages * (1 - run.fraction) / one
            running.append(left)
        together = (waiting / one + sum(running)) / min(workers, documents)
        return max(together, max(running, default=0.0))

    def document_seconds_left(self, job_id: str, now: float) -> float | None:
        """For a running document, as it has gone up to now."""
        run = self._runs.get(job_id)
        if run is None or run.began is None:
            return None
        passed, part = self._clock(now) - run.began, run.fraction - run.began_with
        if passed < MEANINGFUL_S or part < MEANINGFUL_PART:
            return None
        return passed * (1 - run.fraction) / part

    # Inside -------------------------------------------------------------------------------------

    def _leaves(self, job_id: str) -> None:
        self._runs.pop(job_id, None)

    def _clock(self, now: float) -> float:
        return self._spent + (max(0.0, now - self._since) if self._since is not None else 0.0)

    def _credit(self, run: _ActiveDocument, pages: float, now: float, documents: int = 0) -> None:
        fresh = max(0.0, pages - run.counted)
        run.counted = max(run.counted, pages)
        if self._since is None:
            self._since = now  # done before the clock ran: no time to hold against it
            return
        at = self._clock(now)
        at_work = sum(not one.converted for one in self._runs.values())
        self._all.add(at, fresh, documents, max(1, at_work))
        if run.card not in self._cards:
            self._cards[run.card] = _SlidingWindow(at)
        self._cards[run.card].add(at, fresh, documents)

    @property
    def _average(self) -> float | None:
        return self._known.pages / self._known.paged if self._known.paged else None

    def _work_in(self, load: Backlog) -> float:
        """Pages, known or estimated, and what the documents cost beside them."""
        sized = self._sized
        a_byte = sized.pages / sized.size if sized.size and sized.pages else 1 / BYTES_A_PAGE
        average = PAGES_A_DOCUMENT if self._average is None else self._average
        unsized = load.documents - load.paged - load.sized
        pages = load.pages + max(load.size * a_byte, load.sized) + unsized * average
        return pages + load.documents * DOCUMENT_PAGES

    def _pages_in(self, load: Backlog) -> float | None:
        unknown = load.documents - load.paged
        if not unknown:
            return load.pages
        if self._average is None:
            return None
        if load.sized and self._sized.size and self._sized.pages:
            by_size = load.size * self._sized.pages / self._sized.size
            return load.pages + by_size + (unknown - load.sized) * self._average
        return load.pages + unknown * self._average
