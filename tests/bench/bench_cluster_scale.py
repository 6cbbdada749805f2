"""What the window bears of a large cluster: 64 hosts of 8 cards, answered from a recorded reading.

Run it from the checkout: ``python -m tests.bench.bench_cluster_scale [--hosts 64]``. Everything of
Headframe is real but the connection: the reader that puts hosts together, the monitor, the state,
the dialog that shows all cards. Printed is how late the window's loop is woken while readings come
every two seconds with every value changed, how long a reading takes to be put together, how large
it is on the wire, and how many events of runners a second the tracker takes in.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import pickle
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import qasync
from PySide6.QtWidgets import QApplication, QWidget

from core.cards.model import Card, CardKind, Reading
from core.cards.reader import CardReader
from core.cluster.connection import ClusterConnection
from core.cluster.messages import HostSurvey
from core.cluster.model import ClusterNode, HostFacts, HostReport
from core.cluster.reader import ClusterReader
from core.jobs.events import JobClaimed, JobFinished, JobProgressed
from core.jobs.model import ConvertOptions, Job, JobProgress
from core.jobs.states import JobState
from core.paths import settings_file
from core.session.event_queue import EventQueue
from core.session.job_tracker import JobTracker, TrackerChanges
from core.session.messages import JobsLoaded
from core.settings.definitions import Settings
from core.worker.kinds import Stage
from gui.app import be_quick
from gui.cards.controller import CardController
from tests.bench.bench_cards_lateness import lateness
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b

SECONDS = 20.0
FACTS = HostFacts("3.11.7", "2.60.0", 192, 1_500_000.0, 192)


class RecordedConnection:
    """Stands in for Ray: each host answers with one recorded reading, breathing."""

    def __init__(self, recorded: Reading, hosts: int) -> None:
        self._recorded = recorded
        self._hosts = hosts
        self._chance = random.Random(20260131)

    def survey(self, _wait_s: float, **_more: object) -> list[HostSurvey]:
        return [
            HostSurvey(
                ClusterNode(f"{number:056x}", f"atlas-{number}", f"10.0.0.{number}", alive=True),
                FACTS,
                HostReport(self._breathing(), ()),
            )
            for number in range(1, self._hosts + 1)
        ]

    def _breathing(self) -> Reading:
        cards = tuple(map(self._breathe, self._recorded.cards))
        return dataclasses.replace(self._recorded, read_at=datetime.now(UTC), cards=cards)

    def _breathe(self, card: Card) -> Card:
        if card.kind is CardKind.CPU:
            return card
        total = card.memory_total_mb or 65536.0
        return dataclasses.replace(
            card,
            memory_used_mb=total * self._chance.random(),
            utilisation_percent=100 * self._chance.random(),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=64)
    hosts: int = parser.parse_args().hosts
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    be_quick()  # as the window does
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        host = AscendHost(home / "host", eight_910b())
        with CardReader(home / "home", {**os.environ, **host.environment()}) as reader:
            recorded = reader.read()
        connection = RecordedConnection(recorded, hosts)
        put_together(connection, home)
        take_events(hosts * 8)
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            runner.run(watch(connection, home))


def put_together(connection: RecordedConnection, home: Path) -> None:
    reader = ClusterReader(_as_connection(connection), home)
    reader.read_all()
    began = time.perf_counter()
    for _ in range(10):
        found = reader.read_all()
    took = (time.perf_counter() - began) / 10
    survey = connection.survey(0.0)
    size = len(pickle.dumps(survey))
    print(
        f"{len(found.hosts)} hosts, {len(found.reading.cards)} cards: a reading is put together in"
        f" {1000 * took:.0f} ms, and takes {size / 1e6:.2f} MB on the way from the gateway"
    )


def take_events(cards: int) -> None:
    """Each document is claimed, tells of its pages twenty times, and is finished."""
    jobs = [
        Job(
            id=f"{number:016x}",
            position=number,
            source=Path(f"/in/{number}.pdf"),
            out_parent=Path("/out"),
            stem=str(number),
            rank=1,
            options=ConvertOptions(),
            state=JobState.QUEUED,
            created_at=0.0,
        )
        for number in range(10_000)
    ]
    events, tracker = EventQueue(lambda: None), JobTracker()
    tracker.take(JobsLoaded(tuple(jobs)), TrackerChanges({}))
    number = 0
    began = time.perf_counter()
    for first in range(0, len(jobs), cards):
        part = jobs[first : first + cards]
        for job in part:
            events.post(JobClaimed(dataclasses.replace(job, state=JobState.RUNNING)))
        for page in range(20):
            for job in part:
                progress = JobProgress(Stage.PARSE, page + 1, 20, page / 20)
                events.post(JobProgressed(job.id, progress))
        for job in part:
            events.post(JobFinished(dataclasses.replace(job, state=JobState.DONE)))
        number += 22 * len(part)
        notes, latest = events.empty()
        tick = TrackerChanges(latest)
        for note in notes:
            tracker.take(note, tick)
        tick.update()
    took = time.perf_counter() - began
    print(f"{number / took:,.0f} events of {cards} runners a second, gathered and taken in")


async def watch(connection: RecordedConnection, home: Path) -> None:
    window = QWidget()
    window.show()
    controller = CardController(window, home, Settings(settings_file(home)))
    controller.start()
    controller.read_with(ClusterReader(_as_connection(connection), home))
    controller.choose()
    shown = asyncio.Event()
    controller.cluster_read.connect(lambda _: shown.set())
    await shown.wait()
    late = sorted(await lateness(SECONDS))
    memory = psutil.Process().memory_info().rss / 1e6
    print(
        f"card dialog open, {SECONDS:.0f} s: median {1000 * late[len(late) // 2]:.1f} ms late, 99 %"
        f" {1000 * late[int(len(late) * 0.99)]:.1f} ms, worst {1000 * late[-1]:.1f} ms; the window"
        f" takes {memory:.0f} MB"
    )
    await controller.stop()
    window.deleteLater()


def _as_connection(connection: RecordedConnection) -> ClusterConnection:
    return connection  # type: ignore[return-value]


if __name__ == "__main__":
    main()
