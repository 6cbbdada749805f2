"""Qt's own loop for tests of code that awaits, as the program has it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any, Protocol, TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

T = TypeVar("T")
LONG_S = 60.0


class Runs(Protocol):
    """Runs a coroutine on Qt's own loop, as the program does."""

    def __call__(self, work: Coroutine[Any, Any, T], /) -> T: ...


@pytest.fixture(scope="session")
def qt_loop(qapp: QApplication) -> Iterator[asyncio.Runner]:
    """One loop for all, as a program has one.

    A cancelled timeout leaves qasync's timer running until its time; a loop that is closed before
    leaves it to the garbage collector, which may come by in any thread, and a timer that is
    deleted in another thread than its own brings Qt down.
    """
    before = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=partial(QEventLoop, qapp)) as runner:
        yield runner
    qapp.setQuitOnLastWindowClosed(before)


@pytest.fixture
def run(qt_loop: asyncio.Runner) -> Runs:
    """`asyncio.run`, on Qt's loop."""
    return qt_loop.run


async def until(true: Callable[[], object]) -> None:
    """Let the program go on until it is so."""
    async with asyncio.timeout(LONG_S):
        while not true():  # noqa: ASYNC110 - anything at all, in any thread
            await asyncio.sleep(0.01)
