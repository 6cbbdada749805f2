"""A folder of 100,000 PDFs given to the window: first row, last row, and how late the GUI is.

Run it from the checkout: ``python -m tests.bench.bench_batch_window [--files 100000]``, with a
display or without (then offscreen). The real main window on the program's own event loop (qasync),
the queue paused, so that nothing is converted meanwhile. Lateness is how much later than asked a
precise 10 ms timer fires. Goals: first row 200 ms, all 5 s, lateness 50 ms at most, 50 MB of memory
for 10,000 rows. Compared with the walk alone, without window and queue, right before; then what a
user does to all of the rows, each with the longest lateness until it is done.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState
from gui.app import be_quick
from gui.application import Application
from tests.bench.bench_batch_folder import make, walked
from tests.bench.bench_window_lateness import Lateness

POLL_S = 0.005
FOLDERS = 1000


def late(lateness: Lateness) -> str:
    """Figures of what was written down, which is forgotten."""
    figures, lateness.late_ms = sorted(lateness.late_ms), []
    return f"lateness p99 {figures[int(len(figures) * 0.99)]:.1f} ms, max {figures[-1]:.1f} ms"


async def until(done: Callable[[], bool]) -> float:
    """Seconds until it is so."""
    began = time.perf_counter()
    while not done():  # noqa: ASYNC110 - most of what is waited for sets no event
        await asyncio.sleep(POLL_S)
    return time.perf_counter() - began


async def run(program: Application, papers: Path, files: int) -> None:
    """Everything, one after the other."""
    work, model = program.work, program.window.workspace.model
    ended: list[int] = []
    work.scan_finished.connect(lambda found, *_: ended.append(found))
    work.pause_all(True)
    await until(lambda: work.paused)
    await asyncio.sleep(1.0)
    process = psutil.Process()
    before = process.memory_info().rss
    lateness = Lateness(program)
    lateness.start()
    began = time.perf_counter()
    work.add([papers])
    await until(lambda: model.rowCount() > 0)
    first = time.perf_counter() - began
    await until(lambda: bool(ended) and model.rowCount() == files)
    last = time.perf_counter() - began
    grown = (process.memory_info().rss - before) / 1e6 / files * 10_000
    print(
        f"{files} files: first row {first * 1000:.0f} ms (goal 200), all {last:.2f} s (goal 5), "
        f"{late(lateness)} (goal 50), {grown:.1f} MB for 10,000 rows (goal 50)"
    )
    for name, do, done in deeds(program, files):
        await asyncio.sleep(0.5)
        late(lateness)
        do()
        took = await until(done)
        await asyncio.sleep(0.1)
        print(f"{name}: {took * 1000:.0f} ms, {late(lateness)} (goal 50)")
    lateness.stop()


def deeds(
    program: Application, files: int
) -> list[tuple[str, Callable[[], object], Callable[[], bool]]]:
    """What a user does, and when it is done."""
    work, workspace = program.work, program.window.workspace
    model, view = workspace.model, workspace.view
    ids = [row.job.id for row in model.rows()]

    def all_in(state: JobState) -> Callable[[], bool]:
        return lambda: model.counts[state] == files

    return [
        ("select all", view.selectAll, lambda: len(view.selected_ids()) == files),
        ("cancel all", lambda: work.cancel(ids), all_in(JobState.CANCELLED)),
        ("undo", work.undo, all_in(JobState.QUEUED)),
        ("cancel again", lambda: work.cancel(ids), all_in(JobState.CANCELLED)),
        ("clear", work.clear_finished, lambda: model.rowCount() == 0),
        ("undo clearing", work.undo, lambda: model.rowCount() == files),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    files: int = parser.parse_args().files
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        papers = Path(scratch) / "papers"
        papers.mkdir()
        make(papers, files, FOLDERS)
        first, last = walked(papers, FileFilter(), len)
        print(f"the walk alone: first document {first * 1000:.0f} ms, all {last:.2f} s")
        app = QApplication(["headframe"])
        program = Application(app, Path(scratch) / "home")
        program.window.resize(1280, 800)
        program.show()
        program.work.start()
        be_quick()
        with asyncio.Runner(loop_factory=partial(QEventLoop, app)) as runner:
            runner.run(run(program, papers, files))
        sys.stdout.flush()
        os._exit(0)  # the queue is paused and its folder goes: there is nothing to end in order


if __name__ == "__main__":
    main()
