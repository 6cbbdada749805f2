"""What a tick costs a list of 100,000 documents that is grouped by batches.

Run it from the checkout: ``python -m tests.bench.bench_grouped_list [--rows 100000]``, with a
display or without (then offscreen). Printed is the processor time of the GUI thread for taking a
change in, and for painting what is in sight. Goal: 50 ms together.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from core.jobs.model import Job, JobProgress
from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from core.worker.kinds import Stage
from gui.table.model import JobModel
from gui.table.rows import ViewFilter
from gui.table.view import JobView
from tests.support.jobs import job

BATCHES = 10
TURNS = 9


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows: int = parser.parse_args().rows
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    model = JobModel()
    view = JobView(model)
    view.resize(900, 700)
    view.show()
    model.apply(
        JobListUpdate(
            jobs=tuple(
                _of(
                    number,
                    number * BATCHES // rows,
                    JobState.RUNNING if number % 1000 == 7 else JobState.QUEUED,
                )
                for number in range(rows)
            )
        )
    )
    model.arrange(ViewFilter(grouped=True))
    app.processEvents()

    def measure(name: str, news: Callable[[int], JobListUpdate]) -> None:
        taken, painted = [], []
        for turn in range(TURNS):
            change = news(turn)
            began = time.thread_time()
            model.apply(change)
            applied = time.thread_time()
            app.processEvents()
            view.viewport().repaint()
            taken.append(1000 * (applied - began))
            painted.append(1000 * (time.thread_time() - applied))
        print(
            f"{name:34} taken in {statistics.median(taken):6.1f} ms, painted "
            f"{statistics.median(painted):5.1f} ms"
        )

    part = JobProgress(Stage.PARSE, 3, 30, 0.1)
    measure(
        "progress of 4 documents",
        lambda _: JobListUpdate(progress={f"job-{n}": part for n in (7, 1007, 2007, 3007)}),
    )
    measure(
        "one ends",
        lambda turn: JobListUpdate(jobs=(_of(1000 * turn + 7, 0, JobState.DONE),)),
    )
    measure(
        "a document is added to the first batch",
        lambda turn: JobListUpdate(jobs=(_of(rows + turn, 0),)),
    )
    measure(
        "500 come as a new batch",
        lambda turn: JobListUpdate(
            jobs=tuple(_of(2 * rows + 500 * turn + n, BATCHES) for n in range(500))
        ),
    )
    measure("one is removed", lambda turn: JobListUpdate(removed=frozenset((f"job-{turn}",))))


def _of(number: int, batch: int, state: JobState = JobState.QUEUED) -> Job:
    return replace(job(number, state), batch=f"batch-{batch}")


if __name__ == "__main__":
    main()
