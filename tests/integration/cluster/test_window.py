"""The window's parts on a real Ray cluster: connected, worked on, a host lost, disconnected."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.cluster.address import ClusterAddress
from core.cluster.security import ClusterSecurity
from core.jobs.execution.control import StopMode
from core.jobs.states import JobState
from core.paths import settings_file
from core.settings.definitions import CLUSTER_CARDS, CPU_WORKERS, OUTPUT_FOLDER, Settings
from gui.cards.controller import CardController
from gui.cluster.controller import ClusterController
from gui.cluster.state import ClusterPhase
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter
from gui.window.main_window import MainWindow
from gui.window.state import WindowState
from tests.support import pdfs
from tests.support.cluster import Room
from tests.support.qt_loop import Runs, qt_loop, run

__all__ = ["qt_loop", "run"]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
WAIT_S = 150.0


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    environ = {"HEADFRAME_CLUSTER_FILES": "send"}
    with Room("atlas-1", "atlas-2", environ=environ, loses_soon=True) as room:
        yield room


@pytest.fixture(autouse=True)
def plain_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADFRAME_MARKDOWN_VIEW", "text")  # no web engine for a list's sake


@dataclass
class Parts:
    settings: Settings
    work: JobController
    cards: CardController
    cluster: ClusterController
    window: MainWindow

    def connect(self, room: Room) -> None:
        address = ClusterAddress.parse(room.address)
        self.cluster.connect_to(address, ClusterSecurity(), at_start=False)

    def job_cards(self, state: JobState = JobState.DONE) -> list[str]:
        jobs = [row.job for row in self.window.model.rows()]
        return [job.card or "" for job in jobs if job.state is state]


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not true():  # noqa: ASYNC110 - anything at all, in any thread
            await asyncio.sleep(0.05)


async def aside(work: Callable[[], None]) -> None:
    """In a thread of its own: the window goes on meanwhile."""
    thread = threading.Thread(target=work)
    thread.start()
    await until(lambda: not thread.is_alive())
    thread.join()


@asynccontextmanager
async def parts(home: Path, out: Path) -> AsyncIterator[Parts]:
    """As `gui.application.Application` puts them together."""
    settings = Settings(settings_file(home))
    settings.set(OUTPUT_FOLDER, out)
    settings.set(CPU_WORKERS, 1)
    work = JobController(home, settings)
    notices, state = NotificationCenter(), WindowState(home)
    window = MainWindow(work, settings, notices, state)
    window.show()
    work.start()
    cards = CardController(window, home, settings)
    work.cards_assigned.connect(cards.set_assignment)
    cards.start()
    cluster = ClusterController(work.cluster, home, settings)
    cluster.serve(work, cards)
    gone = asyncio.Event()
    work.stopped.connect(gone.set)
    try:
        yield Parts(settings, work, cards, cluster, window)
    finally:
        await cards.stop()
        work.stop(StopMode.NOW)
        async with asyncio.timeout(30):
            await gone.wait()
        await cluster.stop()
        window.shut_down()
        for one in (cluster, window, work, notices, state):
            one.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def papers(folder: Path, number: int) -> list[Path]:
    folder.mkdir()
    return [
        pdfs.text_pdf(folder / f"d{index}.pdf", pages=2, title=f"Shaft {index}")
        for index in range(number)
    ]


def test_documents_are_converted_on_the_hosts_and_here_again_afterwards(
    run: Runs, room: Room, home: Path, tmp_path: Path
) -> None:
    async def check() -> None:
        async with parts(home, tmp_path / "out") as it:
            it.connect(room)
            await until(lambda: it.work.assignment is not None and it.work.assignment.cards[0].host)
            it.window.add(papers(tmp_path / "in", 6))
            await until(lambda: len(it.job_cards()) == 6)
            assert set(it.job_cards()) == {"atlas-1/cpu", "atlas-2/cpu"}
            await until(lambda: it.cluster.state.hosts == 2)
            assert it.cluster.state.cards == 4
            keys = [card.key for card in it.cards.watch.board.cards]
            assert keys == [f"atlas-{n}/{key}" for n in (1, 2) for key in ("npu:6", "npu:7", "cpu")]
            assert (tmp_path / "out" / "d0" / "d0.md").exists()

            it.settings.set(CLUSTER_CARDS, ("atlas-2/cpu",))
            await until(
                lambda: it.work.assignment is not None and len(it.work.assignment.cards) == 1
            )
            it.window.add(papers(tmp_path / "more", 2))
            await until(lambda: len(it.job_cards()) == 8)
            assert it.job_cards()[-2:] == ["atlas-2/cpu"] * 2

            it.cluster.disconnect_cluster()
            await until(
                lambda: it.work.assignment is not None and not it.work.assignment.cards[0].host
            )
            it.window.add(papers(tmp_path / "here", 2))
            await until(lambda: len(it.job_cards()) == 10)
            assert it.job_cards()[-2:] == ["cpu"] * 2
            await until(lambda: all(card.host is None for card in it.cards.watch.board.cards))
            await until(lambda: it.cards.watch.board.cards)

    run(check())
    assert not room.still_on_hosts()


def test_a_lost_host_is_counted_and_its_documents_go_elsewhere(
    run: Runs, room: Room, home: Path, tmp_path: Path
) -> None:
    async def check() -> None:
        async with parts(home, tmp_path / "out") as it:
            it.connect(room)
            await until(lambda: it.cluster.state.cards == 4)
            it.window.add(papers(tmp_path / "in", 8))
            await until(lambda: it.job_cards(JobState.RUNNING))
            await aside(lambda: room.kill("atlas-2"))
            await until(lambda: len(it.job_cards()) == 8)
            await until(lambda: it.cluster.state.lost_hosts == 1)
            assert it.cluster.state.phase is ClusterPhase.CONNECTED
            assert it.cluster.state.hosts == 1
            await aside(lambda: room.add("atlas-2"))
            await until(lambda: it.cluster.state.cards == 4)
            it.window.add(papers(tmp_path / "again", 4))
            await until(lambda: len(it.job_cards()) == 12)

    run(check())
