"""The queue's file with very many documents: how quickly they are added, claimed and finished.

Run it from the checkout: ``python -m tests.bench.bench_queue_size [--documents 1000000]``. Claims
are those of 64 cards that take turns, in a transaction each, as runners make them; so many of them
are timed as ``--claims`` says, at the front of the whole queue and again near its end. Seconds are
those of this process on a processor: a disk that is slow, or used by others, comes on top.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from core.jobs.model import NewJob
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import JobOutcome, JobStore
from core.jobs.store.waiting_jobs import WaitingFilter

PART = 500
"""So many documents come at a time from a scan."""
CARDS = 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=2_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "queue.sqlite3"
        with JobStore(path) as queue, BatchStore(path) as batches:
            batch = batches.begin(NewBatch("all", (Path(name),))).id
            fill(queue, batch, Path(name), chosen.documents)
            size = sum(file.stat().st_size for file in Path(name).iterdir()) / 1e6
            each = 1e6 * size / chosen.documents
            print(f"on disk: {size:.0f} MB, {each:.0f} bytes a document")
            work(queue, chosen.claims, "with all waiting")
            drain(queue, chosen.documents)
            work(queue, chosen.claims, "with nearly all done")
            began = time.process_time()
            counts = queue.counts()
            took = 1000 * (time.process_time() - began)
            print(f"counts of {sum(counts.values())} documents: {took:.0f} ms")


def fill(queue: JobStore, batch: str, folder: Path, documents: int) -> None:
    began = time.process_time()
    for first in range(0, documents, PART):
        new = [
            NewJob(
                folder / f"{number // 1000:04d}" / f"paper-{number:07d}.pdf",
                folder / "out",
                f"paper-{number:07d}",
                size=1_000_000 + number,
            )
            for number in range(first, min(first + PART, documents))
        ]
        queue.add(new, batch, durable=False)
    seconds = time.process_time() - began
    print(f"added: {documents / seconds:,.0f} documents a second ({seconds:.1f} s)")


def work(queue: JobStore, claims: int, when: str) -> None:
    began = time.process_time()
    jobs = [
        queue.claim_next(f"npu:{number % CARDS}", CARDS, WaitingFilter(routes=((),)))
        for number in range(claims)
    ]
    claimed = time.process_time() - began
    began = time.process_time()
    for job in jobs:
        assert job is not None
        outcome = JobOutcome(Path(f"/out/{job.stem}/{job.stem}.md"), pages=12, seconds=4.2)
        queue.finish(job.id, JobState.DONE, outcome)
    finished = time.process_time() - began
    print(f"{when}: {claims / claimed:,.0f} claims and {claims / finished:,.0f} finished a second")


def drain(queue: JobStore, documents: int) -> None:
    """All but the last few thousand are done, as a long run leaves them."""
    left = 5_000
    with queue._transaction(durable=False):
        queue._connection.execute(
            "UPDATE jobs SET state = ? WHERE position <= ? AND state = ?",
            (JobState.DONE.value, documents - left, JobState.QUEUED.value),
        )


if __name__ == "__main__":
    main()
