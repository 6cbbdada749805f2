"""How late the GUI thread is with 10,000 rows while four threads tell 1,000 things a second each.

Run it from the checkout: ``python -m tests.bench.bench_window_lateness [--seconds 20]``, with a
display or without (then offscreen). The real main window on the program's own event loop (qasync),
the list in sight; the emitters post progress as cards' threads do. What is measured is how much
later than asked a precise 10 ms timer fires. Goal: p99 16 ms, longest 50 ms at most.

Two loads: ``four``: each emitter tells of one document, as four cards do; ``all``: each goes round
2,500 documents, so that 400 rows have changed at each tick, more than can happen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from core.jobs.events import JobProgressed
from core.jobs.model import Job, JobProgress
from core.jobs.states import JobState
from core.session.event_queue import EventQueue
from core.session.messages import JobsLoaded
from core.worker.kinds import Stage
from gui.application import Application
from tests.support.jobs import job

ROWS = 10_000
EMITTERS = 4
EVENTS_A_SECOND = 1000
TIMER_MS = 10


class Emitter(QThread):
    """Posts progress at a steady pace, as a card's thread does."""

    def __init__(self, mailbox: EventQueue, jobs: list[Job], parent: QObject) -> None:
        super().__init__(parent)
        self._events = mailbox
        self._jobs = jobs
        self._stop = threading.Event()
        self.sent = 0

    def run(self) -> None:
        """Keep to the pace however often the thread is held up."""
        began = time.perf_counter()
        while not self._stop.wait(0.001):
            due = int((time.perf_counter() - began) * EVENTS_A_SECOND)
            while self.sent < due:
                page = self.sent % 300
                progress = JobProgress(Stage.PARSE, page, 300, page / 300)
                self._events.post(
                    JobProgressed(self._jobs[self.sent % len(self._jobs)].id, progress)
                )
                self.sent += 1

    def finish(self) -> None:
        """End soon."""
        self._stop.set()


class Lateness(QObject):
    """A precise timer that writes down how late it is called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late_ms: list[float] = []
        self._expected = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TIMER_MS)
        self._timer.timeout.connect(self._fired)

    def start(self) -> None:
        """Begin."""
        self._expected = time.perf_counter() + TIMER_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _fired(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._expected) * 1000))
        self._expected = now + TIMER_MS / 1000


async def measure(program: Application, load: str, seconds: float) -> None:
    """One load, its figures printed."""
    mailbox = program.work._events
    jobs = [job(number, JobState.RUNNING) for number in range(1, ROWS + 1)]
    if load == "four":
        running = jobs[:EMITTERS]
        jobs = running + [job(number) for number in range(EMITTERS + 1, ROWS + 1)]
        shares = [[one] for one in running]
    elif load == "all":
        shares = [jobs[number::EMITTERS] for number in range(EMITTERS)]
    else:
        shares = []
    mailbox.post(JobsLoaded(tuple(jobs)))
    await asyncio.sleep(1.0)
    emitters = [Emitter(mailbox, share, program) for share in shares]
    lateness = Lateness(program)
    for emitter in emitters:
        emitter.start()
    await asyncio.sleep(1.0)
    lateness.start()
    cpu = time.process_time()
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    busy = (time.process_time() - cpu) / (time.perf_counter() - began)
    lateness.stop()
    for emitter in emitters:
        emitter.finish()
    for emitter in emitters:
        emitter.wait()
    late = sorted(lateness.late_ms)
    events = sum(emitter.sent for emitter in emitters) / (seconds + 1.0)
    print(
        f"{load:>5}: {events:5.0f} events/s, lateness p50 {statistics.median(late):.1f} ms, "
        f"p99 {late[int(len(late) * 0.99)]:.1f} ms, max {late[-1]:.1f} ms, "
        f"{busy:.0%} of a core (goal p99 16, max 50)"
    )


async def run(program: Application, seconds: float) -> None:
    """All loads, one after the other."""
    for load in ("none", "four", "all"):
        await measure(program, load, seconds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    seconds: float = parser.parse_args().seconds
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        app = QApplication(["headframe"])
        program = Application(app, Path(home))
        program.window.resize(1280, 800)
        program.show()
        program.work.start()
        with asyncio.Runner(loop_factory=partial(QEventLoop, app)) as runner:
            runner.run(run(program, seconds))
        sys.stdout.flush()
        os._exit(0)  # the jobs were made up: there is nothing to end in order


if __name__ == "__main__":
    main()
